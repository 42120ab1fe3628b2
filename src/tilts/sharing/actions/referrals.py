"""Referring a case, and each step of the answer."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, let_in, save_over
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import colleagues, not_walled
from tilts.access.grants import end_what_follows, falls
from tilts.access.held import say_the_same
from tilts.access.models import Grant, GrantKind, Organisation, Profession, Role, User
from tilts.access.reach import Reach, Refused
from tilts.access.relationships import SHAREABLE, WHILE_PENDING, listed
from tilts.cases.actions.opening import open_case
from tilts.cases.actions.people import add_party
from tilts.cases.actions.team import hand_over, join_team
from tilts.cases.models import Case, Party, TeamMember
from tilts.cases.policy.case import WORKERS, may_write_zone
from tilts.directory.models import Partner
from tilts.kit.workdays import working_day_after
from tilts.people.actions import keep_contact, link_same, record_person, refuse_if_restricted
from tilts.people.files import said_in
from tilts.people.models import HOW_TO_REACH, WHO_THEY_ARE, Consent, ContactWay, Person
from tilts.post.telling import tell
from tilts.sharing.actions.footing import Agreed, end_of, raise_their_walls, stand_on, walls_go_along
from tilts.sharing.links import end_links_of
from tilts.sharing.models import ANSWER_DAYS, DESK, LAWFUL, OPEN, Referral, ReferralState, SharingBasis
from tilts.sharing.policy.referrals import (
    finishes_referral,
    may_export,
    may_share_case,
    may_withdraw,
    receives_referral,
)

IN_A_LETTER = ("name", "contact", "risk")
"""The zones that a letter lays out by itself; the rest is written in its summary."""


@action("referral.sent", may=may_share_case, says=gettext_lazy("Referral: sent"))
def refer(  # noqa: PLR0913  everything a referral says is said here
    reach: Reach,
    case: Case,
    *,
    to: Organisation | Partner,
    asked: str,
    zones: list[str],
    basis: str,
    urgency: str,
    until: date,
    consent: Consent | None = None,
    agreed: Agreed | None = None,
    reason: str = "",
    summary: str = "",
) -> Referral:
    """Refer the case: nothing is shared without a basis, and no name is known there before they accept."""
    refuse_if_restricted(case.folder_id)
    _refuse_recipient(case, to, zones, asked)
    said: dict[str, Any] = {"consent": consent, "agreed": agreed, "reason": reason.strip()}
    footing = stand_on(reach, case, to=to, zones=zones, basis=basis, until=until, **said)
    now = timezone.now()
    referral: Referral = Referral.objects.create(
        organisation=case.organisation,
        case=case,
        to_organisation=to if isinstance(to, Organisation) else None,
        partner=to if isinstance(to, Partner) else None,
        asked=asked,
        summary=summary,
        zones=sorted(zones, key=SHAREABLE.index),
        basis=basis,
        urgency=urgency,
        answer_by=working_day_after(now, ANSWER_DAYS[urgency]),
        until=footing.until,
        sent_at=now,
        sent_on=timezone.localdate(now),
        sent_by=reach.user,
        **footing.facts,
    )
    if isinstance(to, Organisation):
        _let_desk_know(reach, referral, to)
    return referral


def _refuse_second(case: Case, to: Partner, asked: str) -> None:
    """To ask the same of a partner outside who has not answered, or is at it, is no other referral."""
    if say_the_same(Referral._base_manager.filter(case=case, state__in=OPEN, partner=to), asked=asked):
        raise Refused(_("The same is asked of them already. Look at that referral."), "asked")


def _refuse_recipient(case: Case, to: Organisation | Partner, zones: list[str], asked: str) -> None:
    if isinstance(to, Partner):
        if to.ends and to.ends <= timezone.localdate():
            raise Refused(_("One no longer works with this partner."))
        if set(zones) - set(IN_A_LETTER):
            raise Refused(_("A letter lists names, ways to reach and risk. Write the rest in the summary."))
        _refuse_second(case, to, asked)
        return
    if to.pk == case.organisation_id:
        raise Refused(_("A case is referred to somebody else. Bring a colleague into the team instead."))
    if case.folder.restricted:
        raise Refused(_("This case is kept to named people. Share it with one colleague by name."))


def _let_desk_know(reach: Reach, referral: Referral, to: Organisation) -> None:
    """The desk of the other organisation learns that there is one, and the code; whoever is walled there does not."""
    case = referral.case
    raise_their_walls(reach, case, to)
    for role in DESK:
        let_in(
            reach,
            case.folder,
            GrantKind.PENDING,
            zones=WHILE_PENDING,
            basis=referral.grant_basis,
            because=referral,
            to_unit=to,
            to_role=role,
            ends=end_of(referral.until),
        )
    tell(not_walled(colleagues(to, *DESK), case.folder), "referral.waiting", about=referral.pk, path="/inbox/")


def move(referral: Referral, state: str, **facts: Any) -> None:
    """One lawful step; `Refused` for any other, `Stale` where somebody was faster."""
    if referral.state not in LAWFUL[state]:
        said = {"state": referral.get_state_display()}
        raise Refused(_("This cannot be done any more: the referral is %(state)s.") % said)
    save_over(referral, referral.version, state=state, **facts)
    if not referral.is_open:
        end_links_of(referral)


@action("referral.seen", may=receives_referral, says=gettext_lazy("Referral: seen"))
def see_referral(reach: Reach, referral: Referral) -> Referral:
    """Say that a referral was seen: the sender knows that it lies with somebody."""
    move(referral, ReferralState.SEEN, seen_at=timezone.now(), seen_by=reach.user)
    return referral


@action("referral.declined", may=receives_referral, says=gettext_lazy("Referral: declined"))
def decline_referral(reach: Reach, referral: Referral, *, reason: str) -> Referral:
    """Decline with a reason; from this moment the file is closed to the desk."""
    _refuse_empty(reason)
    move(
        referral,
        ReferralState.DECLINED,
        answered_at=timezone.now(),
        answered_by=reach.user,
        reason=reason,
        **_ended(reach),
    )
    end_what_follows(reach, referral)
    _tell_sender(referral)
    return referral


def _refuse_empty(text: str) -> None:
    if not text.strip():
        raise Refused(_("Write the reason in a sentence."))


def _ended(reach: Reach) -> dict[str, Any]:
    return {"ended_at": timezone.now(), "ended_by": reach.user}


@action("referral.accepted", may=receives_referral, says=gettext_lazy("Referral: accepted"))
def accept_referral(
    reach: Reach, referral: Referral, *, joins: Case | None = None, doer: User | None = None
) -> Referral:
    """Accept: what was listed opens to whoever accepts and whoever does it; a case is opened, or one's own is joined.

    A partner outside answers by telephone or letter: then the sender writes it down, and nothing opens to anybody.
    """
    if referral.partner_id:
        move(referral, ReferralState.ACCEPTED, answered_at=timezone.now(), answered_by=reach.user)
        return referral
    refuse_if_restricted(referral.case_id)
    if referral.case.closed_on:
        raise Refused(_("The sender has closed this case meanwhile. Ask them to refer it anew."))
    refuse_if_groundless(referral)
    if joins is not None and not (_is_of(reach, joins) and may_write_zone(reach, joins, "admin")):
        raise Refused(_("Choose an open case of your own."))
    does = doer or reach.user
    _refuse_doer(reach, referral, does)
    move(referral, ReferralState.ACCEPTED, answered_at=timezone.now(), answered_by=reach.user, doer=does)
    _let_in_who_accepts(reach, referral)
    own = joins or open_case(reach, kind=referral.case.kind, territory=referral.case.territory)
    if joins is None:
        _bring_people(reach, referral, own)
        walls_go_along(referral.case_id, own)
    save_over(referral, referral.version, to_case=own)
    _give_to_doer(reach, referral, own, joined=joins is not None)
    _tell_sender(referral)
    return referral


def _refuse_doer(reach: Reach, referral: Referral, doer: User | None) -> None:
    """`Refused` where somebody works here no more, or a wall of theirs stands: which of the two is not told."""
    there: Any = reach.organisation
    may = not_walled(colleagues(there, *WORKERS), referral.case.folder)
    if doer is None or not may.filter(pk=doer.pk).exists():
        raise Refused(_("Choose a colleague who works here today and may do this."), "doer")


def _give_to_doer(reach: Reach, referral: Referral, own: Case, *, joined: bool) -> None:
    """A social worker leads the case that was opened for it, a specialist comes into its team; both are told."""
    doer: Any = referral.doer
    if doer == reach.user:
        return
    tell([doer], "referral.given", about=referral.pk, path="/")
    works = doer.memberships.filter(organisation=referral.to_organisation, role__in=WORKERS)
    work = works.order_by("starts", "pk").last()
    if not joined and work.role == Role.CASE_WORKER:
        hand_over(reach, own, to=doer)
    elif not TeamMember._base_manager.filter(case=own, user=doer, ends=None, voided_at=None).exists():
        join_team(reach, own, user=doer, profession=work.profession or Profession.SOCIAL_WORKER)


def _is_of(reach: Reach, case: Case) -> bool:
    return reach.organisation is not None and case.organisation_id == reach.organisation.pk


def _tell_sender(referral: Referral) -> None:
    if referral.sent_by and referral.to_organisation_id:
        tell([referral.sent_by], "referral.answered", about=referral.pk, path="/")


def refuse_if_groundless(referral: Referral) -> None:
    """What was a basis at sending must still be one."""
    today = timezone.localdate()
    dated = [one for one in (referral.consent, referral.agreement) if one is not None]
    holds = bool(dated or referral.legal_basis_id) and all(one.holds_on(today) for one in dated)
    if not holds or referral.until < today:
        raise Refused(_("What this referral rests on no longer holds. Ask the sender."))


def _let_in_who_accepts(reach: Reach, referral: Referral) -> None:
    """Who accepts and who does it get what was listed; the supervisors there see that there is one, and its state."""
    # both are read before what waits is shut: from then until the next grant nobody here sees the file
    folder, basis = referral.case.folder, referral.grant_basis
    end_what_follows(reach, referral)
    opened = listed(GrantKind.REFERRED, referral.zones)
    named: list[dict[str, Any]] = [
        {"to_user": one, "zones": opened} for one in dict.fromkeys([reach.user, referral.doer])
    ]
    above = {"to_unit": reach.organisation, "to_role": Role.SUPERVISOR, "zones": WHILE_PENDING}
    made = [
        let_in(
            reach,
            folder,
            GrantKind.REFERRED,
            basis=basis,
            because=referral,
            ends=end_of(referral.until),
            **to,
        )
        for to in (*named, above)
    ]
    Grant.objects.filter(pk__in=[one.pk for one in made]).update(given_by=referral.sent_by)


def _bring_people(reach: Reach, referral: Referral, own: Case) -> None:
    """Persons whose names were shared are written down as this organisation's own; ways to reach where listed."""
    ways: dict[Any, list[ContactWay]] = {}
    for party in reach(Party).filter(case=referral.case).select_related("person"):
        facts = {name: getattr(party.person, name) for name in WHO_THEY_ARE}
        person = record_person(reach, own.folder, **facts)
        add_party(reach, own, person=person, role=party.role)
        with acting(JOB):  # the link opens nothing; it is for data protection, and for those who know both
            link_same(JOB, person, other=party.person, basis=referral.grant_basis, answering=reach.user)
        ways = ways or _ways_of(reach, referral)
        _bring_ways(own, person, ways.get(party.person_id, []))


