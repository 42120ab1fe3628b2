"""A guest's pass to one meeting: a link and a code, an account of no use for anything else."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.actor import JOB, acting
from tilts.access.grants import end_what_follows
from tilts.access.models import User
from tilts.access.reach import Reach, Refused, unscoped
from tilts.kit.passes import MOST_WRONG, hash_of_token, new_code, new_token, typed_pass_code
from tilts.meetings.models import GuestPass, Invitation, Meeting, MeetingState
from tilts.meetings.outside import footing_of, tell_lead
from tilts.meetings.policy.agenda import may_invite
from tilts.meetings.policy.meeting import may_end_pass, may_enter_by_pass
from tilts.meetings.seats import CASES_DAYS, OPEN_STATES, addressed, guests_of, let_to_table, seat, until
from tilts.people.models import Consent

REASON = "a guest enters by a link whose token only the guest has"


@dataclass(frozen=True)
class Given:
    """A pass as it is handed over, once: the token stands in the link, the code goes another way."""

    passed: GuestPass
    token: str
    code: str


@action("meeting.pass_given", may=may_invite, says=gettext_lazy("Meeting: pass for a guest given"))
def give_pass(  # noqa: PLR0913  whom, from where, and on what
    reach: Reach,
    meeting: Meeting,
    *,
    name: str,
    institution: str,
    kind: str,
    basis: str = "",
    consent: Consent | None = None,
    reason: str = "",
) -> Given:
    """Invite a guest: an account without password and membership, let into this meeting until 14 days after it.

    To a table about one case only on what a referral would rest, asked by who leads the case or supervises.
    """
    ends = until(meeting, CASES_DAYS)
    if meeting.state == MeetingState.CLOSED or ends <= timezone.now():
        raise Refused(_("This meeting is over. What was written stays."))
    facts = footing_of(reach, meeting, None, basis=basis, consent=consent, reason=reason)
    user = User.objects.create_user(f"{uuid4()}@guest.invalid", name=name, guest=True)
    invitation: Invitation = Invitation.objects.create(
        organisation=meeting.organisation, meeting=meeting, name=institution, kind=kind, represented_by=name, **facts
    )
    token, code = new_token(), new_code()
    # who lets a guest in because of the case need not run the meeting, whose passes its coordinator alone reads
    with acting(JOB):
        passed: GuestPass = GuestPass.objects.create(
            organisation=meeting.organisation,
            meeting=meeting,
            invitation=invitation,
            user=user,
            token_hash=hash_of_token(token),
            code_hash=make_password(code),
            ends=ends,
        )
    guest = addressed(invitation, guests_of(meeting))
    let_to_table(reach, meeting.folder, meeting, guest, because=invitation, days=CASES_DAYS)
    seat(reach, meeting)
    if facts:
        tell_lead(reach, invitation)
    return Given(passed, token, code)


def _end(passed: GuestPass) -> None:
    """The guest sees nothing from now on, and their session is over."""
    now = timezone.now()
    with acting(JOB):
        end_what_follows(JOB, passed.invitation)
        GuestPass._base_manager.filter(pk=passed.pk, ended_at=None).update(ended_at=now)
        User.objects.filter(pk=passed.user_id).update(is_active=False)


@action("meeting.pass_ended", may=may_end_pass, says=gettext_lazy("Meeting: pass for a guest ended"))
def end_pass(reach: Reach, passed: GuestPass) -> GuestPass:
    """End a pass at once."""
    _end(passed)
    return passed


@action("meeting.pass_entered", may=may_enter_by_pass, says=gettext_lazy("Meeting: a guest came in"))
def enter_by(reach: Reach, passed: GuestPass) -> GuestPass:
    """The guest comes in by their own pass."""
    with acting(JOB):
        GuestPass._base_manager.filter(pk=passed.pk).update(used_at=timezone.now())
    return passed


def find_pass(token: str, code: str) -> GuestPass | None:
    """The pass of a link, if the code is its own; a wrong one is counted, and too many end the pass.

    Whether the link or the code was wrong is not told. Must stand inside a transaction that is committed.
    """
    with acting(JOB):
        rows = unscoped(GuestPass, reason=REASON).select_related("user", "meeting", "invitation")
        passed: GuestPass | None = rows.filter(token_hash=hash_of_token(token), ended_at=None, voided_at=None).first()
        if passed is None or passed.ends <= timezone.now() or passed.meeting.voided_at is not None:
            check_password(code, make_password(""))
            return None
        if check_password(typed_pass_code(code), passed.code_hash):
            GuestPass._base_manager.filter(pk=passed.pk).update(wrong=0)
            return passed if passed.meeting.state in OPEN_STATES else None
        GuestPass._base_manager.filter(pk=passed.pk).update(wrong=F("wrong") + 1)
        if passed.wrong + 1 >= MOST_WRONG:
            _end(passed)
    return None
