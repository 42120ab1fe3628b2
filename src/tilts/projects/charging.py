"""Which projects pay for an act."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tilts.projects.models import Project


def outside_period(project: Project, day: date) -> str:
    """The warning for an act that a project cannot pay for; empty if it can."""
    if project.starts <= day <= project.ends:
        return ""
    return _("The day is outside the period of project %(code)s: saved, not charged to the project.") % {
        "code": project.code
    }


def charge(table: Any, act: Any, day: date, *, to: Iterable[Project] | None, among: Any) -> str:
    """Charge an act of this day to these projects, and to no other of those `among` which they were chosen.

    `table` holds its attributions. Without `to` nothing was chosen: what pays for it stays. A project whose period
    leaves the day out pays in neither way, and is warned of. Part of a verb.
    """
    paid = table._base_manager.filter(act=act)
    chosen = list(to or ())
    known = chosen if to is not None else [one.project for one in paid.select_related("project")]
    warnings = [words for one in known if (words := outside_period(one, day))]
    holding = [one.pk for one in chosen if not outside_period(one, day)]
    gone = ~Q(project__starts__lte=day, project__ends__gte=day)
    if to is not None:
        gone |= Q(project__in=among.order_by().values("pk")) & ~Q(project__in=holding)
    paid.filter(gone).delete()
    there = set(paid.values_list("project", flat=True))
    table._base_manager.bulk_create(table(act=act, project_id=pk) for pk in holding if pk not in there)
    return " ".join(warnings)
