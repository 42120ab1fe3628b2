"""The report as a workbook: real numbers, real dates, a real chart, and what each number means."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from tilts.reports.planned import Report
from tilts.reports.tables import Cell, Matrix
from tilts.ui.local import day_words

TONES = ("#0f5f5c", "#dd9a24", "#7fa9a4", "#8a4f6d", "#4d7ea8", "#8d9794")
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'"))


class Sheet:
    """One sheet that is written cell by cell; text is always text and never a formula."""

    def __init__(self, book: Any, name: str) -> None:
        self.book = book
        self.name = name.translate(FORBIDDEN)[:31]
        self.page = book.add_worksheet(self.name)
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
        self.month = book.add_format({"num_format": "mm.yyyy", "align": "left"})
        self.number = book.add_format({"num_format": "#,##0.##", "align": "right"})
        self.whole = book.add_format({"num_format": "#,##0", "align": "right"})
        self.soft = book.add_format({"align": "right", "font_color": "#566462", "italic": True})

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """Words."""
        self.page.write_string(row, column, text, style)

    def heads(self, row: int, words: Sequence[str]) -> None:
        """The heads of a table."""
        for column, word in enumerate(words):
            self.text(row, column, word, self.bold)

    def figure(self, row: int, column: int, cell: Cell) -> None:
        """A number as a number; a state without one as its sign, with a note that says what it means."""
        value = cell.figure.value
        if value is None:
            self.text(row, column, cell.words, self.soft)
            self.page.write_comment(row, column, str(cell.figure.state.label))
        else:
            self.page.write_number(row, column, value, self.whole if isinstance(value, int) else self.number)


def as_xlsx(report: Report) -> bytes:
    """The workbook, in the language of the page."""
    stream = BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": f"{report.project.code}: {report.project.title}"})
        _write_promised(Sheet(book, _("Project report")), report)
        if report.matrix:
            _write_months(Sheet(book, _("By month")), report.matrix)
        _write_definitions(Sheet(book, _("Definitions")), report)
    return stream.getvalue()


def _write_promised(sheet: Sheet, report: Report) -> None:
    project = report.project
    sheet.page.set_column(0, 0, 46)
    sheet.page.set_column(1, 5, 17)
    sheet.text(0, 0, project.title, sheet.title)
    facts = [(_("Project"), project.code), (_("Funder"), project.funder), (_("Agreement"), project.agreement)]
    for row, (name, value) in enumerate(facts, start=1):
        sheet.text(row, 0, name)
        sheet.text(row, 1, value)
    days = [(_("First day"), report.period.first), (_("Last day"), report.period.last), (_("Made on"), report.today)]
    for row, (name, day) in enumerate(days, start=1 + len(facts)):
        sheet.text(row, 0, name)
        sheet.page.write_datetime(row, 1, day, sheet.day)
    top = 2 + len(facts) + len(days)
    heads = [_("What was promised"), _("In the period"), _("Since the start"), _("Plan"), _("from"), _("to")]
    sheet.heads(top, heads)
    for row, promised in enumerate(report.promised, start=top + 1):
        sheet.text(row, 0, promised.label, sheet.wrap)
        sheet.figure(row, 1, promised.in_period)
        sheet.figure(row, 2, promised.since_start)
        sheet.text(row, 3, promised.plan, sheet.wrap)
        for column, end in ((4, promised.target.low), (5, promised.target.value)):
            if end is not None:
                sheet.page.write_number(row, column, end, sheet.number)


def _write_months(sheet: Sheet, matrix: Matrix) -> None:
    sheet.page.set_column(0, 0, 12)
    sheet.page.set_column(1, 8, 15)
    sheet.page.freeze_panes(1, 1)
    sheet.heads(0, [_("Month"), *matrix.headings, _("Together")])
    for at, row in enumerate(matrix.rows, start=1):
        sheet.page.write_datetime(at, 0, row.month.first, sheet.month)
        for column, cell in enumerate((*row.cells, row.together), start=1):
            sheet.figure(at, column, cell)
    last = len(matrix.rows) + 1
    sheet.text(last, 0, _("Together"), sheet.bold)
    for column, cell in enumerate((*matrix.together, matrix.total), start=1):
        sheet.figure(last, column, cell)
    if matrix.specialisms:
        _draw_months(sheet, matrix, last + 2)


def _draw_months(sheet: Sheet, matrix: Matrix, top: int) -> None:
    chart = sheet.book.add_chart({"type": "column", "subtype": "stacked"})
    last = len(matrix.rows)
    for column in range(1, len(matrix.specialisms) + 1):
        chart.add_series(
            {
                "name": [sheet.name, 0, column],
                "categories": [sheet.name, 1, 0, last, 0],
                "values": [sheet.name, 1, column, last, column],
                "fill": {"color": TONES[(column - 1) % len(TONES)]},
                "gap": 60,
            }
        )
    title = _("Consultations by month and specialism")
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_x_axis({"text_axis": True, "num_format": "mm.yyyy"})
    chart.set_y_axis({"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#e4e2da"}}})
    chart.set_legend({"position": "bottom"})
    options = {"description": title, "x_scale": 1.6, "y_scale": 1.3}
    sheet.page.insert_chart(top, 0, chart, options)


def _write_definitions(sheet: Sheet, report: Report) -> None:
    sheet.page.set_column(0, 0, 34)
    sheet.page.set_column(1, 1, 90)
    sheet.heads(0, [_("Measure"), _("What exactly is counted")])
    for row, (name, meaning) in enumerate(report.definitions, start=1):
        sheet.text(row, 0, name, sheet.wrap)
        sheet.text(row, 1, meaning, sheet.wrap)
    signs = [
        ("0", _("Zero: it was counted, and there is none.")),
        ("\N{EN DASH}", _("Not reported: the month or the period has not begun.")),
        ("\N{MIDDLE DOT}", _("Not applicable: the project does not cover it.")),
        (_("confidential"), _("Hidden to protect people.")),
    ]
    for row, (sign, meaning) in enumerate(signs, start=len(report.definitions) + 2):
        sheet.text(row, 0, sign, sheet.wrap)
        sheet.text(row, 1, meaning, sheet.wrap)
    counted_on = _("Counted on %(day)s from the records of that day.") % {"day": day_words(report.today)}
    sheet.text(len(report.definitions) + 3 + len(signs), 0, counted_on)
