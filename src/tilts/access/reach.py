"""Reach: who is asking, for what purpose, and therefore which rows exist for them.

`reach(Case)` gives the rows this actor may see. A model without a scope raises: what nobody thought about is visible
to nobody. Grants decide, walls beat grants, and both are moments in time, not jobs.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from tilts.access.guard import GuardedRows
from tilts.access.models import ZONES, Grant, Membership, Organisation, Role, User, Wall
from tilts.access.opened import NOT_LENT, GrantedTo, Lent, OpenTo, WalledFrom, ZoneIn, moment
from tilts.access.prepared import ask
from tilts.access.words import say_kinds

Rows = Any
Scope = Callable[["Reach", Rows], Rows]

SCOPES: dict[type[Model], Scope] = {}
OPEN_TABLES: dict[type[Model], str] = {}
IN_FOLDER: dict[type[Model], tuple[str, str | ZoneIn]] = {}
"""Model: the column that holds its folder, and the zone in which it is read (or how each row names its own)."""
LENT: dict[type[Model], Lent] = {}
"""Model: what else opens its rows: a table of lendings, or a second folder of the row."""
WITH_PARENT: dict[type[Model], str] = {}
"""Model: the key to the row with which it is read."""
THROUGH: dict[type[Model], tuple[type[Model], str, str]] = {}
"""Model: the link by which it belongs to folders, the key of the link's person, and the zone."""
WITH_CHILD: dict[type[Model], tuple[type[Model], str]] = {}
"""Model: the rows with which it is read, and their key to it."""
AUTHORED: dict[type[Model], "Authored"] = {}
"""Model: what one person wrote for themselves and their professional supervisor, and nobody else."""
NO_FOLDER: dict[type[Model], str] = {}
"""Model: why its rows lie in no folder."""
Rule = Callable[["Reach", Any], "Decision"]
"""Who may do something with a record; without one, whether one ever may. Its docstring says who, in a sentence."""
RULES: dict[str, Rule] = {}
UNSCOPED: Counter[str] = Counter()


class Unscoped(RuntimeError):
    """A model has no scope, so nobody may see its rows."""


class Refused(Exception):
    """The rule said no; `sentence` tells the user why, in words that give nothing away; `field` where it stands."""

    def __init__(self, sentence: str | Promise, field: str = "") -> None:
        super().__init__(str(sentence))
        self.sentence, self.field = sentence, field


class NotAllowed(Refused):
    """The rule of an action said no: 403, whatever the page would do with a sentence about its form."""


@dataclass(frozen=True)
class Decision:
    """Allowed or not, and the sentence for the one who is refused."""

    allowed: bool
    sentence: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


Held = dict[str, Any]
"""One grant as its holder has it: `kind`, `ends` and how far each zone is open."""


@dataclass(frozen=True)
class Zones:
    """How far each zone of one folder is open: 0 no, 1 read, 2 write."""

    name: int = 0
    contact: int = 0
    address: int = 0
    codes: int = 0
    risk: int = 0
    services: int = 0
    privileged: int = 0
    admin: int = 0
    folder: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Authored:
    """Rows in folders that are read by their author, where `zone` is open, and by whoever supervises the author now.

    `key` and `author` are columns of the table; `supervision` is a table of records with `user`, `supervisor`, `starts`
    and `ends`. Neither a wall nor a voided supervision is passed.
    """

    key: str
    zone: str
    author: str
    supervision: type[Model]


