"""What `cases` lends to its own pages and answers, by noun: each module is read when the rooms are."""

from tilts.cases.panels import child_reports, course, file, folder, following, sides, violence

__all__ = ["child_reports", "course", "file", "folder", "following", "sides", "violence"]
