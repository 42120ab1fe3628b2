"""What is counted is put right: what was counted before stays beside it; taken out, it stays on record.

Each table that a measure counts says once which verbs do it (`is_put_right`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.actions import kind_of, save_over
from tilts.access.models import Act
from tilts.access.reach import Reach, Refused

Verb = Callable[..., Any]


@dataclass(frozen=True)
class PutRight:
    """The names of the verbs that correct the rows of a table, and that take them out of every figure."""

    corrected: tuple[str, ...]
    taken_out: tuple[str, ...]


PUT_RIGHT: dict[type[Model], PutRight] = {}


def is_put_right(table: type[Model], *, corrected: tuple[Verb, ...], taken_out: tuple[Verb, ...]) -> None:
    """Say by which verbs the rows of a counted table are corrected and taken out."""
    PUT_RIGHT[table] = PutRight(tuple(map(kind_of, corrected)), tuple(map(kind_of, taken_out)))


def put_right(reach: Reach, act: Act, seen_version: int, **facts: Any) -> None:
    """Write over an act, and keep beside it what was counted; `Stale` where somebody wrote first.

    Part of a verb. Projects are charged anew after it, so that the earlier ones are kept too.
    """
    now = {"corrected_at": timezone.now(), "corrected_by": reach.user}
    save_over(act, seen_version, **facts, earlier=[*act.earlier, as_counted(act)], **now)


def as_counted(act: Act) -> dict[str, Any]:
    """What of an act is counted, as it stands; no word that somebody wrote."""
    told: dict[str, Any] = {name: _plain(act.serializable_value(name)) for name in act.COUNTED}
    if hasattr(act, "attributions"):
        told["projects"] = list(act.attributions.order_by("project__code").values_list("project__code", flat=True))
    return {"version": act.version} | told


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | str | None) else str(value)


def take_out(reach: Reach, act: Act, seen_version: int, *, why: str) -> None:
    """Take an act out, with a reason of its table's list: it counts nowhere and stays on record. Part of a verb."""
    if why not in act.REASONS:
        raise Refused(_("Say why it is taken out."), "why")
    save_over(act, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)
