"""Finding names that lie sealed: keyed hashes of their trigrams say who may be meant, opening the records says who is.

What is looked through first are the hashes of those few persons whom the asker may know; where these are many, the
rarest pieces of the asked name choose the candidates. Either way only persons within reach are opened.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Subquery

from tilts.access.keys import ring
from tilts.access.models import Organisation
from tilts.access.reach import Reach, grants_to
from tilts.kit.text import fold, trigrams
from tilts.people.models import FolderPerson, NameKey, Person

OPENED = 100
"""How many candidates are opened and compared; with a birth year, half as many and half as many of that year."""
MOST_ALIKE = 200
"""How many of one organisation are compared where two sides are kept apart."""
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
"""So many candidates are put in order by all their pieces; the others come only if too few of these are in reach."""
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


def candidates(reach: Reach, wanted: str, year: int | None = None, most: int = OPENED) -> list[Person]:
    """Persons within reach whose names share most with a folded one, opened by nobody yet.

    With a birth year as many again of those who were born in it.
    """
    pieces = trigrams(wanted)
    few = _few_within_reach(reach)
    best = _among_many(pieces, year) if few is None else _among_few(few, pieces, year)
    rankings = [_Ranking(ids) for ids in best]
    found: dict[UUID, Person] = {}
    size = most
    while asked := {pk for ranking in rankings for pk in ranking.next(found, most, size)}:
        found |= {person.pk: person for person in reach(Person).filter(pk__in=asked - set(found)).order_by()}
        size = CHUNK
    return [found[pk] for pk in dict.fromkeys(pk for ranking in rankings for pk in ranking.first(found, most))]


class _Ranking:
    """Ids, likeliest first, of whom some are within reach: asked for a few at a time, until enough are found."""

    def __init__(self, ids: Iterable[UUID]) -> None:
        self.rest, self.asked = iter(ids), list[UUID]()

    def next(self, found: Mapping[UUID, Person], most: int, size: int) -> list[UUID]:
        """The next to ask for; none where there are enough."""
        if len(self.first(found, most)) >= most:
            return []
        some = list(islice(self.rest, size))
        self.asked += some
        return some

    def first(self, found: Mapping[UUID, Person], most: int) -> list[UUID]:
        """The likeliest of those who are within reach."""
        return list(islice((pk for pk in self.asked if pk in found), most))


def _few_within_reach(reach: Reach) -> dict[UUID, tuple[UUID, date | None]] | None:
    """Persons (whose records they are, when born) in folders that may open names; None where these are many."""
    given = grants_to(reach).filter(zone_name__gte=1).values_list("folder", flat=True).distinct()
    folders = list(given[: FEW_FOLDERS + 1])
    if len(folders) > FEW_FOLDERS:
        return None
    links = FolderPerson.objects.filter(folder__in=folders)
    if links[: FEW_PERSONS + 1].count() > FEW_PERSONS:
        return None
    rows = links.values_list("person", "person__organisation", "person__birth_date")
    return {person: (organisation, born) for person, organisation, born in rows}


def _among_few(
    few: dict[UUID, tuple[UUID, date | None]], pieces: frozenset[str], year: int | None
) -> list[Iterable[UUID]]:
    """These persons by how much they share; with a year, those born in it once more."""
    keys = {_key(organisation, piece) for organisation in {one for one, _born in few.values()} for piece in pieces}
    shared: Counter[UUID] = Counter()
    for ids in _chunks(few):
        shared.update(NameKey.objects.filter(person__in=ids, key__in=keys).values_list("person", flat=True))
    best = [person for person, _times in shared.most_common()]
    born = [person for person in best if (day := few[person][1]) and day.year == year]
    return [best, born] if year else [best]


def _among_many(pieces: frozenset[str], year: int | None) -> list[Iterable[UUID]]:
    """Everybody by how much of the rarest pieces they share; with a year, those born in it once more."""
    one_of_theirs = Subquery(Person._base_manager.filter(organisation=OuterRef("pk")).order_by().values("pk")[:1])
    holders = Organisation.objects.order_by().annotate(one=one_of_theirs).filter(one__isnull=False)
    keys = [_key(organisation, piece) for organisation in holders.values_list("pk", flat=True) for piece in pieces]
    if not keys:
        return []
    rows = NameKey.objects.filter(key__in=_rarest(_how_often(keys)))
    if not year:
        return [_ranked(rows, keys)]
    born = Person._base_manager.filter(birth_date__range=(date(year, 1, 1), date(year, 12, 31))).order_by()
    return [_ranked(rows, keys), _ranked(rows.filter(person__in=born.values("pk")), keys)]


def _ranked(rows: Any, keys: Sequence[int]) -> Iterator[UUID]:
    """Persons by how many of these pieces they have, the first of them by how many of all the pieces asked for."""
    best = rows.values("person").annotate(shared=Count("key")).order_by("-shared", "person").values("person")
    first = NameKey.objects.filter(person__in=best[:AT_FIRST], key__in=keys).values("person")
    first = first.annotate(shared=Count("key")).order_by("-shared", "person")
    yield from first.values_list("person", flat=True)
    yield from best.values_list("person", flat=True)[AT_FIRST:]


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


def named_like(organisation: UUID, wanted: str) -> list[UUID]:
    """Persons of one organisation who share most pieces of a folded name, whoever asks, likeliest first."""
    keys = [_key(organisation, piece) for piece in trigrams(wanted)]
    if not keys:
        return []
    rows = NameKey.objects.filter(key__in=_rarest(_how_often(keys)))
    return list(islice(_ranked(rows, keys), MOST_ALIKE))
