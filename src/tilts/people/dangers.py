"""Ways to reach somebody that are not safe, as they are told where the way itself is not shown."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Aggregate, CharField, Exists, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Reach, Rows
from tilts.people.models import Channel, ContactWay, Danger


class Joined(Aggregate):
    """The values of a group, with spaces between them."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """There it has another name."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def dangers_of(reach: Reach, person: str) -> Subquery:
    """In a query: by which channels a person is not reached safely, one for each such way; `person` is a column."""
    rows = reach(Danger).order_by().filter(person=OuterRef(person)).values("person")
    return Subquery(rows.annotate(channels=Joined("channel")).values("channels"))


def warned(reach: Reach, ways: Rows) -> Rows:
    """Ways to reach somebody, each with whether this very number is not safe as any file of theirs says (`warned`)."""
    same = reach(Danger).order_by().filter(person=OuterRef("person"), value_hash=OuterRef("value_hash"))
    return ways.annotate(warned=Exists(same.exclude(value_hash="")))


def hidden_dangers(channels: str | None, shown: Iterable[ContactWay]) -> list[str | Promise]:
    """What is said of the ways that are not safe and are not among those that are shown."""
    seen = Counter(way.channel for way in shown if way.safe is False)
    hidden = Counter((channels or "").split()) - seen
    return [unsafe_words(channel) for channel in sorted(hidden)]


def unsafe_words(channel: str) -> str | Promise:
    """That a way of this kind is not safe, said without the way itself."""
    if channel == Channel.PHONE:
        return _("A telephone is not safe: do not ring.")
    return format_lazy("{}: {}", _("A way to reach is not safe"), Channel(channel).label)
