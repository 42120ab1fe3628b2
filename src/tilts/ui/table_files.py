"""A table as a file that Excel opens as it stands: whole, however long, and never held in memory at once.

One mechanism for every table that leaves by a page: UTF-8 with its mark, parted by semicolons, decimals with a comma,
as Excel with Latvian settings reads it; days and moments as every Excel knows them; no cell is a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override

MARK = "\ufeff"
DELIMITER = ";"
ROWS_A_PIECE = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
           "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
"""With what a cell begins that a spreadsheet would calculate."""


def as_table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Columns and rows as the file `name`, written while it is sent; `rows` are asked for as they are needed.

    They are asked after the door is shut: whoever reads from the database in them says so (`reading(request)`), a
    batch at a time. What breaks on the way ends the connection, so no file looks whole that is not.
    """
    pieces = _pieces(columns, rows, get_language())
    answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _pieces(columns: Sequence[str], rows: Iterable[Sequence[Any]], language: str | None) -> Iterator[str]:
    yield MARK + _lines([columns])
    coming = iter(rows)
    while True:
        with override(language):
            batch = list(islice(coming, ROWS_A_PIECE))
        if not batch:
            return
        yield _lines(batch)


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=DELIMITER).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return f"{value:f}".replace(".", ",")
    return _harmless(str(value))


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
