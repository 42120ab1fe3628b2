"""Writing a consultation once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case
from tilts.cases.policy.case import writes
from tilts.people.models import Person
from tilts.projects.models import Project
from tilts.services.models import Participation, Session, SessionAttribution, Status


@dataclass(frozen=True)
class Written:
    """A consultation that was saved, and whether the project took it."""

    session: Session
    warning: str = ""


def outside_period(project: Project, day: date) -> str:
    """The warning for an act that a project cannot pay for; empty if it can."""
    if project.starts <= day <= project.ends:
        return ""
    return _("The day is outside the period of project %(code)s: saved in the case, not charged to the project.") % {
        "code": project.code
    }


@action("session.written", may=writes("services"), says=gettext_lazy("Consultation: written"))
def write_session(
    reach: Reach, /, case: Case, *, people: list[Person], project: Project | None = None, **facts: Any
) -> Written:
    """Write one consultation with one or several people; charged to the project if the day lies in its period."""
    if facts["day"] > timezone.localdate():
        raise Refused(_("A consultation cannot be in the future."), "day")
    if not people and facts.get("status", Status.HELD) == Status.HELD:
        raise Refused(_("Say who took part."), "people")
    session = Session.objects.create(organisation=case.organisation, folder=case.folder, staff=reach.user, **facts)
    Participation.objects.bulk_create(
        Participation(organisation=case.organisation, session=session, person=person) for person in people
    )
    warning = outside_period(project, session.day) if project else ""
    if project and not warning:
        SessionAttribution.objects.create(act=session, project=project)
    return Written(session, warning)
