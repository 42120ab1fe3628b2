"""Who reaches what in `cases`, by noun: each module is read when the rooms are."""

from tilts.cases.policy import case, child_reports, conflicts, course, due, following, notes, people, violence

__all__ = [
    "case",
    "child_reports",
    "conflicts",
    "course",
    "due",
    "following",
    "notes",
    "people",
    "violence",
]
