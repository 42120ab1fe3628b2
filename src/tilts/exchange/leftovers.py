"""What a spreadsheet leaves in a register that is no fact of anybody: errors, formulas, dashes, rows of totals."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from tilts.kit.text import fold

_ERROR = re.compile(
    r"#+|#[^\s#]{1,20}[!?]|#(N/A|GETTING_DATA|FIELD|CALC|BUSY|CONNECT|UNKNOWN|BLOCKED|SPILL|N/P)!?", re.IGNORECASE
)
_FORMULA = re.compile(r"=|[+@-]\s*[A-Za-z]{1,12}\$?\d*\s*[(:!+*/]|[+-]\$?[A-Z]{1,3}\$?\d+$")
_NOT_APPLICABLE = frozenset("n/a n.a. n.d.".split())
_NOT_KNOWN = _NOT_APPLICABLE | frozenset("nav nezinams nezinama nezinami unknown none tukss".split())
_TOTALS = re.compile(
    r"(pavisam )?(kopa|kopsumma|kopskaits|starpsumma|summa|pavisam|(grand |sub)?totals?|sum|count|итого|всего)"
    r"(\s*(pavisam|personas|klienti|rindas))?\s*[:=-]?\s*[\d\s.,]*"
)
NAMES = frozenset({"given_name", "family_name"})
REFERENCES = frozenset({"person_ref", "household_ref", "person_refs", "ref"})


def leftover(column: str, written: str) -> str:
    """The sentence that says why this cell is no value; empty where it may be one."""
    if _ERROR.fullmatch(written):
        return _("“%(text)s” is an error of the spreadsheet. Write the value itself.") % {"text": written}
    if _FORMULA.match(written):
        return _("This is a formula, not a value. Save the table with its values, then import that.")
    empty = _NOT_KNOWN if column in REFERENCES else _NOT_APPLICABLE
    if fold(written) in empty or not any(sign.isalnum() for sign in written):
        return _("“%(text)s” says nothing. Leave the cell empty where nothing is known.") % {"text": written}
    return ""


def totals_in(cells: Mapping[str, str]) -> str:
    """The column by which a row is known as one of totals (`Kopā: 4`); empty where it is none.

    Totals stand in the first cell that is filled, or where a number of a person or a household belongs; a name alone
    does not tell, for people are called Summa.
    """
    filled = [column for column, written in cells.items() if written]
    without_reference = not REFERENCES & {*filled}
    for at, column in enumerate(filled):
        told = column in REFERENCES or (at == 0 and column not in NAMES)
        told = told or (column in NAMES and (without_reference or any(sign.isdigit() for sign in cells[column])))
        if told and _TOTALS.fullmatch(fold(cells[column])):
            return column
    return ""
