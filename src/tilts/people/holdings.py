"""What `people` holds: the person, ways to reach them, with whom they live, status and support level."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.relationships import ZONE_WORDS
from tilts.kit.births import blurred_birth_date
from tilts.kit.dates import date_text
from tilts.kit.holdings import HOLDINGS, Gone, Piece, Rows, Subject, Texts, holding
from tilts.people.models import (
    Address,
    Consent,
    ContactWay,
    Danger,
    FolderPerson,
    Household,
    HouseholdMember,
    Informed,
    LegalBasis,
    Lending,
    Merging,
    NameInFolder,
    NameWall,
    Person,
    PersonCode,
    PersonWall,
    Relation,
    SamePerson,
    Standing,
)

COUNTED = ("sex", "country")
"""The texts of a person that figures break down by; they stay."""
SHOWN = ("given_name", "family_name", "reference", "birth_date", "sex", "country", "municipality", "language")
LABELS = {
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "reference": _("Number in the register"),
    "birth_date": _("Birth date"),
    "sex": _("Sex"),
    "country": _("Country"),
    "municipality": _("Municipality"),
    "language": _("Language"),
}


def _value(person: Person, field: str) -> str:
    value = person.get_sex_display() if field == "sex" else getattr(person, field)
    if isinstance(value, date):
        return date_text(value)
    return str(value or "")


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    for person in rows(Person).filter(pk=subject.person):
        yield from (Piece(LABELS[name], _value(person, name)) for name in SHOWN if _value(person, name))
    here = {"person": subject.person, "folder__in": subject.folders}
    for way in rows(ContactWay).filter(**here).order_by("created_at", "pk"):
        words = (way.value, way.when, way.code_word, way.may_say, way.caution)
        yield Piece(way.get_channel_display(), ", ".join(word for word in words if word), for_themselves=True)
    for address in rows(Address).filter(**here).order_by("created_at", "pk"):
        hidden = address.confidential
        yield Piece(address.get_kind_display(), address.text, address.starts, for_themselves=hidden)
    for code in rows(PersonCode).filter(**here).order_by("created_at", "pk"):
        yield Piece(code.get_kind_display(), code.value, code.since)
    for standing in rows(Standing).filter(**here).order_by("starts"):
        level = str(standing.get_support_level_display())
        since = standing.starts if standing.starts.year > 1 else None
        yield Piece(
            _("Status and support level"), ", ".join(word for word in (standing.status_words, level) if word), since
        )
    yield from _told(rows, subject)


def _told(rows: Rows, subject: Subject) -> Iterable[Piece]:
    for told in rows(Informed).filter(person=subject.person).order_by("day", "pk"):
        yield Piece(_("Told what is kept"), str(told.get_way_display()), told.day)
    for consent in rows(Consent).filter(person=subject.person).order_by("day", "pk"):
        yield Piece(
            _("Agreed to share"), ", ".join(str(ZONE_WORDS.get(zone, zone)) for zone in consent.zone_names), consent.day
        )
        if consent.withdrawn_on:
            yield Piece(_("Agreement withdrawn"), "", consent.withdrawn_on)


def _of_the_subject(row: Any, subject: Subject) -> bool:
    return bool(row.person_id == subject.person)


def _texts_of(record: Any, but: Iterable[str] = ()) -> list[str]:
    """The names of the text columns of a table: whatever is added to it later goes too."""
    fields = record._meta.concrete_fields
    texts = [field for field in fields if isinstance(field, models.CharField | models.TextField)]
    return [field.name for field in texts if field.name not in but and not field.choices]


def _edges(rows: Rows, subject: Subject, born: date) -> list[date]:
    return [day for one in HOLDINGS.values() for day in one.edges(rows, subject, born)]


def _empty(rows: Rows, subject: Subject) -> Iterable[Gone]:
    for merging in Merging._base_manager.filter(kept=subject.person, undone_at=None):
        # whoever was merged into the person is the person; after that nothing can be undone
        yield from _empty(rows, replace(subject, person=merging.merged_id))
        merging.moved = {}
        merging.save(update_fields=["moved"])
    yield from _empty_walls(subject)
    yield from _taken_away(rows, subject)
    for person in rows(Person).filter(pk=subject.person):
        for name in _texts_of(person, but=COUNTED):
            setattr(person, name, "")
        if person.birth_date:
            person.birth_date = blurred_birth_date(person.birth_date, _edges(rows, subject, person.birth_date))
        person.erased_at = timezone.now()
        person.version += 1
        person.save()
        yield Gone("people.person", person.pk)
    yield from _search_keys(subject)
    yield from _empty_households(rows, subject)


def _taken_away(rows: Rows, subject: Subject) -> Iterable[Gone]:
    """What is about this person and no figure needs: ways to reach, addresses, codes, how they are related."""
    for table in (ContactWay, Address, PersonCode):
        for row in rows(table).filter(person=subject.person):
            yield Gone(table._meta.label_lower, row.pk)
            row.delete()
    SamePerson._base_manager.filter(Q(person=subject.person) | Q(other=subject.person)).delete()
    related = list(rows(Relation).filter(Q(person=subject.person) | Q(other=subject.person)))
    for lending in rows(Lending).filter(Q(person=subject.person) | Q(row__in=[row.pk for row in related])):
        yield Gone("people.lending", lending.pk)
        lending.delete()
    for row in related:
        yield Gone("people.relation", row.pk)
        row.delete()


def _empty_walls(subject: Subject) -> Iterable[Gone]:
    """Why somebody was kept out goes; that they are kept out stays. A wall about the name goes with its last bearer."""
    keys = set(NameInFolder.objects.filter(person=subject.person).values_list("key", flat=True))
    keys -= set(NameInFolder.objects.filter(key__in=keys).exclude(person=subject.person).values_list("key", flat=True))
    walls = [*PersonWall.objects.filter(person=subject.person)]
    walls += NameWall.objects.filter(organisation=subject.organisation, name_key__in=keys)
    for wall in walls:
        texts = [name for name in ("reason", "name", "name_key") if getattr(wall, name, "")]
        for name in texts:
            setattr(wall, name, "")
        if texts:
            wall.save(update_fields=texts)
            yield Gone(wall._meta.label_lower, wall.pk)


def _search_keys(subject: Subject) -> Iterable[Gone]:
    """The marks by which walls know the name."""
    count, _each = NameInFolder.objects.filter(person=subject.person).delete()
    yield from (Gone(NameInFolder._meta.label_lower, None) for _key in range(count))


def _empty_households(rows: Rows, subject: Subject) -> Iterable[Gone]:
    """The register's number of a household goes with the last of its people."""
    homes = HouseholdMember._base_manager.filter(person=subject.person).values("household")
    for home in rows(Household).filter(pk__in=homes).exclude(reference=""):
        if not HouseholdMember._base_manager.filter(household=home, person__erased_at=None).exists():
            home.reference = ""
            home.save(update_fields=["reference"])
            yield Gone("people.household", home.pk)


holding(
    "people",
    _("Person and ways to reach"),
    tables=[
        Person,
        ContactWay,
        Danger,
        Household,
        HouseholdMember,
        Standing,
        FolderPerson,
        NameInFolder,
        PersonWall,
        NameWall,
        Informed,
        Consent,
        LegalBasis,
        Lending,
        Address,
        PersonCode,
        Relation,
        Merging,
        SamePerson,
    ],
    texts=(
        Texts(Consent, _("Agreed to share with"), ("with_whom",), "folder_id", "day", mine=_of_the_subject),
        Texts(LegalBasis, _("Why it is shared without consent"), ("reason",), "folder_id", "day"),
        Texts(Lending, _("Why a row is lent"), ("reason",), "folder_id", shown=False, mine=_of_the_subject),
    ),
    facts=_facts,
    empty=_empty,
    stays=_("Year of birth, sex, country, municipality, household, status and support level: figures need them."),
)
