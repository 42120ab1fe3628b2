"""A case on the agenda: refer it, talk about it, conclude, take actions on."""

from uuid import UUID

from django.forms import model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.codes import code_of
from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, Press, button, form_page
from tilts.meetings import actions
from tilts.meetings.forms import (
    ConcludeForm,
    ItemForm,
    ReferForm,
    RepeatForm,
    ShareForm,
    SureForm,
    ToldForm,
)
from tilts.meetings.models import (
    MINUTES,
    TAKES_CASES,
    Aware,
    FamilyStep,
    Meeting,
    MeetingAction,
    MeetingKind,
    SharedItem,
)
from tilts.meetings.policy import HELD, ONLY_HOST, case_of, drives
from tilts.meetings.views.pages import (
    about_item,
    case_of_address,
    item_form,
    item_of,
    meeting_url,
    parties_of,
)
from tilts.ui.local import day_words


@form_page(actions.refer_case, at="basis")
def case_refer(request: Request, id: UUID) -> Entry:
    """Refer a case to a meeting that takes cases."""
    case, meetings = case_of_address(request, id), request.reach(Meeting).coming().filter(kind__in=TAKES_CASES)
    form = ReferForm(request.POST or None, meetings=meetings, initial={"minutes": MINUTES, "aware": Aware.NOT_YET})
    title, back = (
        _("Refer %(code)s to a meeting") % {"code": code_of(request.reach, case)},
        reverse("cases:case_page", args=[case.pk]),
    )
    none = (
        "" if meetings.exists() else _("No meeting that takes cases is planned yet. A coordinator calls one together.")
    )
    said, submit = _("The case is referred."), _("Put on the agenda")
    return Entry(case, form, title, back, said=said, submit=submit, words=none)


@door("meetings.read", record_of=case_of)
def item_page(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """One case at the table: who, why, what she wants, what was shared, what was concluded, who does what."""
    found, reach = item_of(request, id, item), request.reach
    acts = reach(MeetingAction).filter(item=found).select_related("owner", "user", "item", "meeting")
    return page(
        request,
        "meetings/item_page.html",
        item=found,
        meeting=found.meeting,
        parties=parties_of(request, [found.case_id]).get(found.case_id, []),
        zones=reach.zones(found.case_id),
        shared=reach(SharedItem).filter(item=found).select_related("unit"),
        takes_cases=found.kind in TAKES_CASES,
        steps=reach(FamilyStep).filter(item=found) if found.kind == MeetingKind.FAMILY_GROUP else (),
        acts=[{"act": act, "may": bool(reach.may("meeting.action_done", record=act))} for act in acts],
        leads=bool(drives(reach, found.meeting)),
        takes_on=bool(reach.may("meeting.action_set", record=found.meeting)),
        may={
            name: bool(reach.may(f"meeting.{name}", record=found))
            for name in (
                "item_changed",
                "item_concluded",
                "research_read",
                "item_shared",
                "result_told",
                "repeat_set",
                "item_voided",
            )
        },
        today=timezone.localdate(),
    )


@item_form(actions.change_item)
def item_change(request: Request, id: UUID, item: UUID) -> Entry:
    """Change what the agenda says of a case; who comes second is told and keeps the text."""
    found = item_of(request, id, item)
    form = ItemForm(request.POST or None, initial=model_to_dict(found))
    return about_item(found, form, _("What the agenda says of the case"), said=_("It is saved."))


@form_page(actions.withdraw_item, record_of=case_of)
def item_withdraw(request: Request, id: UUID, item: UUID) -> Entry:
    """Take a case off the agenda; asked once."""
    found, form = item_of(request, id, item), SureForm(request.POST or None)
    return about_item(
        found,
        form,
        _("Take the case off the agenda"),
        said=_("The case is off the agenda."),
        submit=_("Take off the agenda"),
        words=_("Those who were let in for this meeting see the case no more."),
        also={"why": "off the agenda"},
        then=meeting_url(id),
    )


@button(actions.begin_item, record_of=case_of)
def item_begin(request: Request, id: UUID, item: UUID) -> Press:
    """Call a case: its clock begins."""
    return Press(item_of(request, id, item), reverse("meetings:run", args=[id]), _("The clock runs."))


@button(actions.end_item, record_of=case_of)
def item_end(request: Request, id: UUID, item: UUID) -> Press:
    """A case was talked about."""
    return Press(item_of(request, id, item), reverse("meetings:run", args=[id]), _("The clock has stopped."))


@form_page(actions.conclude, record_of=case_of, late=(HELD, ONLY_HOST))
def item_conclude(request: Request, id: UUID, item: UUID) -> Entry:
    """What was concluded; of two who write at once the second is told, and sees both texts.

    Who does not coordinate the meeting is told so, and keeps what was typed.
    """
    found = item_of(request, id, item)
    form = ConcludeForm(request.POST or None, initial={"conclusion": found.conclusion})
    return about_item(found, form, _("What was concluded"), said=_("The conclusion is saved."))


@item_form(actions.share_item, at="text")
def item_share(request: Request, id: UUID, item: UUID) -> Entry:
    """Put something on the table."""
    found, form = item_of(request, id, item), ShareForm(request.POST or None)
    return about_item(found, form, _("Share"), said=_("It is on the table."), submit=_("Put on the table"))


@item_form(actions.set_repeat, at="incident_on")
def item_repeat(request: Request, id: UUID, item: UUID) -> Entry:
    """Is it a repeat?"""
    found = item_of(request, id, item)
    form = RepeatForm(request.POST or None, initial={**model_to_dict(found), "rule": found.repeat_rule})
    last = _("Last referral: %(day)s") % {"day": day_words(found.last_referred_on) if found.last_referred_on else "—"}
    words = {"said": _("It is saved."), "submit": _("Find out"), "lead": last}
    return about_item(found, form, _("Is it a repeat?"), **words)


@item_form(actions.say_told, at="told_on")
def item_told(request: Request, id: UUID, item: UUID) -> Entry:
    """The person was told the result."""
    found = item_of(request, id, item)
    form = ToldForm(request.POST or None, initial={"told_on": timezone.localdate()})
    return about_item(found, form, _("Record that the person was told"), said=_("It is saved."), lead=found.tell_how)
