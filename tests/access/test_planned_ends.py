"""Somebody whose last day is planned works here until it comes: chosen, asked and kept out as any colleague."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from tests.cast import a_case, hire

import tilts
from tilts.access.models import Membership, Role, Wall
from tilts.cases import pages as case_pages
from tilts.directory.models import Desk
from tilts.directory.panels import desks
from tilts.meetings.views import pages as meeting_pages
from tilts.rights.actions.requests import second_people
from tilts.sharing.actions import accept_referral, refer

pytestmark = pytest.mark.django_db
SOURCE = Path(tilts.__file__).parent
DAY = timedelta(days=1)
CHOOSERS = {
    "colleagues for a case": lambda cast, case: case_pages.colleagues_of(SimpleNamespace(reach=cast.worker), case),
    "colleagues of one's own": lambda cast, case: case_pages.colleagues_at(SimpleNamespace(reach=cast.worker)),
    "colleagues for a meeting": lambda cast, case: meeting_pages.colleagues_of(SimpleNamespace(reach=cast.worker)),
    "who confirms a request": lambda cast, case: second_people(cast.data_protection),
}


def ends(who, moment):
    Membership.objects.filter(user=who.user).update(ends=moment)


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_who_leaves_next_week_is_offered_until_then(cast, chooser):
    case, _person = a_case(cast.worker)
    for moment, offered in ((None, True), (timezone.now() + 7 * DAY, True), (timezone.now() - DAY, False)):
        ends(cast.supervisor, moment)
        assert (cast.supervisor.user in CHOOSERS[chooser](cast, case)) is offered, moment


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_who_begins_next_week_is_not_offered_yet(cast, chooser):
    case, _person = a_case(cast.worker)
    Membership.objects.filter(user=cast.supervisor.user).update(starts=timezone.now() + DAY)
    assert cast.supervisor.user not in CHOOSERS[chooser](cast, case)


@pytest.mark.parametrize(("moment", "stands"), [(timezone.now() + 7 * DAY, True), (timezone.now() - DAY, False)])
def test_a_wall_goes_along_before_whoever_works_there_for_some_days_more(cast, moment, stands):
    kin = hire(cast.stranger_office, "Rada Radiniece", Role.CASE_WORKER)
    case, _person = a_case(cast.worker)
    Wall.objects.create(folder=case.folder, user=kin.user, reason="radi")
    ends(kin, moment)
    words = {"zones": ["name"], "basis": "vital", "reason": "Bērns ir briesmās, jārīkojas tūlīt.", "urgency": "urgent"}
    until = timezone.localdate() + 30 * DAY
    referral = refer(cast.worker, case, to=cast.stranger_office, asked="Krīzes istaba", until=until, **words)
    accept_referral(cast.stranger, referral)
    assert Wall.objects.filter(folder=referral.to_case.folder, user=kin.user).exists() is stands


@pytest.mark.parametrize(("days", "answers"), [(7, True), (0, False), (-1, False)])
def test_a_desk_answers_until_its_last_day_is_over(cast, days, answers):
    today = timezone.localdate()
    Desk.objects.update(starts=today - 30 * DAY, ends=today + days * DAY)
    assert (cast.office in desks(cast.officer)) is answers


def test_nobody_asks_for_work_without_an_end():
    """`Membership` is asked by `at_work`, or with the day that has not come."""
    wrong = re.compile(r"Membership\b.*(?<!Q\()\bends=None|memberships__ends=None(?!\))")
    found = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in SOURCE.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if wrong.search(line)
    ]
    assert found == []
