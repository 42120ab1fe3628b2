"""What `meetings` lends: my day, the case page and its course."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tilts.access.doors import Request
from tilts.access.models import TakenOut
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows, unscoped
from tilts.cases.asks import coming as coming_in_case
from tilts.cases.asks import course, obligations
from tilts.cases.frame import INVOLVE, Deadline, case_addition
from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.kit.timeline import Moment, Wanted
from tilts.meetings.models import AgendaItem, FamilyConference, Meeting, MeetingAction, MeetingState
from tilts.meetings.unwritten import unwritten
from tilts.ui.rail import rail_item

case_addition(
    INVOLVE,
    pgettext_lazy("Add to a case", "a meeting"),
    "meetings:meeting_about",
    order=40,
    icon="users-group",
    rule="meeting.about_case",
)
case_addition(
    INVOLVE,
    pgettext_lazy("Add to a case", "a meeting of institutions"),
    "meetings:case_refer",
    order=50,
    icon="shield-exclamation",
    rule="meeting.item_referred",
)
rail_item("meetings", gettext_lazy("Meetings"), "users-group", "meetings:meeting_list", "meetings.read", order=32)

SOON = timedelta(days=14)
WEEK = timedelta(days=7)
SHOWN = 5


def _today() -> dict[str, date]:
    return {"today": timezone.localdate()}


def _this_week() -> dict[str, date]:
    return {"until": timezone.localdate() + WEEK}


def taken_on(reach: Reach, *, today: date) -> Rows:
    """What one's institution, or oneself by name, has not done; and what is late at meetings that one coordinates."""
    own = Q(owner=reach.organisation) & (Q(user=reach.user) | Q(user=None))
    late = Q(meeting__coordinator=reach.user, due_on__lt=today)
    rows = reach(MeetingAction).filter(own | late, done_on=None).select_related("owner", "user")
    return rows.order_by("due_on", "pk")[: SHOWN * 2]


@panel("day", title=gettext_lazy("Taken on at meetings"), order=30, when=lambda: (taken_on, _today()))
def my_actions(request: Request, subject: Any) -> str:
    """What one's institution took on, or oneself by name, and has not done, overdue first.

    Who coordinates a meeting has there too what other institutions are late with: somebody asks them.
    """
    reach = request.reach
    if reach.organisation is None or not reach.may("meetings.read"):
        return ""
    told = {"acts": ask(reach, taken_on, **_today()), "may": True} | _today()
    return render_to_string("meetings/_my_acts.html", told, request=request) if told["acts"] else ""


@panel("day", title=gettext_lazy("Research not written yet"), order=29, when=lambda: (unwritten, {}))
def to_write(request: Request, subject: Any) -> str:
    """The meetings for which one's institution has not yet written down what it knows of every case."""
    if not request.reach.may("meetings.read") or request.reach.organisation is None:
        return ""
    rows = ask(request.reach, unwritten)
    return render_to_string("meetings/_coming.html", {"meetings": rows}, request=request) if rows else ""


def to_review(reach: Reach, *, until: date) -> Rows:
    """Conferences with a plan to look at again by a day, of meetings one coordinates or cases one leads."""
    due = Q(review_on__lte=until) & (Q(reviewed_on=None) | Q(reviewed_on__lt=F("review_on")))
    mine = Q(item__meeting__coordinator=reach.user) | Q(item__case__lead=reach.user)
    rows = reach(FamilyConference).filter(due, mine).select_related("item__case")
    return rows.order_by("review_on", "pk")[:SHOWN]


@panel("day", title=gettext_lazy("Families' plans to look at again"), order=31, when=lambda: (to_review, _this_week()))
def plans_to_review(request: Request, subject: Any) -> str:
    """The family group conferences whose plan is looked at within a week, for who coordinates it or leads the case."""
    reach = request.reach
    if reach.organisation is None or not reach.may("meetings.read"):
        return ""
    rows = ask(reach, to_review, **_this_week())
    told = {"conferences": rows, "today": timezone.localdate()}
    return render_to_string("meetings/_plans.html", told, request=request) if rows else ""


def to_come(reach: Reach, *, before: datetime) -> Rows:
    """Meetings that are not held yet and begin before a moment."""
    return reach(Meeting).coming().filter(starts__lt=before).with_people().order_by("starts", "pk")[:SHOWN]


