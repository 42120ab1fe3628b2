"""The list of meetings, the meeting with its agenda, calling it together and inviting."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form, model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.codes import code_of
from tilts.access.colleagues import roles_held
from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, Press, button, form_page
from tilts.access.models import Organisation
from tilts.access.reach import NotAllowed, Zones
from tilts.access.told import done
from tilts.meetings import actions
from tilts.meetings.actions.inviting import usual_table
from tilts.meetings.forms import (
    CancelForm,
    CaseMeetingForm,
    ChangeForm,
    HandOverForm,
    InviteForm,
    MeetingForm,
    OnItsDayForm,
    SureForm,
    attendance_form,
    attendance_told,
    go_on_from,
    lines_of,
)
from tilts.meetings.models import (
    TAKES_CASES,
    AgendaItem,
    GuestPass,
    Invitation,
    Meeting,
    MeetingAction,
    MeetingKind,
    MeetingState,
    Research,
)
from tilts.meetings.policy import drives, may_act_for, who_may_drive
from tilts.meetings.policy.meeting import may_call, may_convene
from tilts.meetings.seats import kept_out
from tilts.meetings.unwritten import with_unwritten
from tilts.meetings.usual import SITS
from tilts.meetings.views.pages import (
    case_of_address,
    colleagues_of,
    consents_about,
    issues_of,
    items_of,
    meeting_form,
    meeting_of,
    meeting_url,
    parties_of,
    projects_of,
    version_told,
)
from tilts.ui.local import day_words, time_words
from tilts.ui.paging import page_of


@door("meetings.read")
def meeting_list(request: Request) -> HttpResponse:
    """The meetings one knows of: those to come, or those held."""
    held = request.GET.get("held") == "1"
    rows = with_unwritten(request.reach, request.reach(Meeting).with_people())
    rows = rows.filter(state=MeetingState.CLOSED) if held else rows.coming().order_by("starts", "pk")
    meetings = page_of(rows, request.GET.get("page"))
    may_plan = bool(may_call(request.reach))
    return page(request, "meetings/meeting_list.html", meetings=meetings, held=held, may_plan=may_plan)


@door("meetings.read")
def meeting_page(request: Request, id: UUID) -> HttpResponse:
    """The meeting: when, where, who is invited, its agenda; names stand on the page of each case alone."""
    meeting = meeting_of(request, id)
    items = list(items_of(request, meeting))
    reach, leads = request.reach, bool(drives(request.reach, meeting, also_after=True))
    invitations = _invitations(request, meeting)
    research = reach(Research).filter(item__in=items).order_by().values_list("item", flat=True) if items else []
    return page(
        request,
        "meetings/meeting_page.html",
        meeting=meeting,
        items=items,
        parties=parties_of(request, [item.case_id for item in items]),
        masked=Zones(),
        researched=set(research),
        asks_research=_asks_research(request, meeting, invitations),
        **issues_of(request, meeting),
        invitations=invitations,
        acts=reach(MeetingAction).filter(meeting=meeting).select_related("owner", "user", "item")[:200],
        passes=reach(GuestPass).filter(meeting=meeting).select_related("user", "invitation") if leads else [],
        kept_out=kept_out(meeting) if leads else [],
        as_last=bool(leads and meeting.state == MeetingState.PLANNED and usual_table(reach, meeting)),
        leads=leads,
        invites=bool(reach.may("meeting.invited", record=meeting)),
        may_correct=bool(reach.may("meeting.corrected", record=meeting)),
        may_hand_over=bool(reach.may("meeting.handed_over", record=meeting)),
        today=timezone.localdate(),
    )


def _asks_research(request: Request, meeting: Meeting, invitations: list[Invitation]) -> bool:
    """Whether one is asked what one's institution knows of the cases on the agenda."""
    own = getattr(request.reach.organisation, "pk", None)
    open_now = meeting.kind in TAKES_CASES and meeting.state in (MeetingState.PUBLISHED, MeetingState.RUNNING)
    invited = any(one.papers_id and one.unit_id == own for one in invitations)
    return open_now and invited and may_act_for(request.reach, meeting)


