"""Three separate things: what a person was told, to what they agreed, and which law allows sharing without that."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from tests.cast import a_case

from tilts.access.actions import Stale, let_in
from tilts.access.models import AuditEntry, Grant, GrantKind
from tilts.access.reach import NotAllowed, Refused
from tilts.cases.actions import close_case, join_team
from tilts.cases.models import Case
from tilts.people.actions import (
    record_basis,
    record_consent,
    record_informed,
    record_person,
    withdraw_consent,
)
from tilts.people.models import Consent, Informed, LegalBasis

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
REASON = "The orphan's court must be told the same day."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def agreed(cast, folder, person, **facts):
    told = {"zones": ["name", "contact"], "day": TODAY(), "way": "spoken", "with_unit": cast.stranger_office}
    return record_consent(cast.worker, folder, person=person, **told | facts)


def test_what_was_told_is_written_with_day_way_and_language(cast):
    case, person = a_case(cast.worker)
    record_informed(cast.worker, case.folder, person=person, day=date(2026, 1, 5), way="interpreted", language="uk")
    (told,) = cast.worker(Informed).filter(folder=case.folder)
    assert (told.day, told.way, told.language, told.told_by) == (
        date(2026, 1, 5),
        "interpreted",
        "uk",
        cast.worker.user,
    )
    assert not cast.worker(Consent).exists(), "to be told is not to agree"


def test_a_withdrawn_consent_ends_at_once_what_rests_on_it_and_nothing_else(cast):
    case, person = a_case(cast.worker)
    consent = agreed(cast, case.folder, person)
    other = agreed(cast, case.folder, person, zones=["risk"])
    for one in (consent, other):
        let_in(cast.worker, case.folder, GrantKind.REFERRED, basis=one.grant_basis, because=one, zones=dict.fromkeys(
            one.zone_names, 1) | {"admin": 1}, to_user=cast.stranger.user, at=cast.stranger_office)  # fmt: skip
    assert cast.stranger.zones(case.folder_id).contact == 1
    withdraw_consent(cast.worker, consent, seen_version=consent.version)
    zones = cast.stranger.zones(case.folder_id)
    assert (zones.contact, zones.risk) == (0, 1)
    assert cast.worker(Case).get().lead == cast.worker.user and cast.worker.zones(case.folder_id).name == 2
    assert not Grant.objects.get(because=consent.pk).ends > timezone.now()


def test_whoever_withdraws_second_is_told(cast):
    case, person = a_case(cast.worker)
    seen = agreed(cast, case.folder, person)
    withdraw_consent(cast.worker, Consent.every_row.get(pk=seen.pk), seen_version=1)
    with pytest.raises(Stale):
        withdraw_consent(cast.worker, seen, seen_version=1)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_consent(cast.worker, Consent.every_row.get(pk=seen.pk), seen_version=2)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"zones": []}, "what may be shared"),
        ({"zones": ["privileged"]}, "what may be shared"),
        ({"zones": ["everything"]}, "what may be shared"),
        ({"with_unit": None, "with_whom": " "}, "with whom"),
        ({"until": date(2020, 1, 1)}, "end before it was given"),
        ({"day": date(2100, 1, 1)}, "in the future"),
    ],
)
def test_a_consent_that_says_too_little_is_refused_in_a_sentence(cast, wrong, sentence):
    case, person = a_case(cast.worker)
    with pytest.raises(Refused, match=sentence):
        agreed(cast, case.folder, person, **wrong)
    assert not cast.worker(Consent).exists()


def test_a_law_needs_a_reason_in_writing(cast):
    case, person = a_case(cast.worker)
    with pytest.raises(Refused, match="reason"):
        record_basis(cast.worker, case.folder, law="vital", reason="  x ")
    made = record_basis(cast.worker, case.folder, law="duty", reason=REASON, paragraph="§", person=person)
    assert cast.worker(LegalBasis).get() == made and made.reason == REASON


def test_nobody_writes_about_a_person_of_another_file(cast):
    case, _person = a_case(cast.worker)
    _other, stranger = a_case(cast.worker, "Bella", "Cita")
    with pytest.raises(NotAllowed):
        agreed(cast, case.folder, stranger)


@pytest.mark.parametrize("who", ["second_worker", "psychologist", "stranger", "supervisor", "administrator", "officer"])
def test_only_who_works_on_the_file_writes_a_consent(cast, who):
    case, person = a_case(cast.worker)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    with pytest.raises(NotAllowed):
        record_consent(
            getattr(cast, who), case.folder, person=person, zones=["name"], day=TODAY(), way="spoken", with_whom="x"
        )
    assert not Consent.every_row.exists()


def test_a_closed_file_takes_no_consent_but_lets_one_be_withdrawn(cast):
    case, person = a_case(cast.worker, opened_on=TODAY() - timedelta(days=3))
    consent = agreed(cast, case.folder, person)
    close_case(cast.worker, case, closed_on=TODAY(), seen_version=case.version)
    with pytest.raises(NotAllowed, match="closed"):
        agreed(cast, case.folder, person)
    assert withdraw_consent(cast.worker, consent, seen_version=1).withdrawn_on == TODAY()


def test_what_was_agreed_is_seen_by_the_office_and_not_by_strangers(cast):
    case, person = a_case(cast.worker)
    agreed(cast, case.folder, person)
    assert cast.supervisor(Consent).count() == cast.psychologist(Consent).count() == 1
    assert not cast.stranger(Consent).exists() and not cast.officer(Consent).exists()


def test_a_consent_that_ends_before_it_was_given_is_refused_by_the_database(cast):
    case, person = a_case(cast.worker)
    consent = agreed(cast, case.folder, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.every_row.filter(pk=consent.pk).update(until=date(2000, 1, 1))


def test_each_of_the_three_leaves_its_trace_without_words(cast):
    case, _person = a_case(cast.worker)
    child = record_person(cast.worker, case.folder, given_name="Zane")
    consent = agreed(cast, case.folder, child, with_unit=None, with_whom="Vecmāmiņa Zelma")
    record_basis(cast.worker, case.folder, law="duty", reason=REASON)
    withdraw_consent(cast.worker, consent, seen_version=1)
    kinds = {"consent.given", "consent.withdrawn", "basis.stated"}
    rows = AuditEntry.objects.filter(kind__in=kinds)
    assert {row.kind for row in rows} == kinds
    assert "Zelma" not in str([row.fields for row in rows])


def test_who_has_access_says_in_words_what_it_rests_on(cast, enter):
    case, person = a_case(cast.worker)
    consent = agreed(cast, case.folder, person)
    let_in(
        cast.worker,
        case.folder,
        GrantKind.REFERRED,
        basis=consent.grant_basis,
        because=consent,
        to_user=cast.stranger.user,
        at=cast.stranger_office,
    )
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/access/").content.decode()
    assert "consent of the person" in page and str(consent.pk) not in page
