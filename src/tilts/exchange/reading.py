"""Reading a register: a CSV file as Excel or a program writes it, row by row, never the whole of it at once."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar

from django.utils.translation import gettext as _

from tilts.exchange.leftovers import leftover, totals_in
from tilts.exchange.outcome import RefusedCell, RefusedRow, Remark
from tilts.exchange.words import CODES, COMMON, spellings
from tilts.kit.cli import BadInput
from tilts.kit.dates import BadDate, BadNumber
from tilts.kit.text import clean, plain

T = TypeVar("T")
DELIMITERS = (";", ",", "\t")
LONGEST_CELL = 10_000
_BAD_CELLS = (RefusedCell, BadDate, BadNumber)


@dataclass
class Row:
    """One row of the file: its line, its cells by column, and what is wrong with it so far."""

    line: int
    cells: Mapping[str, str]
    headers: Mapping[str, str]
    surplus: bool = False
    remarks: list[Remark] = field(default_factory=list)

    def text(self, column: str, *, most: int | None = None, needed: bool = False) -> str:
        """The cell without spaces around it; a missing column is an empty cell."""
        written = self.cells.get(column, "")
        if wrong := written and leftover(column, written):
            self.remark(column, wrong)
            return ""
        if not written and needed:
            self.remark(column, _("This must not be empty."))
        if most is not None and len(written) > most:
            self.remark(column, _("This is longer than %(most)s characters.") % {"most": most})
        return written

    def read(self, column: str, reader: Callable[[str], T], *, needed: bool = False) -> T | None:
        """The cell as `reader` understands it; None where it is empty or cannot be understood."""
        written = self.text(column, needed=needed)
        if not written:
            return None
        try:
            return reader(written)
        except _BAD_CELLS as bad:
            self.remark(column, str(bad))
            return None

    def code(self, column: str, *, needed: bool = False) -> str:
        """The code that the cell means; empty where it is empty or unknown."""
        known = CODES[column]

        def reader(written: str) -> str:
            if plain(written) not in known:
                codes = ", ".join(dict.fromkeys(known.values()))
                sentence = _("“%(text)s” is not a code of this column. The codes are: %(codes)s.")
                raise RefusedCell(sentence % {"text": written, "codes": codes})
            return known[plain(written)]

        return self.read(column, reader, needed=needed) or ""

    def remark(self, column: str, sentence: str) -> None:
        """Keep what is wrong with a cell, once."""
        if (remark := self.about(column, sentence)) not in self.remarks:
            self.remarks.append(remark)

    def about(self, column: str, sentence: str) -> Remark:
        """A remark that names the column as the file spells it."""
        return Remark(self.line, self.headers.get(column, column), sentence)

    def check(self) -> None:
        """Raise `RefusedRow` if anything is wrong with the row."""
        if column := totals_in(self.cells):
            raise self.refused(
                column, _("This is a row of totals, not of a person or an act. Take it out of the file.")
            )
        if self.surplus:
            self.remark("", _("The row has more cells than the header has columns."))
        if self.remarks:
            raise RefusedRow(self.remarks)

    def refused(self, column: str, sentence: str) -> RefusedRow:
        """The row refused for one reason."""
        return RefusedRow([self.about(column, sentence)])


@dataclass(frozen=True)
class Layout:
    """Which columns a register has: those that must be there, and others that may."""

    words: Mapping[str, str]
    optional: frozenset[str]

    def fields_of(self, header: list[str]) -> list[str]:
        """The column each header means; unknown, double and missing ones are `BadInput` and named."""
        known = spellings({**COMMON, **self.words})
        while header and not header[-1].strip():
            header.pop()
        fields = [known.get(plain(name), "") for name in header]
        unknown = [name.strip() or "?" for name, column in zip(header, fields, strict=True) if not column]
        if unknown:
            raise BadInput(_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown)})
        double = [name.strip() for at, name in enumerate(header) if fields[at] in fields[:at]]
        if double:
            raise BadInput(_("Columns that are there twice: %(names)s.") % {"names": ", ".join(double)})
        missing = [name for name in self.words if name not in fields and name not in self.optional]
        if missing:
            raise BadInput(_("Missing columns: %(names)s.") % {"names": ", ".join(missing)})
        return fields


class Register:
    """An open file: its columns, known at once, and its rows, read one after another."""

    def __init__(self, file: IO[str], layout: Layout) -> None:
        first = file.readline()
        if first.casefold().startswith("sep=") and len(first.strip()) <= len("sep=;"):
            first = file.readline()
            self._line = 1
        else:
            self._line = 0
        if not first.strip():
            raise BadInput(_("The file has no header: its first line must name the columns."))
        self._rows = csv.reader(_lines(first, file), delimiter=_delimiter(first), strict=True)
        header = next(self._rows)
        self._start = self._line
        self.fields = layout.fields_of(header)
        self.headers = {column: name.strip() for column, name in zip(self.fields, header, strict=False)}

    def __iter__(self) -> Iterator[Row]:
        """The rows that hold anything."""
        line = self._start + self._rows.line_num + 1
        for cells in self._rows:
            trimmed = [clean(cell).strip() for cell in cells]
            if any(trimmed):
                width = len(self.fields)
                yield Row(line, dict(zip(self.fields, trimmed, strict=False)), self.headers, any(trimmed[width:]))
            line = self._start + self._rows.line_num + 1


def _lines(first: str, rest: IO[str]) -> Iterator[str]:
    yield first
    for line in rest:
        if "\0" in line:
            raise BadInput(_("The file is not text in UTF-8. In Excel, save it as “CSV UTF-8”."))
        yield line


def _delimiter(header: str) -> str:
    outside_quotes = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=outside_quotes.count)


@contextmanager
def read_register(path: Path, layout: Layout) -> Iterator[Register]:
    """A file open as a register for a `with` block; whatever is wrong with the file as such is one `BadInput`."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield Register(file, layout)
    except UnicodeDecodeError as bad:
        raise BadInput(_("The file is not text in UTF-8. In Excel, save it as “CSV UTF-8”.")) from bad
    except csv.Error as bad:
        raise BadInput(_("The file is not a table of comma-separated values: %(why)s.") % {"why": bad}) from bad
    except OSError as bad:
        raise BadInput(_("The file “%(name)s” cannot be read.") % {"name": path.name}) from bad
