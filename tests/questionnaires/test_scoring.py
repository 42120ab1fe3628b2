"""Scoring as data: unknown is never a no, and never a yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilts.questionnaires.engine import parse
from tilts.questionnaires.scoring import BadScoring, check_scoring, score
from tilts.questionnaires.shipped import DOORSTEP, FULLER
from tilts.questionnaires.xforms import convert

DOORSTEP_FORM = parse(convert(DOORSTEP.source, form_name="doorstep"))
FULLER_FORM = parse(convert(FULLER.source, form_name="fuller"))
TOPICS = FULLER.scoring["items"]


def fuller(yes: int, no: int = 0, unknown: int = 0):
    """The score of so many answers of each kind; critical topics are not special in this form."""
    values = ["yes"] * yes + ["no"] * no + ["dont_know"] * unknown
    return score(FULLER_FORM, FULLER.scoring, dict(zip(TOPICS, values, strict=False)))


@pytest.mark.parametrize(
    ("yes", "level"), [(0, "standard"), (9, "standard"), (10, "medium"), (13, "medium"), (14, "high"), (24, "high")]
)
def test_the_bands_of_the_fuller_form(yes, level):
    assert fuller(yes, no=24 - yes).level == level


def test_eighteen_of_twenty_four_answered_three_unknown():
    found = fuller(yes=8, no=10, unknown=3)
    assert (found.answered, found.total, found.unknown, found.unanswered) == (18, 24, 3, 3)
    assert found.level == "standard"
    assert found.could_be == "high"
    assert not found.settled


def test_nothing_answered_is_no_level_at_all():
    assert fuller(0).level == ""
    assert fuller(0, unknown=24).level == ""


@pytest.mark.parametrize("topic", ["threats_to_kill", "weapons", "strangulation"])
def test_one_critical_yes_at_the_door_is_high(topic):
    found = score(DOORSTEP_FORM, DOORSTEP.scoring, {topic: "yes", "fear": "no"})
    assert found.level == "high"
    assert found.critical == (topic,)


def test_seven_yes_at_the_door_are_high_without_a_critical_one():
    names = [name for name in DOORSTEP.scoring["items"] if name not in DOORSTEP.scoring["critical"]]
    assert score(DOORSTEP_FORM, DOORSTEP.scoring, dict.fromkeys(names[:7], "yes")).level == "high"
    assert score(DOORSTEP_FORM, DOORSTEP.scoring, dict.fromkeys(names[:6], "yes")).level == "medium"


def test_wishing_for_contact_is_asked_but_not_counted():
    found = score(DOORSTEP_FORM, DOORSTEP.scoring, {"wants_contact": "yes"})
    assert (found.total_yes, found.answered, found.total, found.level) == (0, 1, 12, "")


@given(st.dictionaries(st.sampled_from(TOPICS), st.sampled_from(["yes", "no", "dont_know", "not_asked", "", "maybe"])))
def test_unknown_is_never_counted_as_yes_or_no(answers):
    found = score(FULLER_FORM, FULLER.scoring, answers)
    given_values = list(answers.values())
    assert found.total_yes == given_values.count("yes")
    assert found.answered == given_values.count("yes") + given_values.count("no")
    assert found.unknown == given_values.count("dont_know")
    assert found.not_asked == given_values.count("not_asked")
    assert found.total == 24
    assert bool(found.level) == bool(found.answered)
    order = ["", "standard", "medium", "high"]
    assert order.index(found.could_be) >= order.index(found.level)


@given(
    st.dictionaries(st.sampled_from(TOPICS), st.sampled_from(["yes", "no", "dont_know", "not_asked"])),
    st.lists(st.sampled_from(["yes", "no"]), min_size=24, max_size=24),
)
def test_whatever_the_unknown_turns_out_to_be_the_level_stays_within_what_was_said(answers, truths):
    before = score(FULLER_FORM, FULLER.scoring, answers)
    known = {
        topic: answers[topic] if answers.get(topic) in ("yes", "no") else truth
        for topic, truth in zip(TOPICS, truths, strict=True)
    }
    after = score(FULLER_FORM, FULLER.scoring, known)
    order = ["", "standard", "medium", "high"]
    assert order.index(before.level) <= order.index(after.level) <= order.index(before.could_be)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "magic"},
        {"items": ["lost"]},
        {"critical": ["wants_contact"]},
        {"bands": []},
        {"bands": [{"level": "high", "from": 3}]},
        {"bands": [{"level": "standard", "from": 0}, {"level": "high", "from": 3}]},
        {"bands": [{"level": "terrible", "from": 0}]},
        {"critical_lifts_to": "terrible"},
    ],
)
def test_scoring_that_does_not_fit_its_form_is_refused(change):
    check_scoring(DOORSTEP_FORM, DOORSTEP.scoring)
    with pytest.raises(BadScoring):
        check_scoring(DOORSTEP_FORM, {**DOORSTEP.scoring, **change})
