"""What `services` lends: consultations in the course of the case, and this month's own figures."""

from datetime import datetime, time
from typing import Any

from django.db.models import Count, Q, Sum
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.kit.timeline import Moment
from tilts.services.models import Session


@panel("case.acts", title=gettext_lazy("Consultation"), order=10)
def add(request: Any, case: Case) -> str:
    """The button that adds a consultation."""
    if case.closed_on or not request.reach.may("session.written", record=case):
        return ""
    return render_to_string("services/_add.html", {"case": case}, request=request)


def _moment(session: Session) -> datetime:
    return timezone.make_aware(datetime.combine(session.day, session.starts_at or time(12)))


@panel("case.timeline", title=gettext_lazy("Services"), order=30)
def sessions(request: Any, case: Case) -> list[Moment]:
    """Consultations in the course of the case."""
    rows = request.reach(Session).filter(folder=case.folder_id).with_staff()[:200]
    return [
        Moment(
            at=_moment(session),
            kind=_("Services"),
            title=_("Consultation: %(who)s") % {"who": session.get_specialism_display()},
            detail=_session_words(session),
            by=str(session.staff or ""),
            all_day=session.starts_at is None,
        )
        for session in rows
    ]


def _session_words(session: Session) -> str:
    words = [_("%(minutes)s min") % {"minutes": session.minutes}, session.get_mode_display(), session.topic]
    if session.status != "held":
        words.insert(0, session.get_status_display())
    return ", ".join(word for word in words if word)


@panel("case", title=gettext_lazy("Services"), order=20)
def totals(request: Any, case: Case) -> str:
    """How many consultations of each kind there were so far."""
    rows = request.reach(Session).filter(folder=case.folder_id).held().order_by()
    by_kind = rows.values("specialism").annotate(times=Count("pk"), minutes=Sum("minutes")).order_by("specialism")
    names = dict(Session._meta.get_field("specialism").flatchoices)
    kinds = [{"name": names[row["specialism"]], **row} for row in by_kind]
    return render_to_string("services/_totals.html", {"kinds": kinds}, request=request) if kinds else ""


@panel("day.side", title=gettext_lazy("My month"), order=10)
def my_month(request: Any, subject: Any) -> str:
    """One's own consultations this month."""
    if not request.reach.may("cases.read"):
        return ""
    first = timezone.localdate().replace(day=1)
    mine = request.reach(Session).filter(staff=request.reach.user, day__gte=first).order_by()
    held = Q(status="held")
    numbers = mine.aggregate(
        consultations=Count("pk", filter=held),
        minutes=Sum("minutes", filter=held, default=0),
        missed=Count("pk", filter=~held),
    )
    numbers["persons"] = mine.held().aggregate(n=Count("participations__person", distinct=True))["n"]
    return render_to_string("services/_my_month.html", numbers, request=request)
