"""What a report told when it was given out stays told; what the records give otherwise today stands beside it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import a_case

from tilts.access.models import AuditEntry
from tilts.access.reach import NotAllowed
from tilts.kit.periods import Period
from tilts.projects.models import Target
from tilts.reports.actions import give_out
from tilts.reports.models import GivenOut
from tilts.services.actions import correct_session, void_session, write_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def at(cast):
    """Two consultations of today that the project pays for."""
    Target.objects.create(
        project=cast.project, measure="services.consultations", value=9, in_force_from=cast.project.starts
    )
    case, person = a_case(cast.worker)
    facts = {"minutes": 45, "specialism": "social_worker", "mode": "phone", "people": [person]}
    facts |= {"project": cast.project}
    made = [write_session(cast.worker, case, day=timezone.localdate(), **facts).session for _turn in range(2)]
    return made, facts


def page_of(cast, browser, period):
    """The report for a period."""
    days = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    return browser.get(reverse("reports:report_page", args=[cast.project.code]), days).content.decode()


def test_a_report_that_was_given_out_tells_what_it_told_and_what_is_otherwise_today(cast, at, enter):
    [one, other], facts = at
    browser, period = enter(cast.manager.user), Period.of(cast.project.starts, cast.project.ends)
    address = reverse("reports:report_give_out", args=[cast.project.code])
    assert address in page_of(cast, browser, period)
    typed = {"from": period.first.strftime("%d.%m.%Y"), "to": period.last.strftime("%d.%m.%Y")}
    assert browser.post(address, typed).status_code == 302
    given = GivenOut.objects.get()
    told = AuditEntry.objects.filter(kind="projects.given_out", record=cast.project.pk)
    assert sorted(one.record_kind for one in told) == ["", "projects.project"], "the look, and the act"
    assert "the records give the same today" in page_of(cast, browser, period)
    void_session(cast.worker, one, why="twice", seen_version=1)
    shown = page_of(cast, browser, period)
    assert "given out 2, today 1" in shown and "Consultations" in shown
    correct_session(cast.worker, other, day=timezone.localdate() - timedelta(days=320), seen_version=1, **facts)
    assert "given out 2, today 0" in page_of(cast, browser, period)
    kept = GivenOut.objects.get()
    assert kept.figures == given.figures and "2" in {line[4] for line in kept.figures}
    assert "Ozolkalne" not in str(kept.figures)


def test_only_who_accounts_for_a_project_gives_its_report_out(cast, at):
    period = Period.of(cast.project.starts, cast.project.ends)
    for who in (cast.worker, cast.stranger, cast.officer, cast.data_protection):
        with pytest.raises(NotAllowed):
            give_out(who, cast.project, period=period)
    assert give_out(cast.supervisor, cast.project, period=period).by == cast.supervisor.user
    assert not cast.stranger(GivenOut).exists() and cast.manager(GivenOut).count() == 1


def test_days_that_no_report_has_are_refused_in_a_sentence(cast, at, enter):
    address = reverse("reports:report_give_out", args=[cast.project.code])
    day = (cast.project.starts + timedelta(days=1)).strftime("%d.%m.%Y")
    refused = enter(cast.manager.user).post(address, {"from": day, "to": day})
    assert refused.status_code == 422 and "whole months" in refused.content.decode()
    assert not GivenOut.objects.exists()
