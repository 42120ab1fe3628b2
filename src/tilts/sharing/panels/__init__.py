"""What `sharing` lends to other pages and answers, by noun: each module is read when the rooms are."""

from tilts.sharing.panels import file, referrals, summary, transfers

__all__ = ["file", "referrals", "summary", "transfers"]
