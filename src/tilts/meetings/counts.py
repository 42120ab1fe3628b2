"""Counts for a monitoring meeting, taken from the measures: whole institutions, no case."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tilts.access.actor import acting
from tilts.access.models import Organisation
from tilts.access.reach import Reach
from tilts.kit.measures import MEASURES, find_measure
from tilts.meetings.models import Issue, Meeting, MeetingState
from tilts.meetings.seats import invitations_of

TOLD = (
    "risk.questionnaires",
    "risk.assessments",
    "services.consultations",
    "meetings.held",
    "meetings.cases_discussed",
)


def countable() -> list[str]:
    """The measures that a monitoring meeting talks about, as far as their rooms are here."""
    return [key for key in TOLD if key in MEASURES and isinstance(MEASURES[key].sources[0].counts, str)]


def counted(reach: Reach, key: str, first: date, last: date, organisations: Iterable[Organisation]) -> int:
    """How many there were in these institutions together, both days included; one question."""
    measure, counting = find_measure(key), reach.counting()
    source = measure.sources[0]
    within: dict[str, Any] = {f"{measure.on}__gte": first, f"{measure.on}__lte": last}
    with acting(counting):
        rows = source.rows(counting).filter(organisation__in=list(organisations), **within).order_by()
        return int(rows.values(source.counts).distinct().count())


def counted_at(meeting: Meeting) -> list[Organisation]:
    """Which institutions a count of this meeting counts: who convenes it, and who is invited and works here."""
    found = {one.unit.pk: one.unit for one in invitations_of(meeting) if one.unit}
    found[meeting.organisation_id] = meeting.organisation
    return sorted(found.values(), key=str)


def anew(reach: Reach, meeting: Meeting, issues: Iterable[Issue], units: list[Organisation]) -> list[Issue]:
    """The issues with their counts: of this moment until the meeting is over, then as they were counted last."""
    told = list(issues)
    for issue in told if meeting.state != MeetingState.CLOSED else ():
        if issue.measure and issue.first and issue.last:
            issue.count = counted(reach, issue.measure, issue.first, issue.last, units)
    return told
