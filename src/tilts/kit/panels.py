"""The panel registry: what a room shows on another room's page.

A page's owner asks for its panels by place ("case", "day", "inbox", "project"); rooms above lend a sheet each. A panel
is a function `(request, subject) -> str`: rendered HTML, or nothing where there is nothing to show. What is not HTML
is a question (`kit.questions`).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Show = Callable[[Any, Any], str]
When = Callable[[], tuple[Callable[..., Any], dict[str, Any]]]


@dataclass(frozen=True)
class Panel:
    """One lent sheet: where it stands, its title, its order, and the function that fills it."""

    place: str
    key: str
    title: str | Promise
    order: int
    show: Show
    when: When | None = None


PANELS: dict[str, list[Panel]] = defaultdict(list)


def panel(place: str, *, title: str | Promise, order: int = 50, when: When | None = None) -> Callable[[Show], Show]:
    """Declare a panel for `place`; `order` counts from the top.

    A panel that shows rows, and nothing where there are none, may say by `when()` which question gives them and with
    which values: the page asks all of these at once whether they have an answer, and shows the panels of those that do.
    """

    def declare(show: Show) -> Show:
        PANELS[place].append(Panel(place, f"{show.__module__}.{show.__name__}", title, order, show, when))
        PANELS[place].sort(key=lambda lent: (lent.order, lent.key))
        return show

    return declare


def panels_for(place: str) -> list[Panel]:
    """The panels of a place, top first."""
    return PANELS[place]