@dataclass(frozen=True)
class Reach:
    """An actor with a purpose; call it with a model to get rows."""

    user: User | None = None
    membership: Membership | None = None
    purpose: str = "work"
    counted: Organisation | None = None
    remembered: dict[UUID, list[Held]] | None = field(default=None, compare=False)
    noted: dict[tuple[str, UUID], Any] | None = field(default=None, compare=False)

    def __call__(self, model: type[Model], *, taken_out: bool = False) -> Rows:
        """The rows of `model` that this actor may see; raises `Unscoped` for a model without a scope.

        With `taken_out` also those that were voided, where a page says that they were there.
        """
        rows: Any = model._default_manager.all()
        if isinstance(rows, GuardedRows):
            rows = rows.reached()
        if self.purpose == "counting":
            return _countable(self, model, rows)
        if model in OPEN_TABLES:
            return rows
        if model not in SCOPES:
            raise Unscoped(f"{model.__name__} has no scope")
        rows = SCOPES[model](self, rows)
        return rows.filter(voided_at=None) if has_voiding(model) and not taken_out else rows

    @property
    def organisation(self) -> Organisation | None:
        """The organisation chosen for this session."""
        return self.membership.organisation if self.membership else None

    @property
    def role(self) -> str:
        """The one role chosen for this session."""
        return self.membership.role if self.membership else ""

    def counting(self, organisation: Organisation | None = None) -> "Reach":
        """The same actor counting a whole organisation (or installation): aggregates only, equal for every viewer."""
        return replace(self, purpose="counting", counted=organisation)

    def may(self, name: str, record: Any = None) -> Decision:
        """Ask the rule called `name`; an unknown rule is an error, not a yes."""
        if name not in RULES:
            raise Unscoped(f"no rule called {name}")
        return RULES[name](self, record)

    def zones(self, folder: UUID) -> Zones:
        """What this actor may read and write in one folder; all 0 behind a wall."""
        held = self.held(folder)
        return Zones(**{zone: max((one[zone] for one in held), default=0) for zone in ZONES}, folder=folder)

    def held(self, folder: UUID) -> list[Held]:
        """The live grants of this actor in one folder: kind, end and zones; none behind a wall."""
        if self.remembered is not None and folder in self.remembered:
            return self.remembered[folder]
        return self._held_in([folder])[folder]

    def held_in(self, folders: Iterable[UUID]) -> dict[UUID, list[Held]]:
        """The same for several folders, asked at once."""
        known, asked = self.remembered or {}, list(folders)
        new = [folder for folder in asked if folder not in known]
        return {folder: known[folder] for folder in asked if folder in known} | (self._held_in(new) if new else {})

    def remember(self, folders: Iterable[UUID]) -> None:
        """Look up the grants in all of these folders at once, for the rest of a request that writes nothing."""
        if self.remembered is not None and (asked := list(folders)):
            self._held_in(asked)

    def _held_in(self, folders: list[UUID]) -> dict[UUID, list[Held]]:
        held: dict[UUID, list[Held]] = {folder: [] for folder in folders}
        for grant in ask(self, grants_held, folders=folders):
            held[grant.pop("folder")].append(grant)
        if self.remembered is not None:
            self.remembered.update(held)
        return held

    def reading(self) -> "Reach":
        """The same actor in a request that writes nothing: grants are looked up once a folder."""
        return replace(self, remembered={}, noted={})

    def note(self, what: str, folder: UUID, found: Any) -> None:
        """Keep what was found out about a folder for the rest of a request that writes nothing; else keep nothing."""
        if self.noted is not None:
            self.noted[what, folder] = found

    def found(self, what: str, folder: UUID) -> Any:
        """What was noted of a folder in this request; None where nothing was."""
        return (self.noted or {}).get((what, folder))

    def is_one_of(self, *roles: str) -> bool:
        """Whether the chosen role is one of these."""
        return self.role in roles


def has_voiding(model: type[Model]) -> bool:
    """Whether the table is one of records, which are voided and not deleted."""
    return any(field.name == "voided_at" for field in model._meta.get_fields())


def _countable(reach: Reach, model: type[Model], rows: Rows) -> Rows:
    if not has_voiding(model) or model in AUTHORED:
        raise Unscoped(f"{model.__name__} is not counted")
    rows = rows.filter(voided_at=None)
    return rows.filter(organisation=reach.counted) if reach.counted else rows


def grants_to(reach: Reach) -> QuerySet[Grant]:
    """The live grants of this actor: to the user, to the organisation, to the role in it."""
    if reach.user is None:
        return Grant.objects.none()
    organisation = reach.organisation.pk if reach.organisation else None
    mine = GrantedTo(user=reach.user.pk, organisation=organisation, role=reach.role)
    return Grant.objects.filter(mine).order_by()


def grants_held(reach: Reach, *, folders: list[UUID]) -> Rows:
    """Kind, end and zones of the live grants of this actor in these folders; none behind a wall."""
    walled = Exists(walls_against(reach).filter(folder=OuterRef("folder")))
    zones = {zone: F(f"zone_{zone}") for zone in ZONES}
    rows: Any = grants_to(reach).filter(~walled, folder__in=folders)
    return rows.values("folder", "kind", "ends", **zones)


def walls_against(reach: Reach) -> QuerySet[Wall]:
    """The walls that stand before this actor."""
    organisation = reach.organisation.pk if reach.organisation else None
    return Wall.objects.filter(WalledFrom(user=getattr(reach.user, "pk", None), organisation=organisation)).order_by()


