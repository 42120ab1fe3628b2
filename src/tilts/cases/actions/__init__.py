"""The verbs of `cases`, by noun."""

from tilts.cases.actions.access import open_again, restrict
from tilts.cases.actions.child_reports import keep_child_report, send_child_report, write_child_report
from tilts.cases.actions.conflicts import check_conflicts, decide_conflict
from tilts.cases.actions.course import close_case, obligations_of, reopen_case, set_level
from tilts.cases.actions.following import agree_follow_ups, ahead_of, record_follow_up
from tilts.cases.actions.notes import (
    correct_note,
    correct_privileged,
    end_supervision,
    name_supervisor,
    void_note,
    void_privileged,
    write_note,
    write_privileged,
)
from tilts.cases.actions.opening import DUTY, join_case, let_office_in, open_case
from tilts.cases.actions.people import add_party
from tilts.cases.actions.team import hand_over, join_team, leave_team
from tilts.cases.actions.violence import tell_violence, withdraw_violence

__all__ = [
    "DUTY",
    "add_party",
    "agree_follow_ups",
    "ahead_of",
    "check_conflicts",
    "close_case",
    "correct_note",
    "correct_privileged",
    "decide_conflict",
    "end_supervision",
    "hand_over",
    "join_case",
    "join_team",
    "keep_child_report",
    "leave_team",
    "let_office_in",
    "name_supervisor",
    "obligations_of",
    "open_again",
    "open_case",
    "record_follow_up",
    "reopen_case",
    "restrict",
    "send_child_report",
    "set_level",
    "tell_violence",
    "void_note",
    "void_privileged",
    "withdraw_violence",
    "write_child_report",
    "write_note",
    "write_privileged",
]
