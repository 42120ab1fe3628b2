"""The only way a name reaches a page."""

from itertools import takewhile
from unicodedata import category

from django import template
from django.utils.translation import gettext as _

from tilts.access.reach import Zones
from tilts.people.actions import full_name
from tilts.people.models import ContactWay, Person
from tilts.people.words import born_words, conditions

register = template.Library()


@register.simple_tag
def person_name(person: Person, zones: Zones | None = None) -> str:
    """The full name, or initials where the reader's zones lack the name.

    Without `zones` the person must come from `reach(Person)`, which gives only those whose name is open.
    """
    if person.erased_at:
        return _("erased person")
    name = _masked(full_name(person) or person.reference or "?", zones)
    name = _("%(name)s (name not known)") % {"name": name} if person.anonymous else name
    return _("%(name)s (restricted: kept, not used)") % {"name": name} if person.restricted_at else name


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
    return _masked(name, zones) if name else "—"


def _first_letter(word: str) -> str:
    """The first letter with the marks that belong to it."""
    return word[0] + "".join(takewhile(lambda sign: category(sign)[0] == "M", word[1:]))


def _masked(name: str, zones: Zones | None) -> str:
    if zones is None or zones.name:
        return name
    return " ".join(f"{_first_letter(word)}…" for word in name.split())
