"""What is due, on my day and on the page of a case."""

from datetime import date
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.access.prepared import ask
from tilts.cases import asks
from tilts.cases.contact import contact_of
from tilts.cases.frame import Deadline
from tilts.cases.models import Case
from tilts.cases.pages import people_in
from tilts.kit.panels import panel
from tilts.plan import dated
from tilts.plan.calendar import week_of
from tilts.plan.deadlines import by_danger, deadline, due_of, where
from tilts.plan.due import MET, WITH_TEXT, DueInCase, appointments, lines, on_day, open_in, texts
from tilts.plan.models import Appointment, AppointmentState
from tilts.ui.rail import rail_item

SHOWN = 5
"""Lines of one kind on the case page; all of them are on the page of the plan."""
MOST_MET = 3
"""Appointments on the case page."""
rail_item("calendar", gettext_lazy("Calendar"), "calendar-heart", "plan:my_calendar", "calendar.read", order=15)


def _of_day(request: Request, today: date) -> list[tuple[Any, ...]]:
    """What is due and the appointments of the week, in one question for both sheets."""
    if not hasattr(request, "due_on_day"):
        week = week_of(today)
        request.due_on_day = ask(request.reach, on_day, today=today, first=week[0], last=week[-1])  # type: ignore[attr-defined]
    found: list[tuple[Any, ...]] = request.due_on_day  # type: ignore[attr-defined]
    return found


@panel("day", title=gettext_lazy("Due today"), order=5)
def due(request: Request, subject: Any) -> str:
    """What is due today or late: applications to the court first, then by day."""
    if not request.reach.may("calendar.read"):
        return ""
    today = timezone.localdate()
    told, more = lines(request.reach, _of_day(request, today))
    shown = [
        {"line": line, "url": where(line.case, line.key, line.record), "red": line.key == "order"} for line in told
    ]
    return render_to_string("plan/_due.html", {"lines": shown, "more": more, "today": today}, request=request)


@panel("day", title=gettext_lazy("My week"), order=8)
def week(request: Request, subject: Any) -> str:
    """One's appointments of this week, day by day."""
    if not request.reach.may("calendar.read"):
        return ""
    today = timezone.localdate()
    keys = [line[1] for line in _of_day(request, today) if line[0] == "appointment"]
    found: dict[Any, list[Appointment]] = {day: [] for day in week_of(today)}
    for one in ask(request.reach, appointments, keys=keys) if keys else ():
        found[one.day].append(one)
    strip = [{"day": day, "appointments": met} for day, met in found.items()]
    return render_to_string("plan/_week.html", {"week": strip, "today": today}, request=request)


@asks.pressing.answer
def pressing(request: Request, case: Case) -> list[Deadline]:
    """What falls due in the case, the most dangerous first."""
    return by_danger(deadline(request, case, one) for one in due_of(request, case))


@panel("case.due", title=gettext_lazy("Deadlines"), order=5)
def deadlines(request: Request, case: Case) -> str:
    """Protection, the next safe contact, appointments, the review: the most dangerous first, each with its hour."""
    mine = [one for one in due_of(request, case) if one.kind not in WITH_TEXT]
    met = [one for one in mine if one.kind == MET]
    rows = [deadline(request, case, one) for one in mine if one not in met[MOST_MET:]]
    rows += _unsaid(request, case, {one.record for one in met})
    if case.closed_on is None:
        rows += _next_contact(request, case)
        rows += [one for said in asks.coming.each(request, case) for one in said]
    told = {"case": case, "rows": by_danger(rows)}
    return render_to_string("plan/_deadlines.html", told, request=request) if rows else ""


def _unsaid(request: Request, case: Case, shown: set[UUID]) -> list[Deadline]:
    """Appointments of earlier days of which nobody said what became of them."""
    if case.closed_on:
        return []
    over = [one for one in dated.appointments.of(request, case) if one.state == AppointmentState.PLANNED]
    late = [one for one in over if one.ends <= timezone.now() and one.pk not in shown][:MOST_MET]
    facts = [DueInCase(MET, one.pk, one.day, one.day, one.starts, timed=True) for one in late]
    return [deadline(request, case, one) for one in facts]


def _next_contact(request: Request, case: Case) -> list[Deadline]:
    """Until when it is safe to reach them now, or from when again; nothing where no hours are agreed."""
    zones = request.reach.zones(case.folder_id)
    if not (zones.contact and zones.name):
        return []
    best = contact_of(people_in(request, case))["best"]
    if best is None or best["at"].edge is None:
        return []
    later, edge = best["at"].state == "later", timezone.localtime(best["at"].edge)
    return [
        Deadline(
            words=_("Next safe contact"),
            url=reverse("cases:person_page", args=[case.pk, best["way"].person_id]),
            day=edge.date(),
            moment=edge,
            kind="soon" if edge.date() == timezone.localdate() and not later else "",
            icon="phone",
            more=_("safe from then on") if later else _("safe until then"),
        )
    ]


def _to_do(request: Request, case: Case, due: list[DueInCase]) -> list[dict[str, Any]]:
    """Tasks and steps with their texts, the soonest first; then what was done today."""
    chosen: list[tuple[str, UUID]] = []
    for kind in WITH_TEXT:
        rows = sorted((one for one in due if one.kind == kind), key=lambda one: (one.day, one.record))[:SHOWN]
        chosen += [(one.kind, one.record) for one in rows]
    done = [*dated.tasks_done.of(request, case), *dated.steps_done.of(request, case)][:SHOWN]
    known = texts(request.reach, [*chosen, *done])
    found = [(kind, record) for kind, record in [*chosen, *done] if record in known]
    told = [_step(kind, known[record], over=(kind, record) in done) for kind, record in found]
    return sorted(told, key=lambda line: (line["done"], line["row"].due))


def _step(kind: str, row: Any, *, over: bool) -> dict[str, Any]:
    return {"kind": kind, "row": row, "who": row.owner.name if kind == "task" else row.who, "done": over}


@panel("case.due", title=gettext_lazy("Next steps"), order=10)
def next_steps(request: Request, case: Case) -> str:
    """Open tasks and steps, each ticked where it stands; what was done today, with the way back."""
    if not request.reach.zones(case.folder_id).services or case.closed_on:
        return ""
    told = {
        "case": case,
        "lines": _to_do(request, case, due_of(request, case)),
        "today": timezone.localdate(),
        "may_write": request.reach.may("task.added", record=case),
    }
    return render_to_string("plan/_next_steps.html", told, request=request)


@asks.obligations.answer
def obligations(case: Case) -> list[str]:
    """What of plan, orders and appointments is not over."""
    return open_in(case)
