"""What institutions take upon themselves, and how they are reminded of it."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.colleagues import colleagues, works_at
from tilts.access.models import Organisation, User
from tilts.access.reach import Reach, Refused, nobody_by_hand, unscoped
from tilts.meetings.models import AgendaItem, Invitation, Issue, Meeting, MeetingAction
from tilts.meetings.policy import drives
from tilts.meetings.policy.agenda import at_meeting, may_change_action, may_finish_action
from tilts.post.telling import tell

AGAIN = timedelta(days=7)
"""How often an institution is reminded of what is overdue."""


@action("meeting.action_set", may=at_meeting, says=gettext_lazy("Meeting: action taken on"))
def set_action(
    reach: Reach,
    meeting: Meeting,
    *,
    what: str,
    due_on: date,
    item: AgendaItem | None = None,
    issue: Issue | None = None,
    owner: Organisation | None = None,
    owner_name: str = "",
    user: User | None = None,
) -> MeetingAction:
    """An institution takes something on by a day, about a case or an issue; each speaks for itself."""
    if owner is None and not owner_name:
        raise Refused(_("Say which institution does it."), "owner")
    if owner != reach.organisation and not drives(reach, meeting):
        raise Refused(_("Each institution takes actions on for itself; the coordinator writes down the others'."))
    today = timezone.localdate()
    set_on = min(today, meeting.day) if meeting.day < today else today
    if due_on < set_on:
        raise Refused(_("The day lies in the past."))
    if any(of is not None and of.meeting_id != meeting.pk for of in (item, issue)):
        raise Refused(_("This belongs to another meeting."))
    made: MeetingAction = MeetingAction.objects.create(
        organisation=meeting.organisation,
        meeting=meeting,
        item=item,
        issue=issue,
        owner=owner,
        owner_name="" if owner else owner_name,
        user=user,
        what=what,
        set_on=set_on,
        due_on=due_on,
    )
    return made


@action("meeting.action_changed", may=may_change_action, says=gettext_lazy("Meeting: action changed"))
def change_action(
    reach: Reach, act: MeetingAction, *, what: str, due_on: date, user: User | None = None, seen_version: int
) -> MeetingAction:
    """Write down better what was taken on: the words, the day, who does it. Another institution's is set anew."""
    _check_open(act)
    if user and act.owner_id != getattr(reach.organisation, "pk", None):
        raise Refused(_("Each institution says for itself who of it does this."))
    save_over(act, seen_version, what=what, due_on=due_on, user=user or _theirs(reach, act))
    return act


def _theirs(reach: Reach, act: MeetingAction) -> User | None:
    """Whom another institution named stays; one's own may be taken out."""
    return None if act.owner_id == getattr(reach.organisation, "pk", None) else act.user


@action("meeting.action_withdrawn", may=may_change_action, says=gettext_lazy("Meeting: action taken out"))
def withdraw_action(reach: Reach, act: MeetingAction, *, why: str, seen_version: int) -> MeetingAction:
    """Take out what was written down by mistake; it stays on record as taken out."""
    _check_open(act)
    save_over(act, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)
    return act


def _check_open(act: MeetingAction) -> None:
    if act.done_on:
        raise Refused(_("This is done already."))


@action("meeting.action_done", may=may_finish_action, says=gettext_lazy("Meeting: action done"))
def finish_action(
    reach: Reach, act: MeetingAction, *, done_on: date, note: str = "", seen_version: int
) -> MeetingAction:
    """It is done: on a day, with a word on how it went."""
    _check_open(act)
    if done_on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."))
    save_over(act, seen_version, done_on=done_on, done_note=note, done_by=reach.user)
    return act


@action("meeting.action_chased", may=nobody_by_hand, says=gettext_lazy("Meeting: reminded of an action"))
def chase(reach: Reach, act: MeetingAction) -> MeetingAction:
    """Remind whoever took it on, without a client's data: the one by name, or those who sit at the table for it."""
    MeetingAction._base_manager.filter(pk=act.pk).update(chased_on=timezone.localdate())
    tell(who_answers(act), "meeting.action_overdue", about=act.pk, path="/meetings/")
    return act


def who_answers(act: MeetingAction) -> list[User]:
    """Who is reminded: the one by name while they work there, else those of the institution who are invited."""
    if act.user and works_at(act.user, act.owner or act.meeting.organisation):
        return [act.user]
    if act.owner is None:
        return [act.meeting.coordinator]
    invited = Invitation._base_manager.filter(meeting=act.meeting_id, unit=act.owner, voided_at=None)
    roles = [one.role for one in invited if one.role]
    named = User.objects.filter(pk__in=invited.values("colleague"), is_active=True)
    return [*named, *colleagues(act.owner, *roles)]


def chase_overdue(reach: Reach) -> int:
    """Remind of everything that is overdue and was not reminded of within a week; how many."""
    today = timezone.localdate()
    late = unscoped(MeetingAction, reason="institutions are reminded of what they took on")
    late = late.filter(done_on=None, due_on__lt=today, voided_at=None, meeting__voided_at=None)
    late = late.filter(Q(chased_on=None) | Q(chased_on__lte=today - AGAIN))
    found = list(late.select_related("user", "owner", "meeting__coordinator").order_by("due_on", "pk")[:500])
    for act in found:
        chase(reach, act)
    return len(found)
