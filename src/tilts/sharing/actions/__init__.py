"""The verbs of `sharing`, by noun."""

from tilts.sharing.actions.links import GivenLink, answer_by_link, answers_of, end_link, give_link, open_link
from tilts.sharing.actions.referrals import (
    IN_A_LETTER,
    accept_referral,
    decline_referral,
    finish_referral,
    refer,
    see_referral,
    take_letter,
    withdraw_referral,
)
from tilts.sharing.actions.sharing import colleague_elsewhere, share
from tilts.sharing.actions.summaries import keep_external, summarise, void_external
from tilts.sharing.actions.transfers import accept_transfer, decline_transfer, offer_transfer, withdraw_transfer

__all__ = [
    "GivenLink",
    "IN_A_LETTER",
    "accept_referral",
    "accept_transfer",
    "answer_by_link",
    "answers_of",
    "colleague_elsewhere",
    "decline_referral",
    "decline_transfer",
    "end_link",
    "finish_referral",
    "give_link",
    "keep_external",
    "offer_transfer",
    "open_link",
    "refer",
    "see_referral",
    "share",
    "summarise",
    "take_letter",
    "void_external",
    "withdraw_referral",
    "withdraw_transfer",
]
