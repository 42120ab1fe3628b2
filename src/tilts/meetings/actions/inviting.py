"""Who sits at a table: invited one by one, or as last time; the host sits at its own."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import NOT_LET_IN, action, save_over
from tilts.access.colleagues import colleagues, roles_held, works_at
from tilts.access.grants import end_what_follows
from tilts.access.models import Folder, FolderKind, GrantKind, Organisation, User
from tilts.access.reach import Reach, Refused
from tilts.access.standing import is_walled
from tilts.meetings.models import OF_INSTITUTIONS, TAKES_CASES, GuestPass, Invitation, Meeting, MeetingState
from tilts.meetings.outside import footing_of, tell_lead
from tilts.meetings.policy.agenda import may_invite
from tilts.meetings.seats import invitations_of, items_of, let_to_table, seat
from tilts.meetings.usual import SITS, usual_role
from tilts.people.models import Consent
from tilts.post.telling import tell


def guests_at(meeting: Meeting) -> list[Invitation]:
    """Every invitation that stands but the host's own."""
    return [one for one in invitations_of(meeting) if not meeting.is_hosted_by(one)]


def seat_host(reach: Reach, meeting: Meeting) -> Invitation:
    """Who coordinates sits there for the institution that convenes, with papers of its own (part of a wider action)."""
    unit = meeting.organisation
    papers = (papers_of(meeting, unit) or _new_papers(unit)) if meeting.kind in TAKES_CASES else None
    facts: dict[str, Any] = {"unit": unit, "kind": unit.kind, "colleague": meeting.coordinator, "papers": papers}
    invitation: Invitation = Invitation.objects.create(organisation=unit, meeting=meeting, **facts)
    if papers is not None:
        to = {"to_user": meeting.coordinator, "at": unit}
        let_to_table(reach, papers, meeting, to, because=invitation)
    return invitation


def hand_seat_over(reach: Reach, meeting: Meeting, before: User) -> None:
    """Another colleague coordinates: theirs is the host's seat from now on (part of a wider action)."""
    standing = invitations_of(meeting)
    left = [one for one in standing if one.unit_id == meeting.organisation_id and one.colleague_id == before.pk]
    for one in left:
        end_what_follows(reach, one)
        if meeting.state in (MeetingState.PLANNED, MeetingState.PUBLISHED):  # else they sat there
            save_over(one, one.version, voided_at=timezone.now(), voided_by=reach.user)
    seated = meeting.state == MeetingState.CLOSED or any(meeting.is_hosted_by(one) for one in standing)
    if left and not seated:
        seat_host(reach, meeting)


@action("meeting.invited", may=may_invite, says=gettext_lazy("Meeting: invited"))
def invite(
    reach: Reach,
    meeting: Meeting,
    *,
    unit: Organisation | None = None,
    role: str = "",
    colleague: User | None = None,
    name: str = "",
    kind: str = "",
    basis: str = "",
    consent: Consent | None = None,
    reason: str = "",
) -> Invitation:
    """Invite an institution: of one that works here, the people of one role or one colleague; another one by name.

    An invitation after the agenda was published opens its cases at once. Of another institution nobody learns of the
    one case that a meeting is about without what a referral needs: who leads it or supervises asks, on a basis.
    """
    if unit is not None and not role and colleague is None:
        raise Refused(_("Say who of the institution sits at the table."), "role")
    _refuse_walled(meeting, unit, colleague)
    facts = footing_of(reach, meeting, unit, basis=basis, consent=consent, reason=reason) if unit else {}
    invitation = Invitation(
        organisation=meeting.organisation,
        meeting=meeting,
        unit=unit,
        role="" if colleague else role,
        colleague=colleague,
        name="" if unit else name,
        kind=unit.kind if unit else kind,
        **facts,
    )
    if unit is not None and meeting.kind in TAKES_CASES:
        invitation.papers = papers_of(meeting, unit) or _new_papers(unit)
    invitation.save(force_insert=True)
    if unit is not None:
        _let_unit_in(reach, meeting, invitation, unit)
    seat(reach, meeting)
    _tell(reach, meeting, invitation)
    return invitation


def _tell(reach: Reach, meeting: Meeting, invitation: Invitation) -> None:
    """Who leads the case, where somebody from outside comes; who is invited, once the agenda is published."""
    if invitation.basis:
        tell_lead(reach, invitation)
    if meeting.state != MeetingState.PLANNED:
        tell_invited(meeting, [invitation])


def _new_papers(unit: Organisation) -> Folder:
    """A folder for the research of an institution alone."""
    return Folder.objects.create(organisation=unit, kind=FolderKind.RESEARCH)


