"""What stops a report: every entry says what is wrong, and where to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilts.kit.periods import Period
from tilts.projects.models import Target
from tilts.reports.asked import Asked, Counter, countable
from tilts.reports.tables import MONTHLY, Matrix
from tilts.reports.words import UNKNOWN
from tilts.ui.local import day_words

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
MONTHS_NAMED = 6


@dataclass(frozen=True)
class Stop:
    """One thing to put right: a sentence, more about it, and the question whose trace shows the records."""

    sentence: str
    detail: str = ""
    asked: Asked | None = None


def stops_of(counter: Counter, period: Period, targets: Sequence[Target], matrix: Matrix | None) -> tuple[Stop, ...]:
    """Everything that stops the report of this period, the worst first."""
    found = [*_outside(counter, period), *_unmeasured(targets)]
    if matrix:
        found += [*_unknown_specialism(matrix), *_empty_months(matrix)]
    return tuple(found + _not_over(counter, period))


def _outside(counter: Counter, period: Period) -> list[Stop]:
    """Acts charged to the project before its first or after its last day; each looked for where the period ends so."""
    project = counter.project
    begins, ends = period.first <= project.starts, period.last >= project.ends
    if not countable(MONTHLY) or (begins and ends and _all_inside(counter)):
        return []
    before = Asked(MONTHLY, Period(EARLIEST, project.starts))
    after = Asked(MONTHLY, Period(project.ends + timedelta(days=1), LATEST))
    found = []
    if begins:
        found += _lie_outside(counter, before, _("before the first day, %(day)s") % {"day": day_words(project.starts)})
    if ends:
        found += _lie_outside(counter, after, _("after the last day, %(day)s") % {"day": day_words(project.ends)})
    return found


def _all_inside(counter: Counter) -> bool:
    """Whether all that was ever charged to the project lies in its period: one question more, not two."""
    whole = Period.of(counter.project.starts, counter.project.ends)
    ever = counter(Asked(MONTHLY, Period(EARLIEST, LATEST)))
    return (ever.value or 0) == (counter(Asked(MONTHLY, whole)).value or 0)


def _lie_outside(counter: Counter, asked: Asked, where: str) -> list[Stop]:
    number = int(counter(asked).value or 0)
    if not number:
        return []
    sentence = ngettext(
        "%(count)d consultation charged to the project lies outside its period",
        "%(count)d consultations charged to the project lie outside its period",
        number,
    )
    return [Stop(sentence % {"count": number}, where, asked)]


def _unmeasured(targets: Sequence[Target]) -> list[Stop]:
    keys = sorted({target.measure for target in targets if not countable(target.measure)})
    return [Stop(_("A target has no measure yet, so nothing can be counted for it"), key) for key in keys]


def _unknown_specialism(matrix: Matrix) -> list[Stop]:
    cells = [cell for one, cell in zip(matrix.specialisms, matrix.together, strict=True) if one == UNKNOWN]
    return [
        Stop(
            ngettext(
                "%(count)d consultation without a specialism", "%(count)d consultations without a specialism", number
            )
            % {"count": number},
            asked=cell.asked,
        )
        for cell in cells
        if (number := int(cell.figure.value or 0))
    ]


def _empty_months(matrix: Matrix) -> list[Stop]:
    """Months that have begun and hold no consultation: perhaps nothing was done, perhaps nothing was written."""
    empty = [row.month for row in matrix.rows if row.together.figure.value == 0]
    if not empty:
        return []
    sentence = ngettext("%(count)d month without a consultation", "%(count)d months without a consultation", len(empty))
    named = ", ".join(f"{month.first:%m.%Y}" for month in empty[:MONTHS_NAMED])
    return [Stop(sentence % {"count": len(empty)}, named + (" …" if len(empty) > MONTHS_NAMED else ""))]


def _not_over(counter: Counter, period: Period) -> list[Stop]:
    if period.last < counter.today:
        return []
    return [Stop(_("The period is not over yet"), _("its last day is %(day)s") % {"day": day_words(period.last)})]
