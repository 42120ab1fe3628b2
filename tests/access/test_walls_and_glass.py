"""Walls, broken glass, the canary sweep, and the twins of 404: what is not ours is not there, on every address."""

import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import models, transaction
from django.utils import timezone
from django.views.defaults import server_error
from tests.access.file_rows import FileRows
from tests.access.meetings_rows import a_foreign_table
from tests.access.people_rows import PeopleRows
from tests.access.plan_rows import PlanRows
from tests.access.rights_rows import RightsRows
from tests.access.sharing_rows import SharingRows
from tests.accounts.at_the_door import two_that_wait
from tests.cast import BY_LAW, a_case, a_report, fill_in, hire
from tests.walk_urls import Filling, nowhere, routes, text_of, told

from tilts.access.actions import let_in
from tilts.access.glass import break_glass, review_breaking
from tilts.access.guard import GuardedRows
from tilts.access.models import (
    AuditEntry,
    Breaking,
    Draft,
    FolderKind,
    Grant,
    GrantKind,
    Membership,
    Organisation,
    Profession,
    Role,
    Wall,
)
from tilts.access.reach import NotAllowed, Reach, Refused, Zones, unscoped
from tilts.access.relationships import RELATIONSHIPS
from tilts.access.walls import lower_wall, raise_wall
from tilts.cases.actions import add_party, join_team, restrict, tell_violence, write_note
from tilts.cases.models import Case, Party
from tilts.cases.violence import Told
from tilts.people.actions import join_household, keep_contact, place_person, record_person
from tilts.people.models import NameWall, Person, PersonWall, Standing
from tilts.people.walls import lower_name_wall, lower_person_wall, wall_name, wall_person
from tilts.post.models import Letter
from tilts.projects.models import ProjectPartner
from tilts.questionnaires.actions import begin_answers, keep_answers
from tilts.questionnaires.models import Answers, current_version
from tilts.risk.actions import finish_assessment, keep_report, open_case_from, register_report, send_report, take_up
from tilts.risk.models import DoorstepReport, Questionnaire
from tilts.sealing.fields import SealedJSONField
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db

STEM = "Kanar"
WHY = "She called from the bathroom and does not answer any more."
NOT_OF_CLIENTS = {
    "accounts": {"StaffChange"},
    "access": {"Organisation", "Site", "User", "Membership", "AuditEntry", "AuditHead", "JobMark", "Sending"},
    "sealing": None,
    "post": None,
    "plan": {"CalendarFeed"},
    "places": None,
    "projects": None,
    "directory": None,
    "reports": None,
    "questionnaires": {"Questionnaire", "QuestionnaireVersion"},
    "risk": {"QuestionnaireAttribution"},
    "services": {"SessionAttribution"},
    "meetings": {"Meeting", "MeetingAttribution", "Invitation", "GuestPass"},
    "rights": {"RetentionClass", "ProcessingActivity", "ProcessingPartner"},
}
"""Tables that hold no client (None: the whole room): names of institutions, instruments, money."""
NOT_FREE = (
    *(
        "basis",
        "because_kind",
        "instrument",
        "register_key",
        "register_digest",
        "name_key",
        "key",
        "folded_name",
        "kind",
        "source",
    ),
    *("piece", "digest", "package_digest", "file", "path", "zones", "search_hash", "value_hash"),
)
"""Coded or keyed columns: not free text."""
JSON_TEXTS = {"Answers": ("comments",), "RightsRequest": ("package",), "Draft": ("typed",), "PartnerLink": ("sent",)}
"""Columns that hold texts by name."""


def of_clients():
    """Every table in which something of a client may be written."""
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("tilts.") else None
        exempt = NOT_OF_CLIENTS.get(room, set())
        if room and exempt is not None and model.__name__ not in exempt:
            yield model


def free_texts(model):
    """Its columns of free text, wide enough for a token."""
    for field in model._meta.concrete_fields:
        wide = field.max_length is None or field.max_length >= 12
        text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, SealedJSONField)
        if text and wide and not field.choices and field.name not in NOT_FREE:
            yield field


def all_rows(model):
    rows = model._default_manager.all()
    return unscoped(model, reason="tests") if isinstance(rows, GuardedRows) else rows