def _invitations(request: Request, meeting: Meeting) -> list[Invitation]:
    """Who is invited; marked are who hosts, and where nobody works in the role that was invited."""
    found = list(request.reach(Invitation).filter(meeting=meeting).select_related("unit", "colleague"))
    held = roles_held([one.unit_id for one in found if one.role], SITS)
    for one in found:
        one.hosts = meeting.is_hosted_by(one)
        one.empty = bool(one.role) and one.role not in held.get(one.unit_id, ())
    return found


@form_page(actions.plan_meeting, at="kind")
def meeting_new(request: Request) -> Entry:
    """Call institutions together, by a kind that one may call."""
    if not (kinds := may_call(request.reach)):
        raise NotAllowed(may_convene(request.reach, MeetingKind.MARAC).sentence)
    form = MeetingForm(request.POST or None, projects=projects_of(request), kinds=kinds)
    return _planning(form, _("New meeting"), back=reverse("meetings:meeting_list"))


def _planning(form: Form, title: str, *, back: str, **more: Any) -> Entry:
    """Calling a meeting together; afterwards one is at the new meeting."""
    said, submit = _("The meeting is planned. Invite the institutions next."), _("Plan the meeting")
    return Entry(None, form, title, back, said=said, submit=submit, then=lambda new: meeting_url(new.pk), **more)


@form_page(actions.plan_meeting, at="coordinator")
def meeting_about(request: Request, id: UUID) -> Entry:
    """A meeting about one case: its team, or the family."""
    case = allowed(request, "meeting.about_case", case_of_address(request, id))
    people = {"colleagues": colleagues_of(request), "projects": projects_of(request)}
    form, title = (
        CaseMeetingForm(request.POST or None, **people),
        _("Meeting about %(code)s") % {"code": code_of(request.reach, case)},
    )
    return _planning(form, title, back=reverse("cases:case_page", args=[case.pk]), also={"case": case})


@meeting_form(actions.change_meeting, at="starts")
def meeting_change(request: Request, id: UUID) -> Entry:
    """Move the meeting, or change what is said of it."""
    meeting = meeting_of(request, id)
    form, said = ChangeForm(request.POST or None, initial=model_to_dict(meeting)), _("The meeting is changed.")
    return Entry(meeting, form, _("Change the meeting"), meeting_url(id), said=said)


@meeting_form(actions.hand_meeting_over, at="to")
def meeting_hand_over(request: Request, id: UUID) -> Entry:
    """Give the meeting to a colleague."""
    meeting = meeting_of(request, id)
    fit = who_may_drive(meeting).exclude(pk=meeting.coordinator_id).order_by("name")
    form, title = HandOverForm(request.POST or None, colleagues=fit), _("Hand the meeting over")
    said, submit = _("The colleague coordinates the meeting from now on."), _("Hand over")
    return Entry(meeting, form, title, meeting_url(id), said=said, submit=submit, lead=meeting.title)


@form_page(actions.cancel_meeting, at="why")
def meeting_cancel(request: Request, id: UUID) -> Entry:
    """Cancel a meeting that has not begun; afterwards one is at the list."""
    meeting, form, title = meeting_of(request, id), CancelForm(request.POST or None), _("Cancel the meeting")
    said = _("The meeting is cancelled; nobody sees its cases any more.")
    there = reverse("meetings:meeting_list")
    return Entry(meeting, form, title, meeting_url(id), said=said, submit=title, then=there)


@meeting_form(actions.invite, at="unit")
def meeting_invite(request: Request, id: UUID) -> Entry:
    """Invite an institution; who is kept out of the only case of the meeting is refused in a sentence."""
    meeting = meeting_of(request, id)
    whom = {"units": request.reach(Organisation).all(), "colleagues": colleagues_of(request)}
    form = InviteForm(request.POST or None, **whom, consents=consents_about(request, meeting))
    title, said, submit = _("Invite to the meeting"), _("The invitation is written."), _("Invite")
    values = partial(_invited, request.reach.organisation)
    return Entry(meeting, form, title, meeting_url(id), said=said, submit=submit, values=values)


