"""Fields whose content lies sealed in the database: names, ways to reach, addresses, every free text of a case.

A value is sealed when the record is saved and opened when the attribute is read, bound to the table, the column and the
random id of its record, so that a ciphertext moved elsewhere is refused. The database cannot compare what it cannot
read: filter, order, `values` and `update` on such a field are refused in a sentence.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from tilts.kit.crypto import Unreadable
from tilts.sealing.keys import ring


class SealedField(RuntimeError):
    """Something was asked of a sealed field that only its record can answer."""


class Sealed:
    """A ciphertext as it lies in the database; shows nothing when printed."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<sealed>"


class _Opening(DeferredAttribute):
    """Opens the field when its attribute is read."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        kept = instance.__dict__
        name = self.field.attname
        value = kept[name] if name in kept else super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = kept[name] = self.field.open(value, instance.pk)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


def _refuse(field: Any) -> SealedField:
    return SealedField(f"{field.model.__name__}.{field.name} lies sealed: read it from its record, or find it by key")


EMPTY: tuple[Any, ...] = (None, "", {})


def refuse_sealed(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Raise if sealed fields are among what a query would write, other than to empty them."""
    for field in sealed_fields(model):
        if field.name in values and values[field.name] not in EMPTY:
            raise _refuse(field)


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A text that lies sealed; an empty one lies empty."""

    descriptor_class = _Opening

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """A sealed field needs a random id that is known before the record is saved."""
        found = super().check(**kwargs)
        if not isinstance(self.model._meta.pk, models.UUIDField):
            found.append(checks.Error("a sealed field needs a record with a random id", obj=self, id="tilts.E001"))
        return found

    def bound_to(self, pk: Any) -> str:
        """What a ciphertext belongs to: table, column, record."""
        return f"{self.model._meta.db_table}.{self.column}:{pk}"

    def open(self, sealed: Sealed, pk: Any) -> Any:
        """The value; `Unreadable` names the field where the ciphertext was changed or moved."""
        try:
            return self.from_plain(ring().open(sealed.text, bound_to=self.bound_to(pk)).decode())
        except Unreadable as wrong:
            raise Unreadable(f"{self.model.__name__}.{self.name} of {pk} cannot be opened: {wrong}") from wrong

    def seal(self, value: Any, pk: Any) -> Sealed | str:
        """The ciphertext of a value of this record; an expression of the database cannot be sealed."""
        if hasattr(value, "resolve_expression"):
            raise _refuse(self)
        plain = self.to_plain(value)
        return Sealed(ring().seal(plain.encode(), bound_to=self.bound_to(pk))) if plain else ""

    def reseal(self, text: str, pk: Any) -> str:
        """The same value under the current key."""
        keys, bound_to = ring(), self.bound_to(pk)
        return keys.seal(keys.open(text, bound_to=bound_to), bound_to=bound_to)

    def to_plain(self, value: Any) -> str:
        """The text that is sealed."""
        return str(value or "")

    def from_plain(self, plain: str) -> Any:
        """The value again."""
        return plain

    def empty(self) -> Any:
        """What an empty text stands for."""
        return ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The row is not known here: wait until the attribute is read."""
        return Sealed(value) if value else self.empty()

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        """Seal what was written; pass on what nobody read, unless it is another record's or lies under an old key."""
        value = instance.__dict__.get(self.attname)
        if not isinstance(value, Sealed):
            return self.seal(value, instance.pk)
        if add or not value.text.startswith(f"{ring().current}:"):
            return self.seal(self.open(value, instance.pk), instance.pk)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Only what this field has sealed reaches the database."""
        if isinstance(value, Sealed):
            return value.text
        if value in EMPTY:
            return ""
        raise _refuse(self)

    def get_lookup(self, lookup_name: str) -> Any:
        """There is nothing to compare."""
        raise _refuse(self)

    def get_transform(self, lookup_name: str) -> Any:
        """There is nothing to take apart."""
        raise _refuse(self)


class SealedJSONField(SealedTextField):
    """A small structure (texts by question) that lies sealed."""

    def get_default(self) -> Any:
        """A structure of its own for each record."""
        return super().get_default() or self.empty()

    def to_plain(self, value: Any) -> str:
        """JSON, or nothing for an empty structure."""
        return json.dumps(value, ensure_ascii=False) if value else ""

    def from_plain(self, plain: str) -> Any:
        """The structure again."""
        return json.loads(plain)

    def empty(self) -> Any:
        """An empty structure."""
        return {}

    def to_python(self, value: Any) -> Any:
        """Structures pass as they are."""
        return value


def sealed_fields(model: type[models.Model]) -> list[SealedTextField]:
    """The sealed fields of a table."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
