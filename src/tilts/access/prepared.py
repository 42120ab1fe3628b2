"""Questions that are asked a thousand times a day are composed and compiled once.

Composing a query set and compiling it took more than half of a page. `ask(reach, build, case=case.pk)` keeps the SQL of
`build` once for each role, purpose and database; every call puts the actor, this moment and the values given by name
into it. The danger is a builder that bakes one person or one day into the SQL that everybody gets, so while building
- the actor shows its role and purpose, can be compared with columns, and raises `ReadsActor` for everything else;
- the database answers nothing (`AsksWhileBuilding`);
- an id, a day or a moment that was not given by name raises `BakedIn`, and so does a value that left no trace;
- a builder is a function of a module: a closure would carry one caller's values to everybody.
"""

import copy
import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, Exists, Model, QuerySet, Value
from django.db.models.base import ModelBase

from tilts.access.models import Membership, Organisation, User
from tilts.access.opened import at_moment, moment
from tilts.access.plans import Plan, keep, plan_of

if TYPE_CHECKING:
    from tilts.access.reach import Reach

R = TypeVar("R")
Builder = Any
"""A function of a module that gives a query set; several of them where only asked is whether they have answers."""


class BakedIn(RuntimeError):
    """What one asker gave would be in the SQL of everybody, or a value that was given is not in it at all."""


class ReadsActor(RuntimeError):
    """A builder looks at more of the actor than role and purpose."""


class AsksWhileBuilding(RuntimeError):
    """A builder asks the database: the answer would be the first asker's for everybody."""


ME, ORGANISATION, MEMBERSHIP = (UUID(int=number << 96) for number in (0xA1A1, 0xA2A2, 0xA3A3))
NOW = datetime.datetime(1903, 1, 1, 3, 4, 5, 678901, tzinfo=datetime.UTC)
STOOD_FOR = {ME: "reach.user", ORGANISATION: "reach.organisation", MEMBERSHIP: "reach.membership", NOW: "moment()"}
"""What stands in the SQL for the actor and for this moment while it is composed."""
SINCE_ALWAYS = "1902"
"""A day before it is a constant of the house (`starts__year__gt=1900`), not the day of whoever asks."""
_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*", re.DOTALL)
MOST_IN_LIST = 1024
"""Lists are filled up to a power of two by repeating their last value, so that few lengths are kept; longer ones are
composed each time."""


def _blind(model: type[Model], shown: dict[str, Any]) -> Any:
    """An instance of the model that can be compared with columns, shows `shown`, and raises for all else."""

    def look(self: Any, name: str) -> Any:
        if name.startswith("_") or name in shown or not hasattr(model, name):
            return object.__getattribute__(self, name)
        raise ReadsActor(f"a prepared question reads {model.__name__}.{name}: give it by name")

    # past Django's own making of models: no new model is meant
    named = {"__getattribute__": look, "__module__": __name__}
    kind: Any = type.__new__(ModelBase, f"Blind{model.__name__}", (model,), named)
    made: Any = object.__new__(kind)
    made.__dict__.update(_state=model()._state, **{name: value for name, value in shown.items() if name != "pk"})
    return made


class _Kept(NamedTuple):
    """A compiled question: the SQL, each parameter with the name of the value that goes there, how rows are made;
    on PostgreSQL also how the server keeps it."""

    model: Any
    compiler: Any
    sql: str
    params: tuple[tuple[str, Any], ...]
    plan: Plan | None
    iterable: Any
    fields: Any
    converters: Any


class Size(int):
    """How many rows are asked for at most, as a slice takes it: part of the question, and not put in later."""

    @classmethod
    def of_page(cls, rows: int) -> "Size":
        """The next power of two: however long a page, few questions are kept."""
        return cls(_filled_up(rows))


@dataclass
class _Query:
    """Stands where a query set keeps its query, and gives the compiler that is ready."""

    compiler: Any

    def get_compiler(self, using: str | None = None, **_asked: Any) -> Any:
        """The compiler of this call."""
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.compiler.query, name)


class _Rows:
    """What Django's iterables ask of a query set."""

    db = DEFAULT_DB_ALIAS

    def __init__(self, kept: _Kept, compiler: Any) -> None:
        self.model, self.query, self._fields = kept.model, _Query(compiler), kept.fields
        self._known_related_objects: dict[Any, Any] = {}
        self._hints: dict[str, Any] = {}


KEPT: dict[tuple[Any, ...], _Kept | None] = {}
"""(builder, whether its rows are counted, role, purpose, database, shape of the values): the compiled question; None
where no row can answer it."""


def ask(reach: "Reach", build: Callable[..., QuerySet[Any, R]], /, **values: Any) -> list[R]:
    """The rows of `build(reach, **values)`.

    Values are ids, days, moments, times, texts, whole numbers, or lists of them; True, False, None and a `Size` are
    part of the question. Whoever acts for nobody in particular (a job, somebody without an organisation, counting) asks
    unprepared.
    """
    return _answer(reach, build, values)


