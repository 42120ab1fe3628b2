"""What is due: the questions that my day, the case page, the list of cases and the morning letter ask of one list.

The list tells of records without their texts (`cases.models.Due`); a text is opened from its record, by its key.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilts.access.codes import code_words
from tilts.access.prepared import ask, number_of
from tilts.access.reach import Reach, Rows, unscoped
from tilts.cases.models import Case, Due
from tilts.cases.models import TeamMember as Member
from tilts.plan.models import Appointment, Step, Task

MOST = 15
"""Lines of one kind on my day; how many more there are is said."""
MOST_MET = 100
"""Appointments of one week."""
SHOWN = 10
"""Lines of one kind of what is next in a case."""


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
"""What stands among what is due. An appointment is in the same list and stands in the calendar."""
MET = "appointment"
OF_THE_TEAM = ("order", "order_end", "follow_up")
"""Due for everybody who works on the case; what else belongs to nobody by name is its lead's."""
LAST_FOREVER = ("follow_up",)
"""Due also in a closed case."""


def not_done(rows: Any, today: date) -> Any:
    """Of these rows what is not done, and no order that has ended."""
    return rows.open().filter(kind__in=list(KINDS)).exclude(kind="order_end", day__lt=today)


def still_due(rows: Any, today: date) -> Any:
    """Of these rows what is not over: not done, in an open case, and no order that has ended."""
    return not_done(rows, today).filter(Q(case__closed_on=None) | Q(kind__in=LAST_FOREVER))


class DueInCase(NamedTuple):
    """One thing that is not done in a case: its kind and record, its day, the day from which it stands on my day, the
    moment from which it is late, and whether that has an hour."""

    kind: str
    record: UUID
    day: date
    shows_from: date
    moment: datetime
    timed: bool


def own(reach: Reach, *, today: date) -> Any:
    """What is due today or late and bears this colleague's name."""
    return still_due(reach(Due), today).filter(owner=reach.user, shows_from__lte=today)


def of_led_cases(reach: Reach, *, today: date) -> Any:
    """What is due today or late and bears nobody's name, in cases that this colleague leads."""
    return still_due(reach(Due), today).filter(owner=None, case__lead=reach.user, shows_from__lte=today)


def of_team(reach: Reach, *, today: date) -> Any:
    """What is due today or late for everybody of the team, in cases on which this colleague works with another lead."""
    works = reach(Member).filter(user=reach.user, ends=None).order_by().values("case")
    rows = still_due(reach(Due), today).filter(owner=None, case__in=works, kind__in=OF_THE_TEAM)
    return rows.exclude(case__lead=reach.user).filter(shows_from__lte=today)


MINE = (own, of_led_cases, of_team)
"""What is this colleague's, each thing in one of them: three questions, for each has its own index."""
LINE = ("kind", "record", "case", "case__code", "case__organisation", "day", "moment", "timed")


def _soonest(rows: Any, most: int) -> Any:
    """Of each kind the soonest so many."""
    rank = Window(RowNumber(), partition_by=[F("kind")], order_by=[F("day"), F("moment"), F("record")])
    return rows.order_by().annotate(rank=rank).filter(rank__lte=most)


def on_day(reach: Reach, *, today: date, first: date, last: date) -> Any:
    """Of each kind the soonest that is this colleague's today or late, and the appointments from `first` to `last`."""
    parts = [_soonest(rows(reach, today=today), MOST + 1).values_list(*LINE) for rows in MINE]
    met = _soonest(meetings_of(reach, first=first, last=last), MOST_MET)
    return met.values_list(*LINE).union(*parts, all=True)


def meetings_of(reach: Reach, *, first: date, last: date) -> Any:
    """This colleague's own appointments on these local days, the first and the last counted."""
    return reach(Due).filter(owner=reach.user, kind="appointment", day__gte=first, day__lte=last)


def in_case(reach: Reach, *, case: UUID, today: date) -> Any:
    """What is not done in one case, open or closed, appointments among it: of each kind the soonest."""
    rows = reach(Due).open().filter(case=case, kind__in=[*KINDS, MET])
    return _soonest(rows.exclude(kind__in=["order_end", MET], day__lt=today), SHOWN)


