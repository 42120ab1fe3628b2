"""Verbs that write: how every action asks its rule, opens one transaction and leaves one trace."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction

from tilts.access.audit import write_entry
from tilts.access.models import ZONES, Folder, Grant, Organisation, User, Wall
from tilts.access.reach import Decision, NotAllowed, Reach

P = ParamSpec("P")
R = TypeVar("R")
ACTIONS: dict[str, Callable[..., Any]] = {}


class Stale(Exception):
    """Somebody else wrote first; the second writer is told and keeps the text."""


def action(kind: str) -> Callable[[Callable[Concatenate[Reach, P], R]], Callable[Concatenate[Reach, P], R]]:
    """Declare a verb: its rule of the same name is asked, one transaction, one audit entry of this kind.

    The first positional record after `reach`, if any, is handed to the rule as `record`. Raises `NotAllowed`.
    """

    def declare(verb: Callable[Concatenate[Reach, P], R]) -> Callable[Concatenate[Reach, P], R]:
        @functools.wraps(verb)
        def done(reach: Reach, /, *args: P.args, **kwargs: P.kwargs) -> R:
            record = next((a for a in args if isinstance(a, models.Model)), None)
            decision = reach.may(kind, record=record) if reach.purpose != "job" else Decision(True)
            if not decision:
                raise NotAllowed(decision.sentence)
            with transaction.atomic():
                result = verb(reach, *args, **kwargs)
                trace = record or (result if isinstance(result, models.Model) else None)
                write_entry(reach, kind, trace, fields=sorted(kwargs))
            return result

        ACTIONS[kind] = done
        return done

    return declare


def save_over(record: Any, seen_version: int, **values: Any) -> None:
    """Write `values` if the record is still the version the writer saw; else `Stale`."""
    rows = type(record)._base_manager.filter(pk=record.pk, version=seen_version)
    if not rows.update(version=seen_version + 1, **values):
        raise Stale
    record.refresh_from_db()


READ = 1
WRITE = 2
WORKER_ZONES = dict.fromkeys(ZONES, WRITE)
SPECIALIST_ZONES = {"name": READ, "contact": READ, "risk": READ, "services": WRITE, "privileged": WRITE, "admin": READ}
SUPERVISOR_ZONES = {**dict.fromkeys(("name", "contact", "address", "risk", "services"), READ), "admin": WRITE}
AGENCY_ZONES = {"admin": READ}


def let_in(
    reach: Reach,
    folder: Folder,
    zones: dict[str, int],
    *,
    kind: str,
    basis: str,
    to_user: User | None = None,
    to_unit: Organisation | None = None,
    to_role: str = "",
    ends: datetime | None = None,
    at: Organisation | None = None,
) -> Grant:
    """Write one grant. Called by the actions that open, share or take up; the audit entry is theirs.

    A grant to a person holds while they act for `at`, which is the giver's own organisation where nothing else is said.
    """
    return Grant.objects.create(
        folder=folder,
        to_user=to_user,
        to_unit=to_unit,
        to_role=to_role,
        kind=kind,
        basis=basis,
        ends=ends,
        at=(at or reach.organisation) if to_user else None,
        given_by=reach.user,
        **{f"zone_{zone}": level for zone, level in zones.items()},
    )


@action("wall.raised")
def raise_wall(
    reach: Reach, folder: Folder, *, reason: str, user: User | None = None, unit: Organisation | None = None
) -> Wall:
    """Keep a person or an organisation out of a folder, whatever was granted."""
    return Wall.objects.create(folder=folder, user=user, unit=unit, reason=reason)
