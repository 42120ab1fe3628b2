"""A case on the agenda: refer it, talk about it, conclude, take actions on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.meetings import actions
from tilts.meetings.forms import (
    ConcludeForm,
    ItemForm,
    ReferForm,
    RepeatForm,
    ShareForm,
    ToldForm,
)
from tilts.meetings.models import (
    MINUTES,
    TAKES_CASES,
    AgendaItem,
    Aware,
    FamilyStep,
    Meeting,
    MeetingAction,
    MeetingKind,
    SharedItem,
)
from tilts.meetings.policy import case_of, drives
from tilts.meetings.views.pages import (
    case_of_address,
    done,
    form_page,
    item_of,
    item_url,
    parties_of,
    press,
    version_told,
    writable,
)
from tilts.ui.local import day_words

VERSION = "version"


@door("meeting.item_referred")
def case_refer(request: Request, id: UUID) -> HttpResponse:
    """Refer a case to a conference on high-risk cases, or to probation's meeting."""
    case = allowed(request, "meeting.item_referred", case_of_address(request, id))
    meetings = request.reach(Meeting).coming().filter(kind__in=TAKES_CASES)
    form = ReferForm(request.POST or None, meetings=meetings, initial={"minutes": MINUTES, "aware": Aware.NOT_YET})
    if request.method == "POST" and form.is_valid():
        if done(form, "basis", actions.refer_case, request.reach, case, **form.cleaned_data):
            messages.success(request, _("The case is referred."))
            return redirect("cases:case_page", id=case.pk)
    words = {"heading": _("Refer %(code)s to a meeting") % {"code": case.code}, "submit": _("Put on the agenda")}
    return form_page(request, form, back=reverse("cases:case_page", args=[case.pk]), **words)


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
        may={
            name: bool(reach.may(f"meeting.{name}", record=found))
            for name in ("item_changed", "item_concluded", "research_read", "item_shared", "result_told")
        },
        today=timezone.localdate(),
    )


@door("meeting.item_changed", record_of=case_of)
def item_change(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Change what the agenda says of a case; who comes second is told and keeps the text."""
    found = writable(request, "meeting.item_changed", item_of(request, id, item))
    names = ("minutes", "summary", "wants", "aware", "tell_by", "tell_how", VERSION)
    form = ItemForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        seen = facts.pop(VERSION) or 0
        if done(form, None, actions.change_item, request.reach, found, seen_version=seen, **facts):
            messages.success(request, _("It is saved."))
            return redirect(item_url(id, item))
    words = {"heading": _("What the agenda says of the case"), "submit": _("Save")}
    return form_page(request, form, item=found, back=item_url(id, item), **words)


@door("meeting.item_withdrawn", record_of=case_of)
def item_withdraw(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Take a case off the agenda."""
    found = allowed(request, "meeting.item_withdrawn", item_of(request, id, item))
    facts = {"why": "off the agenda", "seen_version": version_told(request)}
    back = reverse("meetings:meeting_page", args=[id])
    return press(request, back, _("The case is off the agenda."), actions.withdraw_item, found, **facts)


@door("meeting.item_begun", record_of=case_of)
def item_begin(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Call a case: its clock begins."""
    found = allowed(request, "meeting.item_begun", item_of(request, id, item))
    return press(request, reverse("meetings:run", args=[id]), _("The clock runs."), actions.begin_item, found)


@door("meeting.item_ended", record_of=case_of)
def item_end(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """A case was talked about."""
    found = allowed(request, "meeting.item_ended", item_of(request, id, item))
    return press(request, reverse("meetings:run", args=[id]), _("The clock has stopped."), actions.end_item, found)


@door("meeting.item_concluded", record_of=case_of)
def item_conclude(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """What was concluded; of two who write at once the second is told, and sees both texts."""
    found = writable(request, "meeting.item_concluded", item_of(request, id, item))
    form = ConcludeForm(request.POST or None, initial={"conclusion": found.conclusion, VERSION: found.version})
    if request.method == "POST" and form.is_valid():
        facts = {"conclusion": form.cleaned_data["conclusion"], "seen_version": form.cleaned_data[VERSION]}
        if done(form, None, actions.conclude, request.reach, found, **facts):
            messages.success(request, _("The conclusion is saved."))
            return redirect(item_url(id, item))
    words = {"heading": _("What was concluded"), "submit": _("Save")}
    return form_page(request, form, item=found, back=item_url(id, item), **words)


@door("meeting.item_shared", record_of=case_of)
def item_share(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Put something on the table."""
    found = writable(request, "meeting.item_shared", item_of(request, id, item))
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done(form, "text", actions.share_item, request.reach, found, **form.cleaned_data):
            messages.success(request, _("It is on the table."))
            return redirect(item_url(id, item))
    words = {"heading": _("Share"), "submit": _("Put on the table"), "back": item_url(id, item)}
    return form_page(request, form, item=found, **words)


def _repeat_so_far(item: AgendaItem) -> dict[str, Any]:
    said = ("incident_on", "same_pair", "would_be_crime")
    return {VERSION: item.version, "rule": item.repeat_rule} | {name: getattr(item, name) for name in said}


@door("meeting.repeat_set", record_of=case_of)
def item_repeat(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Is it a repeat?"""
    found = writable(request, "meeting.repeat_set", item_of(request, id, item))
    form = RepeatForm(request.POST or None, initial=_repeat_so_far(found))
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        seen = facts.pop(VERSION)
        if done(form, "incident_on", actions.set_repeat, request.reach, found, seen_version=seen, **facts):
            messages.success(request, _("It is saved."))
            return redirect(item_url(id, item))
    words = {"heading": _("Is it a repeat?"), "submit": _("Find out"), "back": item_url(id, item)}
    last = day_words(found.last_referred_on) if found.last_referred_on else "—"
    return form_page(request, form, item=found, lead=_("Last referral: %(day)s") % {"day": last}, **words)


@door("meeting.result_told", record_of=case_of)
def item_told(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """She was told the result."""
    found = writable(request, "meeting.result_told", item_of(request, id, item))
    form = ToldForm(request.POST or None, initial={VERSION: found.version, "told_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        facts = {"told_on": form.cleaned_data["told_on"], "seen_version": form.cleaned_data[VERSION]}
        if done(form, "told_on", actions.say_told, request.reach, found, **facts):
            messages.success(request, _("It is saved."))
            return redirect(item_url(id, item))
    words = {"heading": _("She was told the result"), "lead": found.tell_how, "submit": _("Save")}
    return form_page(request, form, item=found, back=item_url(id, item), **words)
