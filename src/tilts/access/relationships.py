"""The policy of zones as one table: what each relationship to a folder opens (0 no, 1 read, 2 write).

A zone that is not named is shut. `docs/access.md` prints this table, the authorisation matrix tests it, and every
verb that lets somebody in takes its zones from here and nowhere else.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tilts.access.models import ZONES, GrantKind

READ = 1
WRITE = 2

_FILE = ("name", "contact", "address", "codes", "risk")

RELATIONSHIPS: dict[str, dict[str, int]] = {
    GrantKind.ASSIGNED: dict.fromkeys(ZONES, WRITE),
    GrantKind.SPECIALIST: {
        **dict.fromkeys(("name", "contact", "risk", "admin"), READ),
        **dict.fromkeys(("services", "privileged"), WRITE),
    },
    GrantKind.SUPERVISES: {**dict.fromkeys(("name", "contact", "address", "risk", "services"), READ), "admin": WRITE},
    GrantKind.AGENCY: {"admin": READ},
    GrantKind.SUBMITTED: {**dict.fromkeys(_FILE, READ), "admin": READ},
    GrantKind.DESK: {"admin": READ},
    GrantKind.NAMED: {"admin": READ},
    GrantKind.TAKEN_UP: {**dict.fromkeys(_FILE, READ), "admin": WRITE},
    GrantKind.PENDING: {"services": READ, "admin": READ},
    GrantKind.REFERRED: {"services": WRITE, "admin": READ},
    GrantKind.SHARED: {"admin": READ},
    GrantKind.MEETING: {"name": READ, "admin": READ},
    GrantKind.MENTOR: {"contact": READ, "services": READ},
    GrantKind.BROKEN_GLASS: {**dict.fromkeys(("name", "contact", "address", "risk", "services"), READ), "admin": READ},
}

WHILE_WRITING = dict.fromkeys(_FILE, WRITE) | {"admin": READ}
"""The sender of a report while it is a draft or came back."""

ZONE_WORDS: dict[str, str | Promise] = {
    "name": _("names"),
    "contact": _("ways to reach"),
    "address": _("addresses"),
    "codes": _("personal codes"),
    "risk": _("risk"),
    "services": _("plan and services"),
    "privileged": _("confidential notes"),
    "admin": _("code and stage"),
}
"""Each zone as it is read to a client."""

SHAREABLE = ("name", "contact", "address", "codes", "risk", "services")
"""The zones that may be shared with another organisation: confidential notes never are, code and stage always."""

AS_LISTED: dict[str, dict[str, int]] = {
    GrantKind.PENDING: RELATIONSHIPS[GrantKind.PENDING],
    GrantKind.REFERRED: {**dict.fromkeys(SHAREABLE, READ), **RELATIONSHIPS[GrantKind.REFERRED]},
    GrantKind.SHARED: {**dict.fromkeys(SHAREABLE, READ), **RELATIONSHIPS[GrantKind.SHARED]},
}
"""How far a list of zones may go at most where somebody elsewhere is let in: a list narrows this, it never widens."""
WHILE_PENDING = {"admin": READ}
"""A referral before its answer: that there is one, and the code. What is asked stands in the referral itself; the
services zone of the file would open its notes."""


def seen_words(zones: Any) -> str:
    """What zones open and what they leave shut, to whoever looks through them."""
    told = {True: [str(ZONE_WORDS["admin"])], False: []}
    for zone in (*SHAREABLE, "privileged"):
        told[bool(getattr(zones, zone))].append(str(ZONE_WORDS[zone]))
    said = gettext("You see: %(zones)s.") % {"zones": ", ".join(told[True])}
    shut = gettext("Not open to you: %(zones)s.") % {"zones": ", ".join(told[False])} if told[False] else ""
    return f"{said} {shut}".strip()


def listed(kind: str, zones: Iterable[str]) -> dict[str, int]:
    """What a list of zones opens to somebody elsewhere; code and stage always.

    `ValueError` for what is never shared.
    """
    levels = AS_LISTED[kind]
    chosen = set(zones)
    if chosen - set(SHAREABLE):
        raise ValueError("never shared: " + ", ".join(sorted(chosen - set(SHAREABLE))))
    return {zone: levels[zone] for zone in ZONES if zone in chosen} | {"admin": READ}


def check_narrower(kind: str, zones: dict[str, int]) -> None:
    """`ValueError` where zones that are given to somebody elsewhere go further than their relationship ever does."""
    most = AS_LISTED.get(kind)
    if most is not None and any(level > most.get(zone, 0) for zone, level in zones.items()):
        raise ValueError(f"wider than {kind}")
