"""Who reaches the table of territories."""

import pytest

from tilts.access.reach import OPEN_TABLES, Reach
from tilts.places import policy
from tilts.places.models import Territory


def test_the_list_of_local_governments_is_open_with_a_reason() -> None:
    assert policy.Territory is Territory
    assert "names nobody" in OPEN_TABLES[Territory]


@pytest.mark.django_db
def test_everyone_who_works_here_reaches_every_territory() -> None:
    assert Reach()(Territory).count() == Territory.objects.count() > 119
