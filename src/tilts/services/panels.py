"""What `services` lends: consultations in the course of the case, and this month's own figures."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Greatest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tilts.access.doors import Request
from tilts.access.models import Role
from tilts.access.prepared import Size, ask
from tilts.access.reach import Reach, Rows
from tilts.access.relationships import WRITE
from tilts.cases.asks import course
from tilts.cases.frame import RECORD, case_addition
from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.kit.timeline import Moment, Wanted
from tilts.plan.asks import units_used
from tilts.plan.entitlements import Term
from tilts.plan.models import Entitlement
from tilts.services.models import AT, NOON, Participation, Session, Status

SHOWN = 50
"""Newest consultations on the page of the services of a case."""
case_addition(
    RECORD,
    pgettext_lazy("Add to a case", "a consultation"),
    "services:session_add",
    order=10,
    icon="headset",
    rule="session.written",
    letter=pgettext_lazy("Key of the menu: consultation", "C"),
)


def _moment(session: Session) -> datetime:
    return timezone.make_aware(datetime.combine(session.day, session.starts_at or NOON))


def newest_of(reach: Reach, *, folder: UUID, day: date | None, hour: time | None, most: Size) -> Rows:
    """The newest consultations of a folder; with a day and an hour, those at or before them."""
    rows = reach(Session, taken_out=True).filter(folder=folder).with_staff().annotate(clock=AT)
    if day and hour:
        rows = rows.filter(Q(day__lt=day) | Q(day=day, clock__lte=hour))
    return rows.order_by("-day", "-clock", "pk")[:most]


def by_kind(reach: Reach, *, folder: UUID) -> Rows:
    """How many consultations of each kind were held in a folder, and their minutes."""
    rows = reach(Session).filter(folder=folder).held().order_by()
    return rows.values("specialism").annotate(times=Count("pk"), minutes=Sum("minutes")).order_by("specialism")


def mine_since(reach: Reach, *, day: date) -> Rows:
    """One's own consultations since a day, a row for each person who took part."""
    mine = reach(Session).filter(staff=reach.user, day__gte=day).order_by()
    return mine.values_list("pk", "status", "minutes", "participations__person")


@course.part(gettext_lazy("Services"), order=30)
def sessions(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Consultations in the course of the case, the newest at or before a moment."""
    there = timezone.localtime(wanted.until) if wanted.until else None
    at = {"day": there and there.date(), "hour": there and there.time()}
    rows = ask(request.reach, newest_of, folder=case.folder_id, most=Size.of_page(wanted.limit), **at)
    mine = not case.closed_on and request.reach.zones(case.folder_id).services == WRITE
    mine = mine or request.reach.is_one_of(Role.SUPERVISOR)
    return [_told(session, case, mine and session.voided_at is None) for session in rows[: wanted.limit]]


def _told(session: Session, case: Case, mine: bool) -> Moment:
    who = {"who": session.get_specialism_display()}
    gone = session.voided_at is not None
    by = [str(session.staff or ""), _("corrected") if session.corrected_at else ""]
    return Moment(
        at=_moment(session),
        kind=_("Services"),
        title=(_("Consultation taken out: %(who)s") if gone else _("Consultation: %(who)s")) % who,
        detail=session.taken_out_words if gone else partial(_session_words, session),
        by=" · ".join(word for word in by if word),
        all_day=session.starts_at is None,
        url=reverse("services:session_correct", args=[case.pk, session.pk]) if mine else "",
        act=_("Correct") if mine else "",
    )


def _session_words(session: Session) -> str:
    words = [_("%(minutes)s min") % {"minutes": session.minutes}, session.get_mode_display(), session.topic]
    if session.status != "held":
        words.insert(0, session.get_status_display())
    return ", ".join(word for word in words if word)


@panel("case.services", title=gettext_lazy("Consultations"), order=10)
def consultations(request: Request, case: Case) -> str:
    """The newest consultations, as the course tells them."""
    told = sessions(request, case, Wanted(limit=SHOWN))
    return render_to_string("services/_consultations.html", {"moments": told}, request=request) if told else ""


@panel("case.services", title=gettext_lazy("Consultations by specialist"), order=20)
@panel("case.more", title=gettext_lazy("Services"), order=20)
def totals(request: Request, case: Case) -> str:
    """How many consultations of each kind there were so far."""
    names = dict(Session._meta.get_field("specialism").flatchoices)
    counted = ask(request.reach, by_kind, folder=case.folder_id)
    kinds = [{"name": names[row["specialism"]], **row} for row in counted]
    return render_to_string("services/_totals.html", {"kinds": kinds}, request=request) if kinds else ""


@panel("day.side", title=gettext_lazy("My month"), order=10)
def my_month(request: Request, subject: Any) -> str:
    """One's own consultations this month."""
    if not request.reach.may("cases.read"):
        return ""
    first = timezone.localdate().replace(day=1)
    rows = ask(request.reach, mine_since, day=first)
    held = {pk: minutes for pk, status, minutes, _person in rows if status == Status.HELD}
    numbers = {
        "consultations": len(held),
        "minutes": sum(held.values()),
        "missed": len({pk for pk, *_rest in rows}) - len(held),
        "persons": len({person for pk, *_rest, person in rows if person and pk in held}),
    }
    return render_to_string("services/_my_month.html", numbers, request=request)


@units_used.answer
def used(reach: Reach, granted: list[tuple[Entitlement, Term]]) -> Mapping[UUID, int]:
    """How many units of each entitlement were used, in one query.

    A held consultation in which the person took part counts for each whole unit (45 minutes) in it, and for one at
    least; only from the first day until the last, and only by the specialists whom the term names.
    """
    sums = {}
    for number, (row, term) in enumerate(granted):
        taken = Q(person=row.person_id, session__folder=row.case_id, session__day__gte=row.starts)
        if row.ends:
            taken &= Q(session__day__lte=row.ends)
        if term.specialisms:
            taken &= Q(session__specialism__in=term.specialisms)
        units = Greatest(Value(1), F("session__minutes") / Value(max(1, term.minutes)))
        sums[f"used_{number}"] = Sum(units, filter=taken, default=0)
    folders = {row.case_id for row, _term in granted}
    rows = reach(Participation).filter(session__folder__in=folders, session__status=Status.HELD)
    counted = rows.filter(session__voided_at=None).order_by().aggregate(**sums)
    return {row.pk: counted[f"used_{number}"] for number, (row, _term) in enumerate(granted)}
