"""What has a day in a case, on its page and in its course: orders, reviews, appointments, paid services."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.cases.asks import course
from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.kit.questions import merged
from tilts.kit.timeline import Moment, Wanted
from tilts.people.models import Person
from tilts.plan import dated
from tilts.plan.asks import units_used
from tilts.plan.entitlements import term_of
from tilts.plan.models import Appointment, AppointmentState, Entitlement, OrderKind


@panel("case.risk", title=gettext_lazy("Protection orders"), order=10)
@panel("case", title=gettext_lazy("Protection orders"), order=5)
def orders(request: Request, case: Case) -> str:
    """Orders of the case, the newest first."""
    now = timezone.now()
    lines = [{"order": one, "holds": one.holds(now)} for one in dated.orders.of(request, case)[:10]]
    return render_to_string("plan/_orders.html", {"case": case, "lines": lines}, request=request) if lines else ""


def _used(request: Request, rows: list[Entitlement]) -> dict[Any, int]:
    """How much of each was used: days by the calendar, consultations by the rooms that hold them."""
    used = {}
    counted = []
    for row in rows:
        term = term_of(row.kind, row.starts)
        if term is not None and term.unit == "day":
            used[row.pk] = row.days_used()
        elif term is not None:
            counted.append((row, term))
    return used | merged(units_used.each(request.reach, counted)) if counted else used


@panel("case.services", title=gettext_lazy("Paid by the state"), order=30)
@panel("case.more", title=gettext_lazy("Paid by the state"), order=24)
def entitlements(request: Request, case: Case) -> str:
    """What was granted, used, and is left."""
    if not request.reach.zones(case.folder_id).services:
        return ""
    rows = dated.entitlements.of(request, case)[:20]
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
    return render_to_string("plan/_entitlements.html", told, request=request)


def _noon(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@course.part(gettext_lazy("Protection orders"), order=20)
def order_moments(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """From when until when an order was in force, and the answer about the application."""
    found = []
    for one in dated.orders.of(request, case):
        kind, there = capfirst(str(one.get_kind_display())), reverse("plan:order_page", args=[case.pk, one.pk])
        danger = one.kind == OrderKind.SEPARATION
        found.append(Moment(at=one.starts, kind=_("Protection orders"), title=kind, key=danger, opens=there))
        for day, words in ((one.applied_on, _("application sent")), (one.declined_on, _("the person does not apply"))):
            if day:
                found.append(Moment(_noon(day), _("Protection orders"), kind, words, all_day=True, opens=there))
    return found


@course.part(gettext_lazy("Support plan"), order=22)
def plan_moments(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Reviews of the plan that were held."""
    if not request.reach.zones(case.folder_id).services:
        return []
    return [
        Moment(
            _noon(one.held_on),
            _("Support plan"),
            _("Plan reviewed"),
            by=str(one.held_by or ""),
            all_day=True,
            opens=reverse("plan:plan_page", args=[case.pk]),
        )
        for one in dated.reviews.of(request, case)
        if one.held_on
    ]


def _place_and_state(one: Appointment) -> str:
    return f"{one.get_place_kind_display()}, {one.get_state_display()}"


@course.part(gettext_lazy("Appointments"), order=24)
def appointment_moments(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Appointments that are over, and what became of them."""
    if not request.reach.zones(case.folder_id).services:
        return []
    now = timezone.now() + timedelta(minutes=1)
    return [
        Moment(
            at=one.starts,
            kind=_("Appointments"),
            title=_("Appointment"),
            detail=partial(_place_and_state, one),
            by=one.staff.name,
            opens=partial(reverse, "plan:appointment_page", args=[case.pk, one.pk]),
        )
        for one in dated.appointments.of(request, case)
        if one.starts < now and one.state != AppointmentState.PLANNED
    ]
