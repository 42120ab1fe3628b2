"""How somebody is reached at this minute: which way first, whether now, and what is to be minded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.kit.dates import RIGA
from tilts.people.dangers import unsafe_words
from tilts.people.models import Channel, ContactWay
from tilts.ui.local import clock_words, day_of, weekday_words

WORKING_DAYS = "12345"
EVERY_DAY = "1234567"
AHEAD = 8
"""Days within which a way that is safe on some weekday is safe again."""
RINGS = {Channel.PHONE: "tel:", Channel.SMS: "sms:"}


@dataclass(frozen=True)
class Reachable:
    """One way to reach somebody, as it stands at this minute.

    `state` is `now` (safe, at this hour), `later` (safe, at another hour), `ask` (safe under conditions in words, which
    somebody reads first), `unknown` (nobody said whether it is safe). `edge` is when that changes, where hours say it.
    """

    way: ContactWay
    state: str
    edge: datetime | None = None

    @property
    def url(self) -> str:
        """What a phone rings; empty where it does not."""
        scheme = RINGS.get(Channel(self.way.channel), "")
        return scheme + "".join(sign for sign in self.way.value if sign.isdigit() or sign == "+") if scheme else ""

    @property
    def sign(self) -> str:
        """In words what its colour says."""
        rings = self.way.channel == Channel.PHONE
        if self.state == "now":
            return _("safe to ring now") if rings else _("safe to use now")
        if self.state == "later" and self.edge:
            words = _("do not ring now; safe from %(when)s") if rings else _("not now; safe from %(when)s")
            return words % {"when": when_words(self.edge)}
        if self.state == "later":
            return _("not now")
        return _("safe under conditions: read them") if self.state == "ask" else _("nobody has said whether it is safe")

    @property
    def over(self) -> str:
        """What a page left open says once the hour has passed."""
        return _("no longer at this hour")


def when_words(moment: datetime | None) -> str:
    """An hour of today, else the weekday with it."""
    if moment is None:
        return ""
    here = moment.astimezone(RIGA)
    today = datetime.now(RIGA).date()
    words = clock_words(here.time())
    return words if here.date() == today else f"{weekday_words(day_of(here), 'on')} {words}"


def stands(way: ContactWay, now: datetime) -> Reachable:
    """How a way that is not known to be unsafe stands at this moment."""
    if way.safe is None:
        return Reachable(way, "unknown")
    opens, closes = _window(way, now)
    if opens is None or opens > now:
        return Reachable(way, "later", opens)
    return Reachable(way, "ask" if way.when else "now", closes)


def _window(way: ContactWay, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The first time from now on that is safe: from when until when; no end where every hour of every day is."""
    if not way.from_time and not way.until_time and not 0 < len(way.days) < len(EVERY_DAY):
        return now, None
    today = now.astimezone(RIGA).date()
    for ahead in range(AHEAD):
        day = today + timedelta(days=ahead)
        if way.days and str(day.isoweekday()) not in way.days:
            continue
        opens = datetime.combine(day, way.from_time or time.min, tzinfo=RIGA)
        last = datetime.combine(day, way.until_time, tzinfo=RIGA) if way.until_time else None
        closes = last or datetime.combine(day + timedelta(days=1), time.min, tzinfo=RIGA)
        if now < closes:
            return opens, closes
    return None, None


ORDER = ("now", "ask", "later", "unknown")


def in_order(ways: Collection[ContactWay], now: datetime) -> list[Reachable]:
    """The ways that may be used, the one that is safe now first; those known to be unsafe are not among them."""
    usable = [stands(way, now) for way in ways if not is_unsafe(way)]
    return sorted(usable, key=lambda one: (ORDER.index(one.state), one.way.channel != Channel.PHONE))


def is_unsafe(way: ContactWay) -> bool:
    """Whether this file, or any file of theirs, says that this way is not safe."""
    return way.safe is False or bool(getattr(way, "warned", False))


def warnings_of(ways: Collection[ContactWay]) -> list[str]:
    """What is said of the ways that are not safe, each kind once; the number itself is not shown."""
    said: dict[str, list[str]] = {}
    for way in ways:
        if is_unsafe(way):
            minded = said.setdefault(str(unsafe_words(way.channel)), [])
            minded += [words.rstrip(". ") + "." for words in (way.caution,) if words.strip() and words not in minded]
    return [" ".join([words, *minded]) for words, minded in said.items()]


def condition_words(way: ContactWay) -> list[str | Promise]:
    """Under which conditions a way is safe, a few words each: days and hours, what to mind, who one says one is."""
    answers = gettext_lazy("if somebody else answers: “{}”")
    told: list[str | Promise] = [
        times_words(way),
        way.when.strip().rstrip("."),
        way.caution.strip().rstrip("."),
        format_lazy(answers, way.may_say.strip().rstrip(".")) if way.may_say.strip() else "",
    ]
    return [words for words in told if words]


def times_words(way: ContactWay) -> str:
    """Days and hours: darbdienās 9.00–15.00; empty where any hour will do."""
    days = _("on working days") if way.days == WORKING_DAYS else ", ".join(str(day) for day in way.day_names)
    begins, ends = (clock_words(one) if one else "" for one in (way.from_time, way.until_time))
    hours = f"{begins}–{ends}" if begins and ends else ""
    if begins and not ends:
        hours = _("from %(time)s") % {"time": begins}
    elif ends and not begins:
        hours = _("until %(time)s") % {"time": ends}
    return " ".join(word for word in (days, hours) if word)
