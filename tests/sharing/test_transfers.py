"""A case moves to another organisation: what is listed becomes their own, and nobody sees into the other's file."""

from datetime import date

import pytest
from django.utils import timezone
from tests.cast import a_case, hire

from tilts.access.actions import Stale
from tilts.access.models import AuditEntry, Role
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import add_party, close_case, write_note
from tilts.cases.models import Case, Closing, Note, Party
from tilts.people.actions import keep_contact, merge, record_person
from tilts.people.models import ContactWay, FolderPerson, Person, SamePerson
from tilts.post.models import Letter
from tilts.sharing.actions import accept_transfer, decline_transfer, offer_transfer, withdraw_transfer
from tilts.sharing.models import Transfer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SUMMARY = "Vajadzīga dzīvesvieta citā novadā."


@pytest.fixture
def file(cast):
    """A case with a client and a child, a phone and a note."""
    case, person = a_case(cast.worker, "Kanarija", "Ozolkalne-Testa")
    person.birth_date = date(1990, 1, 2)
    person.save()
    child = record_person(cast.worker, case.folder, given_name="Bērns", family_name="Ozolkalne-Testa")
    add_party(cast.worker, case, person=child, role="child")
    keep_contact(case.folder, person, channel="phone", value="+371 20000002", safe=True)
    write_note(cast.worker, case, text="Slepena piezime")
    return case


def offered(cast, case, **more):
    parties = list(cast.worker(Party).filter(case=case, role="client").select_related("person"))
    facts = {"to": cast.stranger_office, "summary": SUMMARY, "basis": "consent", "parties": parties}
    return offer_transfer(cast.worker, case, **facts | more)


def test_what_was_listed_becomes_their_own_case_and_the_old_one_closes(cast, file):
    offer = offered(cast, file)
    here = cast.stranger(Transfer).get()
    case = accept_transfer(cast.stranger, here, seen_version=1)
    mine = cast.stranger(Person).get()
    assert (mine.given_name, mine.birth_date, mine.organisation) == ("Kanarija", date(1990, 1, 2), cast.stranger_office)
    assert mine.pk not in set(cast.worker(Person).values_list("pk", flat=True))
    assert case.organisation == cast.stranger_office and case.lead == cast.stranger.user
    assert [note.text for note in cast.stranger(Note)] == [SUMMARY] and not cast.stranger(ContactWay).exists()
    file.refresh_from_db()
    offer.refresh_from_db()
    assert file.closed_on == timezone.localdate() and cast.worker(Closing).get().outcome == "transferred"
    assert (offer.state, offer.became_id, offer.persons) == ("accepted", case.pk, {})
    assert AuditEntry.objects.filter(kind="transfer.accepted", record=offer.pk).exists()
    assert AuditEntry.objects.filter(kind="case.closed", record=file.pk).exists()


def test_neither_sees_into_the_file_of_the_other(cast, file, enter):
    offered(cast, file)
    case = accept_transfer(cast.stranger, cast.stranger(Transfer).get(), seen_version=1)
    write_note(cast.stranger, case, text="Svesa piezime")
    assert not cast.worker(Case).filter(pk=case.pk).exists() and not cast.stranger(Case).filter(pk=file.pk).exists()
    assert enter(cast.worker.user).get(f"/cases/{case.pk}/").status_code == 404
    assert enter(cast.stranger.user).get(f"/cases/{file.pk}/").status_code == 404
    page = enter(cast.worker.user).get(f"/transfers/{cast.worker(Transfer).get().pk}/").content.decode()
    assert case.code not in page.replace(file.code, "") or case.code == file.code
    assert "Svesa piezime" not in page


def test_before_the_answer_they_read_the_summary_and_no_name(cast, file, enter):
    supervisor = hire(cast.stranger_office, "Svesa Vadone", Role.SUPERVISOR)
    offer = offered(cast, file)
    for who in (cast.stranger, supervisor):
        page = enter(who.user).get(f"/transfers/{offer.pk}/").content.decode()
        assert SUMMARY in page and "Kanarija" not in page and "Slepena" not in page and file.code not in page
    assert "Offered cases" in enter(cast.stranger.user).get("/").content.decode()
    assert {letter.to_id for letter in Letter.objects.filter(kind="transfer.waits")} == {
        cast.stranger.user.pk,
        supervisor.user.pk,
    }
    assert not cast.stranger(Case).exists() and not cast.stranger(Person).exists() and not cast.stranger(Note).exists()
    for who in (cast.second_worker, cast.officer, cast.manager, cast.administrator):
        assert not who(Transfer).exists()
    assert enter(cast.second_worker.user).get(f"/transfers/{offer.pk}/").status_code == 404


