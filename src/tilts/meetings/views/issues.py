"""The issues of a monitoring meeting: what is talked about in general, with a count."""

from functools import partial
from typing import Any
from uuid import UUID

from django.forms import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.meetings import actions
from tilts.meetings.counts import countable, counted, counted_at
from tilts.meetings.forms import ConcludeForm, IssueForm
from tilts.meetings.models import Issue, Meeting
from tilts.meetings.policy import HELD, ONLY_HOST
from tilts.meetings.views.pages import meeting_form, meeting_of, meeting_url, take_out


def _issue_of(request: Request, id: UUID, issue: UUID) -> Issue:
    found: Issue = request.reach(Issue).select_related("meeting").get(pk=issue, meeting=meeting_of(request, id))
    return found


def _counted(request: Request, meeting: Meeting, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, with the count taken now over the institutions that are invited."""
    if not typed["measure"]:
        return typed
    count = counted(request.reach, typed["measure"], typed["first"], typed["last"], counted_at(meeting))
    return typed | {"count": count}


@meeting_form(actions.write_issue, at="title")
def issue_add(request: Request, id: UUID) -> Entry:
    """An issue of a monitoring meeting; its count is taken now, over the institutions that are invited."""
    meeting, form = meeting_of(request, id), IssueForm(request.POST or None, countable=countable())
    said, counting = _("The issue is on the agenda."), partial(_counted, request, meeting)
    return Entry(meeting, form, _("New issue"), meeting_url(id), said=said, without=["version"], values=counting)


@meeting_form(actions.change_issue, at="title")
def issue_change(request: Request, id: UUID, issue: UUID) -> Entry:
    """Correct an issue; what it counts is counted anew."""
    found = _issue_of(request, id, issue)
    form = IssueForm(request.POST or None, countable=countable(), initial=model_to_dict(found))
    out = reverse("meetings:issue_withdraw", args=[id, issue]), _("It does not belong here: take it out")
    title, said, counting = _("Change the issue"), _("It is saved."), partial(_counted, request, found.meeting)
    return Entry(found, form, title, meeting_url(id), said=said, other=out, values=counting)


@meeting_form(actions.withdraw_issue, at="why")
def issue_withdraw(request: Request, id: UUID, issue: UUID) -> Entry:
    """Take an issue off the agenda."""
    found = _issue_of(request, id, issue)
    return take_out(request, found, _("Take the issue off the agenda"), lead=found.title, back=meeting_url(id))


@form_page(actions.conclude_issue, late=(HELD, ONLY_HOST))
def issue_conclude(request: Request, id: UUID, issue: UUID) -> Entry:
    """What was concluded on an issue."""
    found = _issue_of(request, id, issue)
    form = ConcludeForm(request.POST or None, initial={"conclusion": found.conclusion})
    return Entry(found, form, found.title, meeting_url(id), said=_("The conclusion is saved."))
