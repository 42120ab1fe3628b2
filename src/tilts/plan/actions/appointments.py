"""Appointments, and the secret address of one's calendar."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.models import User
from tilts.access.reach import Reach, Refused, roles
from tilts.cases.models import Case, Party
from tilts.cases.policy.case import WORKERS, writes
from tilts.people.models import Person
from tilts.plan.actions.tasks import refuse_outsider
from tilts.plan.models import (
    Appointment,
    AppointmentPerson,
    AppointmentPlace,
    AppointmentState,
    CalendarFeed,
    PlaceKind,
)
from tilts.plan.policy import may_end_feed

SETTLED = (AppointmentState.HELD, AppointmentState.NO_SHOW)
"""What can only be said of an appointment that has begun."""


def _refuse_wrong(case: Case, staff: User | None, place_kind: str) -> User:
    if staff is None:
        raise Refused(_("Say who of the team comes."))
    if place_kind not in PlaceKind.values:
        raise Refused(_("Say where you meet."))
    refuse_outsider(case, staff)
    return staff


def _expect(appointment: Appointment, people: Iterable[Person]) -> None:
    known = set(Party._base_manager.filter(case=appointment.case, voided_at=None).values_list("person", flat=True))
    for person in people:
        if person.pk not in known:
            raise Refused(_("Choose people of this case."))
        AppointmentPerson.objects.create(organisation=appointment.organisation, appointment=appointment, person=person)


@action("appointment.made", may=writes("services"), says=gettext_lazy("Appointment: made"))
def make_appointment(
    reach: Reach,
    case: Case,
    *,
    starts: datetime,
    minutes: int,
    place_kind: str,
    staff: User | None,
    people: Iterable[Person] = (),
    place: str = "",
    before: Appointment | None = None,
) -> Appointment:
    """Make an appointment of somebody of the team with people of the case; the place in words needs its zone."""
    who = _refuse_wrong(case, staff, place_kind)
    if place and reach.purpose != "job" and reach.zones(case.folder_id).address != 2:
        raise Refused(_("The address is written by those who may know it. Choose the kind of place."))
    made = Appointment.objects.create(
        organisation=case.organisation,
        case=case,
        starts=starts,
        day=timezone.localdate(starts),
        minutes=minutes,
        place_kind=place_kind,
        staff=who,
        before=before,
    )
    _expect(made, people)
    if place:
        AppointmentPlace.objects.create(organisation=case.organisation, appointment=made, case=case, text=place)
    return made


@action("appointment.settled", may=writes("services"), says=gettext_lazy("Appointment: what became of it"))
def settle_appointment(reach: Reach, appointment: Appointment, *, seen_version: int, state: str) -> Appointment:
    """Say what became of an appointment: held, not come (once it has begun), cancelled, planned after all."""
    if state not in AppointmentState.values or state == AppointmentState.MOVED:
        raise Refused(_("Say what became of it."))
    if appointment.state == AppointmentState.MOVED:
        raise Refused(_("This appointment was moved: open the new one."))
    if state in SETTLED and appointment.starts > timezone.now():
        raise Refused(_("This appointment has not begun yet."))
    save_over(appointment, seen_version, state=state)
    return appointment


@action("appointment.moved", may=writes("services"), says=gettext_lazy("Appointment: moved"))
def move_appointment(
    reach: Reach, appointment: Appointment, *, seen_version: int, starts: datetime, minutes: int | None = None
) -> Appointment:
    """Move a planned appointment: the old one says so and stays, the new one follows it with the same people."""
    if appointment.state != AppointmentState.PLANNED:
        raise Refused(_("Only a planned appointment is moved."))
    length = minutes or appointment.minutes
    _refuse_wrong(appointment.case, appointment.staff, appointment.place_kind)
    save_over(appointment, seen_version, state=AppointmentState.MOVED)
    expected = AppointmentPerson._base_manager.filter(appointment=appointment, voided_at=None)
    people = [one.person for one in expected.select_related("person")]
    place = AppointmentPlace._base_manager.filter(appointment=appointment, voided_at=None).first()
    made = Appointment.objects.create(
        organisation=appointment.organisation,
        case=appointment.case,
        starts=starts,
        day=timezone.localdate(starts),
        minutes=length,
        place_kind=appointment.place_kind,
        staff=appointment.staff,
        before=appointment,
    )
    _expect(made, people)
    if place and place.text:
        AppointmentPlace.objects.create(
            organisation=made.organisation, appointment=made, case=made.case, text=place.text
        )
    return made


def hash_of_secret(secret: str) -> str:
    """What is kept of a calendar's secret: it is 256 random bits, so a plain hash tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


@action("calendar.feed_made", may=roles(*WORKERS), says=gettext_lazy("Calendar: address made"))
def make_feed(reach: Reach) -> str:
    """A new secret address for one's calendar, shown once; the one before ends now."""
    if reach.membership is None:
        raise Refused(_("A calendar belongs to somebody who works here."))
    _end_feeds(reach)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(
        organisation=reach.membership.organisation, membership=reach.membership, secret_hash=hash_of_secret(secret)
    )
    return secret


def _end_feeds(reach: Reach) -> int:
    mine = CalendarFeed._base_manager.filter(membership=reach.membership, ended_at=None)
    return mine.update(ended_at=timezone.now())


@action("calendar.feed_ended", may=may_end_feed, says=gettext_lazy("Calendar: address ended"))
def end_feed(reach: Reach) -> int:
    """The address answers nobody any more; how many there were."""
    return _end_feeds(reach)
