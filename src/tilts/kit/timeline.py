"""One moment in the course of a case, as any room may lend it to the case page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Moment:
    """When, what, and whether it is one of the moments that matter most."""

    at: datetime
    kind: str | Promise
    title: str | Promise
    detail: str = ""
    by: str = ""
    key: bool = False
    all_day: bool = False
