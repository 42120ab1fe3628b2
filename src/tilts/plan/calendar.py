"""The calendar of a colleague: weeks, and what may leave the house without saying whose it is."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from icalendar import CLASS, STATUS, Calendar, Event

from tilts.access.prepared import ask
from tilts.access.reach import Reach, unscoped
from tilts.cases.models import Due
from tilts.plan.due import appointments, meetings_of
from tilts.plan.models import Appointment, AppointmentState, CalendarFeed
from tilts.sealing.keys import ring

WEEK = 7
MOST_SHOWN = 1000


def my_appointments(reach: Reach, first: date, last: date) -> list[Appointment]:
    """This colleague's own appointments on these local days, the first and the last counted; without moved ones."""
    keys = ask(reach, keys_of_meetings, first=first, last=last)
    return ask(reach, appointments, keys=keys) if keys else []


def keys_of_meetings(reach: Reach, *, first: date, last: date) -> Any:
    """The keys of this colleague's own appointments on these days, the soonest first."""
    rows = meetings_of(reach, first=first, last=last).order_by("moment", "record")
    return rows.values_list("record", flat=True)[:MOST_SHOWN]


def week_of(day: date) -> list[date]:
    """Monday to Sunday of the week in which this day lies."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(WEEK)]


def feed_behind(secret_hash: str) -> CalendarFeed | None:
    """The living calendar address with this hash: its role has not ended, its account is open."""
    now = timezone.now()
    rows = unscoped(CalendarFeed, reason="a calendar asks by its secret, before it is known who asks")
    living = Q(membership__ends=None) | Q(membership__ends__gt=now)
    rows = rows.filter(living, secret_hash=secret_hash, ended_at=None, voided_at=None, membership__user__is_active=True)
    found: CalendarFeed | None = rows.select_related("membership__user", "membership__organisation").first()
    return found


BACK, AHEAD = timedelta(days=14), timedelta(days=183)


def keys_of_events(reach: Reach, *, begins: datetime, ends: datetime) -> Any:
    """The keys of this colleague's own appointments between two moments, the soonest first."""
    rows = reach(Due).filter(owner=reach.user, kind="appointment", moment__gte=begins, moment__lt=ends)
    return rows.order_by("moment", "record").values_list("record", flat=True)


def calendar_of(reach: Reach) -> bytes:
    """One's own calendar for outside: two weeks back and half a year ahead, whole; moments and one title."""
    now = timezone.now()
    keys = ask(reach, keys_of_events, begins=now - BACK, ends=now + AHEAD)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Tilts//Calendar//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Tilts")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in ask(reach, appointments, keys=keys) if keys else []:
        calendar.add_component(_event(one))
    written: bytes = calendar.to_ical()
    return written


def _event(one: Appointment) -> Event:
    """In UTC, so that no change of clocks is a question; its name never changes and is no key of ours."""
    return Event.new(
        uid=f"{ring().search_hash(f'calendar:{one.pk}').hex()[:32]}@tilts",
        start=one.starts.astimezone(UTC),
        end=one.ends.astimezone(UTC),
        summary=gettext("Tilts: appointment"),
        stamp=one.created_at,
        sequence=one.version - 1,
        status=STATUS.CANCELLED if one.state == AppointmentState.CANCELLED else STATUS.CONFIRMED,
        classification=CLASS.PRIVATE,
    )
