"""Ways to reach a person, and where they are."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.models import Folder
from tilts.access.reach import Reach
from tilts.people.models import Address, ContactWay, Person
from tilts.people.policy.persons import writes_in
from tilts.people.writing import not_ahead, take_back, writable
from tilts.sealing.keys import ring


def number_hash(organisation: UUID, value: str) -> str:
    """The keyed hash of a number or an e-mail address in one organisation; empty where there is none."""
    digits = "".join(sign for sign in value if sign.isdigit())
    plain = value.casefold().strip() if "@" in value else digits[-8:] if len(digits) >= 8 else ""
    return ring().search_hash(f"contact:{organisation}:{plain}").hex() if plain else ""


def keep_contact(
    folder: Folder, person: Person, *, channel: str, value: str, safe: bool | None, **conditions: Any
) -> ContactWay:
    """Keep in a file how a person is reached, how safely and under which conditions (part of a wider action)."""
    value_hash = number_hash(person.organisation_id, value)
    facts = {"channel": channel, "value": value, "value_hash": value_hash, "safe": safe, **conditions}
    return ContactWay.objects.create(organisation=person.organisation, folder=folder, person=person, **facts)


@action("contact.added", may=writes_in("contact"), says=gettext_lazy("Way to reach: added"))
def add_contact(reach: Reach, folder: Folder, /, *, person: Person, channel: str, **facts: Any) -> ContactWay:
    """Write down a way to reach a person: on which days and hours, with which code word, whether it is safe."""
    writable(folder, person)
    told = {"channel": channel, "value": "", "safe": None, **facts}
    return keep_contact(folder, person, **told)


@action("contact.withdrawn", may=writes_in("contact"), says=gettext_lazy("Way to reach: taken back"))
def withdraw_contact(reach: Reach, folder: Folder, *, way: ContactWay, seen_version: int, why: str) -> ContactWay:
    """A way to reach a person holds no more: it is shown to nobody, and stays on record."""
    take_back(reach, folder, way, seen_version, why)
    return way


@action("address.added", may=writes_in("address"), says=gettext_lazy("Address: added"))
def add_address(
    reach: Reach,
    folder: Folder,
    *,
    person: Person,
    kind: str,
    text: str,
    confidential: bool = True,
    starts: date | None = None,
) -> Address:
    """Write down where a person lives or is since a day (empty: not known)."""
    writable(folder, person)
    not_ahead(starts)
    return Address.objects.create(
        organisation=person.organisation,
        folder=folder,
        person=person,
        kind=kind,
        text=text,
        confidential=confidential,
        starts=starts,
    )


@action("address.withdrawn", may=writes_in("address"), says=gettext_lazy("Address: taken back"))
def withdraw_address(reach: Reach, folder: Folder, *, address: Address, seen_version: int, why: str) -> Address:
    """A person is there no more, or never was: shown to nobody, it stays on record."""
    take_back(reach, folder, address, seen_version, why)
    return address
