"""The words of the registers are written down where users look."""

from pathlib import Path

import pytest

from tilts.exchange import words
from tilts.exchange.words import country_code
from tilts.kit.text import plain

PAGE = (Path(__file__).parents[2] / "docs" / "registers.md").read_text(encoding="utf-8")
TABLES = [words.COMMON, words.PERSONS, words.SERVICES, *(words.SEX, words.SUPPORT_LEVEL, words.MODE, words.STATUS)]


def test_every_header_and_code_is_in_the_page_about_registers():
    for table in [*TABLES, words.SPECIALISM]:
        for key, others in table.items():
            assert f"`{key}` | {others} |" in PAGE


@pytest.mark.parametrize("table", [{**words.COMMON, **words.PERSONS}, {**words.COMMON, **words.SERVICES}, words.SEX])
def test_no_spelling_means_two_things(table):
    written = [plain(one) for key, others in table.items() for one in {key, *others.split(",")}]
    meant = words.spellings(table)
    clashes = {one for one in written if written.count(one) > 1}
    assert all(
        len({key for key, others in table.items() if one in map(plain, [key, *others.split(",")])}) == 1
        for one in clashes
    ), clashes
    assert set(meant.values()) == set(table)


@pytest.mark.parametrize(
    ("written", "code"),
    [("LV", "LV"), ("lv", "LV"), ("Latvija", "LV"), ("Syria", "SY"), ("Sīrija", "SY"), ("EU", None), ("ZZ", None)],
)
def test_a_country_is_known_by_code_or_name(written, code):
    assert country_code(written) == code
