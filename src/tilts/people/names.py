"""Finding names that lie sealed: keyed hashes of their trigrams say who may be meant, opening the records says who is.

What is looked through first are the hashes of those few persons whom the asker may know; where these are many, the
rarest pieces of the asked name choose the candidates. Either way only persons within reach are opened.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Subquery

from tilts.access.keys import ring
from tilts.access.models import Organisation
from tilts.access.reach import Reach, grants_to
from tilts.kit.text import fold, trigrams
from tilts.people.models import FolderPerson, NameKey, Person

OPENED = 200
"""How many candidates are opened and compared."""
FEW_FOLDERS = 500
FEW_PERSONS = 2_000
"""Up to so many persons within reach are looked through one by one."""
ROWS_LOOKED_AT = 12_000
"""How many hashes of the rarest pieces are looked at among many persons."""
COMMON = 4_000
"""A piece of so many names is common, however many more have it."""
LEAST_PIECES = 4
"""A typing mistake spoils up to three pieces: of so many at least one is whole."""
AT_FIRST = 600
"""So many candidates are asked for first; the others only if too few of these are within reach."""
CHUNK = 400
KEY_BITS = 63
T = TypeVar("T")


@functools.lru_cache(maxsize=100_000)
def _key(organisation: UUID, piece: str) -> int:
    digest = ring().search_hash(f"name:{organisation}:{piece}")
    return int.from_bytes(digest[:8], "big") >> (64 - KEY_BITS)


def folded_names(person: Person) -> tuple[str, str]:
    """Given and family name for comparing: small letters, no diacritics."""
    return fold(person.given_name), fold(person.family_name)


def write_name_keys(people: Sequence[Person], *, are_new: bool = False) -> None:
    """Let these persons be found by the names they have now; part of whatever writes the names."""
    if not are_new:
        NameKey.objects.filter(person__in=people).delete()
    for some in _chunks(people):
        _insert([(person.pk, key) for person in some for key in _keys_of(person)])


def _keys_of(person: Person) -> Iterator[int]:
    return (_key(person.organisation_id, piece) for piece in trigrams(" ".join(folded_names(person))))


def _insert(rows: list[tuple[UUID, int]]) -> None:
    """Rows as they are: a record for each would take longer than all the rest of an import."""
    table = connection.ops.quote_name(NameKey._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f"INSERT INTO {table} (person_id, key) SELECT * FROM unnest(%s::uuid[], %s::bigint[])"
            cursor.execute(sql, [[person for person, _key in rows], [key for _person, key in rows]])
        else:
            sql = f"INSERT INTO {table} (person_id, key) VALUES (%s, %s)"
            cursor.executemany(sql, [(person.hex, key) for person, key in rows])


def _chunks(things: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def candidates(reach: Reach, wanted: str) -> list[Person]:
    """Persons within reach whose names share most with a folded one, opened by nobody yet."""
    pieces = trigrams(wanted)
    few = _few_within_reach(reach)
    best = _among_many(pieces) if few is None else _among_few(few, pieces)
    found: list[Person] = []
    for ids in _chunks(best, OPENED):
        rows = {person.pk: person for person in reach(Person).filter(pk__in=ids).order_by()}
        found += [rows[pk] for pk in ids if pk in rows]
        if len(found) >= OPENED:
            break
    return found[:OPENED]


def _few_within_reach(reach: Reach) -> dict[UUID, UUID] | None:
    """Persons (and whose records they are) in folders that may open names; None where these are many."""
    given = grants_to(reach).filter(zone_name__gte=1).values_list("folder", flat=True).distinct()
    folders = list(given[: FEW_FOLDERS + 1])
    if len(folders) > FEW_FOLDERS:
        return None
    links = FolderPerson.objects.filter(folder__in=folders)
    if links[: FEW_PERSONS + 1].count() > FEW_PERSONS:
        return None
    return dict(links.values_list("person", "person__organisation"))


def _among_few(few: dict[UUID, UUID], pieces: frozenset[str]) -> Iterable[UUID]:
    keys = {_key(organisation, piece) for organisation in set(few.values()) for piece in pieces}
    shared: Counter[UUID] = Counter()
    for ids in _chunks(few):
        rows = NameKey.objects.filter(person__in=ids).values_list("person", "key")
        shared.update(person for person, key in rows if key in keys)
    return [person for person, _times in shared.most_common()]


def _among_many(pieces: frozenset[str]) -> Iterator[UUID]:
    one_of_theirs = Subquery(Person._base_manager.filter(organisation=OuterRef("pk")).order_by().values("pk")[:1])
    holders = Organisation.objects.order_by().annotate(one=one_of_theirs).filter(one__isnull=False)
    keys = [_key(organisation, piece) for organisation in holders.values_list("pk", flat=True) for piece in pieces]
    if not keys:
        return
    rows = NameKey.objects.filter(key__in=_rarest(_how_often(keys))).values_list("person").annotate(shared=Count("key"))
    best = rows.order_by("-shared", "person").values_list("person", flat=True)
    yield from best[:AT_FIRST]
    yield from best[AT_FIRST:]


def _how_often(keys: Sequence[int]) -> list[tuple[int, int]]:
    """How many persons have each of these pieces, counted no further than to know that a piece is common."""
    table = connection.ops.quote_name(NameKey._meta.db_table)
    some = f"SELECT 1 FROM {table} AS piece WHERE piece.key = asked.key LIMIT {COMMON}"
    values = ", ".join(["(%s)"] * len(keys))
    sql = f"WITH asked(key) AS (VALUES {values}) SELECT key, (SELECT COUNT(*) FROM ({some}) AS few) FROM asked"
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)
        return sorted(((key, times) for key, times in cursor.fetchall() if times), key=lambda one: one[1])


def _rarest(often: Iterable[tuple[int, int]]) -> list[int]:
    """The rarest pieces, as many as may be looked at; a word of common pieces alone keeps its rarest."""
    chosen: list[int] = []
    looked_at = 0
    for key, times in often:
        looked_at += times
        if looked_at > ROWS_LOOKED_AT and len(chosen) >= LEAST_PIECES:
            break
        chosen.append(key)
    return chosen
