"""A hundred thousand people with made-up names, spread as names are: a few very common, most of them rare."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from tilts.access.models import Folder, Organisation
from tilts.people.models import FolderPerson, Person

STARTS = (
    "An Kris Jan Mār Il Ev El Vik Ag Dai Zan Lin San Ing Iv Rut Mai Bai Gun Ance Kat Vel Ze Ro Ar Ed Val Al".split()
)
ENDS = "na tīne is tiņš ze ija īna tors nese ga ne da dra rīta ars a ja ba tis te rīna ta berts gars fons".split()
STEMS = "Bērz Kaln Oz Liep Krūm Zar Vīt Egl Priež Gr Lap Sil Mež Pur Kļav Lāc Vilk Zvirb Cāl Strazd Bal Ap Kok".split()
MIDDLES = "iņ ol al ān ēn kal iet or ul aun sar mel log rag dien".split()
TAILS = "š a s is e kalns kalne nieks niece iņa ītis ule manis mane bergs berga ovs ova".split()


def spread(dice: random.Random, things: list[str]) -> str:
    """One of these; the first ones are far more common than the last."""
    return things[int(len(things) * dice.random() ** 3)]


def names(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Given and family names."""
    dice = random.Random(seed)
    given = [start + end for start in STARTS for end in ENDS]
    family = [stem + middle + tail for stem in STEMS for middle in MIDDLES for tail in TAILS]
    dice.shuffle(given)
    dice.shuffle(family)
    for _one in range(count):
        second = f"-{spread(dice, family)}" if dice.random() < 0.05 else ""
        yield spread(dice, given), spread(dice, family) + second


def settle(organisation: Organisation, folder: Folder, count: int, seed: int = 7) -> list[Person]:
    """Let so many people belong to one folder of an organisation."""
    dice = random.Random(seed)
    everybody: list[Person] = []
    for given, family in names(count, seed):
        born = date(1940, 1, 1) + timedelta(days=dice.randrange(28_000))
        everybody.append(Person(organisation=organisation, given_name=given, family_name=family, birth_date=born))
    for at in range(0, count, 5_000):
        with transaction.atomic():
            some = Person.objects.bulk_create(everybody[at : at + 5_000])
            FolderPerson.objects.bulk_create(FolderPerson(folder=folder, person=one) for one in some)
    return everybody


def mistyped(dice: random.Random, name: str) -> str:
    """The name with one mistake: a letter left out, doubled, changed, or two that changed places."""
    at = dice.randrange(1, len(name) - 1)
    while name[at] in " -" or name[at + 1] in " -":
        at = dice.randrange(1, len(name) - 1)
    kind = dice.choice(("left out", "doubled", "changed", "swapped"))
    if kind == "left out":
        return name[:at] + name[at + 1 :]
    if kind == "doubled":
        return name[:at] + name[at] + name[at:]
    if kind == "changed":
        return name[:at] + dice.choice("aeiounrstlm") + name[at + 1 :]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
