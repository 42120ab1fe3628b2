"""The minutes are confirmed by those who sat at the table, each institution once."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.reach import Reach, Refused
from tilts.meetings.models import Invitation, Meeting
from tilts.meetings.policy.meeting import may_sign, seat_of


@action("meeting.minutes_signed", may=may_sign, says=gettext_lazy("Minutes: confirmed"))
def sign_minutes(reach: Reach, meeting: Meeting) -> Invitation:
    """Confirm for one's institution that the minutes say what was said and concluded; who and when is kept.

    No electronic signature in the sense of the law: where that is needed, the paper is signed.
    """
    seat = seat_of(reach, meeting)
    if seat is None:
        raise Refused(_("Minutes are confirmed by those who sat at the table."))
    if seat.signed_by:
        raise Refused(_("Your institution has confirmed these minutes: %(who)s.") % {"who": seat.signed_by})
    save_over(seat, seat.version, signed_by=reach.user, signed_at=timezone.now())
    return seat
