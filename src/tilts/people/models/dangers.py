"""That a way to reach somebody is not safe: told to everybody who may reach them, without the way itself."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from tilts.access.actor import JOB, acting
from tilts.access.models import Organisation
from tilts.kit.carried import carried
from tilts.people.models.contacts import Channel, ContactWay
from tilts.people.models.persons import Person


class Danger(models.Model):
    """One way that is not safe, of which kind it is, and a keyed hash by which the same number is known elsewhere.

    The way is read in its own file alone; that it is dangerous is known in every file in which the person stands.
    """

    way = models.OneToOneField(ContactWay, models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    value_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.channel} of {self.person_id} is not safe"


TOLD = ("organisation_id", "person_id", "channel", "value_hash")


def _written(keys: Collection[Any], new: Iterable[Any] | None) -> None:
    """In the same transaction, whoever writes: a danger that is known is known everywhere at once."""
    with acting(JOB):
        ways = list(ContactWay._base_manager.filter(pk__in=keys)) if new is None else list(new)
        unsafe = sorted((way for way in ways if way.safe is False and way.voided_at is None), key=lambda way: way.pk)
        if new is None:
            Danger.objects.filter(way__in=keys).exclude(way__in=[way.pk for way in unsafe]).delete()
        told = [Danger(way=way, **{name: getattr(way, name) for name in TOLD}) for way in unsafe]
        Danger.objects.bulk_create(told, update_conflicts=True, unique_fields=["way"], update_fields=TOLD)


carried(ContactWay, columns=[*TOLD, "safe", "voided_at"], write=_written)
