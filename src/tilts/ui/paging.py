"""Lists by pages: one row more than is shown says whether there is a next page; how many there are nobody counts.

Counting all that one may see costs more than the page itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

A_PAGE = 25
LAST = 1000
"""Nobody reads further than this page; a larger number in an address is the first page."""


@dataclass(frozen=True)
class Page:
    """The rows of one page, and what stands in the address of the page before and after it (empty: there is none).

    `number` is 0 where pages are told by their last row and not counted.
    """

    rows: list[Any]
    number: int = 0
    before: str = ""
    after: str = ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_part(self) -> bool:
        """Whether there are other pages."""
        return bool(self.before or self.after)


def id_in(text: str | None) -> UUID | None:
    """The record after which a page begins; none where the address says nothing, or nonsense."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def number_in(text: str | None) -> int:
    """The page that an address asks for; the first one where it says nothing, or nonsense."""
    wanted = int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return wanted if 1 <= wanted <= LAST else 1


def page_of(rows: Any, text: str | None, size: int = A_PAGE) -> Page:
    """One page of ordered rows; behind their end it is the first."""
    number = number_in(text)
    found = list(rows[(number - 1) * size : number * size + 1])
    if number > 1 and not found:
        return page_of(rows, None, size)
    before = f"page={number - 1}" if number > 1 else ""
    return Page(found[:size], number, before, f"page={number + 1}" if len(found) > size else "")
