"""What is due, lent to my day and to the case page; `panels.py` brings it in."""

from datetime import datetime, time, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.cases.dated import Dated, dated_in
from tilts.cases.due import DueLine, my_appointments, my_lines, open_in, open_rows, week_of
from tilts.cases.entitlements import term_of
from tilts.cases.models import Appointment, AppointmentState, Case, Entitlement
from tilts.kit.panels import panel, panels_for
from tilts.kit.timeline import Moment
from tilts.people.models import Person
from tilts.ui.rail import rail_item

SHOWN = 5
"""Lines of one kind on the case page; all of them are on the page of the plan."""
rail_item("calendar", gettext_lazy("Calendar"), "calendar-heart", "cases:my_calendar", "calendar.read", order=15)


def _once(request: Any, key: str, make: Any) -> Any:
    """What several panels of one page need is asked once."""
    kept = request.__dict__.setdefault("lent_by_cases", {})
    if key not in kept:
        kept[key] = make()
    return kept[key]


def _where(line: DueLine) -> str:
    """The page on which something due is done."""
    if line.key in ("order", "order_end"):
        return reverse("cases:order_page", args=[line.case, line.record])
    if line.key == "follow_up":
        return reverse("cases:follow_up_record", args=[line.case, line.record])
    return reverse("cases:plan_review" if line.key == "review" else "cases:plan_page", args=[line.case])


@panel("day", title=gettext_lazy("Due today"), order=5)
def due(request: Any, subject: Any) -> str:
    """What is due today or late: applications to the court first, then by day."""
    if not request.reach.may("calendar.read"):
        return ""
    lines, more = my_lines(request.reach, timezone.localdate())
    shown = [{"line": line, "url": _where(line), "red": line.key == "order"} for line in lines]
    told = {"lines": shown, "more": more, "today": timezone.localdate()}
    return render_to_string("cases/_due.html", told, request=request)


@panel("day", title=gettext_lazy("My week"), order=8)
def week(request: Any, subject: Any) -> str:
    """One's appointments of this week, day by day."""
    if not request.reach.may("calendar.read"):
        return ""
    days = week_of(timezone.localdate())
    found: dict[Any, list[Appointment]] = {day: [] for day in days}
    for one in my_appointments(request.reach, days[0], days[-1])[:100]:
        found[one.day].append(one)
    strip = [{"day": day, "appointments": found[day]} for day in days]
    return render_to_string("cases/_week.html", {"week": strip, "today": timezone.localdate()}, request=request)


def _dated(request: Any, case: Case) -> Dated:
    found: Dated = _once(request, f"dated:{case.pk}", lambda: dated_in(request.reach, case))
    return found


@panel("case.first", title=gettext_lazy("Protection orders"))
def red_orders(request: Any, case: Case) -> str:
    """An application to the court that is due within two days, or late: above all else, on a phone too."""
    red = [] if case.closed_on else [one for one in _dated(request, case).orders if one.is_red()]
    told = {"case": case, "orders": red[:10]}
    return render_to_string("cases/_red_orders.html", told, request=request) if red else ""


@panel("case", title=gettext_lazy("Protection orders"), order=5)
def orders(request: Any, case: Case) -> str:
    """Orders of the case, the newest first."""
    now = timezone.now()
    lines = [{"order": one, "holds": one.holds(now)} for one in _dated(request, case).orders[:10]]
    return render_to_string("cases/_orders.html", {"case": case, "lines": lines}, request=request) if lines else ""


@panel("case", title=gettext_lazy("What is next"), order=8)
def what_is_next(request: Any, case: Case) -> str:
    """Open tasks and steps, the next appointments, the review; and how one adds to them."""
    zones = request.reach.zones(case.folder_id)
    if not zones.services:
        return ""
    rows, now = open_rows(request.reach), timezone.now()
    planned = [one for one in _dated(request, case).appointments if one.state == AppointmentState.PLANNED]
    tasks = rows["task"].filter(case=case).select_related("owner")[:SHOWN]
    steps = rows["step"].filter(case=case).select_related("owner")[:SHOWN]
    lines = [
        *({"row": one, "icon": "checkbox", "who": one.owner.name} for one in tasks),
        *({"row": one, "icon": "target-arrow", "who": one.who} for one in steps),
    ]
    told = {
        "case": case,
        "zones": zones,
        "lines": sorted(lines, key=lambda line: line["row"].due),
        "today": timezone.localdate(),
        "next": sorted((one for one in planned if one.ends > now), key=lambda one: one.starts)[:3],
        "unsaid": [one for one in planned if one.ends <= now][:3],
        "review": next((one for one in _dated(request, case).reviews if not one.held_on), None),
        "may_write": request.reach.may("task.added", record=case),
    }
    return render_to_string("cases/_next.html", told, request=request)