def test_they_decline_with_a_reason_and_nothing_of_the_persons_stays(cast, file, enter):
    offer = offered(cast, file)
    address = f"/transfers/{offer.pk}/decline/"
    assert enter(cast.stranger.user).post(address, {"reason": " ", "version": 1}).status_code == 422
    assert enter(cast.stranger.user).post(address, {"reason": "Nav vietu", "version": 1}).status_code == 302
    offer.refresh_from_db()
    file.refresh_from_db()
    assert (offer.state, offer.answer, offer.persons, file.closed_on) == ("declined", "Nav vietu", {}, None)
    assert "Nav vietu" in enter(cast.worker.user).get(f"/transfers/{offer.pk}/").content.decode()
    for verb in (accept_transfer, decline_transfer):
        with pytest.raises(NotAllowed):
            verb(cast.stranger, offer, seen_version=2, **({} if verb is accept_transfer else {"reason": "x"}))
    offered(cast, file)


def test_an_offer_that_was_taken_back_is_closed_to_them(cast, file, enter):
    offer = offered(cast, file)
    with pytest.raises(NotAllowed):
        withdraw_transfer(cast.stranger, offer, reason="x", seen_version=1)
    with pytest.raises(Refused):
        withdraw_transfer(cast.worker, offer, reason="", seen_version=1)
    withdraw_transfer(cast.worker, offer, reason="Viņa paliek", seen_version=1)
    assert not cast.stranger(Transfer).exists()
    assert enter(cast.stranger.user).get(f"/transfers/{offer.pk}/").status_code == 404


def test_who_answers_second_is_told_and_nothing_is_opened(cast, file):
    offer = offered(cast, file)
    unscoped(Transfer, reason="tests").filter(pk=offer.pk).update(version=2)
    with pytest.raises(Stale):
        accept_transfer(cast.stranger, offer, seen_version=1)
    assert not cast.stranger(Case).exists()
    file.refresh_from_db()
    assert file.closed_on is None


def test_those_who_offer_do_not_accept(cast, file, enter):
    offer = offered(cast, file)
    for who in (cast.worker, cast.supervisor):
        with pytest.raises(NotAllowed):
            accept_transfer(who, offer, seen_version=1)
    assert enter(cast.worker.user).get(f"/transfers/{offer.pk}/accept/").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"to": "office"}, "another organisation"),
        ({"summary": " "}, "without names"),
        ({"basis": " "}, "without a basis"),
    ],
)
def test_an_offer_without_a_basis_or_words_or_to_oneself_is_refused(cast, file, wrong, sentence):
    wrong = {name: cast.office if value == "office" else value for name, value in wrong.items()}
    with pytest.raises(Refused, match=sentence):
        offered(cast, file, **wrong)
    assert not cast.worker(Transfer).exists()


def test_a_walled_organisation_a_second_offer_a_closed_case_and_kept_data_are_refused(cast, file, enter):
    raise_wall(cast.supervisor, file.folder, reason="kin", unit=cast.police)
    with pytest.raises(Refused):
        offered(cast, file, to=cast.police)
    form = {"to": cast.police.pk, "basis": "law", "summary": SUMMARY}
    page = enter(cast.worker.user).post(f"/cases/{file.pk}/transfer/", form)
    assert page.status_code == 422 and "Choose somebody else." in page.content.decode()
    assert SUMMARY in page.content.decode()
    offered(cast, file)
    with pytest.raises(Refused, match="offered already"):
        offered(cast, file)
    withdraw_transfer(cast.worker, cast.worker(Transfer).get(), reason="x", seen_version=1)
    unscoped(Person, reason="tests").update(restricted_at=timezone.now())
    with pytest.raises(Refused):
        offered(cast, file)
    unscoped(Person, reason="tests").update(restricted_at=None)
    close_case(cast.worker, file, closed_on=timezone.localdate(), seen_version=file.version)
    with pytest.raises(NotAllowed):
        offered(cast, file)
    with pytest.raises(NotAllowed):
        offer_transfer(cast.supervisor, file, to=cast.stranger_office, summary="x", basis="law")


def test_who_is_kept_out_of_the_case_is_kept_out_of_the_offer(cast, file):
    other = hire(cast.office, "Vita Vadone", Role.SUPERVISOR)
    kin = hire(cast.stranger_office, "Rada Radiniece", Role.CASE_WORKER)
    for one in (other, kin):
        raise_wall(cast.supervisor, file.folder, reason="kin", user=one.user)
    offered(cast, file)
    assert cast.supervisor(Transfer).exists() and not other(Transfer).exists() and not kin(Transfer).exists()
    assert not Letter.objects.filter(kind="transfer.waits", to=kin.user).exists()


