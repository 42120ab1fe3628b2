"""Two pages of one assessment are open: what the other wrote stays, and who changed the same reads both."""

import re

import pytest
from django.urls import reverse
from lxml import html
from tests.cast import a_case

from tilts.questionnaires.models import Answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def case(cast):
    return a_case(cast.worker)[0]


@pytest.fixture
def browser(cast, enter):
    return enter(cast.worker.user)


@pytest.fixture
def address(browser, case):
    return browser.post(reverse("risk:assessment_new", args=[case.pk])).url


def page_of(browser, address):
    """What the form of the page holds as it is drawn."""
    return filled(browser.get(address).content)


def filled(content):
    form = next(one for one in html.fromstring(content).forms if "finish" in str(html.tostring(one)))
    return {name: value for name, value in form.form_values() if name not in {"csrfmiddlewaretoken", "once"}}


def draft(case):
    return Answers._base_manager.get(folder=case.folder_id)


def first_questions(told, kind, number=2):
    return [name for name in told if name.endswith(f"-{kind}")][:number]


def test_an_untouched_page_writes_nothing_over_what_another_page_wrote(browser, address, case):
    first, second = page_of(browser, address), page_of(browser, address)
    one, other = first_questions(first, "comment")
    browser.post(address, first | {one: "She says he has a key."})
    browser.post(address, second | {other: "The dog was hurt."})
    assert draft(case).comments == {
        one.removesuffix("-comment"): "She says he has a key.",
        other.removesuffix("-comment"): "The dog was hurt.",
    }


def test_who_wrote_at_the_same_question_reads_both_and_saves_once_more(browser, address, case):
    first, second = page_of(browser, address), page_of(browser, address)
    (one,) = first_questions(first, "comment", 1)
    assert browser.post(address, first | {one: "She says he has a key."}).status_code == 302
    late = browser.post(address, second | {one: "He came on Monday."})
    assert late.status_code == 422
    words = html.fromstring(late.content).text_content()
    assert "Somebody else answered this meanwhile: She says he has a key." in words
    both = filled(late.content)
    assert re.split(r"\r?\n", both[one].strip()) == ["She says he has a key.", "He came on Monday."]
    assert draft(case).comments == {one.removesuffix("-comment"): "She says he has a key."}
    assert browser.post(address, both).status_code == 302
    assert "He came on Monday." in draft(case).comments[one.removesuffix("-comment")]


def test_of_two_answers_neither_is_lost_in_silence(browser, address, case):
    first, second = page_of(browser, address), page_of(browser, address)
    name = next(item.name for item in draft(case).questionnaire_version.form.items if item.kind == "choice")
    values = [one.value for one in draft(case).questionnaire_version.form.find(name).choices][:2]
    assert browser.post(address, first | {f"{name}-value": values[0]}).status_code == 302
    late = browser.post(address, second | {f"{name}-value": values[1]})
    assert late.status_code == 422 and draft(case).values[name] == values[0]
    mine = filled(late.content)
    assert mine[f"{name}-value"] == values[1]
    assert browser.post(address, mine).status_code == 302
    assert draft(case).values[name] == values[1]


def test_the_same_answer_from_both_is_no_quarrel(browser, address, case):
    first, second = page_of(browser, address), page_of(browser, address)
    (one,) = first_questions(first, "comment", 1)
    for told in (first, second):
        assert browser.post(address, told | {one: "The same."}).status_code == 302
    assert list(draft(case).comments.values()) == ["The same."]
