"""Protection orders: recorded, ended, answered by an application to the court, breached."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.held import say_the_same
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case
from tilts.cases.policy.case import writes
from tilts.kit.dates import RIGA
from tilts.plan.models import Condition, Order, OrderBreach, OrderKind
from tilts.plan.models.orders import SEPARATION_DAYS


def latest_end(starts: datetime) -> datetime:
    """The moment at which a separation ends at the latest: eight days later, the same time by the clock on the wall."""
    wall = starts.astimezone(RIGA).replace(tzinfo=None) + timedelta(days=SEPARATION_DAYS)
    return wall.replace(tzinfo=RIGA).astimezone(UTC)


def _last_day(ends: datetime) -> date:
    """The last local day of a spell that ends at this moment: one that ends at midnight ends with the day before."""
    return timezone.localdate(ends - timedelta(microseconds=1))


def _ends(kind: str, starts: datetime, ends: datetime | None) -> datetime | None:
    if kind != OrderKind.SEPARATION:
        return ends
    latest = latest_end(starts)
    if ends is not None and ends > latest:
        raise Refused(_("A police decision on separation lasts 8 days at most."))
    return ends or latest


@action("order.recorded", may=writes("risk"), says=gettext_lazy("Protection order: recorded"))
def record_order(
    reach: Reach,
    /,
    case: Case,
    *,
    kind: str,
    starts: datetime,
    ends: datetime | None = None,
    conditions: list[str] | None = None,
    **facts: Any,
) -> Order:
    """Record a protection order; a separation without an end ends after eight days, when the application is due."""
    codes = list(conditions or [])
    if kind not in OrderKind.values or not set(codes) <= set(Condition.values):
        raise Refused(_("Choose what kind of order it is."))
    until = _ends(kind, starts, ends)
    due = _last_day(until) if until else None
    _refuse_second(case, kind=kind, starts=starts, ends=until, conditions=codes, **facts)
    return Order.objects.create(
        organisation=case.organisation,
        case=case,
        kind=kind,
        starts=starts,
        ends=until,
        due=due,
        conditions=codes,
        **facts,
    )


def _refuse_second(case: Case, *, kind: str, starts: datetime, **facts: Any) -> None:
    """The same order is one, whoever else writes it down; another respondent has another number or conditions."""
    if say_the_same(Order._base_manager.filter(case=case, kind=kind, starts=starts, voided_at=None), **facts):
        raise Refused(_("This order is written down already."), "starts")


@action("order.ended", may=writes("risk"), says=gettext_lazy("Protection order: end"))
def end_order(reach: Reach, order: Order, *, seen_version: int, ends: datetime) -> Order:
    """Record when an order ends: the court lifted or prolonged it, the police changed it."""
    until = _ends(order.kind, order.starts, ends)
    due = _last_day(until) if until else None
    save_over(order, seen_version, ends=until, due=due)
    return order


@action("order.answered", may=writes("risk"), says=gettext_lazy("Protection order: application to the court"))
def answer_order(reach: Reach, order: Order, *, seen_version: int, applied: bool, on: date) -> Order:
    """The application to the court was sent on this day, or she said that she does not apply."""
    if order.kind != OrderKind.SEPARATION:
        raise Refused(_("Only after a police decision on separation an application is due."))
    if on > timezone.localdate():
        raise Refused(_("This day lies in the future."))
    if on < timezone.localdate(order.starts):
        raise Refused(_("This day lies before the separation."))
    save_over(order, seen_version, applied_on=on if applied else None, declined_on=None if applied else on)
    return order


@action("order.breached", may=writes("risk"), says=gettext_lazy("Protection order: breach"))
def record_breach(
    reach: Reach, order: Order, *, at: datetime, what: str, police_told: bool | None = None
) -> OrderBreach:
    """Record a breach as it was told; it happened while the order was in force."""
    if not what.strip():
        raise Refused(_("Write what happened."))
    if at > timezone.now():
        raise Refused(_("This moment lies in the future."))
    if not order.holds(at):
        raise Refused(_("The order was not in force at this moment."))
    return OrderBreach.objects.create(
        organisation=order.organisation,
        order=order,
        at=at,
        day=timezone.localdate(at),
        what=what,
        police_told=police_told,
        written_by=reach.user,
    )
