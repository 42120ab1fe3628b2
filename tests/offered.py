"""A form as the page offers it: what a browser would send if somebody pressed the button and typed nothing."""

from typing import Any

from lxml import html


def offered(page: bytes, leave: tuple[str, ...] = ("csrfmiddlewaretoken",)) -> dict[str, Any]:
    """Every field of the form that is sent to its own address, with what stands in it."""
    tree = html.fromstring(page)
    (form,) = (one for one in tree.xpath("//main//form[@method='post']") if not one.get("action"))
    told: dict[str, Any] = {}
    for name, value in form.form_values():
        if name not in leave:
            # the line break after the tag is none of the text, as a browser has it
            told.setdefault(name, []).append(value.removeprefix("\n"))
    return told
