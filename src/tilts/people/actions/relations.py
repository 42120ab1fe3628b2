"""How persons are related."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.models import Folder
from tilts.access.reach import Reach, Refused
from tilts.people.models import OTHER_SIDE, WRITTEN_FROM_OTHER, Person, Relation, RelationKind
from tilts.people.policy.persons import writes_in
from tilts.people.writing import known_to, take_back, writable

GENERATIONS = 20
"""How far up parents are followed; nobody knows more."""


@action("relation.added", may=writes_in("name"), says=gettext_lazy("Relation: added"))
def add_relation(reach: Reach, folder: Folder, *, person: Person, other: Person, kind: str) -> Relation:
    """Write down that `person` is the `kind` of `other`; both belong to the folder. Nobody is their own forefather."""
    if person.pk == other.pk:
        raise Refused(_("A person is not related to themselves."))
    writable(folder, person)
    writable(folder, other)
    chosen = RelationKind(kind)
    if chosen in WRITTEN_FROM_OTHER:
        person, other, chosen = other, person, OTHER_SIDE[chosen]
    _refuse_impossible(reach, folder, person, other, chosen)
    told = {"folder": folder, "person": person, "other": other, "kind": chosen}
    return Relation.objects.create(organisation=person.organisation, **told)


def _refuse_impossible(reach: Reach, folder: Folder, person: Person, other: Person, kind: RelationKind) -> None:
    """Only what one may read is held against what one writes: a refusal would tell of a file that is shut."""
    rows = known_to(reach, Relation).filter(kind=kind)
    if kind not in OTHER_SIDE and rows.filter(folder=folder, person=other, other=person).exists():
        raise Refused(_("This relation is written down already."))
    if kind in OTHER_SIDE and other.pk in above(rows, person.pk):
        raise Refused(_("This cannot be: the other is a parent, grandparent or guardian of this person."))


def above(relations: Any, person: UUID) -> set[UUID]:
    """Everybody above a person by these relations of one kind (the parents, their parents ...), the person too."""
    found, level = {person}, {person}
    for _step in range(GENERATIONS):
        level = set(relations.filter(other__in=level).order_by().values_list("person", flat=True)) - found
        found |= level
        if not level:
            break
    return found


@action("relation.withdrawn", may=writes_in("name"), says=gettext_lazy("Relation: taken back"))
def withdraw_relation(reach: Reach, folder: Folder, *, relation: Relation, seen_version: int, why: str) -> Relation:
    """These two are not related so: shown to nobody, it stays on record."""
    take_back(reach, folder, relation, seen_version, why)
    return relation
