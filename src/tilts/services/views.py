"""Pages of services: write a consultation, put it right."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.codes import code_lead
from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.access.forms.putting_right import TakeOutForm
from tilts.access.models import Profession, Site
from tilts.cases.form_pages import clients_of
from tilts.cases.models import Case, Party, PartyRole
from tilts.people.models import Person
from tilts.projects.forms import Paying
from tilts.projects.models import Project
from tilts.services.actions import Written, correct_session, void_session, write_session
from tilts.services.forms import SessionChangeForm, SessionForm
from tilts.services.models import Participation, Session


def _usual(request: Request, case: Case, clients: list[UUID]) -> dict[str, Any]:
    """The last consultation of this colleague in this case, else how and where one works, and what is usual."""
    mine = request.reach(Session).filter(staff=request.reach.user).order_by("-day", "-created_at")
    here = mine.filter(folder=case.folder_id).first()
    last, member, today = here or mine.first(), request.reach.membership, timezone.localdate()
    site = (here.site_id if here else None) or getattr(member, "site_id", None) or (last.site_id if last else None)
    usual: dict[str, Any] = {
        "day": today.isoformat(),
        "minutes": last.minutes if last else 45,
        "specialism": (member.profession if member else "") or Profession.SOCIAL_WORKER,
        "mode": last.mode if last else "in_person",
        "status": "held",
        "people": clients,
        "site": site,
        "interpreter_language": here.interpreter_language if here else "",
    }
    if last:
        running = last.attributions.filter(project__starts__lte=today, project__ends__gte=today)
        usual["project"] = running.values_list("project", flat=True).first()
    return usual


def _choices(request: Request, case: Case, on: date, paid: UUID | None = None) -> dict[str, Any]:
    """Who may have taken part, and where and by whom it was paid on that day."""
    parties = request.reach(Party).filter(case=case)
    return {
        "people": request.reach(Person).filter(pk__in=parties.exclude(role=PartyRole.ALLEGED).values("person")),
        "sites": request.reach(Site).filter(organisation=case.organisation),
        "projects": Paying(request.reach(Project), on, [paid]),
    }


@form_page(write_session, template="services/session_add.html")
def session_add(request: Request, id: UUID) -> Entry:
    """Add a consultation: everything usual is filled in."""
    case = request.reach(Case).select_related("folder", "organisation").get(pk=id)
    choices = _choices(request, case, timezone.localdate())
    initial = None if request.method == "POST" else _usual(request, case, clients_of(request, case))
    form = SessionForm(request.POST or None, initial=initial, **choices)
    back = reverse("cases:case_page", args=[case.pk])
    lead = code_lead(case, back)
    return Entry(case, form, _("Add a consultation"), back, lead=lead, then=partial(_say, request, back))


def _session(request: Request, id: UUID, session: UUID) -> tuple[Case, Session]:
    case = request.reach(Case).select_related("folder", "organisation").get(pk=id)
    return case, request.reach(Session).select_related("folder", "site").get(pk=session, folder=case.folder_id)


@form_page(correct_session)
def session_correct(request: Request, id: UUID, session: UUID) -> Entry:
    """Put a consultation right, or go on to take it out."""
    case, found = _session(request, id, session)
    part = request.reach(Participation).filter(session=found)
    initial: dict[str, Any] = {
        **model_to_dict(found, ["day", "minutes", "specialism", "mode", "status", "site", "interpreter_language"]),
        "topic": found.topic,
        "people": list(part.values_list("person", flat=True)),
        "project": found.attributions.values_list("project", flat=True).first(),
    }
    choices = _choices(request, case, found.day, initial["project"])
    form = SessionChangeForm(request.POST or None, initial=initial, **choices)
    back, title = reverse("cases:case_page", args=[case.pk]), _("Correct a consultation")
    lead = code_lead(case, back)
    other = (reverse("services:session_void", args=[case.pk, found.pk]), _("Take it out"))
    return Entry(found, form, title, back, lead=lead, other=other, then=partial(_say, request, back))


@form_page(void_session, at="why")
def session_void(request: Request, id: UUID, session: UUID) -> Entry:
    """Take a consultation out, with a reason."""
    case, found = _session(request, id, session)
    form, title = TakeOutForm(request.POST or None, act=found), _("Take a consultation out")
    back = reverse("cases:case_page", args=[case.pk])
    lead = code_lead(case, back)
    said = _("The consultation is taken out. It counts nowhere any more.")
    return Entry(found, form, title, back, lead=lead, submit=title, said=said)


def _say(request: Request, back: str, written: Written) -> str:
    """That it is saved, or what is odd about it; where to go."""
    if written.warning:
        messages.warning(request, written.warning)
    else:
        messages.success(request, _("The consultation is saved."))
    return back
