"""What `meetings` holds: which cases were talked about when, and every text about them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tilts.kit.holdings import Gone, Piece, Rows, Subject, Texts, holding
from tilts.meetings.models import (
    AgendaItem,
    CirclePerson,
    FamilyConference,
    FamilyStep,
    GuestPass,
    Invitation,
    Issue,
    Meeting,
    MeetingAction,
    MeetingAttribution,
    Research,
    Seat,
    SharedItem,
)


def _of_item(rows: Any, subject: Subject) -> Any:
    return rows.filter(item__case__in=subject.folders).select_related("item").order_by("pk")


def _texts(table: type[Model], label: Any, *fields: str, shown: bool = True) -> Texts:
    """Texts that hang on an item of an agenda: they lie in the file of its case."""
    return Texts(table, label, (*fields, "voided_why"), "case_id", shown=shown, within=_of_item)


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    for item in rows(AgendaItem).filter(case__in=subject.folders).order_by("day", "pk"):
        yield Piece(_("Talked about at a meeting"), str(item.get_kind_display()), item.day)
        if item.flag_until:
            yield Piece(_("Flagged until"), "", item.flag_until)
    circle = rows(CirclePerson).filter(person=subject.person, person__isnull=False, item__case__in=subject.folders)
    for one in circle.select_related("item").order_by("pk"):
        yield Piece(_("Asked to a family group conference"), "", one.item.day)


def _empty(rows: Rows, subject: Subject) -> Iterable[Gone]:
    """The circle no longer points to the person."""
    if subject.person is None:
        return
    for one in rows(CirclePerson).filter(person=subject.person):
        one.person, one.relation = None, ""
        one.save(update_fields=["person", "relation"])
        yield Gone("meetings.circleperson", one.pk)


def _others(rows: Rows, subject: Subject) -> Iterable[str]:
    circle = rows(CirclePerson).filter(item__case__in=subject.folders)
    yield from (one.name for one in circle if one.name)


holding(
    "meetings",
    _("Meetings of institutions"),
    tables=[
        Meeting,
        MeetingAttribution,
        Invitation,
        GuestPass,
        Issue,
        AgendaItem,
        Seat,
        SharedItem,
        MeetingAction,
        Research,
        FamilyConference,
        CirclePerson,
        FamilyStep,
    ],
    texts=(
        Texts(
            AgendaItem,
            _("Case on an agenda"),
            ("why", "summary", "wants", "tell_by", "tell_how", "conclusion"),
            "case_id",
            "day",
        ),
        Texts(AgendaItem, _("Basis of sharing at a meeting"), ("basis_words", "voided_why"), "case_id", shown=False),
        _texts(SharedItem, _("Shared at a meeting"), "text", "source"),
        _texts(MeetingAction, _("Taken on at a meeting"), "what", "done_note"),
        _texts(Research, _("Research of an institution"), "text", "source", "reason", shown=False),
        _texts(FamilyConference, _("Family group conference"), "information", "agreed_words"),
        _texts(CirclePerson, _("Circle of the family"), "name", "relation", "decided_why", shown=False),
        _texts(FamilyStep, _("The family's own plan"), "what", "who", "outcome_words"),
    ),
    facts=_facts,
    empty=_empty,
    others=_others,
    stays=_("That the case was talked about at a meeting, its day and kind: without any text."),
)
