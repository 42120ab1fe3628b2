"""The verbs of `cases`, by noun."""

from tilts.cases.actions.access import open_again, restrict
from tilts.cases.actions.appointments import (
    end_feed,
    hash_of_secret,
    make_appointment,
    make_feed,
    move_appointment,
    settle_appointment,
)
from tilts.cases.actions.child_reports import keep_child_report, send_child_report, write_child_report
from tilts.cases.actions.conflicts import check_conflicts, decide_conflict
from tilts.cases.actions.course import close_case, obligations_of, reopen_case, set_level
from tilts.cases.actions.entitlements import extend_entitlement, grant_entitlement
from tilts.cases.actions.following import agree_follow_ups, record_follow_up
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
from tilts.cases.actions.orders import answer_order, end_order, latest_end, record_breach, record_order
from tilts.cases.actions.people import add_party
from tilts.cases.actions.plan import add_goal, add_step, change_step, move_step_on, reach_goal, review_plan, void_step
from tilts.cases.actions.referrals import (
    IN_A_LETTER,
    accept_referral,
    decline_referral,
    finish_referral,
    refer,
    see_referral,
    take_letter,
    withdraw_referral,
)
from tilts.cases.actions.sharing import colleague_elsewhere, share
from tilts.cases.actions.summaries import keep_external, summarise, void_external
from tilts.cases.actions.tasks import add_task, change_task, finish_task, reopen_task
from tilts.cases.actions.team import hand_over, join_team, leave_team
from tilts.cases.actions.transfers import accept_transfer, decline_transfer, offer_transfer, withdraw_transfer

__all__ = [
    "DUTY",
    "IN_A_LETTER",
    "accept_referral",
    "accept_transfer",
    "add_goal",
    "add_party",
    "add_step",
    "add_task",
    "agree_follow_ups",
    "answer_order",
    "change_step",
    "change_task",
    "check_conflicts",
    "close_case",
    "colleague_elsewhere",
    "correct_note",
    "correct_privileged",
    "decide_conflict",
    "decline_referral",
    "decline_transfer",
    "end_feed",
    "end_order",
    "end_supervision",
    "extend_entitlement",
    "finish_referral",
    "finish_task",
    "grant_entitlement",
    "hand_over",
    "hash_of_secret",
    "join_case",
    "join_team",
    "keep_child_report",
    "keep_external",
    "latest_end",
    "leave_team",
    "let_office_in",
    "make_appointment",
    "make_feed",
    "move_appointment",
    "move_step_on",
    "name_supervisor",
    "obligations_of",
    "offer_transfer",
    "open_again",
    "open_case",
    "reach_goal",
    "record_breach",
    "record_follow_up",
    "record_order",
    "refer",
    "reopen_case",
    "reopen_task",
    "restrict",
    "review_plan",
    "see_referral",
    "send_child_report",
    "set_level",
    "settle_appointment",
    "share",
    "summarise",
    "take_letter",
    "void_external",
    "void_note",
    "void_privileged",
    "void_step",
    "withdraw_referral",
    "withdraw_transfer",
    "write_child_report",
    "write_note",
    "write_privileged",
]
