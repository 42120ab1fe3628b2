"""`make quick`: what is run first for a change, and that it says what it left."""

import subprocess
import sys

import pytest
from tests.selection import ROOT
from tools.quick import order, where_tested


@pytest.mark.parametrize(
    ("file", "tests"),
    [
        ("src/tilts/people/actions/persons.py", ("tests/people",)),
        ("src/tilts/people/templates/people/_name.html", ("tests/people",)),
        ("src/tilts/people/locale/lv/LC_MESSAGES/django.po", ("tests/people",)),
        ("tests/people/test_codes.py", ("tests/people/test_codes.py",)),
        ("tests/people/crowd.py", ("tests/people",)),
        ("tests/cast.py", ()),
        ("docs/house.md", ()),
    ],
)
def test_a_change_is_tried_first_where_it_is_tested(file, tests):
    assert where_tested(file) == tests


def test_touched_tests_go_first_then_the_house_then_the_rooms():
    files = ["src/tilts/people/names.py", "src/tilts/nowhere/x.py", "tests/cases/test_notes.py"]
    assert order(files) == ["tests/cases/test_notes.py", "tests/house", "tests/people"]
    assert order([]) == []


def test_every_room_has_its_tests():
    """A change of any room of ours leads somewhere."""
    rooms = [folder for folder in (ROOT / "src/tilts").iterdir() if (folder / "__init__.py").exists()]
    assert [room.name for room in rooms if not order([f"src/tilts/{room.name}/models.py"])[1:]] == []


def test_when_the_time_is_over_nothing_more_is_begun_and_that_is_said():
    asked = [
        "tests/kit/test_dates.py",
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        "--first=tests/kit",
        "--seconds=0.000001",
    ]
    done = subprocess.run([sys.executable, "-m", "pytest", *asked], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (0, 5), done.stdout
    assert "Ran 0 of " in done.stdout and "of what was touched" in done.stdout and "kit " in done.stdout
