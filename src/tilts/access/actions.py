"""Verbs that write: how every action asks its rule, opens one transaction and leaves one trace."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilts.access.actor import acting
from tilts.access.audit import write_entry
from tilts.access.causes import because_of
from tilts.access.constraints import in_sentences
from tilts.access.held import holding
from tilts.access.models import Folder, Grant, Organisation, User
from tilts.access.reach import Decision, NotAllowed, Reach, Refused, Rule, declare_rule
from tilts.access.relationships import RELATIONSHIPS, check_narrower
from tilts.access.sendings import take_sending
from tilts.access.standing import is_walled
from tilts.sealing.fields import sealed_fields

P = ParamSpec("P")
R = TypeVar("R")
ACTIONS: dict[str, Callable[..., Any]] = {}
A_SENTENCE = 10
"""Letters; less is a word."""
NOT_LET_IN = _("This cannot be given to them. Choose somebody else.")


class Stale(Exception):
    """Somebody else wrote first; the second writer is told, keeps the text, and reads what `record` says now."""

    def __init__(self, record: models.Model | None = None) -> None:
        super().__init__("somebody else wrote first")
        self.record = record


_trace: ContextVar[list[tuple[Any, ...]] | None] = ContextVar("trace", default=None)
"""What the open verbs have done so far; written at the end of the outermost, when the queue of the trace is short."""


@contextmanager
def _one_trace(reach: Reach) -> Iterator[list[tuple[Any, ...]]]:
    """One transaction with its actor; its entries are written last, or not at all with what they tell of."""
    before = _trace.get()
    if before is not None:
        with transaction.atomic(), acting(reach):
            done = len(before)
            try:
                yield before
            except BaseException:
                del before[done:]
                raise
        return
    entries: list[tuple[Any, ...]] = []
    token = _trace.set(entries)
    try:
        with transaction.atomic(), acting(reach):
            take_sending()
            yield entries
            for who, kind, record, fields in entries:
                write_entry(who, kind, record, fields=fields)
    finally:
        _trace.reset(token)


def action(
    kind: str, *, may: Rule, says: str | Promise
) -> Callable[[Callable[Concatenate[Reach, P], R]], Callable[Concatenate[Reach, P], R]]:
    """Declare a verb: who may, one transaction, one entry in the trace of this kind, which the trace calls `says`.

    The first positional record after `reach`, if any, is held, and the rule `may` is asked about it. The verb's
    docstring says what it does, that of the rule who may: both are printed in docs/access.md. Raises `NotAllowed`,
    and `Refused` in the sentence of a constraint that breaks.
    """

    def declare(verb: Callable[Concatenate[Reach, P], R]) -> Callable[Concatenate[Reach, P], R]:
        @functools.wraps(verb)
        def done(reach: Reach, /, *args: P.args, **kwargs: P.kwargs) -> R:
            record = next((a for a in args if isinstance(a, models.Model)), None)
            with in_sentences(), _one_trace(reach) as entries, holding(record):
                decision = reach.may(kind, record) if reach.purpose != "job" else Decision(True)
                if not decision:
                    raise NotAllowed(decision.sentence)
                result = verb(reach, *args, **kwargs)
                trace = record or (result if isinstance(result, models.Model) else None)
                entries.append((reach, kind, trace, sorted(kwargs)))
            return result

        declare_rule(kind, may, of=verb, says=says)
        done.kind = kind  # type: ignore[attr-defined]
        ACTIONS[kind] = done
        return done

    return declare


def kind_of(verb: Callable[..., Any]) -> str:
    """The name of a verb, which is that of its rule, its door and its entry in the trace."""
    return str(verb.kind)  # type: ignore[attr-defined]


def save_over(record: Any, seen_version: int, **values: Any) -> None:
    """Write `values` if the record is still the version the writer saw; else `Stale`."""
    rows = type(record)._base_manager.filter(pk=record.pk, version=seen_version)
    sealed = [field.name for field in sealed_fields(type(record)) if field.name in values]
    if not rows.update(version=seen_version + 1, **{name: values[name] for name in values if name not in sealed}):
        raise Stale(record)
    for name in sealed:
        setattr(record, name, values[name])
    if sealed:
        record.save(update_fields=sealed)
    record.refresh_from_db()


def let_in(
    reach: Reach,
    folder: Folder,
    kind: str,
    *,
    basis: str,
    because: models.Model | None,
    zones: dict[str, int] | None = None,
    reason: str = "",
    to_user: User | None = None,
    to_unit: Organisation | None = None,
    to_role: str = "",
    ends: datetime | None = None,
    at: Organisation | None = None,
) -> Grant:
    """Write one grant of a relationship. Called by the actions that open, share or take up; the audit entry is theirs.

    `because` is its nearest cause, with which it ends; none where somebody works on a folder of their own organisation.
    Zones are those of the relationship unless a narrower set is agreed (a referral, a draft); a wider one to somebody
    elsewhere is a `ValueError`. A grant to a person holds
    while they act for `at`, which is the giver's own organisation where nothing else is said. Before whom a wall stands
    is refused in a sentence that gives no reason.
    """
    if is_walled(folder, user=to_user, unit=to_unit):
        raise Refused(NOT_LET_IN)
    if zones is not None:
        check_narrower(kind, zones)
    return Grant.objects.create(
        folder=folder,
        to_user=to_user,
        to_unit=to_unit,
        to_role=to_role,
        kind=kind,
        basis=basis,
        **because_of(because),
        reason=reason,
        ends=ends,
        at=(at or reach.organisation) if to_user else None,
        given_by=reach.user,
        **{f"zone_{zone}": level for zone, level in (RELATIONSHIPS[kind] if zones is None else zones).items()},
    )