def _ways_of(reach: Reach, referral: Referral) -> dict[Any, list[ContactWay]]:
    found: dict[Any, list[ContactWay]] = {}
    if "contact" in referral.zones:
        for way in said_in(reach, ContactWay, referral.case_id):
            found.setdefault(way.person_id, []).append(way)
    return found


def _bring_ways(own: Case, person: Person, ways: list[ContactWay]) -> None:
    for way in ways:
        keep_contact(own.folder, person, **{name: getattr(way, name) for name in HOW_TO_REACH})


@action("referral.done", may=finishes_referral, says=gettext_lazy("Referral: done"))
def finish_referral(reach: Reach, referral: Referral, *, outcome: str) -> Referral:
    """What was asked is done: the sender reads what came of it, and the file is closed to the other side."""
    if not outcome.strip():
        raise Refused(_("Write in a sentence what came of it."))
    move(referral, ReferralState.DONE, outcome=outcome, **_ended(reach))
    end_what_follows(reach, referral)
    _tell_sender(referral)
    return referral


@action("referral.withdrawn", may=may_withdraw, says=gettext_lazy("Referral: withdrawn"))
def withdraw_referral(reach: Reach, referral: Referral, *, reason: str) -> Referral:
    """Take a referral back with a reason; from this moment the file is closed to the other side."""
    _refuse_empty(reason)
    move(referral, ReferralState.WITHDRAWN, reason=reason, **_ended(reach))
    end_what_follows(reach, referral)
    return referral


@action("referral.exported", may=may_export, says=gettext_lazy("Referral: letter taken out"))
def take_letter(reach: Reach, referral: Referral) -> Referral:
    """Take the letter to a partner outside out of the house."""
    refuse_if_restricted(referral.case_id)
    refuse_if_groundless(referral)
    save_over(referral, referral.version, letter_at=timezone.now())
    return referral


@falls(Referral)
def fall(reach: Reach, referrals: list[Referral], moment: datetime) -> None:
    """What referrals rest on ends: now, and they end with it, or on a day to come, and they hold until then."""
    last = timezone.localdate(moment) - timedelta(days=1)
    for referral in referrals:
        if not referral.is_open or referral.voided_at:
            continue
        if moment <= timezone.now():
            by_consent = referral.basis == SharingBasis.CONSENT
            reason = _("The consent was withdrawn.") if by_consent else _("What it rested on has ended.")
            move(referral, ReferralState.WITHDRAWN, reason=reason, **_ended(reach))
        elif referral.until > last:
            save_over(referral, referral.version, until=last)
