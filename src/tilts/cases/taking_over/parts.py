"""What a case takes over of what was sent: the people, where and how they are reached, violence, level, account."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tilts.cases.actions import add_party, set_level, tell_violence, write_note
from tilts.cases.forms import told_of, violence_fields, year_of_birth
from tilts.cases.models import AllegedSex, Level, NoteZone, Party, PartyRole
from tilts.cases.taken import Part, Taking
from tilts.kit.text import fold_name
from tilts.people.actions import add_address, add_contact, add_relation, join_household, record_person
from tilts.people.finding import full_name
from tilts.people.models import AddressKind, HouseholdMember, Person, Precision, Relation, Sex
from tilts.ui.forms import NOTHING, YesNoUnknown

BORN = gettext_lazy("Year of birth")
NUMBER = re.compile(r"[\d\s+()/.-]{5,}")
RELATED = {"partner": "partner", "former_partner": "former_partner", "parent": "parent", "child": "child"}
"""Relations of the one who is alleged that are written down of two persons too."""
SEXES = {AllegedSex.MALE: Sex.MALE, AllegedSex.FEMALE: Sex.FEMALE, AllegedSex.OTHER: Sex.OTHER}


def split_name(name: str) -> dict[str, str]:
    """Given and family name of a name as it was told."""
    given, _space, family = name.strip().partition(" ")
    return {"given_name": given, "family_name": family}


def born_facts(year: int | None, precision: str = Precision.YEAR) -> dict[str, Any]:
    """The columns of a person for a year of birth."""
    return {"birth_date": date(year, 1, 1), "birth_precision": precision} if year else {}


def text_field(label: Any, initial: str = "", most: int = 120, **more: Any) -> forms.CharField:
    """A line that may stay empty while its part is not taken."""
    return forms.CharField(label=label, required=False, max_length=most, initial=initial, **more)


def _who_is_there(taking: Taking, role: str, facts: Mapping[str, Any]) -> Person | None:
    """Who stands in the case in this role already, by name and year of birth: nobody is written down twice.

    A word that is no name (a son, a daughter) is another child's where the year is not the same.
    """
    rows = Party._base_manager.filter(case=taking.case, role=role, voided_at=None).select_related("person")
    born, name = facts.get("birth_date"), fold_name(f"{facts.get('given_name', '')} {facts.get('family_name', '')}")
    for person in (party.person for party in rows):
        years = {day.year for day in (born, person.birth_date) if day}
        known = len(years) == 1 and born and person.birth_date if facts.get("anonymous") else len(years) < 2
        if person not in taking.children and known and fold_name(full_name(person)) == name:
            return person
    return None


def _put_in(taking: Taking, role: str, facts: Mapping[str, Any]) -> Person:
    if there := _who_is_there(taking, role, facts):
        return there
    person = record_person(taking.reach, taking.case.folder, **facts)
    add_party(taking.reach, taking.case, person=person, role=role)
    return person


class Alleged(Part):
    """The person posing the threat, always worded as an allegation."""

    key, order = "alleged", 10
    label, title = gettext_lazy("Person posing the threat"), gettext_lazy("Alleged perpetrator")

    def told(self) -> list[str]:
        """Name, year of birth, and what they are to the person."""
        sent, words = self.sent, dict(AllegedSex.choices)
        known = [sent.alleged_name, str(sent.alleged_born or ""), str(words.get(sent.told.alleged_sex, ""))]
        return [one for one in known if one] if sent.alleged_name else []

    def asked(self) -> dict[str, forms.Field]:
        """Name, year of birth, sex."""
        name, sent = split_name(self.sent.alleged_name), self.sent
        sex = SEXES.get(sent.told.alleged_sex, "")  # type: ignore[call-overload]
        return {
            "given_name": text_field(gettext_lazy("Given name"), name["given_name"]),
            "family_name": text_field(gettext_lazy("Family name"), name["family_name"]),
            "born": year_of_birth(BORN, sent.alleged_born),
            "sex": forms.ChoiceField(
                label=gettext_lazy("Sex"), choices=[("", NOTHING), *Sex.choices], required=False, initial=sex
            ),
        }

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """Somebody has some name."""
        named = typed.get("given_name") or typed.get("family_name")
        return {} if named else {"given_name": _("Write the name, or do not tick this person.")}

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """In the case as alleged, related to the person as it was told."""
        facts = {name: typed[name] for name in ("given_name", "family_name", "sex")} | born_facts(typed["born"])
        person = _put_in(taking, PartyRole.ALLEGED, facts)
        kind = RELATED.get(self.sent.told.relation)
        known = Relation._base_manager.filter(
            Q(person=person, other=taking.client) | Q(person=taking.client, other=person),
            folder=taking.case.folder,
            voided_at=None,
        )
        if kind and person.pk != taking.client.pk and not known.exists():
            add_relation(taking.reach, taking.case.folder, person=person, other=taking.client, kind=kind)


class Children(Part):
    """The children who were there."""

    key, order, label = "children", 20, gettext_lazy("Children")
    title = gettext_lazy("Children of the case")

    def told(self) -> list[str]:
        """Each child in words."""
        return [f"{one.who}, {one.born}" if one.born else one.who for one in self.sent.children]

    def calm(self) -> str:
        """That there were some, of whom nothing else is known."""
        there = self.sent.children_present and not self.sent.children
        return _("Children were there; who they are was not written.") if there else ""

    def words(self) -> str:
        """How many, and who."""
        told = self.told()
        count = ngettext("%(n)d child", "%(n)d children", len(told)) % {"n": len(told)}
        return f"{count}: {'; '.join(told)}" if told else ""

    def asked(self) -> dict[str, forms.Field]:
        """A name or word and a year for each, and one more."""
        fields: dict[str, forms.Field] = {}
        for number, child in enumerate([*self.sent.children[:9], None], start=1):
            label = gettext_lazy("Child: a name, or a word by which one knows who it is")
            fields[f"who{number}"] = text_field(label, child.who if child else "")
            fields[f"born{number}"] = year_of_birth(BORN, child.born if child else None)
        return fields

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """A year without anybody is nobody's; a part without a child is none."""
        wrong: dict[str, str | Promise] = {}
        numbers = [name.removeprefix("who") for name in self.fields if name.startswith("who")]
        for number in numbers:
            if typed.get(f"born{number}") and not typed.get(f"who{number}"):
                wrong[f"who{number}"] = _("Write who was born in this year.")
        if not any(typed.get(f"who{number}") for number in numbers):
            wrong["who1"] = _("Write who it is, or do not tick this row.")
        return wrong

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """In the case as children; a word that is no name stays a word."""
        for number in (name.removeprefix("who") for name in self.fields if name.startswith("who")):
            who = typed.get(f"who{number}")
            if not who:
                continue
            named = {"anonymous": True, "given_name": who} if who[0].islower() else split_name(who)
            facts = named | born_facts(typed[f"born{number}"], Precision.ESTIMATED)
            taking.children.append(_put_in(taking, PartyRole.CHILD, facts))


