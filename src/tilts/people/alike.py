"""Who may be the same person in other files of one organisation, whoever asks: for keeping two sides apart."""

from uuid import UUID

from django.db.models import Q
from rapidfuzz import fuzz

from tilts.access.reach import unscoped
from tilts.people.models import NameInFolder, Person, PersonCode
from tilts.people.names import folded_name, named_like

SURE = 88
"""Name likeness, 0-100, from which two persons born on the same day are taken for one."""


def alike(person: Person) -> set[UUID]:
    """The person; those of the same whole name whose birth dates do not differ; those of the same code or number.

    And those of a similar name who were born on the same day. Call it where nothing of the answer is shown.
    """
    rows = unscoped(Person, reason="the same person in other files, of which the asker is told nothing")
    rows = rows.filter(organisation=person.organisation_id, erased_at=None)
    keys = NameInFolder.objects.filter(person=person).values("key")
    same = Q(pk__in=NameInFolder.objects.filter(key__in=keys, person__isnull=False).values("person"))
    if person.birth_date:
        same &= Q(birth_date=person.birth_date) | Q(birth_date=None)
    if person.reference:
        same |= Q(reference=person.reference)
    codes = PersonCode._base_manager.filter(person=person, voided_at=None).values("search_hash")
    same |= Q(pk__in=PersonCode._base_manager.filter(search_hash__in=codes, voided_at=None).values("person"))
    found = set(rows.filter(same | Q(pk=person.pk)).values_list("pk", flat=True))
    if person.birth_date:
        name = folded_name(person)
        near = [hit.person for hit in named_like(person.organisation_id, name) if hit.born == person.birth_date]
        born = rows.filter(pk__in=near, birth_date=person.birth_date)
        found |= {one.pk for one in born if fuzz.token_sort_ratio(name, folded_name(one)) >= SURE}
    return found
