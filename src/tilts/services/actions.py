"""Writing a consultation once, and putting it right."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.putting_right import is_put_right, put_right, take_out
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case
from tilts.cases.policy.case import writes
from tilts.people.models import Person
from tilts.people.policy.persons import puts_right
from tilts.projects.charging import charge, outside_period
from tilts.projects.models import Project
from tilts.services.models import Participation, Session, SessionAttribution, Status


@dataclass(frozen=True)
class Written:
    """A consultation that was saved, and whether the project took it."""

    session: Session
    warning: str = ""


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


@action("session.corrected", may=puts_right("services"), says=gettext_lazy("Consultation: corrected"))
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
    put_right(reach, session, seen_version, **facts)
    _change_people(reach, session, people)
    paid = {"to": [project] if project else [], "among": reach(Project)}
    return Written(session, charge(SessionAttribution, session, session.day, **paid))


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


@action("session.voided", may=puts_right("services"), says=gettext_lazy("Consultation: taken out"))
def void_session(reach: Reach, session: Session, *, why: str, seen_version: int) -> Session:
    """Take a consultation out, with a reason of a list: from now on it counts nowhere, and stays on record."""
    take_out(reach, session, seen_version, why=why)
    return session


is_put_right(Session, corrected=(correct_session,), taken_out=(void_session,))
