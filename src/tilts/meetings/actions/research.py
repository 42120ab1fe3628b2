"""What each institution found, and what it puts on the table."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, save_over
from tilts.access.held import say_the_same
from tilts.access.reach import Reach, Refused
from tilts.meetings.actions.inviting import papers_of
from tilts.meetings.models import AgendaItem, Decision, MeetingState, Research, SharedItem
from tilts.meetings.policy import drives
from tilts.meetings.policy.agenda import at_table, may_withdraw_shared, own_research


@action("meeting.researched", may=at_table, says=gettext_lazy("Research for a meeting: written"))
def write_research(
    reach: Reach, item: AgendaItem, *, text: str, nature: str, decision: str = "", reason: str = "", source: str = ""
) -> Research:
    """Write down what one's own institution found: nobody else reads it until the institution shares it."""
    organisation = reach.organisation
    papers = papers_of(item.meeting, organisation) if organisation else None
    if organisation is None or papers is None:
        raise Refused(_("Your institution is not invited to this meeting."))
    _check(decision, reason)
    found: Research = Research.objects.create(
        organisation=organisation,
        papers=papers,
        item=item,
        author=reach.user,
        text=text,
        nature=nature,
        decision=decision,
        reason=reason,
        source=source,
    )
    return found


def _check(decision: str, reason: str) -> None:
    if decision == Decision.HOLD_BACK and not reason:
        raise Refused(_("Say why it is held back. The reason stays with your institution."))


@action("meeting.research_changed", may=own_research, says=gettext_lazy("Research for a meeting: changed"))
def change_research(reach: Reach, /, research: Research, *, seen_version: int, **facts: Any) -> Research:
    """Change one's research, or decide whether it is shared; what was put on the table stays as it was said."""
    if research.shared_at:
        raise Refused(_("This was shared already. Write down what is new."))
    _check(facts.get("decision", ""), facts.get("reason", ""))
    save_over(research, seen_version, **facts)
    return research


@action("meeting.research_shared", may=own_research, says=gettext_lazy("Research for a meeting: shared"))
def share_research(reach: Reach, research: Research, *, seen_version: int) -> SharedItem:
    """Put it on the table while the meeting is in progress: from now on everybody at it reads this text."""
    if research.item.meeting.state != MeetingState.RUNNING:
        raise Refused(_("Things are shared at the meeting, once it is in progress."))
    if research.shared_at:
        raise Stale
    save_over(research, seen_version, decision=Decision.SHARE, shared_at=timezone.now())
    return _shared(reach, research.item, research.text, research.nature, research.source)


@action("meeting.item_shared", may=at_table, says=gettext_lazy("Meeting: shared"))
def share_item(
    reach: Reach, item: AgendaItem, *, text: str, nature: str, source: str = "", name: str = ""
) -> SharedItem:
    """Put on the table what one's institution says; the coordinator writes down what somebody outside (`name`) said."""
    if item.meeting.state != MeetingState.RUNNING:
        raise Refused(_("Things are shared at the meeting, once it is in progress."))
    if name and not drives(reach, item.meeting):
        raise Refused(_("Who coordinates the meeting writes down what others said."))
    same = SharedItem._base_manager.filter(
        item=item, unit=None if name else reach.organisation, name=name, nature=nature, voided_at=None
    )
    if say_the_same(same, text=text, source=source):
        raise Refused(_("This lies on the table already."), "text")
    return _shared(reach, item, text, nature, source, name)


@action("meeting.share_withdrawn", may=may_withdraw_shared, says=gettext_lazy("Meeting: taken off the table"))
def withdraw_shared(reach: Reach, shared: SharedItem, *, why: str, seen_version: int) -> SharedItem:
    """Take off the table what was put there by mistake; who has read it has read it, the minutes are without it."""
    save_over(shared, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)
    return shared


def _shared(reach: Reach, item: AgendaItem, text: str, nature: str, source: str, name: str = "") -> SharedItem:
    made: SharedItem = SharedItem.objects.create(
        organisation=item.organisation,
        item=item,
        unit=None if name else reach.organisation,
        name=name,
        nature=nature,
        text=text,
        source=source,
        by=reach.user,
        at=timezone.now(),
    )
    return made
