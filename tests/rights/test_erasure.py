"""Erasure: nothing of the person is left, every figure stays as it was, and nothing that must be kept goes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.registers import FIRST, LAST, Written, random_acts, random_persons
from tests.rights.dump import dump_of
from tests.rights.test_requests import ask
from tests.rights.world import LONG_AGO, TOKENS, a_file, closed_long_ago

from tilts.access.reach import NotAllowed, Reach, Refused, unscoped
from tilts.cases.actions import write_child_report, write_note
from tilts.cases.models import ChildReport, Note, Party
from tilts.kit.births import blurred_birth_date
from tilts.kit.measures import MEASURES
from tilts.kit.periods import Period
from tilts.people.models import ContactWay, NameInFolder, Person
from tilts.reports.counting import count
from tilts.rights.actions import keeping, releases, requests
from tilts.rights.erasing import erase
from tilts.rights.gathering import as_office, subject_of
from tilts.rights.models import ErasureProof, PurgeItem, PurgeState, RequestState
from tilts.rights.tasks import run_purges
from tilts.services.models import Participation, Session

pytestmark = pytest.mark.django_db
EVER = Period.of(date(2009, 1, 1), date(2030, 1, 1))


def figures(period=EVER):
    """Every measure by every breakdown of it, over the whole installation."""
    found = {}
    for key, measure in MEASURES.items():
        for by in [(), *((name,) for name in measure.breakdowns)]:
            table = count(key, reach=Reach().counting(), period=period, by=by)
            rows = {tuple(dims.values()): figure.value for dims, figure in table.rows}
            found[key, by] = (table.total.value, rows)
    return found


@pytest.fixture
def file(cast):
    one = a_file(cast, child=False)
    closed_long_ago(cast, one)
    return one


def erased(cast, file):
    request = ask(cast, file.asked, kind="erasure")
    releases.look_ahead(cast.data_protection, request)
    releases.propose(cast.data_protection, request, second=cast.supervisor.user)
    return releases.confirm_erasure(cast.supervisor, request)


def test_nothing_of_the_person_is_left_in_any_table(cast, file):
    before = dump_of()
    assert [token for token in TOKENS if token.casefold() not in before] == []
    erased(cast, file)
    after = dump_of()
    assert [token for token in TOKENS if token.casefold() in after] == []


def test_every_figure_stays_as_it_was(cast, file):
    before = figures()
    assert before["services.consultations", ()][0] == 1 and before["risk.questionnaires", ()][0] == 1
    erased(cast, file)
    assert figures() == before


def test_what_is_counted_stays_and_the_rest_of_the_person_does_not(cast, file):
    erased(cast, file)
    kept = unscoped(Person, reason="tests").get(pk=file.client.pk)
    assert kept.erased_at and kept.birth_date == date(1990, 1, 1)
    assert (kept.given_name, kept.family_name, kept.reference) == ("", "", "")
    assert not NameInFolder.objects.filter(person=kept).exists()
    assert not unscoped(ContactWay, reason="tests").filter(person=kept).exists()
    assert unscoped(Participation, reason="tests").filter(person=kept).count() == 1
    assert unscoped(Party, reason="tests").filter(person=kept).count() == 1


def test_the_proof_counts_and_names_nothing(cast, file):
    request = erased(cast, file)
    proof = unscoped(ErasureProof, reason="tests").get(request=request)
    assert proof.proposed_by == cast.data_protection.user and proof.confirmed_by == cast.supervisor.user
    assert proof.kinds["people.person"] == 1 and proof.kinds["cases.note"] == 1
    assert str(cast.police.pk) in proof.told
    assert all(len(one) == 64 for one in proof.digests)
    assert str(file.client.pk) not in str(proof.digests)


def test_the_preview_is_what_goes_and_changes_nothing(cast, file):
    request = ask(cast, file.asked, kind="erasure")
    before = dump_of(but=("rights_rightsrequest", "access_audit"))
    request = releases.look_ahead(cast.data_protection, request)
    assert dump_of(but=("rights_rightsrequest", "access_audit")) == before
    releases.propose(cast.data_protection, request)
    releases.confirm_erasure(cast.supervisor, request)
    assert unscoped(ErasureProof, reason="tests").get().kinds == request.preview


def test_one_person_alone_erases_nobody(cast, file):
    request = ask(cast, file.asked, kind="erasure")
    with pytest.raises(Refused):
        releases.propose(cast.data_protection, request)
    releases.look_ahead(cast.data_protection, request)
    with pytest.raises(Refused):
        releases.propose(cast.data_protection, request, second=cast.data_protection.user)
    releases.propose(cast.data_protection, request)
    for reach in (cast.data_protection, cast.worker, cast.administrator, cast.stranger):
        with pytest.raises(NotAllowed):
            releases.confirm_erasure(reach, request)
    cast.data_protection.membership.role = "supervisor"
    with pytest.raises(NotAllowed):
        releases.confirm_erasure(cast.data_protection, request)


def test_what_was_written_since_the_preview_is_looked_at_first(cast, file):
    request = ask(cast, file.asked, kind="erasure")
    releases.look_ahead(cast.data_protection, request)
    releases.propose(cast.data_protection, request)
    note = unscoped(Note, reason="tests").get()
    Note.objects.create(organisation=note.organisation, case=note.case, at=note.at, day=note.day, text="Vēl")
    with pytest.raises(Refused):
        releases.confirm_erasure(cast.supervisor, request)
    assert unscoped(Person, reason="tests").get(pk=file.client.pk).given_name


def test_an_open_case_a_keeping_duty_and_a_hold_each_refuse_in_a_sentence(cast):
    file = a_file(cast, child=False)
    request = ask(cast, file.asked, kind="erasure")
    releases.look_ahead(cast.data_protection, request)
    with pytest.raises(Refused, match=file.case.code):
        releases.propose(cast.data_protection, request)
    closed_long_ago(cast, file)
    hold = keeping.place_hold(
        cast.data_protection, case_code=file.case.code, reason="Tiesa", starts=timezone.localdate()
    )
    with pytest.raises(Refused, match=file.case.code):
        releases.propose(cast.data_protection, request)
    keeping.lift_hold(cast.data_protection, hold)
    keeping.set_keeping_time(
        cast.data_protection, event="case_closed", years=30, months=0, source="Nomenklatūra", in_force_from=LONG_AGO
    )
    with pytest.raises(Refused, match=r"2040.*Nomenklatūra"):
        releases.propose(cast.data_protection, request)


def test_a_hold_that_came_after_the_proposal_still_holds(cast, file):
    request = ask(cast, file.asked, kind="erasure")
    releases.look_ahead(cast.data_protection, request)
    releases.propose(cast.data_protection, request)
    keeping.place_hold(cast.supervisor, case_code=file.case.code, reason="Tiesa", starts=timezone.localdate())
    with pytest.raises(Refused):
        releases.confirm_erasure(cast.supervisor, request)


def test_in_a_file_that_is_about_a_child_too_only_her_name_is_struck_out(cast):
    file = a_file(cast)
    write_note(cast.worker, file.case, text="Bērns runāja par skolu, Zvxqannas nebija klāt.")
    closed_long_ago(cast, file)
    erased(cast, file)
    texts = [note.text for note in unscoped(Note, reason="tests")]
    assert "Bērns runāja par skolu, […] nebija klāt." in texts
    assert not any("Zvxqanna" in text for text in texts)
    assert unscoped(Person, reason="tests").get(pk=file.child.pk).given_name == "Zvxqmazais"


def test_the_last_of_a_family_takes_the_file_along(cast):
    file = a_file(cast)
    write_note(cast.worker, file.case, text="Bērns runāja par skolu.")
    closed_long_ago(cast, file)
    erased(cast, file)
    with as_office(cast.supervisor):
        person = unscoped(Person, reason="tests").get(pk=file.child.pk)
        erase(person, proposed_by=cast.data_protection.user, confirmed_by=cast.supervisor.user)
    assert {note.text for note in unscoped(Note, reason="tests")} == {""}


def test_an_accused_person_takes_their_name_and_not_her_file(cast, file):
    with as_office(cast.supervisor):
        person = unscoped(Person, reason="tests").get(pk=file.accused.pk)
        erase(person, proposed_by=cast.data_protection.user, confirmed_by=cast.supervisor.user)
    note = unscoped(Note, reason="tests").get()
    assert "Pqzjelinotes" in note.text and "Ļaundar" not in note.text
    assert unscoped(Person, reason="tests").get(pk=file.client.pk).given_name


@given(
    born=st.dates(date(1940, 1, 1), date(2020, 12, 31)),
    days=st.lists(st.dates(date(2000, 1, 1), date(2026, 12, 31)), max_size=30),
)
def test_a_moved_birth_date_keeps_every_age_on_every_act(born, days):
    moved = blurred_birth_date(born, days)

    def age(from_day, day):
        return day.year - from_day.year - ((day.month, day.day) < (from_day.month, from_day.day))

    assert moved.year == born.year and moved <= born
    assert [age(moved, day) for day in days] == [age(born, day) for day in days]
    assert days or moved == date(born.year, 1, 1)


@pytest.mark.parametrize("seed", [3, 77])
def test_erasing_half_of_a_random_register_changes_no_figure(cast, seed):
    people = random_persons(seed, 40)
    Written("balvi-sd-2", people, random_acts(seed + 1, 160, people, "balvi-sd-2"))
    period = Period.of(FIRST, LAST)
    before = figures(period)
    assert before["services.children_in_families_served", ()][0] > 0
    persons = list(unscoped(Person, reason="tests").order_by("pk"))[::2]
    moved = 0
    for person in persons:
        with as_office(cast.supervisor):
            erase(person, proposed_by=cast.data_protection.user, confirmed_by=cast.supervisor.user)
        person.refresh_from_db()
        moved += bool(person.birth_date and (person.birth_date.month, person.birth_date.day) != (1, 1))
    assert figures(period) == before
    assert moved, "some ages were passed within the period, else this proves little"


def test_a_purge_takes_what_fell_due_after_two_people_agreed(cast, file):
    before = figures()
    with pytest.raises(NotAllowed):
        keeping.propose_purge(cast.supervisor, until=timezone.localdate())
    purge = keeping.propose_purge(cast.data_protection, until=timezone.localdate())
    items = list(unscoped(PurgeItem, reason="tests").filter(purge=purge))
    assert {item.person_id for item in items} == {file.client.pk, file.accused.pk}
    assert all(file.case.code in item.label and "Zvxq" not in item.label for item in items)
    with pytest.raises(NotAllowed):
        keeping.confirm_purge(cast.data_protection, purge)
    assert run_purges() == 0
    keeping.confirm_purge(cast.supervisor, purge)
    assert run_purges(at_most=1) == 1 and run_purges(at_most=1) == 1
    run_purges()
    purge.refresh_from_db()
    assert purge.state == PurgeState.DONE
    assert [token for token in TOKENS if token.casefold() in dump_of()] == []
    assert figures() == before
    assert unscoped(ErasureProof, reason="tests").filter(purge=purge).count() == 2


def test_a_report_of_a_child_without_a_file_goes_when_its_time_is_over(cast):
    facts = {"told_to": "police", "which": "Balvu iecirknis", "place": "Skola Zvxqa", "known": "Zvxq zilumi"}
    old = write_child_report(cast.worker, child="Zvxqbella", **facts)
    young = write_child_report(cast.worker, child="Zvxqanita", **facts)
    long_ago = timezone.now() - timedelta(days=6 * 366)
    unscoped(ChildReport, reason="tests").filter(pk=old.pk).update(at=long_ago, day=timezone.localdate(long_ago))
    purge = keeping.propose_purge(cast.data_protection, until=timezone.localdate())
    assert [one.folder_id for one in unscoped(PurgeItem, reason="tests").filter(purge=purge)] == [old.pk]
    keeping.confirm_purge(cast.supervisor, purge)
    run_purges()
    kept = {one.pk: (one.child, one.known, one.place) for one in unscoped(ChildReport, reason="tests")}
    assert kept[old.pk] == ("", "", "") and kept[young.pk] == ("Zvxqanita", "Zvxq zilumi", "Skola Zvxqa")


def test_what_fell_due_stays_where_the_purge_was_stopped_in_time(cast, file):
    purge = keeping.propose_purge(cast.data_protection, until=timezone.localdate())
    keeping.stop_purge(cast.supervisor, purge)
    with pytest.raises(Refused):
        keeping.confirm_purge(cast.supervisor, purge)
    assert run_purges() == 0 and not unscoped(ErasureProof, reason="tests").filter(purge=purge).exists()


def test_a_hold_placed_after_the_confirmation_is_respected_by_the_job(cast, file):
    purge = keeping.propose_purge(cast.data_protection, until=timezone.localdate())
    keeping.confirm_purge(cast.supervisor, purge)
    keeping.place_hold(cast.supervisor, case_code=file.case.code, reason="Tiesa", starts=timezone.localdate())
    run_purges()
    assert unscoped(PurgeItem, reason="tests").filter(purge=purge, skipped=True).count() == 2
    assert unscoped(Person, reason="tests").get(pk=file.client.pk).given_name == "Zvxqanna"


def test_nothing_is_due_before_its_time_or_in_the_future(cast):
    a_file(cast)
    with pytest.raises(Refused):
        keeping.propose_purge(cast.data_protection, until=timezone.localdate())
    with pytest.raises(Refused):
        keeping.propose_purge(cast.data_protection, until=timezone.localdate() + timedelta(days=1))


def test_a_hold_that_ends_before_it_starts_or_on_no_case_is_refused(cast, file):
    today = timezone.localdate()
    with pytest.raises(Refused):
        keeping.place_hold(
            cast.supervisor, case_code=file.case.code, reason="Tiesa", starts=today, ends=today - timedelta(days=1)
        )
    with pytest.raises(Refused):
        keeping.place_hold(cast.supervisor, case_code="L-999", reason="Tiesa", starts=today)


def test_a_request_that_was_refused_is_not_carried_out(cast, file):
    request = ask(cast, file.asked, kind="erasure")
    requests.refuse_request(cast.data_protection, request, why="Pienākums glabāt")
    with pytest.raises(Refused):
        releases.look_ahead(cast.data_protection, request)
    request.refresh_from_db()
    assert request.state == RequestState.REFUSED


def test_a_subject_without_a_case_keeps_the_file_of_others(cast, file):
    with as_office(cast.supervisor):
        accused = subject_of(unscoped(Person, reason="tests").get(pk=file.accused.pk))
        client = subject_of(unscoped(Person, reason="tests").get(pk=file.client.pk))
    assert accused.own == frozenset() and file.case.folder_id in client.own
    assert unscoped(Session, reason="tests").filter(folder__in=client.folders).exists()
