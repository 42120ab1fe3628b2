"""A perpetrator's file apart from the victim's: found by name, birth date or number; nothing of it is told."""

import re
from datetime import date

import pytest
from tests.cast import a_case, hire
from tests.walk_urls import told

from tilts.access.actions import Stale
from tilts.access.models import Profession, Role, Wall
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import add_party, check_conflicts, decide_conflict, hand_over, join_team, open_case, restrict
from tilts.cases.models import Case, Conflict, ConflictCheck, Party
from tilts.people.actions import add_code, change_person, merge, record_person, undo_merging
from tilts.post.models import Letter

pytestmark = pytest.mark.django_db
BORN = date(1980, 5, 6)


def party(reach, case, given, family, role, **facts):
    person = record_person(reach, case.folder, given_name=given, family_name=family, **facts)
    return add_party(reach, case, person=person, role=role)


@pytest.fixture
def hers(cast):
    """Her file, led by one worker, in which he is the accused."""
    case, _person = a_case(cast.worker)
    party(cast.worker, case, "Juris", "Izdomu-Testa", "alleged", birth_date=BORN)
    return case


def his_file(reach, given="Juris", family="Izdomu-Testa", birth_date=BORN, **facts):
    case = open_case(reach, kind="violence")
    party(reach, case, given, family, "client", birth_date=birth_date, **facts)
    return case


def test_who_works_on_one_file_is_walled_from_the_other_and_those_who_answer_are_told(cast, hers):
    his = his_file(cast.second_worker)
    assert not cast.worker(Case).filter(pk=his.pk).exists()
    assert not cast.second_worker(Case).filter(pk=hers.pk).exists()
    assert cast.worker(Case).filter(pk=hers.pk).exists() and cast.second_worker(Case).filter(pk=his.pk).exists()
    found = cast.supervisor(Conflict).get()
    assert (found.one_id, found.other_id, found.state, found.on_both) == (hers.pk, his.pk, "found", False)
    assert {letter.to_id for letter in Letter.objects.filter(kind="conflict.found")} == {
        cast.supervisor.user.pk,
        cast.data_protection.user.pk,
    }
    for who in (cast.worker, cast.second_worker, cast.stranger, cast.administrator):
        assert not who(Conflict).exists()


@pytest.mark.parametrize(
    ("given", "family", "born", "found"),
    [
        ("Juris", "Izdomu-Testa", BORN, True),
        ("JURIS", "Izdomu-Testa", None, True),
        ("Izdomu-Testa", "Juris", BORN, True),
        ("Jūris", "Izdomu-Testa", BORN, True),
        ("Juriss", "Izdomu-Testa", BORN, True),
        ("Juris", "Izdomu-Testa", date(1981, 5, 6), False),
        ("Juriss", "Izdomu-Testa", None, False),
        ("Pēteris", "Cits-Testa", BORN, False),
    ],
)
def test_the_other_side_is_known_by_name_and_birth_date(cast, hers, given, family, born, found):
    his_file(cast.second_worker, given, family, born)
    assert cast.supervisor(Conflict).exists() is found


def test_a_register_number_or_the_same_person_is_enough_and_the_reverse_is_found_too(cast):
    his = his_file(cast.second_worker, "Juris", "Viens-Testa", None)
    case, _person = a_case(cast.worker)
    known = cast.second_worker(Conflict)
    assert not known.exists() and not cast.supervisor(Conflict).exists()
    party(cast.worker, case, "Juris", "Viens-Testa", "alleged")
    assert cast.supervisor(Conflict).get().one_id == his.pk


def test_other_roles_and_other_organisations_are_no_conflict(cast, hers):
    case, _person = a_case(cast.second_worker, "Cita", "Cita-Testa")
    party(cast.second_worker, case, "Juris", "Izdomu-Testa", "other", birth_date=BORN)
    party(cast.second_worker, case, "Juris", "Izdomu-Testa", "alleged", birth_date=BORN)
    his_file(cast.stranger)
    assert not unscoped(Conflict, reason="tests").exists()


def test_whoever_opens_the_file_gets_the_same_answer_whether_there_is_a_conflict_or_not(cast, hers, enter):
    browser = enter(cast.second_worker.user)
    form = {"kind": "violence", "role": "client", "birth_date": BORN.isoformat()}
    pages = []
    for given in ("Juris", "Bruno"):
        answer = browser.post("/cases/new/", form | {"given_name": given, "family_name": "Izdomu-Testa"})
        assert answer.status_code == 302
        file = browser.get(f"{answer.url}file/")
        _status, _headers, body = told(file, answer.url)
        case = answer.url.split("/")[2]
        body = body.replace(unscoped(Case, reason="tests").get(pk=case).code, "").replace(given, "")
        pages.append(re.sub(r"people/[0-9a-f-]{36}/", "people/", body).split("Conflict checks")[0])
        check = browser.post(f"{answer.url}check/", follow=True)
        assert "The check is done." in check.content.decode()
    assert pages[0] == pages[1]
    assert unscoped(Conflict, reason="tests").count() == 1


