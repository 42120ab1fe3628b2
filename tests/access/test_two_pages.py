"""Every form is opened on two pages and sent from both: nobody writes over what they did not see, no words are lost."""

import pytest
from tests.access.forms_filled import hints_of, places
from tests.access.matrix_world import World
from tests.access.test_every_form_twice import NOT_SENT
from tests.access.test_matrix import browsers
from tests.access.two_pages import from_two_pages

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SHEETS = {
    "cases/<uuid:id>/risk/<uuid:answers>/": "each question carries its own digest: tests/risk/test_two_assess.py",
    "doorstep/<uuid:id>/card/<slug:item>/": "each question carries its own digest, as in an assessment",
}
"""Pages that write all answers into one column, also those that nobody touched; and what proves that they are kept."""
DONE_ALREADY = {
    "oversight/alerts/<uuid:id>/": "the alert is closed, and its finding stands on this page",
    "emergency/review/<uuid:broken>/": "a colleague has judged it, once for good",
    "walls/<uuid:wall>/lower/": "a colleague has lowered the wall and said why",
    "inbox/<uuid:id>/join/": "the report has become a case; what stands in it is changed there, where one goes",
    "doorstep/<uuid:id>/send/": "the report has gone with what the first page said; it is read where one goes",
    "rights/<uuid:id>/prepare/": "what is held back keeps no words, and it is held back already",
}
"""What the second asked for is done: one is told so where one goes, and has nothing to send again."""
NOT_OF_THE_RECORD = {
    "rights/<uuid:id>/correct/": "the reason is the correction's own; the page shows the person as put right",
    "meetings/<uuid:id>/actions/<uuid:act>/done/": "the page says that it is done; its note stands in the minutes",
}
"""Words of the first that the second is not shown on the form, and where they stand."""


@pytest.fixture
def world(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return World(cast)


def test_no_page_writes_over_what_another_one_wrote_meanwhile(world, enter):
    there, went = browsers(world, enter), {}
    for row, route, state, who in places(set(world.actors)):
        if row.pattern in NOT_SENT:
            continue
        kept, address = dict(there[who].cookies), world.filling(state).addresses(route)[0]
        went[row.pattern] = from_two_pages(there[who], address, hints_of(world, row.pattern))
        there[who].cookies.clear()
        there[who].cookies.update(kept)
    assert {pattern: one.over for pattern, one in went.items() if one.over and pattern not in SHEETS} == {}
    lost = {pattern: one for pattern, one in went.items() if one.lost}
    assert {pattern: one.status for pattern, one in lost.items() if pattern not in DONE_ALREADY} == {}
    assert {pattern for pattern, one in went.items() if one.unseen} <= set(NOT_OF_THE_RECORD)
    assert sum(one.how == "refused" for one in went.values()) > 60