class Canary:
    """A foreign case and report with a token of its own in every text of every table."""

    def __init__(self, cast):
        self.cast = cast
        self.report = a_report(cast.officer, cast)
        take_up(cast.worker, cast.worker(DoorstepReport).get(pk=self.report.pk))
        self.case = open_case_from(cast.worker, self.report, newly_known=True)
        self._people()
        self._acts()
        self.walled = [hire(cast.office, f"Aizsieta {role}", role) for role in (Role.CASE_WORKER, Role.SUPERVISOR)]
        self.walled.append(hire(cast.office, "Aizsieta Aizsardze", Role.DATA_PROTECTION))
        self._access()
        self.waiting = two_that_wait(self.cast)
        self.people = PeopleRows(self.cast, self.case, self.person)
        self.rights = RightsRows(self.cast, self.case, self.person)
        self.sharing = SharingRows(self.cast, self.case)
        self.plan = PlanRows(self.cast, self.case, self.person)
        self.file = FileRows(
            self.cast, {"open": (self.case, self.person)}, to=self.cast.police, reader=self.cast.psychologist
        )
        self.meetings = a_foreign_table(self.cast, self.case, self.person)
        self.tokens = {}
        for model in of_clients():
            self._plant(model)

    def _people(self):
        worker, case = self.cast.worker, self.case
        self.person = worker(Party).filter(case=case).get().person
        child = record_person(worker, case.folder, given_name="Mazais", family_name="Berns")
        add_party(worker, case, person=child, role="child")
        join_household(worker, case.folder, person=child, of=self.person)
        keep_contact(case.folder, self.person, channel="phone", value="1", safe=True, caution="x")
        Standing.objects.create(organisation=case.organisation, folder=case.folder, person=self.person, status="x")
        mine = {"user": worker.user, "membership": worker.membership}
        self.draft = Draft.objects.create(**mine, path=f"/cases/{case.pk}/notes/add/", typed={"text": ["x"]})
        self.member = join_team(worker, case, user=self.cast.psychologist.user, profession=Profession.PSYCHOLOGIST)

    def _acts(self):
        worker, case = self.cast.worker, self.case
        write_note(worker, case, text="x")
        told = Told(["physical"], "family", "partner", "m")
        tell_violence(worker, case, person=self.person, told_on=timezone.localdate(), told=told)
        facts = {"day": timezone.localdate(), "minutes": 5, "specialism": "lawyer", "mode": "phone"}
        self.session = write_session(worker, case, people=[self.person], project=self.cast.project, **facts).session
        answers = begin_answers(worker, case.folder, version=current_version("full"))
        fill_in(worker, answers)
        keep_answers(worker, answers, values={item.name: "OK" for item in answers.questionnaire_version.form.items
                                              if item.kind == "tick"})  # fmt: skip
        answers.refresh_from_db()
        level = answers.computed_level or "high"
        self.act = finish_assessment(worker, case, answers=answers, professional_level=level, reason="x")
        self.answers = answers

    def _access(self):
        cast, folder = self.cast, self.case.folder
        operator = hire(cast.office, "Zane Zvana", Role.OPERATOR)
        self.broken = break_glass(operator, organisation=cast.office, code=self.case.code, category="life", reason=WHY)
        for one in self.walled:
            self.wall = raise_wall(cast.supervisor, folder, reason="kin", user=one.user)
            raise_wall_of_report(self.report, one)
        self.person_wall = wall_person(cast.supervisor, self.person, reason="kin", user=self.walled[0].user)
        self.name_wall = wall_name(cast.supervisor, name="Marta Kalnatesta", reason="kin", user=self.walled[0].user)

    def _plant(self, model):
        fields = list(free_texts(model))
        for row in all_rows(model):
            if model is Grant and row.folder.kind == FolderKind.REGISTER:
                continue  # around a register stands no wall, and who oversees it reads who was let in and why
            for field in fields:
                token = f"{STEM}{len(self.tokens):04d}q"
                setattr(row, field.name, token)
                self.tokens[token] = f"{model.__name__}.{field.name}"
            for column in JSON_TEXTS.get(model.__name__, ()):
                token = f"{STEM}{len(self.tokens):04d}q"
                setattr(row, column, (getattr(row, column) or {}) | {"fear": token})
                self.tokens[token] = f"{model.__name__}.{column}"
            if fields:
                row.save()

    def filling(self):
        """The ids of this world in every address."""
        return Filling(
            {
                "cases/:id": [self.case.pk],
                "cases/:member": [self.member.pk],
                "cases/:grant": list(Grant.objects.filter(folder=self.case.pk).values_list("pk", flat=True)),
                "cases/:answers": [self.answers.pk],
                "cases/:act": [self.act.pk],
                "doorstep/:id": [self.report.pk],
                "doorstep/:item": ["fear"],
                "inbox/:id": [self.report.pk],
                "emergency/:broken": [self.broken.pk],
                "walls/:wall": list(Wall.objects.values_list("pk", flat=True)),
                "known-families/:wall": [self.name_wall.pk],
                "people/walls/:wall": [self.person_wall.pk],
                "people/:person": [self.person.pk],
                "drafts/:draft": [self.draft.pk],
                "left-behind/:id": [self.cast.worker.user.pk],
                "members/:id": [Membership.objects.get(user=self.cast.worker.user).user_id],
                ":code": [self.cast.project.code],
                "accounts/:key": ["x"],
                "accounts/:uidb36": ["x"],
                "accounts/:pk": [1],
                **self.rights.filling(),
                **self.people.filling(),
                **self.waiting,
                **self.sharing.filling(),
                **self.plan.filling(),
                **self.file.filling("open"),
                **self.meetings,
            }
        )

    def leaves_on(self, address, who):
        """What data protection reads on the way out: the copy that it confirms for the person, and hands over."""
        requests = self.rights.requests
        if who == "data_protection" and address == f"/rights/{requests['proposed'].pk}/confirm/":
            return LEAVES
        return {"RightsRequest.package"} if who == "data_protection" and address.endswith("/json/") else set()

    def seen_in(self, text, allowed=frozenset()):
        """The columns whose token stands in a text and should not."""
        if STEM not in text:
            return set()
        return {where for token, where in self.tokens.items() if token in text} - set(allowed)


def raise_wall_of_report(report, one):
    """The desk's own wall around a report of the police, as a declared name raises it."""
    Wall.objects.create(folder=report.folder, user=one.user, reason="kin")


