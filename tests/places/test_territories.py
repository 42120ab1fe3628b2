"""The local governments of Latvia, before and after the reform of 2021."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tilts.places.models import Kind, Territory, TerritoryBook, UnknownTerritory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]

BEFORE = date(2018, 6, 1)
AFTER = date(2022, 1, 1)
TODAY = date(2025, 7, 2)


@pytest.fixture
def book() -> TerritoryBook:
    return Territory.objects.book()


@pytest.mark.parametrize(
    ("day", "cities", "counties"),
    [
        pytest.param(BEFORE, 9, 110, id="the 119 of the first reform"),
        pytest.param(date(2021, 6, 30), 9, 110, id="the day before the second reform"),
        pytest.param(date(2021, 7, 1), 7, 36, id="the day of the second reform"),
        pytest.param(AFTER, 7, 36, id="the 43 of the second reform"),
        pytest.param(date(2025, 6, 30), 7, 36, id="the day before Varakļāni joined Madona"),
        pytest.param(date(2025, 7, 1), 7, 35, id="the day Varakļāni joined Madona"),
        pytest.param(TODAY, 7, 35, id="the 42 of today"),
        pytest.param(date(2011, 1, 2), 9, 109, id="before Mērsrags left Roja"),
        pytest.param(date(2009, 6, 30), 0, 0, id="before the first reform nothing is claimed"),
    ],
)
def test_how_many_there_were_on_a_day(day: date, cities: int, counties: int) -> None:
    there = Territory.objects.on(day)
    assert there.filter(kind=Kind.CITY).count() == cities
    assert there.filter(kind=Kind.COUNTY).count() == counties


def test_no_two_of_one_day_have_the_same_name() -> None:
    for day in (BEFORE, AFTER, TODAY):
        there = list(Territory.objects.on(day))
        assert len({one.name_lv for one in there}) == len({one.name_en for one in there}) == len(there)


def test_the_present_ones_bear_their_iso_codes() -> None:
    assert all(len(one.code) == len("LV-000") for one in Territory.objects.current())
    assert Territory.objects.current().count() == 42


def test_every_one_leads_to_a_present_one(book: TerritoryBook) -> None:
    for one in book.by_code.values():
        assert one.on(TODAY).valid_before is None


def test_a_successor_starts_on_the_day_its_predecessor_ends() -> None:
    for one in Territory.objects.filter(valid_before__isnull=False).select_related("successor"):
        assert one.successor is not None and one.successor.is_valid_on(one.valid_before)


def test_every_county_of_the_second_reform_has_predecessors_or_was_left_as_it_was() -> None:
    unchanged = {"Alūksnes", "Gulbenes", "Līvānu", "Olaines", "Salaspils", "Valkas", "Varakļānu", "Ventspils"}
    counties = Territory.objects.on(AFTER).filter(kind=Kind.COUNTY)
    old = {one.name_lv.removesuffix(" novads") for one in counties.filter(valid_from__lt=date(2021, 7, 1))}
    assert old == unchanged
    assert all(one.predecessors.exists() for one in counties.filter(valid_from=date(2021, 7, 1)))


@pytest.mark.parametrize("name", ["Balvu", "Viļakas", "Rugāju", "Baltinavas"])
def test_the_counties_of_the_balvi_pilot_are_balvu_novads_today(name: str) -> None:
    county = Territory.objects.find(f"{name} novads", BEFORE)
    assert county.name_lv == f"{name} novads" and county.is_valid_on(BEFORE)
    assert county.on(TODAY) == Territory.objects.get(code="LV-015")


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("Valmiera", "Valmieras novads"),
        ("Kocēnu novads", "Valmieras novads"),
        ("Jēkabpils pilsēta", "Jēkabpils novads"),
        ("Rundāles novads", "Bauskas novads"),
        ("Viļānu novads", "Rēzeknes novads"),
        ("Daugavpils novads", "Augšdaugavas novads"),
        ("Daugavpils", "Daugavpils"),
        ("Apes novads", "Smiltenes novads"),
        ("Nīcas novads", "Dienvidkurzemes novads"),
        ("Priekules novads", "Dienvidkurzemes novads"),
        ("Priekuļu novads", "Cēsu novads"),
        ("Stopiņu novads", "Ropažu novads"),
        ("Kandavas novads", "Tukuma novads"),
        ("Mērsraga novads", "Talsu novads"),
        ("Varakļānu novads", "Madonas novads"),
        ("Lubānas novads", "Madonas novads"),
    ],
)
def test_what_became_of_a_former_one(book: TerritoryBook, former: str, present: str) -> None:
    assert book.find(former, BEFORE).on(TODAY).name_lv == present
    assert book.find(former, TODAY).name_lv == present


@pytest.mark.parametrize(
    ("written", "day", "code"),
    [
        ("Balvi", None, "LV-015"),
        ("balvi", BEFORE, "LV-015-2009"),
        ("Balvu novads", AFTER, "LV-015"),
        ("BALVU NOVADS", BEFORE, "LV-015-2009"),
        ("Balvu", None, "LV-015"),
        ("Balvu novada pašvaldība", None, "LV-015"),
        ("Balvi municipality", None, "LV-015"),
        ("  Balvu   nov. ", None, "LV-015"),
        ("Viļakas novads", None, "LV-108"),
        ("vilaka", BEFORE, "LV-108"),
        ("Viļakas novads", AFTER, "LV-015"),
        ("Rēzekne", None, "LV-REZ"),
        ("Rezekne", BEFORE, "LV-REZ"),
        ("Rēzeknes pilsēta", None, "LV-REZ"),
        ("Rēzeknes valstspilsētas pašvaldība", None, "LV-REZ"),
        ("Rēzekne city", None, "LV-REZ"),
        ("Rēzeknes novads", None, "LV-077"),
        ("Rēzeknes", None, "LV-077"),
        ("Rēzekne municipality", BEFORE, "LV-077-2009"),
        ("Daugavpils", None, "LV-DGV"),
        ("Daugavpils novads", None, "LV-025"),
        ("Ventspils", AFTER, "LV-VEN"),
        ("Ventspils novads", AFTER, "LV-106"),
        ("Rīgas", None, "LV-RIX"),
        ("riga", None, "LV-RIX"),
        ("Jēkabpils", BEFORE, "LV-JKB"),
        ("Jēkabpils", AFTER, "LV-042"),
        ("Jēkabpils pilsēta", None, "LV-JKB"),
        ("Valmiera", BEFORE, "LV-VMR"),
        ("Valmiera", None, "LV-113"),
        ("Valmieras pilsēta", BEFORE, "LV-VMR"),
        ("Varakļāni", AFTER, "LV-102"),
        ("Varakļāni", TODAY, "LV-059"),
        ("Madonas novads", AFTER, "LV-059-2021"),
        ("LV-015", None, "LV-015"),
        ("lv-015", BEFORE, "LV-015-2009"),
        ("LV-015-2009", None, "LV-015-2009"),
        ("LV-059", AFTER, "LV-059-2021"),
    ],
)
def test_it_is_found_by_the_names_people_use(book: TerritoryBook, written: str, day: date | None, code: str) -> None:
    assert book.find(written, day).code == code


def test_each_is_found_by_its_own_name_and_code_on_its_own_days(book: TerritoryBook) -> None:
    for one in book.by_code.values():
        for written in (one.name_lv, one.name_en, one.code):
            assert book.find(written, one.valid_from) == one
        assert book.find(one.code) == one


@pytest.mark.parametrize(
    "written", ["", "novads", "Nekurienes novads", "Rīgas novads", "Balvu pilsēta", "LV-999", "Vil"]
)
def test_an_unknown_name_is_refused_in_a_sentence(book: TerritoryBook, written: str) -> None:
    with pytest.raises(UnknownTerritory, match=r"\.$"):
        book.find(written)


@pytest.mark.parametrize("written", ["Augšdaugavas novads", "Valmieras novads"])
def test_one_that_did_not_exist_yet_is_refused_in_a_sentence(book: TerritoryBook, written: str) -> None:
    with pytest.raises(UnknownTerritory, match=r"\.$"):
        book.find(written, BEFORE)


def test_a_book_is_one_query_and_looking_up_is_none(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        book = Territory.objects.book()
    with django_assert_num_queries(0):
        assert book.find("Lubānas novads", BEFORE).on(TODAY).code == "LV-059"


def test_the_name_is_in_the_language_of_the_page() -> None:
    balvi = Territory.objects.get(code="LV-015")
    with translation.override("lv"):
        assert str(balvi) == "Balvu novads"
    with translation.override("en"):
        assert str(balvi) == "Balvi municipality"


def test_choices_stand_in_latvian_order() -> None:
    names = [one.name_lv for one in Territory.objects.on(TODAY).in_order()]
    assert names.index("Ādažu novads") < names.index("Aizkraukles novads") < names.index("Balvu novads")
    assert names.index("Kuldīgas novads") < names.index("Ķekavas novads") < names.index("Liepāja")


@pytest.mark.parametrize(("ends", "successor"), [("2020-01-01", "LV-015"), ("2022-06-01", None), (None, "LV-015")])
def test_the_database_refuses_an_end_before_the_start_and_an_end_without_successor(
    ends: str | None, successor: str | None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(
            code="LV-X", name_lv="X", name_en="X", kind="city", valid_from="2021-07-01", valid_before=ends,
            successor_id=successor,
        )  # fmt: skip
