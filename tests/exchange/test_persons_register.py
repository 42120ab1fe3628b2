"""The register of persons: who they are, and what changed from which day on."""

from datetime import date

import pytest
from tests.exchange.conftest import PERSONS, SERVICES, act, everything, human, rows_of

from tilts.people.models import FolderPerson, Household, HouseholdMember, Person, Standing
from tilts.people.names import folded_name, named_like

EVER = date.min


def spells(reference: str = "P1") -> list[tuple[str, date, date | None]]:
    """Where a person lived since when."""
    rows = rows_of(HouseholdMember).filter(person__reference=reference).order_by("starts")
    return list(rows.values_list("household__reference", "starts", "ends"))


def standings() -> list[tuple[date, str, str]]:
    """Status and level of the one person."""
    return list(rows_of(Standing).order_by("starts").values_list("starts", "status", "support_level"))


def test_a_person_is_written_with_household_standing_and_folder(office, take, write):
    row = human(household_ref="H1", status="refugee", support_level="basic", country="sy")
    answer = take("persons", write(PERSONS, [row]))
    assert (answer.code, answer.counts, answer.said["saved"]) == (0, (1, 0, 0), True)
    person = rows_of(Person).get()
    assert (person.reference, person.country, person.sex, folded_name(person)) == ("P1", "SY", "f", "anna ozola")
    assert (person.birth_date, person.municipality.name_lv) == (date(1990, 2, 28), "Balvu novads")
    assert spells() == [("H1", EVER, None)]
    assert standings() == [(EVER, "refugee", "basic")]
    assert FolderPerson.objects.filter(person=person, folder__kind="register").exists()


def test_the_same_file_twice_changes_nothing(office, take, write):
    rows = [
        human(household_ref="H1", support_level="basic"),
        human(household_ref="H2", support_level="medium", level_from="2020-03-01"),
        human(household_ref="H1", support_level="maximum", level_from="2020-05-01"),
        human(person_ref="P2", given_name="Zane", household_ref="H1"),
        human(person_ref="P2", given_name="Zane", household_ref="H1"),
    ]
    path = write(PERSONS, rows)
    assert take("persons", path).counts == (4, 1, 0)
    before = everything()
    assert take("persons", path).counts == (0, 5, 0)
    assert everything() == before
    march, may = date(2020, 3, 1), date(2020, 5, 1)
    assert spells() == [("H1", EVER, march), ("H2", march, may), ("H1", may, None)]
    assert rows_of(Household).count() == 2


def test_rows_in_any_order_date_the_same_changes(office, take, write):
    later = human(household_ref="H2", support_level="medium", status="b", level_from="01.03.2020.")
    first = human(household_ref="H1", support_level="basic", status="a")
    assert take("persons", write(PERSONS, [later, first])).counts == (2, 0, 0)
    assert spells() == [("H1", EVER, date(2020, 3, 1)), ("H2", date(2020, 3, 1), None)]
    assert standings() == [(EVER, "a", "basic"), (date(2020, 3, 1), "b", "medium")]


def test_a_change_may_come_in_a_later_file(office, take, write):
    take("persons", write(PERSONS, [human(household_ref="H1", support_level="basic")]))
    row = human(household_ref="H2", support_level="medium", level_from="2020-03-01")
    assert take("persons", write(PERSONS, [row])).counts == (1, 0, 0)
    assert spells() == [("H1", EVER, date(2020, 3, 1)), ("H2", date(2020, 3, 1), None)]
    assert rows_of(HouseholdMember).get(ends=date(2020, 3, 1)).version == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person_ref", ""),
        ("birth_date", "2098-01-01"),
        ("birth_date", "29.02.2019"),
        ("sex", "q"),
        ("country", "ZZ"),
        ("country", "Atlantis"),
        ("municipality", "Nekurienes novads"),
        ("support_level", "huge"),
        ("level_from", "1990-02-27"),
        ("level_from", "2098-01-01"),
        ("status", "s" * 61),
        ("given_name", "n" * 121),
        ("organisation", "nobody"),
    ],
)
def test_a_wrong_cell_refuses_the_row_by_line_and_column(office, take, write, column, value):
    rows = [human(person_ref="P0"), human(**{column: value})]
    answer = take("persons", write([*PERSONS, "organisation"], rows))
    assert (answer.code, answer.refusals) == (1, [(3, column)])
    assert not any(everything().values())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("given_name", "Zane"),
        ("family_name", "Kalna"),
        ("birth_date", "1991-02-28"),
        ("sex", "m"),
        ("country", "EE"),
        ("municipality", "Rīga"),
    ],
)
def test_two_persons_under_one_reference_are_refused(office, take, write, column, value):
    rows = [human(), human(level_from="2020-01-01", **{column: value})]
    answer = take("persons", write(PERSONS, rows))
    assert (answer.code, answer.refusals) == (1, [(3, column)])
    assert not any(everything().values())
    take("persons", write(PERSONS, rows[:1]))
    later = take("persons", write(PERSONS, rows[1:]))
    assert later.refusals == [(2, column)]


