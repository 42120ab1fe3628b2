"""What is due, on my day and on the page of a case."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.access.prepared import ask
from tilts.cases import asks
from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.plan import dated
from tilts.plan.calendar import week_of
from tilts.plan.due import DueInCase, DueLine, appointments, lines, on_day, open_in, texts
from tilts.plan.models import Appointment, AppointmentState
from tilts.ui.rail import rail_item

SHOWN = 5
"""Lines of one kind on the case page; all of them are on the page of the plan."""
rail_item("calendar", gettext_lazy("Calendar"), "calendar-heart", "plan:my_calendar", "calendar.read", order=15)


def _where(line: DueLine) -> str:
    """The page on which something due is done."""
    if line.key in ("order", "order_end"):
        return reverse("plan:order_page", args=[line.case, line.record])
    if line.key == "follow_up":
        return reverse("cases:follow_up_record", args=[line.case, line.record])
    return reverse("plan:plan_review" if line.key == "review" else "plan:plan_page", args=[line.case])


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
    shown = [{"line": line, "url": _where(line), "red": line.key == "order"} for line in told]
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


@panel("case.first", title=gettext_lazy("Protection orders"))
def red_orders(request: Request, case: Case) -> str:
    """An application to the court that is due within two days, or late: above all else, on a phone too."""
    today = timezone.localdate()
    found = dated.due.of(request, case) if not case.closed_on else []
    red = [
        {"pk": one.record, "due": one.day}
        for one in sorted(found, key=lambda one: one.day)
        if one.kind == "order" and one.shows_from <= today
    ]
    told = {"case": case, "orders": red[::-1]}
    return render_to_string("plan/_red_orders.html", told, request=request) if red else ""


def _to_do(request: Request, found: list[DueInCase]) -> list[dict[str, Any]]:
    """Tasks and steps with their texts, the soonest first."""
    chosen = []
    for kind in ("task", "step"):
        chosen += sorted((one for one in found if one.kind == kind), key=lambda one: (one.day, one.record))[:SHOWN]
    known = texts(request.reach, [(one.kind, one.record) for one in chosen])
    rows = [(one.kind, known[one.record]) for one in chosen if one.record in known]
    told = [
        {"row": row, "icon": "checkbox", "who": row.owner.name}
        if kind == "task"
        else {"row": row, "icon": "target-arrow", "who": row.who}
        for kind, row in rows
    ]
    return sorted(told, key=lambda line: line["row"].due)


@panel("case", title=gettext_lazy("What is next"), order=8)
def what_is_next(request: Request, case: Case) -> str:
    """Open tasks and steps, the next appointments, the review; and how one adds to them."""
    zones = request.reach.zones(case.folder_id)
    if not zones.services:
        return ""
    found, now = dated.due.of(request, case), timezone.now()
    planned = [one for one in dated.appointments.of(request, case) if one.state == AppointmentState.PLANNED]
    told = {
        "case": case,
        "zones": zones,
        "lines": [] if case.closed_on else _to_do(request, found),
        "today": timezone.localdate(),
        "next": sorted((one for one in planned if one.ends > now), key=lambda one: one.starts)[:3],
        "unsaid": [one for one in planned if one.ends <= now][:3],
        "review": next(({"due": one.day} for one in found if one.kind == "review"), None),
        "may_write": request.reach.may("task.added", record=case),
    }
    return render_to_string("plan/_next.html", told, request=request)


@panel("case.tabs", title=gettext_lazy("Support plan"), order=5)
def plan_tab(request: Request, case: Case) -> str:
    """The way to the page of the plan."""
    if not request.reach.zones(case.folder_id).services:
        return ""
    return format_html('<a href="{}">{}</a>', reverse("plan:plan_page", args=[case.pk]), _("Support plan"))


@asks.obligations.answer
def obligations(case: Case) -> list[str]:
    """What of plan, orders and appointments is not over."""
    return open_in(case)
