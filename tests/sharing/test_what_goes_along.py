"""What goes along to others: who somebody is, no more exactly than known, and how to reach them safely."""

import json
from datetime import date, time

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cast import a_case
from tests.sharing.test_referrals import a_referral, seen_by, told
from tests.walk_urls import text_of

from tilts.access.actor import JOB, acting
from tilts.cases.actions import add_party
from tilts.cases.models import Party
from tilts.directory.actions import end_partner, keep_offer, keep_partner
from tilts.people.actions import add_contact, change_person, record_person
from tilts.people.models import HOW_TO_REACH, WHO_THEY_ARE, ContactWay, Person, SamePerson
from tilts.sharing.actions import accept_referral, accept_transfer, offer_transfer, refer
from tilts.sharing.letter import _people
from tilts.sharing.models import Transfer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
UNSURE = {
    "given_name": "Zaļā jaka",
    "anonymous": True,
    "birth_date": date(1990, 1, 1),
    "birth_precision": "estimated",
    "languages": "uk ru",
    "interpreter": True,
}
SAFELY = {
    "channel": "phone",
    "value": "+371 20000007",
    "safe": True,
    "days": "15",
    "from_time": time(9),
    "until_time": time(15, 30),
    "code_word": "zilonis",
    "may_say": "poliklīnika",
    "caution": "Vakaros atbild viņš",
}
CONDITIONS = ("Vakaros atbild viņš", "Mondays, Fridays", "09:00–15:30", "zilonis", "poliklīnika")


@pytest.fixture
def file(cast):
    """A case about somebody whose name is not known, with a phone that is safe under conditions."""
    case, person = a_case(cast.worker)
    change_person(cast.worker, case.folder, person=person, seen_version=person.version, **UNSURE)
    add_contact(cast.worker, case.folder, person=person, **SAFELY)
    return case


def row_there(cast):
    with transaction.atomic(), acting(JOB):
        return Person._base_manager.get(organisation=cast.stranger_office)


def test_an_accepted_referral_brings_every_fact_and_every_condition_of_safe_contact(cast, file):
    referral = refer(cast.worker, file, **told(cast.stranger_office))
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    there = row_there(cast)
    assert {name: getattr(there, name) for name in UNSURE} == UNSURE
    with transaction.atomic(), acting(JOB):
        way = ContactWay._base_manager.get(person=there)
    assert {name: getattr(way, name) for name in SAFELY} == SAFELY


def test_an_accepted_transfer_brings_who_they_are_and_no_way_to_reach(cast, file):
    parties = list(cast.worker(Party).filter(case=file).select_related("person"))
    facts = {"summary": "Pārceļas.", "basis": "consent", "parties": parties}
    offer_transfer(cast.worker, file, to=cast.stranger_office, **facts)
    accept_transfer(cast.stranger, cast.stranger(Transfer).get(), seen_version=1)
    there = row_there(cast)
    assert {name: getattr(there, name) for name in UNSURE} == UNSURE
    with transaction.atomic(), acting(JOB):
        assert not ContactWay._base_manager.filter(person=there).exists()


def test_nobody_needs_an_interpreter_is_not_the_same_as_nobody_asked(cast):
    for answer in (False, None):
        case, person = a_case(cast.worker)
        change_person(cast.worker, case.folder, person=person, seen_version=person.version, interpreter=answer)
        party = cast.worker(Party).select_related("person").get(case=case)
        offer = offer_transfer(
            cast.worker, case, to=cast.stranger_office, summary="Pārceļas.", basis="consent", parties=[party]
        )
        assert json.loads(offer.persons["0"])["person"]["interpreter"] is answer


def test_no_fact_of_a_person_and_no_condition_of_a_contact_is_forgotten_when_a_field_is_added():
    own = {"id", "organisation", "folder", "person", "created_at", "version", "value_hash", "reference"}
    own |= {"voided_at", "voided_by", "voided_why", "restricted_at", "erased_at"}
    for model, list_of in ((Person, WHO_THEY_ARE), (ContactWay, HOW_TO_REACH)):
        assert {field.name for field in model._meta.concrete_fields} - own == set(list_of), model


