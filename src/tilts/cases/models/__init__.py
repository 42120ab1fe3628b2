"""The tables of `cases`, by noun."""

from tilts.cases.models.appointments import (
    Appointment,
    AppointmentPerson,
    AppointmentPlace,
    AppointmentState,
    CalendarFeed,
    PlaceKind,
)
from tilts.cases.models.case import Case, CaseKind, CaseRows, Level
from tilts.cases.models.child_reports import ChildReport, ToldHow, ToldTo
from tilts.cases.models.conflicts import Conflict, ConflictCheck, ConflictState
from tilts.cases.models.course import Closing, Outcome
from tilts.cases.models.due import SOURCES, Due, Falls, falls_due
from tilts.cases.models.entitlements import Entitlement
from tilts.cases.models.following import FollowUp, FollowUpOutcome
from tilts.cases.models.notes import Note, NoteVoided, NoteZone, PrivilegedNote, ProfessionalSupervision
from tilts.cases.models.orders import Condition, Order, OrderBreach, OrderKind
from tilts.cases.models.people import Party, PartyRole, TeamMember
from tilts.cases.models.plan import Goal, PlanReview, Progress, Step, StepOwner
from tilts.cases.models.referrals import (
    ANSWER_DAYS,
    LAWFUL,
    OPEN,
    WAITING,
    Referral,
    ReferralState,
    SharingBasis,
    Urgency,
)
from tilts.cases.models.summaries import CaseSummary, ExternalId, ExternalKind, SummaryFor
from tilts.cases.models.tasks import Task
from tilts.cases.models.transfers import Transfer, TransferState

__all__ = [
    "ANSWER_DAYS",
    "Appointment",
    "AppointmentPerson",
    "AppointmentPlace",
    "AppointmentState",
    "CalendarFeed",
    "Case",
    "CaseKind",
    "CaseRows",
    "CaseSummary",
    "ChildReport",
    "Closing",
    "Condition",
    "Conflict",
    "ConflictCheck",
    "ConflictState",
    "Due",
    "Entitlement",
    "ExternalId",
    "ExternalKind",
    "Falls",
    "FollowUp",
    "FollowUpOutcome",
    "Goal",
    "LAWFUL",
    "Level",
    "Note",
    "NoteVoided",
    "NoteZone",
    "OPEN",
    "Order",
    "OrderBreach",
    "OrderKind",
    "Outcome",
    "Party",
    "PartyRole",
    "PlaceKind",
    "PlanReview",
    "PrivilegedNote",
    "ProfessionalSupervision",
    "Progress",
    "Referral",
    "ReferralState",
    "SOURCES",
    "SharingBasis",
    "Step",
    "StepOwner",
    "SummaryFor",
    "Task",
    "TeamMember",
    "ToldHow",
    "ToldTo",
    "Transfer",
    "TransferState",
    "Urgency",
    "WAITING",
    "falls_due",
]
