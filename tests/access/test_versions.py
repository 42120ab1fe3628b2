"""Every verb says how two who do it at the same time do not write over each other: by a version, or by what it is."""

import inspect

from tilts.access.actions import ACTIONS

MAKES = """
    address.added agreement.recorded appointment.made basis.stated breach.recorded case.external_kept case.noted
    case.opened case.party_added case.shared case.summarised case.team_joined child_report.written code.added
    conflict.checked consent.given contact.added document.added entitlement.granted glass.broken hold.placed
    household.joined meeting.action_set meeting.circle_joined meeting.invited meeting.issue_written
    meeting.item_referred meeting.item_shared meeting.pass_given meeting.planned meeting.researched
    meeting.step_written meeting.usual_invited member.hire_asked name.walled order.breached order.recorded
    password.link_asked person.informed person.linked person.placed person.recorded person.walled plan.goal_added
    plan.step_added privileged.noted projects.given_out purge.proposed questionnaire.begun referral.link_given
    referral.sent register.opened relation.added report.begun report.registered retention.changed rights.registered
    risk.assessed row.lent second_factor.reset_asked session.written supervision.named task.added transfer.offered
    violence.told wall.raised
""".split()
"""It makes a thing of its own and changes no words that are there."""
ONCE = """
    account.closed alert.closed case.external_voided case.restricted case.team_left case.unrestricted correction.told
    document.erased glass.reviewed grant.ended hold.lifted meeting.minutes_signed meeting.pass_ended
    meeting.pass_entered member.ended name.wall_lowered password.link_given person.erased person.merged
    person.merging_undone person.restricted person.wall_lowered plan.goal_reached purge.carried_out purge.confirmed
    purge.stopped questionnaire.completed referral.accepted referral.declined referral.done referral.exported
    referral.link_answered referral.link_ended referral.link_opened referral.seen referral.withdrawn register.shut
    report.handed_over report.joined report.passed_on report.returned report.sent report.taken_up rights.answered
    rights.confirmed rights.extended rights.handed_over rights.previewed rights.proposed rights.refused
    rights.released_anyway rights.seconded rights.taken_back staff.excepted staff.refused staff.released
    staff.withdrawn supervision.ended task.done task.reopened wall.lowered work.accepted work.declined
""".split()
"""It asks, while it holds the record, how this stands: the second finds it done, and hears so or changes nothing."""
PRESSES = """
    calendar.feed_ended calendar.feed_made case.level_set document.resealed document.scanned draft.thrown_away duty.set
    letters.sent_again meeting.action_chased meeting.item_begun meeting.item_ended member.sessions_ended pin.set
    role.chosen work.handed_over
""".split()
"""It takes no words of a page: the last press holds, and says itself what it sets."""
IN_WHAT_IS_TOLD = ["meeting.attended"]
"""Each line of what is told carries the version of its own record."""


def carries_version(verb):
    """Whether the verb is told from what its writer began."""
    return any("seen" in name for name in inspect.signature(inspect.unwrap(verb)).parameters)


def test_every_verb_is_told_from_which_version_it_was_made_or_needs_none():
    without = {kind for kind, verb in ACTIONS.items() if not carries_version(verb)}
    said = [*MAKES, *ONCE, *PRESSES, *IN_WHAT_IS_TOLD]
    assert sorted(without) == sorted(said)


def test_what_only_makes_things_writes_over_nothing():
    sources = {kind: inspect.getsource(inspect.unwrap(ACTIONS[kind])) for kind in MAKES}
    assert {kind for kind, source in sources.items() if "save_over(" in source} == set()