def _invited(own: Organisation | None, typed: dict[str, Any]) -> dict[str, Any]:
    """Whom the form names: a colleague sits there for one's own organisation."""
    typed.pop("anyway", None)
    return {**typed, "unit": own, "role": ""} if typed["colleague"] else typed


@button(actions.invite_as_last)
def meeting_invite_as_last(request: Request, id: UUID) -> Press:
    """Invite who sat at the last such meeting."""
    return Press(
        meeting_of(request, id), meeting_url(id), _("The usual table is invited. Look through who sits there.")
    )


@form_page(actions.uninvite)
def invitation_withdraw(request: Request, id: UUID, invitation: UUID) -> Entry:
    """Take an invitation back; asked once."""
    meeting = allowed(request, "meeting.uninvited", meeting_of(request, id))
    found = request.reach(Invitation).select_related("unit").get(pk=invitation, meeting=meeting)
    form = SureForm(request.POST or None, initial={"version": found.version})
    title, lead = _("Take the invitation back"), f"{found.institution} · {meeting.title}"
    words = _("From this moment nothing of the meeting is open to them. What they wrote stays.")
    said, also = _("The invitation is taken back."), {"invitation": found}
    return Entry(meeting, form, title, meeting_url(id), said=said, submit=title, lead=lead, words=words, also=also)


@door("meeting.attended")
def meeting_attendance(request: Request, id: UUID) -> HttpResponse:
    """Which institutions came."""
    meeting = allowed(request, "meeting.attended", meeting_of(request, id))
    invitations = list(request.reach(Invitation).filter(meeting=meeting).select_related("unit"))
    form = attendance_form(request.POST or None, invitations)
    back = meeting_url(id)
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


@button(actions.publish)
def meeting_publish(request: Request, id: UUID) -> Press:
    """Publish the agenda."""
    seen = {"seen_version": version_told(request)}
    return Press(meeting_of(request, id), meeting_url(id), _("The agenda is published."), seen)


@form_page(actions.open_meeting)
def meeting_open(request: Request, id: UUID) -> Entry:
    """The meeting begins; asked once."""
    words = _("From now on cases are called and things are put on the table. The meeting is moved to no other day.")
    said, then = _("The meeting is in progress."), reverse("meetings:run", args=[id])
    return _sure(request, meeting_of(request, id), _("Open the meeting"), said=said, words=words, then=then)


@form_page(actions.close_meeting)
def meeting_close(request: Request, id: UUID) -> Entry:
    """The meeting is over; asked once, with what is still open."""
    meeting = meeting_of(request, id)
    words = _("Nothing more is shared, concluded or taken on; the minutes are ready to be signed.")
    said, other = _("The meeting is over. Its minutes are ready."), None
    if left := _left_open(request, meeting):
        other = reverse("meetings:meeting_attendance", args=[id]), _("Attendance")
    return _sure(request, meeting, _("Close the meeting"), said=said, words=words, items=left, other=other)


def _sure(request: Request, meeting: Meeting, title: str, **more: Any) -> Entry:
    """One question before it is done; on another day than the meeting's it also says what is needed."""
    form = OnItsDayForm(request.POST or None, over=meeting.day < timezone.localdate())
    lead = f"{meeting.title} · {day_words(meeting.starts)} {time_words(meeting.starts)}"
    return Entry(meeting, form, title, meeting_url(meeting.pk), submit=title, lead=lead, **more)


def _left_open(request: Request, meeting: Meeting) -> list[str]:
    """What whoever closes a meeting may have forgotten."""
    reach = request.reach
    untold = reach(Invitation).filter(meeting=meeting, came=None).select_related("unit")
    unsaid = reach(AgendaItem).filter(meeting=meeting, began_at=None).select_related("case__organisation")
    names = ", ".join(one.institution for one in untold)
    found = [_("not said whether they came: %(who)s") % {"who": names}] if names else []
    if meeting.kind in TAKES_CASES:
        found += [_("not called: %(code)s") % {"code": f"{one.number}. {code_of(reach, one.case)}"} for one in unsaid]
    return found
