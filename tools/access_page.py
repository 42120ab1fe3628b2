"""Writes docs/access.md from the rules themselves: `python tools/access_page.py`."""

import os
from pathlib import Path

import django
from django.apps import apps
from django.db.models import Model

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tilts.config.settings")
django.setup()

import tilts.config.urls  # noqa: E402, F401 - loads every policy
from tilts.access.actions import ACTIONS  # noqa: E402
from tilts.access.duty import ALWAYS_ON_DUTY, ON_DUTY_WHEN_MARKED  # noqa: E402
from tilts.access.models import ZONES, GrantKind, Role  # noqa: E402
from tilts.access.opened import NOT_LENT  # noqa: E402
from tilts.access.reach import (  # noqa: E402
    AUTHORED,
    IN_FOLDER,
    LENT,
    NO_FOLDER,
    OPEN_TABLES,
    RULES,
    SCOPES,
    THROUGH,
    WITH_CHILD,
    WITH_PARENT,
)
from tilts.access.relationships import RELATIONSHIPS  # noqa: E402
from tilts.config.rooms import ROOMS  # noqa: E402
from tilts.sealing.fields import sealed_fields  # noqa: E402

PAGE = Path(__file__).resolve().parent.parent / "docs" / "access.md"
HEAD = """# Who reaches what

Written by `python tools/access_page.py` from the sentences in the code; a test keeps it current.

Nobody has rights of their own. A membership gives one role in one organisation; a grant lets one person, or one role in
one organisation, into one folder, zone by zone, from a moment until another, on a stated basis; a wall keeps somebody
out whatever was granted. A table without a scope is seen by nobody.

Zones of a folder: name, contact, address, codes, risk, services, privileged, admin. Each is closed, read or written.
"""

ROLES = {
    Role.CASE_WORKER: "opens cases, works on those assigned to them, takes up what comes to the desk",
    Role.SPECIALIST: "psychologist, lawyer and others: their own part of the cases to whose team they belong",
    Role.SUPERVISOR: "reads the cases of the office with a purpose that is traced, forms teams, raises walls, reviews",
    Role.OPERATOR: "answers the helpline day and night; opens a case in an emergency only",
    Role.MENTOR: "one person at a time: first name, the agreed way to meet, their own log",
    Role.POLICE: "sends reports from the door and follows whether they were received and taken up",
    Role.COORDINATOR: "arranges meetings of institutions",
    Role.PARTICIPANT: "takes part in a meeting: never sees an address",
    Role.PROJECT_MANAGER: "counts what they may not open, and accounts for the project",
    Role.DATA_PROTECTION: "reads the trace, walls and emergency openings; no bodies of cases",
    Role.ADMINISTRATOR: "accounts and settings; no cases",
    Role.FUNDER: "released reports only",
}
"""What each role is for; which cases, its grants say."""

SMALL_TOWN = """## In a small town

- The inbox shows no names before a report is taken up.
- The doorstep form asks whether anyone at the desk may know the parties; then the report goes to a named person or to
  another desk, and a case opened from it is kept to named people.
- Everybody may declare that they, or a colleague, know a family. A wall then rises in every file where the name stands
  or will stand, also around a report that only comes to the desk. Nobody is told whether there was anything to wall
  off; nobody is taken off their own work by a colleague (their supervisors are told and decide); one person declares
  five names a day.
- A wall about a person stands around every file that the person belongs to, today and later.
- Whoever stands before a wall gets the same answer as for a record that is not there, on every page, whatever was
  granted, in an emergency too; and neither sees, lowers nor reviews what is about that file.
- Somebody who is kept out cannot be brought into the team: the sentence is the same for every reason.
- A restricted case is of named people only: supervisors learn that there are some, neither how many nor
  which; it is not opened in an emergency. Who leads it switches this on and off, with a reason.
"""


def _relationships() -> list[str]:
    words = {0: "-", 1: "r", 2: "rw"}
    lines = ["| Relationship | " + " | ".join(ZONES) + " |", "| --- |" + " --- |" * len(ZONES)]
    for kind, zones in RELATIONSHIPS.items():
        cells = " | ".join(words[zones.get(zone, 0)] for zone in ZONES)
        lines.append(f"| `{GrantKind(kind).value}` | {cells} |")
    return [*lines, "| behind a wall | " + " | ".join("404" for _zone in ZONES) + " |"]


