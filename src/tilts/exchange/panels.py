"""What `exchange` answers: the spellings that registers may have are understood wherever a value is typed."""

from collections.abc import Mapping

from tilts.exchange.words import CODES, countries
from tilts.kit.text import plain
from tilts.people.models import Status
from tilts.reports.asks import spellings_of


@spellings_of.answer
def as_in_registers(breakdown: str) -> Mapping[str, str]:
    """The spellings that an import accepts in the column of this name."""
    if breakdown == "country":
        return countries()
    if breakdown == "person_status":
        return {plain(word): value for value, label in Status.choices for word in (value, str(label))}
    return {} if breakdown == "status" else CODES.get(breakdown, {})
