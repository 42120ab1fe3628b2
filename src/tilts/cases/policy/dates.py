"""Who reaches orders, appointments and follow-ups, and who writes them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, scope, with_parent
from tilts.cases.models import (
    Appointment,
    AppointmentPerson,
    AppointmentPlace,
    CalendarFeed,
    FollowUp,
    Order,
    OrderBreach,
)
from tilts.cases.policy.case import WORKERS, case_of

in_folder(Order, key="case", zone="risk")


with_parent(OrderBreach, key="order")


in_folder(Appointment, key="case", zone="services")


with_parent(AppointmentPerson, key="appointment")


in_folder(AppointmentPlace, key="case", zone="address")


in_folder(FollowUp, key="case", zone="contact")


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


def may_follow_up(reach: Reach, record: Any = None) -> Decision:
    """Those who may close a case, or write its services, and know the safe way; also when it is closed."""
    case = case_of(record)
    if case is None:
        return Decision(reach.is_one_of(*WORKERS))
    zones = reach.zones(case.folder_id)
    return Decision(reach.is_one_of(*WORKERS) and zones.contact > 0 and max(zones.services, zones.admin) == 2)
