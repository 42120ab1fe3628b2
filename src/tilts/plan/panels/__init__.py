"""What `plan` lends to other pages and answers, by noun: each module is read when the rooms are."""

from tilts.plan.panels import dates, due, frame

__all__ = ["dates", "due", "frame"]
