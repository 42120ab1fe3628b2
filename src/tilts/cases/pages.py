"""What the pages of a case begin with: the case of the address, its people, its team, what other rooms lend."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from tilts.access.colleagues import at_work
from tilts.access.doors import Request, allowed
from tilts.access.models import Membership, User
from tilts.access.prepared import ask, which
from tilts.access.reach import Reach, Rows, granted
from tilts.cases.asks import noted_with_case
from tilts.cases.models import WORKERS, Case, Closing, NoteZone, Party, TeamMember
from tilts.kit.panels import panels_for
from tilts.kit.questions import merged
from tilts.people.dangers import dangers_of, hidden_dangers, warned
from tilts.people.models import ContactWay

SHUT, CASE, PEOPLE = "case.closed", "case", "case.people"
"""Under these a page notes whether a case is closed, the case itself, and who stands in it."""
PERSON = ("given_name", "family_name")
"""The fields by which the house is searched before somebody is written down as new."""


def sheets(request: Request, place: str, subject: Any = None) -> list[dict[str, Any]]:
    """What other rooms lend to a place of a page; those that would show no rows are not asked."""
    rare = [lent for lent in panels_for(place) if lent.when]
    there = which(request.reach, [lent.when() for lent in rare if lent.when]) if rare else []
    empty = {lent.key for lent, found in zip(rare, there, strict=True) if not found}
    shown = [(lent, lent.show(request, subject)) for lent in panels_for(place) if lent.key not in empty]
    return [{"title": lent.title, "html": html, "key": lent.key} for lent, html in shown if html]


def open_in(request: Request, cases: Any, zone: str) -> set[UUID]:
    """Which of these cases are open to this actor in a zone."""
    return set(granted(request.reach, cases, folder="folder", zone=zone).order_by().values_list("pk", flat=True))


def case_of(request: Request, id: UUID) -> Case:
    """The case of the address, if it is within reach; else 404. A page that only looks asks for it once."""
    kept: Case | None = request.reach.found(CASE, id)
    return kept or _noted(request, one_of(ask(request.reach, alone, case=id)))


def case_to_write(request: Request, id: UUID) -> Case:
    """The same, if one may do in it what this page is for; else 403, before it is told whether a record is in it."""
    case: Case = allowed(request, request.door, case_of(request, id))
    return case


def one_of(cases: list[Case]) -> Case:
    """The only one; `Case.DoesNotExist` where none is within reach."""
    if not cases:
        raise Case.DoesNotExist
    return cases[0]


def alone(reach: Reach, *, case: UUID) -> Rows:
    """A case with its lead, office and folder."""
    return reach(Case).with_lead().filter(pk=case)


def is_own(request: Request, case: Case) -> bool:
    """Whether it is a case of one's own organisation: with whom else it is shared, and why, nobody elsewhere learns."""
    return case.organisation_id == getattr(request.reach.organisation, "pk", None)


def with_ends(reach: Reach, *, case: UUID) -> Rows:
    """A case, whether it was ever closed, and what other rooms want to know of it."""
    ended = Exists(reach(Closing).order_by().filter(case=OuterRef("pk")))
    noted = merged(noted_with_case.each(reach))
    return reach(Case).with_lead().annotate(was_closed=ended, **noted).filter(pk=case)


def case_with_ends(request: Request, id: UUID) -> Case:
    """The same, and whether it was ever closed (`was_closed`), and what other rooms noted with it, for its course."""
    return _noted(request, one_of(ask(request.reach, with_ends, case=id)))


def _noted(request: Request, case: Case) -> Case:
    request.reach.note(SHUT, case.pk, case.closed_on is not None)
    request.reach.note(CASE, case.pk, case)
    return case


def parties_of(reach: Reach, *, case: UUID) -> Rows:
    """Who is who in a case, with what is known of them."""
    rows = reach(Party).filter(case=case).select_related("person__municipality")
    return rows.annotate(dangers=dangers_of(reach, "person"))


def ways_in(reach: Reach, *, folder: UUID) -> Rows:
    """Ways to reach whoever belongs to a folder."""
    return warned(reach, reach(ContactWay).filter(person__folder_persons__folder=folder))


def people_in(request: Request, case: Case) -> list[dict[str, Any]]:
    """The parties of a case with the ways to reach them, as far as one may know them; a page that looks asks once."""
    kept: list[dict[str, Any]] | None = request.reach.found(PEOPLE, case.folder_id)
    if kept is None:
        kept = _people_in(request, case)
        request.reach.note(PEOPLE, case.folder_id, kept)
    return kept


def _people_in(request: Request, case: Case) -> list[dict[str, Any]]:
    parties = ask(request.reach, parties_of, case=case.pk)
    ways: dict[Any, list[ContactWay]] = {}
    for way in ask(request.reach, ways_in, folder=case.folder_id):
        ways.setdefault(way.person_id, []).append(way)
    return [
        {
            "party": party,
            "person": party.person,
            "ways": (known := ways.get(party.person_id, [])),
            "dangers": hidden_dangers(party.dangers, known),
        }
        for party in parties
    ]


def colleagues_of(request: Request, case: Case) -> Any:
    """Who works on cases in this organisation, by name. Before whom a wall stands is not left out: that would tell."""
    working = at_work(request.reach(Membership).filter(organisation=case.organisation, role__in=WORKERS))
    return request.reach(User).filter(is_active=True, pk__in=working.values("user")).order_by("name", "pk")


def colleagues_at(request: Request) -> Any:
    """Who works on cases in one's own organisation."""
    working = at_work(request.reach(Membership).filter(organisation=request.reach.organisation, role__in=WORKERS))
    return request.reach(User).filter(is_active=True, pk__in=working.values("user")).order_by("name", "pk")


def members_of(reach: Reach, *, case: UUID) -> Rows:
    """Who works on a case and has not ended."""
    return reach(TeamMember).filter(case=case, ends=None).select_related("user")


def team_of(request: Request, case: Case) -> list[TeamMember]:
    """Who works on the case today."""
    return ask(request.reach, members_of, case=case.pk)


def back_to(case: Case, name: str = "cases:case_page") -> str:
    """The address of a page of the case."""
    return reverse(name, kwargs={"id": case.pk})


def zones_written(request: Request, case: Case) -> list[str]:
    """The parts of a case in which one writes notes."""
    zones = request.reach.zones(case.folder_id)
    return [zone for zone in NoteZone.values if getattr(zones, zone) == 2]
