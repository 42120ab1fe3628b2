"""`tilts report`: a project's report as a file."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tilts.access.reach import Reach, unscoped
from tilts.kit.cli import BadInput
from tilts.kit.dates import BadDate, parse_date
from tilts.kit.periods import BadPeriod, Period
from tilts.projects.models import Project, Target
from tilts.reports.pdf import as_pdf
from tilts.reports.planned import Report, report_on
from tilts.reports.xlsx import as_xlsx

EDITIONS = ("contract", "public")
FORMATS = ("pdf", "docx", "xlsx", "csv", "iati")
MADE: dict[str, Callable[[Report], bytes]] = {"pdf": lambda report: as_pdf(report).pdf, "xlsx": as_xlsx}
REASON = "tilts report: the one at the console holds the whole installation"


def add_parsers(subparsers: Any) -> None:
    """Add `report` to the console command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("report", help="a project's report")
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--from", dest="first", required=True, metavar="D", help="first day")
    parser.add_argument("--to", dest="last", required=True, metavar="D", help="last day, inclusive")
    parser.add_argument("--edition", choices=EDITIONS, required=True)
    parser.add_argument("--format", dest="file_format", choices=FORMATS, required=True)
    parser.add_argument("--language", choices=("lv", "en"), default="lv")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Write the report to a file; nothing is written where something is wrong."""
    if given.edition == "public":
        raise BadInput(_("The public edition comes with the release gate; it is not built yet."))
    if given.file_format not in MADE:
        raise BadInput(
            _("The format “%(format)s” is not built yet; choose pdf or xlsx.") % {"format": given.file_format}
        )
    period = _period(given.first, given.last)
    with override(given.language):
        made = MADE[given.file_format](_report(given.code, period))
    try:
        given.out.write_bytes(made)
    except OSError as failed:
        raise BadInput(_("“%(file)s” cannot be written.") % {"file": given.out}) from failed
    sys.stdout.write(f"{given.out}\n")
    return 0


def _period(first: str, last: str) -> Period:
    try:
        return Period.of(parse_date(first), parse_date(last))
    except (BadDate, BadPeriod) as wrong:
        raise BadInput(str(wrong)) from wrong


def _report(code: str, period: Period) -> Report:
    project = unscoped(Project, reason=REASON).select_related("organisation").coded(code).first()
    if project is None:
        raise BadInput(_("There is no project “%(code)s”.") % {"code": code})
    targets = unscoped(Target, reason=REASON).filter(project=project).select_related("site").order_by("pk")
    return report_on(Reach(purpose="counting"), project, period, targets, today=timezone.localdate())
