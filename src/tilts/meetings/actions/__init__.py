"""The verbs of `meetings`, by noun."""

from tilts.meetings.actions.agenda import (
    begin_item,
    change_item,
    conclude,
    end_item,
    refer_case,
    say_told,
    set_repeat,
    withdraw_item,
)
from tilts.meetings.actions.doing import (
    change_action,
    chase,
    chase_overdue,
    finish_action,
    set_action,
    withdraw_action,
)
from tilts.meetings.actions.family import keep_conference, review_step, turn_private_time, widen_circle, write_step
from tilts.meetings.actions.guests import end_pass, enter_by, find_pass, give_pass
from tilts.meetings.actions.handing import hand_meeting_over
from tilts.meetings.actions.inviting import invite, invite_as_last, uninvite
from tilts.meetings.actions.issues import change_issue, conclude_issue, withdraw_issue, write_issue
from tilts.meetings.actions.meeting import (
    cancel_meeting,
    change_meeting,
    close_meeting,
    note_attendance,
    open_meeting,
    plan_meeting,
    publish,
)
from tilts.meetings.actions.research import (
    change_research,
    share_item,
    share_research,
    withdraw_shared,
    write_research,
)
from tilts.meetings.actions.righting import correct_item, correct_meeting, void_item, void_meeting
from tilts.meetings.actions.signing import sign_minutes

__all__ = [
    "begin_item",
    "cancel_meeting",
    "change_action",
    "change_item",
    "change_meeting",
    "change_research",
    "chase",
    "chase_overdue",
    "close_meeting",
    "conclude",
    "correct_item",
    "correct_meeting",
    "change_issue",
    "conclude_issue",
    "withdraw_issue",
    "end_item",
    "end_pass",
    "enter_by",
    "find_pass",
    "finish_action",
    "give_pass",
    "hand_meeting_over",
    "invite",
    "invite_as_last",
    "keep_conference",
    "note_attendance",
    "open_meeting",
    "plan_meeting",
    "publish",
    "refer_case",
    "review_step",
    "say_told",
    "set_action",
    "set_repeat",
    "share_item",
    "share_research",
    "sign_minutes",
    "turn_private_time",
    "uninvite",
    "void_item",
    "void_meeting",
    "widen_circle",
    "withdraw_action",
    "withdraw_item",
    "withdraw_shared",
    "write_issue",
    "write_research",
    "write_step",
]
