"""The tables of `meetings`, by noun."""

from tilts.meetings.models.agenda import (
    MINUTES,
    AgendaItem,
    Aware,
    Basis,
    Criterion,
    MeetingAction,
    RepeatRule,
    Seat,
    SharedItem,
)
from tilts.meetings.models.family import CirclePerson, FamilyConference, FamilyStep, StepOutcome
from tilts.meetings.models.kinds import CALLED_BY, CALLERS, LAWS, OF_INSTITUTIONS, TAKES_CASES, MeetingKind
from tilts.meetings.models.meeting import (
    GuestPass,
    Invitation,
    Issue,
    Meeting,
    MeetingAttribution,
    MeetingRows,
    MeetingState,
)
from tilts.meetings.models.research import Decision, Nature, Research

__all__ = [
    "MINUTES",
    "AgendaItem",
    "Aware",
    "Basis",
    "CALLED_BY",
    "CALLERS",
    "CirclePerson",
    "Criterion",
    "Decision",
    "FamilyConference",
    "FamilyStep",
    "GuestPass",
    "Invitation",
    "Issue",
    "LAWS",
    "Meeting",
    "MeetingAction",
    "MeetingAttribution",
    "MeetingKind",
    "MeetingRows",
    "MeetingState",
    "OF_INSTITUTIONS",
    "Nature",
    "RepeatRule",
    "Research",
    "Seat",
    "SharedItem",
    "StepOutcome",
    "TAKES_CASES",
]
