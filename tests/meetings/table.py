"""A table of institutions for tests: a coordinator, a meeting, cases of the office, institutions that are invited."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.cast import Cast, a_case, hire

from tilts.access.models import Membership, Organisation, OrganisationKind, Role
from tilts.access.reach import Reach
from tilts.meetings import actions
from tilts.meetings.models import AgendaItem, Invitation, Meeting

KINDS = [kind for kind in OrganisationKind.values if kind != OrganisationKind.NGO]


def coordinator_of(cast: Cast) -> Reach:
    """The office's coordinator, made at the first asking."""
    known = Membership.objects.filter(organisation=cast.office, role=Role.COORDINATOR).first()
    return Reach(known.user, known) if known else hire(cast.office, "Kaspars Koordinators", Role.COORDINATOR)


def institutions(number: int) -> list[Reach]:
    """So many institutions that work here, each with one person who sits at tables."""
    made = []
    for place in range(number):
        unit = Organisation.objects.create(
            code=f"iestade-{place}", name=f"Iestāde {place}", kind=KINDS[place % len(KINDS)]
        )
        made.append(hire(unit, f"Dalibnieks {place}", Role.PARTICIPANT))
    return made


def a_meeting(by: Reach, *units: Reach, kind: str = "marac", days: int = 3, **facts: Any) -> Meeting:
    """A meeting in some days, to which these institutions are invited."""
    facts.setdefault("title", "Sanāksme Balvos")
    meeting = actions.plan_meeting(by, kind=kind, starts=timezone.now() + timedelta(days=days), **facts)
    for one in units:
        actions.invite(by, meeting, unit=one.organisation, role=one.role)
    return meeting


def referred(worker: Reach, meeting: Meeting, case: Any = None, **facts: Any) -> AgendaItem:
    """A case of this worker on the agenda."""
    told: dict[str, Any] = {
        "criteria": ["visible_high_risk"],
        "basis": "law",
        "basis_words": "Sociālo pakalpojumu likums; dzīvībai draud briesmas",
        "wants": "Lai viņš nezina",
        "summary": "Draudi ar nazi",
    }
    return actions.refer_case(worker, case or a_case(worker)[0], meeting=meeting, **told | facts)


def published(coordinator: Reach, meeting: Meeting) -> Meeting:
    """Its agenda is published."""
    meeting.refresh_from_db()
    return actions.publish(coordinator, meeting, seen_version=meeting.version)


def running(coordinator: Reach, meeting: Meeting) -> Meeting:
    """It is in progress: what was to come is held today."""
    meeting.refresh_from_db()
    if meeting.day > timezone.localdate():
        actions.change_meeting(coordinator, meeting, starts=timezone.now(), seen_version=meeting.version)
    published(coordinator, meeting)
    return actions.open_meeting(coordinator, meeting, seen_version=meeting.version, afterwards=_is_over(meeting))


def _is_over(meeting: Meeting) -> bool:
    return meeting.day < timezone.localdate()


def closed(coordinator: Reach, meeting: Meeting) -> Meeting:
    """It is over; everybody came."""
    came = {one.pk: (True, "Kāds", one.version) for one in coordinator(Invitation).filter(meeting=meeting)}
    actions.note_attendance(coordinator, meeting, came=came)
    meeting.refresh_from_db()
    return actions.close_meeting(coordinator, meeting, seen_version=meeting.version, afterwards=_is_over(meeting))
