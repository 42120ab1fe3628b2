"""Tables of institutions for the sweeps that open every address: their rows, their ids, and the expected answers.

`coordinator` drives a meeting about the open case, which `worker` referred; `participant` sits at it for the strangers'
institution. A monitoring meeting has an issue; a family group conference, about a case of its own, is led by
`colleague`; one meeting was held.
"""

from typing import Any

from django.utils import timezone
from tests.cast import Cast, a_case
from tests.meetings.table import a_meeting, closed, coordinator_of, institutions, referred, running

from tilts.access.reach import Reach, unscoped
from tilts.cases.models import Case
from tilts.meetings import actions
from tilts.meetings.models import AgendaItem, FamilyConference, Invitation, Meeting


class MeetingsRows:
    """The rows, and the ids in each address by state."""

    def __init__(self, cast: Cast, case: Case, participant: Reach) -> None:
        self.coordinator, today = coordinator_of(cast), timezone.localdate()
        self.meeting = a_meeting(self.coordinator, participant)
        self.item = referred(cast.worker, self.meeting, case)
        given = actions.give_pass(self.coordinator, self.meeting, name="x", institution="x", kind="court")
        self.passed, self.token = given.passed, given.token
        running(self.coordinator, self.meeting)
        self.research = actions.write_research(participant, self.item, text="x", nature="fact")
        mine: dict[str, Any] = {"owner": participant.organisation, "what": "x", "due_on": today}
        self.act = actions.set_action(participant, self.meeting, item=self.item, **mine)
        called = participant(AgendaItem).select_related("meeting").get(pk=self.item.pk)
        self.shared = actions.share_item(participant, called, text="x", nature="fact")
        self.monitoring = a_meeting(self.coordinator, participant, kind="monitoring")
        self.issue = actions.write_issue(self.coordinator, self.monitoring, title="x")
        self.family = self._family(cast)
        planned = unscoped(AgendaItem, reason="tests").select_related("meeting").get(meeting=self.family)
        self.step = actions.write_step(cast.second_worker, planned, what="x", who="x")
        self.held = a_meeting(self.coordinator, participant)
        referred(cast.worker, self.held)
        running(self.coordinator, self.held)
        closed(self.coordinator, self.held)

    def _family(self, cast: Cast) -> Meeting:
        case, _person = a_case(cast.worker)
        return a_meeting(cast.worker, kind="family_group", case=case, coordinator=cast.second_worker.user)

    def filling(self, state: str = "") -> dict[str, list[Any]]:
        """The ids in this state, by address."""
        meetings = {"issues": self.monitoring, "family": self.family, "held": self.held}
        meeting = meetings.get(state, self.meeting)
        items = unscoped(AgendaItem, reason="tests").filter(meeting=self.family)
        item = items.get() if state == "family" else self.item
        invitation = unscoped(Invitation, reason="tests").filter(meeting=self.meeting).exclude(role="").first()
        return {
            "meetings/:id": [meeting.pk],
            "meetings/about/:id": [self.item.case_id],
            "meetings/refer/:id": [self.item.case_id],
            "meetings/:item": [item.pk],
            "meetings/:invitation": [invitation.pk],
            "meetings/:passed": [self.passed.pk],
            "meetings/:issue": [self.issue.pk],
            "meetings/:act": [self.act.pk],
            "meetings/:research": [self.research.pk],
            "meetings/:shared": [self.shared.pk],
            "meetings/:step": [self.step.pk],
            "meetings/:token": [self.token],
        }


