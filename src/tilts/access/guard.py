"""Rows that cannot be read by accident.

A guarded table refuses every query that did not come through `reach(Model)`. The refusal sits in the SQL `Query`
itself and not in QuerySet methods, because `exists`, `aggregate`, `iterator` and subqueries bypass the latter.
`_base_manager` stays plain: cascades, refreshes and foreign keys need it.
"""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.sql import Query, UpdateQuery

from tilts.access.carried import CARRIED, check_transaction, of_update
from tilts.access.sealed import SealedField, refuse_sealed


class NotReached(RuntimeError):
    """A guarded table was asked without reach."""


class SealedAsked(SealedField):
    """The database was asked about a field that it cannot read."""


class _KnowsSealed(Query):
    """A query that is not asked about sealed fields: neither filtered, ordered, listed, summed nor copied by one."""

    def names_to_path(self, *args: Any, **kwargs: Any) -> Any:
        """The way to a field; a sealed one is no way."""
        found = super().names_to_path(*args, **kwargs)
        if hasattr(found[1], "bound_to"):
            raise SealedAsked(f"{found[1].model.__name__}.{found[1].name} lies sealed: only its record can show it")
        return found


class _SealedUpdate(_KnowsSealed, UpdateQuery):
    """An UPDATE that copies no ciphertext."""


class SealedQuery(_KnowsSealed):
    """A SELECT that refuses sealed fields."""

    def chain(self, klass: Any = None) -> Any:
        """Copy; an UPDATE refuses sealed fields too."""
        return super().chain(_SealedUpdate if klass is UpdateQuery else klass)


class GuardedQuery(SealedQuery):
    """A SELECT that compiles only after reach has let it through."""

    reached = False

    def check(self) -> None:
        """Refuse unless reach has scoped this query."""
        if not self.reached:
            table = self.model.__name__ if self.model else "?"
            raise NotReached(f"{table}: rows are had by reach({table}), never by .objects")

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """Compile, if reached."""
        self.check()
        return super().get_compiler(*args, **kwargs)

    def chain(self, klass: Any = None) -> Any:
        """Copy; turning into UPDATE or DELETE needs reach, for the guard is lost in the new class."""
        if klass is not None:
            self.check()
        return super().chain(klass)

    def combine(self, rhs: Query, connector: str) -> None:
        """Combine only reached with reached."""
        self.check()
        if isinstance(rhs, GuardedQuery):
            rhs.check()
        super().combine(rhs, connector)


M = TypeVar("M", bound=models.Model)


class SealedRows(models.QuerySet[M]):
    """The QuerySet of every table with sealed fields, and what its `_base_manager` gives."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or SealedQuery(model), using, hints)

    def update(self, **values: Any) -> int:
        """Write many rows at once; a sealed field can only be emptied so, for each row seals for itself.

        What the rows carry is written with them; a row that came meanwhile is not written, for nobody knew its key.
        """
        refuse_sealed(self.model, values)
        follows = of_update(self.model, values)
        if follows is None:
            return super().update(**values)
        keys = list(self.order_by().values_list("pk", flat=True))
        written = super(SealedRows, self.filter(pk__in=keys)).update(**values) if keys else 0
        follows.write(keys, None)
        return written

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(
        self,
        objs: Any,
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Any = None,
        unique_fields: Any = None,
    ) -> list[M]:
        """Write many new records at once, with what they carry."""
        check_transaction(self.model)
        how = (batch_size, ignore_conflicts, update_conflicts, update_fields, unique_fields)
        made = super().bulk_create(objs, *how)
        if self.model in CARRIED:
            new = None if ignore_conflicts or update_conflicts else made
            CARRIED[self.model].write([one.pk for one in made], new)
        return made

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Write many records at once; not their sealed fields."""
        refuse_sealed(self.model, dict.fromkeys(fields, True))
        return super().bulk_update(objs, fields, batch_size)

    def _raw_delete(self, using: str | None) -> int:
        if self.model in CARRIED:
            raise NotReached(f"{self.model.__name__}: a row that carries something goes by delete()")
        return super()._raw_delete(using)


class GuardedRows(SealedRows[M]):
    """The QuerySet every room's `...Rows` builds on."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    def reached(self) -> Self:
        """Mark as scoped. Only `access.reach` may call this (a house test reads the source)."""
        rows: Self = self._chain()  # type: ignore[attr-defined]
        rows.query.reached = True  # type: ignore[attr-defined]
        return rows

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Raw SQL knows no reach."""
        raise NotReached(f"{self.model.__name__}: raw SQL has no reach")

    def _raw_delete(self, using: str | None) -> int:
        if isinstance(self.query, GuardedQuery):
            self.query.check()
        return super()._raw_delete(using)
