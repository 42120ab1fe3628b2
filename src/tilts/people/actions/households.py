"""Who lives with whom."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.actor import JOB, acting
from tilts.access.models import Folder
from tilts.access.reach import Reach, Refused
from tilts.people.models import Household, HouseholdMember, Person
from tilts.people.policy.persons import writes_in
from tilts.people.writing import known_to, not_ahead, writable, written_here

EVER = date(1, 1, 1)
"""From ever: nobody said since when."""


def _at(rows: Any, person: Person, day: date) -> Any:
    """Where somebody lives on a day, or will live later."""
    return rows.filter(Q(ends=None) | Q(ends__gt=day), person=person)


@action("household.joined", may=writes_in("name"), says=gettext_lazy("Household: joined"))
def join_household(reach: Reach, folder: Folder, *, person: Person, of: Person, since: date | None = None) -> Household:
    """Say in a file that a person belongs to the household of another, from a day or from ever.

    One who lives elsewhere is not moved silently, as far as whoever writes may know; nobody lives with themselves.
    """
    day = since or EVER
    not_ahead(since)
    if person.pk == of.pk:
        raise Refused(_("Choose another person with whom this one lives."))
    for one in (person, of):
        writable(folder, one)
    with acting(JOB):
        list(Person._base_manager.select_for_update().filter(pk__in=[person.pk, of.pk]).order_by("pk"))
        home = _home(folder, of, day)
    lives = _at(known_to(reach, HouseholdMember), person, day).order_by().values_list("household", flat=True)
    if home and home.pk in lives:
        raise Refused(_("They live in one household already."))
    if lives:
        raise Refused(_("This person already belongs to a household."))
    household = home or Household.objects.create(organisation=of.organisation)
    own = {"organisation": folder.organisation, "folder": folder, "household": household, "starts": day}
    if not _at(HouseholdMember._base_manager.filter(folder=folder, voided_at=None), of, day).exists():
        HouseholdMember.objects.create(person=of, **own)
    HouseholdMember.objects.create(person=person, **own)
    return household


def _home(folder: Folder, of: Person, day: date) -> Household | None:
    """The household of a person: as this file has it, else as another one has, of which nothing is told.

    A family is counted once however many files say that it lives together.
    """
    rows = _at(HouseholdMember._base_manager.filter(voided_at=None), of, day).select_related("household")
    spells = sorted(rows.order_by("-starts", "-pk"), key=lambda one: (one.folder_id != folder.pk, one.starts > day))
    return spells[0].household if spells else None


@action("household.left", may=writes_in("name"), says=gettext_lazy("Household: left"))
def leave_household(
    reach: Reach, folder: Folder, *, spell: HouseholdMember, day: date, seen_version: int
) -> HouseholdMember:
    """A person lives elsewhere from this day on; the others of the household stay."""
    written_here(folder, spell)
    not_ahead(day)
    if spell.ends:
        raise Refused(_("This person has left this household already."))
    save_over(spell, seen_version, ends=day)
    return spell