def a_foreign_table(cast: Cast, case: Case, person: Any) -> dict[str, list[Any]]:
    """A row in every table of the room about one case, none of it shown to the actors of a sweep; the ids."""
    coordinator, [unit] = coordinator_of(cast), institutions(1)
    meeting = a_meeting(coordinator, unit)
    item = referred(cast.worker, meeting, case)
    passed = actions.give_pass(coordinator, meeting, name="x", institution="x", kind="court").passed
    running(coordinator, meeting)
    item = coordinator(AgendaItem).select_related("meeting").get(pk=item.pk)
    research = actions.write_research(unit, item, text="x", nature="fact", source="x", reason="x")
    shared = actions.share_item(unit, item, text="x", nature="fact", source="x")
    actions.conclude(coordinator, item, conclusion="x", seen_version=item.version)
    act = actions.set_action(unit, meeting, item=item, owner=unit.organisation, what="x", due_on=timezone.localdate())
    monitoring = a_meeting(coordinator, unit, kind="monitoring")
    issue = actions.write_issue(coordinator, monitoring, title="x", text="x")
    family = a_meeting(cast.worker, kind="team", case=case)
    told = unscoped(AgendaItem, reason="tests").select_related("meeting").get(meeting=family)
    FamilyConference.objects.create(organisation=family.organisation, item=told, information="x")
    actions.widen_circle(cast.worker, told, person=person, relation="x")
    step = actions.write_step(cast.worker, told, what="x", who="x")
    invitation = unscoped(Invitation, reason="tests").filter(meeting=meeting).exclude(role="").first()
    return {
        "meetings/:id": [meeting.pk],
        "meetings/about/:id": [case.pk],
        "meetings/refer/:id": [case.pk],
        "meetings/:item": [item.pk, told.pk],
        "meetings/:invitation": [invitation.pk],
        "meetings/:passed": [passed.pk],
        "meetings/:issue": [issue.pk],
        "meetings/:act": [act.pk],
        "meetings/:research": [research.pk],
        "meetings/:shared": [shared.pk],
        "meetings/:step": [step.pk],
        "meetings/:token": ["x"],
    }


DOOR = "working coordinator participant police"
"""Who sits at tables of institutions at all."""
ONE = "meetings/<uuid:id>/"
ITEM = ONE + "items/<uuid:item>/"


def _one(path: str, who: str, get: str, post: str, *, known: str = "", door: str = "", state: str = "") -> Any:
    """An address of a meeting: `who` may; `known` says who else gets what; to the others of `door` it is not there."""
    shut = f", {door} 404" if door else ""
    told = tuple(
        f"receiver 404, {known + ', ' if known else ''}{who} {answer}{shut}, rest 403" for answer in (get, post)
    )
    return (ONE + path, {state: told})


def _item(path: str, who: str, get: str, post: str, *, seen: str = "", door: str = DOOR, state: str = "") -> Any:
    """An address of a case on an agenda: `who` may, `seen` know of it and may not."""
    known = "unsaid purpose" + (f", {seen} 403" if seen else "")
    pattern, states = _one("items/<uuid:item>/" + path, who, get, post, known=known, door=door, state=state)
    return (pattern, states)


