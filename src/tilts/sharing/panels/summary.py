"""The parts of a copy-ready summary: each a few lines of plain text, nothing where one may not read it.

Another room adds a part by `@summary.part(...)` (`sharing.asks`).
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.cases.models import Case, Closing, Note, Party, TeamMember
from tilts.people.dangers import warned
from tilts.people.files import said_in
from tilts.people.models import ContactWay
from tilts.people.words import born_words, conditions, shown_name
from tilts.sharing.asks import summary
from tilts.sharing.models import ExternalId
from tilts.ui.local import day_words as local_date

NOTES = 10
"""So many of the newest notes go into a summary."""


@summary.part(gettext_lazy("Numbers in other registers"), order=10)
def numbers(request: Request, case: Case) -> list[str]:
    """What the case is called elsewhere."""
    return [f"{one.get_kind_display()}: {one.value}" for one in request.reach(ExternalId).filter(case=case)]


@summary.part(gettext_lazy("People"), order=20)
def people(request: Request, case: Case) -> list[str]:
    """Names, roles and birth dates."""
    rows = request.reach(Party).filter(case=case).select_related("person")
    return [
        ", ".join(
            word
            for word in (
                shown_name(one.person),
                str(one.get_role_display()),
                born_words(one.person),
            )
            if word
        )
        for one in rows
    ]


@summary.part(gettext_lazy("Ways to reach"), order=30)
def ways(request: Request, case: Case) -> list[str]:
    """Ways to reach them that are safe, with what to mind; others are left out."""
    safe = said_in(request.reach, ContactWay, case.folder_id).filter(safe=True)
    rows = warned(request.reach, safe).filter(warned=False)
    rows = rows.select_related("person")
    return [" · ".join(word for word in (shown_name(one.person), one.value, conditions(one)) if word) for one in rows]


@summary.part(gettext_lazy("Level of risk"), order=40)
def level(request: Request, case: Case) -> list[str]:
    """The level in the professional's judgement."""
    return [str(case.get_level_display())] if case.level and request.reach.zones(case.folder_id).risk else []


@summary.part(gettext_lazy("The case"), order=50)
def course(request: Request, case: Case) -> list[str]:
    """What it is about, since when, who works on it, how it ended."""
    if not request.reach.zones(case.folder_id).services:
        return []
    opened, closed = _("opened"), _("closed")
    told = [
        f"{case.get_kind_display()}, {opened} {local_date(case.opened_on)}",
        *(f"{one.get_profession_display()}: {one.user.name}" for one in _team(request, case)),
    ]
    for ended in request.reach(Closing).filter(case=case)[:5]:
        told.append(f"{closed} {local_date(ended.closed_on)}: {ended.get_outcome_display()}. {ended.summary}")
    return told


def _team(request: Request, case: Case) -> Any:
    return request.reach(TeamMember).filter(case=case, ends=None).select_related("user")


@summary.part(gettext_lazy("Newest notes"), order=60)
def notes(request: Request, case: Case) -> list[str]:
    """The newest notes that are open to one."""
    return [f"{local_date(one.day)} {one.text}" for one in request.reach(Note).filter(case=case)[:NOTES]]
