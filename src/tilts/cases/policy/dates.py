"""Who reaches orders, appointments and follow-ups, and who writes them."""

from typing import Any

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
from tilts.cases.policy.case import WORKERS, may_write_zone


@in_folder(Order, key="case", zone="risk")
def order_rows(reach: Reach, rows: Rows) -> Rows:
    """Protection orders of a case, for those to whom its risk zone is open."""
    return rows


@with_parent(OrderBreach, key="order")
def breach_rows(reach: Reach, rows: Rows) -> Rows:
    """Breaches of the orders one may see."""
    return rows


@in_folder(Appointment, key="case", zone="services")
def appointment_rows(reach: Reach, rows: Rows) -> Rows:
    """Appointments in a case with the kind of place, for those to whom its services zone is open."""
    return rows


@with_parent(AppointmentPerson, key="appointment")
def appointment_person_rows(reach: Reach, rows: Rows) -> Rows:
    """Who is expected at the appointments one may see; the names are a matter of the person."""
    return rows


@in_folder(AppointmentPlace, key="case", zone="address")
def appointment_place_rows(reach: Reach, rows: Rows) -> Rows:
    """The place of an appointment in words, for those to whom the addresses of the case are open."""
    return rows


@in_folder(FollowUp, key="case", zone="contact")
def follow_up_rows(reach: Reach, rows: Rows) -> Rows:
    """Follow-ups of a case with the safe way, for those to whom its ways to reach are open."""
    return rows


@scope(CalendarFeed, no_folder="a colleague's own secret address, which says nothing of anybody")
def feed_rows(reach: Reach, rows: Rows) -> Rows:
    """One's own calendar address in the role one acts in."""
    return rows.filter(membership=reach.membership) if reach.membership else rows.none()


def _case_of(record: Any) -> Any:
    return getattr(getattr(record, "order", record), "case", record)


@rule("order.recorded")
def may_record_order(reach: Reach, record: Any = None) -> Decision:
    """Those who write the risk zone of a case record protection orders."""
    return may_write_zone(reach, _case_of(record), "risk")


@rule("order.ended")
def may_end_order(reach: Reach, record: Any = None) -> Decision:
    """Those who write the risk zone of a case record when an order ends."""
    return may_write_zone(reach, _case_of(record), "risk")


@rule("order.answered")
def may_answer_order(reach: Reach, record: Any = None) -> Decision:
    """Those who write the risk zone of a case record that the application to the court was sent, or declined."""
    return may_write_zone(reach, _case_of(record), "risk")


@rule("order.breached")
def may_record_breach(reach: Reach, record: Any = None) -> Decision:
    """Those who write the risk zone of a case record breaches of an order."""
    return may_write_zone(reach, _case_of(record), "risk")


@rule("appointment.made")
def may_make_appointment(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case make appointments in it."""
    return may_write_zone(reach, _case_of(record), "services")


@rule("appointment.settled")
def may_settle_appointment(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case say what became of an appointment."""
    return may_write_zone(reach, _case_of(record), "services")


@rule("appointment.moved")
def may_move_appointment(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case move an appointment."""
    return may_write_zone(reach, _case_of(record), "services")


@rule("calendar.read")
def may_read_calendar(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases see the appointments of theirs that they may know."""
    return Decision(reach.is_one_of(*WORKERS))


@rule("calendar.feed_made")
def may_make_feed(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases take a calendar address for themselves, a new one ending the old."""
    return Decision(reach.is_one_of(*WORKERS))


@rule("calendar.feed_ended")
def may_end_feed(reach: Reach, record: Any = None) -> Decision:
    """Everybody ends their own calendar address."""
    mine = record is None or record.membership_id == getattr(reach.membership, "pk", None)
    return Decision(mine and reach.is_one_of(*WORKERS))


def _may_follow_up(reach: Reach, record: Any) -> Decision:
    """Also in a closed case: a follow-up comes after the end."""
    case = _case_of(record)
    if case is None:
        return Decision(reach.is_one_of(*WORKERS))
    zones = reach.zones(case.folder_id)
    return Decision(reach.is_one_of(*WORKERS) and zones.contact > 0 and max(zones.services, zones.admin) == 2)


@rule("follow_up.agreed")
def may_agree_follow_up(reach: Reach, record: Any = None) -> Decision:
    """Those who may close a case, or write its services, and know the safe way note what was agreed for afterwards."""
    return _may_follow_up(reach, record)


@rule("follow_up.recorded")
def may_record_follow_up(reach: Reach, record: Any = None) -> Decision:
    """Those who may close a case, or write its services, record how it went, also when the case is closed."""
    return _may_follow_up(reach, record)
