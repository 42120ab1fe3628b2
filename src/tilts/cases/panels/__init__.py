"""What `cases` lends to its own pages and answers, by noun: each module is read when the rooms are."""

from tilts.cases.panels import bar, child_reports, course, folder, following, sides, violence

__all__ = ["bar", "child_reports", "course", "folder", "following", "sides", "violence"]
