"""People of imported registers: who finds them, where they are met again, and that each of them counts once."""

from datetime import date

import pytest
from tests.cast import a_case
from tests.exchange.conftest import PERSONS, SERVICES, act, human, rows_of
from tests.walk_urls import told

from tilts.access.models import AuditEntry
from tilts.access.named import NAMED
from tilts.access.reach import NotAllowed, Refused
from tilts.cases.models import Party
from tilts.kit.periods import Period
from tilts.people.actions import find_similar, merge, undo_merging
from tilts.people.actions.registers import let_into, open_register, register_of, shut_register
from tilts.people.duplicates import find_duplicates
from tilts.people.models import Person
from tilts.people.walls import wall_name
from tilts.reports.counting import figure
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db
ANNA = {"given_name": "Anna", "family_name": "Upeskalne", "birth_date": "1987-05-06"}
YEAR = Period.of(date(2020, 1, 1), date(2020, 12, 31))
HERE = ("--organisation", "balvi-sd")
NEW_CASE = {"given_name": "Anna", "family_name": "Upeskalne", "role": "client", "kind": "violence", "sex": "f"}


@pytest.fixture
def register(cast, take, write):
    """Anna twice and somebody else, each with a consultation."""
    people = [human(person_ref="P1", **ANNA), human(person_ref="P2", **ANNA), human(person_ref="P3", given_name="Zane")]
    assert take("persons", write(PERSONS, people), *HERE).counts == (3, 0, 0)
    acts = [act(person_refs=ref, date=f"2020-03-0{day}") for day, ref in enumerate(("P1", "P2", "P3"), start=2)]
    acts = [{**one, "site": ""} for one in acts]
    assert take("services", write(SERVICES, acts), *HERE).counts == (3, 0, 0)
    return register_of(cast.office)


def served(cast):
    found = figure("services.persons_served", reach=cast.manager.counting(cast.office), period=YEAR)
    return int(found.value or 0)


def found_by(reach):
    return sorted(like.person.reference for like in find_similar(reach, name="Anna Upeskalne"))


def test_nobody_finds_them_before_somebody_else_lets_them_in(cast, register):
    assert found_by(cast.worker) == found_by(cast.supervisor) == []
    with pytest.raises(Refused, match=r"\w"):
        open_register(cast.supervisor, register, user=cast.supervisor.user, reason="x")
    with pytest.raises(NotAllowed):
        open_register(cast.worker, register, user=cast.second_worker.user, reason="x")
    with pytest.raises(Refused, match=r"\w"):
        open_register(cast.supervisor, register, user=cast.stranger.user, reason="x")
    grant = open_register(cast.supervisor, register, user=cast.worker.user, reason="Pieņem klientus")
    assert found_by(cast.worker) == ["P1", "P2"] and found_by(cast.second_worker) == []
    with pytest.raises(Refused, match=r"\w"):
        open_register(cast.supervisor, register, user=cast.worker.user, reason="x")
    shut_register(cast.data_protection, grant)
    assert found_by(cast.worker) == [] and not let_into(register).exists()


@pytest.mark.parametrize(
    ("address", "typed"),
    [("/search/", {"q": "{} {}"}), ("/cases/new/", {**NEW_CASE, "given_name": "{0}", "family_name": "{1}"})],
)
def test_who_is_not_let_in_cannot_tell_whether_somebody_stands_there(cast, register, enter, address, typed):
    """The answers about a name that a register holds and about one that it does not are the same."""
    browser, answers = enter(cast.worker.user), []
    for given, family in (("Anna", "Upeskalne"), ("Zigrīda", "Dzintare")):
        sent = {key: value.format(given, family) for key, value in typed.items()}
        status, headers, body = told(browser.post(address, sent), address)
        location = headers.pop("location", "")
        answers.append((status, bool(location), headers, body.replace(given, "").replace(family, "")))
    assert answers[0] == answers[1]


def test_whoever_is_let_in_finds_them_by_search_and_it_stands_in_the_trace(cast, register, enter):
    open_register(cast.supervisor, register, user=cast.worker.user, reason="Pieņem klientus")
    page = enter(cast.worker.user).post("/search/", {"q": "Anna Upeskalne"}).content.decode()
    assert page.count("Anna Upeskalne") == 3 and "From a register: P1" in page
    assert AuditEntry.objects.filter(kind=NAMED, record=register.pk, user=cast.worker.user.pk).count() == 1


