"""What institutions take upon themselves: written down, changed, taken out, done; and what is taken off the table."""

from typing import Any
from uuid import UUID

from django.forms import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, allowed_or_late, form_page
from tilts.access.models import Organisation
from tilts.meetings import actions
from tilts.meetings.forms import ActionChangeForm, ActionForm, DoneForm
from tilts.meetings.models import AgendaItem, Invitation, Issue, Meeting, MeetingAction, SharedItem
from tilts.meetings.policy import HELD, drives
from tilts.meetings.views.pages import (
    colleagues_of,
    item_form,
    item_of,
    item_url,
    meeting_form,
    meeting_of,
    meeting_url,
    take_out,
)


def _new_action(request: Request, meeting: Meeting, back: str, **about: Any) -> Entry:
    leads = bool(drives(request.reach, meeting))
    invited = request.reach(Invitation).filter(meeting=meeting, unit__isnull=False).values("unit")
    owners = request.reach(Organisation).filter(pk__in=invited) if leads else _own(request)
    form = ActionForm(
        request.POST or None,
        owners=owners,
        colleagues=colleagues_of(request),
        initial={"owner": None if leads else request.reach.organisation},
    )
    return Entry(meeting, form, _("New action"), back, said=_("The action is written down."), also=about)


def _own(request: Request) -> Any:
    return request.reach(Organisation).filter(pk=getattr(request.reach.organisation, "pk", None))


@item_form(actions.set_action, at="due_on")
def action_add(request: Request, id: UUID, item: UUID) -> Entry:
    """An institution takes something on about a case."""
    found = item_of(request, id, item)
    return _new_action(request, found.meeting, item_url(id, item), item=found)


@meeting_form(actions.set_action, at="due_on")
def decision_add(request: Request, id: UUID, issue: UUID) -> Entry:
    """An institution takes something on about an issue."""
    meeting = meeting_of(request, id)
    allowed_or_late(request, "meeting.action_set", meeting, [HELD])
    found = request.reach(Issue).get(pk=issue, meeting=meeting)
    return _new_action(request, meeting, meeting_url(id), issue=found)


def _act_of(request: Request, id: UUID, act: UUID) -> MeetingAction:
    rows = request.reach(MeetingAction).select_related("meeting", "owner", "user", "item")
    found: MeetingAction = rows.get(pk=act, meeting=meeting_of(request, id))
    return found


def _where(request: Request, act: MeetingAction) -> str:
    """The page on which the action is read: that of its case, where one may see it."""
    if act.item_id and request.reach(AgendaItem).filter(pk=act.item_id).exists():
        return item_url(act.meeting_id, act.item_id)
    return meeting_url(act.meeting_id)


@meeting_form(actions.change_action, at="due_on")
def action_change(request: Request, id: UUID, act: UUID) -> Entry:
    """Write down better what was taken on."""
    found = _act_of(request, id, act)
    form = ActionChangeForm(request.POST or None, colleagues=colleagues_of(request), initial=model_to_dict(found))
    if found.owner_id != getattr(request.reach.organisation, "pk", None):
        del form.fields["user"]
    out = reverse("meetings:action_withdraw", args=[id, act]), _("It was written by mistake: take it out")
    title, back, said = _("Change the action"), _where(request, found), _("It is saved.")
    return Entry(found, form, title, back, said=said, lead=found.institution, other=out)


@meeting_form(actions.withdraw_action, at="why")
def action_withdraw(request: Request, id: UUID, act: UUID) -> Entry:
    """Take out an action that was written by mistake."""
    found = _act_of(request, id, act)
    return take_out(request, found, _("Take the action out"), lead=found.what, back=_where(request, found))


@item_form(actions.withdraw_shared, at="why")
def share_withdraw(request: Request, id: UUID, item: UUID, shared: UUID) -> Entry:
    """Take something off the table that was put there by mistake."""
    rows = request.reach(SharedItem).select_related("item__meeting", "unit")
    found = rows.get(pk=shared, item=item_of(request, id, item))
    return take_out(request, found, _("Take it off the table"), lead=found.text, back=item_url(id, item))


@form_page(actions.finish_action, at="done_on")
def action_finish(request: Request, id: UUID, act: UUID) -> Entry:
    """It is done."""
    found = _act_of(request, id, act)
    form = DoneForm(request.POST or None, initial={"done_on": timezone.localdate()})
    return Entry(found, form, _("Mark as done"), meeting_url(id), said=_("It is done."), lead=found.what)
