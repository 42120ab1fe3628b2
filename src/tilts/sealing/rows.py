"""Rows of a table with sealed fields: the database is asked nothing about them, and each row seals for itself.

The refusal sits in the SQL `Query` itself and not in QuerySet methods, because `exists`, `aggregate`, `iterator` and
subqueries bypass the latter.
"""

from typing import Any, TypeVar

from django.db import models
from django.db.models.sql import Query, UpdateQuery

from tilts.kit.carried import CARRIED, NotCarried, check_transaction, of_update
from tilts.sealing.fields import SealedField, refuse_sealed

M = TypeVar("M", bound=models.Model)


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
            raise NotCarried(f"{self.model.__name__}: a row that carries something goes by delete()")
        return super()._raw_delete(using)