def _refuse_walled(meeting: Meeting, unit: Organisation | None, colleague: User | None) -> None:
    """About one case nobody is invited who is kept out of it; on a longer agenda that case alone is shut to them."""
    if not meeting.is_about_one_case:
        return
    for item in items_of(meeting):
        if is_walled(item.case.folder, user=colleague, unit=unit):
            raise Refused(NOT_LET_IN)


def _let_unit_in(reach: Reach, meeting: Meeting, invitation: Invitation, unit: Organisation) -> None:
    """To the table and, for research, to papers of the institution's own; all of it knows of the meeting."""
    to: dict[str, Any] = {"to_unit": unit, "to_role": invitation.role}
    if invitation.colleague:
        to = {"to_user": invitation.colleague, "at": unit}
    if unit != meeting.organisation:
        known = {"to_unit": unit}
        let_to_table(reach, meeting.folder, meeting, known, because=invitation, kind=GrantKind.AGENCY)
    let_to_table(reach, meeting.folder, meeting, to, because=invitation)
    if invitation.papers:
        let_to_table(reach, invitation.papers, meeting, to, because=invitation)


def papers_of(meeting: Meeting, unit: Organisation) -> Folder | None:
    """The folder in which an institution keeps its research for this meeting, if it is invited."""
    found = [one.papers_id for one in invitations_of(meeting) if one.unit == unit and one.papers_id]
    return Folder.objects.get(pk=found[0]) if found else None


@action("meeting.uninvited", may=may_invite, says=gettext_lazy("Meeting: invitation taken back"))
def uninvite(reach: Reach, meeting: Meeting, *, invitation: Invitation, seen_version: int) -> None:
    """Take an invitation back: from this moment nothing of the meeting is open by it."""
    if invitation.meeting_id != meeting.pk:
        raise Refused(_("This invitation belongs to another meeting."))
    if meeting.is_hosted_by(invitation):
        raise Refused(_("Who coordinates the meeting sits at it. Hand the meeting over instead."))
    save_over(invitation, seen_version, voided_at=timezone.now(), voided_by=reach.user)
    end_what_follows(reach, invitation)


def tell_invited(meeting: Meeting, invitations: list[Invitation]) -> None:
    """A letter without a client's data to those who are invited (part of a wider action); not of a past meeting."""
    if meeting.starts < timezone.now():
        return
    people = [one.colleague for one in invitations if one.colleague and not meeting.is_hosted_by(one)]
    for one in invitations:
        if one.unit and one.role:
            people += list(colleagues(one.unit, one.role))
    tell(people, "meeting.published", about=meeting.pk, path=f"/meetings/{meeting.pk}/")


def last_table(reach: Reach, meeting: Meeting) -> Meeting | None:
    """The last meeting of this kind that one's institution called before this one."""
    if meeting.kind not in OF_INSTITUTIONS:
        return None
    same = reach(Meeting).filter(organisation=meeting.organisation, kind=meeting.kind, starts__lt=meeting.starts)
    found: Meeting | None = same.exclude(pk=meeting.pk).order_by("-starts").first()
    return found


def usual_table(reach: Reach, meeting: Meeting) -> list[dict[str, Any]]:
    """Whom one invites as last time: who sat there, is not invited yet and still works there; no guest with a pass.

    Where nobody of an institution works in the role of last time, the role that it has now.
    """
    last = last_table(reach, meeting)
    if last is None:
        return []
    passes = GuestPass._base_manager.filter(meeting=last).values("invitation")
    rows = reach(Invitation).filter(meeting=last).exclude(pk__in=passes).select_related("unit", "colleague")
    sat = [one for one in rows if not last.is_hosted_by(one)]
    held = roles_held([one.unit_id for one in sat if one.unit_id], SITS)
    there = {_whom(one) for one in invitations_of(meeting)}
    found = [_as_last(one, held.get(one.unit_id, set())) for one in sat if _whom(one) not in there]
    return [one for one in found if one and one.get("colleague") != meeting.coordinator]


def _whom(one: Invitation) -> tuple[Any, ...]:
    return (one.unit_id, one.colleague_id, one.name)


def _as_last(one: Invitation, held: set[str]) -> dict[str, Any]:
    if one.unit is None:
        return {"name": one.name, "kind": one.kind}
    if one.colleague is not None:
        return {"unit": one.unit, "colleague": one.colleague} if works_at(one.colleague, one.unit) else {}
    return {"unit": one.unit, "role": one.role if one.role in held or not held else usual_role(held)}


@action("meeting.usual_invited", may=may_invite, says=gettext_lazy("Meeting: the usual table invited"))
def invite_as_last(reach: Reach, meeting: Meeting) -> list[Invitation]:
    """Invite in one press who sat at the last such meeting; refused where that is nobody who is not invited yet."""
    usual = usual_table(reach, meeting)
    if not usual:
        raise Refused(_("There is nobody to invite as last time."))
    return [invite(reach, meeting, **one) for one in usual]
