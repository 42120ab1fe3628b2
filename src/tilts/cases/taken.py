"""What was sent and what becomes of it: the facts of a report or a referral, and the parts of a case made of them."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from tilts.access.reach import Reach
from tilts.cases.models import Case
from tilts.cases.violence import Told
from tilts.people.models import Person

AGED = re.compile(r"^(?P<who>.*?)[\s,;:(]+(?P<age>\d{1,2})\b")
"""A child as an officer writes it: a name or who it is, and the age."""


@dataclass(frozen=True)
class SentChild:
    """A child as told: a name or a word by which one knows them, and about when they were born."""

    who: str
    born: int | None = None


def children_in(text: str, year: int) -> list[SentChild]:
    """The children of a text of one a line, in the year in which it was written."""
    found = []
    for line in filter(None, (one.strip(" ,;.") for one in re.split(r"[\n;]", text))):
        aged = AGED.match(line)
        found.append(SentChild(aged["who"].strip(), year - int(aged["age"])) if aged else SentChild(line))
    return found


def year_of(text: str) -> int | None:
    """A year of birth as it is kept sealed; none where nothing, or no number, stands there."""
    return int(text) if text.isdecimal() and len(text) == 4 else None


@dataclass(frozen=True)
class Sent:
    """What somebody sent, as facts with which a case begins; what is empty was not told."""

    day: date
    sender: str = ""
    name: str = ""
    born: int | None = None
    phone: str = ""
    phone_is_safe: bool | None = None
    address: str = ""
    address_is_home: bool | None = None
    alleged_name: str = ""
    alleged_born: int | None = None
    told: Told = field(default_factory=Told)
    children_present: bool | None = None
    children: tuple[SentChild, ...] = ()
    account: str = ""
    separation_from: datetime | None = None
    separation_until: datetime | None = None
    court: str = ""
    level: str = ""
    answers: tuple[str, ...] = ()
    contact_by: datetime | None = None
    wants_contact: str = ""
    restricted: bool = False


@dataclass
class Taking:
    """A case that is being made of what was sent, and who was written down on the way."""

    reach: Reach
    case: Case
    client: Person
    sent: Sent
    children: list[Person] = field(default_factory=list)


class Part(ABC):
    """One row of the page: left what was sent, right what becomes of it, ticked beforehand and changeable.

    The fields of a part are asked for only while it is ticked, so all of them may stay empty; `check` says what is
    missing.
    """

    key: ClassVar[str]
    order: ClassVar[int]
    label: ClassVar[str | Promise]
    """The heading at the left."""
    title: ClassVar[str | Promise]
    """What it becomes, beside the tick."""
    folded: ClassVar[bool] = True
    """Whether the fields stand behind their words, for they are right as a rule."""

    def __init__(self, sent: Sent, reach: Reach) -> None:
        self.sent, self.reach = sent, reach
        self.fields = self.asked()

    @abstractmethod
    def told(self) -> list[str]:
        """What was sent of it, a line each; nothing where nothing was."""

    def asked(self) -> dict[str, forms.Field]:
        """The fields at the right, filled in with what was sent."""
        return {}

    def words(self) -> str:
        """What it becomes as it stands, in words."""
        return " · ".join(self.told())

    def warning(self) -> str:
        """What is dangerous about it."""
        return ""

    def calm(self) -> str:
        """What is good to know about it."""
        return ""

    def ticked(self) -> bool:
        """Whether it is ticked beforehand."""
        return bool(self.told())

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """A sentence for each field that cannot be taken so."""
        return {}

    @abstractmethod
    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """Write it into the case."""

    def name(self, field: str) -> str:
        """A field of this part as the whole page calls it."""
        return f"{self.key}_{field if field in self.fields else next(iter(self.fields), '')}"
