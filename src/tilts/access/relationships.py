"""The policy of zones as one table: what each relationship to a folder opens (0 no, 1 read, 2 write).

A zone that is not named is shut. `docs/access.md` prints this table, the authorisation matrix tests it, and every
verb that lets somebody in takes its zones from here and nowhere else.
"""

from django.utils.functional import Promise
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
    GrantKind.MEETING: {"name": READ, "risk": READ, "admin": READ},
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