def summary(browser, case):
    form = {"purpose": "court", "parts": ["sharing.people", "sharing.ways"]}
    return browser.post(f"/cases/{case.pk}/summary/", form).context["text"]


@pytest.mark.parametrize("where", ["banner", "person", "summary", "letter"])
def test_wherever_the_number_stands_its_conditions_stand_too(cast, file, enter, where):
    browser = enter(cast.worker.user)
    if where == "letter":
        referral = refer(cast.worker, file, **told(cast.stranger_office))
        shown = "\n".join(_people(cast.worker, referral))
    elif where == "summary":
        shown = summary(browser, file)
    else:
        person = cast.worker(Party).get(case=file).person_id
        at = {"banner": "", "person": f"people/{person}/"}[where]
        shown = text_of(browser.get(f"/cases/{file.pk}/{at}"))
    assert "20000007" in shown
    assert [words for words in CONDITIONS if words not in shown] == []


@pytest.mark.parametrize("where", ["summary", "letter"])
def test_a_guessed_birth_date_is_said_as_a_guess(cast, file, enter, where):
    referral = refer(cast.worker, file, **told(cast.stranger_office))
    shown = "\n".join(_people(cast.worker, referral))
    if where == "summary":
        shown = summary(enter(cast.worker.user), file)
    assert "about 1990" in shown and "01.01.1990" not in shown and "1 January 1990" not in shown


def test_two_rows_of_one_person_are_linked_when_a_referral_is_accepted_and_those_who_know_both_see_it(cast, enter):
    referral = a_referral(cast)
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    with transaction.atomic(), acting(JOB):
        link = SamePerson._base_manager.get()
        here, there = Person._base_manager.get(folder_persons__folder=referral.case_id), row_there(cast)
    assert {link.person_id, link.other_id} == {here.pk, there.pk}
    referral.refresh_from_db()
    page = enter(cast.stranger.user).get(f"/cases/{referral.to_case_id}/people/{there.pk}/").content.decode()
    assert "Also known to" in page and cast.office.name in page
    page = enter(cast.worker.user).get(f"/cases/{referral.case_id}/people/{here.pk}/").content.decode()
    assert "Also known to" not in page, "who sent it does not know the row over there"
    page = enter(cast.data_protection.user).get("/people/duplicates/").content.decode()
    assert cast.stranger_office.name in page and here.given_name not in page


def test_the_directory_stands_beside_the_referral(cast, file, enter):
    partner = keep_partner(cast.supervisor, name="Krīzes centrs", kind="crisis_centre", contact="tālrunis 1")
    keep_offer(cast.supervisor, partner, what="Gulta naktij", capacity="free", capacity_on=timezone.localdate())
    gone = keep_partner(cast.supervisor, name="Slēgtais centrs", kind="shelter")
    end_partner(cast.supervisor, gone, ends=timezone.localdate(), seen_version=gone.version)
    page = enter(cast.worker.user).get(f"/cases/{file.pk}/refer/").content.decode()
    for words in ("Krīzes centrs", "tālrunis 1", "Gulta naktij", "there is room"):
        assert words in page, words
    assert "Slēgtais centrs" not in page


def test_who_joins_a_case_of_their_own_is_not_written_down_again(cast):
    referral = a_referral(cast)
    case, person = a_case(cast.stranger)
    accept_referral(cast.stranger, seen_by(cast.stranger, referral), joins=case)
    with transaction.atomic(), acting(JOB):
        assert Person._base_manager.filter(organisation=cast.stranger_office).count() == 1
        assert not SamePerson._base_manager.exists()


def test_the_child_in_an_accepted_referral_keeps_its_role(cast, file):
    child = record_person(cast.worker, file.folder, given_name="Bērns", birth_date=date(2019, 5, 1))
    add_party(cast.worker, file, person=child, role="child")
    referral = refer(cast.worker, file, **told(cast.stranger_office))
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    referral.refresh_from_db()
    with transaction.atomic(), acting(JOB):
        roles = Party._base_manager.filter(case=referral.to_case_id).values_list("role", flat=True)
        assert sorted(roles) == ["child", "client"]
