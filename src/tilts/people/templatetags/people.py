"""Persons in templates."""

from django import template

from tilts.access.heard import name_shown
from tilts.access.reach import Zones
from tilts.people.models import ContactWay, Person
from tilts.people.words import born_words, conditions, masked, shown_name

register = template.Library()


@register.simple_tag
def person_name(person: Person, zones: Zones | None = None) -> str:
    """The full name, or initials where the reader's zones lack the name (`shown_name`)."""
    return shown_name(person, zones)


@register.simple_tag
def born(person: Person) -> str:
    """When somebody was born (`born_words`)."""
    return born_words(person)


@register.simple_tag
def way_conditions(way: ContactWay) -> str:
    """Under which conditions a way to reach somebody is safe (`conditions`)."""
    return conditions(way)


@register.simple_tag
def told_name(name: str, zones: Zones) -> str:
    """A name as it was told in a report, in the same way: whole, or initials; a line where none was told."""
    if name and zones.name:
        name_shown(folder=zones.folder)
    return masked(name, zones) if name else "—"
