"""Who reaches what in `sharing`, by noun: each module is read when the rooms are."""

from tilts.sharing.policy import referrals, summaries, transfers

__all__ = ["referrals", "summaries", "transfers"]
