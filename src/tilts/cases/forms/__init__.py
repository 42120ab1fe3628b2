"""Words in, clean values out, by noun: the forms of `cases`."""

from tilts.cases.forms.case import NewCaseForm, WhyForm
from tilts.cases.forms.file import ChildReportForm, ChildSentForm, CloseForm, DecideForm, ReopenForm, now_for_form
from tilts.cases.forms.following import AgreeForm, FollowUpForm
from tilts.cases.forms.notes import CorrectForm, NoteForm, OwnNoteForm, SupervisorForm, VoidForm
from tilts.cases.forms.people import PersonForm, municipality_field, year_of_birth
from tilts.cases.forms.team import EndForm, HandOverForm, TeamForm
from tilts.cases.forms.violence import ViolenceForm, told_of, violence_fields

__all__ = [
    "AgreeForm",
    "ChildReportForm",
    "ChildSentForm",
    "CloseForm",
    "CorrectForm",
    "DecideForm",
    "EndForm",
    "FollowUpForm",
    "HandOverForm",
    "NewCaseForm",
    "NoteForm",
    "OwnNoteForm",
    "PersonForm",
    "ReopenForm",
    "SupervisorForm",
    "TeamForm",
    "ViolenceForm",
    "VoidForm",
    "WhyForm",
    "municipality_field",
    "now_for_form",
    "told_of",
    "violence_fields",
    "year_of_birth",
]
