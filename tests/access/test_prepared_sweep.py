"""Prepared and unprepared answers are the same, byte by byte, for everybody: what is kept bakes nobody in."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.access.matrix import TABLE, expected
from tests.access.matrix_world import World
from tests.access.test_matrix import browsers
from tests.walk_urls import routes

from tilts.access import prepared

pytestmark = pytest.mark.django_db
MADE_ANEW = re.compile(
    rb'value="\w{64}"|name="drawn" value="[^"]*"|nonce="[^"]*"|(?:id|for|aria-\w+)="\w*[0-9a-f]{8,}\w*"'
)
"""What differs between two answers of the same page."""
MOST_READ = ("", "inbox/", "cases/", "meetings/", "cases/<uuid:id>/", "doorstep/<uuid:id>/", "child-reports/")


@pytest.fixture
def world(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return World(cast)


def unprepared(reach, build, values, *, counted=False):
    rows = prepared._composed(reach, build, values)
    return list(prepared._number(rows) if counted else rows)


def differing(world: World, enter: Callable[..., Client], wanted: Callable[[str], bool]) -> tuple[list[str], int]:
    """Addresses and actors whose two answers differ, and how many answers were compared.

    Everybody reads everything prepared, one after the other, so that what one leaves behind would be the next one's;
    then everything again as if nothing were prepared.
    """
    there = browsers(world, enter)
    pages = [
        (who, route.pattern, address)
        for row in TABLE
        if wanted(row.pattern)
        for route in routes()
        if route.pattern == row.pattern
        for state, (get, _post) in row.states.items()
        for who in there
        if expected(get, who) == "200"
        for address in world.filling(state).addresses(route)
    ]
    for browser in there.values():
        browser.get("/")

    def answers() -> list[tuple[int, bytes]]:
        told = [there[who].get(address) for who, _pattern, address in pages]
        return [(one.status_code, MADE_ANEW.sub(b"", b"".join(one))) for one in told]

    still = timezone.now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: still)  # clocks on the pages stand still meanwhile
        first = answers()
        patch.setattr(prepared, "_answer", unprepared)
        second = answers()
    named = [f"{pattern} {who}" for (who, pattern, _address), one, other in zip(pages, first, second, strict=True)
             if one != other]  # fmt: skip
    return named, len(pages)


def test_the_pages_that_are_read_most_are_the_same_prepared_and_unprepared(world, enter):
    differ, compared = differing(world, enter, lambda pattern: pattern in MOST_READ)
    assert differ == []
    assert compared > 100


@pytest.mark.lengthy
def test_every_page_is_the_same_prepared_and_unprepared(world, enter):
    differ, compared = differing(world, enter, lambda pattern: pattern not in MOST_READ)
    assert differ == []
    assert compared > 700


def test_a_person_baked_in_would_be_found(world, enter, monkeypatch):
    """The first asker's rows kept for everybody: what the sweep is there to find."""
    kept, whole = {}, prepared._answer

    def baked(reach, build, values, *, counted=False):
        if reach is None:
            return whole(reach, build, values, counted=counted)
        key = (build, counted, str(values))
        if key not in kept:
            kept[key] = whole(reach, build, values, counted=counted)
        return kept[key]

    monkeypatch.setattr(prepared, "_answer", baked)
    differ, _compared = differing(world, enter, lambda pattern: pattern == "cases/")
    assert differ
