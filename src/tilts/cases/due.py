"""What is due: one place from which my day, the case page, the list of cases and the morning letter are asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Min, Q, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tilts.access.keys import ring
from tilts.access.reach import Reach, unscoped
from tilts.cases.models import (
    Appointment,
    AppointmentState,
    CalendarFeed,
    Case,
    FollowUp,
    Order,
    OrderKind,
    PlanReview,
    Step,
    Task,
)
from tilts.cases.models import TeamMember as Member
from tilts.cases.models.orders import END_DAYS, RED_DAYS
from tilts.cases.models.plan import OVER
from tilts.kit.ical import Event, calendar_text

MOST = 15
"""Lines of one kind on my day; how many more there are is said."""
WEEK = 7


@dataclass(frozen=True)
class DueKind:
    """A kind of thing that falls due: its word, and its name in addresses."""

    key: str
    word: str | Promise


KINDS = {
    kind.key: kind
    for kind in (
        DueKind("order", _("Application to the court")),
        DueKind("order_end", _("An order ends")),
        DueKind("task", _("Task")),
        DueKind("step", _("Step of the plan")),
        DueKind("review", _("Review of the plan")),
        DueKind("follow_up", _("Follow-up")),
    )
}


def open_rows(reach: Reach) -> dict[str, Any]:
    """Everything within reach that has a day and is not over, by kind; steps and tasks of open cases only."""
    going = {"case__closed_on": None}
    return {
        "order": waiting_orders(reach(Order)).filter(**going),
        "order_end": ending_orders(reach(Order)).filter(**going),
        "task": reach(Task).filter(done_on=None, **going),
        "step": reach(Step).filter(**going).exclude(progress__in=OVER),
        "review": reach(PlanReview).filter(held_on=None, **going),
        "follow_up": reach(FollowUp).filter(done_on=None, agreed=True),
    }


def open_in(case: Case) -> list[str]:
    """What is not over in a case, in numbers and words that name nobody; asked when somebody closes it."""
    reason = "what is still open in a case that somebody closes"
    of = {"case": case, "voided_at": None}
    planned = unscoped(Appointment, reason=reason).filter(**of, state=AppointmentState.PLANNED)
    counted = (
        (waiting_orders(unscoped(Order, reason=reason).filter(**of)), _("applications to the court")),
        (unscoped(Task, reason=reason).filter(**of, done_on=None), _("tasks")),
        (unscoped(Step, reason=reason).filter(**of).exclude(progress__in=OVER), _("steps of the plan")),
        (planned, _("planned appointments")),
    )
    return [f"{word}: {number}" for rows, word in counted if (number := rows.count())]


def waiting_orders(rows: Any) -> Any:
    """Separations of which the application to the court is neither recorded nor declined."""
    return rows.filter(kind=OrderKind.SEPARATION, applied_on=None, declined_on=None)


def ending_orders(rows: Any) -> Any:
    """Orders of a court or another office that still hold and have an end; a separation has its application."""
    return rows.filter(due__gte=timezone.localdate()).exclude(kind=OrderKind.SEPARATION)


def mine(reach: Reach, today: date) -> dict[str, Any]:
    """What of it is this colleague's today or late, by kind: rows with their case, soonest first."""
    me, rows = reach.user, open_rows(reach)
    on_my_cases = Q(case__lead=me) | Q(case__in=reach(Member).filter(user=me, ends=None).order_by().values("case"))
    theirs_on_mine = Q(owner=None, case__lead=me)
    found = {
        "order": rows["order"].filter(on_my_cases, due__lt=today + timedelta(days=RED_DAYS)),
        "order_end": rows["order_end"].filter(on_my_cases, due__lt=today + timedelta(days=END_DAYS)),
        "task": rows["task"].filter(Q(due__lte=today) | Q(remind_on__lte=today), owner=me),
        "step": rows["step"].filter(Q(owner=me) | theirs_on_mine, due__lte=today),
        "review": rows["review"].filter(case__lead=me, due__lte=today),
        "follow_up": rows["follow_up"].filter(on_my_cases, due__lte=today),
    }
    return {key: query.select_related("case").order_by("due", "pk") for key, query in found.items()}


