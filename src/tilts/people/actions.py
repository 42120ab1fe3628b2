"""Writing persons down, after looking whether they are here already."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from tilts.access.actions import action
from tilts.access.duty import known_otherwise
from tilts.access.models import Folder
from tilts.access.reach import Reach, Refused
from tilts.kit.text import fold
from tilts.people.models import ContactWay, FolderPerson, Household, HouseholdMember, Person
from tilts.people.names import OPENED, candidates, folded_names, write_name_keys
from tilts.people.restriction import kept_only
from tilts.people.walls import name_changed, person_came

LIKELY = 78
"""Name likeness, 0-100, from which two names are shown as perhaps the same person."""
PART = 85
"""The likeness of a name of which the beginnings were given."""


@dataclass(frozen=True)
class Likeness:
    """A person who may be the one being written down, and why."""

    person: Person
    reasons: list[str]
    score: float


def full_name(person: Person) -> str:
    """Given and family name, for comparing and for `person_name` only."""
    return f"{person.given_name} {person.family_name}".strip()


def find_similar(reach: Reach, *, name: str, birth_date: date | None = None) -> list[Likeness]:
    """Persons within reach who may be the same, likeliest first: search before create."""
    wanted = fold(name)
    if not any(len(word) > 1 for word in wanted.split()):
        return []
    near = {person.pk: person for person in candidates(reach, wanted)}
    if birth_date:
        born = reach(Person).filter(birth_date=birth_date).order_by()[:OPENED]
        near |= {person.pk: person for person in born}
    found = [_compare(person, wanted, birth_date) for person in near.values()]
    return sorted((like for like in found if like.reasons), key=lambda like: -like.score)[:10]


def _compare(person: Person, wanted: str, birth_date: date | None) -> Likeness:
    score = _likeness(wanted, *folded_names(person))
    reasons = []
    if score == 100:
        reasons.append(_("same name"))
    elif score >= LIKELY:
        reasons.append(_("similar name"))
    if reasons and birth_date and person.birth_date:
        bonus, reason = _born(person.birth_date, birth_date)
        score += bonus
        reasons += [reason] if reason else []
    return Likeness(person, reasons, score)


def save_renamed(person: Person, *, is_new: bool = False) -> None:
    """Save a person whose name may have changed, with that by which the name is found (part of a wider action)."""
    person.save()
    write_name_keys([person], are_new=is_new)
    if not is_new:
        name_changed(person)


def _likeness(wanted: str, given: str, family: str) -> float:
    """0-100, whichever name comes first; a single word is compared with each part of the name too."""
    name = f"{given} {family}".strip()
    # sorting the words is not enough: a mistake in a first letter moves the word
    score = max(fuzz.token_sort_ratio(wanted, name), fuzz.ratio(wanted, name), fuzz.ratio(wanted, f"{family} {given}"))
    score = max(score, PART if _is_part(wanted, name) else 0)
    if " " in wanted:
        return score
    return max([score, *(fuzz.ratio(wanted, part) - 1 for part in name.split())])


def _is_part(wanted: str, name: str) -> bool:
    """Whether every asked word begins a word of the name, and one of them says enough."""
    words, parts = wanted.split(), name.replace("-", " ").split()
    return max(map(len, words)) > 2 and all(any(part.startswith(word) for part in parts) for word in words)


def _born(day: date, asked: date) -> tuple[int, str]:
    if day == asked:
        return 50, _("same birth date")
    return (10, _("same birth year")) if day.year == asked.year else (0, "")


@action("person.recorded")
def record_person(reach: Reach, /, folder: Folder, **facts: Any) -> Person:
    """Write a new person down and put them in a folder. `facts` are fields of `Person`."""
    person = Person(organisation=folder.organisation, **facts)
    save_renamed(person, is_new=True)
    FolderPerson.objects.create(folder=folder, person=person, placed_by=reach.user)
    person_came(reach, folder, person)
    return person


@action("person.placed")
def place_person(reach: Reach, folder: Folder, person: Person) -> Person:
    """Put a person who is already known in one more folder of the same organisation."""
    if person.organisation_id != folder.organisation_id:
        raise Refused(_("This person is on record with another organisation. Write them down as a new person here."))
    if reach.purpose != "job" and not _known_for_good(reach, person):
        raise Refused(_("What is opened in an emergency is read there and not taken into other cases."))
    FolderPerson.objects.get_or_create(folder=folder, person=person, defaults={"placed_by": reach.user})
    person_came(reach, folder, person)
    return person


def _known_for_good(reach: Reach, person: Person) -> bool:
    """Whether the person is known by more than an emergency opening."""
    return known_otherwise(reach, person.folder_persons.values_list("folder", flat=True))


def keep_contact(person: Person, *, channel: str, value: str, safe: bool | None, caution: str = "") -> ContactWay:
    """Keep a way to reach a person, and whether it is safe (part of a wider action)."""
    return ContactWay.objects.create(
        organisation=person.organisation, person=person, channel=channel, value=value, safe=safe, caution=caution
    )


def refuse_if_restricted(folder: UUID) -> None:
    """`Refused` where the data of somebody in this folder may only be kept: no sharing, no letting in, no new texts."""
    if sentence := kept_only(folder):
        raise Refused(sentence)


@action("household.joined")
def join_household(reach: Reach, person: Person, *, of: Person) -> Household:
    """Let a person belong to the household of another, from ever; one who lives elsewhere is not moved silently."""
    if HouseholdMember._base_manager.filter(person=person, ends=None, voided_at=None).exists():
        raise Refused(_("This person already belongs to a household."))
    spell = HouseholdMember._base_manager.filter(person=of, ends=None, voided_at=None).first()
    household = spell.household if spell else Household.objects.create(organisation=of.organisation)
    if spell is None:
        HouseholdMember.objects.create(organisation=of.organisation, household=household, person=of)
    HouseholdMember.objects.create(organisation=person.organisation, household=household, person=person)
    return household
