"""Codes in templates."""

from typing import Any

from django import template
from django.template import Context

from tilts.access import codes

register = template.Library()


@register.simple_tag(takes_context=True)
def code_of(context: Context, record: Any) -> str:
    """The code of a case, or the number of a report, and whose it is where it is not the reader's own (`code_of`)."""
    return codes.code_of(context["request"].reach, record)
