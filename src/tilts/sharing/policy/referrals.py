"""Who reaches referrals, who refers a case, and who answers."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.duty import may_take_out
from tilts.access.opened import OpenTo
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, with_parent
from tilts.cases.policy.case import WORKERS, may_arrange, may_write_zone
from tilts.sharing.models import DESK, PartnerLink, Referral, ReferralState

with_parent(PartnerLink, key="referral")


@in_folder(Referral, key="case", zone="admin")
def referral_rows(reach: Reach, rows: Rows) -> Rows:
    """Referrals to one's organisation; those that it sent, where plan and services of the case are open to one."""
    if reach.user is None or reach.organisation is None:
        return rows.none()
    mine = reach.organisation
    known = OpenTo("case_id", "services", user=reach.user.pk, organisation=mine.pk, role=reach.role)
    return rows.filter(Q(to_organisation=mine) | Q(Q(known), organisation=mine))


def file_of_referral(reach: Reach, referral: UUID) -> UUID | None:
    """The file from which a referral within reach was sent, for the trace of the door."""
    found: UUID | None = reach(Referral).filter(pk=referral).values_list("case", flat=True).first()
    return found


def may_know_summary(reach: Reach, referral: Referral) -> bool:
    """Whether one may read what the sender summed up: the sender's side always, there who accepted and who does it."""
    if referral.organisation_id == getattr(reach.organisation, "pk", None):
        return True
    accepted = referral.state == ReferralState.ACCEPTED
    return accepted and getattr(reach.user, "pk", None) in (referral.answered_by_id, referral.doer_id)


def may_share_case(reach: Reach, record: Any = None) -> Decision:
    """Those who write the zone `admin` of an open case of their own organisation."""
    return Decision(_is_own(reach, record) and bool(may_write_zone(reach, record, "admin")))


def _is_own(reach: Reach, record: Any) -> bool:
    return record is None or record.organisation_id == getattr(reach.organisation, "pk", None)


def receives_referral(reach: Reach, record: Referral | None = None) -> Decision:
    """The desk of the organisation to which it went; for a partner outside, who arranges the case here."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    if record.partner_id:
        return Decision(_is_own(reach, record) and bool(may_arrange(reach, record.case)))
    came_here = record.to_organisation_id == getattr(reach.organisation, "pk", None)
    return Decision(reach.is_one_of(*DESK) and came_here and bool(reach.zones(record.case_id).admin))


def finishes_referral(reach: Reach, record: Referral | None = None) -> Decision:
    """Who answers for it there, and who does what was asked."""
    does = record is not None and record.doer_id == getattr(reach.user, "pk", None)
    if does and record is not None and record.to_organisation_id == getattr(reach.organisation, "pk", None):
        return Decision(reach.is_one_of(*WORKERS) and bool(reach.zones(record.case_id).admin))
    return receives_referral(reach, record)


@rule("referral.read", says=_("Referrals: looked"))
def may_read_referrals(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases read referrals: which ones, their grants say."""
    return Decision(reach.is_one_of(*WORKERS))


def may_withdraw(reach: Reach, record: Any = None) -> Decision:
    """Those who arrange a case take its referrals back, also when it is closed."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    return Decision(_is_own(reach, record) and bool(may_arrange(reach, record.case)))


def nobody_signed_in(reach: Reach, record: Any = None) -> Decision:
    """Nobody with an account: only whoever holds the link and its code."""
    return Decision(False)


def may_export(reach: Reach, record: Any = None) -> Decision:
    """Those who arrange a case take out the letter of a referral to a partner outside, while it is open."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    if not record.partner_id or not record.is_open:
        return Decision(False, _("Only an open referral to a partner outside has a letter."))
    mine = _is_own(reach, record) and bool(may_arrange(reach, record.case))
    return may_take_out(reach, record.case_id) if mine else Decision(False)
