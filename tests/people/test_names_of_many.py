"""Finding sealed names among a hundred thousand: how many are found, and how long it takes (told, not asserted)."""

import random
import statistics
import time
import tracemalloc
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from tests.cast import BY_LAW, a_case, hire
from tests.databases import owner_of_tables
from tests.people.crowd import mistyped, settle

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.models import Folder, FolderKind, GrantKind, Role
from tilts.kit.text import fold_name
from tilts.people import names
from tilts.people.actions import find_similar, full_name, with_year
from tilts.people.models import Person

MANY = 100_000
ASKED = 200


def plain(dice: random.Random, name: str) -> str:
    return fold_name(name)


def turned(dice: random.Random, name: str) -> str:
    given, _space, family = name.partition(" ")
    return f"{family} {given}"


WAYS: dict[str, Callable[[random.Random, str], str]] = {
    "as written": lambda dice, name: name,
    "no diacritics": plain,
    "one mistake": mistyped,
    "one mistake, no diacritics": lambda dice, name: fold_name(mistyped(dice, name)),
    "family name first": turned,
}


def measure(reach, people, way, told="birth date"):
    """How many of the asked are among the first ten, and the milliseconds of each search: by the clock, processor.

    With the birth year alone, as it is typed into the search box, the name is taken out of the same line.
    """
    dice = random.Random(11)
    found, times, worked = 0, [], []
    for person in dice.sample(people, min(ASKED, len(people))):
        asked = WAYS[way](dice, full_name(person))
        began, at_work = time.perf_counter(), time.process_time()
        if told == "birth year":
            name, year = with_year(f"{asked} {person.birth_date.year}")
            likely = find_similar(reach, name=name, birth_year=year)
        else:
            likely = find_similar(reach, name=asked, birth_date=person.birth_date)
        times.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - at_work) * 1000)
        found += any(like.person == person for like in likely)
    return found / len(times), times, worked


def of_holding(organisation):
    """How long it takes a process to read all names, and one that was written; how much memory they take."""
    for _time in range(2):
        names._held.clear()
        began, at_work = time.perf_counter(), time.process_time()
        held = names._names_of(organisation.pk)
        took, worked = time.perf_counter() - began, time.process_time() - at_work
    yield f"{len(held.of)} names, {len(held.called)} of them different, read in {took:.2f} s, processor {worked:.2f} s"
    names._held.clear()
    tracemalloc.start()
    names._names_of(organisation.pk)
    yield f"they take {tracemalloc.get_traced_memory()[0] / 2**20:.0f} MB of a process"
    tracemalloc.stop()
    with transaction.atomic(), acting(JOB):
        Person._base_manager.filter(organisation=organisation).first().save()
    at_work = time.process_time()
    names._names_of(organisation.pk)
    yield f"one more that was written: processor {(time.process_time() - at_work) * 1000:.1f} ms"


def told_of(who, words, share, times, worked):
    """One line of the figures."""
    middle, worst, own = statistics.median(times), statistics.quantiles(times, n=20)[-1], statistics.median(worked)
    return f"{who:>4} {words:<40} {share:7.1%} median {middle:6.1f} ms  p95 {worst:6.1f} ms  processor {own:6.1f} ms"


@pytest.mark.lengthy
@pytest.mark.django_db(transaction=True)
def test_among_a_hundred_thousand_everybody_is_found_in_a_moment(cast, capsys):
    register = Folder.objects.create(organisation=cast.office, kind=FolderKind.REGISTER)
    began = time.perf_counter()
    everybody = settle(cast.office, register, MANY)
    written = time.perf_counter() - began
    let_in(cast.supervisor, register, GrantKind.SUPERVISES, **BY_LAW, to_user=cast.supervisor.user)
    colleague = hire(cast.office, "Maza Darbiniece", Role.CASE_WORKER)
    case, _person = a_case(colleague)
    own = settle(cast.office, case.folder, 300, seed=8)
    if connection.vendor == "postgresql":
        with owner_of_tables() as server:
            server.execute("VACUUM ANALYZE")
    lines = [f"{connection.vendor}: {MANY} persons written in {written:.0f} s", *of_holding(cast.office)]
    for who, reach, people in (("all", cast.supervisor, everybody), ("300", colleague, own)):
        for told, least in (("birth date", 1), ("birth year", 0.995)):
            for way in WAYS:
                share, times, worked = measure(reach, people, way, told)
                lines.append(told_of(who, f"{way}, {told}", share, times, worked))
                assert share >= least, lines
        for word in ("Anna", "Jana", "Bērziņš", "an", "Anna Bērziņa"):
            began = time.perf_counter()
            likely = find_similar(reach, name=word)
            lines.append(f"{who:>4} {word:<28} {len(likely):>7} {(time.perf_counter() - began) * 1000:13.1f} ms")
    with capsys.disabled():
        print("\n" + "\n".join(lines))
