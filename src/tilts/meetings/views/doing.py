"""What institutions take upon themselves: written down, changed, taken out, done; and what is taken off the table."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door
from tilts.access.models import Organisation
from tilts.meetings import actions
from tilts.meetings.forms import ActionChangeForm, ActionForm, DoneForm
from tilts.meetings.models import AgendaItem, Invitation, Issue, Meeting, MeetingAction, SharedItem
from tilts.meetings.policy import case_of, drives
from tilts.meetings.views.pages import (
    colleagues_of,
    done,
    form_page,
    item_of,
    item_url,
    meeting_of,
    take_out,
    writable,
)

VERSION = "version"


def _add_action(request: Request, meeting: Meeting, back: str, **about: Any) -> HttpResponse:
    leads = bool(drives(request.reach, meeting))
    invited = request.reach(Invitation).filter(meeting=meeting, unit__isnull=False).values("unit")
    owners = request.reach(Organisation).filter(pk__in=invited) if leads else _own(request)
    form = ActionForm(
        request.POST or None,
        owners=owners,
        colleagues=colleagues_of(request),
        initial={"owner": None if leads else request.reach.organisation},
    )
    if request.method == "POST" and form.is_valid():
        if done(form, "due_on", actions.set_action, request.reach, meeting, **form.cleaned_data, **about):
            messages.success(request, _("The action is written down."))
            return redirect(back)
    return form_page(request, form, heading=_("New action"), submit=_("Save"), back=back)


def _own(request: Request) -> Any:
    return request.reach(Organisation).filter(pk=getattr(request.reach.organisation, "pk", None))


@door("meeting.action_set", record_of=case_of)
def action_add(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """An institution takes something on about a case."""
    found = item_of(request, id, item)
    writable(request, "meeting.action_set", found.meeting)
    return _add_action(request, found.meeting, item_url(id, item), item=found)


@door("meeting.action_set")
def decision_add(request: Request, id: UUID, issue: UUID) -> HttpResponse:
    """An institution takes something on about an issue."""
    meeting = writable(request, "meeting.action_set", meeting_of(request, id))
    found = request.reach(Issue).get(pk=issue, meeting=meeting)
    return _add_action(request, meeting, reverse("meetings:meeting_page", args=[id]), issue=found)


def _act_of(request: Request, id: UUID, act: UUID) -> MeetingAction:
    rows = request.reach(MeetingAction).select_related("meeting", "owner", "user", "item")
    found: MeetingAction = rows.get(pk=act, meeting=meeting_of(request, id))
    return found


def _where(request: Request, act: MeetingAction) -> str:
    """The page on which the action is read: that of its case, where one may see it."""
    if act.item_id and request.reach(AgendaItem).filter(pk=act.item_id).exists():
        return item_url(act.meeting_id, act.item_id)
    return reverse("meetings:meeting_page", args=[act.meeting_id])


@door("meeting.action_changed")
def action_change(request: Request, id: UUID, act: UUID) -> HttpResponse:
    """Write down better what was taken on."""
    found = writable(request, "meeting.action_changed", _act_of(request, id, act))
    so_far = {name: getattr(found, name) for name in ("what", "due_on", "user", VERSION)}
    own = found.owner_id == getattr(request.reach.organisation, "pk", None)
    form = ActionChangeForm(request.POST or None, colleagues=colleagues_of(request), initial=so_far)
    if not own:
        del form.fields["user"]
    back = _where(request, found)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        seen = facts.pop(VERSION)
        if done(form, "due_on", actions.change_action, request.reach, found, seen_version=seen, **facts):
            messages.success(request, _("It is saved."))
            return redirect(back)
    words = {"heading": _("Change the action"), "lead": found.institution, "submit": _("Save")}
    out = reverse("meetings:action_withdraw", args=[id, act])
    return form_page(request, form, back=back, instead=(out, _("It was written by mistake: take it out")), **words)


@door("meeting.action_withdrawn")
def action_withdraw(request: Request, id: UUID, act: UUID) -> HttpResponse:
    """Take out an action that was written by mistake."""
    found = writable(request, "meeting.action_withdrawn", _act_of(request, id, act))
    words = {"heading": _("Take the action out"), "lead": found.what}
    return take_out(request, _where(request, found), actions.withdraw_action, found, **words)


@door("meeting.share_withdrawn", record_of=case_of)
def share_withdraw(request: Request, id: UUID, item: UUID, shared: UUID) -> HttpResponse:
    """Take something off the table that was put there by mistake."""
    rows = request.reach(SharedItem).select_related("item__meeting", "unit")
    found = writable(request, "meeting.share_withdrawn", rows.get(pk=shared, item=item_of(request, id, item)))
    words = {"heading": _("Take it off the table"), "lead": found.text}
    return take_out(request, item_url(id, item), actions.withdraw_shared, found, **words)


@door("meeting.action_done")
def action_finish(request: Request, id: UUID, act: UUID) -> HttpResponse:
    """It is done."""
    found = allowed(request, "meeting.action_done", _act_of(request, id, act))
    form = DoneForm(request.POST or None, initial={VERSION: found.version, "done_on": timezone.localdate()})
    back = reverse("meetings:meeting_page", args=[id])
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        seen = facts.pop(VERSION)
        if done(form, "done_on", actions.finish_action, request.reach, found, seen_version=seen, **facts):
            messages.success(request, _("It is done."))
            return redirect(back)
    return form_page(request, form, heading=_("Done"), lead=found.what, submit=_("Save"), back=back)
