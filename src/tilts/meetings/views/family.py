"""A family group conference."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.meetings import actions
from tilts.meetings.forms import CircleForm, ConferenceForm, StepForm, StepReviewForm
from tilts.meetings.models import CirclePerson, FamilyConference, FamilyStep
from tilts.meetings.policy import case_of
from tilts.meetings.views.pages import done, form_page, item_of, press, version_told
from tilts.people.actions import full_name
from tilts.people.models import Person

KEPT = ("information", "agreed", "agreed_words", "review_on", "version")


@door("meeting.conference_kept", record_of=case_of)
def conference_page(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Circle, information, time alone, the family's own plan, review."""
    found = allowed(request, "meeting.conference_kept", item_of(request, id, item))
    conference = request.reach(FamilyConference).get(item=found)
    form = ConferenceForm(request.POST or None, initial={name: getattr(conference, name) for name in KEPT})
    circle = list(request.reach(CirclePerson).filter(item=found).select_related("person"))
    if request.method == "POST":
        told = set(request.POST.getlist("came"))
        for one in circle:
            one.came = str(one.pk) in told
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        seen, came = facts.pop("version"), {one.pk for one in circle if one.came}
        more = {"conference": conference, "seen_version": seen, "came": came}
        if done(form, "agreed", actions.keep_conference, request.reach, found, **more, **facts):
            messages.success(request, _("It is saved."))
            return redirect("meetings:conference", id=id, item=item)
    return page(
        request,
        "meetings/conference_page.html",
        item=found,
        meeting=found.meeting,
        conference=conference,
        circle=circle,
        steps=request.reach(FamilyStep).filter(item=found),
        form=form,
        status=422 if form.errors else 200,
    )


@door("meeting.private_time", record_of=case_of)
def conference_private(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """The professionals go out, or come back in."""
    found = allowed(request, "meeting.private_time", item_of(request, id, item))
    facts = {"conference": request.reach(FamilyConference).get(item=found), "seen_version": version_told(request)}
    back = reverse("meetings:conference", args=[id, item])
    return press(request, back, _("It is saved."), actions.turn_private_time, found, **facts)


@door("meeting.circle_joined", record_of=case_of)
def circle_add(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Ask somebody to come."""
    found = allowed(request, "meeting.circle_joined", item_of(request, id, item))
    persons = request.reach(Person).in_folder(found.case_id).filter(erased_at=None)
    form = CircleForm(request.POST or None, persons=persons, words=full_name)
    back = reverse("meetings:conference", args=[id, item])
    if request.method == "POST" and form.is_valid():
        if done(form, "person", actions.widen_circle, request.reach, found, **form.cleaned_data):
            messages.success(request, _("They are in the circle."))
            return redirect(back)
    return form_page(request, form, heading=_("Widen the circle"), submit=_("Save"), back=back)


@door("meeting.step_written", record_of=case_of)
def step_add(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """One step of the family's own plan."""
    found = allowed(request, "meeting.step_written", item_of(request, id, item))
    form = StepForm(request.POST or None)
    back = reverse("meetings:conference", args=[id, item])
    if request.method == "POST" and form.is_valid():
        if done(form, "who", actions.write_step, request.reach, found, **form.cleaned_data):
            messages.success(request, _("The step is in the plan."))
            return redirect(back)
    return form_page(request, form, heading=_("Step of the family's plan"), submit=_("Save"), back=back)


@door("meeting.step_reviewed", record_of=case_of)
def step_review(request: Request, id: UUID, item: UUID, step: UUID) -> HttpResponse:
    """How a step of the family's plan went."""
    found = allowed(request, "meeting.step_reviewed", item_of(request, id, item))
    one = request.reach(FamilyStep).get(pk=step, item=found)
    now = {"outcome": one.outcome, "on": one.done_on or timezone.localdate(), "outcome_words": one.outcome_words}
    form = StepReviewForm(request.POST or None, initial={**now, "version": one.version})
    back = reverse("meetings:conference", args=[id, item])
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts |= {"seen_version": facts.pop("version"), "words": facts.pop("outcome_words"), "step": one}
        if done(form, "on", actions.review_step, request.reach, found, **facts):
            messages.success(request, _("It is saved."))
            return redirect(back)
    words = {"heading": _("How it went"), "lead": f"{one.what} ({one.who})", "submit": _("Save")}
    return form_page(request, form, back=back, **words)