def test_a_name_without_its_diacritics_is_the_same_name(office, take, write):
    take("persons", write(PERSONS, [human(family_name="Bērziņa")]))
    assert take("persons", write(PERSONS, [human(family_name="Berzina")])).counts == (0, 1, 0)


def test_another_household_without_a_day_is_refused(office, take, write):
    answer = take("persons", write(PERSONS, [human(household_ref="H1"), human(household_ref="H2")]))
    assert answer.refusals == [(3, "household_ref")]
    take("persons", write(PERSONS, [human(household_ref="H1")]))
    assert take("persons", write(PERSONS, [human(household_ref="H2")])).refusals == [(2, "household_ref")]


def test_two_households_or_two_levels_from_one_day_are_refused(office, take, write):
    day = {"level_from": "2020-01-01"}
    homes = take("persons", write(PERSONS, [human(household_ref="H1", **day), human(household_ref="H2", **day)]))
    assert homes.refusals == [(3, "household_ref")]
    levels = [human(support_level="basic", **day), human(support_level="medium", **day)]
    assert take("persons", write(PERSONS, levels)).refusals == [(3, "level_from")]


def test_a_person_joins_a_household_from_the_day_of_the_row(office, take, write):
    rows = [human(support_level="basic"), human(support_level="basic", household_ref="H1", level_from="2020-03-01")]
    take("persons", write(PERSONS, rows))
    assert spells() == [("H1", date(2020, 3, 1), None)]


def test_partial_saves_the_first_of_two_persons_under_one_reference(office, take, write):
    rows = [human(), human(sex="m"), human(person_ref="P2")]
    answer = take("persons", write(PERSONS, rows), "--partial")
    assert (answer.code, answer.counts, rows_of(Person).count()) == (1, (2, 0, 1), 2)


def test_a_person_of_whom_all_rows_are_refused_is_not_written(office, take, write):
    take("persons", write(PERSONS, [human(birth_date="yesterday")]), "--partial")
    assert not rows_of(Person).exists()


def test_a_person_known_by_reference_only_is_filled_in(office, take, write):
    take("services", write(SERVICES, [act()]))
    path = write(PERSONS, [human(household_ref="H1")])
    assert take("persons", path).counts == (1, 0, 0)
    person = rows_of(Person).get()
    assert (person.given_name, person.birth_date, person.version) == ("Anna", date(1990, 2, 28), 2)
    assert take("persons", path).counts == (0, 1, 0)


def test_a_former_municipality_is_found(office, take, write):
    take("persons", write(PERSONS, [human(municipality="Viļakas novads")]))
    assert rows_of(Person).get().municipality.name_lv == "Viļakas novads"


def test_a_ref_names_one_row(office, take, write):
    columns = ["ref", *PERSONS]
    rows = [human(ref="1"), human(ref="1"), human(ref="1", person_ref="P2")]
    assert take("persons", write(columns, rows)).refusals == [(4, "ref")]


CODES = ["010190-12345", "01019012345", "320000-12345", "32000012345", "P 010190\u201312345", "K-01019012345"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("column", ["person_ref", "household_ref"])
def test_a_personal_code_is_no_reference(office, take, write, column, code):
    answer = take("persons", write(PERSONS, [human(**{column: code})]))
    assert answer.counts == (0, 0, 1) and answer.refusals == [(2, column)]
    assert "personal code" in answer.reasons and code not in answer.reasons
    assert not any(everything().values())


@pytest.mark.parametrize("code", CODES)
def test_nor_does_it_name_who_took_part(office, take, write, code):
    answer = take("services", write(SERVICES, [act(person_refs=f"P1; {code}")]))
    assert answer.refusals == [(2, "person_refs")] and "personal code" in answer.reasons
    assert not any(everything().values())


@pytest.mark.parametrize("reference", ["P1", "2024-000123", "1234567890", "123456789012", "12345-123456"])
def test_a_number_of_the_register_is_a_reference(office, take, write, reference):
    assert take("persons", write(PERSONS, [human(person_ref=reference)])).counts == (1, 0, 0)


def test_names_of_a_register_are_found_at_once_and_names_that_came_later_too(office, take, write):
    take("persons", write(PERSONS, [human(family_name="")]))
    assert named_like(office.organisation.pk, "anna") and not named_like(office.organisation.pk, "anna ozola")
    take("persons", write(PERSONS, [human()]))
    person = rows_of(Person).get()
    assert (person.given_name, person.family_name) == ("Anna", "Ozola")
    assert [hit.person for hit in named_like(office.organisation.pk, "anna ozola")] == [person.pk]
