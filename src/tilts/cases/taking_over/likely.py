"""Who it may be: persons within reach, what agrees and what differs, and the open case each stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tilts.access.reach import Reach
from tilts.access.relationships import WRITE
from tilts.cases.models import Case, Party
from tilts.cases.taken import Sent
from tilts.kit.text import fold_name
from tilts.people.actions import find_similar
from tilts.people.actions.contacts import number_hash
from tilts.people.finding import full_name
from tilts.people.models import ContactWay, Person

MOST = 10


@dataclass(frozen=True)
class Likely:
    """A person who may be the one who was sent, and into which open case it would go (none: a new one)."""

    person: Person
    agrees: str
    differs: str
    case: Case | None = None
    role: str = ""

    @property
    def value(self) -> str:
        """By which it is chosen."""
        return f"{self.person.pk}:{self.case.pk}" if self.case else str(self.person.pk)


def likely_persons(reach: Reach, sent: Sent) -> list[Likely]:
    """The likeliest persons within reach, by name or number, first with the open case of each that one works on."""
    alike = [like.person for like in find_similar(reach, name=sent.name, birth_year=sent.born)]
    hashed = number_hash(reach.organisation.pk, sent.phone) if reach.organisation else ""
    numbered = _of_number(reach, hashed)
    persons = {one.pk: one for one in [*alike, *numbered] if one.erased_at is None}
    with_number = {one.pk for one in numbered}
    known = [*persons.values()][:MOST]
    parties = _open_parties(reach, known)
    found = []
    for person in known:
        agrees, differs = _compared(person, sent, person.pk in with_number)
        for party in parties.get(person.pk, []):
            found.append(Likely(person, agrees, differs, party.case, str(party.get_role_display())))
        found.append(Likely(person, agrees, differs))
    return found


def _of_number(reach: Reach, hashed: str) -> list[Person]:
    if not hashed:
        return []
    ways = reach(ContactWay).filter(value_hash=hashed).order_by().values("person")
    return list(reach(Person).filter(pk__in=ways)[:MOST])


def _open_parties(reach: Reach, persons: Iterable[Person]) -> dict[Any, list[Party]]:
    rows = reach(Party).filter(person__in=[one.pk for one in persons]).select_related("case__organisation")
    found: dict[Any, list[Party]] = {}
    for party in rows:
        if party.case.closed_on is None and reach.zones(party.case.folder_id).admin == WRITE:
            found.setdefault(party.person_id, []).append(party)
    return found


def _compared(person: Person, sent: Sent, same_number: bool) -> tuple[str, str]:
    """What agrees and what differs, in words."""
    born = person.birth_date.year if person.birth_date else None
    pairs = [
        (_("name"), fold_name(full_name(person)) == fold_name(sent.name) if sent.name else None),
        (_("year of birth"), born == sent.born if born and sent.born else None),
        (_("phone"), True if same_number else None),
    ]
    agrees = ", ".join(word for word, same in pairs if same)
    return agrees, ", ".join(word for word, same in pairs if same is False)
