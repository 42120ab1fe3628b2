"""Rows that cannot be read by accident.

A guarded table refuses every query that did not come through `reach(Model)`. The refusal sits in the SQL `Query`
itself and not in QuerySet methods, because `exists`, `aggregate`, `iterator` and subqueries bypass the latter.
`_base_manager` stays plain: cascades, refreshes and foreign keys need it.
"""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.sql import Query

from tilts.sealing.rows import SealedQuery, SealedRows

M = TypeVar("M", bound=models.Model)


class NotReached(RuntimeError):
    """A guarded table was asked without reach."""


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
