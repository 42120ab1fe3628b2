"""The verbs of `risk`, by noun."""

from tilts.risk.actions.questionnaires import correct_questionnaire, finish_assessment, void_questionnaire
from tilts.risk.actions.reports import (
    begin_report,
    colleague_at,
    desk_for,
    hand_report_over,
    keep_report,
    open_case_from,
    pass_on,
    record_contact,
    register_report,
    return_report,
    send_report,
    take_up,
    waiting_channels,
)

__all__ = [
    "begin_report",
    "colleague_at",
    "correct_questionnaire",
    "desk_for",
    "finish_assessment",
    "hand_report_over",
    "keep_report",
    "open_case_from",
    "pass_on",
    "record_contact",
    "register_report",
    "return_report",
    "send_report",
    "take_up",
    "void_questionnaire",
    "waiting_channels",
]
