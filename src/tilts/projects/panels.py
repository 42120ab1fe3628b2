"""What the projects themselves show on a project's page: who pays, and what was promised.

A panel of the places "project" (the wide column) and "project_side" is a function `(request, project) -> html`, a whole
sheet or "" where there is nothing to show.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from tilts.access.asks import cooperating
from tilts.access.doors import Request
from tilts.access.models import Organisation
from tilts.access.reach import Reach
from tilts.kit.panels import panel
from tilts.projects.models import BudgetLine, Project, ProjectPartner
from tilts.ui.rail import rail_item

TENTH = Decimal("0.1")
BAR_WIDTH = 1000

rail_item("projects", _("Projects"), "target-arrow", "projects:project_list", "projects.read", order=40)


@dataclass(frozen=True)
class Source:
    """One who pays: how much, which share, and where their part of the bar lies (of 1000)."""

    name: str
    amount: Decimal
    percent: Decimal
    left: int
    width: int
    number: int


def by_source(lines: Iterable[BudgetLine]) -> list[Source]:
    """The sources in the order of the budget, each with its share of the whole, in percent with one decimal."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.source] = sums.get(line.source, Decimal(0)) + line.amount
    whole = sum(sums.values(), start=Decimal(0))
    found: list[Source] = []
    passed = Decimal(0)
    for number, (name, amount) in enumerate(sums.items()):
        share = amount / whole if whole else Decimal(0)
        left = int(passed * BAR_WIDTH)
        passed += share
        percent = (share * 100).quantize(TENTH, ROUND_HALF_UP)
        found.append(Source(name, amount, percent, left, int(passed * BAR_WIDTH) - left, number % 6))
    return found


@cooperating.answer
def partners(reach: Reach) -> list[Organisation]:
    """The organisations with which one's own carries out a project."""
    projects = reach(Project)
    partner = reach(ProjectPartner).filter(project__in=projects.values("pk")).values("organisation")
    carrying_out = Q(pk__in=partner) | Q(pk__in=projects.values("organisation"))
    return list(reach(Organisation).filter(carrying_out).order_by("name"))


@panel("project_side", title=_("Money by source"), order=20)
def money_by_source(request: Request, project: Project) -> str:
    """Who pays how much; only for those who account for the project."""
    sources = by_source(request.reach(BudgetLine).filter(project=project).order_by("pk"))
    if not sources:
        return ""
    whole = sum((source.amount for source in sources), start=Decimal(0))
    return render_to_string("projects/parts/money.html", {"sources": sources, "whole": whole}, request)
