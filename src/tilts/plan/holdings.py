"""What `plan` holds: tasks, plans, orders, appointments, paid services."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.kit.holdings import Piece, Rows, Subject, Texts, Words, holding
from tilts.plan.entitlements import term_of
from tilts.plan.models import (
    Appointment,
    AppointmentPerson,
    AppointmentPlace,
    CalendarFeed,
    Entitlement,
    Goal,
    Order,
    OrderBreach,
    PlanReview,
    Step,
    Task,
)


def _planned(rows: Rows, subject: Subject) -> Iterable[Piece]:
    """Orders, appointments and paid services of the person, without free text."""
    for order in rows(Order).filter(case__in=subject.folders).order_by("starts", "pk"):
        words = ", ".join([str(order.get_kind_display()), *order.condition_words])
        yield Piece(_("Protection order"), words, timezone.localdate(order.starts))
    expected = rows(AppointmentPerson).filter(person=subject.person, appointment__case__in=subject.folders)
    for one in expected.select_related("appointment").order_by("appointment__starts", "pk"):
        met = one.appointment
        yield Piece(_("Appointment"), f"{met.get_place_kind_display()}, {met.get_state_display()}", met.day)
    paid = rows(Entitlement).filter(person=subject.person, case__in=subject.folders).order_by("starts", "pk")
    for grant in paid:
        term = term_of(grant.kind, grant.starts)
        yield Piece(_("Paid by the state"), f"{term.name if term else grant.kind}: {grant.total}", grant.starts)


def _breaches(rows: Any, subject: Subject) -> Any:
    return rows.filter(order__case__in=subject.folders).select_related("order").order_by("pk")


def _stops(rows: Rows, subject: Subject, asker: UUID | None, name: str) -> Iterable[Words]:
    if any(order.holds() for order in rows(Order).filter(case__in=subject.folders)):
        yield _("a protection order is in force in a file of the child")


holding(
    "plan",
    _("Plan, orders and appointments"),
    tables=[
        Task,
        Goal,
        Step,
        PlanReview,
        Order,
        OrderBreach,
        Appointment,
        AppointmentPerson,
        AppointmentPlace,
        Entitlement,
        CalendarFeed,
    ],
    texts=(
        Texts(Task, _("Task"), ("what",), "case_id", "due"),
        Texts(Goal, _("Goal of the plan"), ("text", "own_words"), "case_id", "agreed_on"),
        Texts(Step, _("Step of the plan"), ("what", "owner_name"), "case_id", "due"),
        Texts(Step, _("Why a step was taken out"), ("out_why",), "case_id", shown=False),
        Texts(PlanReview, _("Review of the plan"), ("found",), "case_id", "held_on"),
        Texts(Order, _("Protection order"), ("number", "issued_by"), "case_id", "due"),
        Texts(OrderBreach, _("Breach of an order"), ("what",), "folder_id", "day", within=_breaches),
        Texts(AppointmentPlace, _("Place of an appointment"), ("text",), "case_id"),
    ),
    facts=_planned,
    stays=_("The days of tasks, plan, orders, appointments and paid services: without any text."),
    stops=_stops,
)
