"""What a spreadsheet leaves in a register becomes nobody and no household: refused by row and column, in words."""

import pytest
from tests.exchange.conftest import PERSONS, SERVICES, act, everything, human, rows_of

from tilts.people.models import Household, Person
from tilts.services.models import Session

ERRORS = (
    "#N/A",
    "#n/a",
    "#VALUE!",
    "#REF!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#VĒRTĪBA!",
    "#DAĻ/0!",
    "########",
)
NOTHING = ("-", "–", "—", "--", "?", "???", "...", ".", "*", "n/a", "N/A")
FORMULAS = ("=A2+1", '="Anna"', "=SUM(A1:A9)", "+A1+B1", "@SUM(A1)", "=IF(A1;1;2)")
NOT_KNOWN = ("nav", "Nav", "nezināms", "NEZINĀMA", "unknown")
COLUMNS = ("person_ref", "household_ref", "given_name", "family_name", "status", "municipality", "country")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("written", [*ERRORS, *NOTHING, *FORMULAS])
def test_it_is_no_person_and_no_household(office, take, write, column, written):
    before = everything()
    answer = take("persons", write(PERSONS, [human(**{column: written})]))
    assert answer.counts == (0, 0, 1) and answer.refusals == [(2, column)]
    assert everything() == before


@pytest.mark.parametrize("column", ["person_ref", "household_ref"])
@pytest.mark.parametrize("written", NOT_KNOWN)
def test_a_word_for_unknown_is_no_number_of_anybody(office, take, write, column, written):
    answer = take("persons", write(PERSONS, [human(**{column: written})]))
    assert answer.refusals == [(2, column)] and not rows_of(Person).exists() and not rows_of(Household).exists()


@pytest.mark.parametrize(
    "written", ["Kopā: 4", "Kopā", "KOPĀ 4", "Pavisam kopā: 4", "Summa", "Total: 4", "Grand total", "Итого: 4"]
)
@pytest.mark.parametrize("column", ["person_ref", "given_name", "family_name"])
def test_a_row_of_totals_is_no_client(office, take, write, written, column):
    row = dict.fromkeys(PERSONS, "") | {column: written}
    answer = take("persons", write(PERSONS, [human(), row]))
    assert answer.refusals == [(3, column)] and answer.counts[2] == 1


def test_totals_under_a_full_row_of_words_are_found_too(office, take, write):
    answer = take("persons", write(PERSONS, [human(person_ref="P9", family_name="Kopā: 4")]))
    assert answer.refusals == [(2, "family_name")]


@pytest.mark.parametrize(
    ("given", "family"), [("Summa", "Ozola"), ("Nav", "Singh"), ("Anna", "Null"), ("Na", "Kim"), ("Ņ", "Ī")]
)
def test_people_are_called_so(office, take, write, given, family):
    assert take("persons", write(PERSONS, [human(given_name=given, family_name=family)])).counts == (1, 0, 0)


@pytest.mark.parametrize("column", ["person_refs", "site", "date", "minutes", "mode", "topic", "partner"])
@pytest.mark.parametrize("written", ["#N/A", "-", "?", "=A2", "########"])
def test_it_is_no_consultation(office, take, write, column, written):
    take("persons", write(PERSONS, [human()]))
    answer = take("services", write([*SERVICES, "topic", "partner"], [act(**{column: written})]))
    assert answer.refusals == [(2, column)] and not rows_of(Session).exists()


def test_one_of_several_persons_of_a_consultation_is_looked_at_too(office, take, write):
    take("persons", write(PERSONS, [human()]))
    answer = take("services", write(SERVICES, [act(person_refs="P1; ?"), act(person_refs="Kopā: 2")]))
    assert answer.refusals == [(2, "person_refs"), (3, "person_refs")]


def test_the_sentences_are_in_the_language_of_the_user(office, take, write, settings):
    settings.COMMAND_LANGUAGE = "lv"
    rows = [human(person_ref="#N/A"), human(given_name="?"), human(family_name="=A1"), human(person_ref="Kopā: 4")]
    said = [one["reason"] for one in take("persons", write(PERSONS, rows)).said["refusals"]]
    assert said == [
        "„#N/A” ir izklājlapas kļūda. Ierakstiet pašu vērtību.",
        "„?” neko nepasaka. Atstājiet šūnu tukšu, ja nekas nav zināms.",
        "Šī ir formula, nevis vērtība. Saglabājiet tabulu ar vērtībām un importējiet to.",
        "Šī ir kopsummas rinda, nevis persona vai konsultācija. Izņemiet to no faila.",
    ]
