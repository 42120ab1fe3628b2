"""The issues of a monitoring meeting: written, corrected, taken off the agenda, concluded; in general, never a case."""

from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.reach import Reach, Refused
from tilts.meetings.models import Issue, Meeting, MeetingAction, MeetingKind
from tilts.meetings.policy.meeting import drives, drives_its_meeting, may_conclude_issue


@action("meeting.issue_written", may=drives, says=gettext_lazy("Meeting: issue written"))
def write_issue(reach: Reach, /, meeting: Meeting, *, title: str, count: int | None = None, **facts: Any) -> Issue:
    """Write an issue of a monitoring meeting: in general, with a count, never a case."""
    if meeting.kind != MeetingKind.MONITORING:
        raise Refused(_("Issues belong to a monitoring meeting."))
    number = (reach(Issue).filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0) + 1
    issue: Issue = Issue.objects.create(
        organisation=meeting.organisation, meeting=meeting, number=number, title=title, count=count, **facts
    )
    return issue


@action("meeting.issue_changed", may=drives_its_meeting, says=gettext_lazy("Meeting: issue changed"))
def change_issue(
    reach: Reach, /, issue: Issue, *, title: str, seen_version: int, count: int | None = None, **facts: Any
) -> Issue:
    """Correct an issue before the meeting is over: its words, and what is counted over which days."""
    save_over(issue, seen_version, title=title, count=count, **facts)
    return issue


@action("meeting.issue_withdrawn", may=drives_its_meeting, says=gettext_lazy("Meeting: issue taken off the agenda"))
def withdraw_issue(reach: Reach, issue: Issue, *, why: str, seen_version: int) -> Issue:
    """Take an issue off the agenda that does not belong there; with actions taken on, it stays."""
    if reach(MeetingAction).filter(issue=issue).exists():
        raise Refused(_("Something was taken on about this issue. Take the actions out first."))
    save_over(issue, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)
    return issue


@action("meeting.issue_concluded", may=may_conclude_issue, says=gettext_lazy("Meeting: issue concluded"))
def conclude_issue(reach: Reach, issue: Issue, *, conclusion: str, seen_version: int) -> Issue:
    """Write down what was concluded on an issue, and by whom."""
    save_over(issue, seen_version, conclusion=conclusion, concluded_by=reach.user, concluded_at=timezone.now())
    return issue
