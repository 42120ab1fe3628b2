"""Calling a meeting together: plan, invite, publish, open, close."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, let_in, save_over
from tilts.access.actor import JOB, acting
from tilts.access.grants import end_what_follows
from tilts.access.held import hold
from tilts.access.models import Folder, FolderKind, Grant, GrantKind, Organisation, User
from tilts.access.reach import NotAllowed, Reach, Refused, roles, unscoped
from tilts.cases.models import Case, TeamMember
from tilts.meetings.actions.agenda import put_on_agenda
from tilts.meetings.actions.inviting import guests_at, seat_host, tell_invited
from tilts.meetings.counts import anew, counted_at
from tilts.meetings.models import (
    OF_INSTITUTIONS,
    AgendaItem,
    CirclePerson,
    FamilyConference,
    Issue,
    Meeting,
    MeetingAttribution,
    MeetingKind,
    MeetingState,
)
from tilts.meetings.policy.agenda import may_call_about
from tilts.meetings.policy.meeting import ARRANGING, drives, may_convene, may_put_right
from tilts.meetings.repeats import flagged_until
from tilts.meetings.seats import AT_TABLE, REASON, invitations_of, items_of, let_to_table, move_ends, seat
from tilts.projects.models import Project
from tilts.ui.local import day_words


@action("meeting.planned", may=roles(*ARRANGING), says=gettext_lazy("Meeting: planned"))
def plan_meeting(
    reach: Reach,
    /,
    *,
    kind: str,
    title: str,
    starts: datetime,
    case: Case | None = None,
    coordinator: User | None = None,
    project: Project | None = None,
    **facts: Any,
) -> Meeting:
    """Call a meeting together in one's own organisation; about one case, that case is its one item.

    A family group conference is led by somebody independent: not who leads the case, nobody of its team. Refused in a
    sentence where the case may not be talked about.
    """
    organisation, user = reach.organisation, reach.user
    if organisation is None or user is None:
        raise Refused(_("A meeting is called together by somebody who works in an organisation."))
    if not (allowed := may_convene(reach, kind)) and reach.purpose != "job":
        raise NotAllowed(allowed.sentence)
    drives = coordinator or user
    _check_case(kind, case, drives)
    if case is not None and reach.purpose != "job":
        _check_may_call(reach, case, drives)
    _refuse_second(organisation, case, kind=kind, starts=starts, title=title)
    folder = _folder_of(reach, organisation, drives)
    said = {"kind": kind, "title": title, "starts": starts, "day": timezone.localdate(starts), "coordinator": drives}
    meeting: Meeting = Meeting.objects.create(id=folder.id, folder=folder, organisation=organisation, **said, **facts)
    if drives != user:
        let_to_table(reach, folder, meeting, {"to_user": user, "at": organisation}, because=meeting)
    if case is not None:
        _about(reach, meeting, case)
    if kind in OF_INSTITUTIONS:
        seat_host(reach, meeting)
    if project and project.starts <= meeting.day <= project.ends:
        MeetingAttribution.objects.create(act=meeting, project=project)
    return meeting


def _refuse_second(organisation: Organisation, case: Case | None, **facts: Any) -> None:
    """The same meeting at the same hour, about the same case, is one, whoever else called it meanwhile."""
    hold(case or organisation)
    same: Any = Meeting._base_manager.filter(organisation=organisation, voided_at=None, **facts)
    if case is not None:
        same = AgendaItem._base_manager.filter(meeting__in=same, case=case, voided_at=None)
    if same.exists():
        raise Refused(_("This meeting is planned already."), "starts")


def _folder_of(reach: Reach, organisation: Organisation, drives: User) -> Folder:
    """The folder of a new meeting: its coordinator runs it, its institution knows of it."""
    folder = Folder.objects.create(organisation=organisation, kind=FolderKind.MEETING)
    let_in(reach, folder, GrantKind.ASSIGNED, basis=AT_TABLE, because=None, to_user=drives)
    let_in(reach, folder, GrantKind.AGENCY, basis=AT_TABLE, because=None, to_unit=organisation)
    return folder


def _check_case(kind: str, case: Case | None, drives: User) -> None:
    if kind in OF_INSTITUTIONS:
        if case is not None:
            raise Refused(_("Cases are referred to this kind of meeting once it is planned."))
        return
    if case is None:
        raise Refused(_("Say which case the meeting is about."))
    check_independent(kind, case, drives)


def _check_may_call(reach: Reach, case: Case, drives: User) -> None:
    """Whoever works on a case calls a meeting about it; of one kept to named people, only they coordinate one."""
    if not (allowed := may_call_about(reach, case)):
        raise NotAllowed(allowed.sentence)
    if case.folder.restricted and drives != reach.user:
        named = Grant.objects.filter(Q(ends=None) | Q(ends__gt=timezone.now()), folder=case.folder_id, to_user=drives)
        if not named.exists():
            raise Refused(_("This case is restricted to named people. Choose one of them."), "coordinator")


def check_independent(kind: str, case: Case, drives: User) -> None:
    """Refuse whoever works on the case as the one who leads a family group conference about it."""
    if kind != MeetingKind.FAMILY_GROUP:
        return
    team = TeamMember._base_manager.filter(case=case, user=drives, ends=None, voided_at=None)
    if case.lead_id == drives.pk or team.exists():
        raise Refused(
            _("A family group conference is led by somebody who does not work on the case. Choose a colleague.")
        )


def _about(reach: Reach, meeting: Meeting, case: Case) -> None:
    item = put_on_agenda(reach, meeting, case, basis="law", minutes=60)
    if meeting.kind == MeetingKind.FAMILY_GROUP:
        FamilyConference.objects.create(organisation=meeting.organisation, item=item)


@action("meeting.changed", may=drives, says=gettext_lazy("Meeting: changed"))
def change_meeting(reach: Reach, /, meeting: Meeting, *, starts: datetime, seen_version: int, **facts: Any) -> Meeting:
    """Move the meeting, or change what is said of it; what it opens ends by its new day."""
    moved = timezone.localdate(starts) != meeting.day
    if moved and meeting.state == MeetingState.RUNNING:
        raise Refused(_("A meeting that is in progress is not moved."))
    save_over(meeting, seen_version, starts=starts, day=timezone.localdate(starts), **facts)
    if moved:
        move_ends(meeting)
    return meeting


@action("meeting.cancelled", may=drives, says=gettext_lazy("Meeting: cancelled"))
def cancel_meeting(reach: Reach, meeting: Meeting, *, why: str, seen_version: int) -> Meeting:
    """Cancel a meeting that has not begun: nobody who was invited sees its cases any more."""
    if meeting.state in (MeetingState.RUNNING, MeetingState.CLOSED):
        raise Refused(_("A meeting that has begun is not cancelled."))
    end_what_follows(reach, meeting)
    save_over(meeting, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)
    return meeting


@action("meeting.published", may=drives, says=gettext_lazy("Meeting: agenda published"))
def publish(reach: Reach, meeting: Meeting, *, seen_version: int) -> Meeting:
    """Publish the agenda: whoever is invited sees its cases until 14 days after the meeting, never an address."""
    if meeting.state != MeetingState.PLANNED:
        raise Stale
    _refuse_bare(meeting)
    save_over(meeting, seen_version, state=MeetingState.PUBLISHED, published_at=timezone.now())
    seat(reach, meeting)
    tell_invited(meeting, invitations_of(meeting))
    return meeting


def _refuse_bare(meeting: Meeting) -> None:
    if meeting.kind == MeetingKind.MONITORING:
        with acting(JOB):
            bare = not unscoped(Issue, reason=REASON).filter(meeting=meeting, voided_at=None).exists()
        if bare:
            raise Refused(_("The agenda is empty. Write down an issue first."))
    elif not items_of(meeting):
        raise Refused(_("The agenda is empty. No case was referred yet."))
    if meeting.kind != MeetingKind.FAMILY_GROUP and not guests_at(meeting):
        raise Refused(_("Nobody is invited yet."))


@action("meeting.opened", may=drives, says=gettext_lazy("Meeting: opened"))
def open_meeting(reach: Reach, meeting: Meeting, *, seen_version: int, afterwards: bool = False) -> Meeting:
    """The meeting begins, on its day; `afterwards`: it was held on its day, and only now is it written down."""
    if meeting.state != MeetingState.PUBLISHED:
        raise Refused(_("Publish the agenda first."))
    _refuse_other_day(meeting, afterwards)
    began = meeting.starts if afterwards else timezone.now()
    save_over(meeting, seen_version, state=MeetingState.RUNNING, opened_at=began)
    for one in invitations_of(meeting):
        if meeting.is_hosted_by(one) and one.came is None:
            save_over(one, one.version, came=True, represented_by=meeting.coordinator.name[:120])
    return meeting


def _refuse_other_day(meeting: Meeting, afterwards: bool) -> None:
    """Neither before its day, nor after it without a word that it was held then."""
    today, day = timezone.localdate(), {"day": day_words(meeting.day)}
    if meeting.day > today:
        raise Refused(_("The meeting is on %(day)s. If it is held today, change its day first.") % day)
    if meeting.day < today and not afterwards:
        words = _("The meeting was on %(day)s. Say that it was held on that day, or change its day first.") % day
        raise Refused(words, "afterwards")


@action("meeting.attended", may=may_put_right, says=gettext_lazy("Meeting: attendance"))
def note_attendance(reach: Reach, meeting: Meeting, *, came: Mapping[UUID, tuple[bool | None, str, Any]]) -> Meeting:
    """Write down which institutions came and by whom they were represented; the third is the version one saw.

    `Stale`, and nothing written, where somebody else answered for one of them meanwhile and said something else.
    """
    changed = [
        (one, *came[one.pk])
        for one in invitations_of(meeting)
        if one.pk in came and (one.came, one.represented_by) != came[one.pk][:2]
    ]
    if any(one.version != seen for one, _told, _by, seen in changed):
        raise Stale
    for one, told, by, seen in changed:
        save_over(one, seen, came=told, represented_by=by)
    return meeting


def _count_last(reach: Reach, meeting: Meeting) -> None:
    """What its issues count stands from now on as it is at the end of the meeting."""
    with acting(JOB):
        issues = list(unscoped(Issue, reason=REASON).filter(meeting=meeting, voided_at=None).exclude(measure=""))
    for issue in anew(reach, meeting, issues, counted_at(meeting) if issues else []):
        save_over(issue, issue.version, count=issue.count)


def _refuse_nobody_came(meeting: Meeting) -> None:
    """A family needs no institution: there somebody of its circle came."""
    if any(one.came for one in guests_at(meeting)):
        return
    if meeting.kind != MeetingKind.FAMILY_GROUP:
        raise Refused(_("Write down first which institutions came."))
    with acting(JOB):
        circle = unscoped(CirclePerson, reason=REASON).filter(item__meeting=meeting, voided_at=None, came=True)
        if not circle.exists():
            raise Refused(_("Write down first who of the family's circle came."))


@action("meeting.closed", may=drives, says=gettext_lazy("Meeting: closed"))
def close_meeting(reach: Reach, meeting: Meeting, *, seen_version: int, afterwards: bool = False) -> Meeting:
    """The meeting is over: clocks stop, its minutes are ready; on its day, or `afterwards` as that of its day.

    Refused while nobody is written down as having come.
    """
    if meeting.state != MeetingState.RUNNING:
        raise Refused(_("Only a meeting that is in progress is closed."))
    _refuse_other_day(meeting, afterwards)
    _refuse_nobody_came(meeting)
    now = timezone.now()
    with acting(JOB):
        for item in items_of(meeting):
            if item.began_at and not item.ended_at:
                planned = item.began_at + timedelta(minutes=item.minutes)
                save_over(item, item.version, ended_at=min(now, planned) if afterwards else now)
            if item.began_at and meeting.kind == MeetingKind.MARAC:
                AgendaItem._base_manager.filter(pk=item.pk).update(flag_until=flagged_until(item.referred_on))
    _count_last(reach, meeting)
    save_over(meeting, seen_version, state=MeetingState.CLOSED, closed_at=now)
    return meeting
