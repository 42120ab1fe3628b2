"""The tables of `cases`, by noun."""

from tilts.cases.models.case import WORKERS, Case, CaseKind, CaseRows, Level
from tilts.cases.models.child_reports import ChildReport, ToldHow, ToldTo
from tilts.cases.models.conflicts import Conflict, ConflictCheck, ConflictState
from tilts.cases.models.course import Closing, Outcome
from tilts.cases.models.due import SOURCES, Due, Falls, falls_due
from tilts.cases.models.following import FollowUp, FollowUpOutcome
from tilts.cases.models.notes import Note, NoteVoided, NoteZone, PrivilegedNote, ProfessionalSupervision
from tilts.cases.models.people import Party, PartyRole, TeamMember
from tilts.cases.models.violence import AllegedRelation, AllegedSex, Setting, Violence, ViolenceKind

__all__ = [
    "AllegedRelation",
    "AllegedSex",
    "Case",
    "CaseKind",
    "CaseRows",
    "ChildReport",
    "Closing",
    "Conflict",
    "ConflictCheck",
    "ConflictState",
    "Due",
    "Falls",
    "FollowUp",
    "FollowUpOutcome",
    "Level",
    "Note",
    "NoteVoided",
    "NoteZone",
    "Outcome",
    "Party",
    "PartyRole",
    "PrivilegedNote",
    "ProfessionalSupervision",
    "SOURCES",
    "Setting",
    "TeamMember",
    "ToldHow",
    "ToldTo",
    "Violence",
    "ViolenceKind",
    "WORKERS",
    "falls_due",
]
