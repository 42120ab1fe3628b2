"""The pages of what is in the file: rows of the matrix, and a record for each of them."""

from typing import Any

from django.utils import timezone
from tests.cast import Cast, a_case

from tilts.access.models import Organisation, Wall
from tilts.access.reach import Reach
from tilts.cases.actions import name_supervisor, send_child_report, write_child_report, write_note, write_privileged
from tilts.cases.models import Case, Closing, Conflict, Violence
from tilts.services.actions import write_session
from tilts.sharing.actions import keep_external, offer_transfer
from tilts.sharing.models import CaseSummary

WITH_PEOPLE = "working operators police mentor coordinator participant"
CHILD = {"told_to": "police", "which": "x", "child": "x", "known": "x"}


class FileRows:
    """A record of each kind in one case; `offers` are to the organisation of the stranger."""

    def __init__(
        self, cast: Cast, cases: dict[str, Any], *, to: Organisation | None = None, reader: Reach | None = None
    ) -> None:
        self.cast = cast
        self.notes: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        self.violence: dict[str, Any] = {}
        self.numbers: dict[str, Any] = {}
        self.sessions: dict[str, Any] = {}
        for state, (one, person) in cases.items():
            self._write(state, one, person)
        one, (other, _person) = cases["open"][0], a_case(cast.worker, "Cita", "Cita-Testa")
        for wall in list(Wall.objects.filter(folder=one.folder_id)):
            Wall.objects.create(folder=other.folder, user=wall.user, unit=wall.unit, reason="kin")
        mine = {"organisation": cast.office}
        self.conflict = Conflict.objects.create(**mine, one=one, other=other, found_at=timezone.now())
        today, now = timezone.localdate(), timezone.now()
        CaseSummary.objects.create(**mine, case=one, by=cast.worker.user, at=now, purpose="court", parts=[])
        Closing.objects.create(**mine, case=one, closed_on=today, outcome="goal", reopened_on=today)
        self.supervision = name_supervisor(cast.worker, supervisor=(reader or cast.second_worker).user)
        self.reports = {state: self._report(one, state) for state in ("unsent", "sent")}
        report = self.reports["sent"]
        send_child_report(cast.worker, report, sent_how="post", sent_at=timezone.now(), seen_version=1)
        self.offer = offer_transfer(cast.worker, one, to=to or cast.stranger_office, summary="x", basis="law")

    def _write(self, state: str, one: Case, person: Any) -> None:
        """Written past the rules: the case may be closed."""
        job, worker = Reach(purpose="job"), self.cast.worker.user
        self.notes[state] = write_note(job, one, text="x")
        self.own[state] = write_privileged(job, one, text="x")
        for note in (self.notes[state], self.own[state]):
            note.author = worker
            note.save()
        told = {"organisation": one.organisation, "folder": one.folder, "person": person, "kind": "physical"}
        self.violence[state] = Violence.objects.create(**told, told_on=timezone.localdate())
        self.numbers[state] = keep_external(job, one, kind="sopa", value="x")
        held = {"day": timezone.localdate(), "minutes": 45, "specialism": "social_worker", "mode": "phone"}
        self.sessions[state] = write_session(job, one, people=[person], **held).session

    def _report(self, one: Case, state: str) -> Any:
        return write_child_report(self.cast.worker, one, **CHILD | {"place": state})

    def filling(self, state: str) -> dict[str, list[Any]]:
        """The ids of these rows, by address."""
        there = state if state in self.notes else "open"
        return {
            "cases/:note": [self.notes[there].pk],
            "cases/<uuid:id>/own-notes/:note": [self.own[there].pk],
            "cases/:number": [self.numbers[there].pk],
            "cases/:violence": [self.violence[there].pk],
            "cases/:session": [self.sessions[there].pk],
            "supervision/:supervision": [self.supervision.pk],
            "child-reports/:id": [self.reports.get(state, self.reports["unsent"]).pk],
            "conflicts/:conflict": [self.conflict.pk],
            "transfers/:id": [self.offer.pk],
        }


SEES = "unsaid purpose, worker supervisor"
THERE = "stranger pending accepted meeting"
"""Social workers of the organisation to which a case is offered."""


def _in_case(pattern: str, row: Any, **told: str) -> Any:
    """A page in a case: `told` says for each state who gets what; those for whom it is not there come first."""
    gone = {"open": "outsiders", "closed": "outsiders", "restricted": "unnamed"}
    states = {}
    for state, none in gone.items():
        get, _bar, post = told.get(state, told["open"]).partition(" | ")
        hidden = " ".join(one for one in GONE[none] if one != "glass")
        states[state] = tuple(f"{hidden} 404, {answers}" for answers in (get, post or get))
    return row(f"cases/<uuid:id>/{pattern}", states)


GONE = {
    "outsiders": ("walled", "walled_supervisor", "stranger", "receiver"),
    "unnamed": ("walled", "walled_supervisor", "stranger", "receiver", "supervisor", "unsaid", "colleague", "lawyer"),
}


