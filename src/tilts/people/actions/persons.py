"""Writing persons down and putting them in folders."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, save_over
from tilts.access.actor import JOB, acting
from tilts.access.duty import known_otherwise
from tilts.access.models import Folder, GrantKind, Role
from tilts.access.reach import Reach, Refused, roles
from tilts.people.asks import known_anew
from tilts.people.models import FolderPerson, Person, Standing
from tilts.people.policy.persons import writes_in
from tilts.people.restriction import kept_only
from tilts.people.walls import name_changed, person_came
from tilts.people.writing import not_ahead, writable

WHOLE = ("name", "contact", "address", "codes")
"""The zones of what is kept of a person: who places one in a case of their own must see all of them somewhere."""
KNOWN_BY = {"given_name", "family_name", "anonymous", "birth_date", "reference"}
"""By these a person is found again in other files."""


def save_renamed(person: Person, *, is_new: bool = False) -> None:
    """Save a person whose name may have changed, with that by which the name is found (part of a wider action)."""
    person.save()
    if not is_new:
        name_changed(person)


@action(
    "person.recorded",
    may=roles(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR),
    says=gettext_lazy("Person: recorded"),
)
def record_person(reach: Reach, /, folder: Folder, **facts: Any) -> Person:
    """Write a new person down and put them in a folder. `facts` are fields of `Person`."""
    person = Person(organisation=folder.organisation, **facts)
    save_renamed(person, is_new=True)
    FolderPerson.objects.create(folder=folder, person=person, placed_by=reach.user)
    person_came(reach, folder, person)
    return person


@action(
    "person.placed",
    may=roles(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR),
    says=gettext_lazy("Person: placed in a file"),
)
def place_person(reach: Reach, folder: Folder, person: Person) -> Person:
    """Put a person who is already known in one more folder of the same organisation."""
    if person.organisation_id != folder.organisation_id:
        raise Refused(_("This person is on record with another organisation. Write them down as a new person here."))
    if reach.purpose != "job":
        _refuse_half_known(reach, person)
    FolderPerson.objects.get_or_create(folder=folder, person=person, defaults={"placed_by": reach.user})
    person_came(reach, folder, person)
    return person


def _known_for_good(reach: Reach, person: Person) -> bool:
    """Whether the person is known by more than an emergency opening."""
    return known_otherwise(reach, person.folder_persons.values_list("folder", flat=True))


def _refuse_half_known(reach: Reach, person: Person) -> None:
    """In a case of one's own everything of a person is open: nobody gets so what another file keeps shut to them."""
    if not _known_for_good(reach, person):
        raise Refused(_("What is opened in an emergency is read there and not taken into other cases."))
    shut = Q(restricted_at__isnull=False) | Q(erased_at__isnull=False)
    if Person._base_manager.filter(shut, pk=person.pk).exists():
        raise Refused(_("The data of this person are kept and not used. Nothing is added to them."))
    folders = reach(FolderPerson).filter(person=person).values_list("folder", flat=True)
    if not any(_works_on(reach, one) or all(getattr(reach.zones(one), zone) for zone in WHOLE) for one in folders):
        raise Refused(_("You see only a part of what is known of this person. Write them down as a new person."))


def _works_on(reach: Reach, folder: UUID) -> bool:
    """Whether one leads the work on a file, also one that is closed and shows less by now."""
    return any(held["kind"] == GrantKind.ASSIGNED and held["name"] for held in reach.held(folder))


def refuse_if_restricted(folder: UUID) -> None:
    """`Refused` where the data of somebody in this folder may only be kept: nothing is shared, nobody is let in."""
    if sentence := kept_only(folder):
        raise Refused(sentence)


@action("person.changed", may=writes_in("name"), says=gettext_lazy("Person: changed"))
def change_person(reach: Reach, folder: Folder, /, *, person: Person, seen_version: int, **facts: Any) -> Person:
    """Write what is known of a person. `facts` are fields of `Person`; `Stale` where a colleague wrote first."""
    writable(folder, person)
    with acting(JOB):  # a changed name is made known to the walls of every folder of the person
        held: Person = Person._base_manager.select_for_update().get(pk=person.pk)
        if held.version != seen_version:
            raise Stale
        other = {name for name, value in facts.items() if getattr(held, name) != value}
        for name, value in facts.items():
            setattr(held, name, value)
        held.version += 1
        if {"given_name", "family_name"} & set(facts):
            save_renamed(held)
        else:
            held.save()
    if other & KNOWN_BY:
        known_anew.each(reach, held)
    return held


@action("standing.set", may=writes_in("services"), says=gettext_lazy("Person: status"))
def set_standing(
    reach: Reach,
    folder: Folder,
    *,
    person: Person,
    starts: date,
    status: str = "",
    support_level: str = "",
    seen_version: int = 0,
) -> Standing:
    """Write the status and support level of a person from a day on, until the next.

    What stands there of that day is written over by whoever saw it; else `Stale`. What another file says of that day
    stays as it is there.
    """
    writable(folder, person)
    not_ahead(starts)
    if not status and not support_level:
        raise Refused(_("Choose a status or a support level."))
    facts = {"status": status, "support_level": support_level}
    here = {"folder": folder, "person": person, "starts": starts}
    known = Standing._base_manager.filter(**here).first()
    if known:
        stands = known.voided_at is None and (known.status, known.support_level) != (status, support_level)
        save_over(known, seen_version if stands else known.version, voided_at=None, voided_why="", **facts)
        return known
    return Standing.objects.create(organisation=person.organisation, **here, **facts)
