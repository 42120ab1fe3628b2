"""Codes in templates, and what one sees of a file."""

from typing import Any

from django import template
from django.template import Context

from tilts.access import codes
from tilts.access.reach import Zones
from tilts.access.relationships import seen_words

register = template.Library()


@register.simple_tag(takes_context=True)
def code_of(context: Context, record: Any) -> str:
    """The code of a case, or the number of a report, and whose it is where it is not the reader's own (`code_of`)."""
    return codes.code_of(context["request"].reach, record)


@register.simple_tag
def zones_seen(zones: Zones) -> str:
    """What one sees of a file and what not, in a sentence each: never more and never less than one's zones."""
    return seen_words(zones)
