"""The course of a case: its notes, its beginning and its ends, the status of its people."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.access.prepared import Size, ask
from tilts.access.reach import Reach, Rows
from tilts.cases import asks, dated
from tilts.cases.models import Case, Closing, Note, NoteZone
from tilts.kit.timeline import Moment, Wanted, newest

FIRST, NOON, LAST = time.min, time(12), time.max
"""Where it stands in its day: a case is opened before anything else happens in it, and closed after everything."""


def notes_of(reach: Reach, *, case: UUID, until: datetime | None, most: Size) -> Rows:
    """The newest notes of a case at or before a moment."""
    rows = reach(Note).filter(case=case).select_related("author")
    rows = rows.filter(at__lte=until) if until else rows
    return rows.order_by("-at", "pk")[:most]


@asks.course.part(gettext_lazy("Notes"), order=10)
def notes(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """The notes that are open to one, the newest at or before a moment."""
    rows = ask(request.reach, notes_of, case=case.pk, until=wanted.until, most=Size.of_page(wanted.limit))
    return [_note(request, case, note) for note in rows[: wanted.limit]]


def _note(request: Request, case: Case, note: Note) -> Moment:
    mine = request.reach.user is not None and note.author_id == request.reach.user.pk and not case.closed_on
    return Moment(
        at=note.at,
        kind=_("Notes"),
        title=_("Note") if note.zone == NoteZone.SERVICES else f"{_('Note')}: {note.get_zone_display()}",
        detail=_text_of(note),
        by=str(note.author or "") + (f" · {_('corrected')}" if note.corrected_at else ""),
        url=reverse("cases:note_correct", args=[case.pk, note.pk]) if mine else "",
        act=_("Correct") if mine else "",
    )


def _text_of(note: Note) -> Callable[[], str]:
    return lambda: note.text


def ends_of(reach: Reach, *, case: UUID) -> Rows:
    """When a case was closed and opened again."""
    return reach(Closing).filter(case=case).select_related("closed_by", "reopened_by")[:50]


@asks.course.part(gettext_lazy("Case"), order=40)
def course(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """That it was opened, closed and opened again."""
    found = []
    for ended in ask(request.reach, ends_of, case=case.pk) if getattr(case, "was_closed", True) else ():
        if ended.reopened_on:
            hour = LAST if ended.reopened_on == ended.closed_on else FIRST
            again, why = gettext_lazy("The case is opened again"), _why_of(ended)
            found.append(_on(ended.reopened_on, hour, again, why, ended.reopened_by))
        found.append(_on(ended.closed_on, LAST, gettext_lazy("The case is closed"), _words_of(ended), ended.closed_by))
    found.append(_on(case.opened_on, FIRST, gettext_lazy("The case is opened")))
    found = [replace(moment, opens=reverse("cases:case_file", args=[case.pk])) for moment in found]
    return newest(found, wanted)


def _words_of(ended: Closing) -> Callable[[], str]:
    return lambda: " · ".join(word for word in (str(ended.get_outcome_display()), ended.summary) if word)


def _why_of(ended: Closing) -> Callable[[], str]:
    return lambda: ended.reopened_why


def _on(day: date, hour: time, title: str | Promise, detail: str | Callable[[], str] = "", by: Any = None) -> Moment:
    at = timezone.make_aware(datetime.combine(day, hour))
    return Moment(at=at, kind=_("Case"), title=title, detail=detail, by=str(by or ""), all_day=True)


@asks.course.part(gettext_lazy("Status and support level"), order=26)
def standing_moments(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Status and support level of the people of the case, from the day on."""
    zones = request.reach.zones(case.folder_id)
    if not (zones.services and zones.name):
        return []
    return [
        Moment(
            at=timezone.make_aware(datetime.combine(one.starts, NOON)),
            kind=_("Status and support level"),
            title=_("Status and support level"),
            detail=", ".join(word for word in (one.status_words, str(one.get_support_level_display())) if word),
            all_day=True,
            opens=reverse("cases:person_page", args=[case.pk, one.person_id]),
        )
        for one in dated.standings.of(request, case)
    ]
