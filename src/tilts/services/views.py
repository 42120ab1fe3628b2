"""Pages of services: write a consultation."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Profession, Site
from tilts.cases.models import Case, Party, PartyRole
from tilts.people.models import Person
from tilts.projects.models import Project
from tilts.services.actions import Written, write_session
from tilts.services.forms import SessionForm
from tilts.services.models import Session


def _usual(request: Request, case: Case, clients: list[UUID]) -> dict[str, Any]:
    """The last consultation of this colleague in this case, else what is usual."""
    mine = request.reach(Session).filter(staff=request.reach.user).order_by("-day", "-created_at")
    last = mine.filter(folder=case.folder_id).first() or mine.first()
    member = request.reach.membership
    usual: dict[str, Any] = {
        "day": timezone.localdate().isoformat(),
        "minutes": last.minutes if last else 45,
        "specialism": (member.profession if member else "") or Profession.SOCIAL_WORKER,
        "mode": last.mode if last else "in_person",
        "status": "held",
        "people": clients,
        "site": last.site_id if last else getattr(member, "site_id", None),
    }
    if last:
        usual["project"] = last.attributions.values_list("project", flat=True).first()
    return usual


@form_page(write_session, template="services/session_add.html")
def session_add(request: Request, id: UUID) -> Entry:
    """Add a consultation: everything usual is filled in."""
    case = request.reach(Case).select_related("folder", "organisation").get(pk=id)
    parties = request.reach(Party).filter(case=case)
    clients = list(parties.filter(role=PartyRole.CLIENT).values_list("person", flat=True))
    choices = {
        "people": request.reach(Person).filter(pk__in=parties.exclude(role=PartyRole.ALLEGED).values("person")),
        "sites": request.reach(Site).filter(organisation=case.organisation),
        "projects": request.reach(Project),
    }
    initial = None if request.method == "POST" else _usual(request, case, clients)
    form = SessionForm(request.POST or None, initial=initial, **choices)
    back = reverse("cases:case_page", args=[case.pk])
    lead = format_html('<a href="{}">{}</a>', back, case.code)
    return Entry(case, form, _("Add a consultation"), back, lead=lead, then=partial(_say, request, back))


def _say(request: Request, back: str, written: Written) -> str:
    """That it is saved, or what is odd about it; where to go."""
    if written.warning:
        messages.warning(request, written.warning)
    else:
        messages.success(request, _("The consultation is saved."))
    return back
