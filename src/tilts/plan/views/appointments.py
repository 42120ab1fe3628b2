"""Appointments of a case, one's own calendar, and its secret address."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, open_page, page, reading
from tilts.access.form_pages import Entry, form_page
from tilts.access.reach import Reach
from tilts.accounts.guessing import counted_by
from tilts.accounts.limits import Limit, Waiting, take
from tilts.cases.form_pages import clients_of, in_case, people_to_choose, team_users
from tilts.cases.models import Case
from tilts.cases.pages import case_of, case_to_write
from tilts.kit.months import add_months
from tilts.people.models import Person
from tilts.plan import actions
from tilts.plan.calendar import calendar_of, feed_behind, my_appointments, week_of
from tilts.plan.forms import AppointmentForm, MoveForm, SettleForm
from tilts.plan.models import Appointment, AppointmentPerson, AppointmentPlace, CalendarFeed
from tilts.ui.errors import not_found

GUESSES = Limit("calendar.guesses", 20, 600)
"""Wrong addresses from one machine."""
READS = Limit("calendar.reads", 30, 600)
"""Reads of one address: calendars look every quarter of an hour or so."""
MONTH = 1


def _usual(request: Request, case: Case) -> dict[str, Any]:
    """Whom one meets, where and for how long: the clients of the case, as one met last."""
    me = getattr(request.reach.user, "pk", None)
    last = request.reach(Appointment).filter(staff=me).order_by("-created_at").first()
    usual = {"place_kind": last.place_kind, "minutes": last.minutes} if last else {}
    return {"staff": me, "people": clients_of(request, case), **usual}


@form_page(actions.make_appointment)
def appointment_add(request: Request, id: UUID) -> Entry:
    """Make an appointment."""
    case = case_of(request, id)
    form = AppointmentForm(
        request.POST or None,
        team=team_users(request, case),
        people=people_to_choose(request, case),
        sees_address=request.reach.zones(case.folder_id).address == 2,
        initial=_usual(request, case),
    )
    return in_case(case, form, _("Make an appointment"), said=_("The appointment is made."))


def _appointment(request: Request, id: UUID, appointment: UUID) -> Appointment:
    rows = request.reach(Appointment).filter(case=case_to_write(request, id)).select_related("case", "staff")
    found: Appointment = rows.get(pk=appointment)
    return found


@door("cases.read")
def appointment_page(request: Request, id: UUID, appointment: UUID) -> HttpResponse:
    """One appointment: when, where, with whom; the address only for those to whom addresses are open."""
    found = _appointment(request, id, appointment)
    case = found.case
    expected = request.reach(AppointmentPerson).filter(appointment=found).order_by().values("person")
    return page(
        request,
        "plan/appointment_page.html",
        case=case,
        appointment=found,
        zones=request.reach.zones(case.folder_id),
        people=request.reach(Person).filter(pk__in=expected),
        place=request.reach(AppointmentPlace).filter(appointment=found).first(),
        may_write=request.reach.may("appointment.settled", record=case),
    )


@form_page(actions.settle_appointment, at="state")
def appointment_settle(request: Request, id: UUID, appointment: UUID) -> Entry:
    """Say what became of an appointment."""
    found = _appointment(request, id, appointment)
    form = SettleForm(request.POST or None, initial={"state": found.state})
    return in_case(found, form, _("What became of it"), said=_("Saved."))


@form_page(actions.move_appointment, at="starts")
def appointment_move(request: Request, id: UUID, appointment: UUID) -> Entry:
    """Move an appointment to another time."""
    found = _appointment(request, id, appointment)
    form = MoveForm(request.POST or None, initial={"starts": found.starts, "minutes": found.minutes})
    return in_case(found, form, _("Move the appointment"), said=_("The appointment is moved."))


def _month(asked: str) -> date:
    """The first day of the month in the address; of this one where it cannot be understood."""
    try:
        year, month = asked.split("-")
        return date(int(year), int(month), 1)
    except ValueError:
        return timezone.localdate().replace(day=1)


@door("calendar.read")
def my_calendar(request: Request) -> HttpResponse:
    """A month of one's own appointments, week by week."""
    first = _month(request.GET.get("month", ""))
    if not 1900 < first.year < 2100:
        first = timezone.localdate().replace(day=1)
    days = week_of(first)
    last = add_months(first, MONTH) - timedelta(days=1)
    while days[-1] < last:
        days += week_of(days[-1] + timedelta(days=1))
    found: dict[date, list[Any]] = {day: [] for day in days}
    for one in my_appointments(request.reach, days[0], days[-1]):
        found[one.day].append(one)
    weeks = [[{"day": day, "appointments": found[day]} for day in days[at : at + 7]] for at in range(0, len(days), 7)]
    return page(
        request,
        "plan/my_calendar.html",
        first=first,
        weeks=weeks,
        today=timezone.localdate(),
        earlier=add_months(first, -MONTH),
        later=add_months(first, MONTH),
    )


@door("calendar.feed_made")
def calendar_address(request: Request) -> HttpResponse:
    """The secret address of one's calendar: made, made anew, ended. It is shown once."""
    if request.method == "POST" and request.POST.get("end"):
        actions.end_feed(request.reach)
        messages.success(request, _("The address answers nobody any more."))
        return redirect("plan:calendar_address")
    address = ""
    if request.method == "POST":
        secret = actions.make_feed(request.reach)
        address = request.build_absolute_uri(reverse("plan:calendar_feed", kwargs={"secret": secret}))
    feed = request.reach(CalendarFeed).filter(ended_at=None).first()
    return page(request, "plan/calendar_address.html", address=address, feed=feed)


def _reader(request: HttpRequest, secret: str) -> CalendarFeed | None:
    """The living feed behind this secret; None for a wrong, an ended, and a too often asked one."""
    feed = feed_behind(actions.hash_of_secret(secret))
    try:
        take(READS, str(feed.pk)) if feed else take(GUESSES, counted_by(request))
    except Waiting:
        return None
    return feed


def _nothing_here(request: HttpRequest) -> HttpResponse:
    """The 404 of every page, but not in the log of the server: the address may be a secret that is in use."""
    answer = not_found(request, Http404())
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


@open_page("a colleague's own calendar reads it by a secret; it says when, never who or where")
def calendar_feed(request: Request, secret: str) -> HttpResponse:
    """The appointments of whoever holds the secret: times only."""
    feed = _reader(request, secret) if request.method in ("GET", "HEAD") else None
    if feed is None:
        return _nothing_here(request)
    member = feed.membership
    request.reach = Reach(user=member.user, membership=member)
    with reading(request), translation.override(member.user.language):
        text = calendar_of(request.reach)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
