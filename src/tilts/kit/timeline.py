"""One moment in the course of a case, as any room may lend it to the case page, and the course read by pages.

Who lends moments is told what of them is `Wanted`, and gives those, or all it has: what is too many is left out here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils.functional import Promise

PAGE = 30
"""So many moments stand on a page of a course."""
MICRO = 1_000_000


@dataclass(frozen=True)
class Moment:
    """When, what, and whether it is one of the dangers themselves (`key`): an incident, a separation by the police.

    `detail` and `opens` may be functions: a sealed text is opened, and an address made, only where the moment is shown.
    `opens` is where all of it is read; what stands here whole opens nowhere.
    """

    at: datetime
    kind: str | Promise
    title: str | Promise
    detail: str | Callable[[], str] = ""
    by: str = ""
    key: bool = False
    all_day: bool = False
    opens: str | Callable[[], str] = ""
    url: str = ""
    act: str | Promise = ""
    """What one may do with it: the words of the link to `url`."""


@dataclass(frozen=True)
class Cursor:
    """Where an older page begins: at this moment, after so many of the moments that share it."""

    until: datetime | None = None
    passed: int = 0

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor of an address; anything else is the newest page."""
        moment, _dot, passed = text.partition(".")
        if not (moment.lstrip("-").isdecimal() and passed.isdecimal() and len(text) < 30):
            return cls()
        try:
            seconds, micro = divmod(int(moment), MICRO)
            return cls(datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro), int(passed))
        except (ValueError, OverflowError, OSError):
            return cls()

    def __str__(self) -> str:
        if self.until is None:
            return ""
        whole = self.until.astimezone(UTC)
        return f"{int(whole.replace(microsecond=0).timestamp()) * MICRO + whole.microsecond}.{self.passed}"


@dataclass(frozen=True)
class CoursePage:
    """Moments of one page, where the older ones begin (empty: there are none), and how many each lender has.

    A number above a page's length says that there are more.
    """

    moments: list[Moment]
    older: str
    counts: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """The newest `limit` moments at or before `until` (None: the newest of all)."""

    until: datetime | None = None
    limit: int = 100


def page_of_course(
    lent: Sequence[Callable[[Wanted], list[Moment]]], cursor: Cursor, size: int = PAGE, only: int | None = None
) -> CoursePage:
    """One page of what is lent, or of what one of them lends (`only`, by its number).

    Each is asked for as many as the page could show, and no more.
    """
    wanted = Wanted(cursor.until, size + cursor.passed + 1)
    parts = [newest(moments(wanted), wanted) for moments in lent]
    found = [moment for number, part in enumerate(parts) if only in (None, number) for moment in part]
    found.sort(key=lambda moment: moment.at, reverse=True)
    found = found[cursor.passed :]
    shown, rest = found[:size], found[size:]
    older = str(_after(shown, cursor)) if shown and rest else ""
    return CoursePage(shown, older, [len(part) for part in parts])


def newest(moments: Sequence[Moment], wanted: Wanted) -> list[Moment]:
    """Of moments that are all at hand, those that are wanted."""
    fitting = [moment for moment in moments if wanted.until is None or moment.at <= wanted.until]
    return sorted(fitting, key=lambda moment: moment.at, reverse=True)[: wanted.limit]


def _after(shown: list[Moment], cursor: Cursor) -> Cursor:
    last = shown[-1].at
    same = sum(moment.at == last for moment in shown)
    return Cursor(last, same + (cursor.passed if last == cursor.until else 0))
