"""Every fault of tools/planted_faults.py can still be planted, and names tests that are there."""

import pytest
from tests.selection import ROOT
from tools.planted_faults import FAULTS


def test_there_are_enough_and_each_has_its_name():
    assert len({one.name for one in FAULTS}) == len(FAULTS) >= 16


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.name)
def test_it_applies_exactly_once_to_the_sources_of_today(fault):
    assert fault.before != fault.after
    assert fault.plant(ROOT) != (ROOT / fault.file).read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.name)
def test_the_tests_that_claim_to_find_it_are_there(fault):
    for test in fault.tests:
        file, _colons, name = test.partition("::")
        assert (ROOT / file).exists()
        assert not name or f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_what_is_not_there_once_is_not_planted(tmp_path):
    fault = FAULTS[0]
    path = tmp_path / fault.file
    path.parent.mkdir(parents=True)
    for text in ("", fault.before * 2):
        path.write_text(text)
        with pytest.raises(ValueError, match="times"):
            fault.plant(tmp_path)
