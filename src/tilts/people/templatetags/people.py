"""The only way a name reaches a page."""

from django import template

from tilts.access.reach import Zones
from tilts.people.actions import full_name
from tilts.people.models import Person

register = template.Library()


@register.simple_tag
def person_name(person: Person, zones: Zones) -> str:
    """The full name, or initials where the reader's zones lack the name."""
    name = full_name(person) or person.reference or "?"
    if zones.name:
        return name
    return " ".join(f"{word[0]}…" for word in name.split())