def test_the_pages_walk_an_offer_from_one_organisation_to_the_other(cast, file, enter):
    party = cast.worker(Party).filter(case=file, role="client").get()
    form = {"to": cast.stranger_office.pk, "basis": "consent", "summary": SUMMARY, "parties": [party.pk]}
    address = f"/cases/{file.pk}/transfer/"
    assert enter(cast.worker.user).post(address, form | {"basis": ""}).status_code == 422
    assert enter(cast.worker.user).post(address, form).status_code == 302
    offer = cast.stranger(Transfer).get()
    browser = enter(cast.stranger.user)
    assert "1 person, named after acceptance" in browser.get(f"/transfers/{offer.pk}/").content.decode()
    assert browser.post(f"/transfers/{offer.pk}/accept/", {"version": 1}).status_code == 302
    assert "Kanarija" in browser.get(f"/cases/{cast.stranger(Case).get().pk}/").content.decode()


def links():
    return unscoped(SamePerson, reason="tests").filter(voided_at=None)


def taken_over(cast, file, **more):
    offered(cast, file, **more)
    return accept_transfer(cast.stranger, cast.stranger(Transfer).get(state="offered"), seen_version=1)


def test_the_row_there_and_the_row_here_are_linked_on_the_basis_of_the_offer(cast, file):
    here = cast.worker(Party).get(case=file, role="client").person
    taken_over(cast, file)
    there = cast.stranger(Person).get()
    link = links().get()
    assert {link.person_id, link.other_id} == {here.pk, there.pk}
    assert (link.basis, link.by, link.organisation) == ("consent", cast.stranger.user, cast.stranger_office)
    assert AuditEntry.objects.filter(kind="person.linked", record=there.pk).exists()


def test_the_link_is_known_to_data_protection_of_either_and_opens_nothing(cast, file, enter):
    theirs = hire(cast.stranger_office, "Dina Datu", Role.DATA_PROTECTION)
    before = {who.user.name: set(who(Person).values_list("pk", flat=True)) for who in cast.everybody()}
    case = taken_over(cast, file)
    there = cast.stranger(Person).get()
    assert cast.data_protection(SamePerson).exists() and theirs(SamePerson).exists()
    for who in (one for one in cast.everybody() if one is not cast.data_protection):
        assert not who(SamePerson).exists(), who.user.name
    for who in (*cast.everybody(), theirs):
        mine = {there.pk} if who is cast.stranger else set()
        assert set(who(Person).values_list("pk", flat=True)) == before.get(who.user.name, set()) | mine, who.user.name
    for who in (cast.worker, cast.supervisor, cast.data_protection):
        assert not who(Case).filter(pk=case.pk).exists()
        assert enter(who.user).get(f"/cases/{case.pk}/").status_code in (403, 404)
    assert enter(theirs.user).get(f"/cases/{file.pk}/").status_code in (403, 404)


def test_each_organisation_counts_its_own_person_once(cast, file):
    def persons(office):
        return cast.worker.counting(office)(Person).count()

    before = persons(cast.office)
    taken_over(cast, file)
    assert persons(cast.office) == before and persons(cast.stranger_office) == 1


def test_after_a_merging_the_kept_row_is_linked(cast, file):
    here = cast.worker(Party).get(case=file, role="client").person
    kept = record_person(cast.worker, file.folder, given_name="Kanarija", family_name="Ozolkalne-Testa")
    offered(cast, file)
    merge(cast.supervisor, kept, merged=here)
    accept_transfer(cast.stranger, cast.stranger(Transfer).get(), seen_version=1)
    link = links().get()
    assert kept.pk in {link.person_id, link.other_id} and here.pk not in {link.person_id, link.other_id}


def test_an_offer_made_before_the_data_were_restricted_is_not_accepted_any_more(cast, file):
    offered(cast, file)
    here = cast.worker(Party).get(case=file, role="client").person
    unscoped(Person, reason="tests").filter(pk=here.pk).update(restricted_at=timezone.now())
    with pytest.raises(Refused, match="kept and not used"):
        accept_transfer(cast.stranger, cast.stranger(Transfer).get(), seen_version=1)
    assert not cast.stranger(Case).exists() and cast.stranger(Transfer).get().state == "offered"


@pytest.mark.parametrize("change", [{"anonymous": True}, {"erased_at": timezone.now()}])
def test_who_has_no_name_or_is_erased_is_not_linked(cast, file, change):
    here = cast.worker(Party).get(case=file, role="client").person
    offered(cast, file)
    unscoped(Person, reason="tests").filter(pk=here.pk).update(**change)
    accept_transfer(cast.stranger, cast.stranger(Transfer).get(), seen_version=1)
    assert cast.stranger(Person).get().given_name == "Kanarija" and not links().exists()


def test_whom_the_file_names_no_more_is_not_linked(cast, file):
    here = cast.worker(Party).get(case=file, role="client").person
    offered(cast, file)
    FolderPerson.objects.filter(person=here, folder=file.folder_id).delete()
    accept_transfer(cast.stranger, cast.stranger(Transfer).get(), seen_version=1)
    assert cast.stranger(Person).get().given_name == "Kanarija" and not links().exists()