def test_the_walled_one_gets_the_same_404_as_for_a_file_that_is_not_there(cast, hers, enter):
    his_file(cast.second_worker)
    browser = enter(cast.second_worker.user)
    nowhere = "/cases/00000000-0000-4000-8000-000000000000/"
    hers_told, none_told = (told(browser.get(path), path) for path in (f"/cases/{hers.pk}/", nowhere))
    assert hers_told == none_told and hers_told[0] == 404


def test_no_lawyer_joins_both_teams_and_the_sentence_tells_nothing(cast, hers, enter):
    join_team(cast.worker, hers, user=cast.lawyer.user, profession=Profession.LAWYER)
    his = his_file(cast.second_worker)
    with pytest.raises(Refused) as refused:
        join_team(cast.second_worker, his, user=cast.lawyer.user, profession=Profession.LAWYER)
    form = {"user": cast.lawyer.user.pk, "profession": "lawyer"}
    page = enter(cast.second_worker.user).post(f"/cases/{his.pk}/team/add/", form)
    assert page.status_code == 422 and "This cannot be given to them. Choose somebody else." in page.content.decode()
    assert hers.code not in str(refused.value)
    with pytest.raises(Refused):
        hand_over(cast.second_worker, his, to=cast.lawyer.user)


def test_who_joins_one_side_later_is_kept_out_of_the_other(cast, hers):
    his = his_file(cast.second_worker)
    join_team(cast.second_worker, his, user=cast.lawyer.user, profession=Profession.LAWYER)
    with pytest.raises(Refused):
        join_team(cast.worker, hers, user=cast.lawyer.user, profession=Profession.LAWYER)
    third = hire(cast.office, "Tresa Tresa", Role.CASE_WORKER)
    hand_over(cast.worker, hers, to=third.user)
    assert not third(Case).filter(pk=his.pk).exists()


def test_who_works_on_both_is_not_thrown_off_but_the_supervisor_is_told(cast, hers, enter):
    his = his_file(cast.worker)
    assert cast.worker(Case).filter(pk__in=[his.pk, hers.pk]).count() == 2
    assert cast.supervisor(Conflict).get().on_both
    page = enter(cast.supervisor.user).get("/conflicts/").content.decode()
    assert "somebody works on both" in page and hers.code in page and "Izdomu" not in page
    assert "may stand on opposite sides" in enter(cast.supervisor.user).get("/").content.decode()


def test_a_supervisor_says_that_they_are_different_people_and_the_walls_go(cast, hers, enter):
    his = his_file(cast.second_worker)
    found = cast.supervisor(Conflict).get()
    with pytest.raises(NotAllowed):
        decide_conflict(cast.worker, found, state="others", why="x", seen_version=1)
    with pytest.raises(Refused):
        decide_conflict(cast.supervisor, found, state="others", why=" ", seen_version=1)
    form = {"state": "others", "why": "Cits dzimšanas gads pasē", "version": 1}
    address = f"/conflicts/{found.pk}/"
    assert enter(cast.second_worker.user).get(address).status_code == 403
    assert enter(cast.supervisor.user).post(address, form).status_code == 302
    assert cast.worker(Case).filter(pk=his.pk).exists()
    found.refresh_from_db()
    assert found.state == "others" and found.why == form["why"] and found.decided_by == cast.supervisor.user
    with pytest.raises(Stale):
        decide_conflict(cast.supervisor, found, state="conflict", why="x", seen_version=2)
    check_conflicts(cast.worker, hers)
    assert cast.worker(Case).filter(pk=his.pk).exists()


def test_a_confirmed_conflict_keeps_its_walls(cast, hers):
    his = his_file(cast.second_worker)
    decide_conflict(cast.supervisor, cast.supervisor(Conflict).get(), state="conflict", why="tas pats", seen_version=1)
    assert not cast.worker(Case).filter(pk=his.pk).exists()
    assert Wall.objects.filter(because=cast.supervisor(Conflict).get().pk, ends=None).count() == 2


def test_the_code_of_a_restricted_file_and_a_walled_pair_stay_hidden(cast, hers, enter):
    restrict(cast.worker, hers, reason="a witness")
    his = his_file(cast.second_worker)
    page = enter(cast.supervisor.user).get("/conflicts/").content.decode()
    assert his.code in page and f"{hers.code} ·" not in page and "a case kept to named people" in page
    raise_wall(cast.data_protection, his.folder, reason="kin", user=cast.supervisor.user)
    assert not cast.supervisor(Conflict).exists() and cast.data_protection(Conflict).exists()


