"""Icons: the installed SVG files, set into the page so that they take its colour."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

INNER = re.compile(r"<svg[^>]*>(?P<inner>.*)</svg>", re.DOTALL)
EMPTY_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


class UnknownIcon(LookupError):
    """No icon of this name was installed."""


@lru_cache(maxsize=200)
def icon_lines(name: str) -> str:
    """What stands between the tags of an installed icon; raises `UnknownIcon`."""
    found = finders.find(f"vendor/icons/{name}.svg") if re.fullmatch(r"[a-z0-9-]+", name) else None
    drawn = INNER.search(Path(found).read_text(encoding="utf-8")) if found else None
    if drawn is None:
        raise UnknownIcon(name)
    return " ".join(EMPTY_BOX.sub("", drawn["inner"]).split())


def icon_svg(name: str, extra_class: str = "") -> SafeString:
    """The icon as inline SVG, hidden from screen readers; empty where unknown (raises under DEBUG)."""
    try:
        lines = icon_lines(name)
    except UnknownIcon:
        if settings.DEBUG:
            raise
        return SafeString("")
    return format_html(
        '<svg class="icon{}" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        f" {extra_class}" if extra_class else "",
        mark_safe(lines),  # noqa: S308  the file is part of the installation, its name is checked above
    )