def _of_case(case: Any, row: Any) -> list[Any]:
    """The pages under the address of a case."""
    read = "unsaid purpose, specialist supervisor pending accepted 403"
    right, rest = "unsaid purpose, worker specialist accepted supervisor", "working 404, rest 403"
    chief, late = "unsaid purpose, supervisor", "worker specialist accepted pending 403"
    risk, shut = "unsaid purpose, worker supervisor", "working police 404, rest 403"
    mine, sees = "unsaid purpose, colleague 403", "unsaid purpose, worker"
    told = "police mentor 404, unsaid purpose, worker specialist supervisor pending accepted"
    glass = "glass {0}, " + told
    return [
        case("file/", "worker specialist supervisor pending accepted glass", "200", "200", door="working glass"),
        case("check/", "worker", "200", "302", closed=""),
        case("summary/", "worker specialist supervisor"),
        case("numbers/add/", "worker", closed=""),
        case("reopen/", "", closed="worker supervisor"),
        case("transfer/", "worker", closed=""),
        case("own-notes/", "worker specialist", closed=""),
        _in_case(
            "numbers/<uuid:number>/remove/",
            row,
            open=f"{sees} 200, working 404, rest 403 | {sees} 302, working 404, rest 403",
            closed=f"{sees} 403, working 404, rest 403",
        ),
        _in_case(
            "child-report/",
            row,
            open=f"{glass.format(200)} 200, rest 403 | {glass.format(422)} 422, rest 403",
            restricted=" | ".join(
                f"operators coordinator participant meeting 404, {told} {one}, rest 403" for one in (200, 422)
            ),
        ),
        *(
            _in_case(
                f"notes/<uuid:note>/{verb}/",
                row,
                open=f"{read}, worker 200, working 404, rest 403 | {read}, worker 422, working 404, rest 403",
                closed=f"{read}, worker 403, working 404, rest 403",
            )
            for verb in ("correct", "void")
        ),
        *(
            _in_case(
                f"consultations/<uuid:session>/{verb}",
                row,
                open=f"{right} 200, pending 403, {rest} | {right} 422, pending 403, {rest}",
                closed=f"{chief} 200, {late}, {rest} | {chief} 422, {late}, {rest}",
            )
            for verb in ("", "void/")
        ),
        *(
            _in_case(
                f"risk/done/<uuid:act>/{verb}/",
                row,
                open=f"{risk} 200, specialist 403, {shut} | {risk} 422, specialist 403, {shut}",
                closed=f"{chief} 200, worker specialist 403, {shut} | {chief} 422, worker specialist 403, {shut}",
            )
            for verb in ("correct", "void")
        ),
        *(
            _in_case(
                f"own-notes/<uuid:note>/{verb}/",
                row,
                open=f"{mine}, worker 200, working 404, rest 403 | {mine}, worker 422, working 404, rest 403",
                closed=f"{mine}, worker 403, working 404, rest 403",
            )
            for verb in ("correct", "void")
        ),
    ]


def _reports(page: Any, row: Any) -> list[Any]:
    """Reports of a child from the case that `worker` leads."""

    def report(pattern: str, unsent: tuple[str, str], sent: str) -> Any:
        answers = {"unsent": unsent, "sent": (sent, sent)}
        told = {state: tuple(f"{one}, {WITH_PEOPLE} 404, rest 403" for one in two) for state, two in answers.items()}
        return row(f"child-reports/<uuid:id>/{pattern}", told)

    may = tuple(f"unsaid purpose, supervisor 403, worker {answer}" for answer in ("200", "422"))
    return [
        page("child-reports/", WITH_PEOPLE),
        page("child-reports/new/", WITH_PEOPLE, "200", "422"),
        report("", (f"{SEES} 200",) * 2, f"{SEES} 200"),
        report("change/", may, f"{SEES} 403"),  # type: ignore[arg-type]
        report("send/", may, f"{SEES} 403"),  # type: ignore[arg-type]
    ]


def _offers(page: Any, row: Any) -> list[Any]:
    """An offer of that case to the organisation of the stranger."""

    def offer(pattern: str, door: str, *answers: str) -> Any:
        told = tuple(f"{one}, {door} 404, rest 403" for one in answers)
        return row(f"transfers/<uuid:id>/{pattern}", {"": told})

    answer = [f"specialists 403, {SEES} 403, {THERE} {one}" for one in ("200", "422")]
    return [
        page("transfers/", "working"),
        offer("", "working", *[f"{SEES} {THERE} 200"] * 2),
        offer("accept/", "desk", *answer),
        offer("decline/", "desk", *answer),
        offer("withdraw/", "working", *[f"{THERE} 403, {SEES} {one}" for one in ("200", "422")]),
    ]


def file_table(case: Any, page: Any, row: Any) -> list[Any]:
    """The rows of the matrix for these pages, made with its own words."""
    ended = tuple(f"worker colleague {one}, working 404, rest 403" for one in ("200", "302"))
    return [
        *_of_case(case, row),
        *_reports(page, row),
        *_offers(page, row),
        page("supervision/", "working"),
        page("supervision/name/", "working", "200", "422"),
        row("supervision/<uuid:supervision>/end/", {"": ended}),
        page("conflicts/", "oversight"),
        page("conflicts/<uuid:conflict>/", "oversight", "200", "422", first="walled_supervisor walled_dp 404"),
    ]
