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
from tilts.people.policy.households import may_join_household
from tilts.people.policy.persons import writes_in
from tilts.people.writing import not_ahead, writable

EVER = date(1, 1, 1)
"""From ever: nobody said since when."""


def _lives_at(person: Person, day: date) -> Any:
    spells = HouseholdMember._base_manager.filter(person=person, voided_at=None)
    return spells.filter(Q(ends=None) | Q(ends__gt=day))


@action("household.joined", may=may_join_household, says=gettext_lazy("Household: joined"))
def join_household(reach: Reach, person: Person, *, of: Person, since: date | None = None) -> Household:
    """Let a person belong to the household of another, from a day or from ever.

    One who lives elsewhere is not moved silently, and nobody lives with themselves.
    """
    day = since or EVER
    not_ahead(since)
    if person.pk == of.pk:
        raise Refused(_("Choose another person with whom this one lives."))
    with acting(JOB):
        held = list(Person._base_manager.select_for_update().filter(pk__in=[person.pk, of.pk]).order_by("pk"))
        spell = _lives_at(of, day).filter(starts__lte=day).first() or _lives_at(of, day).filter(ends=None).first()
        lives = _lives_at(person, day).first()
    if len(held) != 2 or person.organisation_id != of.organisation_id:
        raise Refused(_("Choose another person with whom this one lives."))
    if lives and spell and lives.household_id == spell.household_id:
        raise Refused(_("They live in one household already."))
    if lives:
        raise Refused(_("This person already belongs to a household."))
    household = spell.household if spell else Household.objects.create(organisation=of.organisation)
    if spell is None:
        HouseholdMember.objects.create(organisation=of.organisation, household=household, person=of, starts=day)
    HouseholdMember.objects.create(organisation=person.organisation, household=household, person=person, starts=day)
    return household


@action("household.left", may=writes_in("name"), says=gettext_lazy("Household: left"))
def leave_household(
    reach: Reach, folder: Folder, *, spell: HouseholdMember, day: date, seen_version: int
) -> HouseholdMember:
    """A person lives elsewhere from this day on; the others of the household stay."""
    writable(folder, spell.person)
    not_ahead(day)
    if spell.ends:
        raise Refused(_("This person has left this household already."))
    save_over(spell, seen_version, ends=day)
    return spell
