"""The left rail: rooms say once what they put on it, and each actor sees what the rules allow.

Also the context processor of the frame: rail, who is signed in, and whether this is the demonstration.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject


@dataclass(frozen=True, order=True)
class RailItem:
    """One registered place: its label, icon, address and the rule that opens it."""

    order: int
    key: str
    label: str | Promise = field(compare=False)
    icon: str = field(compare=False)
    url_name: str = field(compare=False)
    rule: str = field(compare=False)


@dataclass(frozen=True)
class RailLink:
    """One place as a page shows it; `count` is what waits there, `apart` the first that watches over others."""

    key: str
    label: str | Promise
    icon: str
    url: str
    here: bool
    count: int = 0
    apart: bool = False


@dataclass(frozen=True)
class Who:
    """The line at the foot of the rail."""

    role: str
    organisation: str


RAIL: dict[str, RailItem] = {}
WATCHING = 60
"""From this order on stands what watches over the work of others; a line sets it apart from one's own work."""


def rail_item(key: str, label: str | Promise, icon: str, url_name: str, rule: str, *, order: int = 50) -> RailItem:
    """Put a place on the rail; the same key again replaces it."""
    RAIL[key] = RailItem(order, key, label, icon, url_name, rule)
    return RAIL[key]


def rail_for(request: HttpRequest) -> list[RailLink]:
    """The places this actor may enter, top first; nothing where nobody is signed in."""
    reach: Any = getattr(request, "reach", None)
    if reach is None or getattr(reach, "user", None) is None:
        return []
    open_items = [item for item in sorted(RAIL.values()) if reach.may(item.rule)]
    urls = {item.key: reverse(item.url_name) for item in open_items}
    nearest = _nearest(request.path, list(urls.values()))
    first = next((item.key for item in open_items if item.order >= WATCHING), "")
    return [
        RailLink(
            item.key, item.label, item.icon, urls[item.key], here=urls[item.key] == nearest, apart=item.key == first
        )
        for item in open_items
    ]


def _nearest(path: str, urls: Sequence[str]) -> str | None:
    """The longest address that the path lies under; the root only matches itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default=None)


def who_for(request: HttpRequest) -> Who | None:
    """Role and organisation chosen for this session."""
    membership: Any = getattr(getattr(request, "reach", None), "membership", None)
    if membership is None:
        return None
    return Who(str(membership.get_role_display()), str(membership.organisation.name))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the frame needs on every page; the rail is only computed where it is drawn."""
    demo = bool(getattr(settings, "DEMO", False))
    rail: Any = SimpleLazyObject(lambda: rail_for(request))
    return {
        "rail": rail,
        "search_url": SimpleLazyObject(lambda: next((link.url for link in rail if link.key == "search"), "")),
        "who": SimpleLazyObject(lambda: who_for(request)),
        "demo": demo,
        "idle_seconds": getattr(settings, "SESSION_IDLE_SECONDS", 0),
        "cast": getattr(settings, "DEMO_CAST", ()) if demo else (),
        "cast_password": getattr(settings, "DEMO_PASSWORD", "") if demo else "",
    }
