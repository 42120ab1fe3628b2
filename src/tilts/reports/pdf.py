"""The report on paper: the same object handed to the typesetter as data; the layout lies in `typst/report.typ`."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilts.reports.planned import Report
from tilts.reports.tables import Cell, Matrix
from tilts.ui.local import day_words
from tilts.ui.papers import Paper, draw

LAYOUT = Path(__file__).parent / "typst" / "report.typ"


def as_pdf(report: Report) -> Paper:
    """The paper, in the language of the page."""
    return draw(LAYOUT, _data(report), timestamp=datetime.combine(report.today, time(), UTC))


def _data(report: Report) -> dict[str, Any]:
    project, period = report.project, report.period
    return {
        "title": project.title,
        "about": _("Report on the project %(code)s") % {"code": project.code},
        "facts": [
            [_("Funder"), project.funder],
            [_("Agreement"), project.agreement or "\N{EN DASH}"],
            [_("Carried out by"), project.organisation.name],
            [_("Period of the report"), f"{day_words(period.first)}\N{EN DASH}{day_words(period.last)}"],
            [_("Counted on"), day_words(report.today)],
        ],
        "draft": _draft(report),
        "promised": _promised(report),
        "months": _months(report.matrix) if report.matrix else None,
        "definitions": [list(pair) for pair in report.definitions],
        "words": {
            "planned": _("Planned and achieved"),
            "none": _("This project has no target that can be counted yet."),
            "months": _("Consultations by month and specialism"),
            "definitions": _("How it is counted"),
            "signs": _(
                "0: the month has begun and nothing was written. –: not reported, the month has not begun. "
                "·: the project does not cover it."
            ),
            "page": _("page"),
        },
    }


def _draft(report: Report) -> str:
    number = len(report.stops)
    if not number:
        return ""
    return ngettext(
        "Draft: %(count)d thing stops this report, see the project's page.",
        "Draft: %(count)d things stop this report, see the project's page.",
        number,
    ) % {"count": number}


def _promised(report: Report) -> dict[str, Any]:
    heads = [_("What was promised"), _("In the period"), _("Since the start"), _("Plan")]
    rows = [
        [row.label, row.in_period.words, row.since_start.words, row.plan or "\N{EN DASH}"] for row in report.promised
    ]
    return {"heads": heads, "rows": rows}


def _words(cells: tuple[Cell, ...]) -> list[str]:
    return [cell.words for cell in cells]


def _months(matrix: Matrix) -> dict[str, Any]:
    rows = [
        {
            "month": f"{row.month.first:%m.%Y}",
            "cells": _words((*row.cells, row.together)),
            "values": [int(cell.figure.value or 0) for cell in row.cells],
        }
        for row in matrix.rows
    ]
    return {
        "heads": [_("Month"), *matrix.headings, _("Together")],
        "names": matrix.headings,
        "rows": rows,
        "together": [_("Together"), *_words((*matrix.together, matrix.total))],
    }
