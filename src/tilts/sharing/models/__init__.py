"""The tables of `sharing`, by noun."""

from tilts.sharing.models.links import PartnerLink
from tilts.sharing.models.referrals import (
    ANSWER_DAYS,
    DESK,
    LAWFUL,
    OPEN,
    WAITING,
    Referral,
    ReferralState,
    SharingBasis,
    Urgency,
)
from tilts.sharing.models.summaries import CaseSummary, ExternalId, ExternalKind, SummaryFor
from tilts.sharing.models.transfers import Transfer, TransferState

__all__ = [
    "DESK",
    "ANSWER_DAYS",
    "CaseSummary",
    "ExternalId",
    "ExternalKind",
    "LAWFUL",
    "OPEN",
    "PartnerLink",
    "Referral",
    "ReferralState",
    "SharingBasis",
    "SummaryFor",
    "Transfer",
    "TransferState",
    "Urgency",
    "WAITING",
]
