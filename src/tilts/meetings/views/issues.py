"""The issues of a monitoring meeting: what is talked about in general, with a count."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door
from tilts.access.models import Organisation
from tilts.meetings import actions
from tilts.meetings.counts import countable, counted
from tilts.meetings.forms import ConcludeForm, IssueForm
from tilts.meetings.models import Invitation, Issue, Meeting
from tilts.meetings.views.pages import done, form_page, meeting_of, take_out, writable

VERSION = "version"


def _issue_of(request: Request, id: UUID, issue: UUID) -> Issue:
    found: Issue = request.reach(Issue).select_related("meeting").get(pk=issue, meeting=meeting_of(request, id))
    return found


def _counted(request: Request, meeting: Meeting, form: IssueForm) -> dict[str, Any]:
    """What the form tells, with the count taken now over the institutions that are invited."""
    facts = {name: told for name, told in form.cleaned_data.items() if name != VERSION}
    if facts["measure"]:
        invited = request.reach(Invitation).filter(meeting=meeting, unit__isnull=False).values("unit")
        units = {*request.reach(Organisation).filter(pk__in=invited), meeting.organisation}
        key, first, last = facts["measure"], facts["first"], facts["last"]
        facts["count"] = counted(request.reach, key, first, last, sorted(units, key=str))
    return facts


@door("meeting.issue_written")
def issue_add(request: Request, id: UUID) -> HttpResponse:
    """An issue of a monitoring meeting; its count is taken now, over the institutions that are invited."""
    meeting = writable(request, "meeting.issue_written", meeting_of(request, id))
    form = IssueForm(request.POST or None, countable=countable())
    back = reverse("meetings:meeting_page", args=[id])
    if request.method == "POST" and form.is_valid():
        if done(form, "title", actions.write_issue, request.reach, meeting, **_counted(request, meeting, form)):
            messages.success(request, _("The issue is on the agenda."))
            return redirect(back)
    return form_page(request, form, heading=_("New issue"), submit=_("Save"), back=back)


@door("meeting.issue_changed")
def issue_change(request: Request, id: UUID, issue: UUID) -> HttpResponse:
    """Correct an issue; what it counts is counted anew."""
    found = writable(request, "meeting.issue_changed", _issue_of(request, id, issue))
    so_far = {name: getattr(found, name) for name in ("title", "text", "measure", "first", "last", VERSION)}
    form = IssueForm(request.POST or None, countable=countable(), initial=so_far)
    back = reverse("meetings:meeting_page", args=[id])
    if request.method == "POST" and form.is_valid():
        facts = _counted(request, found.meeting, form) | {"seen_version": form.cleaned_data[VERSION] or 0}
        if done(form, "title", actions.change_issue, request.reach, found, **facts):
            messages.success(request, _("It is saved."))
            return redirect(back)
    words = {"heading": _("Change the issue"), "submit": _("Save")}
    out = reverse("meetings:issue_withdraw", args=[id, issue])
    return form_page(request, form, back=back, instead=(out, _("It does not belong here: take it out")), **words)


@door("meeting.issue_withdrawn")
def issue_withdraw(request: Request, id: UUID, issue: UUID) -> HttpResponse:
    """Take an issue off the agenda."""
    found = writable(request, "meeting.issue_withdrawn", _issue_of(request, id, issue))
    back = reverse("meetings:meeting_page", args=[id])
    words = {"heading": _("Take the issue off the agenda"), "lead": found.title}
    return take_out(request, back, actions.withdraw_issue, found, **words)


@door("meeting.issue_concluded")
def issue_conclude(request: Request, id: UUID, issue: UUID) -> HttpResponse:
    """What was concluded on an issue."""
    found = writable(request, "meeting.issue_concluded", _issue_of(request, id, issue))
    form = ConcludeForm(request.POST or None, initial={"conclusion": found.conclusion, VERSION: found.version})
    back = reverse("meetings:meeting_page", args=[id])
    if request.method == "POST" and form.is_valid():
        facts = {"conclusion": form.cleaned_data["conclusion"], "seen_version": form.cleaned_data[VERSION]}
        if done(form, None, actions.conclude_issue, request.reach, found, **facts):
            messages.success(request, _("The conclusion is saved."))
            return redirect(back)
    return form_page(request, form, heading=found.title, submit=_("Save"), back=back)
