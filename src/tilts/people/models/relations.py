"""How persons are related."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.people.models.files import OfFile
from tilts.people.models.persons import Person


class RelationKind(models.TextChoices):
    """What `person` is to `other`; the first and the last row of each pair are one relation, read from two sides."""

    PARENT = "parent", pgettext_lazy("RelationKind", "parent")
    CHILD = "child", pgettext_lazy("RelationKind", "child")
    PARTNER = "partner", pgettext_lazy("RelationKind", "partner")
    FORMER_PARTNER = "former_partner", pgettext_lazy("RelationKind", "former partner")
    SIBLING = "sibling", pgettext_lazy("RelationKind", "brother or sister")
    GRANDPARENT = "grandparent", pgettext_lazy("RelationKind", "grandparent")
    GRANDCHILD = "grandchild", pgettext_lazy("RelationKind", "grandchild")
    GUARDIAN = "guardian", pgettext_lazy("RelationKind", "guardian")
    WARD = "ward", pgettext_lazy("RelationKind", "child under guardianship")
    OTHER = "other", pgettext_lazy("RelationKind", "related otherwise")


K = RelationKind
OTHER_SIDE = {
    K.PARENT: K.CHILD,
    K.CHILD: K.PARENT,
    K.GRANDPARENT: K.GRANDCHILD,
    K.GRANDCHILD: K.GRANDPARENT,
    K.GUARDIAN: K.WARD,
    K.WARD: K.GUARDIAN,
}
"""What `other` is to `person`; kinds that are not here are the same from both sides."""
WRITTEN_FROM_OTHER = (K.CHILD, K.GRANDCHILD, K.WARD)
"""Kinds that are kept as the other side of one row."""


class Relation(OfFile):
    """`person` is the `kind` (parent, partner ...) of `other`: one row, read from both sides."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Person, models.CASCADE, related_name="relations_to")
    kind = models.CharField(max_length=16, choices=RelationKind)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="not_related_to_oneself",
                violation_error_message=_("A person is not related to themselves."),
            ),
            models.UniqueConstraint(
                fields=["folder", "person", "other", "kind"],
                condition=Q(voided_at=None),
                name="relation_once",
                violation_error_message=_("This relation is written down already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} of {self.other_id}"

    def seen_from(self, person: Person) -> tuple[Person, str]:
        """The other person, and what they are to `person`, in words."""
        if person.pk == self.person_id:
            return self.other, str(K(OTHER_SIDE.get(K(self.kind), K(self.kind))).label)
        return self.person, str(K(self.kind).label)