@dataclass(frozen=True)
class DueLine:
    """One thing due on my day; `row` is the record of a task or step, of which the text is shown."""

    key: str
    record: UUID
    case: UUID
    code: str
    due: date
    row: Any = None

    @property
    def word(self) -> str | Promise:
        """What it is."""
        return KINDS[self.key].word


WITH_TEXT = ("task", "step")


def my_lines(reach: Reach, today: date) -> tuple[list[DueLine], bool]:
    """What is due for this colleague, applications to the court first, and whether there is more; three queries."""
    lines, more = [], False
    rows = mine(reach, today)
    for key in WITH_TEXT:
        found = list(rows.pop(key).select_related("case", "owner")[: MOST + 1])
        more = more or len(found) > MOST
        lines += [DueLine(key, one.pk, one.case_id, one.case.code, one.due, one) for one in found[:MOST]]
    parts = [
        query.order_by()
        .annotate(c_kind=Value(key), c_row=F("pk"), c_case=F("case_id"), c_code=F("case__code"), c_due=F("due"))
        .values_list("c_kind", "c_row", "c_case", "c_code", "c_due")
        for key, query in rows.items()
    ]
    plain = list(parts[0].union(*parts[1:], all=True).order_by("c_due", "c_row")[: MOST + 1])
    lines += [DueLine(*one) for one in plain[:MOST]]
    lines.sort(key=lambda line: (line.key != "order", line.due, line.key))
    return lines, more or len(plain) > MOST


def how_many(reach: Reach, today: date) -> int:
    """How many things are due today or late."""
    return sum(query.order_by().count() for query in mine(reach, today).values())


def next_in_cases(reach: Reach, cases: list[UUID]) -> dict[UUID, tuple[str, date]]:
    """The next thing due in each of these cases: its kind and its day; one query."""
    parts = [
        query.filter(case__in=cases)
        .order_by()
        .values("case_id")
        .annotate(next=Min("due"), kind=Value(key))
        .values_list("case_id", "next", "kind")
        for key, query in open_rows(reach).items()
    ]
    found: dict[UUID, tuple[str, date]] = {}
    for case, day, kind in parts[0].union(*parts[1:], all=True):
        if case not in found or day < found[case][1]:
            found[case] = (str(KINDS[kind].word), day)
    return found


def my_appointments(reach: Reach, first: date, last: date) -> Any:
    """This colleague's own appointments on these local days, the first and the last counted; without moved ones."""
    rows = reach(Appointment).filter(staff=reach.user, day__gte=first, day__lte=last)
    return rows.exclude(state=AppointmentState.MOVED).select_related("case").order_by("starts", "pk")


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


BACK, AHEAD, MOST_EVENTS = timedelta(days=14), timedelta(days=183), 500


def calendar_of(reach: Reach) -> str:
    """One's own calendar for outside: two weeks back, half a year ahead; moments and one fixed title, nothing else."""
    now = timezone.now()
    rows = reach(Appointment).filter(staff=reach.user, starts__gte=now - BACK, starts__lt=now + AHEAD)
    rows = rows.exclude(state=AppointmentState.MOVED).order_by("starts", "pk")[:MOST_EVENTS]
    title = gettext("Tilts: appointment")
    return calendar_text("Tilts", [_event(one, title) for one in rows])


def _event(one: Appointment, title: str) -> Event:
    off = one.state == AppointmentState.CANCELLED
    name = ring().search_hash(f"calendar:{one.pk}").hex()[:32]
    return Event(
        uid=f"{name}@tilts",
        starts=one.starts,
        ends=one.ends,
        title=title,
        changed=one.created_at,
        sequence=one.version - 1,
        status="CANCELLED" if off else "CONFIRMED",
    )


def steps_taken_out(request: Any, case: Any) -> list[Step]:
    """Steps that were changed or taken out, newest first: rows that reach leaves out, in a case that it opens."""
    if not request.reach.zones(case.folder_id).services:
        return []
    rows = unscoped(Step, reason="the history of a plan, shown to those who may read the plan")
    return list(rows.filter(case=case).exclude(voided_at=None).select_related("owner", "voided_by")[:100])
