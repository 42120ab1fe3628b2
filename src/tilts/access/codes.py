"""How a case or a report is called where those of several organisations meet: its code, and whose it is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.html import format_html, format_html_join

from tilts.access.doors import Request
from tilts.access.models import Organisation
from tilts.access.reach import Reach

NAMES = "organisation.names"
"""Under this a page that only reads notes what the organisations are called."""
ALL = UUID(int=0)


def code_of(reach: Reach, record: Any) -> str:
    """The code of a record, or its number, with the name of its organisation where that is not the reader's own."""
    if type(record).organisation.is_cached(record) and not _is_own(reach, record.organisation_id):
        return code_for_all(record)
    return code_words(reach, code_alone(record), record.organisation_id)


def code_for_all(record: Any) -> str:
    """The same for a paper, which readers of several organisations hold in their hands."""
    return f"{code_alone(record)} · {record.organisation.name}"


def code_alone(record: Any) -> str:
    """The code of a record, or its number, for its own organisation."""
    return str(getattr(record, "code", "") or record.number)


def code_words(reach: Reach, code: str, organisation: UUID) -> str:
    """The same of a code that was read without its record."""
    return code if _is_own(reach, organisation) else f"{code} · {_names(reach)[organisation]}"


def _is_own(reach: Reach, organisation: UUID) -> bool:
    return reach.organisation is not None and organisation == reach.organisation.pk


def code_lead(record: Any, url: str, *more: str, before: str = "") -> Callable[[Request], str]:
    """The line below the heading of a form: the way back to a case, and what else is to be said of it."""

    def lead(request: Request) -> str:
        link = format_html('<a href="{}">{}{}</a>', url, before, code_of(request.reach, record))
        return format_html_join(" · ", "{}", ((part,) for part in (link, *filter(None, more))))

    return lead


def _names(reach: Reach) -> dict[UUID, str]:
    """What all organisations are called, asked once a page, and only where somebody else's code stands on it."""
    names: dict[UUID, str] | None = reach.found(NAMES, ALL)
    if names is None:
        names = dict(Organisation.objects.order_by().values_list("pk", "name"))
        reach.note(NAMES, ALL, names)
    return names
