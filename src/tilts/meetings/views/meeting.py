"""The list of meetings, the meeting with its agenda, calling it together and inviting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.models import Organisation
from tilts.access.reach import Zones
from tilts.access.told import told
from tilts.meetings import actions
from tilts.meetings.forms import (
    CancelForm,
    CaseMeetingForm,
    ChangeForm,
    HandOverForm,
    InviteForm,
    MeetingForm,
    attendance_form,
    attendance_told,
    go_on_from,
    lines_of,
)
from tilts.meetings.models import (
    OF_INSTITUTIONS,
    GuestPass,
    Invitation,
    Issue,
    Meeting,
    MeetingAction,
    MeetingState,
    Research,
)
from tilts.meetings.policy import drives, who_may_drive
from tilts.meetings.policy.meeting import may_convene
from tilts.meetings.seats import kept_out
from tilts.meetings.views.pages import (
    case_of_address,
    colleagues_of,
    done,
    form_page,
    items_of,
    meeting_of,
    parties_of,
    press,
    projects_of,
    version_told,
    writable,
)
from tilts.ui.paging import page_of


@door("meetings.read")
def meeting_list(request: Request) -> HttpResponse:
    """The meetings one knows of: those to come, or those held."""
    held = request.GET.get("held") == "1"
    rows = request.reach(Meeting).with_people()
    rows = rows.filter(state=MeetingState.CLOSED) if held else rows.coming().order_by("starts", "pk")
    meetings = page_of(rows, request.GET.get("page"))
    may_plan = request.reach.may("meeting.planned")
    return page(request, "meetings/meeting_list.html", meetings=meetings, held=held, may_plan=may_plan)


@door("meetings.read")
def meeting_page(request: Request, id: UUID) -> HttpResponse:
    """The meeting: when, where, who is invited, its agenda; names stand on the page of each case alone."""
    meeting = meeting_of(request, id)
    items = list(items_of(request, meeting))
    reach, leads = request.reach, bool(drives(request.reach, meeting, also_after=True))
    research = reach(Research).filter(item__in=items).order_by().values_list("item", flat=True) if items else []
    return page(
        request,
        "meetings/meeting_page.html",
        meeting=meeting,
        items=items,
        parties=parties_of(request, [item.case_id for item in items]),
        masked=Zones(),
        researched=set(research),
        issues=reach(Issue).filter(meeting=meeting),
        invitations=reach(Invitation).filter(meeting=meeting).select_related("unit", "colleague"),
        acts=reach(MeetingAction).filter(meeting=meeting).select_related("owner", "user", "item")[:200],
        passes=reach(GuestPass).filter(meeting=meeting).select_related("user", "invitation") if leads else [],
        kept_out=kept_out(meeting) if leads else [],
        leads=leads,
        may_hand_over=bool(reach.may("meeting.handed_over", record=meeting)),
        today=timezone.localdate(),
    )


@door("meeting.planned")
def meeting_new(request: Request) -> HttpResponse:
    """Call institutions together."""
    kinds = [one for one in OF_INSTITUTIONS if may_convene(request.reach, one)]
    form = MeetingForm(request.POST or None, projects=projects_of(request), kinds=kinds)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if (planned := _plan(request, form, "kind", facts)) is not None:
            return redirect("meetings:meeting_page", id=planned)
    back = reverse("meetings:meeting_list")
    return form_page(request, form, heading=_("New meeting"), submit=_("Plan the meeting"), back=back)


def _plan(request: Request, form: Any, field: str, facts: dict[str, Any]) -> UUID | None:
    """The new meeting; none where the form says why not."""
    with told(form, field):
        meeting = actions.plan_meeting(request.reach, **facts)
    if form.errors:
        return None
    messages.success(request, _("The meeting is planned. Invite the institutions next."))
    return meeting.pk


@door("meeting.planned")
def meeting_about(request: Request, id: UUID) -> HttpResponse:
    """A meeting about one case: its team, or the family."""
    case = case_of_address(request, id)
    allowed(request, "meeting.item_referred", case)
    people = {"colleagues": colleagues_of(request), "projects": projects_of(request)}
    form = CaseMeetingForm(request.POST or None, **people)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if (planned := _plan(request, form, "coordinator", {**facts, "case": case})) is not None:
            return redirect("meetings:meeting_page", id=planned)
    back = reverse("cases:case_page", args=[case.pk])
    words = {"heading": _("Meeting about %(code)s") % {"code": case.code}, "submit": _("Plan the meeting")}
    return form_page(request, form, back=back, **words)


@door("meeting.changed")
def meeting_change(request: Request, id: UUID) -> HttpResponse:
    """Move the meeting, or change what is said of it."""
    meeting = writable(request, "meeting.changed", meeting_of(request, id))
    names = ("title", "place", "chair", "version")
    now = {name: getattr(meeting, name) for name in names}
    form = ChangeForm(request.POST or None, initial={**now, "starts": timezone.localtime(meeting.starts)})
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        seen = facts.pop("version") or 0
        if done(form, "starts", actions.change_meeting, request.reach, meeting, seen_version=seen, **facts):
            messages.success(request, _("The meeting is changed."))
            return redirect("meetings:meeting_page", id=meeting.pk)
    back = reverse("meetings:meeting_page", args=[id])
    return form_page(request, form, heading=_("Change the meeting"), submit=_("Save"), back=back)


@door("meeting.handed_over")
def meeting_hand_over(request: Request, id: UUID) -> HttpResponse:
    """Give the meeting to a colleague."""
    meeting = writable(request, "meeting.handed_over", meeting_of(request, id))
    fit = who_may_drive(meeting).exclude(pk=meeting.coordinator_id).order_by("name")
    form = HandOverForm(request.POST or None, colleagues=fit, initial={"version": meeting.version})
    if request.method == "POST" and form.is_valid():
        facts = {"to": form.cleaned_data["to"], "seen_version": form.cleaned_data["version"]}
        if done(form, "to", actions.hand_meeting_over, request.reach, meeting, **facts):
            messages.success(request, _("The colleague coordinates the meeting from now on."))
            return redirect("meetings:meeting_page", id=meeting.pk)
    words = {"heading": _("Hand the meeting over"), "lead": meeting.title, "submit": _("Hand over")}
    return form_page(request, form, back=reverse("meetings:meeting_page", args=[id]), **words)


@door("meeting.cancelled")
def meeting_cancel(request: Request, id: UUID) -> HttpResponse:
    """Cancel a meeting that has not begun."""
    meeting = allowed(request, "meeting.cancelled", meeting_of(request, id))
    form = CancelForm(request.POST or None, initial={"version": meeting.version})
    if request.method == "POST" and form.is_valid():
        facts = {"why": form.cleaned_data["why"], "seen_version": form.cleaned_data["version"]}
        if done(form, "why", actions.cancel_meeting, request.reach, meeting, **facts):
            messages.success(request, _("The meeting is cancelled; nobody sees its cases any more."))
            return redirect("meetings:meeting_list")
    back = reverse("meetings:meeting_page", args=[id])
    return form_page(request, form, heading=_("Cancel the meeting"), submit=_("Cancel the meeting"), back=back)


@door("meeting.invited")
def meeting_invite(request: Request, id: UUID) -> HttpResponse:
    """Invite an institution; who is kept out of the only case of the meeting is refused in a sentence."""
    meeting = writable(request, "meeting.invited", meeting_of(request, id))
    units, colleagues = request.reach(Organisation).all(), colleagues_of(request)
    form = InviteForm(request.POST or None, units=units, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        if facts["colleague"]:
            facts |= {"unit": request.reach.organisation, "role": ""}
        if done(form, "unit", actions.invite, request.reach, meeting, **facts):
            messages.success(request, _("The invitation is written."))
            return redirect("meetings:meeting_page", id=meeting.pk)
    back = reverse("meetings:meeting_page", args=[id])
    return form_page(request, form, heading=_("Invite to the meeting"), submit=_("Invite"), back=back)


@door("meeting.uninvited")
def invitation_withdraw(request: Request, id: UUID, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    meeting = allowed(request, "meeting.uninvited", meeting_of(request, id))
    found = request.reach(Invitation).get(pk=invitation, meeting=meeting)
    facts = {"invitation": found, "seen_version": version_told(request)}
    back = reverse("meetings:meeting_page", args=[id])
    return press(request, back, _("The invitation is taken back."), actions.uninvite, meeting, **facts)


@door("meeting.attended")
def meeting_attendance(request: Request, id: UUID) -> HttpResponse:
    """Which institutions came."""
    meeting = allowed(request, "meeting.attended", meeting_of(request, id))
    invitations = list(request.reach(Invitation).filter(meeting=meeting).select_related("unit"))
    form = attendance_form(request.POST or None, invitations)
    back = reverse("meetings:meeting_page", args=[id])
    if request.method == "POST" and form.is_valid():
        came = attendance_told(form, invitations)
        if done(form, None, actions.note_attendance, request.reach, meeting, came=came):
            messages.success(request, _("The attendance is written down."))
            return redirect(back)
        if getattr(form, "was_second", False):
            go_on_from(form, list(request.reach(Invitation).filter(meeting=meeting).select_related("unit")))
    status = 422 if form.errors else 200
    return page(
        request, "meetings/attendance.html", status, meeting=meeting, form=form, lines=lines_of(form, invitations)
    )


@door("meeting.published")
def meeting_publish(request: Request, id: UUID) -> HttpResponse:
    """Publish the agenda."""
    meeting, seen = meeting_of(request, id), version_told(request)
    allowed(request, "meeting.published", meeting)
    back = reverse("meetings:meeting_page", args=[id])
    return press(request, back, _("The agenda is published."), actions.publish, meeting, seen_version=seen)


@door("meeting.opened")
def meeting_open(request: Request, id: UUID) -> HttpResponse:
    """The meeting begins."""
    meeting, seen = meeting_of(request, id), version_told(request)
    allowed(request, "meeting.opened", meeting)
    back = reverse("meetings:run", args=[id])
    return press(request, back, _("The meeting is in progress."), actions.open_meeting, meeting, seen_version=seen)


@door("meeting.closed")
def meeting_close(request: Request, id: UUID) -> HttpResponse:
    """The meeting is over."""
    meeting, seen = meeting_of(request, id), version_told(request)
    allowed(request, "meeting.closed", meeting)
    back = reverse("meetings:meeting_page", args=[id])
    said = _("The meeting is over. Its minutes are ready.")
    return press(request, back, said, actions.close_meeting, meeting, seen_version=seen)
