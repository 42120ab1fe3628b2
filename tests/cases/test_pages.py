"""The case on its pages: who sees how much, who is told when somebody else wrote first, how many queries it takes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import a_case, a_report

from tilts.access.reach import Refused, unscoped
from tilts.cases.actions import close_case, join_team, write_note
from tilts.cases.models import Case
from tilts.generated.amounts import Amounts
from tilts.generated.around import give_cases
from tilts.generated.contents import fill
from tilts.people.actions import keep_contact
from tilts.people.models import Person
from tilts.risk.actions import take_up
from tilts.risk.models import DoorstepReport
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db
MOST_QUERIES, MOST_OF_DAY, MOST_OF_CASE_PAGE, MOST_OF_LIST = 20, 14, 20, 8


def today():
    return timezone.localdate()


def test_a_colleague_sees_code_and_stage_and_no_name(cast, enter):
    case, _person = a_case(cast.worker)
    write_note(cast.worker, case, text="Slepena piezime")
    page = enter(cast.second_worker.user).get(f"/cases/{case.pk}/").content.decode()
    assert case.code in page and "active" in page
    for secret in ("Anna", "Ozolkalne-Testa", "Slepena piezime"):
        assert secret not in page
    assert "Anna" in enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()


def test_a_phone_stands_under_its_warning_and_an_unsafe_one_is_not_shown(cast, enter):
    case, person = a_case(cast.worker)
    keep_contact(case.folder, person, channel="phone", value="+371 20000002", safe=False, caution="Only by post")
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()
    assert "A telephone is not safe: do not ring. Only by post." in page and "20000002" not in page


def test_opening_a_case_looks_first_whether_the_person_is_here(cast, enter):
    case, person = a_case(cast.worker)
    browser = enter(cast.worker.user)
    told = {"kind": "violence", "given_name": "Anna", "family_name": "Ozolkalne-Testa", "role": "client"}
    again = browser.post("/cases/new/", told)
    assert again.status_code == 200 and cast.worker(Case).count() == 1
    assert str(person.pk) in again.content.decode()
    same = browser.post("/cases/new/", told | {"person": str(person.pk)})
    assert same.status_code == 302 and cast.worker(Case).count() == 2 and cast.worker(Person).count() == 1
    assert browser.post("/cases/new/", told | {"person": "new"}).status_code == 302
    assert cast.worker(Person).count() == 2


def test_persons_of_others_are_not_offered(cast, enter):
    a_case(cast.worker)
    told = {"kind": "violence", "given_name": "Anna", "family_name": "Ozolkalne-Testa", "role": "client"}
    assert enter(cast.stranger.user).post("/cases/new/", told).status_code == 302


def test_a_case_needs_some_name_and_a_birth_date_in_the_past(cast, enter):
    browser = enter(cast.worker.user)
    nameless = browser.post("/cases/new/", {"kind": "violence", "role": "client"})
    assert nameless.status_code == 422 and "Give a name" in nameless.content.decode()
    unborn = {
        "kind": "violence",
        "role": "client",
        "given_name": "A",
        "birth_date": (today() + timedelta(1)).isoformat(),
    }
    answer = browser.post("/cases/new/", unborn)
    assert answer.status_code == 422 and "A birth date cannot be in the future." in answer.content.decode()
    assert not cast.worker(Case).exists()


def test_an_empty_note_comes_back(cast, enter):
    case, _person = a_case(cast.worker)
    assert enter(cast.worker.user).post(f"/cases/{case.pk}/notes/add/", {"text": "  "}).status_code == 422


def test_who_closes_after_somebody_wrote_is_told_and_keeps_the_day(cast, enter):
    case, _person = a_case(cast.worker, opened_on=today() - timedelta(days=9))
    unscoped(Case, reason="tests").filter(pk=case.pk).update(version=2)
    day = (today() - timedelta(days=1)).isoformat()
    answer = enter(cast.worker.user).post(
        f"/cases/{case.pk}/close/", {"closed_on": day, "outcome": "goal", "version": 1}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "A colleague changed this case while you were writing." in page and day in page
    case.refresh_from_db()
    assert case.closed_on is None
    assert (
        enter(cast.worker.user)
        .post(f"/cases/{case.pk}/close/", {"closed_on": day, "outcome": "goal", "version": 2})
        .status_code
        == 302
    )


@pytest.mark.parametrize(("days", "sentence"), [(-10, "before it was opened"), (+1, "in the future")])
def test_a_case_closes_between_its_opening_and_today(cast, enter, days, sentence):
    case, _person = a_case(cast.worker, opened_on=today() - timedelta(days=9))
    day = today() + timedelta(days=days)
    with pytest.raises(Refused):
        close_case(cast.worker, case, closed_on=day, seen_version=1)
    answer = enter(cast.worker.user).post(
        f"/cases/{case.pk}/close/", {"closed_on": day.isoformat(), "outcome": "goal", "version": 1}
    )
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_codes_count_up_in_each_organisation(cast):
    assert [a_case(cast.worker)[0].code for _one in range(3)] == ["L-1", "L-2", "L-3"]
    assert a_case(cast.stranger)[0].code == "L-1"


def test_the_list_of_who_has_access_names_everybody_let_in(cast, enter):
    case, _person = a_case(cast.worker)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/access/").content.decode()
    assert cast.worker.user.name in page and cast.psychologist.user.name in page


def test_search_finds_what_is_within_reach_only(cast, enter):
    case, _person = a_case(cast.worker)
    found = enter(cast.worker.user).post("/search/", {"q": "ozolkalne testa anna"}).content.decode()
    assert f"/cases/{case.pk}/" in found
    for reach in (cast.stranger, cast.second_worker):
        page = enter(reach.user).post("/search/", {"q": "anna ozolkalne-testa"}).content.decode()
        assert f"/cases/{case.pk}/" not in page


TOKEN = "Kanarijputnins"
PAGES = ["/", "/inbox/", "/cases/", "/cases/?closed=1", "/doorstep/", "/search/", "/projects/", "/reports/"]
OWN = ["/cases/{case}/", "/cases/{case}/access/", "/doorstep/{report}/"]


def write_everywhere(cast):
    """A case and a report with the same word in every text of theirs."""
    report = a_report(
        cast.officer,
        cast,
        person_name=f"{TOKEN} Viens",
        person_phone=TOKEN,
        address=TOKEN,
        alleged_name=f"{TOKEN} Divi",
        account=TOKEN,
    )
    case, person = a_case(cast.worker, TOKEN, TOKEN)
    keep_contact(case.folder, person, channel="phone", value=TOKEN, safe=True, caution=TOKEN)
    write_note(cast.worker, case, text=TOKEN)
    facts = {"day": today(), "minutes": 5, "specialism": "other", "mode": "phone", "topic": TOKEN}
    write_session(cast.worker, case, people=[person], **facts)
    return case, report


@pytest.mark.parametrize("who", ["stranger", "administrator", "second_officer", "second_worker", "manager", "lawyer"])
def test_a_word_written_in_others_files_appears_on_no_page(cast, enter, who):
    case, report = write_everywhere(cast)
    browser = enter(getattr(cast, who).user)
    for address in PAGES + OWN:
        page = browser.get(address.format(case=case.pk, report=report.pk))
        assert TOKEN not in page.content.decode(), address
    found = browser.post("/search/", {"q": "Kanarij"})
    assert TOKEN not in found.content.decode()


def test_the_desk_reads_no_word_of_a_report_before_taking_it_up(cast, enter):
    _case, report = write_everywhere(cast)
    for reach in (cast.second_worker, cast.supervisor):
        for address in ("/inbox/", f"/doorstep/{report.pk}/"):
            assert TOKEN not in enter(reach.user).get(address).content.decode()
    take_up(cast.second_worker, cast.second_worker(DoorstepReport).get())
    assert TOKEN in enter(cast.second_worker.user).get(f"/doorstep/{report.pk}/").content.decode()
    for address in ("/inbox/", "/"):
        assert TOKEN not in enter(cast.second_worker.user).get(address).content.decode()


def fill_up(cast, many):
    """A case with many of everything, and as many cases and waiting reports."""
    case, _person = a_case(cast.worker)
    give_cases(cast.worker, many, county=cast.county, officer=cast.officer)
    fill(case, Amounts(children=many, notes=many, sessions=many))
    return case


@pytest.mark.parametrize("many", [10, pytest.param(1000, marks=[pytest.mark.long, pytest.mark.lengthy])])
def test_every_page_of_the_line_takes_few_queries_however_much_there_is(cast, enter, many):
    case, report = fill_up(cast, many), a_report(cast.officer, cast)
    take_up(cast.worker, cast.worker(DoorstepReport).get(pk=report.pk))
    browser = enter(cast.worker.user)
    addresses = [
        "/",
        "/inbox/",
        "/cases/",
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/access/",
        f"/doorstep/{report.pk}/",
        f"/cases/{case.pk}/consultations/add/",
    ]
    counted, asked = {}, {}
    for address in addresses:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address).status_code == 200
        counted[address] = len([one for one in queries.captured_queries if is_work(one["sql"])])
        asked[address] = [one["sql"][:150] for one in queries.captured_queries]
    most = {"/": MOST_OF_DAY, f"/cases/{case.pk}/": MOST_OF_CASE_PAGE, "/cases/": MOST_OF_LIST}
    over = {address: number for address, number in counted.items() if number > most.get(address, MOST_QUERIES)}
    assert not over, "\n".join(f"{address}: {sql}" for address in over for sql in asked[address])


def is_work(sql):
    """Not the frame of a transaction, and not that a question is asked for the first time."""
    return not sql.startswith(
        ("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "PREPARE", "DEALLOCATE", "SELECT set_config", "BEGIN", "COMMIT")
    )
