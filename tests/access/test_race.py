"""Eight at the same moment, each from a page of their own: what is one by nature is one, and nobody sees a fault."""

import secrets
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from tests.access.at_once import at_once
from tests.access.forms_filled import hints_of, places, rows_of_tables, sendable
from tests.access.matrix_world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.long,
]

ONE = {
    "cases/<uuid:id>/people/add/": "people_person",
    "cases/<uuid:id>/team/add/": "cases_teammember",
    "cases/<uuid:id>/numbers/add/": "sharing_externalid",
    "cases/<uuid:id>/entitlements/add/": "plan_entitlement",
    "cases/<uuid:id>/plan/steps/<uuid:step>/": "plan_step",
    "cases/<uuid:id>/appointments/<uuid:appointment>/move/": "plan_appointment",
    "doorstep/<uuid:id>/send/": "risk_questionnaire",
    "inbox/<uuid:id>/join/": "cases_case",
    "inbox/<uuid:id>/take-up/": "access_grant",
    "supervision/name/": "cases_professionalsupervision",
    "transfers/<uuid:id>/accept/": "cases_case",
}
"""Address, and the table in which eight presses make one thing; what takes the case away comes last."""
SAME_WORDS = {
    "rights/holds/new/": "rights_legalhold",
    "child-reports/new/": "cases_childreport",
    "cases/<uuid:id>/orders/add/": "plan_order",
    "cases/<uuid:id>/refer/": "sharing_referral",
    "meetings/about/<uuid:id>/": "meetings_meeting",
    "meetings/<uuid:id>/items/<uuid:item>/share/": "meetings_shareditem",
    "meetings/<uuid:id>/items/<uuid:item>/family/circle/": "meetings_circleperson",
    "walls/raise/": "access_wall",
    "known-families/": "people_namewall",
    "people/<uuid:person>/wall/": "people_personwall",
}
"""The same of what there may be several of, which in the same words is one; whoever a wall keeps out comes last."""
MORE = {"inbox/<uuid:id>/take-up/": 2}
"""How many rows the one thing is, where it is not one."""
LAST = ("members/<uuid:id>/", "emergency/")
"""Where eight make several by nature of which the addresses of this world mean one."""


def eight_at_once(world: World, enter: Any, place: Any) -> tuple[list[Any], dict[str, int]]:
    """What eight got who sent the same at the same moment, and how many rows it made of each table."""
    row, route, state, who = place
    address = world.filling(state).addresses(route)[0]
    browsers = [enter(world.actors[who].user, purpose="supervision") for _one in range(8)]
    for one in browsers:
        one.raise_request_exception = False
    answers, before, after = [], {}, {}
    for filled in sendable(browsers[0], address, hints_of(world, row.pattern)):
        before = rows_of_tables()
        sent = [filled.told | {"once": secrets.token_hex(32)} for _one in browsers]
        answers = at_once([partial(one.post, address, told) for one, told in zip(browsers, sent, strict=True)])
        after = rows_of_tables()
        if {getattr(answer, "status_code", 500) for answer in answers} != {422}:
            break
    return answers, {table: after[table] - before[table] for table in after}


def went(answers: list[Any]) -> set[Any]:
    return {getattr(answer, "status_code", repr(answer)) for answer in answers}


@pytest.fixture
def world(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with transaction.atomic():
        return World(cast)


@pytest.mark.parametrize("one", [ONE, SAME_WORDS], ids=["by nature", "in the same words"])
def test_what_is_one_is_one(world, enter, one):
    found = {place[0].pattern: place for place in places(set(world.actors))}
    made = {}
    for pattern, table in one.items():
        answers, rows = eight_at_once(world, enter, found[pattern])
        made[pattern] = (rows[table], went(answers))
    assert {pattern: got for pattern, got in made.items() if got[0] != MORE.get(pattern, 1)} == {}
    assert {pattern: got for pattern, got in made.items() if not got[1] <= {200, 302, 403, 404, 422}} == {}


@pytest.mark.lengthy
def test_nobody_who_creates_sees_a_fault(world, enter):
    seen = [place for place in places(set(world.actors)) if place[0].pattern not in ONE | SAME_WORDS]
    faults = {}
    for place in sorted(seen, key=lambda one: one[0].pattern in LAST):
        answers, _rows = eight_at_once(world, enter, place)
        if not went(answers) <= {200, 302, 403, 404, 409, 422}:
            faults[place[0].pattern] = went(answers)
    assert faults == {}
