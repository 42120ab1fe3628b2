"""What a Latvian personal code says by its digits, and that a code is found again by its hash alone."""

import random

import pytest
from django.utils import translation
from tests.cast import a_case

from tilts.access.reach import NotAllowed, Refused
from tilts.kit.codes import Finding, code_digits, look_at_code
from tilts.people.actions import add_code, code_hash, withdraw_code
from tilts.people.models import PersonCode


def old_code(dice: random.Random) -> str:
    """A made-up code of the kind given until 2017."""
    first = f"{dice.randint(1, 28):02}{dice.randint(1, 12):02}{dice.randint(0, 99):02}{dice.randint(0, 2)}"
    first += f"{dice.randint(0, 999):03}"
    weights = (10, 5, 8, 4, 2, 1, 6, 3, 7, 9)
    return first + str((1 + sum(w * int(d) for w, d in zip(weights, first, strict=True))) % 11 % 10)


def test_a_thousand_old_codes_fit_and_one_changed_digit_is_mostly_seen():
    dice = random.Random(4)
    codes = [old_code(dice) for _one in range(1_000)]
    assert {look_at_code(code) for code in codes} == {Finding.FITS}
    wrong = [code[:-1] + str((int(code[-1]) + 1) % 10) for code in codes]
    assert {look_at_code(code) for code in wrong} == {Finding.DOUBTFUL}


@pytest.mark.parametrize("second", "23456789")
def test_codes_given_since_2017_have_no_check_digit(second):
    dice = random.Random(int(second))
    codes = [f"3{second}{dice.randint(0, 999_999_999):09}" for _one in range(200)]
    assert {look_at_code(code) for code in codes} == {Finding.FITS}


@pytest.mark.parametrize("text", ["", "1", "12345678901234", "AB1234-12345", "\u0661" * 11, "1234567890x"])
def test_what_is_not_eleven_digits_is_no_latvian_code(text):
    assert look_at_code(text) == Finding.SHAPE


def test_hyphen_and_spaces_make_no_difference():
    assert code_digits(" 321234-12345 ") == code_digits("32123412345") == "32123412345"
    assert code_digits("ab 12") == "AB12"


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.django_db
def test_a_person_keeps_several_codes_and_the_void_one_is_found_no_more(cast, english):
    case, person = a_case(cast.worker)
    first = add_code(cast.worker, case.folder, person=person, kind="latvian", value=old_code(random.Random(1)))
    add_code(cast.worker, case.folder, person=person, kind="latvian", value="324567-12345")
    assert cast.worker(PersonCode).count() == 2
    withdraw_code(cast.worker, case.folder, code=first, seen_version=1, why="typed wrong")
    (left,) = cast.worker(PersonCode).all()
    assert left.search_hash == code_hash(cast.office.pk, "32456712345") != code_hash(cast.police.pk, "32456712345")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"value": "1"}, "eleven digits"),
        ({"value": "010190-12345"}, "does not fit"),
        ({"value": "324567-12346"}, "already"),
    ],
)
def test_a_code_that_cannot_be_is_refused_in_a_sentence(cast, english, facts, sentence):
    case, person = a_case(cast.worker)
    add_code(cast.worker, case.folder, person=person, kind="latvian", value="32456712346")
    with pytest.raises(Refused, match=sentence):
        add_code(cast.worker, case.folder, person=person, kind="latvian", **facts)
    assert add_code(cast.worker, case.folder, person=person, kind="latvian", value="010190-12345", sure=True)


@pytest.mark.django_db
def test_the_same_code_elsewhere_answers_exactly_like_a_new_one(cast, english):
    case, person = a_case(cast.worker)
    other, twin = a_case(cast.second_worker, "Bella", "Cita")
    add_code(cast.worker, case.folder, person=person, kind="foreign", value="AB-1")
    assert add_code(cast.second_worker, other.folder, person=twin, kind="foreign", value="AB-1")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["supervisor", "psychologist", "second_worker", "stranger"])
def test_only_who_works_on_the_case_sees_and_writes_codes(cast, english, who):
    case, person = a_case(cast.worker)
    add_code(cast.worker, case.folder, person=person, kind="other", value="X1")
    assert not getattr(cast, who)(PersonCode).exists()
    with pytest.raises(NotAllowed):
        add_code(getattr(cast, who), case.folder, person=person, kind="other", value="X2")
