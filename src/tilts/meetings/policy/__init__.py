"""Who reaches what in `meetings`, and who may do what, by noun."""

from tilts.meetings.policy.agenda import case_of, drives_item, may_act_for
from tilts.meetings.policy.meeting import AT_TABLE, HELD, ONLY_HOST, drives, who_may_drive

__all__ = ["AT_TABLE", "HELD", "ONLY_HOST", "case_of", "drives", "drives_item", "may_act_for", "who_may_drive"]