class Home(Part):
    """Where the person lives, and with whom."""

    key, order, label = "home", 30, gettext_lazy("Address")
    title = gettext_lazy("Home and household")

    def told(self) -> list[str]:
        """The address, and whether it is the home."""
        home: dict[bool | None, str] = {True: _("the person lives there"), False: _("the person does not live there")}
        told = [self.sent.address, home.get(self.sent.address_is_home, "") if self.sent.address else ""]
        return [one for one in told if one]

    def words(self) -> str:
        """The address, not to be told to anybody."""
        return " · ".join([self.sent.address, _("not told to anybody")]) if self.sent.address else ""

    def ticked(self) -> bool:
        """Not where it is known that nobody of them lives there."""
        return bool(self.sent.address) and self.sent.address_is_home is not False

    def asked(self) -> dict[str, forms.Field]:
        """The address, whether it may be told, and whether the children live there."""
        return {
            "text": text_field(gettext_lazy("Address"), self.sent.address, 300),
            "confidential": forms.BooleanField(
                label=gettext_lazy("Confidential: never said to anybody"), required=False, initial=True
            ),
            "household": forms.BooleanField(
                label=gettext_lazy("The children live in the same household"),
                required=False,
                initial=bool(self.sent.children),
            ),
        }

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """An address has words."""
        return {} if typed.get("text") else {"text": _("Write the address, or do not tick this row.")}

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """The address is the person's; the children belong to the household."""
        told = {"kind": AddressKind.HOME, "text": typed["text"], "confidential": bool(typed["confidential"])}
        add_address(taking.reach, taking.case.folder, person=taking.client, **told)
        for child in taking.children if typed["household"] else ():
            here = HouseholdMember._base_manager.filter(person=child, folder=taking.case.folder, voided_at=None)
            if not here.filter(ends=None).exists():
                join_household(taking.reach, taking.case.folder, person=child, of=taking.client)


