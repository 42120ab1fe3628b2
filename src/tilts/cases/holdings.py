"""What `cases` holds: roles in files, the files' ends, notes, reports of a child."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from tilts.access.models import User, Wall
from tilts.cases.models import (
    Case,
    ChildReport,
    Closing,
    Conflict,
    ConflictCheck,
    Due,
    FollowUp,
    Note,
    Party,
    PartyRole,
    PrivilegedNote,
    TeamMember,
    Violence,
)
from tilts.kit.holdings import Piece, Rows, Start, Subject, Texts, Words, holding
from tilts.kit.text import fold_name
from tilts.people.actions import full_name
from tilts.people.alike import SURE

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
    told = rows(Violence).filter(person=subject.person, folder__in=subject.folders).order_by("told_on", "pk")
    yield from (Piece(_("Kinds of violence"), one.words, one.told_on) for one in told)
    team = rows(TeamMember).filter(case__in=subject.folders).order_by("starts", "pk")
    yield from (Piece(_("Worked on the case"), str(one.get_profession_display()), one.starts) for one in team)


def _beside(rows: Rows, folders: frozenset[UUID]) -> Iterable[UUID]:
    """Reports of a child that were made from these files lie in folders of their own."""
    yield from rows(ChildReport).filter(case__in=folders).order_by("pk").values_list("pk", flat=True)


def about_nobody_else(rows: Rows, subject: Subject) -> frozenset[UUID]:
    """The cases of the subject's folders that are about nobody else who is still here."""
    about = rows(Party).filter(case=OuterRef("pk"), role__in=ABOUT, person__erased_at=None, voided_at=None)
    mine = rows(Party).filter(case=OuterRef("pk"), role__in=ABOUT, person=subject.person)
    cases = rows(Case).filter(Exists(mine), ~Exists(about.exclude(person=subject.person)), pk__in=subject.folders)
    return frozenset(cases.values_list("pk", flat=True))


def _own(rows: Rows, subject: Subject) -> Iterable[UUID]:
    own = about_nobody_else(rows, subject)
    return [*own, *_beside(rows, own), *_alone(rows).filter(pk__in=subject.folders).values_list("pk", flat=True)]


def _alone(rows: Rows) -> Any:
    """Reports of a child of whom there is no file: each goes by itself."""
    return rows(ChildReport).filter(case=None)


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
    """Whether it may be the one who asks, under a second given name or with a letter written otherwise too."""
    theirs = fold_name(full_name(party.person))
    alike = bool(name.strip() and theirs.strip()) and fuzz.token_set_ratio(fold_name(name), theirs) >= SURE
    return party.person_id == asker or alike


def _eighteenth(born: date) -> date:
    return date(born.year + GROWN_UP, born.month, min(born.day, 28) if born.month == 2 else born.day)


def _starts(rows: Rows, subject: Subject) -> Iterable[Start]:
    for case in rows(Case).filter(pk__in=subject.folders).order_by("opened_on", "pk"):
        yield Start("case_closed", case.code, case.closed_on)
        if subject.born and _eighteenth(subject.born) > case.opened_on:
            yield Start("eighteenth_birthday", case.code, _eighteenth(subject.born))
    for report in _alone(rows).filter(pk__in=subject.folders):
        yield Start("child_reported", str(_("Child at risk")), report.sent_on or report.day)


def _due(rows: Rows, organisation: UUID, before: dict[str, date]) -> Iterable[tuple[UUID | None, UUID | None]]:
    closed = rows(Case).filter(organisation=organisation, closed_on__lte=before["case_closed"])
    persons = rows(Party).filter(case__in=closed, person__erased_at=None).order_by("person")
    found: list[tuple[UUID | None, UUID | None]] = [
        (person, None) for person in persons.values_list("person", flat=True).distinct()
    ]
    reports = _alone(rows).filter(organisation=organisation, day__lte=before["child_reported"])
    return found + [(None, report.folder_id) for report in reports if report.child or report.known or report.place]


holding(
    "cases",
    _("Cases and notes"),
    tables=[
        Case,
        Party,
        TeamMember,
        Note,
        Due,
        FollowUp,
        PrivilegedNote,
        ChildReport,
        Conflict,
        ConflictCheck,
        Closing,
        Violence,
    ],
    folders=_beside,
    texts=(
        Texts(Note, _("Note"), ("text",), "case_id", "day"),
        Texts(Note, _("What stood in a note before it was corrected"), ("earlier",), "case_id", "day", shown=False),
        Texts(PrivilegedNote, _("Note for oneself"), ("text", "earlier"), "case_id", "day", shown=False),
        Texts(ChildReport, _("Child at risk"), ("child", "place", "known"), "folder_id", "day"),
        Texts(ChildReport, _("Number there"), ("number",), "folder_id", shown=False),
        Texts(Closing, _("How it ended"), ("summary",), "case_id", "closed_on"),
        Texts(Closing, _("Why it was closed or opened again"), ("despite", "reopened_why"), "case_id", shown=False),
        Texts(Conflict, _("How a conflict was decided"), ("why",), "one_id", shown=False),
        Texts(Conflict, _("How a conflict was decided"), ("why",), "other_id", shown=False),
        Texts(Note, _("Why a note was voided"), ("voided_why",), "case_id", shown=False),
        Texts(FollowUp, _("Safe way to ask later"), ("safe_way",), "case_id", "due"),
        Texts(Case, _("Why a case was voided"), ("voided_why",), "id", shown=False),
    ),
    facts=_facts,
    stays=_(
        "The case with its code, kind, level and dates, the kinds of violence as codes, and who had which role in it: "
        "without any text."
    ),
    own=_own,
    against=_against,
    others=_others,
    stops=_stops,
    starts=_starts,
    due=_due,
)
