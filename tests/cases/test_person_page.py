"""The page of a person in a case: shows as far as the zones of that case go, writes one thing at a time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from tests.cast import BY_LAW, a_case, hire

from tilts.access.actions import let_in
from tilts.access.actor import JOB
from tilts.access.models import GrantKind, Role
from tilts.access.walls import raise_wall
from tilts.cases.actions import add_party, join_team
from tilts.cases.forms.person import FactsForm
from tilts.people.actions import (
    add_address,
    add_code,
    add_contact,
    add_relation,
    change_person,
    join_household,
    record_basis,
    record_consent,
    record_informed,
    record_person,
)
from tilts.people.models import (
    Address,
    Consent,
    ContactWay,
    HouseholdMember,
    Informed,
    LegalBasis,
    Person,
    PersonCode,
    Relation,
    Standing,
)

pytestmark = pytest.mark.django_db
FRAME = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "PRAGMA")
"""What frames a transaction is no query."""
SIGNS = {
    "name": ["Anna", "Elza"],
    "contact": ["+371 29990001", "magnolija", "kā no aptiekas"],
    "address": ["Slēptā iela 4"],
    "codes": ["324567-12345"],
}
MOST_QUERIES = 30


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def file(cast):
    """A mother and a child with everything that can be written of them."""
    case, mother = a_case(cast.worker, "Anna", "Parauga")
    child = record_person(cast.worker, case.folder, given_name="Elza")
    add_party(cast.worker, case, person=child, role="child")
    fill(cast, case, mother, child)
    return case, mother, child


def fill(cast, case, mother, child):
    reach, folder = cast.worker, case.folder
    add_contact(
        reach,
        folder,
        person=mother,
        channel="sms",
        value="+371 29990001",
        safe=True,
        days="24",
        code_word="magnolija",
        may_say="kā no aptiekas",
    )
    add_address(reach, folder, person=mother, kind="shelter", text="Slēptā iela 4", starts=date(2026, 1, 2))
    add_code(reach, folder, person=mother, kind="latvian", value="324567-12345")
    add_relation(reach, folder, person=mother, other=child, kind="parent")
    join_household(reach, case.folder, person=child, of=mother, since=date(2024, 1, 1))
    today = timezone.localdate()
    record_informed(reach, folder, person=mother, day=today, way="spoken", language="lv")
    record_consent(reach, folder, person=mother, zones=["name"], day=today, way="spoken", with_unit=cast.police)
    record_basis(reach, folder, law="duty", reason="The orphan's court must know.")


def body(answer):
    return answer.content.decode()


def test_who_works_on_the_case_sees_everything_of_the_person(cast, file, enter):
    case, mother, _child = file
    answer = body(enter(cast.worker.user).get(f"/cases/{case.pk}/people/{mother.pk}/"))
    for sign in sum(SIGNS.values(), []) + ["confidential", "Tuesdays, Thursdays", "Code word", "orphan", "Valsts pol"]:
        assert sign in answer, sign


@pytest.mark.parametrize("kind", [GrantKind.SPECIALIST, GrantKind.SUPERVISES, GrantKind.MEETING, GrantKind.ASSIGNED])
def test_each_zone_shows_its_own_and_nothing_else(cast, file, enter, kind):
    case, mother, _child = file
    role = Role.SUPERVISOR if kind == GrantKind.SUPERVISES else Role.CASE_WORKER
    guest = hire(cast.stranger_office, "Viesa Viesite", role)
    let_in(cast.worker, case.folder, kind, **BY_LAW, to_user=guest.user, at=cast.stranger_office)
    browser = enter(guest.user)
    if role == Role.SUPERVISOR:
        browser.post("/purpose/", {"purpose": "supervision"})
    answer = body(browser.get(f"/cases/{case.pk}/people/{mother.pk}/"))
    zones = guest.zones(case.folder_id)
    for zone, signs in SIGNS.items():
        for sign in signs:
            assert (sign in answer) == bool(getattr(zones, zone)), (zone, sign)


def test_another_case_that_opens_more_does_not_open_it_here(cast, file, enter):
    case, mother, _child = file
    other, _client = a_case(cast.second_worker, "Bella", "Cita")
    let_in(cast.worker, case.folder, GrantKind.MEETING, **BY_LAW, to_user=cast.second_worker.user, at=cast.office)
    add_party(JOB, other, person=mother)
    page = body(enter(cast.second_worker.user).get(f"/cases/{case.pk}/people/{mother.pk}/"))
    assert "Anna" in page and "Slēptā" not in page and "29990001" not in page and "324567" not in page


@pytest.mark.parametrize("who", ["stranger", "second_worker", "officer", "administrator", "data_protection"])
def test_to_all_others_there_is_no_such_person(cast, file, enter, who):
    case, mother, _child = file
    answer = enter(getattr(cast, who).user).get(f"/cases/{case.pk}/people/{mother.pk}/")
    assert answer.status_code in (403, 404)
    assert not any(sign in body(answer) for signs in SIGNS.values() for sign in signs)


def test_a_wall_stands_before_the_page_and_before_writing(cast, file, enter):
    case, mother, _child = file
    let_in(cast.worker, case.folder, GrantKind.ASSIGNED, **BY_LAW, to_user=cast.second_worker.user, at=cast.office)
    browser = enter(cast.second_worker.user)
    assert browser.get(f"/cases/{case.pk}/people/{mother.pk}/").status_code == 200
    raise_wall(cast.supervisor, case.folder, reason="kin", user=cast.second_worker.user)
    for path in ("", "change/", "contact/add/"):
        assert browser.get(f"/cases/{case.pk}/people/{mother.pk}/{path}").status_code == 404
    answer = browser.post(f"/cases/{case.pk}/people/{mother.pk}/address/add/", {"kind": "home", "text": "x"})
    assert answer.status_code == 404 and Address.every_row.count() == 1


def test_a_mentor_does_not_pass_the_door(cast, file, enter):
    case, mother, _child = file
    mentor = hire(cast.office, "Mirdza Mentore", Role.MENTOR)
    let_in(cast.worker, case.folder, GrantKind.MENTOR, **BY_LAW, to_user=mentor.user, at=cast.office)
    answer = enter(mentor.user).get(f"/cases/{case.pk}/people/{mother.pk}/")
    assert answer.status_code == 403 and "29990001" not in body(answer)


TODAY = timezone.localdate().isoformat()
TOMORROW = (timezone.localdate() + timedelta(days=2)).isoformat()  # also where midnight passes meanwhile
SENT = {
    "contact": ({"channel": "chat", "value": "@an", "safe": "false", "days": ["1"], "from_time": "09:00"}, ContactWay),
    "address": ({"kind": "school", "text": "Izdomu skola", "confidential": "on", "starts": "2026-01-05"}, Address),
    "code": ({"kind": "foreign", "value": "UA-77"}, PersonCode),
    "relation": ({"kind": "sibling"}, Relation),
    "status": ({"status": "temporary_protection", "starts": "2022-03-01"}, Standing),
    "told": ({"day": TODAY, "way": "interpreted", "language": "uk"}, Informed),
    "consent": ({"zones": ["name", "contact"], "with_whom": "the school", "way": "spoken", "day": TODAY}, Consent),
    "basis": ({"law": "vital", "reason": "She is in danger now."}, LegalBasis),
}  # fmt: skip


@pytest.mark.parametrize("what", SENT)
def test_each_thing_is_written_by_its_form_and_an_empty_one_comes_back(cast, enter, what):
    case, mother = a_case(cast.worker, "Anna", "Parauga")
    child = record_person(cast.worker, case.folder, given_name="Elza")
    add_party(cast.worker, case, person=child, role="child")
    browser, path = enter(cast.worker.user), f"/cases/{case.pk}/people/{mother.pk}/{what}/add/"
    facts, model = SENT[what]
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"x": "1"}).status_code == 422 and not model.every_row.exists()
    answer = browser.post(path, facts | ({"other": str(child.pk)} if what == "relation" else {}))
    assert answer.status_code == 302, body(answer)
    assert cast.worker(model).count() == 1
    page = body(browser.get(f"/cases/{case.pk}/people/{mother.pk}/"))
    assert page and browser.get(f"/cases/{case.pk}/people/{mother.pk}/nothing/add/").status_code == 404


@pytest.mark.parametrize(
    ("what", "facts", "sentence"),
    [
        ("contact", {"channel": "phone", "safe": "true"}, "Write the number"),
        ("contact", {"channel": "in_person", "safe": "true", "from_time": "12:00", "until_time": "11:00"}, "must end"),
        ("code", {"kind": "latvian", "value": "1"}, "eleven digits"),
        ("address", {"kind": "home", "text": "x", "starts": TOMORROW}, "future"),
        ("status", {"starts": "2026-01-01"}, "Choose a status"),
        ("consent", {"zones": ["name"], "way": "spoken", "day": TODAY}, "with whom"),
        ("basis", {"law": "duty", "reason": "x"}, "in a sentence"),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence_and_the_text(cast, file, enter, what, facts, sentence):
    case, mother, _child = file
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/people/{mother.pk}/{what}/add/", facts)
    assert answer.status_code == 422 and sentence in body(answer)


@pytest.mark.parametrize(
    ("what", "model"),
    [("contact", ContactWay), ("address", Address), ("code", PersonCode), ("relation", Relation)],
)
def test_each_thing_is_taken_back_once_and_stays_on_record(cast, file, enter, what, model):
    case, mother, _child = file
    row = cast.worker(model).get()
    browser, path = enter(cast.worker.user), f"/cases/{case.pk}/people/{mother.pk}/{what}/{row.pk}/"
    assert browser.post(path, {"version": 1}).status_code == 422
    assert browser.post(path, {"version": 7, "why": "x"}).status_code == 422 and cast.worker(model).exists()
    assert browser.post(path, {"version": 1, "why": "wrong"}).status_code == 302
    assert not cast.worker(model).exists() and model.every_row.count() == 1
    assert browser.post(path, {"version": 1, "why": "wrong"}).status_code == 404


def test_a_household_is_left_and_a_consent_withdrawn_on_a_day(cast, file, enter):
    case, mother, child = file
    browser = enter(cast.worker.user)
    spell, consent = cast.worker(HouseholdMember).get(person=child), cast.worker(Consent).get()
    path = f"/cases/{case.pk}/people/{child.pk}/household/{spell.pk}/"
    assert browser.post(path, {"day": "2025-01-01", "version": 1}).status_code == 302
    path = f"/cases/{case.pk}/consents/{consent.pk}/"
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"day": TODAY, "version": 1}).status_code == 302
    assert "withdrawn" in body(browser.get(f"/cases/{case.pk}/people/{mother.pk}/"))


def facts_of(**more):
    return {"given_name": "Anna", "family_name": "Jauna", "birth_year": "1987", "birth_estimated": "on", "version": "1",
            "languages": ["uk", "ru"], "interpreter": "true", **more}  # fmt: skip


def test_facts_are_changed_and_an_estimate_is_shown_as_one(cast, file, enter):
    case, mother, _child = file
    browser = enter(cast.worker.user)
    assert browser.post(f"/cases/{case.pk}/people/{mother.pk}/change/", facts_of()).status_code == 302
    page = body(browser.get(f"/cases/{case.pk}/people/{mother.pk}/"))
    assert "Anna Jauna" in page and "about 1987" in page and "Ukrainian, Russian" in page and "needed" in page
    assert browser.get(f"/cases/{case.pk}/people/{mother.pk}/change/").context["form"].initial["birth_year"] == 1987


def test_who_writes_second_is_told_keeps_the_text_and_may_save_again(cast, file, enter):
    case, mother, _child = file
    browser, path = enter(cast.worker.user), f"/cases/{case.pk}/people/{mother.pk}/change/"
    change_person(cast.worker, case.folder, person=mother, seen_version=1, family_name="Kolegas")
    answer = browser.post(path, facts_of())
    assert answer.status_code == 422
    assert 'value="Jauna"' in body(answer) and "Kolegas" in body(answer) and 'value="2"' in body(answer)
    assert browser.post(path, facts_of(version="2")).status_code == 302
    assert cast.worker(Person).get(pk=mother.pk).family_name == "Jauna"


def test_somebody_unknown_is_kept_under_a_word(cast, enter):
    case, _person = a_case(cast.worker)
    sent = {"given_name": "Sarkanā jaka", "anonymous": "on", "birth_year": "1990", "role": "other", "person": "new"}
    browser = enter(cast.worker.user)
    assert browser.post(f"/cases/{case.pk}/people/add/", sent).status_code == 302
    page = body(browser.get(f"/cases/{case.pk}/"))
    assert "Sarkanā jaka (name not known)" in page and "1990" in page


def test_a_birth_year_in_the_future_is_refused(cast, enter):
    case, _person = a_case(cast.worker)
    sent = {"given_name": "X", "birth_year": "2100", "role": "other", "person": "new"}
    assert enter(cast.worker.user).post(f"/cases/{case.pk}/people/add/", sent).status_code == 422


def test_the_banner_of_the_case_says_channel_days_hours_and_code_word(cast, file, enter):
    case, _mother, _child = file
    page = body(enter(cast.worker.user).get(f"/cases/{case.pk}/"))
    for sign in ("text message", "Tuesdays, Thursdays", "magnolija", "kā no aptiekas", "+371 29990001"):
        assert sign in page, sign


def test_when_it_is_safe_is_said_in_words_where_days_and_hours_do_not_say_it(cast, file, enter):
    case, mother, _child = file
    browser, person = enter(cast.worker.user), f"/cases/{case.pk}/people/{mother.pk}/"
    sent = {"channel": "phone", "value": "29990002", "safe": "true", "when": "viņa maiņu nedēļās"}
    assert browser.post(f"{person}contact/add/", sent).status_code == 302
    assert "viņa maiņu nedēļās" in body(browser.get(person)) and "viņa maiņu nedēļās" in body(
        browser.get(f"/cases/{case.pk}/")
    )


def test_a_closed_case_shows_and_takes_nothing(cast, file, enter):
    case, mother, _child = file
    type(case).every_row.filter(pk=case.pk).update(closed_on=timezone.localdate())
    browser = enter(cast.worker.user)
    page = body(browser.get(f"/cases/{case.pk}/people/{mother.pk}/"))
    assert "Slēptā" in page and "contact/add" not in page
    assert browser.get(f"/cases/{case.pk}/people/{mother.pk}/contact/add/").status_code == 403


def test_the_page_costs_the_same_however_much_is_written(cast, file, enter):
    case, mother, _child = file
    browser, path = enter(cast.worker.user), f"/cases/{case.pk}/people/{mother.pk}/"
    browser.get(path)
    counts = []
    for many in (1, 40):
        for number in range(many):
            add_contact(cast.worker, case.folder, person=mother, channel="sms", value=f"{number}", safe=True)
            add_code(cast.worker, case.folder, person=mother, kind="other", value=f"{many}-{number}")
            record_informed(cast.worker, case.folder, person=mother, day=timezone.localdate(), way="spoken")
            relative = record_person(cast.worker, case.folder, given_name=f"Rada {many} {number}")
            add_relation(cast.worker, case.folder, person=mother, other=relative, kind="sibling")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        counts.append(sum("set_config" not in one["sql"] and not one["sql"].startswith(FRAME) for one in asked))
    assert counts[0] == counts[1] <= MOST_QUERIES, [one["sql"][:150] for one in asked]


def test_a_specialist_reads_and_does_not_write(cast, file, enter):
    case, mother, _child = file
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    browser = enter(cast.psychologist.user)
    assert "Add a way" not in body(browser.get(f"/cases/{case.pk}/people/{mother.pk}/"))
    for path in ("change/", "contact/add/", "consent/add/", "basis/add/"):
        assert browser.get(f"/cases/{case.pk}/people/{mother.pk}/{path}").status_code == 403


def as_typed(person, **more):
    """The form of a person as the browser sends it back untouched, but for what is said."""
    shown = FactsForm.shown(person)
    sent = {name: value for name, value in shown.items() if value not in (None, False, "")}
    return sent | {"version": person.version} | more


def test_what_was_known_wrongly_can_be_emptied(cast, enter):
    case, person = a_case(cast.worker)
    sure = {"anonymous": True, "sex": "f", "family_name": "Lieka"}
    change_person(cast.worker, case.folder, person=person, seen_version=person.version, **sure)
    person.refresh_from_db()
    sent = as_typed(person)
    for name in ("anonymous", "sex", "family_name"):
        sent.pop(name)
    at = f"/cases/{case.pk}/people/{person.pk}/change/"
    assert enter(cast.worker.user).post(at, sent).status_code == 302
    person.refresh_from_db()
    assert (person.anonymous, person.sex, person.family_name) == (False, "", "")


@pytest.mark.parametrize(
    ("born", "precision"),
    [
        (date(1990, 5, 15), "estimated"),
        (date(1990, 1, 1), "estimated"),
        (date(1990, 5, 1), "month"),
        (date(1990, 1, 1), "year"),
        (date(1990, 5, 15), "day"),
        (None, "day"),
    ],
)
def test_a_birth_date_that_nobody_touched_stays_as_exact_or_as_vague_as_it_was(cast, enter, born, precision):
    case, person = a_case(cast.worker)
    told = {"birth_date": born, "birth_precision": precision}
    change_person(cast.worker, case.folder, person=person, seen_version=person.version, **told)
    person.refresh_from_db()
    at = f"/cases/{case.pk}/people/{person.pk}/change/"
    assert enter(cast.worker.user).post(at, as_typed(person, sex="f")).status_code == 302
    person.refresh_from_db()
    assert (person.birth_date, person.birth_precision, person.sex) == (born, precision, "f")
