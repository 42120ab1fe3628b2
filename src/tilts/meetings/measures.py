"""What this room counts: meetings held, cases talked about, institutions that came, families with a conference."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Reach, Rows
from tilts.kit.figures import CountType
from tilts.kit.measures import Column, OneOf, measure
from tilts.meetings.models import AgendaItem, Invitation, Meeting, MeetingAttribution, MeetingKind, MeetingState


def _yes_no(column: str) -> Any:
    yes, no = When(**{column: True}, then=Value("yes")), When(**{column: False}, then=Value("no"))
    return Case(yes, no, default=Value(""))


def _repeat(reach: Reach) -> Any:
    return _yes_no("is_repeat")


BY: Mapping[str, Column] = {
    "kind": "kind",
    "site": "site__code",
    "project": "attributions__project__code",
    "organisation": "organisation__code",
}
OF_MEETING: Mapping[str, Column] = {
    "kind": "meeting__kind",
    "site": "meeting__site__code",
    "project": "meeting__attributions__project__code",
    "organisation": "organisation__code",
}


def _paid_by(project: Any) -> Any:
    return MeetingAttribution.objects.filter(project=project).values("act")


def _items_paid_by(project: Any) -> Any:
    return AgendaItem._base_manager.filter(meeting__in=_paid_by(project)).values("pk")


def _invitations_paid_by(project: Any) -> Any:
    return Invitation._base_manager.filter(meeting__in=_paid_by(project)).values("pk")


@measure(
    "meetings.held",
    _("Meetings held"),
    lv=("Notikušās sanāksmes", "Sasauktās un notikušās sanāksmes pēc to dienas."),
    count_type=CountType.ACTS,
    on="day",
    by=BY,
    paid_by=_paid_by,
)
def held(reach: Reach) -> Rows:
    """Meetings that were called together and took place, by their day."""
    return reach(Meeting).filter(state=MeetingState.CLOSED)


@measure(
    "meetings.cases_discussed",
    _("Cases talked about at conferences on high-risk cases"),
    lv=(
        "Augsta riska gadījumu sanāksmēs izskatītie gadījumi",
        "Gadījumi, par kuriem runāts notikušā starpinstitūciju sanāksmē; katrs reizi sanāksmē.",
    ),
    count_type=CountType.ACTS,
    on="day",
    by={**OF_MEETING, "repeat": OneOf(_repeat, ("yes", "no")), "agency": "referred_by_unit__kind"},
    paid_by=_items_paid_by,
)
def cases_discussed(reach: Reach) -> Rows:
    """Cases that were talked about at a conference on high-risk cases that took place; each once a meeting."""
    rows = reach(AgendaItem).filter(kind=MeetingKind.MARAC, began_at__isnull=False)
    return rows.filter(meeting__state=MeetingState.CLOSED)


@measure(
    "meetings.attendance",
    _("Attendance of institutions"),
    lv=("Institūciju dalība sanāksmēs", "Institūcijas, kuras ieradās notikušā sanāksmē; katra reizi sanāksmē."),
    count_type=CountType.ACTS,
    on="meeting__day",
    by={**OF_MEETING, "institution": "kind"},
    paid_by=_invitations_paid_by,
)
def attendance(reach: Reach) -> Rows:
    """Institutions that came to a meeting that took place; each once a meeting."""
    came = reach(Invitation).filter(came=True, meeting__state=MeetingState.CLOSED)
    same = Q(unit=OuterRef("unit")) | Q(unit=None, name=OuterRef("name"))
    again = reach(Invitation).filter(same, came=True, meeting=OuterRef("meeting"), pk__lt=OuterRef("pk"))
    return came.filter(~Exists(again))


def _institution(reach: Reach) -> Any:
    """An institution that works here by itself, another one by the name under which it was invited."""
    return Coalesce(Cast("unit", CharField()), "name", output_field=CharField())


@measure(
    "meetings.institutions",
    _("Institutions that came to meetings"),
    lv=(
        "Institūcijas, kas piedalījās sanāksmēs",
        "Institūcijas, kuras ieradās notikušās sanāksmēs; katra periodā vienu reizi.",
    ),
    count_type=CountType.INSTITUTIONS,
    on="meeting__day",
    counts=_institution,
    by={**OF_MEETING, "institution": "kind"},
    paid_by=_invitations_paid_by,
)
def institutions(reach: Reach) -> Rows:
    """Institutions that came to meetings that took place; each once in the period."""
    return attendance(reach)


@measure(
    "meetings.families_conferred",
    _("Families with a family group conference"),
    lv=(
        "Ģimenes, kurām bija ģimenes grupas konference",
        "Gadījumi, kuros notika ģimenes grupas konference; katrs vienu reizi.",
    ),
    count_type=CountType.HOUSEHOLDS,
    on="day",
    counts="case",
    by=OF_MEETING,
    paid_by=_items_paid_by,
)
def families_conferred(reach: Reach) -> Rows:
    """Cases for which a family group conference took place; each once."""
    return reach(AgendaItem).filter(kind=MeetingKind.FAMILY_GROUP, meeting__state=MeetingState.CLOSED)