def granted(reach: Reach, rows: Rows, *, folder: str, zone: str | ZoneIn, lent: Lent = NOT_LENT) -> Rows:
    """Rows whose folder is open to this actor in `zone` and not behind a wall, or that are `lent` to one that is."""
    if reach.user is None:
        return rows.none()
    organisation = reach.organisation.pk if reach.organisation else None
    return rows.filter(OpenTo(folder, zone, user=reach.user.pk, organisation=organisation, role=reach.role, lent=lent))


def scope(model: type[Model], *, no_folder: str) -> Callable[[Scope], Scope]:
    """Declare who reaches which rows of a table that lies in no folder, and why; the docstring is printed."""

    def declare(function: Scope) -> Scope:
        SCOPES[model] = function
        NO_FOLDER[model] = no_folder
        return function

    return declare


def in_folder(
    model: type[Model], *, key: str, zone: str | ZoneIn, lent: type[Model] | None = None, also: str = ""
) -> Callable[[Scope], Scope]:
    """Declare a table whose rows lie in folders and are read where `zone` is open, or the zone that each row names.

    `key` is a column of the table that holds the id of the folder: `folder`, or a case, which has its folder's id. The
    row-level policy of PostgreSQL is made of the same words. A function hung on it narrows the rows further; it is
    asked after the grant, and its docstring is printed.

    `lent` is a table of lendings (`row`, `to`, `voided_at`): a row is read, not written, in the folder to which it is
    lent, too. `also` is a second folder of the row in which it is read. Both only to who acts
    for the row's organisation, and never where a wall stands at the first.
    """
    second = Lent(lent._meta.db_table if lent else "", f"{also}_id" if also else "")
    beside = " or of one to which it is lent" if second.table else f" or of `{also}`" if also else ""
    said = f"`{zone}`" if isinstance(zone, str) else "that the row names"

    def declare(function: Scope) -> Scope:
        def rows_in_folder(reach: Reach, rows: Rows) -> Rows:
            return function(reach, granted(reach, rows, folder=column, zone=zone, lent=second))

        column = "pk" if key == "pk" else f"{key}_id"
        rows_in_folder.__doc__ = function.__doc__ or f"Whoever has the zone {said} of its folder{beside} open."
        SCOPES[model] = rows_in_folder
        IN_FOLDER[model] = (key, zone)
        if second != NOT_LENT:
            LENT[model] = second
        return function

    declare(_all)
    return declare


def authored(
    model: type[Model], *, key: str, zone: str, author: str, supervision: type[Model]
) -> Callable[[Scope], Scope]:
    """Declare a table whose rows are their author's and the author's professional supervisor's alone (`Authored`)."""

    def declare(function: Scope) -> Scope:
        def rows_of_author(reach: Reach, rows: Rows) -> Rows:
            if reach.user is None or reach.organisation is None:
                return function(reach, rows.none())
            organisation = reach.organisation.pk
            mine = Q(OpenTo(f"{key}_id", zone, user=reach.user.pk, organisation=organisation, role=reach.role))
            mine &= Q(**{author: reach.user})
            walled = Exists(walls_against(reach).filter(folder=OuterRef(f"{key}_id")))
            return function(reach, rows.filter(mine | Q(Exists(_supervised(reach, said)), ~walled)))

        rows_of_author.__doc__ = function.__doc__ or "Who wrote it, and their professional supervisor."
        SCOPES[model], AUTHORED[model] = rows_of_author, said
        return function

    said = Authored(key, zone, author, supervision)
    declare(_all)
    return declare


def _supervised(reach: Reach, said: Authored) -> Rows:
    """The supervisions by this actor, in this organisation, of the author of a row around it."""
    now = moment()
    rows = said.supervision._base_manager.filter(Q(ends=None) | Q(ends__gt=now), starts__lte=now, voided_at=None)
    author, organisation = OuterRef(f"{said.author}_id"), OuterRef("organisation_id")
    mine = {"supervisor": reach.user, "organisation": reach.organisation}
    return rows.filter(**mine).filter(user=author, organisation=organisation).order_by()


def _all(_reach: Reach, rows: Rows) -> Rows:
    return rows


def with_parent(model: type[Model], *, key: str) -> Callable[[Scope], Scope]:
    """Declare a table whose rows are read by whoever reads the row that `key` points to."""

    def declare(function: Scope) -> Scope:
        parent: Any = model._meta.get_field(key).related_model

        def rows_with_parent(reach: Reach, rows: Rows) -> Rows:
            return function(reach, rows.filter(reaches(reach, parent, key)))

        rows_with_parent.__doc__ = function.__doc__ or f"Whoever reaches the `{key}` to which it belongs."
        SCOPES[model] = rows_with_parent
        WITH_PARENT[model] = key
        return function

    declare(_all)
    return declare


