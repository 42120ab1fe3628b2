"""The rules of the alerts, with their thresholds. What each looks for is the sentence under its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilts.access.models import AuditEntry, Breaking, Role
from tilts.kit.workdays import is_working_day
from tilts.trace.alerts.lines import ON_DUTY, Line, Trace, bursts, by_user

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limits:
    """From where on something is too much. An office may have others."""

    searches: int = 15
    opens_a_search: float = 0.2
    opens_at_once: int = 20
    at_once: timedelta = timedelta(minutes=30)
    night_from: int = 22
    night_until: int = 6
    night_opens: int = 2
    days_off: int = 3
    days_off_in: timedelta = timedelta(days=21)
    leaving: timedelta = timedelta(days=14)
    wall_knocks: int = 3
    ids_tried: int = 5
    idle_opens: int = 15
    idle_opens_of_supervisor: int = 30
    worked_share: float = 0.1
    closed_looks: int = 5
    closed_in: timedelta = timedelta(days=14)
    glasses: int = 3
    glasses_in: timedelta = timedelta(days=7)
    role_lent: timedelta = timedelta(days=7)
    failed_sign_ins: int = 5
    after_opening: timedelta = timedelta(days=14)
    new_hands: timedelta = timedelta(days=3)
    new_hands_opens: int = 3


LIMITS = Limits()


class Found(NamedTuple):
    """Something noticed: who, at which record, when, and the entry that set it off."""

    user: UUID | None
    record: UUID | None
    at: datetime
    entry: UUID | None


Rule = Callable[[Trace], Iterator[Found]]


@dataclass(frozen=True)
class AlertKind:
    """A kind of alert: its name, what it looks for, and for how long the same thing is not said again."""

    key: str
    name: str | Promise
    meaning: str | Promise
    quiet: timedelta
    rule: Rule


ALERTS: dict[str, AlertKind] = {}


def alert(key: str, name: str | Promise, meaning: str | Promise, *, quiet: timedelta = DAY) -> Callable[[Rule], Rule]:
    """Declare a rule of the alerts."""

    def declare(rule: Rule) -> Rule:
        ALERTS[key] = AlertKind(key, name, meaning, quiet, rule)
        return rule

    return declare


def _found(line: Line, record: UUID | None = None, user: UUID | None = None) -> Found:
    return Found(user or line.user, record, line.at, line.id)


@alert(
    "surname_trawl",
    _("Trawling for names"),
    _("One person asked for many different names within an hour and opened hardly any of what was found."),
)
def surname_trawl(trace: Trace) -> Iterator[Found]:
    """Many searches, few opens."""
    looks = by_user(trace.looks)
    for user, searches in by_user(trace.searches).items():
        for line, window in bursts(searches, HOUR, LIMITS.searches, lambda one: one.asked):
            opened = {one.record for one in looks.get(user, []) if window[0].at <= one.at <= line.at}
            if len(opened) <= len(window) * LIMITS.opens_a_search:
                yield _found(line)


@alert("many_opened", _("Many files opened at once"), _("One person opened very many files within half an hour."))
def many_opened(trace: Trace) -> Iterator[Found]:
    """Many files in a short time."""
    for looks in by_user(trace.looks).values():
        for line, _window in bursts(looks, LIMITS.at_once, LIMITS.opens_at_once, lambda one: one.record):
            yield _found(line)


def _at_night(line: Line) -> bool:
    hour = line.local.hour
    return hour >= LIMITS.night_from or hour < LIMITS.night_until


@alert("night", _("Files opened at night"), _("Somebody who is not on night duty opened files at night."))
def night(trace: Trace) -> Iterator[Found]:
    """Opens at night by somebody not on duty."""
    looks = [line for line in trace.looks if line.role not in ON_DUTY and _at_night(line)]
    for mine in by_user(looks).values():
        for line, _window in bursts(mine, timedelta(hours=8), LIMITS.night_opens, lambda one: one.id):
            yield _found(line)


@alert(
    "days_off",
    _("Files opened on days off"),
    _("Somebody who is not on duty opened files on several days off within three weeks."),
    quiet=timedelta(days=14),
)
def days_off(trace: Trace) -> Iterator[Found]:
    """A series of weekends and holidays."""
    working: dict[date, bool] = {day: is_working_day(day) for day in {line.day for line in trace.looks}}
    looks = [line for line in trace.looks if line.role not in ON_DUTY and not working[line.day]]
    for mine in by_user(looks).values():
        for line, _window in bursts(mine, LIMITS.days_off_in, LIMITS.days_off, lambda one: one.day):
            yield _found(line)


@alert(
    "leaver_export",
    _("Export by somebody who leaves"),
    _("Somebody whose work here ends, or whose account is closed, took data out of the house shortly before or after."),
    quiet=timedelta(days=7),
)
def leaver_export(trace: Trace) -> Iterator[Found]:
    """Exports around the end of a membership."""
    for user, exports in by_user(trace.exports).items():
        for ends in _ends_of(trace, user):
            near = [line for line in exports if abs(line.at - ends) <= LIMITS.leaving]
            if near:
                last = near[-1]
                # noticed when the second of the two happened: the export, or the news of leaving
                yield Found(user, last.record, max(last.at, _news_of(trace, user, last.at)), last.id)


def _ends_of(trace: Trace, user: UUID) -> Iterator[datetime]:
    """When this person's work here ends; a changed role is no end."""
    mine = trace.memberships.get(user, [])
    ends = [one.ends for one in mine if one.ends]
    if mine and len(ends) == len(mine):
        yield max(ends)
    if any(not one.user.is_active for one in mine):
        yield trace.until


