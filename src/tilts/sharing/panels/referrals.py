"""What referrals lend: to the inbox, to my day of both sides, to the case page, to the closing of a case."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tilts.access.doors import Request
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows, unscoped
from tilts.access.relationships import ZONE_WORDS
from tilts.cases.asks import course, noted_with_case, obligations
from tilts.cases.frame import INVOLVE, case_addition
from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.kit.timeline import Moment, Wanted
from tilts.sharing.models import DESK, OPEN, WAITING, Referral, ReferralState

case_addition(
    INVOLVE,
    pgettext_lazy("Add to a case", "another institution"),
    "sharing:referral_new",
    order=30,
    icon="arrows-right-left",
    rule="referral.sent",
    letter=pgettext_lazy("Key of the menu: institution", "I"),
)
WITH = ("case", "organisation", "to_organisation", "partner")


def from_and_to(reach: Reach, *, case: UUID) -> Rows:
    """The referrals from and to a case, the newest first."""
    return reach(Referral).select_related(*WITH).filter(Q(case=case) | Q(to_case=case))[:100]


def waiting_here(reach: Reach) -> Rows:
    """Referrals to one's own organisation that wait for an answer, the soonest first."""
    rows = reach(Referral).select_related(*WITH).filter(to_organisation=reach.organisation)
    return rows.waiting().order_by("answer_by", "id")[:100]


def of_both_sides(reach: Reach) -> Rows:
    """Unanswered referrals of both sides, by whom they are answered; those not ended that one accepted or does."""
    here, me = reach.organisation, reach.user
    mine = Q(state__in=OPEN) & (Q(doer=me) | Q(answered_by=me))
    theirs = Q(to_organisation=here) & (Q(state__in=WAITING) | mine if reach.is_one_of(*DESK) else mine)
    ours = Q(organisation=here, state__in=WAITING) & (Q(sent_by=me) | Q(case__lead=me))
    return (
        reach(Referral).select_related(*WITH, "doer", "to_case").filter(theirs | ours).order_by("answer_by", "id")[:10]
    )


def _of_case(request: Request, case: Case) -> list[Referral]:
    """The referrals from and to a case, the newest first; asked once a page, for the course and for the sheet."""
    if not getattr(case, "was_referred", True):
        return []
    kept: tuple[Any, list[Referral]] = getattr(request, "referrals_of_case", (None, []))
    if kept[0] != case.pk:
        kept = (case.pk, ask(request.reach, from_and_to, case=case.pk))
        request.referrals_of_case = kept  # type: ignore[attr-defined]
    return kept[1]


@panel("inbox", title=gettext_lazy("Referrals"), order=15)
def received(request: Request, subject: Any) -> str:
    """Referrals from other organisations that wait for an answer: what is asked and by when, no names."""
    rows = ask(request.reach, waiting_here)
    return (
        render_to_string("sharing/_referrals.html", {"rows": rows, "received": True}, request=request) if rows else ""
    )


@panel("day", title=gettext_lazy("Referrals"), order=12, when=lambda: (of_both_sides, {}))
def unanswered(request: Request, subject: Any) -> str:
    """Unanswered referrals of both sides, the most urgent first, and those that one accepted or does."""
    if not request.reach.may("referral.read"):
        return ""
    rows: list[Any] = ask(request.reach, of_both_sides)
    request.reach.remember(row.case_id for row in rows if row.state == ReferralState.ACCEPTED)
    for row in rows:
        mine = row.state == ReferralState.ACCEPTED and request.reach.zones(row.case_id)
        row.level = row.case.get_level_display() if mine and mine.risk and row.case.level else ""
    told = {"rows": rows, "here": request.reach.organisation}
    return render_to_string("sharing/_referrals.html", told, request=request) if rows else ""


@panel("case.services", title=gettext_lazy("Shared"), order=40)
@panel("case.more", title=gettext_lazy("Shared"), order=40)
def shared(request: Request, case: Case) -> str:
    """What is shared with whom and why, the newest first; and from where this case was referred."""
    lines = [
        {
            "referral": row,
            "shares": [ZONE_WORDS[zone] for zone in row.zones if zone in ZONE_WORDS],
            "came": row.to_case_id == case.pk,
            "over": row.until < timezone.localdate(),
        }
        for row in _of_case(request, case)[:20]
    ]
    return render_to_string("sharing/_shared.html", {"lines": lines, "case": case}, request=request) if lines else ""


@course.part(gettext_lazy("Referrals"), order=30)
def moments(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """When the case was referred, and when it was answered."""
    found = []
    for row in (row for row in _of_case(request, case) if row.case_id == case.pk):
        kind, whom, there = _("Referrals"), row.recipient, reverse("sharing:referral_page", args=[row.pk])
        found.append(Moment(at=row.sent_at, kind=kind, title=_("Referred to %(whom)s") % {"whom": whom}, opens=there))
        if row.answered_at:
            title = _("Referral answered by %(whom)s") % {"whom": whom}
            state = str(row.get_state_display())
            found.append(Moment(at=row.answered_at, kind=kind, title=title, detail=state, opens=there))
    return found


@obligations.answer
def open_referrals(case: Case) -> list[str]:
    """What still stands open when a case is closed: referrals that wait, or that go on."""
    rows = unscoped(Referral, reason="what is still open in a case that somebody closes").still_open()
    going = rows.filter(case=case, voided_at=None).select_related("to_organisation", "partner").order_by("sent_at")
    return [
        _("The referral to %(whom)s is %(state)s: end or withdraw it.")
        % {"whom": row.recipient, "state": row.get_state_display()}
        for row in going[:20]
    ]


@noted_with_case.answer
def was_referred(reach: Reach) -> dict[str, Combinable]:
    """Whether there is a referral from or to it: the page of a case that has none asks for none."""
    rows = reach(Referral).order_by().filter(Q(case=OuterRef("pk")) | Q(to_case=OuterRef("pk")))
    return {"was_referred": Exists(rows)}
