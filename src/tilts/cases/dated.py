"""What the page of a case shows without its texts, in one query: what has a day in it, what is due, who is in the team.

Nothing sealed is asked. What comes back are records that are only to
be shown: they hold the columns named here and nothing else, and are never saved.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from tilts.access.models import User
from tilts.access.prepared import ask
from tilts.access.reach import Reach
from tilts.cases.due import DueInCase, in_case
from tilts.cases.models import (
    Appointment,
    Case,
    ChildReport,
    Due,
    Entitlement,
    FollowUp,
    Order,
    Party,
    PlanReview,
    TeamMember,
)
from tilts.people.models import Standing

MOST = 100
"""Of each kind the newest so many: a five-year file is not read whole for its first page."""
COLUMNS: dict[str, Any] = {
    "c_row": UUIDField,
    "c_starts": DateTimeField,
    "c_ends": DateTimeField,
    "c_day": DateField,
    "c_other": DateField,
    "c_third": DateField,
    "c_code": CharField,
    "c_state": CharField,
    "c_who": CharField,
    "c_text": CharField,
    "c_person": UUIDField,
    "c_a": IntegerField,
    "c_b": IntegerField,
}


@dataclass
class Dated:
    """What has a day in a case, newest first; zones and walls were asked."""

    orders: list[Order] = field(default_factory=list)
    reviews: list[PlanReview] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    entitlements: list[Entitlement] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    child_reports: list[ChildReport] = field(default_factory=list)
    team: list[TeamMember] = field(default_factory=list)
    due: list[DueInCase] = field(default_factory=list)


def _part(rows: Any, kind: str, newest: str, **columns: str) -> Any:
    """One branch of the union: the newest rows with their columns."""
    ordered = rows.order_by(f"-{newest}", "pk")
    if connection.features.supports_slicing_ordering_in_compound:
        return _typed(ordered, kind, **columns)[:MOST]
    return _typed(rows.filter(pk__in=ordered.values("pk")[:MOST]).order_by(), kind, **columns)


def _typed(rows: Any, kind: str, **columns: str) -> Any:
    """Rows with these columns, and empty ones of the right type for the others."""
    told = {"c_row": F("pk")} | {f"c_{name}": F(source) for name, source in columns.items()}
    typed = {
        name: Cast(told.get(name, Value(None)), output_field=made(max_length=200) if made is CharField else made())
        for name, made in COLUMNS.items()
    }
    kinds = {"c_kind": Value(kind, output_field=CharField())}
    return rows.annotate(**kinds, **typed).values_list("c_kind", *COLUMNS)


def _spells(reach: Reach, case: UUID) -> list[Any]:
    """Orders, status and support level, paid services: what holds from a day until another."""
    people = reach(Party).filter(case=case).order_by().values("person")
    standings = reach(Standing).filter(person__in=people, starts__year__gt=1900)
    days = {"starts": "starts", "ends": "ends", "day": "due", "other": "applied_on", "third": "declined_on"}
    paid = {"day": "starts", "other": "ends", "code": "kind", "person": "person_id", "a": "granted", "b": "extended"}
    held = {"day": "starts", "code": "status", "state": "support_level", "person": "person_id"}
    return [
        _part(reach(Order).filter(case=case), "order", "starts", **days, code="kind"),
        _part(standings, "standing", "starts", **held),
        _part(reach(Entitlement).filter(case=case), "entitlement", "starts", **paid),
    ]


def _days(reach: Reach, case: UUID) -> list[Any]:
    """Reviews, appointments, follow-ups: what is on a day."""
    met = {"starts": "starts", "day": "day", "code": "place_kind", "state": "state", "who": "staff__name"}
    later = {"day": "due", "other": "done_on", "state": "outcome", "a": "agreed"}
    seen = {"day": "due", "other": "held_on", "who": "held_by__name"}
    return [
        _part(reach(PlanReview).filter(case=case), "review", "due", **seen),
        _part(reach(Appointment).filter(case=case), "appointment", "starts", **met, a="minutes"),
        _part(reach(FollowUp).filter(case=case), "follow_up", "due", **later),
    ]


def _others(reach: Reach, case: UUID, today: date) -> list[Any]:
    """Reports of a child at risk, who works on the case now, and what is due in it."""
    written = {"starts": "at", "code": "told_to", "text": "which", "state": "sent_how", "ends": "sent_at"}
    works = {"day": "starts", "code": "profession", "who": "user__name", "person": "user_id"}
    soonest = in_case(reach, case=case, today=today)
    waits = {"row": "record", "code": "kind", "day": "day", "other": "shows_from"}
    return [
        _part(reach(ChildReport).filter(case=case), "child_report", "at", **written, who="author__name"),
        _part(reach(TeamMember).filter(case=case, ends=None), "team", "starts", **works),
        _typed(reach(Due).filter(pk__in=soonest.values("pk")).order_by(), "due", **waits),
    ]


def dates_of(reach: Reach, *, case: UUID, today: date) -> Any:
    """The newest of each kind in a case, as rows of the same columns."""
    parts = [*_spells(reach, case), *_days(reach, case), *_others(reach, case, today)]
    return parts[0].union(*parts[1:], all=True)


def dated_in(reach: Reach, case: Case) -> Dated:
    """What has a day in this case, as far as it is open to the actor; one query."""
    found = Dated()
    for kind, *values in ask(reach, dates_of, case=case.pk, today=timezone.localdate()):
        _put(found, case, kind, dict(zip(COLUMNS, values, strict=True)))
    found.orders.sort(key=lambda one: one.starts, reverse=True)
    found.reviews.sort(key=lambda one: one.due, reverse=True)
    found.appointments.sort(key=lambda one: one.starts, reverse=True)
    found.entitlements.sort(key=lambda one: one.starts)
    found.follow_ups.sort(key=lambda one: one.due)
    found.child_reports.sort(key=lambda one: one.at, reverse=True)
    found.team.sort(key=lambda one: (one.starts, str(one.pk)))
    return found


def _put(found: Dated, case: Case, kind: str, row: dict[str, Any]) -> None:
    day, other, who = row["c_day"], row["c_other"], User(name=row["c_who"] or "")
    base: dict[str, Any] = {"pk": row["c_row"], "organisation_id": case.organisation_id}
    here = base | {"case_id": case.pk}
    if kind == "order":
        facts = {"kind": row["c_code"], "applied_on": other, "declined_on": row["c_third"], "due": day}
        found.orders.append(Order(**here, **facts, starts=row["c_starts"], ends=row["c_ends"]))
    elif kind == "review":
        found.reviews.append(PlanReview(**here, due=day, held_on=other, held_by=who))
    elif kind == "appointment":
        facts = {"place_kind": row["c_code"], "state": row["c_state"], "minutes": row["c_a"], "day": day}
        found.appointments.append(Appointment(**here, **facts, starts=row["c_starts"], staff=who))
    elif kind == "standing":
        facts = {"status": row["c_code"], "support_level": row["c_state"], "person_id": row["c_person"]}
        found.standings.append(Standing(**base, **facts, starts=day))
    elif kind == "entitlement":
        facts = {"kind": row["c_code"], "granted": row["c_a"], "extended": row["c_b"], "person_id": row["c_person"]}
        found.entitlements.append(Entitlement(**here, **facts, starts=day, ends=other))
    else:
        _put_other(found, here, kind, row)


def _put_other(found: Dated, here: dict[str, Any], kind: str, row: dict[str, Any]) -> None:
    day, other, who = row["c_day"], row["c_other"], User(pk=row["c_person"], name=row["c_who"] or "")
    if kind == "follow_up":
        facts = {"outcome": row["c_state"], "agreed": bool(row["c_a"]), "due": day, "done_on": other}
        found.follow_ups.append(FollowUp(**here, **facts))
    elif kind == "child_report":
        facts = {"told_to": row["c_code"], "which": row["c_text"], "sent_how": row["c_state"], "author": who}
        found.child_reports.append(ChildReport(**here, **facts, at=row["c_starts"], sent_at=row["c_ends"]))
    elif kind == "team":
        found.team.append(TeamMember(**here, user=who, profession=row["c_code"], starts=day))
    else:
        found.due.append(DueInCase(row["c_code"], row["c_row"], day, other))
