"""Which names of an organisation were written last: from here a process learns what of the names it holds is old."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import models

from tilts.access.actor import JOB, acting
from tilts.access.models import Organisation
from tilts.kit.carried import carried
from tilts.people.models.persons import Person

STEPS = 100
"""So many writings are told one by one; who has read less reads all names of the organisation anew."""
AT_ONCE = 20
"""So many persons of one writing are told; after more all are read anew."""


class NameChanges(models.Model):
    """The last writings of names in one organisation, the newest last: a random mark each, and whose names.

    A process knows the mark up to which it has read. Marks are random, so that what was rolled back is never taken for
    what came instead of it.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    steps = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"names written in {self.organisation_id}"

    @property
    def marks(self) -> list[str]:
        """The marks, the newest last; an empty one where nothing was ever told."""
        return [mark for mark, _persons in self.steps] or [""]

    def since(self, mark: str | None) -> list[UUID] | None:
        """Whose names were written after this mark; None where that is not known any more."""
        if mark not in self.marks:
            return None
        return [UUID(one) for _mark, persons in self.steps[self.marks.index(mark) + 1 :] for one in persons]

    def add(self, persons: list[UUID]) -> None:
        """One more writing."""
        mark = secrets.token_hex(8)
        if len(persons) > AT_ONCE:
            self.steps = [(mark, [])]
        else:
            self.steps = [*self.steps[1 - STEPS :], (mark, [person.hex for person in persons])]


def _written(keys: Collection[Any], new: Iterable[Any] | None) -> None:
    """Tell of names that were written, in the same transaction. Who was deleted has no row, and is found by nobody."""
    by_organisation: dict[UUID, list[UUID]] = defaultdict(list)
    for organisation, person in _rows(keys) if new is None else [(one.organisation_id, one.pk) for one in new]:
        by_organisation[organisation].append(person)
    for organisation in sorted(by_organisation):  # two that write in the same two wait for each other in one order
        held, _made = NameChanges.objects.select_for_update().get_or_create(organisation_id=organisation)
        held.add(by_organisation[organisation])
        held.save()


def _rows(keys: Collection[Any]) -> list[tuple[UUID, UUID]]:
    """Organisation and key; whoever writes need not reach the person afterwards."""
    with acting(JOB):
        return list(Person._base_manager.filter(pk__in=keys).order_by().values_list("organisation", "pk"))


carried(Person, columns=["organisation", "given_name", "family_name", "birth_date"], write=_written)
