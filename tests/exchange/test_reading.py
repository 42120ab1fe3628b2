"""Files as Excel and people write them, and files that are no registers."""

from pathlib import Path

import pytest
from tests.exchange.conftest import PERSONS, SERVICES, act, human, rows_of, run_command

from tilts.kit.cli import BadInput
from tilts.people.models import HouseholdMember, Person, Standing
from tilts.services.models import Session

LATVIAN_PERSONS = (
    "Personas atsauce;Mājsaimniecība;Vārds;Uzvārds;Dzimšanas datums;Dzimums;Valsts;Statuss;Pašvaldība;"
    "Atbalsta līmenis;Līmenis no"
)
LATVIAN_SERVICES = (
    "PERSONAS;vieta;specialitate;Datums;Minūtes;Veids;Statuss;Tēma;Partneris;tulka_valoda;Projekts;Organizācija"
)


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file as it stands."""
    path.write_bytes(text.encode(encoding))
    return path


def test_latvian_headers_codes_dates_and_semicolons(office, take, tmp_path):
    row = "P1;M1;Anna;Bērziņa;28.02.1990.;sieviete;Latvija;bēglis;Balvu novads;vidējs;6.6.2018"
    answer = take("persons", put(tmp_path / "p.csv", f"{LATVIAN_PERSONS}\r\n{row}\r\n"))
    assert answer.counts == (1, 0, 0), answer.said
    person = rows_of(Person).get()
    assert (person.sex, person.country, person.family_name) == ("f", "LV", "Bērziņa")
    assert rows_of(Standing).get().starts.isoformat() == "2018-06-06"
    rows = [
        '"P1;P2";tilts-riga;sociālais darbinieks;06.06.2018;60;pa tālruni;notika;parādi;;krievu;Projekts Tilts;tilts',
        "P1;;ģimenes asistents;6.6.2018.;30;izbraukums;neieradās;;;;;",
    ]
    answer = take("services", put(tmp_path / "s.csv", "\n".join([LATVIAN_SERVICES, *rows])))
    assert answer.counts == (2, 0, 0), answer.said
    held = rows_of(Session).get(status="held")
    assert (held.specialism, held.mode, held.topic) == ("social_worker", "phone", "parādi")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_separators_and_a_byte_order_mark(office, take, write, delimiter, encoding):
    path = write(SERVICES, [act(person_refs="P1;P2")], delimiter=delimiter, encoding=encoding)
    assert take("services", path).counts == (1, 0, 0)


def test_the_separator_line_of_excel_blank_rows_and_empty_columns(office, take, tmp_path):
    text = f"sep=;\r\n{';'.join(SERVICES)};;\r\n;;;;;;;;\r\nP1;;lawyer;2020-05-04;x;phone;held;;\r\n"
    answer = take("services", put(tmp_path / "s.csv", text))
    assert answer.refusals == [(4, "minutes")]


def test_lines_are_those_of_the_file_even_when_a_cell_breaks_over_two(office, take, write):
    columns = [*SERVICES, "topic"]
    answer = take("services", write(columns, [act(topic="one\ntwo"), act(minutes="0")]))
    assert answer.refusals == [(4, "minutes")]


def test_a_row_with_more_cells_than_columns_is_refused(office, take, tmp_path):
    text = ",".join(SERVICES) + "\nP1,,lawyer,2020-05-04,45,phone,held,stray\n"
    assert take("services", put(tmp_path / "s.csv", text)).refusals == [(2, "")]


def test_a_file_with_a_header_alone_is_an_empty_register(office, take, write):
    answer = take("services", write(SERVICES, []))
    assert (answer.code, answer.counts) == (0, (0, 0, 0))


@pytest.mark.parametrize(
    ("text", "encoding", "words"),
    [
        ("", "utf-8", "no header"),
        ("\n\n", "utf-8", "no header"),
        (",".join(SERVICES) + ",colour,smell\n", "utf-8", "colour, smell"),
        (",".join(SERVICES[:-2]) + "\n", "utf-8", "mode, status"),
        (",".join([*SERVICES, "vieta"]) + "\n", "utf-8", "vieta"),
        (",".join(SERVICES) + "\nP1,Rēzekne", "windows-1257", "UTF-8"),
        (",".join(SERVICES) + "\nP1,x", "utf-16", "UTF-8"),
        (",".join(SERVICES) + "\nP1,x\0", "utf-8", "UTF-8"),
        (",".join(SERVICES) + '\nP1,"never closed', "utf-8", "table"),
    ],
)
def test_a_file_that_is_no_register_is_bad_input_in_one_sentence(office, tmp_path, text, encoding, words):
    path = put(tmp_path / "s.csv", text, encoding)
    with pytest.raises(BadInput, match=words) as bad:
        run_command("services", str(path))
    assert "\n" not in str(bad.value)
    assert not rows_of(Session).exists()


def test_a_missing_file_and_a_folder_are_bad_input(office, tmp_path):
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            run_command("persons", str(path))


def test_a_wrong_letter_far_down_saves_nothing(office, tmp_path):
    good = "P1,,lawyer,2020-05-04,45,phone,held\n" * 1200
    path = tmp_path / "s.csv"
    path.write_bytes((",".join(SERVICES) + "\n" + good).encode() + b"P\xe2,,lawyer\n")
    with pytest.raises(BadInput, match="UTF-8"):
        run_command("services", str(path), "--partial")
    assert not rows_of(Session).exists()


def test_every_column_of_persons_must_be_there(office, write):
    with pytest.raises(BadInput, match="level_from"):
        run_command("persons", str(write(PERSONS[:-1], [])))


def test_a_household_is_made_once_for_many(office, take, write):
    rows = [human(person_ref=f"P{n}", household_ref="H1") for n in range(600)]
    assert take("persons", write(PERSONS, rows)).counts == (600, 0, 0)
    assert rows_of(HouseholdMember).values("household").distinct().count() == 1