def through(model: type[Model], link: type[Model], *, key: str, zone: str) -> Callable[[Scope], Scope]:
    """Declare a table whose rows are read by whoever reaches a link (who belongs to which folder) with `zone` open.

    `key` is the column that holds what the link's own key of that name (`person`) points to.
    """

    def declare(function: Scope) -> Scope:
        def rows_through(reach: Reach, rows: Rows) -> Rows:
            links = reach(link)
            if IN_FOLDER.get(link) != ("folder", zone):
                links = granted(reach, links, folder="folder_id", zone=zone)
            # asked row by row: what narrows the rows first narrows the work too
            return function(reach, rows.filter(Exists(links.order_by().filter(person=OuterRef(key)))))

        rows_through.__doc__ = (
            function.__doc__ or f"Whoever has the zone `{zone}` of a folder open to which it belongs."
        )
        SCOPES[model] = rows_through
        THROUGH[model] = (link, key, zone)
        return function

    declare(_all)
    return declare


def reaches(reach: Reach, model: type[Model], key: str) -> Exists:
    """In a filter: this actor reaches the row of `model` to which `key` points.

    Asked row by row, so that what narrows the rows first narrows the work too: a list of all that somebody reaches
    would be read whole for each question.
    """
    return Exists(reach(model).order_by().filter(pk=OuterRef(f"{key}_id")))


def with_child(model: type[Model], child: type[Model], *, key: str) -> Callable[[Scope], Scope]:
    """Declare a table whose rows are read by whoever reads a row of `child` that points to it by `key`."""

    def declare(function: Scope) -> Scope:
        def rows_with_child(reach: Reach, rows: Rows) -> Rows:
            return function(reach, rows.filter(Exists(reach(child).order_by().filter(**{key: OuterRef("pk")}))))

        rows_with_child.__doc__ = function.__doc__ or f"Whoever reaches one of its {child._meta.verbose_name_plural}."
        SCOPES[model] = rows_with_child
        WITH_CHILD[model] = (child, key)
        return function

    declare(_all)
    return declare


def open_table(model: type[Model], *, reason: str) -> None:
    """Declare a table that names nobody and may be read by everyone who works here."""
    OPEN_TABLES[model] = reason


def declare_rule(name: str, may: Rule, *, of: Any, says: str | Promise = "") -> None:
    """Keep who may do `name`, for the verb, door or rule `of`; `says` is what the trace calls it.

    A name that is declared twice is a `ValueError`.
    """
    if name in RULES:
        raise ValueError(f"the rule {name} is declared twice")

    def asked(reach: Reach, record: Any = None) -> Decision:
        return may(reach, record)

    asked.__doc__, asked.__module__ = may.__doc__, of.__module__
    RULES[name] = asked
    if says:
        say_kinds({name: says})


def rule(name: str, *, says: str | Promise = "") -> Callable[[Rule], Rule]:
    """Declare who may look at something, where no verb is done; the docstring is printed in docs/access.md."""

    def declare(may: Rule) -> Rule:
        declare_rule(name, may, of=may, says=says)
        return may

    return declare


def roles(*these: str) -> Rule:
    """Whoever acts in one of these roles, whatever the record is."""

    def may(reach: Reach, record: Any = None) -> Decision:
        return Decision(reach.is_one_of(*these))

    may.__doc__ = f"In the role {in_words(these)}."
    return may


def roles_here(*these: str) -> Rule:
    """Whoever acts in one of these roles in the organisation whose record it is."""

    def may(reach: Reach, record: Any = None) -> Decision:
        mine = record is None or record.organisation_id == getattr(reach.organisation, "pk", None)
        return Decision(mine and reach.is_one_of(*these))

    may.__doc__ = f"In the role {in_words(these)}, what belongs to one's own organisation."
    return may


def in_words(roles: Iterable[str]) -> str:
    """Roles as docs/access.md names them: by their codes."""
    *most, last = [f"`{Role(role).value}`" for role in roles]
    return f"{', '.join(most)} or {last}" if most else last


def nobody_by_hand(reach: Reach, record: Any = None) -> Decision:
    """Nobody by hand: the machine's own job does it."""
    return Decision(False)


def unscoped(model: type[Model], *, reason: str) -> Rows:
    """Rows outside any reach, for jobs and commands only; counted, and a house test lists the reasons."""
    UNSCOPED[reason] += 1
    rows: Any = model._default_manager.all()
    return rows.reached() if isinstance(rows, GuardedRows) else rows
