"""The trace of one organisation as the rules of the alerts read it: lines, sorted out by what they are."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from tilts.access.models import AuditEntry, Folder, FolderKind, Grant, Membership, Organisation, Role, User, Wall
from tilts.access.named import NAMED

LOOK_BACK = timedelta(days=22)
"""How far before the hour in question the trace is read: as far as the slowest rule thinks."""
FILES = (FolderKind.CASE, FolderKind.REPORT)
ON_DUTY = (Role.OPERATOR, Role.POLICE)
"""Roles that work at night and on days off."""
OWN_ROOM = "oversight."
SIGNING_IN = ("sign_in", "signed_", "session.", "second_factor.", "password.")
COLUMNS = ("id", "at", "kind", "outcome", "user", "role", "record", "record_kind", "asked", "takes_back")


class Line(NamedTuple):
    """One entry, as far as the rules need it."""

    id: UUID
    at: datetime
    kind: str
    outcome: str
    user: UUID | None
    role: str
    record: UUID | None
    record_kind: str
    asked: str
    takes_back: UUID | None

    @property
    def local(self) -> datetime:
        """Its moment on the clock of the office."""
        return timezone.localtime(self.at)

    @property
    def day(self) -> date:
        """Its local day."""
        return self.local.date()


class Trace:
    """What happened in one organisation from some weeks before `since` until `until`."""

    def __init__(self, organisation: Organisation, since: datetime, until: datetime) -> None:
        self.organisation, self.since, self.until = organisation, since, until
        mine = Q(organisation=organisation.pk) | Q(organisation=None, kind__startswith="sign_in")
        rows = AuditEntry.objects.filter(mine, at__gte=since - LOOK_BACK, at__lte=until).order_by("at", "number")
        self.lines = [Line(*row) for row in rows.values_list(*COLUMNS).iterator(chunk_size=5000)]

    @cached_property
    def folders(self) -> dict[UUID, Folder]:
        """The folders of which the trace speaks."""
        named = {line.record for line in self.lines if line.record}
        return {folder.pk: folder for folder in _in_parts(named, lambda ids: Folder.objects.filter(pk__in=ids))}

    @cached_property
    def _taken_back(self) -> set[UUID | None]:
        return {line.takes_back for line in self.lines}

    @cached_property
    def looks(self) -> list[Line]:
        """Files that were opened and shown."""
        return [line for line in self.lines if self._is_look(line)]

    def _is_look(self, line: Line) -> bool:
        shown = line.outcome == "done" and line.id not in self._taken_back
        reads = line.kind.endswith(".read") and not line.record_kind and not line.kind.startswith(OWN_ROOM)
        return shown and reads and self.is_file(line.record)

    def is_file(self, record: UUID | None) -> bool:
        """Whether a record is a case or a report, and not a project."""
        return record in self.folders and self.folders[record].kind in FILES

    @cached_property
    def searches(self) -> list[Line]:
        """Questions that were asked."""
        return [line for line in self.lines if line.asked and line.outcome == "done"]

    @cached_property
    def exports(self) -> list[Line]:
        """What was taken out of the house."""
        return [line for line in self.lines if line.kind.endswith((".exported", ".downloaded")) and line.user]

    @cached_property
    def refusals(self) -> list[Line]:
        """Records at whose door somebody was refused; not what was mistyped when signing in."""
        refused = (line for line in self.lines if line.outcome == "refused" and line.record and line.user)
        return [line for line in refused if not line.record_kind and not line.kind.startswith(SIGNING_IN)]

    @cached_property
    def worked_on(self) -> set[tuple[UUID | None, UUID | None, date]]:
        """Who wrote in which file on which day: a verb belongs to the file whose door its doer passed last."""
        found: set[tuple[UUID | None, UUID | None, date]] = set()
        passed: dict[UUID | None, UUID] = {}
        for line in self.lines:
            if line.record_kind and not line.record_kind.startswith("access."):
                found |= {(line.user, line.record, line.day), (line.user, passed.get(line.user), line.day)}
            elif line.record and line.kind != NAMED:
                passed[line.user] = line.record
        return found

    @cached_property
    def walls(self) -> list[Wall]:
        """Walls before the records at which somebody was refused."""
        named = {line.record for line in self.refusals}
        return _in_parts(named, lambda ids: Wall.objects.filter(folder__in=ids))

    @cached_property
    def granted(self) -> set[tuple[UUID, UUID]]:
        """Folder, and the person or organisation that was ever let into it."""
        named = {line.record for line in self.refusals} | {line.record for line in self.looks}
        grants = _in_parts(named, lambda ids: Grant.objects.filter(folder__in=ids))
        return {(grant.folder_id, grant.to_user_id or grant.to_unit_id) for grant in grants}

    @cached_property
    def memberships(self) -> dict[UUID, list[Membership]]:
        """Who works or worked here."""
        found = defaultdict(list)
        for membership in Membership.objects.filter(organisation=self.organisation).select_related("user"):
            found[membership.user_id].append(membership)
        return found

    @cached_property
    def staff(self) -> list[Line]:
        """What was done with memberships and accounts; the pages on which it is done are no deeds."""
        return [line for line in self.lines if self.is_staff(line)]

    @staticmethod
    def is_staff(line: Line) -> bool:
        """Whether something was done with a membership or an account."""
        return bool(line.record_kind) and line.kind.startswith(("member.", "account."))

    def whose(self, line: Line) -> UUID | None:
        """Whom an entry about a membership or an account is about."""
        if line.record is None:
            return line.user
        return self._users.get(line.record, line.record)

    @cached_property
    def _users(self) -> dict[UUID, UUID]:
        return {one.pk: one.user_id for many in self.memberships.values() for one in many}

    def known_users(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those of these ids that are users."""
        return {user.pk for user in _in_parts(set(ids), lambda some: User.objects.filter(pk__in=some))}


def _in_parts(ids: set[Any], rows: Callable[[list[Any]], Any], most: int = 500) -> list[Any]:
    """The rows of many ids, asked in parts that every database can bear."""
    listed = sorted((one for one in ids if one), key=str)
    return [row for start in range(0, len(listed), most) for row in rows(listed[start : start + most]).order_by()]


def by_user(lines: Iterable[Line]) -> dict[UUID, list[Line]]:
    """Each person's lines, in their order."""
    found: dict[UUID, list[Line]] = defaultdict(list)
    for line in lines:
        if line.user:
            found[line.user].append(line)
    return found


def bursts(
    lines: Iterable[Line], span: timedelta, least: int, what: Callable[[Line], Hashable]
) -> Iterator[tuple[Line, list[Line]]]:
    """Where at least so many different things happened within a span: the line that made it so, and those before it."""
    window: list[Line] = []
    for line in lines:
        window = [one for one in window if one.at > line.at - span] + [line]
        if len({what(one) for one in window}) >= least:
            yield line, window
            window = []
