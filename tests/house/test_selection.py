"""What runs on PostgreSQL: whatever a database can change; what is left out there is named, with what proves it."""

import ast
import re

import pytest
from tests.selection import EMBEDDED_ONLY, EVEN_SO, ROOT, is_under

OF_DATABASES = re.compile(
    r"connection\.vendor|transaction=True|own_database|owner_of_tables|IntegrityError|DatabaseError|select_for_update"
    r"|\.cursor\(|\bThread\(|isolation|row-level|row polic",
)
"""Words of a test that is about what a database does."""
STILL_LEFT_OUT = {
    "tests/house/test_tables.py": "minutes of migrations; on PostgreSQL in `make test-long`",
}
"""Left out though they speak of databases: why."""


def text_of(left_out):
    """The source of what is left out: each file of a folder, a file, or one test of a file."""
    place, _colons, test = left_out.partition("::")
    if not test:
        path = ROOT / place
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        return "\n".join(file.read_text(encoding="utf-8") for file in files)
    source = (ROOT / place).read_text(encoding="utf-8")
    name = test.partition("[")[0]
    [function] = [node for node in ast.parse(source).body if getattr(node, "name", "") == name]
    return ast.get_source_segment(source, function) or ""


@pytest.mark.parametrize("left_out", EMBEDDED_ONLY)
def test_what_is_left_out_is_there_says_why_and_is_not_about_what_databases_do(left_out):
    assert len(EMBEDDED_ONLY[left_out]) > 8
    assert bool(OF_DATABASES.search(text_of(left_out))) == (left_out.partition("[")[0] in STILL_LEFT_OUT)


@pytest.mark.parametrize("kept", EVEN_SO)
def test_what_runs_even_so_is_there_and_would_be_left_out(kept):
    assert text_of(kept) and is_under(kept, EMBEDDED_ONLY)


def test_a_file_that_nobody_decided_about_runs_on_both():
    assert not is_under("tests/cases/test_what_nobody_wrote_yet.py::test_it", EMBEDDED_ONLY)


def test_a_test_is_found_by_its_folder_its_file_its_name_and_its_variant_and_by_no_beginning_of_a_name():
    test = "tests/kit/test_dates.py::test_a_day[one]"
    for place in ("tests/kit", "tests/kit/test_dates.py", "tests/kit/test_dates.py::test_a_day", test):
        assert is_under(test, [place])
    assert not is_under(test, ["tests/ki", "tests/kit/test_date", "tests/kit/test_dates.py::test_a", "tests/access"])
