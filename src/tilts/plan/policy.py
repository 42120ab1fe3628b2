"""Who reaches what is planned in a case, orders and appointments among it, and who writes it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, scope, with_parent
from tilts.cases.policy.case import WORKERS, case_of, may_write_zone
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

in_folder(Task, key="case", zone="services")


in_folder(Goal, key="case", zone="services")


in_folder(Step, key="case", zone="services")


in_folder(PlanReview, key="case", zone="services")


in_folder(Entitlement, key="case", zone="services")


in_folder(Order, key="case", zone="risk")


with_parent(OrderBreach, key="order")


in_folder(Appointment, key="case", zone="services")


with_parent(AppointmentPerson, key="appointment")


in_folder(AppointmentPlace, key="case", zone="address")


@scope(CalendarFeed, no_folder="a colleague's own secret address, which says nothing of anybody")
def feed_rows(reach: Reach, rows: Rows) -> Rows:
    """One's own calendar address in the role one acts in."""
    return rows.filter(membership=reach.membership) if reach.membership else rows.none()


@rule("calendar.read", says=_("Calendar: looked"))
def may_read_calendar(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases see the appointments of theirs that they may know."""
    return Decision(reach.is_one_of(*WORKERS))


def may_end_feed(reach: Reach, record: Any = None) -> Decision:
    """Everybody ends their own calendar address."""
    mine = record is None or record.membership_id == getattr(reach.membership, "pk", None)
    return Decision(mine and reach.is_one_of(*WORKERS))


def plans_with_names(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services of an open case, and know its people."""
    case = case_of(record)
    decision = may_write_zone(reach, case, "services")
    if not decision or case is None:
        return decision
    return Decision(reach.zones(case.folder_id).name > 0)