def _news_of(trace: Trace, user: UUID, otherwise: datetime) -> datetime:
    """When the last change of this person's membership or account was written."""
    return max((line.at for line in trace.staff if trace.whose(line) == user), default=otherwise)


@alert(
    "wall", _("Knocking at a wall"), _("Somebody tried again and again to open a file from which a wall keeps them.")
)
def wall_probing(trace: Trace) -> Iterator[Found]:
    """The same walled record again and again."""
    knocks = [line for line in trace.refusals if _is_walled(trace, line)]
    for mine in by_user(knocks).values():
        for record in {line.record for line in mine}:
            same = [line for line in mine if line.record == record]
            for line, _window in bursts(same, DAY, LIMITS.wall_knocks, lambda one: one.id):
                yield _found(line, record)


def _is_walled(trace: Trace, line: Line) -> bool:
    kept_out = (line.user, trace.organisation.pk)
    return any(
        wall.folder_id == line.record
        and (wall.user_id == kept_out[0] or wall.unit_id == kept_out[1])
        and wall.starts <= line.at
        and (wall.ends is None or wall.ends > line.at)
        for wall in trace.walls
    )


@alert(
    "ids_tried",
    _("Trying out addresses"),
    _("Somebody asked for several records that do not exist or belong to strangers, within an hour."),
)
def ids_tried(trace: Trace) -> Iterator[Found]:
    """Many records that are not there or not theirs."""
    foreign = [line for line in trace.refusals if _is_foreign(trace, line) and not _is_walled(trace, line)]
    for mine in by_user(foreign).values():
        for line, _window in bursts(mine, HOUR, LIMITS.ids_tried, lambda one: one.record):
            yield _found(line)


def _is_foreign(trace: Trace, line: Line) -> bool:
    return not {(line.record, line.user), (line.record, trace.organisation.pk)} & trace.granted


@alert(
    "idle_looks",
    _("Looking without working"),
    _("On one day somebody opened many files and wrote in hardly any of them."),
)
def idle_looks(trace: Trace) -> Iterator[Found]:
    """Opens without later work; known when the day is over."""
    for user, looks in by_user(trace.looks).items():
        for day in {line.day for line in looks}:
            today = [line for line in looks if line.day == day]
            over = _midnight_after(day)
            if over <= trace.until and _is_idle(trace, user, today):
                yield Found(user, None, over, today[-1].id)


def _is_idle(trace: Trace, user: UUID, looks: list[Line]) -> bool:
    opened = {line.record for line in looks}
    worked = {record for record in opened if (user, record, looks[-1].day) in trace.worked_on}
    supervises = looks[-1].role == Role.SUPERVISOR
    least = LIMITS.idle_opens_of_supervisor if supervises else LIMITS.idle_opens
    return len(opened) >= least and len(worked) <= len(opened) * LIMITS.worked_share


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + DAY, datetime.min.time()))


@alert(
    "closed_again",
    _("A closed case looked at again and again"),
    _("Somebody who is not in the team of a closed case keeps opening it."),
    quiet=timedelta(days=14),
)
def closed_again(trace: Trace) -> Iterator[Found]:
    """The same closed case, by somebody outside its team; several looks in an hour are one."""
    outside = [line for line in trace.looks if line.record and (line.record, line.user) not in trace.granted]
    closed = _closed_at({line.record for line in outside if line.record})
    for mine in by_user(outside).values():
        for record in {line.record for line in mine if line.record in closed}:
            same = [line for line in mine if line.record == record and line.at > closed[record]]
            hours = bursts(same, LIMITS.closed_in, LIMITS.closed_looks, lambda one: one.local.strftime("%F %H"))
            for line, _window in hours:
                yield _found(line, record)


def _closed_at(records: set[UUID]) -> dict[UUID | None, datetime]:
    """When these records were closed, those that were not opened again."""
    ends = Q(kind__endswith=".closed") | Q(kind__endswith=".reopened")
    entries = AuditEntry.objects.filter(ends, record__in=records, outcome="done").exclude(record_kind="")
    last = {record: (kind, at) for record, kind, at in entries.order_by("at").values_list("record", "kind", "at")}
    return {record: at for record, (kind, at) in last.items() if kind.endswith(".closed")}