class Phone(Part):
    """The phone, and whether it is safe to ring it."""

    key, order, label, title = "phone", 40, gettext_lazy("Phone"), gettext_lazy("Phone of the person")
    folded = False

    def told(self) -> list[str]:
        """The number, and how safe it is."""
        safe = {True: _("safe to call"), False: _("not safe to call"), None: _("not known whether it is safe")}
        return [self.sent.phone, safe[self.sent.phone_is_safe]] if self.sent.phone else []

    def asked(self) -> dict[str, forms.Field]:
        """The number, its safety, what to mind."""
        return {
            "value": text_field(gettext_lazy("Phone"), self.sent.phone, 60),
            "safe": forms.NullBooleanField(
                label=gettext_lazy("Is this phone safe?"),
                required=False,
                initial=self.sent.phone_is_safe,
                widget=YesNoUnknown,
            ),
            "caution": text_field(gettext_lazy("What to mind when calling"), "", 300),
        }

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """A number is a number; what else is to be known of it has its own field."""
        if NUMBER.fullmatch(typed.get("value") or ""):
            return {}
        return {"value": _("Write the number alone; words go to “What to mind when calling”.")}

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """A way to reach the person."""
        told = {"channel": "phone", "value": typed["value"], "safe": typed["safe"], "caution": typed["caution"]}
        add_contact(taking.reach, taking.case.folder, person=taking.client, **told)


class ToldOfViolence(Part):
    """The kinds of violence, and who is said to have done it."""

    key, order, label = "violence", 45, gettext_lazy("Kinds of violence")
    title = gettext_lazy("Kinds of violence")

    def told(self) -> list[str]:
        """Each answer in words."""
        told, found = self.sent.told, list[str]()
        for name, field in violence_fields().items():
            words = dict(field.choices)  # type: ignore[attr-defined]
            values = told.kinds if name == "kinds" else [getattr(told, name)]
            if said := ", ".join(str(words[one]) for one in values if one in words and one):
                found.append(said)
        return found

    def asked(self) -> dict[str, forms.Field]:
        """The four questions."""
        fields = violence_fields()
        for name, field in fields.items():
            field.initial = getattr(self.sent.told, name)
        return fields

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """At least one of them is answered."""
        if told_of(dict(typed)).rows:
            return {}
        return {"kinds": _("Choose at least one kind, or “not known”.")}

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """As codes of the person, told on the day of the event."""
        told = told_of(dict(typed))
        tell_violence(taking.reach, taking.case, person=taking.client, told_on=self.sent.day, told=told)


class RiskLevel(Part):
    """The level, computed there and set here."""

    key, order, label, title = "level", 60, gettext_lazy("Risk"), gettext_lazy("Level of risk")
    folded = False

    def told(self) -> list[str]:
        """What was answered, and the level computed of it."""
        level = str(dict(Level.choices).get(self.sent.level, ""))
        return [*self.sent.answers, level] if level else list(self.sent.answers)

    def ticked(self) -> bool:
        """Where a level was given."""
        return bool(self.sent.level)

    def asked(self) -> dict[str, forms.Field]:
        """The level of the case."""
        choices = [("", NOTHING), *Level.choices]
        label = gettext_lazy("Level of risk of the case")
        return {"level": forms.ChoiceField(label=label, choices=choices, required=False, initial=self.sent.level)}

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """A level is chosen."""
        return {} if typed.get("level") else {"level": _("Choose the level, or do not tick this row.")}

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """The professional's own word from now on."""
        set_level(taking.reach, taking.case, level=typed["level"])


class Account(Part):
    """What was seen and told, in words."""

    key, order, label = "account", 70, gettext_lazy("What was seen and told")
    title = gettext_lazy("Note on risk")

    def told(self) -> list[str]:
        """The words."""
        return [self.sent.account] if self.sent.account else []

    def words(self) -> str:
        """Whose words they are."""
        return self.sent.sender

    def asked(self) -> dict[str, forms.Field]:
        """The words, to be shortened where they say too much."""
        label, most = gettext_lazy("Text of the note"), 5000
        return {"text": text_field(label, self.sent.account, most, widget=forms.Textarea(attrs={"rows": 4}))}

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """A note has words."""
        return {} if typed.get("text") else {"text": _("Write the note, or do not tick this row.")}

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """A note in the zone of risk, with whose words they are."""
        text = f"{self.sent.sender}: {typed['text']}" if self.sent.sender else typed["text"]
        write_note(taking.reach, taking.case, text=text, zone=NoteZone.RISK)


PARTS: tuple[type[Part], ...] = (Alleged, Children, Home, Phone, ToldOfViolence, RiskLevel, Account)
"""What this room takes over; the rooms above add theirs (`cases.asks.parts_taken_over`)."""