def _duty() -> str:
    always = ", ".join(f"`{role.value}`" for role in ALWAYS_ON_DUTY)
    marked = ", ".join(f"`{role.value}`" for role in ON_DUTY_WHEN_MARKED)
    return f"Emergency access (`broken_glass`): {always} always; {marked} while marked as on duty."


def _where(model: type[Model]) -> str:
    if model in IN_FOLDER:
        key, zone = IN_FOLDER[model]
        lent = LENT.get(model, NOT_LENT)
        more = (
            " or where it is lent" if lent.table else f" or `{lent.column.removesuffix('_id')}`" if lent.column else ""
        )
        return f"in a folder (`{key}`{more}), zone `{zone}`"
    if model in AUTHORED:
        said = AUTHORED[model]
        return (
            f"in a folder (`{said.key}`), the author's (zone `{said.zone}`) and their professional supervisor's alone"
        )
    if model in WITH_PARENT:
        return f"with the row of `{WITH_PARENT[model]}`"
    if model in THROUGH:
        link, key, zone = THROUGH[model]
        return f"through {link._meta.label} (`{key}`), zone `{zone}`"
    if model in WITH_CHILD:
        child, key = WITH_CHILD[model]
        return f"with a row of {child._meta.label} (`{key}`)"
    return f"in no folder: {NO_FOLDER[model]}" if model in NO_FOLDER else "-"


def _sentence(words: str | None) -> str:
    return " ".join((words or "").split())


def _done(name: str) -> str:
    """What a verb does, by the first sentences of its docstring; a look is only looked at."""
    return _sentence((ACTIONS[name].__doc__ or "").partition("\n\n")[0]) if name in ACTIONS else "look"


def _room(module: str) -> int:
    return ROOMS.index(module.split(".")[1])


STOLEN = """## What lies readable in a stolen database

Column by column, what somebody reads who has the database and not its keys, in every table that holds something of a
client or of who may see one: all but sealed columns, keys to other rows, and the housekeeping of a record (its version,
the moments at which it was written and voided). In words: [security.md](security.md). A test reads a database as a
thief would.

| Table | Readable |
| --- | --- |"""
OF_CLIENTS = (
    "access",
    "cases",
    "documents",
    "meetings",
    "people",
    "plan",
    "questionnaires",
    "rights",
    "risk",
    "services",
    "sharing",
    "trace",
)
HOUSEKEEPING = {"version", "created_at", "voided_at", "voided_why"}


def readable(model: type[Model]) -> list[str]:
    """The columns of a table that are neither sealed nor keys nor housekeeping."""
    plain = [one for one in model._meta.concrete_fields if not (one.is_relation or one.primary_key)]
    return [str(one.column) for one in plain if one not in sealed_fields(model) and one.column not in HOUSEKEEPING]


def _stolen() -> list[str]:
    tables = sorted((one for one in apps.get_models() if one._meta.app_label in OF_CLIENTS), key=_table)
    told = {_table(one): ", ".join(f"`{name}`" for name in readable(one)) for one in tables}
    return [STOLEN, *(f"| `{table}` | {columns} |" for table, columns in told.items() if columns)]


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def text() -> str:
    """The whole page."""
    scopes = sorted(SCOPES.items(), key=lambda one: (-_room(one[0].__module__), one[0].__name__))
    rules = sorted(RULES.items(), key=lambda one: (-_room(one[1].__module__), one[0]))
    lines = [HEAD, "## Roles", ""]
    # the values, not the labels: labels speak the language of whoever runs this
    lines += ["| Role | What it is for |", "| --- | --- |", *(f"| `{role.value}` | {ROLES[role]} |" for role in Role)]
    lines += ["", "## What a relationship to a folder opens", "", *_relationships(), "", _duty(), "", SMALL_TOWN]
    lines += [
        "## Which rows are seen",
        "",
        "| Table | Where its rows lie | Who reaches which rows |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {model._meta.label} | {_where(model)} | {_sentence(scope.__doc__)} |" for model, scope in scopes]
    lines += ["", "## Open tables", "", "| Table | Why everyone who works here may read it |", "| --- | --- |"]
    tables = sorted(OPEN_TABLES.items(), key=lambda one: one[0]._meta.label)
    lines += [f"| {model._meta.label} | {reason[0].upper()}{reason[1:]}. |" for model, reason in tables]
    lines += ["", "## What may be done", "", "| Rule | What is done | Who may |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {_done(name)} | {_sentence(asked.__doc__)} |" for name, asked in rules]
    return "\n".join([*lines, "", *_stolen()]) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")
