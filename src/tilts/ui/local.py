"""Days, moments and numbers as a reader in Latvia (or elsewhere) writes them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tilts.kit.dates import which_time

LOCALES = {"lv": "lv", "en": "en_GB", "ru": "ru", "uk": "uk"}
DAY_FORMATS = {"lv": "dd.MM.yyyy.", "en_GB": "d MMM yyyy", "ru": "dd.MM.yyyy", "uk": "dd.MM.yyyy"}
SHORT_FORMATS = {"lv": "d. MMMM", "en_GB": "d MMMM", "ru": "d MMMM", "uk": "d MMMM"}
STRIP_FORMATS = {"lv": "EEE dd.MM.", "en_GB": "EEE d MMM", "ru": "EEE dd.MM", "uk": "EEE dd.MM"}
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def reader_locale() -> Locale:
    """The locale of the page's language; Latvian where it is unknown."""
    return _locale(_language())


def _language() -> str:
    return (get_language() or "lv").split("-")[0]


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, "lv"))


def day_of(value: date | datetime) -> date:
    """The local day of a moment, or the day itself."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day_words(value: date | datetime, style: str = "") -> str:
    """A day: 06.06.2018.; `long` 2018. gada 6. jūnijs; `short` 6. jūnijs; `weekday` Trešdiena, 6. jūnijs.

    `strip` Trešd. 06.06., for narrow columns; `on` as it follows a verb: (atvērta) 2018. gada 6. jūnijā;
    `until` (līdz) 2018. gada 6. jūnijam; `month` 2018. gada jūnijs.
    """
    return _day_words(day_of(value), style, _language())


@lru_cache(maxsize=2048)
def _day_words(day: date, style: str, language: str) -> str:
    """A list says the same days again and again, and Babel reads the pattern anew for each."""
    locale = _locale(language)
    if style == "month":
        return format_date(day, "y. 'gada' LLLL" if locale.language == "lv" else "LLLL y", locale=locale)
    if style in ("long", "on", "until"):
        words = format_date(day, "long", locale=locale)
        return _bent(words, style) if style != "long" and locale.language == "lv" else words
    short = format_date(day, SHORT_FORMATS[str(locale)], locale=locale)
    if style == "short":
        return short
    if style == "strip":
        return _begun_large(format_date(day, STRIP_FORMATS[str(locale)], locale=locale))
    if style == "weekday":
        return f"{_begun_large(format_date(day, 'EEEE', locale=locale))}, {short}"
    return format_date(day, DAY_FORMATS[str(locale)], locale=locale)


def _begun_large(words: str) -> str:
    return words[0].upper() + words[1:]


def _bent(words: str, style: str) -> str:
    """A Latvian date that ends with its month, as it answers "when" (jūnijā, aprīlī) or "until when" (jūnijam)."""
    if words.endswith("is"):
        return f"{words.removesuffix('is')}{'ī' if style == 'on' else 'im'}"
    return f"{words.removesuffix('s')}{'ā' if style == 'on' else 'am'}"


def time_words(value: datetime) -> str:
    """A time of the local day: 9.30 in Latvian, 09:30 elsewhere; of an hour that came twice, which one."""
    words = clock_words((timezone.localtime(value) if timezone.is_aware(value) else value).time())
    which = which_time(value) if timezone.is_aware(value) else 0
    if not which:
        return words
    return (_("%(time)s, the first time") if which == 1 else _("%(time)s, the second time")) % {"time": words}


def clock_words(value: time) -> str:
    """What a clock on the wall shows: 9.30 in Latvian, 09:30 elsewhere."""
    lv = reader_locale().language == "lv"
    return f"{value.hour}.{value.minute:02d}" if lv else f"{value.hour:02d}:{value.minute:02d}"


def moment_words(value: datetime, today: date | None = None) -> str:
    """A moment as it answers "when": 6. jūnijā 9.30; the year only where it is another one."""
    day = day_of(value)
    same_year = day.year == (today or timezone.localdate()).year
    return f"{_day_when(day, day.year) if same_year else day_words(day)} {time_words(value)}"


NIGHT_ENDS, NIGHT_BEGINS = 6, 22
"""The hours between which a day is not at night."""


def deadline_words(value: date | datetime, today: date | None = None, *, short: bool = False) -> str:
    """When something falls due, so that nobody mistakes the day: weekday, day and hour; a night by both its days.

    pirmdien, 30. novembrī plkst. 15.00; 30. novembrī plkst. 1.40, naktī no svētdienas uz pirmdienu. Without an hour
    the weekday and the day; the year only where it is another one. `short` says of a night only its second day:
    naktī uz pirmdienu, 30. novembrī plkst. 1.40.
    """
    day = day_of(value)
    when = _day_when(day, (today or timezone.localdate()).year)
    if not isinstance(value, datetime):
        return _("%(weekday)s, %(day)s") % {"weekday": weekday_words(day, "on"), "day": when}
    hour = (timezone.localtime(value) if timezone.is_aware(value) else value).hour
    told = {"weekday": weekday_words(day, "on"), "day": when, "time": time_words(value)}
    if NIGHT_ENDS <= hour < NIGHT_BEGINS:
        return _("%(weekday)s, %(day)s at %(time)s") % told
    evening = day if hour >= NIGHT_BEGINS else day - DAY
    told |= {"before": weekday_words(evening, "from"), "after": weekday_words(evening + DAY, "to")}
    if short:
        return _("in the night to %(after)s, %(day)s at %(time)s") % told
    return _("%(day)s at %(time)s, in the night from %(before)s to %(after)s") % told


def _day_when(day: date, year: int) -> str:
    """The day as it answers "when": 30. novembrī; with the year where it is not this one."""
    if day.year != year:
        return day_words(day, "on")
    words = day_words(day, "short")
    return _bent(words, "on") if reader_locale().language == "lv" else words


def weekday_words(day: date, style: str = "") -> str:
    """A weekday: pirmdiena; `on` as it answers "when": pirmdien; `from` (no) pirmdienas; `to` (uz) pirmdienu."""
    locale = reader_locale()
    words = format_date(day, "EEEE", locale=locale)
    if locale.language != "lv" or not style:
        return words
    return words.removesuffix("a") + {"on": "", "from": "as", "to": "u"}[style]


def number_words(value: int | float | Decimal, decimals: int | None = None) -> str:
    """A number with the reader's comma and spaces; `decimals` fixes how many follow the comma."""
    pattern = "#,##0.###" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=reader_locale())


