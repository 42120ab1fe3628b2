"""Referrals: to partners outside, and to another office where they wait or were declined."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tilts.access.models import GrantKind
from tilts.access.relationships import WHILE_PENDING
from tilts.generated import texts
from tilts.generated.draw import Draw, moment
from tilts.generated.files import File, state_law
from tilts.generated.offices import Country, Office
from tilts.generated.rows import Rows
from tilts.kit.workdays import working_day_after
from tilts.sharing.models import ANSWER_DAYS, DESK, Referral, ReferralState, SharingBasis, Urgency

REFERRED = 0.12
"""So many files of a hundred are referred to somebody."""
OUTSIDE = 0.7
WAITS = 0.5
"""Of referrals to another office so many are young and wait; the others were declined."""


def write_referral(draw: Draw, rows: Rows, country: Country, office: Office, file: File) -> None:
    """One referral of a file on the basis of a law."""
    elsewhere = office is not country.offices[0] and not draw.happens(OUTSIDE) and file.case.closed_on is None
    waits = elsewhere and draw.happens(WAITS)
    day = country.until - timedelta(days=draw.randrange(1, 6)) if waits else file.day(draw)
    at = moment(max(day, file.case.opened_on), draw.hour())
    own: dict[str, Any] = {"organisation": file.organisation, "created_at": at}
    basis = state_law(draw, rows, file, at)
    urgency = draw.choice(list(Urgency))
    state = _state(draw, file, at, elsewhere=elsewhere, waits=waits)
    to = country.offices[0].organisation if elsewhere else None
    referral = rows.add(
        Referral(
            id=draw.id(),
            case=file.case,
            to_organisation=to,
            partner=None if elsewhere else draw.choice(office.partners),
            asked=draw.choice(texts.ASKED),
            zones=["name", "contact"],
            basis=SharingBasis.LAW,
            legal_basis=basis,
            urgency=urgency,
            answer_by=working_day_after(at, ANSWER_DAYS[urgency]),
            until=timezone.localdate(at) + timedelta(days=180),
            sent_at=at,
            sent_on=timezone.localdate(at),
            sent_by=file.lead,
            **state,
            **own,
        )
    )
    if to is not None:
        _let_desk_know(draw, rows, referral, state.get("ended_at"))
    file.trace(draw, rows, "referral.sent", at, referral)


def _state(draw: Draw, file: File, at: datetime, *, elsewhere: bool, waits: bool) -> dict[str, Any]:
    answered = min(at + timedelta(days=draw.randrange(1, 9)), moment(max(file.last, timezone.localdate(at)), time(18)))
    said: dict[str, Any] = {"answered_at": answered, "answered_by": file.lead}
    if waits:
        return {"state": ReferralState.SEEN if draw.happens(0.3) else ReferralState.SENT}
    if elsewhere:
        over = {"ended_at": answered, "ended_by": file.lead}
        return said | over | {"state": ReferralState.DECLINED, "reason": "Rindā vietu šobrīd nav."}
    if draw.happens(0.5):
        return said | {"state": ReferralState.ACCEPTED}
    over = {"ended_at": answered, "ended_by": file.lead, "outcome": "Pakalpojums saņemts."}
    return said | over | {"state": ReferralState.DONE}


def _let_desk_know(draw: Draw, rows: Rows, referral: Referral, ended_at: datetime | None) -> None:
    ends = ended_at or moment(referral.until + timedelta(days=1), time.min)
    for role in DESK:
        told = {"to_unit": referral.to_organisation, "to_role": role, "given_by": referral.sent_by, "ends": ends}
        basis = referral.grant_basis
        rows.let_in(
            draw,
            referral.case.folder,
            GrantKind.PENDING,
            referral.sent_at,
            basis,
            zones=WHILE_PENDING,
            because=referral,
            **told,
        )


def is_referred(draw: Draw, opened_on: date, until: date) -> bool:
    """Whether a file is referred: it must be some days old."""
    return opened_on < until - timedelta(days=10) and draw.happens(REFERRED)
