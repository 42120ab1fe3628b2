"""`tilts figures`: what the source programmes published, and what the records give through the same measures."""

import argparse
import csv
import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Sum

from tilts.access.reach import Reach, unscoped
from tilts.kit.cli import BadInput
from tilts.kit.periods import Period
from tilts.projects.models import BudgetLine, Project, Target
from tilts.reports.counting import figure

PUBLISHED = Path(__file__).with_name("published.csv")
Row = dict[str, str]


def add_parsers(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("figures", help="published figures against computed ones")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run_figures)


def _project(row: Row) -> Project:
    project: Project = unscoped(Project, reason="published figures").get(code=row["source"])
    return project


def _period(row: Row) -> Period:
    return Period.of(date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"]))


def _counted(key: str, **where: str) -> Callable[[Row], Decimal]:
    def compute(row: Row) -> Decimal:
        counting = Reach(purpose="job").counting()
        found = figure(key, reach=counting, period=_period(row), project=_project(row), where=where)
        return Decimal(found.value or 0)

    return compute


def _budget(row: Row) -> Decimal:
    lines = unscoped(BudgetLine, reason="published figures").filter(project=_project(row))
    return Decimal(lines.aggregate(total=Sum("amount"))["total"] or 0)


def _planned_range(row: Row) -> tuple[Decimal, Decimal] | None:
    target = unscoped(Target, reason="published figures").filter(
        project=_project(row), measure="services.persons_served", kind="range"
    )
    found = target.first()
    return (found.low, found.value) if found else None


SPECIALISMS = {"A01": "psychologist", "A02": "lawyer", "A03": "social_worker"}
COMPUTED: dict[str, Callable[[Row], Any]] = {
    **{
        f"A0{n + shift}": _counted("services.consultations", specialism=specialism, site="Rēzekne")
        for n, specialism in enumerate(SPECIALISMS.values(), start=1)
        for shift in (0, 3)
    },
    "A12": _budget,
    "A13": _planned_range,
    "B01": _counted("risk.questionnaires"),
    "B02": _counted("meetings.held", kind="monitoring", site="Balvi"),
    "B03": _counted("meetings.institutions", kind="monitoring", institution="social_service"),
    "E16": _counted("meetings.families_conferred"),
}
"""What can be computed today; every other row's room is not built yet."""


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return "-".join(_written(end) for end in value)
    return f"{Decimal(value).normalize():f}"


def _agrees(row: Row, computed: Any) -> bool:
    published = Decimal(row["value"])
    if row["relation"] == "range":
        return bool(computed == (Decimal(row["low"]), published))
    return bool(computed > published if row["relation"] == ">" else computed == published)


def _line(row: Row) -> dict[str, Any]:
    published = f"{row['low']}-{row['value']}" if row["relation"] == "range" else row["value"]
    published = f">{published}" if row["relation"] == ">" else published
    line = {"id": row["id"], "measure": row["measure"], "published": published}
    if row["id"] not in COMPUTED:
        return {**line, "computed": "", "agrees": "not yet"}
    computed = COMPUTED[row["id"]](row)
    if computed is None:
        return {**line, "computed": "", "agrees": False}
    return {**line, "computed": _written(computed), "agrees": _agrees(row, computed)}


def run_figures(args: argparse.Namespace) -> int:
    """Print every published row with what the records give; 1 if one does not agree."""
    try:
        with PUBLISHED.open(encoding="utf-8", newline="") as file:
            lines = [_line(row) for row in csv.DictReader(file)]
    except Project.DoesNotExist as missing:
        raise BadInput("tilts: the figures need the demonstration: run `tilts demo --no-serve` first.") from missing
    if args.json:
        print(json.dumps(lines, ensure_ascii=False, indent=2))
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["id", "measure", "published", "computed", "agrees"])
        for line in lines:
            agrees = line["agrees"] if isinstance(line["agrees"], str) else str(line["agrees"]).lower()
            writer.writerow([line["id"], line["measure"], line["published"], line["computed"], agrees])
    return 1 if any(line["agrees"] is False for line in lines) else 0
