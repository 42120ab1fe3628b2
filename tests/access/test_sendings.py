"""The same form sent twice: written once, answered alike; whoever went back and wrote on loses nothing."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.cast import a_case

from tilts.access.models import Sending
from tilts.access.sendings import KEPT
from tilts.access.tasks import forget_old_forms
from tilts.cases.actions import close_case
from tilts.documents.models import Document
from tilts.plan.models import Goal
from tilts.services.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
KEY = re.compile(r'name="once" value="(\w{64})"')


@pytest.fixture
def case(cast):
    return a_case(cast.worker)[0]


@pytest.fixture
def browser(cast, enter):
    return enter(cast.worker.user)


@pytest.fixture
def address(case):
    return reverse("plan:goal_add", args=[case.pk])


def keys_of(browser, address):
    return KEY.findall(browser.get(address).content.decode())


def a_goal(key, text="Droša dzīve"):
    return {"text": text, "review_on": (timezone.localdate() + timedelta(days=30)).isoformat(), "once": key}


def goals(cast, case):
    return sorted(goal.text for goal in cast.worker(Goal).filter(case=case))


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def test_each_form_of_a_page_and_each_showing_of_it_has_a_key_of_its_own(browser, case):
    address = reverse("cases:case_page", args=[case.pk])
    first, second = keys_of(browser, address), keys_of(browser, address)
    assert len(first) > 1
    assert len({*first, *second}) == len(first) + len(second)


def test_a_double_click_is_written_once_and_says_it_once(browser, address, cast, case):
    key = keys_of(browser, address)[0]
    first, second = browser.post(address, a_goal(key)), browser.post(address, a_goal(key))
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert said(browser.get(second.url)) == ["The goal is in the plan."]
    assert goals(cast, case) == ["Droša dzīve"]


def test_sent_again_half_an_hour_later_it_says_the_same_and_that_it_was_sent_twice(browser, address, cast, case):
    key = keys_of(browser, address)[0]
    first = browser.post(address, a_goal(key), follow=True)
    Sending.objects.update(at=timezone.now() - timedelta(minutes=31))
    second = browser.post(address, a_goal(key), follow=True)
    assert first.redirect_chain == second.redirect_chain
    assert said(first) == ["The goal is in the plan."]
    assert said(second) == ["The goal is in the plan.", "This was sent twice. It is written once."]
    assert goals(cast, case) == ["Droša dzīve"]


def test_it_is_answered_though_the_door_is_shut_by_now(browser, address, cast, case):
    key = keys_of(browser, address)[0]
    first = browser.post(address, a_goal(key))
    case.refresh_from_db()
    close_case(cast.worker, case, closed_on=timezone.localdate(), seen_version=case.version)
    second = browser.post(address, a_goal(key))
    assert (second.status_code, second.url) == (302, first.url)


def test_a_new_form_with_the_same_words_is_a_second_thing(browser, address, cast, case):
    for _page in range(2):
        assert browser.post(address, a_goal(keys_of(browser, address)[0])).status_code == 302
    assert goals(cast, case) == ["Droša dzīve", "Droša dzīve"]


def test_who_goes_back_and_writes_on_loses_nothing_and_may_send_it_as_something_new(browser, address, cast, case):
    key = keys_of(browser, address)[0]
    first = browser.post(address, a_goal(key))
    page = browser.post(address, a_goal(key, text="Darbs un skola <b>"))
    text = page.content.decode()
    assert page.status_code == 409
    assert "This form was sent already" in text and first.url in text
    assert "Darbs un skola &lt;b&gt;</textarea>" in text
    assert goals(cast, case) == ["Droša dzīve"]
    new = KEY.findall(text.partition("This form was sent already</h1>")[2])[0]
    assert new != key
    assert browser.post(address, a_goal(new, text="Darbs un skola <b>")).status_code == 302
    assert goals(cast, case) == ["Darbs un skola <b>", "Droša dzīve"]


def test_what_was_refused_or_shown_once_more_is_no_sending(browser, address, cast, case):
    key = keys_of(browser, address)[0]
    assert browser.post(address, a_goal(key) | {"review_on": "1999-01-01"}).status_code == 422
    assert not Sending.objects.exists()
    assert browser.post(address, a_goal(key)).status_code == 302
    assert goals(cast, case) == ["Droša dzīve"]


def test_the_key_belongs_to_one_user_and_one_address(browser, address, cast, case, enter):
    key = keys_of(browser, address)[0]
    browser.post(address, a_goal(key))
    other = enter(cast.psychologist.user)
    assert other.post(address, a_goal(key)).status_code == 403
    second = a_case(cast.worker)[0]
    assert browser.post(reverse("plan:goal_add", args=[second.pk]), a_goal(key)).status_code == 302
    assert goals(cast, second) == ["Droša dzīve"]


def test_views_written_by_hand_and_long_ones_know_it_too(browser, cast, case, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    address = reverse("documents:document_add", args=[case.pk])
    key = keys_of(browser, address)[0]

    def sent(words):
        file = SimpleUploadedFile("x.txt", words, content_type="text/plain")
        told = {"title": "Izziņa", "kind": "statement", "zone": "services", "file": file, "once": key}
        return browser.post(address, told).status_code

    assert [sent(b"viens teksts"), sent(b"viens teksts"), sent(b"cits teksts".ljust(99))] == [302, 302, 409]
    assert cast.worker(Document).filter(folder=case.folder).count() == 1


def test_the_table_says_nothing_of_what_was_sent(browser, address):
    key = keys_of(browser, address)[0]
    browser.post(address, a_goal(key))
    held = Sending.objects.get()
    assert key not in (held.key, held.words) and len(held.words) == 64
    assert held.told == {"words": [[25, "The goal is in the plan."]]}


def test_old_sendings_are_forgotten(browser, address, cast, case):
    key = keys_of(browser, address)[0]
    browser.post(address, a_goal(key))
    assert forget_old_forms() == 0
    Sending.objects.update(at=timezone.now() - KEPT - timedelta(minutes=1))
    assert forget_old_forms() == 1


def test_who_sends_no_key_is_written_each_time(browser, address, cast, case):
    for _time in range(2):
        told = a_goal("")
        assert browser.post(address, told).status_code == 302
    assert len(goals(cast, case)) == 2
    assert not Sending.objects.exists() and not cast.worker(Session).exists()
