"""The world of the matrix: one record in each state, and one person in each relationship to it."""

from typing import Any

from tests.access.file_rows import FileRows
from tests.access.meetings_rows import MeetingsRows
from tests.access.people_rows import PeopleRows
from tests.access.plan_rows import PlanRows
from tests.access.rights_rows import RightsRows
from tests.access.sharing_rows import SharingRows, a_receiver
from tests.accounts.at_the_door import two_that_wait
from tests.cast import BY_LAW, Cast, a_case, a_draft, a_report, fill_in, hire
from tests.walk_urls import Filling

from tilts.access.actions import let_in
from tilts.access.glass import break_glass
from tilts.access.models import (
    Breaking,
    Draft,
    Grant,
    GrantKind,
    Membership,
    Organisation,
    OrganisationKind,
    Profession,
    Role,
    Wall,
)
from tilts.access.reach import Reach, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import close_case, join_team, restrict
from tilts.cases.models import Case, TeamMember
from tilts.people.models import Person
from tilts.people.walls import wall_name, wall_person
from tilts.questionnaires.actions import begin_answers, keep_answers
from tilts.questionnaires.models import Answers, current_version
from tilts.risk.actions import finish_assessment, return_report, take_up
from tilts.risk.models import DoorstepReport, Questionnaire

WHY = "She called from the bathroom and does not answer any more."


