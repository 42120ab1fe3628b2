"""A family group conference."""

from uuid import UUID

from django.forms import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, Press, button, form_page
from tilts.meetings import actions
from tilts.meetings.actions.family import alleged_in
from tilts.meetings.forms import CircleForm, ConferenceForm, StepForm, StepReviewForm
from tilts.meetings.models import CirclePerson, FamilyConference, FamilyStep
from tilts.meetings.policy import case_of
from tilts.meetings.views.pages import item_of, version_told
from tilts.people.models import Person
from tilts.people.words import shown_name


def conference_url(id: UUID, item: UUID) -> str:
    """The page of a family group conference."""
    return reverse("meetings:conference", args=[id, item])


@form_page(actions.keep_conference, template="meetings/conference_page.html", at="agreed", record_of=case_of)
def conference_page(request: Request, id: UUID, item: UUID) -> Entry:
    """Circle, information, time alone, the family's own plan, review."""
    found = item_of(request, id, item)
    conference = request.reach(FamilyConference).get(item=found)
    form = ConferenceForm(request.POST or None, initial=model_to_dict(conference))
    circle = list(request.reach(CirclePerson).filter(item=found).select_related("person", "decided_by"))
    alleged = alleged_in(found)
    for one in circle:
        one.alleged = one.person_id in alleged or bool(one.decided_at)
    if request.method == "POST":
        told = set(request.POST.getlist("came"))
        for one in circle:
            one.came = str(one.pk) in told
    more = {"item": found, "meeting": found.meeting, "conference": conference, "circle": circle}
    return Entry(
        found,
        form,
        _("Family group conference"),
        conference_url(id, item),
        said=_("It is saved."),
        also={"came": {one.pk for one in circle if one.came}, "conference": conference},
        more={**more, "steps": request.reach(FamilyStep).filter(item=found)},
    )


@button(actions.turn_private_time, record_of=case_of)
def conference_private(request: Request, id: UUID, item: UUID) -> Press:
    """The professionals go out, or come back in."""
    found, back = item_of(request, id, item), conference_url(id, item)
    facts = {"conference": request.reach(FamilyConference).get(item=found), "seen_version": version_told(request)}
    return Press(found, back, _("It is saved."), facts)


@form_page(actions.widen_circle, at="person", record_of=case_of)
def circle_add(request: Request, id: UUID, item: UUID) -> Entry:
    """Ask somebody to come."""
    found = item_of(request, id, item)
    persons = request.reach(Person).in_folder(found.case_id).filter(erased_at=None)
    form, said = CircleForm(request.POST or None, persons=persons, words=shown_name), _("They are in the circle.")
    return Entry(found, form, _("Widen the circle"), conference_url(id, item), said=said)


@form_page(actions.write_step, at="who", record_of=case_of)
def step_add(request: Request, id: UUID, item: UUID) -> Entry:
    """One step of the family's own plan."""
    form, said = StepForm(request.POST or None), _("The step is in the plan.")
    return Entry(item_of(request, id, item), form, _("Step of the family's plan"), conference_url(id, item), said=said)


@form_page(actions.review_step, at="on", record_of=case_of)
def step_review(request: Request, id: UUID, item: UUID, step: UUID) -> Entry:
    """How a step of the family's plan went."""
    found = item_of(request, id, item)
    one = request.reach(FamilyStep).get(pk=step, item=found)
    now = {**model_to_dict(one), "on": one.done_on or timezone.localdate()}
    form, back = StepReviewForm(request.POST or None, initial=now), conference_url(id, item)
    lead = f"{one.what} ({one.who})"
    return Entry(found, form, _("How it went"), back, said=_("It is saved."), lead=lead, also={"step": one})