@panel("day.side", title=gettext_lazy("Meetings to come"), order=5)
def coming(request: Request, subject: Any) -> str:
    """The meetings of the next two weeks."""
    if not request.reach.may("meetings.read"):
        return ""
    rows = ask(request.reach, to_come, before=timezone.now() + SOON)
    return render_to_string("meetings/_coming.html", {"meetings": rows}, request=request) if rows else ""


def items_of(reach: Reach, *, case: UUID) -> Rows:
    """Where a case was talked about, newest first, and whether the meeting is within reach; also what was taken out."""
    known = Exists(reach(Meeting).order_by().filter(pk=OuterRef("meeting")))
    told = Q(voided_at=None) | Q(voided_why__in=TakenOut.values)
    rows = reach(AgendaItem, taken_out=True).filter(told, case=case).annotate(known=known, begins=F("meeting__starts"))
    return rows.order_by("-day", "-pk")[:100]


def _items_of(request: Request, case: Case) -> list[AgendaItem]:
    """The meetings that talked about a case, newest first; looked up once a page."""
    kept: dict[Any, list[AgendaItem]] = request.__dict__.setdefault("meetings_of_case", {})
    if case.pk not in kept:
        kept[case.pk] = ask(request.reach, items_of, case=case.pk)
    return kept[case.pk]


@panel("case.more", title=gettext_lazy("Meetings"), order=25)
def of_case(request: Request, case: Case) -> str:
    """The newest meetings that talked about the case, and the way to the next."""
    reach = request.reach
    rows = [item for item in _items_of(request, case) if item.voided_at is None][:SHOWN]
    may_refer = bool(reach.may("meeting.item_referred", record=case))
    told = {"items": rows, "case": case, "may_refer": may_refer, "today": timezone.localdate()}
    return render_to_string("meetings/_panel.html", told, request=request) if rows or may_refer else ""


@course.part(gettext_lazy("Meetings"), order=40)
def moments(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Meetings in the course of the case, with what was concluded; those to come stand among what falls due."""
    return [_moment(item) for item in _items_of(request, case) if not _is_to_come(item)]


def _is_to_come(item: AgendaItem) -> bool:
    return item.voided_at is None and item.began_at is None and item.day >= timezone.localdate()


@coming_in_case.answer
def meetings_to_come(request: Request, case: Case) -> list[Deadline]:
    """The next meetings that talk about the case; the hour is told to those who may know of the meeting."""
    told = []
    for item in [item for item in _items_of(request, case) if _is_to_come(item)][-SHOWN:]:
        known, begins = getattr(item, "known", False), getattr(item, "begins", None)
        there = reverse("meetings:item_page", args=[item.meeting_id, item.pk]) if known else ""
        kind = "soon" if item.day == timezone.localdate() else ""
        words = capfirst(str(item.get_kind_display()))
        told.append(Deadline(words, there, item.day, begins if known else None, kind, icon="users-group"))
    return told


def _moment(item: AgendaItem) -> Moment:
    gone, what = item.voided_at is not None, item.get_kind_display()
    return Moment(
        at=timezone.make_aware(datetime.combine(item.day, time(12))),
        kind=_("Meetings"),
        title=_("Taken out: %(what)s") % {"what": what} if gone else what,
        detail=item.taken_out_words if gone else partial(getattr, item, "conclusion"),
        by=_("corrected") if item.corrected_at else "",
        all_day=True,
        opens=partial(reverse, "meetings:item_page", args=[item.meeting_id, item.pk])
        if getattr(item, "known", False) and not gone
        else "",
    )


@obligations.answer
def still_open(case: Case) -> list[str]:
    """What institutions took on and have not done, meetings to come, family plans that nobody has looked at again."""
    why = "what is still open in a case that somebody closes"
    items = unscoped(AgendaItem, reason=why).filter(case=case, voided_at=None, meeting__voided_at=None)
    acts = unscoped(MeetingAction, reason=why).filter(item__case=case, done_on=None, voided_at=None)
    to_come = items.exclude(meeting__state=MeetingState.CLOSED)
    plans = unscoped(FamilyConference, reason=why).filter(item__in=items, agreed=True, reviewed_on=None, voided_at=None)
    found = (
        (_("taken on at meetings: %(n)s"), acts.count()),
        (_("meetings to come: %(n)s"), to_come.count()),
        (_("family plans to look at again: %(n)s"), plans.count()),
    )
    return [words % {"n": count} for words, count in found if count]
