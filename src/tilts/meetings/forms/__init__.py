"""Words in, clean values out, by noun."""

from tilts.meetings.forms.agenda import (
    ActionForm,
    ConcludeForm,
    DoneForm,
    IssueForm,
    ItemForm,
    ReferForm,
    RepeatForm,
    ResearchForm,
    ShareForm,
    ToldForm,
)
from tilts.meetings.forms.family import CircleForm, ConferenceForm, StepForm, StepReviewForm
from tilts.meetings.forms.meeting import (
    CancelForm,
    CaseMeetingForm,
    ChangeForm,
    EnterForm,
    GuestForm,
    InviteForm,
    MeetingForm,
    attendance_form,
    attendance_told,
    go_on_from,
)

__all__ = [
    "ActionForm",
    "CancelForm",
    "CaseMeetingForm",
    "ChangeForm",
    "CircleForm",
    "ConcludeForm",
    "ConferenceForm",
    "DoneForm",
    "EnterForm",
    "GuestForm",
    "InviteForm",
    "IssueForm",
    "ItemForm",
    "MeetingForm",
    "ReferForm",
    "RepeatForm",
    "ResearchForm",
    "ShareForm",
    "StepForm",
    "StepReviewForm",
    "ToldForm",
    "attendance_form",
    "attendance_told",
    "go_on_from",
]