def number_of(reach: "Reach", build: Callable[..., Any], /, **values: Any) -> int:
    """How many rows `build(reach, **values)` has, counted by the database."""
    return sum(_answer(reach, build, values, counted=True))


def which(reach: "Reach", questions: Sequence[tuple[Callable[..., Any], dict[str, Any]]]) -> list[bool]:
    """Of several questions with their values, which have an answer; asked at once."""
    if not _is_somebody(reach):
        return [build(reach, **values).exists() for build, values in questions]
    builds = tuple(build for build, _values in questions)
    values = {f"{n}.{name}": value for n, (_build, given) in enumerate(questions) for name, value in given.items()}
    found = _answer(reach, builds, values)
    return list(found[0]) if found else [False] * len(questions)


def _whether(reach: Any, builds: tuple[Builder, ...], values: dict[str, Any]) -> Any:
    """One row (the actor's own) with a yes or no for each question."""
    rows = User.objects.filter(pk=reach.user.pk).order_by()
    for number, build in enumerate(builds):
        given = {name.partition(".")[2]: value for name, value in values.items() if name.startswith(f"{number}.")}
        rows = rows.annotate(**{f"has_{number}": Exists(build(reach, **given))})
    return rows.values_list(*(f"has_{number}" for number in range(len(builds))))


def look_up(build: Callable[..., QuerySet[Any, R]], /, **values: Any) -> list[R]:
    """The rows of `build(**values)`, a question in which nobody acts."""
    return _answer(None, build, values)


def _answer(reach: Any, build: Builder, values: dict[str, Any], *, counted: bool = False) -> list[Any]:
    if _too_long(values) or not (reach is None or _is_somebody(reach)):
        rows = _composed(reach, build, values)
        return list(_number(rows) if counted else rows)
    connection = connections[DEFAULT_DB_ALIAS]
    key = (build, counted, *_stance(reach), connection.vendor, *_shape(values))
    if key not in KEPT:
        KEPT[key] = _compile(connection, reach, build, values, counted)
    kept = KEPT[key]
    if kept is None:
        return []
    given = _given(connection, reach, values)
    ready = copy.copy(kept.compiler)
    ready.connection = connection
    answer = _put(connection, kept, given)
    ready.as_sql = lambda *_args, **_asked: answer
    ready.get_converters = lambda _expressions: kept.converters
    return list(kept.iterable(_Rows(kept, ready)))


