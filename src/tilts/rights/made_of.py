"""Of which files and zones a copy is made, and what of it is shown to whom: the whole to whoever holds all of them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tilts.access.opened import ZoneIn
from tilts.access.reach import AUTHORED, IN_FOLDER, THROUGH, Reach
from tilts.kit.holdings import HOLDINGS, Subject
from tilts.rights.copying import copied_subject
from tilts.rights.gathering import as_office, held_rows
from tilts.rights.models import RequestKind, RightsRequest

PRIVILEGED = "privileged"
"""The zone of notes that are part of no copy."""


def files_of(reach: Reach, request: RightsRequest) -> list[UUID]:
    """The files of which a copy tells, or into which a statement of who looked has looked."""
    with as_office(reach):
        return sorted(copied_subject(request).folders)


def holds_all(reach: Reach, request: RightsRequest) -> bool:
    """Whether every zone of which the copy is made is open to this actor; a statement is made of none."""
    if request.kind != RequestKind.ACCESS:
        return True
    with as_office(reach):
        subject = copied_subject(request)
        in_files, beside = _zones_of(subject), set(_zones_beside(subject))
    open_to = {file: reach.zones(file) for file in subject.folders}
    here = all(getattr(open_to[file], zone) for file, zones in in_files.items() for zone in zones)
    return here and all(any(getattr(one, zone) for one in open_to.values()) for zone in beside)


def _zones_of(subject: Subject) -> dict[UUID, set[str]]:
    """In which zones something is written, file by file."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for table in _tables():
        if table not in IN_FOLDER:
            continue
        key, zone = IN_FOLDER[table]
        column = "pk" if key == "pk" else f"{key}_id"
        rows = held_rows(table).filter(**{f"{column}__in": subject.folders}).order_by()
        named = [zone.column] if isinstance(zone, ZoneIn) else []
        for file, *of_row in rows.values_list(column, *named).distinct():
            found[file].add(of_row[0] if of_row else str(zone))
    return {file: zones - {PRIVILEGED} for file, zones in found.items()}


def _zones_beside(subject: Subject) -> Iterator[str]:
    """Zones of what hangs on the person and is read through any of their files."""
    for table in _tables():
        if table in THROUGH:
            _link, key, zone = THROUGH[table]
            if held_rows(table).filter(**{key: subject.person}).exists():
                yield zone


def _tables() -> set[Any]:
    return {table for one in HOLDINGS.values() for table in one.tables} - set(AUTHORED)


def listed(package: dict[str, Any]) -> dict[str, Any]:
    """What is in a copy, line by line, and nothing of what is written there."""
    sections = package.get("sections", [])
    bare = [{**section, "lines": [{**line, "text": ""} for line in section["lines"]]} for section in sections]
    return {**package, "sections": bare, "is_list": True}