def span_words(span: timedelta) -> str:
    """A length of time: 38 min, 6 h 18 min, 47 h, 3 days; a deadline of 72 hours is told in hours."""
    if DAY <= span < 3 * DAY:
        return _("%(hours)d h") % {"hours": span // HOUR}
    if span >= DAY:
        return ngettext("%(count)d day", "%(count)d days", span.days) % {"count": span.days}
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    if not minutes:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def left_words(span: timedelta) -> str:
    """How much time is left: 38 min left, 2 days 16 h left."""
    if span < DAY:
        return _("%(time)s left") % {"time": span_words(span)}
    days = ngettext("%(count)d day", "%(count)d days", span.days) % {"count": span.days}
    hours = span % DAY // HOUR
    whole = " ".join([days, _("%(hours)d h") % {"hours": hours}]) if hours and span < 7 * DAY else days
    return _("%(time)s left") % {"time": whole}


def late_words(span: timedelta) -> str:
    """How late: late by 2 h, late by 3 days."""
    if span >= DAY:
        return ngettext("late by %(count)d day", "late by %(count)d days", span.days) % {"count": span.days}
    whole = span if span < HOUR else span - span % HOUR
    return _("late by %(time)s") % {"time": span_words(whole)}


def done_words(span: timedelta) -> str:
    """How long it took: answered in 38 min, answered in 3 days."""
    if span >= DAY:
        return ngettext("answered in %(count)d day", "answered in %(count)d days", span.days) % {"count": span.days}
    return _("answered in %(time)s") % {"time": span_words(span)}