def _put(connection: Any, kept: _Kept, given: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement of this call and its values."""
    if kept.plan is None:
        return kept.sql, tuple([given[name] if name else value for name, value in kept.params])
    keep(connection, kept.plan)
    return kept.plan.ask, tuple([given[name] for name in kept.plan.order])


def _composed(reach: Any, build: Any, values: dict[str, Any]) -> Any:
    """The query set of a question, of one without an actor, or of several."""
    if isinstance(build, tuple):
        return _whether(reach, build, values)
    return build(**values) if reach is None else build(reach, **values)


def _is_somebody(reach: "Reach") -> bool:
    return reach.user is not None and reach.organisation is not None and reach.counted is None


def _stance(reach: Any) -> tuple[str, str]:
    return (reach.role, reach.purpose) if reach is not None else ("", "")


def _too_long(values: dict[str, Any]) -> bool:
    return any(isinstance(value, list | tuple) and len(value) > MOST_IN_LIST for value in values.values())


def _shape(values: dict[str, Any]) -> tuple[Any, ...]:
    """What of the values makes it another question: their names, yes, no and nothing, how long a list is."""
    return tuple((name, *_form(value)) for name, value in values.items())


def _is_fixed(value: Any) -> bool:
    """Whether another value makes another question."""
    return value is None or isinstance(value, bool | Size)


def _form(value: Any) -> tuple[Any, ...]:
    if _is_fixed(value):
        return ("is", value)
    if isinstance(value, list | tuple):
        return ("of", _filled_up(len(value)), type(value[0]) if value else None)
    return ("a", type(value))


def _filled_up(length: int) -> int:
    """The next power of two."""
    return 1 << (length - 1).bit_length() if length else 0


def _spread(values: dict[str, Any]) -> dict[str, Any]:
    """Each single value under a name of its own, lists filled up."""
    single: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            padded = [*value, *value[-1:] * (_filled_up(len(value)) - len(value))]
            single |= {f"{name}[{number}]": one for number, one in enumerate(padded)}
        elif not _is_fixed(value):
            single[name] = value
    return single


def _sentinel(value: Any, number: int) -> Any:
    """A value of the same kind that nobody else has, to be found again in the compiled question."""
    if isinstance(value, UUID):
        return UUID(int=(0xB000 + number) << 96)
    if isinstance(value, datetime.datetime):
        return datetime.datetime(1903, 2, 1, 3, 4, 5, 600000 + number, tzinfo=datetime.UTC)
    if isinstance(value, datetime.date):
        return datetime.date(1904, 1, 1) + datetime.timedelta(days=number)
    if isinstance(value, datetime.time):
        return datetime.time(3, 4, 5, 600000 + number)
    if isinstance(value, str):
        return f"\1slot {number}"
    if isinstance(value, bytes):
        return f"\1slot {number}".encode()
    if isinstance(value, int):
        return 31_000 + number
    raise TypeError(f"a prepared question takes no {type(value).__name__}")


def _prepared_value(value: Any, connection: Any) -> Any:
    """The value as Django hands it to the database."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, datetime.time):
        return connection.ops.adapt_timefield_value(value)
    # the choices of a column are texts with a label; a driver takes the plain text
    return str(value) if isinstance(value, str) else value


def _given(connection: Any, reach: Any, values: dict[str, Any]) -> dict[str, Any]:
    """What this call puts into the question, by name."""
    given = _spread(values) | {"moment()": moment()}
    if reach is not None:
        given |= {"reach.user": reach.user.pk, "reach.organisation": reach.organisation.pk}
        given["reach.membership"] = reach.membership.pk
    return {name: _prepared_value(value, connection) for name, value in given.items()}


def _refuse_to_answer(*_asked: Any) -> None:
    raise AsksWhileBuilding("a prepared question asks the database while it is composed: give the answer by name")


def _stand_in(reach: "Reach") -> "Reach":
    """The same role and purpose, and nobody in particular."""
    organisation = _blind(Organisation, {"pk": ORGANISATION, "id": ORGANISATION})
    acting = {"pk": MEMBERSHIP, "id": MEMBERSHIP, "role": reach.role, "organisation_id": ORGANISATION}
    membership = _blind(Membership, {**acting, "organisation": None})
    membership._state.fields_cache["organisation"] = organisation
    user = _blind(User, {"pk": ME, "id": ME})
    return replace(reach, user=user, membership=membership, remembered=None, noted=None)


def _name_of(build: Builder) -> str:
    name = f"{build.__module__}.{build.__qualname__}"
    if "<locals>" in name or "<lambda>" in name:
        raise BakedIn(f"{name} is no function of a module: it would carry one caller's values to everybody")
    return name


def _number(rows: Any) -> Any:
    """The question how many these rows are; its answer is one row, or none."""
    return rows.order_by().values(all=Value(1)).annotate(number=Count("pk")).values_list("number", flat=True)


def _compile(connection: Any, reach: Any, build: Builder, values: dict[str, Any], counted: bool) -> _Kept | None:
    name = ", ".join(_name_of(one) for one in (build if isinstance(build, tuple) else (build,)))
    sentinels = {one: _sentinel(value, number) for number, (one, value) in enumerate(_spread(values).items())}
    with connection.execute_wrapper(_refuse_to_answer), at_moment(NOW):
        rows = _composed(reach and _stand_in(reach), build, _gathered(values, sentinels))
        rows = _number(rows) if counted else rows
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
    if rows._prefetch_related_lookups:
        raise BakedIn(f"{name} fetches beforehand (prefetch_related): ask that as a question of its own")
    slots = {_prepared_value(value, connection): one for one, value in sentinels.items()}
    slots |= {_prepared_value(value, connection): one for value, one in STOOD_FOR.items()}
    named = tuple((slots.get(param, "") if _hashable(param) else "", param) for param in params)
    _check(name, named, sentinels)
    converters = compiler.get_converters(column[0] for column in compiler.select[: compiler.col_count])
    plan = plan_of(connection, name, sql, named) if connection.vendor == "postgresql" else None
    return _Kept(rows.model, compiler, sql, named, plan, rows._iterable_class, rows._fields, converters)


def _gathered(values: dict[str, Any], sentinels: dict[str, Any]) -> dict[str, Any]:
    """The values as the builder takes them, with sentinels for what differs between two calls."""
    gathered: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            gathered[name] = [sentinels[f"{name}[{number}]"] for number in range(_filled_up(len(value)))]
        else:
            gathered[name] = sentinels.get(name, value)
    return gathered


def _hashable(value: Any) -> bool:
    return value.__hash__ is not None


def _is_of_somebody(value: Any) -> bool:
    """Whether a constant of the compiled question is an id, a day or a moment."""
    if isinstance(value, str):
        return bool(_ID.fullmatch(value)) or (bool(_DAY.fullmatch(value)) and value[:4] >= SINCE_ALWAYS)
    if isinstance(value, datetime.date):
        return value.year >= int(SINCE_ALWAYS)
    return isinstance(value, UUID | bytes | memoryview)


def _check(name: str, params: tuple[tuple[str, Any], ...], sentinels: dict[str, Any]) -> None:
    if left := [value for slot, value in params if not slot and _is_of_somebody(value)]:
        raise BakedIn(f"{name}: {left} of whoever asked first would be everybody's")
    if lost := set(sentinels) - {slot for slot, _value in params}:
        raise BakedIn(f"{name}: {', '.join(sorted(lost))} is not in the question as it was given")
