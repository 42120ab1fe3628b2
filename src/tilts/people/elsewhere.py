"""That a person is known to another organisation too: the links between rows of two organisations, in words."""

from typing import Any

from django.db.models import Q

from tilts.access.models import Organisation
from tilts.access.reach import Reach
from tilts.people.models import Person, SamePerson

SHOWN = 50
"""The newest links on the page of data protection."""


def known_elsewhere(reach: Reach, person: Person) -> list[str]:
    """The other organisations that know this person, for whoever may know both rows."""
    rows = reach(SamePerson).filter(Q(person=person) | Q(other=person))
    ids = {one for pair in rows.values_list("person", "other") for one in pair if one != person.pk}
    if not ids:
        return []
    known = reach(Person).filter(pk__in=ids).order_by().values("organisation")
    return sorted(Organisation.objects.filter(pk__in=known).values_list("name", flat=True))


def links_of_office(reach: Reach) -> list[dict[str, Any]]:
    """For data protection: which two organisations hold the same person, since when, on which basis. No name."""
    rows = reach(SamePerson).select_related("organisation", "other_organisation").order_by("-created_at")[:SHOWN]
    return [{"link": one, "units": sorted({one.organisation.name, one.other_organisation.name})} for one in rows]