def test_that_somebody_looked_is_on_record_without_what_was_found(cast, hers):
    before = cast.worker(ConflictCheck).filter(case=hers).count()
    check_conflicts(cast.worker, hers)
    done = cast.worker(ConflictCheck).filter(case=hers).first()
    assert cast.worker(ConflictCheck).filter(case=hers).count() == before + 1 and done.by == cast.worker.user
    with pytest.raises(NotAllowed):
        check_conflicts(cast.supervisor, hers)


@pytest.fixture
def accused_and_namesake(cast, hers):
    """The accused of her file, and a client elsewhere in the office under another name who turns out to be the same."""
    his = his_file(cast.second_worker, "Georgs", "Cits", birth_date=None)
    assert not unscoped(Conflict, reason="tests").exists()
    by_case = {one.case_id: one.person for one in unscoped(Party, reason="tests").select_related("person")}
    accused = unscoped(Party, reason="tests").get(case=hers.pk, role="alleged").person
    return accused, by_case[his.pk], his


@pytest.mark.parametrize("accused_is_kept", [True, False])
def test_merging_finds_the_other_side_that_two_names_had_hidden(cast, hers, accused_and_namesake, accused_is_kept):
    accused, client, his = accused_and_namesake
    kept, merged = (accused, client) if accused_is_kept else (client, accused)
    merge(cast.supervisor, kept, merged=merged)
    found = cast.supervisor(Conflict).get()
    assert {found.one_id, found.other_id} == {hers.pk, his.pk}
    assert not cast.worker(Case).filter(pk=his.pk).exists()
    assert not cast.second_worker(Case).filter(pk=hers.pk).exists()


def test_undoing_a_merging_takes_back_the_conflict_that_nobody_looked_at(cast, hers, accused_and_namesake):
    accused, client, his = accused_and_namesake
    walls, checks = Wall.objects.count(), ConflictCheck._base_manager.count()
    undo_merging(cast.supervisor, accused, merging=merge(cast.supervisor, accused, merged=client))
    assert not unscoped(Conflict, reason="tests").exists()
    assert (Wall.objects.count(), ConflictCheck._base_manager.count()) == (walls, checks)


def test_a_conflict_that_was_decided_stays_when_the_merging_is_undone(cast, hers, accused_and_namesake):
    accused, client, his = accused_and_namesake
    made = merge(cast.supervisor, accused, merged=client)
    found = cast.supervisor(Conflict).get()
    decide_conflict(cast.supervisor, found, state="conflict", why="Atpazina.", seen_version=found.version)
    undo_merging(cast.supervisor, accused, merging=made)
    assert cast.supervisor(Conflict).get().state == "conflict"
    assert not cast.second_worker(Case).filter(pk=hers.pk).exists(), "what was confirmed keeps its walls"


def test_the_other_side_is_found_when_an_unknown_accused_gets_his_name(cast):
    hers, _person = a_case(cast.worker)
    unknown = party(cast.worker, hers, "Vīrietis sarkanā jakā", "", "alleged", anonymous=True).person
    his = his_file(cast.second_worker)
    assert not unscoped(Conflict, reason="tests").exists()
    named = {"given_name": "Juris", "family_name": "Izdomu-Testa", "anonymous": False, "birth_date": BORN}
    change_person(cast.worker, hers.folder, person=unknown, seen_version=unknown.version, **named)
    found = cast.supervisor(Conflict).get()
    assert {found.one_id, found.other_id} == {hers.pk, his.pk}


def test_an_equal_personal_code_is_enough_whatever_they_are_called(cast):
    hers, _person = a_case(cast.worker)
    accused = party(cast.worker, hers, "Georgijs", "Rakstits-Citadi", "alleged").person
    his = his_file(cast.second_worker)
    client = unscoped(Party, reason="tests").get(case=his.pk, role="client").person
    add_code(cast.worker, hers.folder, person=accused, kind="other", value="ZK-77/41")
    assert not unscoped(Conflict, reason="tests").exists()
    add_code(cast.second_worker, his.folder, person=client, kind="other", value="ZK-77/41")
    assert cast.supervisor(Conflict).get().state == "found"


def test_what_is_changed_without_a_name_looks_for_nothing(cast, hers):
    accused = unscoped(Party, reason="tests").get(case=hers.pk, role="alleged").person
    before = ConflictCheck._base_manager.count()
    change_person(cast.worker, hers.folder, person=accused, seen_version=accused.version, sex="m", given_name="Juris")
    assert ConflictCheck._base_manager.count() == before
