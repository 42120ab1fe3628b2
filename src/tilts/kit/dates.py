"""Dates and numbers as people in Latvia write them, and back."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

RIGA = ZoneInfo("Europe/Riga")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2099
LONGEST_MINUTES = 24 * 60

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_LATVIAN = re.compile(r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4})\.?")
_NUMBER = re.compile(r"[-\u2212]?(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?")
_SPACES = re.compile("[\u00a0\u202f\u2009\t ]+")


class BadDate(ValueError):
    """This is no date; the message is a sentence for the user."""


class BadNumber(ValueError):
    """This is no number that fits; the message is a sentence for the user."""


def parse_date(text: str) -> date:
    """A day written `2018-06-06`, `06.06.2018` or `06.06.2018.`; else `BadDate`."""
    written = _SPACES.sub(" ", text).strip()
    match = _ISO.fullmatch(written) or _LATVIAN.fullmatch(written)
    if not match:
        raise BadDate(_("“%(text)s” is not a date. Write it like 06.06.2018 or 2018-06-06.") % {"text": text})
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise BadDate(_("The year of “%(text)s” cannot be right.") % {"text": text})
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadDate(_("There is no such day as “%(text)s”.") % {"text": text}) from error


def local_day(moment: datetime) -> date:
    """The day in Latvia at this moment; a moment without a time zone is an error, not a guess."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(RIGA).date()


class NoSuchTime(ValueError):
    """The clocks went forward over this time: no clock on a wall ever showed it."""


class TimeTwice(ValueError):
    """The clocks went back over this time: it came twice that night, and nobody said which one is meant."""


def moment_at(wall: datetime, which: int = 0) -> datetime:
    """The moment, in UTC, at which clocks in Latvia show this; `which` says 1 or 2 where they show it twice.

    In UTC, for moments of one time zone are compared and added to by what the clock shows, and an hour is lost or won.
    """
    first, second = (wall.replace(tzinfo=RIGA, fold=fold) for fold in (0, 1))
    before, after = (one.utcoffset() or timedelta() for one in (first, second))
    if before < after:
        raise NoSuchTime(wall)
    if before > after and not which:
        raise TimeTwice(wall)
    return (second if which == 2 else first).astimezone(UTC)


def which_time(moment: datetime) -> int:
    """1 or 2 where clocks in Latvia show the time of this moment twice that night; else 0."""
    here = moment.astimezone(RIGA)
    return 0 if here.replace(fold=1 - here.fold).utcoffset() == here.utcoffset() else here.fold + 1


def date_text(day: date, language: str | None = None) -> str:
    """`06.06.2018.` in Latvian, `06/06/2018` never: English gets the unmistakable `2018-06-06`."""
    return f"{day:%d.%m.%Y.}" if _locale(language) == "lv" else day.isoformat()


def parse_number(text: str) -> Decimal:
    """`12,5`, `12.5`, `1 234,50`: a comma or a point is the decimal sign, a space parts thousands; else `BadNumber`."""
    written = _SPACES.sub(" ", text).strip()
    if not _NUMBER.fullmatch(written):
        raise BadNumber(_("“%(text)s” is not a number. Write it like 12,5.") % {"text": text})
    return Decimal(written.replace(" ", "").replace("\u2212", "-").replace(",", "."))


def parse_minutes(text: str) -> int:
    """Whole minutes from 0 to a day and night; else `BadNumber`."""
    number = parse_number(text)
    if number < 0:
        raise BadNumber(_("Minutes cannot be negative."))
    if number > LONGEST_MINUTES:
        raise BadNumber(
            _("More than 24 hours (%(most)s minutes) in one entry cannot be right.") % {"most": LONGEST_MINUTES}
        )
    if number != int(number):
        raise BadNumber(_("Write whole minutes."))
    return int(number)


def number_text(value: int | Decimal, language: str | None = None, *, decimals: int | None = None) -> str:
    """`12 345,5` in Latvian, `12,345.5` in English; with `decimals`, rounded to exactly so many."""
    if decimals is None:
        return str(format_decimal(value, locale=_locale(language), decimal_quantization=False))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=_locale(language)))


def money_text(value: Decimal | int, language: str | None = None, *, currency: str = "EUR") -> str:
    """`1 234,50 €` in Latvian, `€1,234.50` in English."""
    return str(format_currency(value, currency, locale=_locale(language)))


def _locale(language: str | None) -> str:
    return "en" if (language or get_language() or "lv").lower().startswith("en") else "lv"
