"""A meeting that was held is put right or taken out, and a case that was on its agenda."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.access.forms.putting_right import TakeOutForm
from tilts.access.models import Site
from tilts.meetings import actions
from tilts.meetings.forms import CorrectForm, TalkedAboutForm
from tilts.meetings.policy import case_of
from tilts.meetings.views.pages import about_item, item_of, meeting_of, meeting_url, projects_of


@form_page(actions.correct_meeting, at="starts")
def meeting_correct(request: Request, id: UUID) -> Entry:
    """Put a meeting right, or go on to take it out."""
    meeting = meeting_of(request, id)
    paid = {"project": meeting.attributions.values_list("project", flat=True).first()}
    among = {
        "sites": request.reach(Site).filter(organisation=meeting.organisation),
        "projects": projects_of(request, meeting),
    }
    form = CorrectForm(request.POST or None, initial=model_to_dict(meeting) | paid, **among)
    title, other = _("Correct the meeting"), (reverse("meetings:meeting_void", args=[id]), _("Take it out"))
    return Entry(meeting, form, title, meeting_url(id), other=other, then=partial(_say, request, meeting_url(id)))


def _say(request: Request, back: str, warning: str) -> str:
    """That it is saved, or what is odd about it; where to go."""
    if warning:
        messages.warning(request, warning)
    else:
        messages.success(request, _("The meeting is corrected."))
    return back


@form_page(actions.void_meeting, at="why")
def meeting_void(request: Request, id: UUID) -> Entry:
    """Take a meeting out, with a reason; afterwards one is at the list."""
    meeting, title = meeting_of(request, id), _("Take the meeting out")
    form = TakeOutForm(request.POST or None, act=meeting)
    said, there = _("The meeting is taken out. It counts nowhere any more."), reverse("meetings:meeting_list")
    return Entry(meeting, form, title, meeting_url(id), said=said, submit=title, lead=meeting.title, then=there)


@form_page(actions.correct_item, at="talked_about", record_of=case_of)
def item_correct(request: Request, id: UUID, item: UUID) -> Entry:
    """Put right whether a case was talked about, or go on to take it out."""
    found = item_of(request, id, item)
    form = TalkedAboutForm(request.POST or None, initial={"talked_about": "yes" if found.began_at else "no"})
    other = (reverse("meetings:item_void", args=[id, item]), _("Take it out"))
    return about_item(found, form, _("Correct a case on the agenda"), said=_("It is saved."), other=other)


@form_page(actions.void_item, at="why", record_of=case_of)
def item_void(request: Request, id: UUID, item: UUID) -> Entry:
    """Take a case out of a meeting that was held, with a reason."""
    found, title = item_of(request, id, item), _("Take the case out of the meeting")
    form, said = TakeOutForm(request.POST or None, act=found), _("It is taken out. It counts nowhere any more.")
    return about_item(found, form, title, said=said, submit=title, then=meeting_url(id))