@alert(
    "glass_repeated",
    _("Glass broken again and again"),
    _("One person opened several files in an emergency within a week."),
    quiet=timedelta(days=7),
)
def glass_repeated(trace: Trace) -> Iterator[Found]:
    """Emergency opening as a habit."""
    rows = Breaking.objects.filter(organisation=trace.organisation, at__gte=trace.since - LIMITS.glasses_in)
    recent: dict[UUID, list[Breaking]] = {}
    for one in rows.filter(at__lte=trace.until).order_by("at"):
        mine = recent.setdefault(one.user_id, [])
        mine[:] = [before for before in mine if before.at > one.at - LIMITS.glasses_in] + [one]
        if len(mine) >= LIMITS.glasses:
            yield Found(one.user_id, one.folder_id, one.at, None)


@alert(
    "glass_unreviewed",
    _("Broken glass without review"),
    _("A file was opened in an emergency and nobody has reviewed it within two working days."),
    quiet=timedelta(days=36500),
)
def glass_unreviewed(trace: Trace) -> Iterator[Found]:
    """The review is overdue."""
    rows = Breaking.objects.filter(organisation=trace.organisation, reviewed_at=None, review_due__lte=trace.until)
    for one in rows.order_by("at"):
        yield Found(one.user_id, one.folder_id, one.review_due, None)


@alert(
    "own_role",
    _("A role given to oneself"),
    _("Somebody gave a role to themselves."),
)
def own_role(trace: Trace) -> Iterator[Found]:
    """The one who gave the role is the one who has it."""
    for line in trace.staff:
        accepted = line.kind == "member.begun"  # by whom it is about, after another asked
        if line.kind in GIVEN and not accepted and trace.whose(line) == line.user:
            yield _found(line)


BEGUN = ("member.hired", "member.begun")
GIVEN = (*BEGUN, "member.role_changed")


@alert(
    "lent_role",
    _("A role lent for looking"),
    _("Somebody was given another role, opened files in it, and the role was taken back within a week."),
)
def lent_role(trace: Trace) -> Iterator[Found]:
    """Role raised, used for reading, taken back."""
    looks = by_user(trace.looks)
    given: dict[UUID, Line] = {}
    for line in trace.staff:
        whom = trace.whose(line)
        if whom is None:
            continue
        before = given.get(whom)
        if before and line.at - before.at <= LIMITS.role_lent and line.kind not in BEGUN:
            if any(before.at <= look.at <= line.at for look in looks.get(whom, [])):
                yield _found(line, user=whom)
        if line.kind in GIVEN:
            given[whom] = line


@alert(
    "forced_sign_in",
    _("Signed in after many failed attempts"),
    _("Many attempts to sign in failed, and then one succeeded."),
)
def forced_sign_in(trace: Trace) -> Iterator[Found]:
    """Failures, then success within the hour."""
    failed: dict[UUID | None, list[Line]] = {}
    for line in trace.lines:
        who = trace.whose(line) if line.kind == "sign_in.failed" else line.user
        if line.kind == "sign_in.failed":
            failed.setdefault(who, []).append(line)
        elif line.kind == "signed_in":
            recent = [one for one in failed.pop(who, []) if one.at > line.at - HOUR]
            if len(recent) >= LIMITS.failed_sign_ins:
                yield _found(line)


@alert(
    "woken_account",
    _("A re-opened account at night"),
    _("An account that had been closed was opened again and used at night soon after."),
)
def woken_account(trace: Trace) -> Iterator[Found]:
    """Closed, hired anew, and signed in at an unusual hour."""
    closed: set[UUID | None] = set()
    opened: dict[UUID | None, datetime] = {}
    for line in trace.lines:
        if Trace.is_staff(line):
            _follow_account(trace, line, closed, opened)
        elif line.kind == "signed_in" and line.user in opened and _at_night(line):
            if line.at - opened[line.user] <= LIMITS.after_opening:
                yield _found(line)


def _follow_account(trace: Trace, line: Line, closed: set[UUID | None], opened: dict[UUID | None, datetime]) -> None:
    whose = trace.whose(line)
    if line.kind == "account.closed":
        closed.add(whose)
    elif line.kind in BEGUN and whose in closed:
        opened[whose] = line.at


@alert(
    "new_hands",
    _("Given access, then read"),
    _(
        "Somebody was given work or another role, or their account was opened anew, and within three days "
        "they opened several files in which they were not let in by name."
    ),
    quiet=timedelta(days=7),
)
def new_hands(trace: Trace) -> Iterator[Found]:
    """Hired, raised or reset, then reading beyond one's own files."""
    looks = by_user(trace.looks)
    for line in trace.staff:
        whom = trace.whose(line)
        if line.kind not in NEW_HANDS or whom is None:
            continue
        read = [one for one in looks.get(whom, []) if line.at <= one.at <= line.at + LIMITS.new_hands]
        anew = line.kind == "account.reset"  # then one's own files are what somebody else may be after
        foreign = [one for one in read if anew or (one.record, whom) not in trace.granted]
        for last, _window in bursts(foreign, LIMITS.new_hands, LIMITS.new_hands_opens, lambda one: one.record):
            yield _found(last)


NEW_HANDS = (*GIVEN, "account.reset")