class World:
    """Who is there (`actors`), and the ids of the records in their states."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._fillings: dict[str, Filling] = {}
        self.actors = self._hire()
        self.cases = {state: self._case(state) for state in ("open", "closed", "restricted")}
        self.reports = {state: self._report(state) for state in ("draft", "sent", "taken up", "returned")}
        case, person = self.cases["open"]
        self.plans = {state: PlanRows(cast, *pair) for state, pair in self.cases.items()}
        self.rights = RightsRows(cast, case, person)
        self.waiting = two_that_wait(cast, cast.stranger.user.email)
        self.people = {state: PeopleRows(cast, *self.cases[state]) for state in ("open", "closed", "restricted")}
        self.sharing = SharingRows(cast, a_case(cast.worker)[0])
        self.sharing.answered_by(self.actors["receiver"])
        self.file = FileRows(cast, self.cases)
        self.meetings = MeetingsRows(cast, case, self.actors["participant"])
        by_wall: dict[str, Any] = {"reason": "kin", "user": self.actors["walled"].user}
        mine = {"user": cast.worker.user, "membership": cast.worker.membership}
        self.draft = Draft.objects.create(**mine, path="/cases/new/", typed={"given_name": ["x"]})
        self.wall = raise_wall(cast.supervisor, case.folder, reason="kin", unit=self._elsewhere())
        self.name_wall = wall_name(cast.supervisor, name="Bella Neviena", **by_wall)
        self.person_wall = wall_person(cast.supervisor, person, **by_wall)

    @staticmethod
    def _elsewhere() -> Organisation:
        return Organisation.objects.create(code="cits", name="Cita biedrība", kind=OrganisationKind.NGO)

    def _hire(self) -> dict[str, Reach]:
        cast = self.cast
        away = cast.stranger_office
        return {
            "worker": cast.worker,
            "specialist": cast.psychologist,
            "supervisor": cast.supervisor,
            "unsaid": hire(cast.office, "Vara Vadone", Role.SUPERVISOR),
            "colleague": cast.second_worker,
            "lawyer": cast.lawyer,
            "walled": hire(cast.office, "Aiva Aizsieta", Role.CASE_WORKER),
            "walled_supervisor": hire(cast.office, "Valda Aizsieta", Role.SUPERVISOR),
            "walled_dp": hire(cast.office, "Dina Aizsieta", Role.DATA_PROTECTION),
            "manager": cast.manager,
            "dp": cast.data_protection,
            "administrator": cast.administrator,
            "coordinator": hire(cast.office, "Kaspars Koordinators", Role.COORDINATOR),
            "funder": hire(cast.office, "Fausts Fonds", Role.FUNDER),
            "operator": hire(cast.office, "Olga Operatore", Role.OPERATOR),
            "glass": hire(cast.office, "Zane Zvana", Role.OPERATOR),
            "submitter": cast.officer,
            "other_police": cast.second_officer,
            "stranger": cast.stranger,
            "receiver": a_receiver(),
            "pending": hire(away, "Gaida Gaida", Role.CASE_WORKER),
            "accepted": hire(away, "Pienem Pienema", Role.CASE_WORKER),
            "meeting": hire(away, "Sandra Sapulce", Role.CASE_WORKER),
            "participant": hire(away, "Dalibnieks Dalits", Role.PARTICIPANT),
            "mentor": hire(away, "Mentors Mentors", Role.MENTOR),
        }

    def _case(self, state: str) -> tuple[Case, Person]:
        cast, worker = self.cast, self.cast.worker
        case, person = a_case(worker)
        join_team(worker, case, user=cast.psychologist.user, profession=Profession.PSYCHOLOGIST)
        kinds = {
            "pending": GrantKind.PENDING,
            "accepted": GrantKind.REFERRED,
            "meeting": GrantKind.MEETING,
            "participant": GrantKind.MEETING,
            "mentor": GrantKind.MENTOR,
        }
        for who, kind in kinds.items():
            let_in(worker, case.folder, kind, **BY_LAW, to_user=self.actors[who].user, at=cast.stranger_office)
        for who in ("walled", "walled_supervisor", "walled_dp"):
            raise_wall(cast.supervisor, case.folder, reason="kin", user=self.actors[who].user)
        self._assess(case)
        operator = self.actors["glass"]
        break_glass(operator, organisation=cast.office, code=case.code, category="life", reason=WHY)
        case.refresh_from_db()
        if state == "restricted":
            restrict(worker, case, reason="a witness")
        if state == "closed":
            close_case(worker, case, closed_on=case.opened_on, seen_version=case.version)
        return case, person

    def _assess(self, case: Case) -> None:
        worker = self.cast.worker
        for done in (True, False):
            answers = begin_answers(worker, case.folder, version=current_version("full"))
            if done:
                fill_in(worker, answers)
                form = answers.questionnaire_version.form
                ticks = {item.name: "OK" for item in form.items if item.kind == "tick"}
                keep_answers(worker, answers, values=ticks)
                answers.refresh_from_db()
                level = answers.computed_level or "high"
                finish_assessment(worker, case, answers=answers, professional_level=level, reason="x")

    def _report(self, state: str) -> DoorstepReport:
        cast = self.cast
        if state == "draft":
            return a_draft(cast.officer, cast)
        report = a_report(cast.officer, cast)
        for who in ("walled", "walled_supervisor"):
            Wall.objects.create(folder=report.folder, reason="kin", user=self.actors[who].user)
        if state == "taken up":
            take_up(cast.worker, report)
        if state == "returned":
            return_report(cast.worker, report, reason="x")
        return report

    def filling(self, state: str = "") -> Filling:
        """The ids of the records in this state, in every address: looked up once, for walks ask at each address."""
        if state not in self._fillings:
            self._fillings[state] = self._filling(state)
        return self._fillings[state]

    def _filling(self, state: str) -> Filling:
        case, _person = self.cases.get(state, self.cases["open"])
        document = self.rights.waiting if state == "quarantine" else self.rights.clean
        answers = unscoped(Answers, reason="tests").filter(folder=case.folder)
        act = unscoped(Questionnaire, reason="tests").get(folder=case.folder)
        member = unscoped(TeamMember, reason="tests").get(case=case, user=self.cast.psychologist.user)
        referred = Grant.objects.get(folder=case.folder, to_user=self.actors["accepted"].user)
        report = self.reports.get(state, self.reports["sent"])
        return Filling(
            {
                **self.rights.filling(),
                **self.waiting,
                **self.people.get(state, self.people["open"]).filling(),
                **self.sharing.filling(state),
                **self.plans.get(state, self.plans["open"]).filling(),
                **self.file.filling(state),
                **self.meetings.filling(state),
                "rights/:id": [self.rights.requests.get(state, self.rights.requests["copy"]).pk],
                "documents/:id": [document.pk],
                "cases/:id": [case.pk],
                "cases/:member": [member.pk],
                "cases/:grant": [referred.pk],
                "cases/:answers": [answers.get(completed_at=None).pk],
                "cases/:act": [act.pk],
                "doorstep/:id": [report.pk],
                "doorstep/:item": ["fear"],
                "inbox/:id": [report.pk],
                "emergency/:broken": [Breaking.objects.get(folder=case.folder).pk],
                "walls/:wall": [self.wall.pk],
                "known-families/:wall": [self.name_wall.pk],
                "people/walls/:wall": [self.person_wall.pk],
                "people/:person": [self.cases["open"][1].pk],
                "drafts/:draft": [self.draft.pk],
                "left-behind/:id": [self.cast.worker.user.pk],
                "members/:id": [Membership.objects.get(user=self.cast.worker.user).user_id],
                ":code": [self.cast.project.code],
                "accounts/:pk": [1],
            }
        )