@panel("case", title=gettext_lazy("Follow-ups"), order=9)
def follow_ups(request: Any, case: Case) -> str:
    """What was agreed for the time after closing; shown once the case is closed."""
    if not case.closed_on or not request.reach.zones(case.folder_id).contact:
        return ""
    told = {
        "case": case,
        "rows": _dated(request, case).follow_ups[:10],
        "may_write": request.reach.may("follow_up.recorded", record=case),
    }
    return render_to_string("cases/_follow_ups.html", told, request=request)


def _used(request: Any, rows: list[Entitlement]) -> dict[Any, int]:
    """How much of each was used: days by the calendar, consultations by the rooms that hold them."""
    used = {}
    counted = []
    for row in rows:
        term = term_of(row.kind, row.starts)
        if term is not None and term.unit == "day":
            used[row.pk] = row.days_used()
        elif term is not None:
            counted.append((row, term))
    for lent in panels_for("entitlement.used") if counted else ():
        used |= lent.show(request.reach, counted)
    return used


@panel("case.more", title=gettext_lazy("Paid by the state"), order=25)
def entitlements(request: Any, case: Case) -> str:
    """What was granted, used, and is left."""
    if not request.reach.zones(case.folder_id).services:
        return ""
    rows = _dated(request, case).entitlements[:20]
    if not rows:
        return ""
    used = _used(request, rows)
    known = {one.pk: one for one in request.reach(Person).filter(pk__in=[row.person_id for row in rows])}
    lines = [
        {
            "row": row,
            "term": term_of(row.kind, row.starts),
            "used": used.get(row.pk, 0),
            "left": row.total - used.get(row.pk, 0),
            "person": known.get(row.person_id),
        }
        for row in rows
    ]
    may_write = request.reach.may("entitlement.extended", record=case)
    told = {"case": case, "lines": lines, "may_write": may_write, "zones": request.reach.zones(case.folder_id)}
    return render_to_string("cases/_entitlements.html", told, request=request)


@panel("case.tabs", title=gettext_lazy("Support plan"), order=5)
def plan_tab(request: Any, case: Case) -> str:
    """The way to the page of the plan."""
    if not request.reach.zones(case.folder_id).services:
        return ""
    return format_html('<a href="{}">{}</a>', reverse("cases:plan_page", args=[case.pk]), _("Support plan"))


def _noon(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@panel("case.timeline", title=gettext_lazy("Protection orders"), order=20)
def order_moments(request: Any, case: Case) -> list[Moment]:
    """From when until when an order was in force, and the answer about the application."""
    found = []
    for one in _dated(request, case).orders:
        kind = capfirst(str(one.get_kind_display()))
        found.append(Moment(at=one.starts, kind=_("Protection orders"), title=kind, key=True))
        for day, words in ((one.applied_on, _("application sent")), (one.declined_on, _("she does not apply"))):
            if day:
                found.append(Moment(_noon(day), _("Protection orders"), kind, words, all_day=True))
    return found


@panel("case.timeline", title=gettext_lazy("Support plan"), order=22)
def plan_moments(request: Any, case: Case) -> list[Moment]:
    """Reviews of the plan that were held."""
    if not request.reach.zones(case.folder_id).services:
        return []
    return [
        Moment(_noon(one.held_on), _("Support plan"), _("Plan reviewed"), "", str(one.held_by or ""), all_day=True)
        for one in _dated(request, case).reviews
        if one.held_on
    ]


@panel("case.timeline", title=gettext_lazy("Appointments"), order=24)
def appointment_moments(request: Any, case: Case) -> list[Moment]:
    """Appointments that are over, and what became of them."""
    if not request.reach.zones(case.folder_id).services:
        return []
    now = timezone.now() + timedelta(minutes=1)
    return [
        Moment(
            at=one.starts,
            kind=_("Appointments"),
            title=_("Appointment"),
            detail=f"{one.get_place_kind_display()}, {one.get_state_display()}",
            by=one.staff.name,
        )
        for one in _dated(request, case).appointments
        if one.starts < now and one.state != AppointmentState.PLANNED
    ]


@panel("case.timeline", title=gettext_lazy("Status and support level"), order=26)
def standing_moments(request: Any, case: Case) -> list[Moment]:
    """Status and support level of the people of the case, from the day on."""
    zones = request.reach.zones(case.folder_id)
    if not (zones.services and zones.name):
        return []
    return [
        Moment(
            at=_noon(one.starts),
            kind=_("Status and support level"),
            title=_("Status and support level"),
            detail=", ".join(word for word in (one.status_words, str(one.get_support_level_display())) if word),
            all_day=True,
        )
        for one in _dated(request, case).standings
    ]


@panel("case.obligations", title=gettext_lazy("Due"), order=20)
def still_due(case: Case) -> list[str]:
    """What of plan, orders and appointments is not over."""
    return open_in(case)
