"""The course of a case: its notes, its beginning and its ends."""

from collections.abc import Callable
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
from tilts.cases import asks
from tilts.cases.lent.dates import dated
from tilts.cases.models import Case, ChildReport, Closing, Note, NoteZone
from tilts.kit.timeline import Moment, Wanted, newest

FIRST, LAST = time.min, time.max
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


@asks.course.part(gettext_lazy("Child at risk"), order=35)
def children_at_risk(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Reports of a child at risk from this case, as far as one may read them: to whom, and whether it was sent."""
    return [_of_child(report) for report in dated(request, case).child_reports]


def _of_child(report: ChildReport) -> Moment:
    sent = report.get_sent_how_display() if report.sent_at else _("not sent yet")
    return Moment(
        at=report.at,
        kind=_("Child at risk"),
        title=f"{_('Child at risk')}: {report.get_told_to_display()}",
        detail=f"{report.which} · {sent}",
        by=str(report.author),
        key=True,
        url=reverse("cases:child_report", args=[report.pk]),
        act=_("Open the report"),
    )


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
    return newest(found, wanted)


def _words_of(ended: Closing) -> Callable[[], str]:
    return lambda: " · ".join(word for word in (str(ended.get_outcome_display()), ended.summary) if word)


def _why_of(ended: Closing) -> Callable[[], str]:
    return lambda: ended.reopened_why


def _on(day: date, hour: time, title: str | Promise, detail: str | Callable[[], str] = "", by: Any = None) -> Moment:
    at = timezone.make_aware(datetime.combine(day, hour))
    return Moment(at=at, kind=_("Case"), title=title, detail=detail, by=str(by or ""), key=True, all_day=True)
