"""On what sharing rests: without consent, a law, danger to life or an agreement on record nothing is shared."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.actor import JOB, acting
from tilts.access.models import Membership, Organisation, Wall
from tilts.access.reach import Reach, Refused
from tilts.access.relationships import SHAREABLE
from tilts.cases.models import Case, Party
from tilts.directory.models import Agreement, Partner
from tilts.directory.policy import agreement_in_force
from tilts.people.actions import full_name, record_basis, record_consent
from tilts.people.models import Consent, LegalBasis, Person
from tilts.people.walls import name_came, standing_walls
from tilts.sharing.models import SharingBasis

LONGEST = timedelta(days=366)
"""Nothing is shared for longer without being asked again."""


@dataclass(frozen=True)
class Agreed:
    """A consent that is written down where the sharing is: who agreed, how, when. It covers what is shared, no more."""

    person: Person
    way: str
    day: date


@dataclass(frozen=True)
class Footing:
    """What sharing rests on: a consent, a law or an agreement, until which day, and the key by which it is written."""

    ground: Consent | LegalBasis | Agreement
    until: date
    facts: dict[str, Any] = field(default_factory=dict)


def end_of(day: date) -> datetime:
    """The moment at which a day is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def stand_on(  # noqa: PLR0913  a basis has that many sides
    reach: Reach,
    case: Case,
    *,
    to: Organisation | Partner | None,
    zones: Sequence[str],
    basis: str,
    until: date,
    consent: Consent | None = None,
    agreed: Agreed | None = None,
    reason: str = "",
) -> Footing:
    """Find what the sharing of these zones rests on (part of a wider action); `Refused` where it rests on nothing.

    `to` is nobody that is on record for somebody outside who is known by name alone.
    """
    _check_zones(reach, case, zones)
    today = timezone.localdate()
    if not today <= until <= today + LONGEST:
        raise Refused(_("Say until which day: from today, for a year at most."), "until")
    if basis == SharingBasis.CONSENT:
        return _on_consent(case, to, zones, until, consent or _written_down(reach, case, to, zones, until, agreed))
    if basis == SharingBasis.AGREEMENT:
        return _on_agreement(reach, to, zones, until)
    if basis not in (SharingBasis.LAW, SharingBasis.VITAL):
        raise Refused(_("Say on what the sharing rests."), "basis")
    written = record_basis(reach, case.folder, law=basis, reason=reason)
    return Footing(written, until, {"legal_basis": written})


def _check_zones(reach: Reach, case: Case, zones: Sequence[str]) -> None:
    if set(zones) - set(SHAREABLE):
        raise Refused(_("Notes kept in confidence are never shared."), "zones")
    mine = reach.zones(case.folder_id)
    if any(not getattr(mine, zone) for zone in zones):
        raise Refused(_("You cannot share what you do not see yourself."), "zones")


def _written_down(  # noqa: PLR0913  what a consent says
    reach: Reach,
    case: Case,
    to: Organisation | Partner | None,
    zones: Sequence[str],
    until: date,
    agreed: Agreed | None,
) -> Consent | None:
    """The consent that was typed beside what is shared: these zones, with them, until the same day."""
    if agreed is None or to is None:
        return None
    made: Consent = record_consent(
        reach,
        case.folder,
        person=agreed.person,
        zones=zones,
        day=agreed.day,
        way=agreed.way,
        with_unit=to if isinstance(to, Organisation) else None,
        with_whom=to.name if isinstance(to, Partner) else "",
        until=until,
    )
    return made


def _on_consent(
    case: Case, to: Organisation | Partner | None, zones: Sequence[str], until: date, consent: Consent | None
) -> Footing:
    today = timezone.localdate()
    if consent is None or consent.folder_id != case.folder_id or not consent.holds_on(today):
        raise Refused(_("Choose a consent that holds. Without a basis nothing is shared."), "consent")
    named = consent.with_unit_id
    if (isinstance(to, Organisation) and named != to.pk) or (named and not isinstance(to, Organisation)):
        raise Refused(_("The consent is about sharing with somebody else."), "consent")
    if set(zones) - set(consent.zone_names):
        raise Refused(_("The consent does not cover all that you chose to share."), "zones")
    last = min(until, consent.until) if consent.until else until
    return Footing(consent, last, {"consent": consent})


def _on_agreement(reach: Reach, to: Organisation | Partner | None, zones: Sequence[str], until: date) -> Footing:
    agreement = agreement_in_force(reach, to) if to is not None else None
    if agreement is None:
        raise Refused(_("No agreement with them is on record that holds today."), "basis")
    if set(zones) - set(agreement.zones):
        raise Refused(_("The agreement does not cover all that you chose to share."), "zones")
    last = min(until, agreement.ends - timedelta(days=1)) if agreement.ends else until
    return Footing(agreement, last, {"agreement": agreement})


def raise_their_walls(reach: Reach, case: Case, there: Organisation) -> None:
    """Who there has declared that they know one of these families is kept out before anybody is let in."""
    for party in Party._base_manager.filter(case=case, voided_at=None).select_related("person"):
        name_came(reach, case.folder, of=there, name=full_name(party.person))


def walls_go_along(folder: UUID, own: Case) -> None:
    """Who is kept out of a file is kept out of the one that another organisation opens from it (of a wider action)."""
    with acting(JOB):
        walls = list(standing_walls(Wall.objects.filter(folder=folder, user__isnull=False)))
        not_over = Q(ends=None) | Q(ends__gt=timezone.now())
        works = Membership.objects.filter(not_over, organisation=own.organisation_id)
        there = set(Wall.objects.filter(folder=own.folder_id, ends=None).values_list("user", flat=True))
        for wall in walls:
            if works.filter(user=wall.user_id).exists() and wall.user_id not in there and wall.user_id != own.lead_id:
                facts = {"user": wall.user, "reason": wall.reason, "raised_by": wall.raised_by, "ends": wall.ends}
                Wall.objects.create(folder=own.folder, **facts)
