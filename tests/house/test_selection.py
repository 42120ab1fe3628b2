"""What runs on PostgreSQL: whatever a database can change; what is left out there is named, with what proves it."""

import ast
from types import SimpleNamespace

import pytest
from tests.selection import EMBEDDED_ONLY, EVEN_SO, FEWER, OF_DATABASES, ROOT, THROUGH_PAGES, changes_nothing, is_under

STILL_LEFT_OUT = {
    "tests/embedded": "it is the other database",
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
    text = text_of(kept)
    asked = {part.split(":")[0].strip() for part in text.partition("(")[2].partition(")")[0].split(",")}
    fixtures = {"office"} | THROUGH_PAGES  # the room of members has a browser of its own
    assert is_under(kept, EMBEDDED_ONLY) or (asked & fixtures and not OF_DATABASES.search(text))


@pytest.mark.parametrize("fewer", sorted(FEWER))
def test_of_what_runs_with_fewer_worlds_there_is_one_with_more(fewer):
    assert text_of(fewer) and any(one.startswith(fewer.partition("[")[0]) for one in EMBEDDED_ONLY)


def test_of_a_room_runs_on_both_what_asks_a_database_and_is_not_about_pages():
    def item(place, *fixtures, marks=(), test=text_of):
        found = {"get_closest_marker": lambda name: name if name in marks else None, "keywords": {}, "function": test}
        return SimpleNamespace(nodeid=place, fixturenames=fixtures, **found)

    new, both = "tests/cases/test_what_nobody_wrote_yet.py::test_it", [("cast", "db"), ("shipped", "db")]
    assert not any(changes_nothing(item(new, *fixtures)) for fixtures in both)
    assert not changes_nothing(item(new, marks=["django_db"]))
    assert changes_nothing(item(new)) and changes_nothing(item(new, "cast", "db", "enter"))
    assert not changes_nothing(item(new, "db", "enter", test=speaks_of_databases))
    assert not changes_nothing(item("tests/access/test_new.py::test_it", "db", "enter"))


def speaks_of_databases():
    """With `isolation` in its source."""


def test_a_test_is_found_by_its_folder_its_file_its_name_and_its_variant_and_by_no_beginning_of_a_name():
    test = "tests/kit/test_dates.py::test_a_day[one]"
    for place in ("tests/kit", "tests/kit/test_dates.py", "tests/kit/test_dates.py::test_a_day", test):
        assert is_under(test, [place])
    assert not is_under(test, ["tests/ki", "tests/kit/test_date", "tests/kit/test_dates.py::test_a", "tests/access"])
