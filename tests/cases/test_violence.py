"""Kinds of violence: written down in a case, taken back, asked at the door, and counted by."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import a_case, a_report

from tilts.access.actions import Stale
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.cases.actions import add_party, tell_violence, withdraw_violence
from tilts.cases.models import Violence
from tilts.cases.violence import Told
from tilts.kit.periods import Period
from tilts.people.actions import record_person
from tilts.reports.counting import count
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db
AT_HOME = {"setting": "family", "relation": "partner", "alleged_sex": "m"}


def counted(key, by):
    today = timezone.localdate()
    period = Period.of(today - timedelta(days=3), today)
    table = count(key, reach=Reach().counting(), period=period, by=[by])
    return {row[by]: int(figure.value) for row, figure in table.rows}


def test_kinds_are_several_and_break_persons_down_until_one_is_taken_back(cast, enter):
    case, anna = a_case(cast.worker)
    child = record_person(cast.worker, case.folder, given_name="Elza", family_name="Maza")
    add_party(cast.worker, case, person=child, role="child")
    facts = {"day": timezone.localdate(), "minutes": 45, "specialism": "social_worker", "mode": "in_person"}
    write_session(cast.worker, case, people=[anna, child], status="held", **facts)
    worker, today = enter(cast.worker.user), timezone.localdate().isoformat()
    address = f"/cases/{case.pk}/violence/add/"
    told = {"person": anna.pk, "told_on": today, "kinds": ["physical", "control", "not_known"], **AT_HOME}
    assert worker.post(address, told).status_code == 302
    tell_violence(cast.worker, case, person=child, told_on=timezone.localdate(), told=Told(["neglect", "physical"]))

    served = counted("services.persons_served", "violence")
    assert served == {"physical": 2, "control": 1, "neglect": 1}
    assert counted("services.persons_served", "alleged_sex") == {"m": 1, "unknown": 1}
    page = worker.get(f"/cases/{case.pk}/").content.decode()
    control = cast.worker(Violence).get(kind="control")
    back = f"/cases/{case.pk}/violence/{control.pk}/"
    assert back in page
    assert worker.post(back, {"why": "pārpratums", "version": control.version}).status_code == 302
    assert counted("services.persons_served", "violence") == {"physical": 2, "neglect": 1}
    with pytest.raises(Stale):
        control.refresh_from_db()
        withdraw_violence(cast.worker, case, violence=control, seen_version=control.version, why="x")


def test_not_known_is_another_thing_than_not_asked(cast):
    case, anna = a_case(cast.worker)
    facts = {"day": timezone.localdate(), "minutes": 45, "specialism": "social_worker", "mode": "in_person"}
    write_session(cast.worker, case, people=[anna], status="held", **facts)
    assert counted("services.persons_served", "violence") == {"unknown": 1}
    tell_violence(cast.worker, case, person=anna, told_on=timezone.localdate(), told=Told(["not_known"], "not_known"))
    assert counted("services.persons_served", "violence") == {"not_known": 1}
    assert counted("services.persons_served", "violence_setting") == {"not_known": 1}
    assert counted("services.persons_served", "violence_relation") == {"unknown": 1}


def test_what_cannot_be_is_refused_at_its_question(cast):
    case, anna = a_case(cast.worker)
    other, _person = a_case(cast.worker, "Cita", "Cita-Testa")
    anna.birth_date, today = timezone.localdate().replace(year=1980, day=1), timezone.localdate()
    say = {"person": anna, "told_on": today}
    for told in (Told(), Told(["neglect"])):
        with pytest.raises(Refused) as refused:
            tell_violence(cast.worker, case, told=told, **say)
        assert refused.value.field == "kinds"
    (row,) = tell_violence(cast.worker, case, told=Told(["physical"]), **say)
    with pytest.raises(Refused):
        tell_violence(cast.worker, case, told=Told(["physical"]), **say)
    with pytest.raises(NotAllowed):
        withdraw_violence(cast.worker, other, violence=row, seen_version=row.version, why="x")
    assert not cast.second_worker(Violence).exists() and cast.supervisor(Violence).count() == 1


def test_the_door_asks_and_questionnaires_break_down_by_it(cast):
    report = a_report(cast.officer, cast, told=Told(["physical", "threats"], **AT_HOME), court="no")
    a_report(cast.officer, cast)
    assert report.court == "no"
    assert counted("risk.questionnaires", "violence") == {"physical": 1, "threats": 1, "unknown": 1}
    assert counted("risk.questionnaires", "violence_relation") == {"partner": 1, "unknown": 1}
    assert cast.officer(Violence).filter(folder=report.folder_id).count() == 2
    assert not cast.worker(Violence).exists()