def with_next(reach: Reach, cases: Rows, today: date, *, mine: bool = False) -> Rows:
    """These cases, each with the day and the kind of what is due next in it (`next_day`, `next_kind`).

    Where `mine`, of what bears this colleague's own name.
    """
    soonest = still_due(reach(Due), today).filter(case=OuterRef("pk")).order_by("day", "kind")
    soonest = soonest.filter(owner=reach.user) if mine else soonest
    return cases.annotate(next_day=Subquery(soonest.values("day")[:1]), next_kind=Subquery(soonest.values("kind")[:1]))


def tasks(reach: Reach, *, keys: list[UUID]) -> Any:
    """Tasks by their keys, with whose they are."""
    return reach(Task).filter(pk__in=keys).select_related("owner")


def steps(reach: Reach, *, keys: list[UUID]) -> Any:
    """Steps by their keys, with whose they are."""
    return reach(Step).filter(pk__in=keys).select_related("owner")


def appointments(reach: Reach, *, keys: list[UUID]) -> Any:
    """Appointments by their keys, with their case, in the order of the calendar."""
    return reach(Appointment).filter(pk__in=keys).select_related("case").order_by("starts", "pk")


WITH_TEXT = {"task": tasks, "step": steps}
"""Kinds of which the text is shown, and the question that opens it."""


def texts(reach: Reach, found: list[tuple[str, UUID]]) -> dict[UUID, Any]:
    """The records of tasks and steps among these kinds and keys; one question a kind that is among them."""
    known: dict[UUID, Any] = {}
    for kind, build in WITH_TEXT.items():
        keys = [record for one, record in found if one == kind]
        known |= {row.pk: row for row in ask(reach, build, keys=keys)} if keys else {}
    return known


@dataclass(frozen=True)
class DueLine:
    """One thing due; `row` is the record of a task or step, of which the text is shown."""

    key: str
    record: UUID
    case: UUID
    code: str
    due: date
    moment: datetime
    timed: bool
    row: Any = None

    @property
    def when(self) -> date | datetime:
        """Its moment, or its day where it has no hour."""
        return self.moment if self.timed else self.due

    @property
    def over(self) -> bool:
        """Whether it is late at this moment."""
        return self.moment <= timezone.now()

    @property
    def word(self) -> str | Promise:
        """What it is."""
        return KINDS[self.key].word


def lines(reach: Reach, found: list[tuple[Any, ...]]) -> tuple[list[DueLine], bool]:
    """What `on_day` found that is due: applications to the court first, and whether there is more.

    A row that points to no record (somebody wrote to the database by hand) is no line: `tilts due --check` tells of it.
    """
    chosen, more = [], False
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for one in sorted((one for one in found if one[0] in KINDS), key=lambda one: (one[5], one[1])):
        groups.setdefault(one[0] if one[0] in WITH_TEXT else "", []).append(one)
    for group in groups.values():
        more = more or len(group) > MOST
        chosen += group[:MOST]
    known = texts(reach, [(one[0], one[1]) for one in chosen])
    told = [
        DueLine(kind, record, case, code_words(reach, code, whose), day, moment, timed, known.get(record))
        for kind, record, case, code, whose, day, moment, timed in chosen
    ]
    told = [line for line in told if line.row is not None or line.key not in WITH_TEXT]
    return sorted(told, key=lambda line: (line.key != "order", line.moment, line.key)), more


def how_many(reach: Reach, today: date) -> int:
    """How many things are due today or late."""
    return sum(number_of(reach, rows, today=today) for rows in MINE)


LEFT_OPEN = {
    "order": _("applications to the court"),
    "task": _("tasks"),
    "step": _("steps of the plan"),
    "appointment": _("planned appointments"),
}


def open_in(case: Case) -> list[str]:
    """What is not over in a case, in numbers and words that name nobody; asked when somebody closes it."""
    rows = unscoped(Due, reason="what is still open in a case that somebody closes").open().filter(case=case)
    counted = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    return [f"{word}: {counted[kind]}" for kind, word in LEFT_OPEN.items() if kind in counted]
