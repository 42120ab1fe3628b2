"""Writing a consultation once, and putting it right."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case
from tilts.cases.policy.case import writes
from tilts.people.models import Person
from tilts.projects.models import Project
from tilts.services.models import Participation, Session, SessionAttribution, Status, TakenOut
from tilts.services.policy import may_put_right


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


def _check(people: list[Person], facts: dict[str, Any]) -> None:
    if facts["day"] > timezone.localdate():
        raise Refused(_("A consultation cannot be in the future."), "day")
    if not people and facts.get("status", Status.HELD) == Status.HELD:
        raise Refused(_("Say who took part."), "people")


@action("session.written", may=writes("services"), says=gettext_lazy("Consultation: written"))
def write_session(
    reach: Reach, /, case: Case, *, people: list[Person], project: Project | None = None, **facts: Any
) -> Written:
    """Write one consultation with one or several people; charged to the project if the day lies in its period."""
    _check(people, facts)
    session = Session.objects.create(organisation=case.organisation, folder=case.folder, staff=reach.user, **facts)
    Participation.objects.bulk_create(
        Participation(organisation=case.organisation, session=session, person=person) for person in people
    )
    warning = outside_period(project, session.day) if project else ""
    if project and not warning:
        SessionAttribution.objects.create(act=session, project=project)
    return Written(session, warning)


@action("session.corrected", may=may_put_right, says=gettext_lazy("Consultation: corrected"))
def correct_session(
    reach: Reach,
    /,
    session: Session,
    *,
    people: list[Person],
    seen_version: int,
    project: Project | None = None,
    **facts: Any,
) -> Written:
    """Put a consultation right: day, length, people, site, project. What was counted before is kept beside it."""
    _check(people, facts)
    earlier = [*session.earlier, _counted(session)]
    now = {"earlier": earlier, "corrected_at": timezone.now(), "corrected_by": reach.user}
    save_over(session, seen_version, **facts, **now)
    _change_people(reach, session, people)
    warning = outside_period(project, session.day) if project else ""
    paid = SessionAttribution.objects.filter(act=session)
    paid.exclude(project=None if warning else project).delete()
    if project and not warning and not paid.exists():
        SessionAttribution.objects.create(act=session, project=project)
    return Written(session, warning)


def _counted(session: Session) -> dict[str, Any]:
    """What of a consultation is counted, as it stands; no word that somebody wrote."""
    plain = {name: getattr(session, name) for name in ("version", "specialism", "minutes", "mode", "status")}
    projects = SessionAttribution.objects.filter(act=session).order_by("project__code")
    return plain | {
        "day": session.day.isoformat(),
        "site": str(session.site_id or ""),
        "projects": list(projects.values_list("project__code", flat=True)),
    }


def _change_people(reach: Reach, session: Session, people: list[Person]) -> None:
    """Who took part after all; who did not is taken out of it and stays on record."""
    rows = Participation._base_manager.filter(session=session)
    gone = {"voided_at": timezone.now(), "voided_by": reach.user, "voided_why": "corrected"}
    back = {"voided_at": None, "voided_by": None, "voided_why": ""}
    rows.filter(voided_at=None).exclude(person__in=people).update(**gone)
    rows.exclude(voided_at=None).filter(person__in=people).update(**back)
    there = set(rows.values_list("person", flat=True))
    Participation.objects.bulk_create(
        Participation(organisation=session.organisation, session=session, person=person)
        for person in people
        if person.pk not in there
    )


@action("session.voided", may=may_put_right, says=gettext_lazy("Consultation: taken out"))
def void_session(reach: Reach, session: Session, *, why: str, seen_version: int) -> Session:
    """Take a consultation out, with a reason of a list: from now on it counts nowhere, and stays on record."""
    if why not in TakenOut.values:
        raise Refused(_("Say why the consultation is taken out."), "why")
    save_over(session, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)
    return session