TEAM = "worker specialist supervisor"
AT_TABLE = "worker coordinator participant"
FAMILY = {"seen": "worker supervisor walled_supervisor", "door": "working coordinator", "state": "family"}
RIGHTING = "coordinator supervisor unsaid walled_supervisor"
CASE = "outsiders 404, unsaid purpose"
ROWS: list[Any] = [
    ("meetings/", {"": (f"{DOOR} 200, rest 403",) * 2}),
    ("meetings/new/", {"": tuple(f"supervisors coordinator {answer}, rest 403" for answer in ("200", "422"))}),
    (
        "meetings/about/<uuid:id>/",
        {"": tuple(f"{CASE}, worker specialist {a}, rest 403" for a in ("200", "422"))},
    ),
    (
        "meetings/refer/<uuid:id>/",
        {"": tuple(f"{CASE}, worker specialist {a}, rest 403" for a in ("200", "422"))},
    ),
    ("meetings/guest/<str:token>/", {"": ("nobody all 200", "nobody all 422")}),
    _one("", "working coordinator participant", "200", "200", door="police"),
    _one("run/", "working coordinator participant", "200", "200", door="police"),
    _one("now/", "working coordinator participant", "200", "200", door="police"),
    _one("minutes/", "working coordinator participant", "200", "200", known="unsaid purpose", door="police"),
    _one("minutes/pdf/", "coordinator", "200", "200", state="held"),
    _one("minutes/sign/", "coordinator participant", "200", "302", door="police", state="held"),
    _one("change/", "coordinator", "200", "422"),
    _one("hand-over/", RIGHTING, "200", "422"),
    _one("cancel/", "coordinator", "200", "422"),
    _one("invite/", "coordinator", "200", "422"),
    _one("invite/as-last/", "coordinator", "302", "302"),
    _one("invitations/<uuid:invitation>/withdraw/", "coordinator", "200", "422"),
    _one("attendance/", RIGHTING, "200", "302"),
    _one("correct/", RIGHTING, "200", "422", state="held"),
    _one("void/", RIGHTING, "200", "422", state="held"),
    _one("publish/", "coordinator", "302", "302"),
    _one("open/", "coordinator", "200", "422"),
    _one("close/", "coordinator", "200", "422"),
    _one("guests/", "coordinator", "200", "422"),
    _one("guests/<uuid:passed>/end/", "coordinator", "200", "302", door="working"),
    _one("issues/add/", "coordinator", "200", "422", state="issues"),
    _one("issues/<uuid:issue>/change/", "coordinator", "200", "422", door="working", state="issues"),
    _one("issues/<uuid:issue>/withdraw/", "coordinator", "200", "422", door="working", state="issues"),
    (
        ONE + "issues/<uuid:issue>/conclude/",
        {
            "issues": (
                "receiver 404, coordinator 200, participant 403, working police 404, rest 403",
                "receiver 404, coordinator participant 422, working police 404, rest 403",
            )
        },
    ),
    _one("issues/<uuid:issue>/decide/", "coordinator participant", "200", "422", door="police", state="issues"),
    _one("actions/<uuid:act>/change/", "participant coordinator", "200", "422", known="worker 403", door=DOOR),
    _one("actions/<uuid:act>/withdraw/", "participant coordinator", "200", "422", known="worker 403", door=DOOR),
    _one("actions/<uuid:act>/done/", "participant coordinator", "200", "422", known="worker 403", door=DOOR),
    _item("", f"{TEAM} coordinator participant", "200", "200"),
    _item("change/", "worker coordinator", "200", "422", seen="specialist supervisor participant"),
    _item("withdraw/", "worker coordinator", "200", "422", seen="specialist supervisor participant"),
    _item("begin/", "coordinator", "302", "302", seen=TEAM, door="working"),
    _item("end/", "coordinator", "302", "302", seen=TEAM, door="working"),
    (
        ITEM + "conclude/",
        {
            "": (
                f"receiver 404, unsaid purpose, {TEAM} participant 403, coordinator 200, {DOOR} 404, rest 403",
                f"receiver 404, unsaid purpose, {TEAM} participant coordinator 422, {DOOR} 404, rest 403",
            )
        },
    ),
    _item("share/", AT_TABLE, "200", "422", seen="specialist supervisor"),
    _item("shared/<uuid:shared>/withdraw/", "participant coordinator", "200", "422", seen="worker"),
    _item("repeat/", AT_TABLE, "200", "422", seen="specialist supervisor"),
    _item("correct/", "worker supervisor coordinator", "200", "422", seen="specialist participant"),
    _item("void/", "worker supervisor coordinator", "200", "422", seen="specialist participant"),
    _item("told/", "worker specialist coordinator", "200", "422", seen="supervisor participant"),
    _item("actions/add/", AT_TABLE, "200", "422", seen="specialist supervisor"),
    _item("research/", AT_TABLE, "200", "422", seen="specialist supervisor"),
    _item("research/<uuid:research>/", "participant", "200", "422"),
    _item("research/<uuid:research>/share/", "participant", "302", "302"),
    _item("family/", "colleague", "200", "422", **FAMILY),
    _item("family/private/", "colleague", "302", "302", **FAMILY),
    _item("family/circle/", "colleague", "200", "422", **FAMILY),
    _item("family/steps/", "colleague", "200", "422", **FAMILY),
    _item("family/steps/<uuid:step>/", "colleague", "200", "422", **FAMILY),
]
"""Every address of the room: pattern, and in each state who gets what to GET and to POST."""
