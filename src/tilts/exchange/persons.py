"""The register of persons: what each row says, and what it adds to what is known of the person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tilts.access.models import Folder, Organisation
from tilts.exchange.acts import LONGEST_REF, past_day, reference
from tilts.exchange.known import Known
from tilts.exchange.outcome import Outcome, RefusedCell
from tilts.exchange.reading import Layout, Row
from tilts.exchange.words import PERSONS, country_code
from tilts.kit.text import fold
from tilts.people.models import HouseholdMember, Person, Standing
from tilts.places.models import Territory, TerritoryBook, UnknownTerritory

LAYOUT = Layout(PERSONS, optional=frozenset())
EVER = date.min
LONGEST_NAME = 120


@dataclass(frozen=True)
class Statement:
    """One row, understood: what it says of a person from a day on."""

    row: Row
    organisation: Organisation
    person_ref: str
    household_ref: str
    facts: Mapping[str, Any]
    starts: date
    status: str
    support_level: str
    ref: str

    @property
    def standing(self) -> tuple[str, str]:
        """Status and support level."""
        return self.status, self.support_level

    @property
    def said(self) -> tuple[Any, ...]:
        """Everything that the row says."""
        facts = tuple(self.facts.values())
        return (self.organisation.pk, self.person_ref, self.household_ref, facts, self.starts, *self.standing)

    def is_also(self, person: Person) -> bool:
        """Whether the row calls somebody by a reference under which they were written down twice: it adds facts."""
        return person.reference != self.person_ref

    @property
    def says_standing(self) -> bool:
        """Whether the row says anything of status and level; if it says one, the other is unknown from then on."""
        return self.standing != ("", "")


def _country(written: str) -> str:
    code = country_code(written)
    if code is None:
        raise RefusedCell(_("“%(text)s” is not a country. Write its code of two letters, like LV.") % {"text": written})
    return code


def read_statement(row: Row, known: Known, book: TerritoryBook) -> Statement:
    """The row as a statement about a person; `RefusedRow` with every remark if it cannot be one."""

    def municipality(written: str) -> Territory:
        try:
            return book.find(written)
        except UnknownTerritory as unknown:
            raise RefusedCell(str(unknown)) from unknown

    organisation = known.organisation_of(row)
    born, starts = row.read("birth_date", past_day), row.read("level_from", past_day)
    if born and starts and starts < born:
        row.remark("level_from", _("This day is before the person was born."))
    found = row.read("municipality", municipality)
    statement = Statement(
        row=row,
        organisation=organisation or Organisation(),
        person_ref=reference(row, "person_ref", needed=True),
        household_ref=reference(row, "household_ref"),
        facts={
            "given_name": row.text("given_name", most=LONGEST_NAME),
            "family_name": row.text("family_name", most=LONGEST_NAME),
            "birth_date": born,
            "sex": row.code("sex"),
            "country": row.read("country", _country) or "",
            "municipality": found,
        },
        starts=starts or EVER,
        status=row.text("status", most=60),
        support_level=row.code("support_level"),
        ref=row.text("ref", most=LONGEST_REF),
    )
    row.check()
    return statement


def _differ(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) != fold(other)
    return bool(one != other)


@dataclass
class Spell:
    """A stay in a household; `record` is None until it is written."""

    household_ref: str
    starts: date
    ends: date | None
    record: HouseholdMember | None = None

    def covers(self, day: date) -> bool:
        """Whether the person lived there on this day."""
        return self.starts <= day and (self.ends is None or day < self.ends)

    @property
    def is_cut(self) -> bool:
        """Whether a stay that was written already now ends on another day."""
        return self.record is not None and self.record.ends != self.ends


@dataclass
class Profile:
    """A person with what is known of them, and what the register adds."""

    person: Person
    is_new: bool
    standings: dict[date, tuple[str, str]] = field(default_factory=dict)
    spells: list[Spell] = field(default_factory=list)
    new_standings: dict[date, tuple[str, str]] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    is_wanted: bool = False
    _expected: dict[str, Any] = field(default_factory=dict)
    _staged: dict[date, tuple[str, str]] = field(default_factory=dict)
    _housed: dict[date, str] = field(default_factory=dict)

    def absorb(self, statements: Iterable[Statement], outcome: Outcome) -> None:
        """Take the rows of this person in; each is counted as created, unchanged or refused."""
        checked = []
        for one in statements:
            with outcome.taking():
                if not one.is_also(self.person):
                    self._check_identity(one)
                    self._check_standing(one)
                checked.append(one)
        moved: dict[int, bool] = {}
        for one in sorted(checked, key=lambda one: (one.starts, one.row.line)):
            with outcome.taking():
                moved[one.row.line] = self._move(one)
        for number, one in enumerate(one for one in checked if one.row.line in moved):
            self.is_wanted = True
            is_news = [self._fill(one), self._stand(one), moved[one.row.line], self.is_new and number == 0]
            outcome.created += any(is_news)
            outcome.unchanged += not any(is_news)

    def _check_identity(self, one: Statement) -> None:
        if self.person.voided_at is not None:
            raise one.row.refused("person_ref", _("The record of the person with this reference has been voided."))
        known = {name: self._expected.get(name) or getattr(self.person, name) for name in one.facts}
        for name, value in one.facts.items():
            if value and known[name] and _differ(value, known[name]):
                one.row.remark(name, _("Another person has this reference: this does not agree with what is known."))
        one.row.check()
        self._expected = {name: known[name] or value for name, value in one.facts.items()}

    def _check_standing(self, one: Statement) -> None:
        if not one.says_standing:
            return
        known = self.standings.get(one.starts) or self._staged.setdefault(one.starts, one.standing)
        if known != one.standing:
            sentence = _("From this day on the person is already known with another status or support level.")
            raise one.row.refused("level_from", sentence)

    def _move(self, one: Statement) -> bool:
        ref, day = one.household_ref, one.starts
        if not ref or one.is_also(self.person):
            return False
        if self._housed.setdefault(day, ref) != ref:
            raise one.row.refused("household_ref", _("The person cannot be in two households from the same day on."))
        if not self.spells:
            had_none_before = any(start < day for start in (*self.standings, *self._staged))
            self.spells.append(Spell(ref, day if had_none_before else EVER, None))
            return True
        there = next((spell for spell in self.spells if spell.covers(day)), None)
        if there and there.household_ref == ref:
            return False
        if day == EVER:
            sentence = _("The person is known in another household: “%(column)s” must say since when this one.")
            raise one.row.refused(
                "household_ref", sentence % {"column": one.row.headers.get("level_from", "level_from")}
            )
        self._insert(one, there)
        return True

    def _insert(self, one: Statement, there: Spell | None) -> None:
        if any(spell.starts == one.starts for spell in self.spells):
            raise one.row.refused("household_ref", _("From this day on the person is known in another household."))
        ends = min((spell.starts for spell in self.spells if spell.starts > one.starts), default=None)
        if there:
            ends = there.ends or ends
            there.ends = one.starts
        self.spells.append(Spell(one.household_ref, one.starts, ends))

    def _fill(self, one: Statement) -> bool:
        empty = [name for name, value in one.facts.items() if value and not getattr(self.person, name)]
        for name in empty:
            setattr(self.person, name, one.facts[name])
        self.filled.update(empty)
        return bool(empty)

    def _stand(self, one: Statement) -> bool:
        if not one.says_standing or one.starts in self.standings:
            return False
        self.standings[one.starts] = self.new_standings[one.starts] = one.standing
        return True

    def standing_records(self, folder: Folder) -> list[Standing]:
        """The standings that the register adds to its folder."""
        return [
            Standing(
                organisation_id=self.person.organisation_id,
                folder=folder,
                person=self.person,
                starts=starts,
                status=status,
                support_level=level,
            )
            for starts, (status, level) in self.new_standings.items()
        ]