def test_who_is_here_already_is_taken_into_a_case_and_counts_once(cast, register, enter):
    open_register(cast.supervisor, register, user=cast.worker.user, reason="Pieņem klientus")
    browser, one = enter(cast.worker.user), rows_of(Person).get(reference="P1")
    assert str(one.pk) in browser.post("/cases/new/", NEW_CASE).content.decode()
    assert browser.post("/cases/new/", {**NEW_CASE, "person": str(one.pk)}).status_code == 302
    party = rows_of(Party).get(person=one)
    write_session(
        cast.worker,
        party.case,
        people=[one],
        day=date(2020, 6, 1),
        minutes=45,
        mode="in_person",
        specialism="psychologist",
    )
    assert served(cast) == 3


def test_one_woman_in_a_case_and_twice_in_registers_counts_once_as_soon_as_somebody_says_so(
    cast, register, take, write
):
    case, she = a_case(cast.worker, "Anna", "Upeskalne", opened_on=date(2020, 1, 2))
    Person._base_manager.filter(pk=she.pk).update(birth_date=date(1987, 5, 6))
    told_of = {"day": date(2020, 6, 1), "minutes": 45, "mode": "in_person", "specialism": "psychologist"}
    write_session(cast.worker, case, people=[she], **told_of)
    assert served(cast) == 4
    assert find_duplicates(cast.supervisor) == []
    open_register(cast.data_protection, register, user=cast.supervisor.user, reason="Divreiz ierakstīti")
    assert len(find_duplicates(cast.supervisor)) == 3
    first, second = (rows_of(Person).get(reference=ref) for ref in ("P1", "P2"))
    merge(cast.supervisor, she, merged=first)
    assert served(cast) == 3
    merging = merge(cast.supervisor, she, merged=second)
    assert served(cast) == 2 and find_duplicates(cast.supervisor) == []
    people = [human(person_ref="P1", **ANNA), human(person_ref="P2", **ANNA), human(person_ref="P3", given_name="Zane")]
    assert take("persons", write(PERSONS, people), *HERE).counts == (0, 3, 0), "the same file once more"
    both = {**act(person_refs="P1; P2", date="2020-09-01"), "site": ""}
    assert take("services", write(SERVICES, [both]), *HERE).counts == (1, 0, 0)
    assert served(cast) == 2
    she.refresh_from_db()
    undo_merging(cast.supervisor, she, merging=merging)
    assert served(cast) == 3


def test_who_knows_the_family_is_kept_out_of_the_register_too(cast, take, write):
    wall_name(cast.second_worker, name="Anna Upeskalne", user=cast.second_worker.user)
    assert take("persons", write(PERSONS, [human(person_ref="P1", **ANNA)]), *HERE).code == 0
    register = register_of(cast.office)
    with pytest.raises(Refused):
        open_register(cast.supervisor, register, user=cast.second_worker.user, reason="x")
    open_register(cast.supervisor, register, user=cast.worker.user, reason="x")
    assert found_by(cast.worker) == ["P1"] and found_by(cast.second_worker) == []
    wall_name(cast.worker, name="Upeskalne Anna", user=cast.worker.user)
    assert found_by(cast.worker) == ["P1"], "let in by name: their supervisor decides"


def test_pages_of_who_finds_them(cast, register, enter):
    browser = enter(cast.supervisor.user)
    assert "Nobody finds the people of the registers." in browser.get("/people/registers/").content.decode()
    own = browser.post("/people/registers/open/", {"user": cast.supervisor.user.pk, "reason": "x"})
    assert own.status_code == 422 and "Somebody else lets you in" in own.content.decode()
    assert browser.post("/people/registers/open/", {"user": cast.worker.user.pk, "reason": "x"}).status_code == 302
    assert cast.worker.user.name in browser.get("/people/registers/").content.decode()
    grant = let_into(register).get()
    assert enter(cast.worker.user).post(f"/people/registers/{grant.pk}/shut/").status_code == 403
    assert browser.post(f"/people/registers/{grant.pk}/shut/").status_code == 302
    assert not let_into(register).exists()
