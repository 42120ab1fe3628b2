"""People from outside at a table about one case: what a referral needs lets them in, and nothing less."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.models import Organisation
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.cases.models import Case
from tilts.meetings.models import Invitation, Meeting
from tilts.meetings.seats import CASES_DAYS, items_of
from tilts.people.actions import refuse_if_restricted
from tilts.people.models import Consent
from tilts.post.telling import tell
from tilts.sharing.actions.footing import stand_on
from tilts.sharing.policy.referrals import may_share_case

TABLE_ZONES = ("name",)
"""What a table opens of a case, beside its code and stage."""


def footing_of(
    reach: Reach,
    meeting: Meeting,
    unit: Organisation | None,
    *,
    basis: str,
    consent: Consent | None,
    reason: str,
) -> dict[str, Any]:
    """On what somebody from outside sits at a table about one case, as columns of an invitation (of a wider action).

    Nothing for colleagues, and at tables of institutions, where each case says itself on what it lies there.
    """
    if not meeting.is_about_one_case or unit == meeting.organisation:
        return {}
    case = _case_of(meeting)
    if not may_share_case(reach, case):
        raise NotAllowed(_("People from outside are invited by who leads the case, or by a supervisor."))
    refuse_if_restricted(case.folder_id)
    if case.folder.restricted:
        raise Refused(_("This case is restricted to named people. It cannot be opened to institutions."))
    last = max(meeting.day + timedelta(days=CASES_DAYS), timezone.localdate())
    ground: dict[str, Any] = {"basis": basis, "consent": consent, "reason": reason}
    footing = stand_on(reach, case, to=unit, zones=TABLE_ZONES, until=last, **ground)
    return {"basis": basis, "until": footing.until, **footing.facts}


def tell_lead(reach: Reach, invitation: Invitation) -> None:
    """Who leads the case learns that somebody from outside sits at a table about it (part of a wider action)."""
    meeting = invitation.meeting
    lead = _case_of(meeting).lead
    if lead is not None and lead != reach.user:
        tell([lead], "meeting.outside", about=invitation.pk, path=f"/meetings/{meeting.pk}/")


def _case_of(meeting: Meeting) -> Case:
    case: Case = items_of(meeting)[0].case
    return case
