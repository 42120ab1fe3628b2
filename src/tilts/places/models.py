"""Territories: local governments with the days on which they were there and what became of them."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from tilts.kit.dates import date_text
from tilts.kit.text import fold, order_key

ISO_LENGTH = len("LV-000")
_COUNTY_WORDS = frozenset({"novads", "novada", "nov.", "municipality", "county"})
_CITY_WORDS = frozenset({"pilseta", "pilsetas", "valstspilseta", "valstspilsetas", "city"})
_EMPTY_WORDS = frozenset({"pasvaldiba", "pasvaldibas", "dome", "domes", "republikas"})


class UnknownTerritory(ValueError):
    """No local government is called so (on that day); the message is a sentence for the user."""


class Kind(models.TextChoices):
    """What sort of local government it is."""

    CITY = "city", pgettext_lazy("Kind", "city")
    COUNTY = "county", pgettext_lazy("Kind", "county")


class TerritoryRows(models.QuerySet["Territory"]):
    """Rows of territories."""

    def on(self, day: date) -> Self:
        """Those that were there on this day."""
        return self.filter(valid_from__lte=day).filter(models.Q(valid_before=None) | models.Q(valid_before__gt=day))

    def current(self) -> Self:
        """Those that no later territory has replaced."""
        return self.filter(valid_before=None)

    def in_order(self) -> "list[Territory]":
        """As a list by the Latvian alphabet, for choices."""
        return sorted(self.order_by("code"), key=lambda territory: order_key(territory.name_lv))

    def book(self) -> "TerritoryBook":
        """All of them in one query, for whoever looks up many names."""
        return TerritoryBook(self.order_by("code"))

    def find(self, name_or_code: str, day: date | None = None) -> "Territory":
        """The territory of this name or code; see `TerritoryBook.find`."""
        return self.book().find(name_or_code, day)


class Territory(models.Model):
    """A local government from `valid_from` up to, but without, `valid_before`."""

    code = models.CharField(primary_key=True, max_length=16)
    name_lv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    objects = TerritoryRows.as_manager()

    class Meta:
        """Database rules."""

        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="territory_ends_after_it_starts",
                condition=models.Q(valid_before=None) | models.Q(valid_before__gt=models.F("valid_from")),
                violation_error_message=gettext_lazy("A territory ends after it starts."),
            ),
            models.CheckConstraint(
                name="territory_successor_when_it_ends",
                condition=models.Q(valid_before=None, successor=None)
                | models.Q(valid_before__isnull=False, successor__isnull=False),
                violation_error_message=gettext_lazy("A territory that ended has a successor, another one has none."),
            ),
        )

    def __str__(self) -> str:
        """Its name in the language of the page."""
        return self.name

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.name_en if (get_language() or "lv").startswith("en") else self.name_lv

    def is_valid_on(self, day: date) -> bool:
        """Whether it was there on this day."""
        return self.valid_from <= day and (self.valid_before is None or day < self.valid_before)

    def on(self, day: date) -> "Territory":
        """This territory or the successor that was there on this day; earlier than itself is `UnknownTerritory`."""
        if day < self.valid_from:
            raise UnknownTerritory(
                _("%(name)s did not exist yet on %(day)s.") % {"name": self.name, "day": date_text(day)}
            )
        territory = self
        while not territory.is_valid_on(day) and territory.successor is not None:
            territory = territory.successor
        return territory


class TerritoryBook:
    """All territories in memory, found by any name people use."""

    def __init__(self, territories: Iterable[Territory]) -> None:
        """Join each to its successor, so that following successors asks the database nothing."""
        self.by_code = {territory.code: territory for territory in territories}
        for territory in self.by_code.values():
            if territory.successor_id in self.by_code:
                territory.successor = self.by_code[territory.successor_id]
        self._index: dict[str, list[tuple[int, Territory]]] = {}
        for territory in self.by_code.values():
            for name, distance in _names(territory).items():
                self._index.setdefault(name, []).append((distance, territory))

    def find(self, name_or_code: str, day: date | None = None) -> Territory:
        """The territory that people mean by this name or code, former names included; else `UnknownTerritory`.

        Capitals, diacritics and the words "novads" and "pilsēta" do not matter, except that they tell a city from the
        county of the same name. With a day: the one that was there on that day under this name, or what the one of
        this name had become by then. Without: the present one, or the last one that was called so.
        """
        named = self._named(name_or_code)
        if not named:
            raise UnknownTerritory(_("There is no local government called “%(name)s”.") % {"name": name_or_code})
        if day is None:
            return max(named, key=lambda one: (one[1].valid_before is None, -one[0], one[1].valid_from))[1]
        there = [one for one in named if one[1].is_valid_on(day)]
        if there:
            return min(there, key=lambda one: one[0])[1]
        return max(named, key=lambda one: (one[1].valid_from <= day, -one[0], one[1].valid_from))[1].on(day)

    def _named(self, written: str) -> list[tuple[int, Territory]]:
        """The territories that this name may mean, each with how far-fetched that is."""
        words = fold(written).split()
        kind = _kind_said(words)
        stem = " ".join(word for word in words if word not in _COUNTY_WORDS | _CITY_WORDS | _EMPTY_WORDS)
        return [(distance, one) for distance, one in self._index.get(stem, []) if kind in (None, one.kind)]


def _kind_said(words: Iterable[str]) -> Kind | None:
    said = set(words)
    if said & _COUNTY_WORDS:
        return Kind.COUNTY
    return Kind.CITY if said & _CITY_WORDS else None


def _names(territory: Territory) -> dict[str, int]:
    """What a territory may be called: its own code 0, a city's name 1, a county's name or town 2, "Rīgas" 3."""
    town = fold(territory.name_en).removesuffix(" municipality").removesuffix(" city")
    names = {fold(territory.code[:ISO_LENGTH]): 1} | {fold(territory.code): 0}
    if territory.kind == Kind.CITY:
        return names | {town + "s": 3, fold(territory.name_lv): 1}
    return names | {town: 2, fold(territory.name_lv).removesuffix(" novads"): 2}
