"""The same form eight times at the same moment: one alone writes, the others wait for its answer."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.access.at_once import at_once
from tests.cast import a_case

from tilts.access.models import Sending
from tilts.plan.models import Goal
from tilts.rights.models import LegalHold

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_english")]


def test_of_eight_at_once_one_is_written_and_all_get_its_answer(cast, enter):
    case = a_case(cast.worker)[0]
    address = reverse("plan:goal_add", args=[case.pk])
    review_on = timezone.localdate() + timedelta(days=30)
    told = {"text": "Droša dzīve", "review_on": review_on.isoformat(), "once": "a" * 64}
    browsers = [enter(cast.worker.user) for _one in range(8)]
    answers = at_once([partial(browser.post, address, told) for browser in browsers])
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, answers[0].url)] * 8
    assert Goal._base_manager.filter(case=case).count() == Sending.objects.count() == 1


def test_eight_presses_of_a_button_at_once_are_one(cast, enter):
    case = a_case(cast.worker)[0]
    told = {"case_code": case.code, "reason": "Tiesa", "starts": timezone.localdate().isoformat(), "once": "b" * 64}
    browsers = [enter(cast.data_protection.user) for _one in range(8)]
    answers = at_once([partial(browser.post, reverse("rights:hold_new"), told) for browser in browsers])
    assert {answer.status_code for answer in answers} == {302}
    assert LegalHold._base_manager.count() == 1
