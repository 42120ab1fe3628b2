"""Making everything that points to one person point to another, so that it can be taken back row by row.

The tables are found by walking the keys to `Person`: a room that is built later is included. What tells of each step
(`Step`) is enough to undo it, whatever else was written in between.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Field, ForeignKey, Model, Q
from django.utils import timezone

from tilts.access.reach import has_voiding
from tilts.people.models import HouseholdMember, Merging, NameInFolder, Person
from tilts.sealing.fields import Sealed

STAYS = (NameInFolder, Merging)
"""By these the merged name is still known to walls; they are not moved."""
VOIDED = ("voided_at", "voided_by_id", "voided_why")
Step = dict[str, Any]


def keys_to_person() -> list[ForeignKey[Any, Any]]:
    """Every key of every table that points to a person, but those that stay."""
    keys = {
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Person and model not in STAYS
    }
    return sorted(keys, key=lambda field: (field.model._meta.label, field.name))


def repoint(merged: Person, kept: Person, mark: str) -> list[Step]:
    """Move every row from `merged` to `kept`; one that cannot stand beside another is voided, or taken out."""
    steps = _void_overlapping_spells(merged, kept, mark)
    for key in keys_to_person():
        steps += _move(key, merged, kept, mark)
    return steps


def _step(held: Model, key: Field[Any, Any], how: str, **more: Any) -> Step:
    return {"table": held._meta.label, "column": key.attname, "id": str(held.pk), "how": how, **more}


def _move(key: Any, merged: Person, kept: Person, mark: str) -> list[Step]:
    """All at once if that can be; else row by row, to find which ones cannot."""
    rows = list(key.model._base_manager.filter(**{key.attname: merged.pk}))
    rows = [row for row in rows if getattr(row, "voided_why", "") != mark]
    if _set(key, [row.pk for row in rows], merged.pk, kept.pk):
        return [_step(row, key, "moved") for row in rows]
    return [_move_one(key, row, merged, kept, mark) for row in rows]


def _set(key: Any, ids: list[Any], before: UUID, after: UUID) -> bool:
    """Point these rows elsewhere, unless a constraint is against it."""
    try:
        with transaction.atomic():
            key.model._base_manager.filter(pk__in=ids, **{key.attname: before}).update(**{key.attname: after})
    except IntegrityError:
        return False
    return True


def _move_one(key: Any, row: Any, merged: Person, kept: Person, mark: str) -> Step:
    if _set(key, [row.pk], merged.pk, kept.pk):
        return _step(row, key, "moved")
    if has_voiding(type(row)):
        return _void(key, row, mark)
    gone = {field.attname: _plain(row.__dict__.get(field.attname)) for field in row._meta.concrete_fields}
    step = _step(row, key, "gone", row=gone)
    row.delete()
    return step


def _plain(value: Any) -> Any:
    """A value as JSON keeps it; a sealed one stays sealed."""
    if isinstance(value, Sealed):
        return {"sealed": value.text}
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _void(key: Any, row: Any, mark: str) -> Step:
    before = {name: _plain(getattr(row, name)) for name in VOIDED}
    step = _step(row, key, "voided", before=before)
    if row.voided_at is None:
        row._meta.model._base_manager.filter(pk=row.pk).update(voided_at=timezone.now(), voided_why=mark)
    return step


def _void_overlapping_spells(merged: Person, kept: Person, mark: str) -> list[Step]:
    """Nobody lives in two households at once in one file: there the kept person's household stands."""
    key = HouseholdMember._meta.get_field("person")
    theirs = HouseholdMember._base_manager.filter(person=kept, voided_at=None)
    steps = []
    for spell in HouseholdMember._base_manager.filter(person=merged, voided_at=None):
        before_its_end = Q(folder=spell.folder_id) & (Q(starts__lt=spell.ends) if spell.ends else Q())
        if theirs.filter(before_its_end, Q(ends=None) | Q(ends__gt=spell.starts)).exists():
            steps.append(_void(key, spell, mark))
    return steps


def put_back(steps: list[Step], merged: Person, kept: Person, mark: str) -> None:
    """Undo the steps, last first; a row that was changed or erased in between stays as it is now."""
    for step in reversed(steps):
        model: Any = apps.get_model(step["table"])
        rows = model._base_manager.filter(pk=step["id"])
        if step["how"] == "moved":
            rows.filter(**{step["column"]: kept.pk}).update(**{step["column"]: merged.pk})
        elif step["how"] == "voided":
            before = step["before"] | {"voided_at": _moment(step["before"]["voided_at"])}
            rows.filter(voided_why=mark).update(**before)
        elif not rows.exists():
            values = {name: Sealed(v["sealed"]) if isinstance(v, dict) else v for name, v in step["row"].items()}
            model(**values).save(force_insert=True)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
