"""What `cases` holds: roles in files, the files' dates, notes."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from tilts.access.models import User, Wall
from tilts.cases.models import Case, Note, Party, PartyRole, TeamMember
from tilts.kit.holdings import Piece, Rows, Start, Subject, Texts, Words, holding
from tilts.kit.text import fold
from tilts.people.actions import full_name

ABOUT = (PartyRole.CLIENT, PartyRole.CHILD)
"""The roles of those whom a file is about."""
GROWN_UP = 18


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    mine = rows(Party).filter(person=subject.person, case__in=subject.folders).select_related("case")
    for party in mine.order_by("case__opened_on", "pk"):
        case = party.case
        yield Piece(_("Role in the case"), f"{case.code}: {party.get_role_display()}", case.opened_on)
        yield Piece(_("What the case is about"), str(case.get_kind_display()), case.opened_on)
        if case.level:
            yield Piece(_("Level"), str(case.get_level_display()))
        if case.closed_on:
            yield Piece(_("Closed"), case.code, case.closed_on)
    team = rows(TeamMember).filter(case__in=subject.folders).order_by("starts", "pk")
    yield from (Piece(_("Worked on the case"), str(one.get_profession_display()), one.starts) for one in team)


def _own(rows: Rows, subject: Subject) -> Iterable[UUID]:
    about = rows(Party).filter(case=OuterRef("pk"), role__in=ABOUT, person__erased_at=None, voided_at=None)
    mine = rows(Party).filter(case=OuterRef("pk"), role__in=ABOUT, person=subject.person)
    cases = rows(Case).filter(Exists(mine), ~Exists(about.exclude(person=subject.person)), pk__in=subject.folders)
    return list(cases.values_list("pk", flat=True))


def _against(rows: Rows, subject: Subject) -> Iterable[UUID]:
    mine = rows(Party).filter(case=OuterRef("pk"), person=subject.person)
    cases = rows(Case).filter(Exists(mine), ~Exists(mine.filter(role__in=ABOUT)), pk__in=subject.folders)
    return list(cases.values_list("pk", flat=True))


def _others(rows: Rows, subject: Subject) -> Iterable[str]:
    parties = rows(Party).filter(case__in=subject.folders).exclude(person=subject.person).select_related("person")
    yield from (full_name(party.person) for party in parties)
    team = rows(TeamMember).filter(case__in=subject.folders).values("user")
    yield from (user.name for user in User.objects.filter(pk__in=team))


def _stops(rows: Rows, subject: Subject, asker: UUID | None, name: str) -> Iterable[Words]:
    alleged = rows(Party).filter(case__in=subject.folders, role=PartyRole.ALLEGED).select_related("person")
    if any(_is(party, asker, name) for party in alleged):
        yield _("the parent is an alleged perpetrator in a case of the child")
    walls = Wall.objects.filter(folder__in=subject.folders, ends=None)
    if walls.exists():
        yield _("somebody is kept out of a file of the child by a wall")


def _is(party: Any, asker: UUID | None, name: str) -> bool:
    words = set(fold(name).split())
    return party.person_id == asker or bool(words) and words == set(fold(full_name(party.person)).split())


def _eighteenth(born: date) -> date:
    return date(born.year + GROWN_UP, born.month, min(born.day, 28) if born.month == 2 else born.day)


def _starts(rows: Rows, subject: Subject) -> Iterable[Start]:
    for case in rows(Case).filter(pk__in=subject.folders).order_by("opened_on", "pk"):
        yield Start("case_closed", case.code, case.closed_on)
        if subject.born and _eighteenth(subject.born) > case.opened_on:
            yield Start("eighteenth_birthday", case.code, _eighteenth(subject.born))


def _due(rows: Rows, organisation: UUID, before: dict[str, date]) -> Iterable[tuple[UUID | None, UUID | None]]:
    closed = rows(Case).filter(organisation=organisation, closed_on__lte=before["case_closed"])
    persons = rows(Party).filter(case__in=closed, person__erased_at=None).order_by("person")
    return [(person, None) for person in persons.values_list("person", flat=True).distinct()]


holding(
    "cases",
    _("Cases and notes"),
    tables=[Case, Party, TeamMember, Note],
    texts=(
        Texts(Note, _("Note"), ("text",), "case_id", "day"),
        Texts(Note, _("Why a note was voided"), ("voided_why",), "case_id", shown=False),
        Texts(Case, _("Why a case was voided"), ("voided_why",), "id", shown=False),
    ),
    facts=_facts,
    stays=_("The case with its code, kind, level and dates, and who had which role in it: without any text."),
    own=_own,
    against=_against,
    others=_others,
    stops=_stops,
    starts=_starts,
    due=_due,
)
