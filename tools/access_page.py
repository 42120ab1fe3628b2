"""Writes docs/access.md from the rules themselves: `python tools/access_page.py`."""

import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tilts.config.settings")
django.setup()

import tilts.config.urls  # noqa: E402, F401 - loads every policy
from tilts.access.models import Role  # noqa: E402
from tilts.access.reach import OPEN_TABLES, RULES, SCOPES  # noqa: E402
from tilts.config.rooms import ROOMS  # noqa: E402

PAGE = Path(__file__).resolve().parent.parent / "docs" / "access.md"
HEAD = """# Who reaches what

Written by `python tools/access_page.py` from the sentences in the code; a test keeps it current.

Nobody has rights of their own. A membership gives one role in one organisation; a grant lets one person, or one role in
one organisation, into one folder, zone by zone, from a moment until another, on a stated basis; a wall keeps somebody
out whatever was granted. A table without a scope is seen by nobody.

Zones of a folder: name, contact, address, codes, risk, services, privileged, admin. Each is closed, read or written.
"""


def _sentence(words: str | None) -> str:
    return " ".join((words or "").split())


def _room(module: str) -> int:
    return ROOMS.index(module.split(".")[1])


def text() -> str:
    """The whole page."""
    scopes = sorted(SCOPES.items(), key=lambda one: (-_room(one[0].__module__), one[0].__name__))
    rules = sorted(RULES.items(), key=lambda one: (-_room(one[1].__module__), one[0]))
    lines = [HEAD, "## Roles", ""]
    # the values, not the labels: labels speak the language of whoever runs this
    lines += [f"- `{role.value}`" for role in Role]
    lines += ["", "## Which rows are seen", "", "| Table | Who reaches which rows |", "| --- | --- |"]
    lines += [f"| {model._meta.label} | {_sentence(scope.__doc__)} |" for model, scope in scopes]
    lines += ["", "## Open tables", "", "| Table | Why everyone who works here may read it |", "| --- | --- |"]
    tables = sorted(OPEN_TABLES.items(), key=lambda one: one[0]._meta.label)
    lines += [f"| {model._meta.label} | {reason[0].upper()}{reason[1:]}. |" for model, reason in tables]
    lines += ["", "## What may be done", "", "| Rule | Who may |", "| --- | --- |"]
    lines += [f"| `{name}` | {_sentence(asked.__doc__)} |" for name, asked in rules]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")
