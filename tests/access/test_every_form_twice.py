"""Every form that can be sent is sent twice: what it writes is written once, and the answer is the same."""

import secrets
from typing import Any

import pytest
from django.db import transaction
from tests.access.forms_filled import hints_of, places, rows_of_tables, sendable
from tests.access.matrix_world import World
from tests.access.test_matrix import browsers

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOT_SENT = {
    "oversight/": "it asks for a code of a case and shows what was looked at",
    "rights/new/": "whose data they are is asked of the register: tests/rights/test_pages.py",
    "rights/purges/new/": "nothing falls due in this world",
    "rights/<uuid:id>/propose/": "asked of a request that is ready: tests/rights/test_erasure.py",
    "rights/<uuid:id>/release/": "asked of a request that was stopped: tests/rights",
    "account/work/<uuid:id>/": "accepted with an address that was proved: tests/attacks/test_accounts.py",
    "directory/agreements/<uuid:id>/end/": "the agreement of this world was signed today",
    "inbox/<uuid:id>/pass-on/": "there is no other desk in this world: tests/risk",
    "folders/<uuid:id>/documents/add/": "a file has to be chosen: tests/documents/test_documents.py",
    "cases/<uuid:id>/open-again/": "the case of this world is not kept to named people",
    "cases/<uuid:id>/orders/<uuid:order>/breaches/add/": "the hour has to lie within the order: tests/plan",
    "cases/<uuid:id>/people/<uuid:person>/<slug:what>/add/": "what is asked depends on the address: tests/cases",
    "cases/<uuid:id>/people/<uuid:person>/<slug:what>/<uuid:row>/lend/": "nobody here has two files: tests/attacks",
    "cases/<uuid:id>/share/": "a footing has to be there first: tests/sharing",
    "cases/<uuid:id>/tasks/<uuid:task>/reopen/": "the task of this world is not done",
    "cases/<uuid:id>/transfer/": "the case of this world is offered already",
    "meetings/new/": "one of the kinds that one's role may call has to be chosen: tests/meetings",
    "meetings/refer/<uuid:id>/": "a law or an agreement has to be named: tests/meetings",
    "meetings/<uuid:id>/items/<uuid:item>/research/": "sent by the name of its part: tests/meetings",
    "meetings/<uuid:id>/items/<uuid:item>/correct/": "the meeting of this world is in progress",
    "meetings/<uuid:id>/items/<uuid:item>/void/": "the meeting of this world is in progress",
    "meetings/<uuid:id>/correct/": "the meeting of this world was held before its day",
    "meetings/<uuid:id>/cancel/": "the meeting of this world has begun",
    "meetings/<uuid:id>/open/": "the meeting of this world is in progress",
    "meetings/<uuid:id>/close/": "who came is written down first: tests/meetings",
    "meetings/<uuid:id>/items/<uuid:item>/family/steps/<uuid:step>/": "the conference of this world is to come",
}
"""Forms that nobody can fill in who knows no more than the page."""

SHOWN_ONCE = {
    "members/new/": "the second time the colleague works here already",
    "calendar/address/": "the second address takes the place of the first",
    "cases/<uuid:id>/summary/": "each look at a summary is written down",
    "referrals/<uuid:referral>/link/": "a link that nobody saw ends with the next one",
    "meetings/<uuid:id>/guests/": "a pass whose link nobody saw is ended on the same page",
}
"""Forms that are answered with a page which is kept nowhere: what a second sending does."""


@pytest.fixture
def world(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return World(cast)


def sent(browser: Any, address: str, hints: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The answer to the first way of filling it in that is taken, and what was sent; else the last answer."""
    answer, told = None, {}
    for filled in sendable(browser, address, hints):
        mark = transaction.savepoint()
        told = filled.told | {"once": secrets.token_hex(32)}
        answer = browser.post(address, told)
        if answer.status_code != 422:
            break
        transaction.savepoint_rollback(mark)
    return answer, told


def twice(browser: Any, address: str, hints: dict[str, Any]) -> tuple[str, bool]:
    """How it went: `again` where something was written by the second sending; and whether the first created rows."""
    before = rows_of_tables()
    first, told = sent(browser, address, hints)
    after = rows_of_tables()
    if first.status_code != 302:
        return f"{first.status_code}{' wrote' if after != before else ''}", False
    second = browser.post(address, told)
    if rows_of_tables() != after:
        return "again", True
    same = (second.status_code, second.headers.get("Location")) == (302, first.url)
    return "once" if same else "differs", any(after[table] > before[table] for table in after)


def test_every_form_is_written_once_though_it_is_sent_twice(world, enter):
    there, went, created = browsers(world, enter), {}, 0
    for row, route, state, who in places(set(world.actors)):
        mark, kept = transaction.savepoint(), dict(there[who].cookies)
        address = world.filling(state).addresses(route)[0]
        went[row.pattern], creates = twice(there[who], address, hints_of(world, row.pattern))
        created += creates
        transaction.savepoint_rollback(mark)
        there[who].cookies.clear()
        there[who].cookies.update(kept)
    assert {pattern for pattern, how in went.items() if how in {"again", "differs"} or how.endswith("wrote")} == set(
        SHOWN_ONCE
    )
    # by the minute of the day one of them may be taken: then it was sent twice as the others
    assert {pattern for pattern, how in went.items() if how == "422"} <= set(NOT_SENT)
    assert created > 55 and sum(how == "once" for how in went.values()) > 140
