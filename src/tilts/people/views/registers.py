"""Who finds the people of imported registers: the list, letting in, shutting."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.actor import JOB, acting
from tilts.access.colleagues import colleagues
from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, Press, button, form_page
from tilts.access.models import Folder
from tilts.people.actions import registers
from tilts.people.forms import RegisterForm
from tilts.people.policy import WORKERS


def _register(request: Request) -> Folder | None:
    """The register of one's own office, whoever may look into it: here it is said who may."""
    with acting(JOB):
        return registers.register_of(request.reach.organisation)


@door("register.read")
def register_access(request: Request) -> HttpResponse:
    """Who finds the people of the imported registers, since when and why."""
    register = _register(request)
    grants = list(registers.let_into(register).select_related("to_user", "given_by")) if register else []
    return page(request, "people/register_access.html", register=register, grants=grants)


@form_page(registers.open_register, at="user")
def register_open(request: Request) -> Entry:
    """Let one colleague find the people of the registers."""
    register = _register(request)
    if register is None:
        raise Http404
    people = colleagues(register.organisation, *WORKERS)
    entry = Entry(
        register, RegisterForm(request.POST or None, people=people), _("Let in"), reverse("people:register_access")
    )
    entry.said = _("The colleague finds the people of the registers from now on.")
    entry.lead = _("In search, when somebody is written down, and among those who are written down twice.")
    return entry


@button(registers.shut_register)
def register_shut(request: Request, grant: UUID) -> Press:
    """Shut it to one colleague."""
    found = registers.who_is_let_in(request.reach, grant)
    return Press(found, reverse("people:register_access"), _("It is shut to them from now on."))