@pytest.fixture
def canary(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return Canary(cast)


CODE = {"Case.code"}
DESK = CODE | {"DoorstepReport.number", "DoorstepReport.return_reason"}
OVERSEEN = {
    "Breaking.code", "Breaking.reason", "Breaking.review", "Wall.reason", "Wall.lowered_why",
    "NameWall.name", "NameWall.reason", "PersonWall.reason",
}  # fmt: skip
LEAVES = {
    "Person.given_name", "Person.family_name", "Person.reference", "Standing.status",
    "ContactWay.value", "ContactWay.when", "ContactWay.caution", "ContactWay.code_word", "ContactWay.may_say",
    "Address.text", "PersonCode.value",
    "DoorstepReport.address", "DoorstepReport.person_name", "DoorstepReport.person_phone",
}  # fmt: skip
"""What a copy says of the person who asked for it; texts that were not decided on stay out."""
EVENTS = {
    f"Breach.{column}"
    for column in ("what", "categories", "consequences", "measures", "authority_why", "persons_why")
}  # fmt: skip
"""About an event in the organisation, for its data protection role; no wall stands around it."""
ASKED = {
    "RightsRequest.subject_name", "RightsRequest.asker_name", "RightsRequest.asked_for", "RightsRequest.extended_why",
    "RightsRequest.stops", "RightsRequest.released_why", "RightsRequest.handover_place", "RightsRequest.outcome",
    "RightsRequest.telling_words", "RightsRequest.names_why", "Correction.reason", "LegalHold.label",
    "LegalHold.reason", "PurgeItem.label", "Alert.finding",
}  # fmt: skip
"""What the data protection role answers for; never a text of a file (`TextDecision`, `RightsRequest.package`)."""
ALLOWED = {
    "stranger": set(),
    "stranger supervisor": set(),
    "stranger data protection": set(),
    "second_officer": set(),
    "administrator": set(),
    "manager": CODE,
    "second_worker": DESK,
    "lawyer": CODE,
    "data_protection": CODE | OVERSEEN | ASKED | EVENTS,
    "walled worker": set(),
    "walled supervisor": set(),
    "walled data protection": EVENTS | {"Alert.finding"},
    "mentor": CODE,
    "funder": CODE,
    "coordinator": CODE,
}


SWEEPS = {
    "some of each": ("stranger", "walled worker", "data_protection"),
    "elsewhere": ("stranger supervisor", "stranger data protection", "second_officer"),
    "kept out": ("walled supervisor", "walled data protection"),
    "in the office": ("second_worker", "lawyer", "manager", "coordinator"),
    "with little to see": ("administrator", "mentor", "funder"),
}
"""Who looks in one world; what one did is taken back before the next looks."""


def actor(cast, canary, who):
    """Somebody of the cast, or somebody hired for this."""
    hired = {
        "stranger supervisor": (cast.stranger_office, Role.SUPERVISOR),
        "stranger data protection": (cast.stranger_office, Role.DATA_PROTECTION),
        "mentor": (cast.office, Role.MENTOR),
        "funder": (cast.office, Role.FUNDER),
        "coordinator": (cast.office, Role.COORDINATOR),
    }
    walled = ("walled worker", "walled supervisor", "walled data protection")
    if who in walled:
        return canary.walled[walled.index(who)]
    if who in hired:
        office, role = hired[who]
        return hire(office, f"Nolikta {role}", role)
    return getattr(cast, who)


def browser_of(enter, reach):
    browser = enter(reach.user)
    browser.raise_request_exception = True
    session = browser.session
    session["purpose"] = "supervision"
    session.save()
    return browser


def test_the_canary_sits_in_every_table_that_holds_something_of_a_client(canary):
    planted = {where.split(".")[0] for where in canary.tokens.values()}
    missing = {model.__name__ for model in of_clients() if list(free_texts(model))} - planted
    assert missing == set(), "write a row of these tables into the canary's world"


@pytest.mark.long
@pytest.mark.parametrize("several", SWEEPS)
def test_no_token_of_a_foreign_case_leaves_it(cast, enter, canary, several, caplog):
    caplog.set_level(logging.DEBUG)
    for who in SWEEPS[several]:
        mark = transaction.savepoint()
        assert (who, looks_everywhere(cast, enter, canary, who)) == (who, {})
        transaction.savepoint_rollback(mark)
    assert STEM not in caplog.text


def looks_everywhere(cast, enter, canary, who):
    """Address: the columns whose token stood there and should not."""
    browser, filling, allowed = browser_of(enter, actor(cast, canary, who)), canary.filling(), ALLOWED[who]
    found = {}
    for route in routes():
        if route.name == "account_logout":
            continue
        for address in filling.addresses(route):
            seen = canary.seen_in(text_of(browser.get(address)), allowed | canary.leaves_on(address, who))
            found |= {address: seen} if seen else {}
    for address, typed in PROBES.items():
        seen = canary.seen_in(text_of(browser.post(address, typed)), allowed)
        found |= {f"POST {address}": seen} if seen else {}
    letters = [str(one.message()) for one in mail.outbox] + [str(vars(one)) for one in Letter.objects.all()]
    assert not canary.seen_in("\n".join(letters))
    return found


PROBES = {
    "/search/": {"q": STEM},
    "/cases/new/": {"given_name": STEM, "family_name": STEM, "kind": "violence", "role": "client"},
    "/known-families/": {"name": f"{STEM} {STEM}", "who": "me"},
    "/emergency/": {"code": STEM},
    "/walls/raise/": {"code": STEM},
}
"""What may be asked by typing: the beginning of every token."""


def test_everybody_of_the_table_looks_once():
    assert sorted(who for several in SWEEPS.values() for who in several) == sorted(ALLOWED)


def test_what_is_sent_out_when_something_breaks_says_nothing(rf, canary):
    token = next(iter(canary.tokens))
    answer = server_error(rf.get("/", {"q": token}))
    assert answer.status_code == 500 and token not in answer.content.decode()


OF_NO_FILE = (
    *("directory/", "rights/purges/", "rights/processing/", "rights/partners/", "rights/breaches/", "members/"),
    *("account/work/", "left-behind/", "drafts/", "people/registers/"),
)
"""Records of the office, around which no wall stands; strangers do not see them either."""
RECORDS = [
    route
    for route in routes()
    if route.is_ours and any(part != "code" for part in route.parameters) and not route.door.startswith("open: ")
]


def is_of_no_file(pattern):
    """A record of the office, or what a meeting is beside its cases: it names no client."""
    of_meeting = pattern.startswith("meetings/<uuid:id>/") and "<uuid:item>" not in pattern
    return pattern.startswith(OF_NO_FILE) or of_meeting


OTHERS = ["stranger supervisor", "second_officer", "walled supervisor", "administrator"]


@pytest.mark.long
@pytest.mark.parametrize(
    "who", ["stranger", "walled worker", *(pytest.param(who, marks=pytest.mark.lengthy) for who in OTHERS)]
)
def test_not_there_not_yours_and_walled_answer_alike(cast, enter, canary, who):
    browser, filling = browser_of(enter, actor(cast, canary, who)), canary.filling()
    differ = []
    inside = who.startswith("walled") or who == "administrator"
    for route in RECORDS:
        if inside and is_of_no_file(route.pattern):
            continue
        empty = nowhere(route, filling)
        for method in (browser.get, browser.post):
            absent = told(method(empty), empty)
            for address in filling.addresses(route):
                there = told(method(address), address)
                if there != absent or there[0] not in (403, 404):
                    differ.append((method.__name__, route.pattern, there[0], absent[0]))
    assert differ == []


def test_a_walker_knows_every_address(canary):
    filling = canary.filling()
    assert all(filling.addresses(route) for route in routes())


ROLE_OF = {
    GrantKind.SUPERVISES: Role.SUPERVISOR,
    GrantKind.SPECIALIST: Role.SPECIALIST,
    GrantKind.SUBMITTED: Role.POLICE,
    GrantKind.MENTOR: Role.MENTOR,
}


@pytest.mark.parametrize("kind", sorted(RELATIONSHIPS))
@pytest.mark.parametrize("against", ["user", "unit"])
def test_a_wall_beats_every_relationship(cast, enter, kind, against):
    case, _person = a_case(cast.worker)
    report = a_report(cast.officer, cast)
    one = hire(cast.stranger_office, "Kada Kura", ROLE_OF.get(kind, Role.CASE_WORKER))
    for folder in (case.folder, report.folder):
        let_in(cast.worker, folder, kind, **BY_LAW, to_user=one.user, at=cast.stranger_office)
        assert one.zones(folder.pk) == Zones(**RELATIONSHIPS[kind])
        what = {"user": one.user} if against == "user" else {"unit": cast.stranger_office}
        Wall.objects.create(folder=folder, reason="kin", **what)
        assert one.zones(folder.pk) == Zones()
        assert not Grant.objects.filter(pk__in=one(Grant).filter(folder=folder).values("pk")).exists()
    for model in (Case, Person, Party, DoorstepReport, Answers, Questionnaire):
        assert not one(model).exists(), model
    browser = browser_of(enter, one)
    for address in (f"/cases/{case.pk}/", f"/cases/{case.pk}/access/", f"/doorstep/{report.pk}/"):
        assert browser.get(address).status_code in (403, 404)
        assert case.code not in browser.get(address).content.decode()


def test_a_lowered_wall_lets_in_again_and_stays_on_record(cast, enter):
    case, _person = a_case(cast.worker)
    supervisor = browser_of(enter, cast.supervisor)
    typed = {"code": case.code, "user": cast.second_worker.user.pk, "reason": "neighbours"}
    assert supervisor.post("/walls/raise/", typed).status_code == 302
    assert not cast.second_worker(Case).exists()
    wall = Wall.objects.get()
    assert supervisor.post(f"/walls/{wall.pk}/lower/", {"reason": ""}).status_code == 422
    assert supervisor.post(f"/walls/{wall.pk}/lower/", {"reason": "a mistake"}).status_code == 302
    assert cast.second_worker(Case).exists()
    wall.refresh_from_db()
    assert wall.ends and wall.lowered_why == "a mistake" and wall.lowered_by == cast.supervisor.user
    kinds = set(AuditEntry.objects.filter(user=cast.supervisor.user.pk, outcome="done").values_list("kind", flat=True))
    assert {"wall.raised", "wall.lowered"} <= kinds


def test_who_is_kept_out_neither_sees_nor_lowers_their_wall(cast, enter):
    case, _person = a_case(cast.worker)
    other = hire(cast.office, "Otra Vadone", Role.SUPERVISOR)
    wall = raise_wall(cast.data_protection, case.folder, reason="kin", user=other.user)
    assert not other(Wall).exists() and cast.supervisor(Wall).exists()
    with pytest.raises(NotAllowed):
        lower_wall(other, wall, reason="let me in")
    browser = browser_of(enter, other)
    unknown = browser.post("/walls/raise/", {"code": "L-999", "user": cast.worker.user.pk, "reason": "x"})
    walled = browser.post("/walls/raise/", {"code": case.code, "user": cast.worker.user.pk, "reason": "x"})
    assert unknown.status_code == walled.status_code == 422
    assert told(unknown, "L-999")[2] == told(walled, case.code)[2]


def test_inviting_somebody_who_is_kept_out_is_refused_in_a_sentence_that_tells_nothing(cast, enter):
    case, _person = a_case(cast.worker)
    raise_wall(cast.supervisor, case.folder, reason="brother of the client", user=cast.lawyer.user)
    typed = {"user": cast.lawyer.user.pk, "profession": "lawyer"}
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/team/add/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Choose somebody else." in page and "brother" not in page
    assert not Grant.objects.filter(to_user=cast.lawyer.user).exists()


def test_a_wall_about_a_person_stands_around_every_file_of_theirs_today_and_later(cast):
    first, person = a_case(cast.worker)
    wall_person(cast.supervisor, person, reason="kin", user=cast.second_worker.user)
    second, _other = a_case(cast.worker, "Cita", "Kliente")
    assert list(cast.second_worker(Case)) == [second]
    place_person(cast.worker, second.folder, person)
    assert not cast.second_worker(Case).exists() and cast.worker(Case).count() == 2
    assert set(Wall.objects.values_list("folder", flat=True)) == {first.pk, second.pk}
    lower_person_wall(cast.supervisor, cast.supervisor(PersonWall).get())
    assert set(cast.second_worker(Case)) == {first, second}


@pytest.mark.parametrize("written", ["Anna Ozolkalne-Testa", "ozolkalne testa  ANNA", "Ānna Ozolkalne-Testa"])
def test_a_name_is_walled_off_before_there_is_a_case(cast, written):
    wall = wall_name(cast.second_worker, name=written, user=cast.second_worker.user)
    case, _person = a_case(cast.worker)
    assert not cast.second_worker(Case).exists() and cast.psychologist(Case).exists()
    assert Wall.objects.get().because == wall.pk
    lower_name_wall(cast.supervisor, wall)
    assert cast.second_worker(Case).get() == case


def test_a_name_that_is_here_already_is_walled_off_at_once_and_the_answer_is_the_same(cast, enter):
    a_case(cast.worker)
    browser = enter(cast.second_worker.user)
    here = browser.post("/known-families/", {"name": "Anna Ozolkalne-Testa", "who": "me"}, follow=True)
    absent = browser.post("/known-families/", {"name": "Bella Neviena", "who": "me"}, follow=True)
    notice = "Noted. Whoever you named is kept out, whether the family is here or will come."
    assert notice in here.content.decode() and notice in absent.content.decode()
    assert not cast.second_worker(Case).exists()
    assert not cast.second_worker(Wall).exists()


def test_nobody_is_taken_off_their_own_work_by_a_colleague(cast):
    case, _person = a_case(cast.worker)
    wall_name(cast.second_worker, name="Anna Ozolkalne-Testa", user=cast.worker.user)
    assert cast.worker(Case).exists()
    assert Letter.objects.filter(kind="wall.waits", to=cast.supervisor.user).exists()
    wall_name(cast.supervisor, name="Anna Ozolkalne-Testa", user=cast.worker.user)
    assert not cast.worker(Case).exists()
    assert case.code


def test_names_are_not_tried_out_one_after_the_other(cast):
    for number in range(5):
        wall_name(cast.second_worker, name=f"Anna {number}", user=cast.second_worker.user)
    with pytest.raises(Refused):
        wall_name(cast.second_worker, name="Anna Piekta", user=cast.second_worker.user)
    assert NameWall.objects.count() == 5


@pytest.mark.parametrize("name", ["Marta Kalnatesta", "Guntis Izdomu"])
def test_a_report_about_a_known_family_does_not_come_before_whoever_knows_them(cast, name):
    wall_name(cast.supervisor, name=name, user=cast.second_worker.user)
    report = a_report(cast.officer, cast)
    assert cast.worker(DoorstepReport).get() == report
    assert not cast.second_worker(DoorstepReport).exists()
    assert cast.officer(DoorstepReport).exists()


def test_a_report_is_not_sent_by_name_to_whoever_knows_the_family(cast):
    wall_name(cast.second_worker, name="Marta Kalnatesta", user=cast.second_worker.user)
    with pytest.raises(Refused, match="Choose somebody else"):
        a_report(cast.officer, cast, to_user=cast.second_worker.user, known_at_desk=True)
    draft = unscoped(DoorstepReport, reason="tests").get()
    assert draft.state == "draft", "nothing was sent, nothing is lost"
    keep_report(cast.officer, draft, seen_version=draft.version, to_user=None)
    send_report(cast.officer, draft)
    assert cast.worker(DoorstepReport).exists()
    assert not cast.second_worker(DoorstepReport).exists()


def test_who_registers_a_report_themselves_is_not_shut_out_but_the_supervisor_hears(cast):
    wall_name(cast.worker, name="Marta Kalnatesta", user=cast.worker.user)
    moment = timezone.now() - timedelta(hours=1)
    register_report(cast.worker, sent_at=moment, happened_at=moment, person_name="Marta Kalnatesta")
    assert cast.worker(DoorstepReport).exists()
    assert Letter.objects.filter(kind="wall.waits", to=cast.supervisor.user).exists()


@pytest.fixture
def operator(cast):
    return hire(cast.office, "Zane Zvana", Role.OPERATOR)


def emergency(cast, case, **more):
    return {"organisation": cast.office.pk, "code": case.code, "category": "life", "reason": WHY} | more


def test_in_an_emergency_a_case_opens_to_read_for_sixty_minutes_with_a_banner(cast, enter):
    case, person = a_case(cast.worker)
    keep_contact(case.folder, person, channel="phone", value="+371 20000009", safe=True)
    Membership.objects.filter(user=cast.second_worker.user).update(on_duty=True)
    browser = enter(cast.second_worker.user)
    answer = browser.post("/emergency/", emergency(cast, case))
    assert answer.status_code == 302 and answer.url == f"/cases/{case.pk}/"
    page = browser.get(answer.url).content.decode()
    assert "60 minutes left." in page and "Ozolkalne-Testa" in page and "20000009" in page
    for way in ("notes/add/", "people/add/", "team/add/", "close/", "risk/", "consultations/add/", "hand-over/"):
        assert browser.post(f"/cases/{case.pk}/{way}", {"text": "x"}).status_code == 403, way
    broken = Breaking.objects.get()
    opened = Grant.objects.get(because=broken.pk)
    assert opened.kind == GrantKind.BROKEN_GLASS
    assert timedelta(minutes=59) < broken.until - timezone.now() <= timedelta(minutes=60)
    kinds = list(AuditEntry.objects.filter(user=cast.second_worker.user.pk, record=case.pk).values("kind", "basis"))
    assert {"kind": "cases.read", "basis": "broken_glass"} in kinds
    assert AuditEntry.objects.filter(kind="glass.broken", outcome="done", record=case.pk).exists()
    Grant.objects.filter(pk=opened.pk).update(ends=timezone.now())
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    assert "minutes left" not in page and "Ozolkalne-Testa" not in page


@pytest.mark.parametrize("who", ["operator", "officer"])
def test_whoever_has_no_cases_of_their_own_reads_the_one_they_opened_and_no_other(cast, enter, operator, who):
    case, _person = a_case(cast.worker)
    other, _client = a_case(cast.stranger)
    reach = operator if who == "operator" else cast.officer
    Membership.objects.filter(user=cast.officer.user).update(on_duty=True)
    browser = enter(reach.user)
    assert browser.get(f"/cases/{case.pk}/").status_code == 403
    answer = browser.post("/emergency/", emergency(cast, case), follow=True)
    assert answer.status_code == 200 and "60 minutes left." in answer.content.decode()
    assert "Ozolkalne-Testa" in answer.content.decode()
    assert browser.get(f"/cases/{other.pk}/").status_code == 404
    assert browser.post(f"/cases/{case.pk}/notes/add/", {"text": "x"}).status_code == 403
    Grant.objects.filter(to_user=reach.user).update(ends=timezone.now())
    assert browser.get(f"/cases/{case.pk}/").status_code == 403


def test_what_was_opened_in_an_emergency_is_not_taken_into_another_case(cast, operator):
    case, person = a_case(cast.worker)
    Membership.objects.filter(user=cast.second_worker.user).update(on_duty=True)
    on_duty = Reach(cast.second_worker.user, Membership.objects.get(user=cast.second_worker.user))
    break_glass(on_duty, organisation=cast.office, code=case.code, category="life", reason=WHY)
    own, _client = a_case(on_duty, "Cita", "Kliente")
    assert on_duty(Person).filter(pk=person.pk).exists()
    with pytest.raises(Refused):
        add_party(on_duty, own, person=person, role="other")
    report = a_report(cast.officer, cast)
    take_up(on_duty, on_duty(DoorstepReport).get(pk=report.pk))
    with pytest.raises(NotAllowed):
        open_case_from(on_duty, report, newly_known=False, case=case)


def test_the_owner_and_data_protection_are_told_at_once_without_names(cast, operator):
    case, _person = a_case(cast.worker)
    break_glass(operator, organisation=cast.office, code=case.code, category="life", reason=WHY)
    told_of = {(letter.to, letter.kind) for letter in Letter.objects.all()}
    assert (cast.worker.user, "glass.broken") in told_of and (cast.data_protection.user, "glass.broken") in told_of
    assert operator.user not in {to for to, _kind in told_of}
    assert not any(str(case.pk) in letter.path or case.code in letter.path for letter in Letter.objects.all())


def test_unknown_walled_restricted_and_foreign_codes_answer_alike(cast, enter, operator):
    walled, restricted = a_case(cast.worker)[0], a_case(cast.worker)[0]
    raise_wall(cast.supervisor, walled.folder, reason="kin", user=operator.user)
    restrict(cast.worker, restricted, reason="a witness")
    browser = enter(operator.user)
    answers = set()
    for code in ("L-777", walled.code, restricted.code):
        answer = browser.post("/emergency/", {"organisation": cast.office.pk, "code": code} | emergency_why())
        assert answer.status_code == 422
        answers.add(told(answer, code)[2].replace(code, ""))
    assert len(answers) == 1
    assert not Breaking.objects.exists() and not Grant.objects.filter(kind=GrantKind.BROKEN_GLASS).exists()


def emergency_why():
    return {"category": "life", "reason": WHY}


def test_only_those_one_works_with_are_offered_and_answered(cast, enter):
    operator = hire(cast.stranger_office, "Sveša Zvana", Role.OPERATOR)
    case, _person = a_case(cast.worker)
    answer = enter(operator.user).post("/emergency/", emergency(cast, case))
    assert answer.status_code == 422 and not Breaking.objects.exists()
    assert cast.office.name not in answer.content.decode()
    ProjectPartner.objects.create(project=cast.project, organisation=cast.stranger_office)
    assert enter(operator.user).post("/emergency/", emergency(cast, case)).status_code == 302
    assert Breaking.objects.get().organisation == cast.office


@pytest.mark.parametrize("who", ["worker", "supervisor", "lawyer", "administrator", "manager", "officer", "stranger"])
def test_who_is_not_on_duty_breaks_no_glass(cast, enter, who):
    case, _person = a_case(cast.worker)
    answer = enter(getattr(cast, who).user).post("/emergency/", emergency(cast, case))
    assert answer.status_code == 403 and not Breaking.objects.exists()
    assert "on duty day and night" in answer.content.decode()


@pytest.mark.parametrize("typed", [{"reason": "urgent"}, {"category": ""}, {"reason": " " * 40}, {"code": ""}])
def test_an_emergency_needs_its_category_and_its_reason(cast, enter, operator, typed):
    case, _person = a_case(cast.worker)
    assert enter(operator.user).post("/emergency/", emergency(cast, case, **typed)).status_code == 422
    assert not Breaking.objects.exists()


def test_an_opening_is_reviewed_once_by_somebody_else_of_the_organisation_of_the_case(cast, enter, operator):
    case, _person = a_case(cast.worker)
    broken = break_glass(operator, organisation=cast.office, code=case.code, category="child", reason=WHY)
    browser = browser_of(enter, cast.supervisor)
    page = browser.get("/emergency/review/").content.decode()
    assert case.code in page and WHY in page and operator.user.name in page
    address = f"/emergency/review/{broken.pk}/"
    assert browser.post(address, {"justified": "yes", "review": ""}).status_code == 422
    assert browser.post(address, {"justified": "no", "review": "She was not in danger."}).status_code == 302
    broken.refresh_from_db()
    assert broken.justified is False and broken.review == "She was not in danger."
    assert broken.reviewed_by == cast.supervisor.user
    again = enter(cast.data_protection.user).post(address, {"justified": "yes", "review": "x"}, follow=True)
    assert "A colleague reviewed this a moment ago." in again.content.decode()
    stranger = hire(cast.stranger_office, "Sveša Vadone", Role.SUPERVISOR)
    assert enter(stranger.user).get(address).status_code == 404


def test_what_waits_for_a_review_stands_on_the_day_of_who_reviews_and_of_nobody_else(cast, enter, operator):
    case, _person = a_case(cast.worker)
    assert "To be looked at" not in enter(cast.supervisor.user).get("/").content.decode()
    break_glass(operator, organisation=cast.office, code=case.code, category="life", reason=WHY)
    for reach in (cast.supervisor, cast.data_protection):
        page = enter(reach.user).get("/").content.decode()
        assert "To be looked at" in page and "Waiting for review: 1" in page
    for reach in (cast.worker, operator, cast.stranger):
        assert "To be looked at" not in enter(reach.user).get("/").content.decode()


def test_nobody_reviews_their_own_opening(cast):
    case, _person = a_case(cast.worker)
    Membership.objects.filter(user=cast.supervisor.user).update(on_duty=True)
    on_duty = Reach(cast.supervisor.user, Membership.objects.get(user=cast.supervisor.user))
    broken = break_glass(on_duty, organisation=cast.office, code=case.code, category="life", reason=WHY)
    with pytest.raises(NotAllowed):
        review_breaking(on_duty, broken, justified=True, review="fine")


def test_five_days_without_a_review_suspend_the_right_until_it_is_reviewed(cast, enter, operator):
    case, _person = a_case(cast.worker)
    broken = break_glass(operator, organisation=cast.office, code=case.code, category="life", reason=WHY)
    browser = enter(operator.user)
    Breaking.objects.update(at=timezone.now() - timedelta(days=4, hours=23))
    assert browser.get("/emergency/").status_code == 200
    Breaking.objects.update(at=timezone.now() - timedelta(days=5))
    answer = browser.get("/emergency/")
    assert answer.status_code == 403 and "has not been reviewed for five days" in answer.content.decode()
    broken.refresh_from_db()
    review_breaking(cast.data_protection, broken, justified=True, review="It was right.")
    assert browser.get("/emergency/").status_code == 200


def test_a_wall_that_rises_later_closes_what_was_opened(cast, enter, operator):
    case, _person = a_case(cast.worker)
    Membership.objects.filter(user=cast.second_worker.user).update(on_duty=True)
    browser = enter(cast.second_worker.user)
    browser.post("/emergency/", emergency(cast, case))
    raise_wall(cast.supervisor, case.folder, reason="kin", user=cast.second_worker.user)
    assert browser.get(f"/cases/{case.pk}/").status_code == 404
    assert case.code not in browser.get("/emergency/").content.decode()


def test_a_restricted_case_is_of_named_people_only(cast, enter):
    case, _person = a_case(cast.worker)
    with pytest.raises(NotAllowed):
        restrict(cast.supervisor, case, reason="x")
    worker = enter(cast.worker.user)
    assert worker.post(f"/cases/{case.pk}/restrict/", {"reason": ""}).status_code == 422
    assert worker.post(f"/cases/{case.pk}/restrict/", {"reason": "a witness"}).status_code == 302
    for reach in (cast.supervisor, cast.second_worker, cast.manager, cast.data_protection):
        assert not reach(Case).exists()
    page = browser_of(enter, cast.supervisor).get("/cases/").content.decode()
    assert "Open cases of your organisation that are kept to named people are not in" in page and case.code not in page
    assert (
        cast.worker(Case).exists() and "named people only" in worker.get(f"/cases/{case.pk}/access/").content.decode()
    )
    assert worker.post(f"/cases/{case.pk}/open-again/", {"reason": "the trial is over"}).status_code == 302
    assert cast.supervisor(Case).exists() and cast.second_worker.zones(case.pk) == Zones(admin=1)


def test_a_supervisor_says_once_a_session_why_they_read(cast, enter):
    case, _person = a_case(cast.worker)
    browser = enter(cast.supervisor.user)
    first = browser.get(f"/cases/{case.pk}/")
    assert first.status_code == 302 and first.url.startswith("/purpose/?next=")
    assert not AuditEntry.objects.filter(kind="cases.read", record=case.pk).exists(), "nothing was read yet"
    assert browser.post(first.url, {"purpose": "curiosity"}).status_code == 422
    there = browser.post(first.url, {"purpose": "complaint"})
    assert there.url == f"/cases/{case.pk}/"
    page = browser.get(there.url)
    assert page.status_code == 200 and "a complaint is looked into" in page.content.decode()
    assert AuditEntry.objects.filter(kind="cases.read", record=case.pk).get().basis == "complaint"
    outside = browser.post("/purpose/?next=https://elsewhere.example/", {"purpose": "complaint"})
    assert outside.url == "/"


def test_a_supervisor_is_not_asked_about_what_is_not_there_or_is_their_own(cast, enter):
    foreign, _person = a_case(cast.stranger)
    own, _person = a_case(cast.supervisor)
    browser = enter(cast.supervisor.user)
    assert browser.get(f"/cases/{foreign.pk}/").status_code == 404
    assert browser.get(f"/cases/{own.pk}/").status_code == 200
    walled, _person = a_case(cast.worker)
    raise_wall(cast.data_protection, walled.folder, reason="kin", user=cast.supervisor.user)
    assert browser.get(f"/cases/{walled.pk}/").status_code == 404


def test_the_list_of_who_sees_a_case_can_be_read_out_and_acted_on(cast, enter):
    case, _person = a_case(cast.worker)
    member = join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    outside = let_in(cast.worker, case.folder, GrantKind.REFERRED, **BY_LAW, to_unit=cast.stranger_office)
    worker = enter(cast.worker.user)
    page = worker.get(f"/cases/{case.pk}/access/").content.decode()
    assert "reads and writes" in page and "plan and services" in page and cast.stranger_office.name in page
    assert "Kept out" not in page, "walls are for supervisors and data protection"
    assert worker.post(f"/cases/{case.pk}/access/{outside.pk}/end/").status_code == 302
    assert worker.post(f"/cases/{case.pk}/team/{member.pk}/leave/").status_code == 302
    assert not cast.stranger(Case).exists() and cast.psychologist.zones(case.pk) == Zones(admin=1)
    page = worker.get(f"/cases/{case.pk}/access/").content.decode()
    assert "2 that have ended" in page
    raise_wall(cast.supervisor, case.folder, reason="kin", user=cast.lawyer.user)
    page = browser_of(enter, cast.supervisor).get(f"/cases/{case.pk}/access/").content.decode()
    assert "Kept out" in page and cast.lawyer.user.name in page


def test_the_last_worker_stays_until_the_case_is_handed_over(cast, enter):
    case, _person = a_case(cast.worker)
    own = Grant.objects.get(folder=case.folder, kind=GrantKind.ASSIGNED)
    unit = Grant.objects.get(folder=case.folder, kind=GrantKind.AGENCY)
    worker = enter(cast.worker.user)
    for grant in (own, unit):
        answer = worker.post(f"/cases/{case.pk}/access/{grant.pk}/end/")
        assert answer.status_code == 422
    assert cast.worker(Case).exists()
    answer = worker.post(f"/cases/{case.pk}/hand-over/", {"to": cast.second_worker.user.pk, "version": case.version})
    assert answer.status_code == 302
    assert cast.second_worker.zones(case.pk).name == 2 and cast.worker.zones(case.pk) == Zones(admin=1)
    case.refresh_from_db()
    assert case.lead == cast.second_worker.user
    assert enter(cast.worker.user).get(f"/cases/{case.pk}/access/").status_code == 403


def test_who_is_on_duty_is_marked_by_supervisors_and_administrators(cast, enter):
    theirs = Membership.objects.get(user=cast.worker.user)
    address, typed = "/duty/", {"membership": theirs.pk, "on": "1"}
    assert enter(cast.worker.user).post(address, typed).status_code == 403
    assert (
        enter(hire(cast.stranger_office, "Sveša Vadone", Role.SUPERVISOR).user).post(address, typed).status_code == 404
    )
    assert enter(cast.supervisor.user).post(address, typed).status_code == 302
    assert Membership.objects.get(pk=theirs.pk).on_duty
    assert enter(cast.worker.user).get("/emergency/").status_code == 200


def test_an_organisation_is_not_walled_off_from_itself(cast):
    _case, person = a_case(cast.worker)
    with pytest.raises(Refused):
        wall_person(cast.supervisor, person, reason="x", unit=cast.office)
    with pytest.raises(Refused):
        wall_name(cast.supervisor, name="Anna Testa", unit=Organisation.objects.get(pk=cast.office.pk))
