"""What has a day in one case, for its course, in one query: orders, reviews, appointments, status, paid services.

The case page shows them without their texts, so nothing sealed is asked. What comes back are records that are only to
be shown: they hold the columns named here and nothing else, and are never saved.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, UUIDField, Value
from django.db.models.functions import Cast

from tilts.access.models import User
from tilts.access.prepared import ask
from tilts.access.reach import Reach
from tilts.cases.models import Appointment, Case, Entitlement, FollowUp, Order, Party, PlanReview
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


def _part(rows: Any, kind: str, newest: str, **columns: str) -> Any:
    """One branch of the union: the newest rows with their columns, empty ones of the right type for the others."""
    first = rows.order_by(f"-{newest}", "pk").values("pk")[:MOST]
    told = {"c_row": F("pk")} | {f"c_{name}": F(source) for name, source in columns.items()}
    typed = {
        name: Cast(told.get(name, Value(None)), output_field=made(max_length=200) if made is CharField else made())
        for name, made in COLUMNS.items()
    }
    kinds = {"c_kind": Value(kind, output_field=CharField())}
    return rows.filter(pk__in=first).order_by().annotate(**kinds, **typed).values_list("c_kind", *COLUMNS)


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


def dates_of(reach: Reach, *, case: UUID) -> Any:
    """The newest of each kind in a case, as rows of the same columns."""
    parts = [*_spells(reach, case), *_days(reach, case)]
    return parts[0].union(*parts[1:], all=True)


def dated_in(reach: Reach, case: Case) -> Dated:
    """What has a day in this case, as far as it is open to the actor; one query."""
    found = Dated()
    for kind, *values in ask(reach, dates_of, case=case.pk):
        _put(found, case, kind, dict(zip(COLUMNS, values, strict=True)))
    found.orders.sort(key=lambda one: one.starts, reverse=True)
    found.reviews.sort(key=lambda one: one.due, reverse=True)
    found.appointments.sort(key=lambda one: one.starts, reverse=True)
    found.entitlements.sort(key=lambda one: one.starts)
    found.follow_ups.sort(key=lambda one: one.due)
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
        facts = {"outcome": row["c_state"], "agreed": bool(row["c_a"]), "due": day, "done_on": other}
        found.follow_ups.append(FollowUp(**here, **facts))
