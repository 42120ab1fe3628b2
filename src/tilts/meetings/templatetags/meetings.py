"""What templates of meetings look up."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def of(rows: dict[Any, Any], key: Any) -> Any:
    """What belongs to this key; nothing where there is none."""
    return rows.get(key, ())
