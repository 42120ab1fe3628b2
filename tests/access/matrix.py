"""The table of expected answers: who gets what at every address, written for people to read and to contradict.

An answer is what a GET, and what a POST with an empty form, gets: a status, or `login`, `purpose`, `again` where one is
sent on to sign in, to say why one reads, to prove who one is. `worker supervisor 200, unsaid purpose, rest 403` reads:
the first group that names the actor decides. `nobody` is sent to sign in wherever the table does not say otherwise.

Actors: `matrix_world.py` says how each stands to the records. `unsaid` is a supervisor who has not said why they read;
`glass` an operator who opened the case in an emergency; `pending`, `accepted`, `meeting` social workers of another
organisation whom a referral or a meeting lets in; `worker` and `colleague` sit at the desk to which reports come, and
`worker` takes them up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.access.file_rows import file_table
from tests.access.meetings_rows import ROWS as MEETINGS
from tests.access.plan_rows import plan_table
from tests.access.sharing_rows import table as of_sharing

GROUPS = {
    "elsewhere": "stranger pending accepted meeting receiver",
    "social": "worker colleague walled elsewhere",
    "supervisors": "supervisor unsaid walled_supervisor",
    "specialists": "specialist lawyer",
    "desk": "social supervisors",
    "working": "desk specialists",
    "dps": "dp walled_dp",
    "oversight": "supervisors dps",
    "operators": "operator glass",
    "police": "submitter other_police",
    "outsiders": "walled walled_supervisor stranger receiver",
    "unnamed": "outsiders supervisor unsaid colleague lawyer glass meeting",
    "counting": "working manager coordinator",
    "all": "working oversight police operators manager administrator coordinator funder participant mentor",
}
"""Groups of actors; `outsiders` are those for whom the case does not exist, `unnamed` those for whom a restricted one
does not."""


@dataclass(frozen=True)
class Row:
    """One address, in each state of its record: state -> (answer to GET, answer to POST)."""

    pattern: str
    states: dict[str, tuple[str, str]]


def page(pattern: str, who: str, get: str = "200", post: str = "200", first: str = "", rest: str = "403") -> Row:
    """A page of the house: open to some, closed to the rest; `first` goes before."""
    before = f"{first}, " if first else ""
    return Row(pattern, {"": (f"{before}{who} {get}, rest {rest}", f"{before}{who} {post}, rest {rest}")})


def case(pattern: str, who: str, get: str = "200", post: str = "422", closed: str | None = None, **more: str) -> Row:
    """A page of a case: `who` may, `closed` says who may when it is closed.

    Who works on cases and may not gets `blind` (403: the case is known to them; 404: this part of it is not).
    """
    door, blind = more.get("door", "working"), more.get("blind", "403")
    states = {"open": ("outsiders", who), "closed": ("outsiders", who if closed is None else closed)}
    states["restricted"] = ("unnamed", who)
    made = {}
    for state, (gone, may) in states.items():
        told = [f"{' '.join(within(gone, door))} 404", f"{' '.join(within('unsaid', door))} purpose"]
        made[state] = tuple(", ".join([*told, f"{may} {answer}" if may else "", f"{door} {blind}, rest 403"])
                            for answer in (get, post))  # fmt: skip
    return Row("cases/<uuid:id>/" + pattern, made)


def report(pattern: str, door: str, **states: tuple[str, str]) -> Row:
    """A page of a report; to those of the door who are not named it does not exist."""
    told = {}
    for state in ("draft", "sent", "taken up", "returned"):
        get, post = states.get(state.replace(" ", "_"), ("", ""))
        told[state] = tuple(f"{answer}, {door} 404, rest 403" for answer in (get, post))
    return Row(pattern, told)


def asked(pattern: str, states: dict[str, tuple[str, str]]) -> Row:
    """A page of a request about data."""
    return Row("rights/<uuid:id>/" + pattern, states)


def actors(names: str) -> Iterator[str]:
    """Everybody named by these groups and names."""
    for name in names.split():
        if name in GROUPS:
            yield from actors(GROUPS[name])
        else:
            yield name


def within(names: str, door: str) -> list[str]:
    """Those of `names` who come through the door at all."""
    through = set(actors(door))
    return [one for one in actors(names) if one in through]


def expected(told: str, who: str) -> str:
    """What this actor should get."""
    for part in told.split(","):
        *names, answer = part.split() or [""]
        if names and (who in actors(" ".join(names)) or (names == ["rest"] and who != "nobody")):
            return answer
    return "login"


LIST = "200"
SEEN = "worker specialist supervisor colleague lawyer pending accepted meeting glass"
AT_DESK = "worker supervisor unsaid colleague"
AFTER = "unsaid purpose, worker supervisor colleague"
TOOK = "unsaid purpose, worker supervisor"
REQUEST = ("walled_supervisor walled_dp 404, oversight {}, rest 403",)
TABLE = [
    # the door of the house
    page("healthz", "nobody all"),
    Row("letters/", {"": ("administrator 200, rest 403", "nobody all 405")}),
    Row("letters/again/", {"": ("nobody all 405", "administrator 302, rest 403")}),
    page("accounts/2fa/webauthn/keys/<int:pk>/remove/", "all", "404", "404"),
    page("accounts/2fa/totp/activate/", "all", "200", "200"),
    page("accounts/2fa/webauthn/add/", "all", "200", "200"),
    page("account/", "all"),
    page("account/role/", "all", "200", "422"),
    page("account/pin/", "all", "200", "302"),
    page("account/lock/", "all", "302", "302"),
    page("account/locked/", "all", "302", "302"),
    page("account/back/", "all", "302", "302"),
    page("", "all"),
    # colleagues
    page("members/", "administrator"),
    page("members/new/", "administrator", "200", "422"),
    page("members/<uuid:id>/", "administrator", "200", "422"),
    page("members/<uuid:id>/end/", "administrator", "200", "302"),
    page("members/<uuid:id>/close/", "administrator", "200", "302"),
    page("members/<uuid:id>/second-factor/", "administrator", "200", "302"),
    page("members/<uuid:id>/sessions/", "administrator", "200", "302"),
    page("members/<uuid:id>/link/", "administrator", "200", "302"),
    page("members/changes/", "oversight administrator"),
    page("members/changes/<uuid:id>/release/", "oversight", "200", "302"),
    page("members/changes/<uuid:id>/refuse/", "oversight", "200", "302"),
    page("members/changes/<uuid:id>/alone/", "administrator", "403", "403"),
    page("members/changes/<uuid:id>/withdraw/", "administrator", "200", "302"),
    page("members/changes/<uuid:id>/link/", "administrator"),
    Row("account/work/<uuid:id>/", {"": ("stranger 200, all 404, rest 403", "stranger 422, all 404, rest 403")}),
    Row("account/work/<uuid:id>/no/", {"": ("stranger 200, all 404, rest 403", "stranger 302, all 404, rest 403")}),
    page("duty/", "supervisors administrator", "200", "404"),
    # oversight, emergencies, walls
    page("oversight/", "dps", "200", "422"),
    page("oversight/file/", "dps"),
    page("oversight/chain/", "dps"),
    page("oversight/records/<uuid:id>/", "dps"),
    page("oversight/alerts/", "dps"),
    page("oversight/alerts/<uuid:id>/", "dps", "200", "422"),
    page("emergency/", "operators", "200", "422"),
    page("emergency/review/", "oversight"),
    page("emergency/review/<uuid:broken>/", "oversight", "200", "422", first="walled_supervisor walled_dp 404"),
    page("purpose/", "supervisors", "200", "422"),
    page("walls/", "oversight", first="unsaid purpose"),
    page("walls/raise/", "oversight", "200", "422"),
    page("walls/<uuid:wall>/lower/", "oversight", "200", "422", first="walled_supervisor walled_dp 404"),
    Row("drafts/keep/", {"": ("nobody all 405", "nobody all 422")}),
    page("drafts/<uuid:draft>/throw-away/", "worker", "302", "302", rest="404"),
    page("known-families/", "working oversight operators police coordinator mentor", "200", "422"),
    page("known-families/<uuid:wall>/lower/", "oversight", "200", "302"),
    page("people/<uuid:person>/wall/", "supervisor", "200", "422", first="unsaid purpose, walled_supervisor dps 404"),
    page("people/walls/<uuid:wall>/lower/", "oversight", "200", "302", first="walled_supervisor walled_dp 404"),
    # cases
    page("inbox/", "desk"),
    page("search/", "working"),
    page("cases/", "working glass"),
    page("left-behind/", "supervisors"),
    page("left-behind/<uuid:id>/", "supervisors", "200", "422"),
    page("cases/new/", "desk", "200", "422"),
    case("", SEEN, "200", "200", door="working glass"),
    case("people/add/", "worker", closed=""),
    case("notes/add/", "worker specialist accepted", closed=""),
    case("team/add/", "worker supervisor", closed=""),
    case("team/<uuid:member>/leave/", "worker supervisor", "200", "302"),
    case("hand-over/", "worker supervisor"),
    case("restrict/", "worker"),
    case("open-again/", "worker"),
    case("access/<uuid:grant>/end/", "worker supervisor", "200", "302"),
    case("close/", "worker supervisor", closed=""),
    case("access/", "worker specialist supervisor glass", "200", "200", door="working glass"),
    case("violence/add/", "worker", closed=""),
    case("violence/<uuid:violence>/", "worker", closed=""),
    case("risks/", "worker specialist supervisor glass", "200", "200", door="working glass"),
    case("family/", "worker specialist supervisor glass meeting", "200", "200", door="working glass"),
    case("services/", "worker specialist supervisor pending accepted glass", "200", "200", door="working glass"),
    case("risk/", "worker", "302", "302", closed=""),
    case("risk/<uuid:answers>/", "worker", "200", "302", closed=""),
    case(
        "risk/done/<uuid:act>/",
        "worker specialist supervisor glass",
        "200",
        "200",
        door="working glass",
        blind="404",
    ),
    case("consultations/add/", "worker specialist accepted", closed=""),
    # reports from the doorstep
    page("doorstep/", "police desk"),
    page("doorstep/new/", "police", "200", "302"),
    report(
        "doorstep/<uuid:id>/",
        "police desk",
        draft=("submitter 200",) * 2,
        sent=(f"{AT_DESK} submitter 200",) * 2,
        taken_up=(f"{AFTER} submitter 200",) * 2,
        returned=("submitter 200",) * 2,
    ),
    report(
        "doorstep/<uuid:id>/card/",
        "police",
        draft=("submitter 302",) * 2,
        sent=("submitter 302",) * 2,
        taken_up=("submitter 302",) * 2,
        returned=("submitter 302",) * 2,
    ),
    report(
        "doorstep/<uuid:id>/card/<slug:item>/",
        "police",
        draft=("submitter 200", "submitter 302"),
        sent=("submitter 302",) * 2,
        taken_up=("submitter 302",) * 2,
        returned=("submitter 302",) * 2,
    ),
    report(
        "doorstep/<uuid:id>/send/",
        "police",
        draft=("submitter 200", "submitter 422"),
        sent=("submitter 302",) * 2,
        taken_up=("submitter 302",) * 2,
        returned=("submitter 200", "submitter 422"),
    ),
    *(
        report(
            f"doorstep/<uuid:id>/questionnaire/{verb}",
            "working police",
            sent=("submitter 200", "submitter 422"),
            taken_up=tuple(f"submitter {one}, unsaid purpose, worker supervisor 403" for one in ("200", "422")),
            returned=("submitter 200", "submitter 422"),
        )
        for verb in ("", "void/")
    ),
    page("inbox/register/", "desk", "200", "422"),
    report("inbox/<uuid:id>/take-up/", "desk", sent=(f"{AT_DESK} 302",) * 2, taken_up=(f"{AFTER} 302",) * 2),
    report(
        "inbox/<uuid:id>/return/",
        "desk",
        sent=(f"{AT_DESK} 200", f"{AT_DESK} 422"),
        taken_up=(f"{AFTER} 200", f"{AFTER} 422"),
    ),
    report(
        "inbox/<uuid:id>/pass-on/",
        "desk",
        sent=(f"{AT_DESK} 200", f"{AT_DESK} 422"),
        taken_up=(f"{AFTER} 200", f"{AFTER} 422"),
    ),
    report(
        "inbox/<uuid:id>/contact/",
        "desk",
        sent=(f"{AT_DESK} 403",) * 2,
        taken_up=(f"{TOOK} 200, colleague 403", f"{TOOK} 422, colleague 403"),
    ),
    report(
        "inbox/<uuid:id>/join/",
        "desk",
        sent=(f"{AT_DESK} 403",) * 2,
        taken_up=(f"{TOOK} 200, colleague 403", f"{TOOK} 422, colleague 403"),
    ),
    # documents
    page(
        "folders/<uuid:id>/documents/",
        "worker specialist supervisor pending accepted",
        first="unsaid purpose, outsiders 404",
    ),
    page(
        "folders/<uuid:id>/documents/add/",
        "worker specialist supervisor accepted",
        "200",
        "422",
        first="unsaid purpose, outsiders 404",
    ),
    Row(
        "documents/<uuid:id>/file/",
        {
            "clean": ("unsaid purpose, worker specialist supervisor pending accepted 200, working 404, rest 403",) * 2,
            "quarantine": ("unsaid purpose, worker specialist supervisor pending accepted 403, working 404, rest 403",)
            * 2,
        },
    ),
    Row(
        "documents/<uuid:id>/withdraw/",
        {
            state: tuple(
                f"unsaid purpose, specialist supervisor pending accepted 403, worker {answer}, working 404, rest 403"
                for answer in ("200", "422")
            )
            for state in ("clean", "quarantine")
        },
    ),
    # projects and their reports
    page("projects/", "counting funder"),
    page("projects/<slug:code>/", "counting funder", first="elsewhere 404"),
    page("reports/", "counting"),
    page("reports/<slug:code>/", "counting", first="elsewhere 404"),
    page("reports/<slug:code>/trace/", "counting", "404", "404"),
    page("reports/<slug:code>/give-out/", "supervisors manager", "200", "422"),
    page("reports/<slug:code>/xlsx/", "supervisors manager"),
    page("reports/<slug:code>/pdf/", "supervisors manager"),
    # keeping, registers
    page("rights/", "oversight"),
    page("rights/new/", "dps", "200", "422"),
    page("rights/keeping/", "oversight"),
    page("rights/keeping/new/", "dps", "200", "422"),
    page("rights/holds/new/", "oversight", "200", "422"),
    page("rights/holds/<uuid:id>/lift/", "dp", "302", "302", first="walled_dp 404"),
    page("rights/due/", "oversight", "200", "200"),
    page("rights/purges/new/", "dps", "200", "422"),
    page("rights/purges/<uuid:id>/", "oversight"),
    page("rights/purges/<uuid:id>/confirm/", "supervisors", "302", "302"),
    page("rights/purges/<uuid:id>/stop/", "oversight", "302", "302"),
    page("rights/breaches/", "dps"),
    page("rights/breaches/new/", "dps", "200", "422"),
    page("rights/breaches/<uuid:id>/", "dps", "200", "422"),
    page("rights/processing/", "oversight"),
    page("rights/processing/new/", "dps", "200", "422"),
    page("rights/processing/<uuid:id>/", "dps", "200", "422"),
    page("rights/partners/new/", "dps", "200", "422"),
    page("rights/partners/<uuid:id>/", "dps", "200", "422"),
    page("rights/corrections/<uuid:id>/told/", "dp", "302", "302", first="walled_dp 404"),
]
"""Every address of ours but the requests about data, which follow."""


def request(pattern: str, state: str, door: str, who: str, get: str, post: str, seen: str = "") -> Row:
    """A step of a request: `who` may; `seen` know of it and may not; to the others of the door it does not exist."""
    told = tuple(f"{who} {answer}, {seen} 403, {door} 404, rest 403" for answer in (get, post))
    return Row("rights/<uuid:id>/" + pattern, {state: told})  # type: ignore[dict-item]


KNOWN = "supervisor unsaid dp"
"""Of those who answer for requests: for whom no wall stands around the person."""
TABLE += [
    request("", "copy", "oversight", KNOWN, "200", "200"),
    request("check/", "copy", "oversight", KNOWN, "200", "422"),
    request("prepare/", "copy", "working", "unsaid purpose, worker specialist supervisor", "200", "302"),
    request("propose/", "copy", "working dps", "unsaid purpose, worker specialist supervisor", "200", "422", "dp"),
    request("propose/", "erasure", "working dps", "dp", "200", "422", "worker specialist supervisor unsaid"),
    request("preview/", "erasure", "dps", "dp", "302", "302"),
    request("second/", "proposed", "supervisors", "supervisor unsaid", "302", "302"),
    request("take-back/", "proposed", "oversight", KNOWN, "302", "302"),
    request("confirm/", "proposed", "oversight", "dp", "200", "302", "supervisor unsaid"),
    request("confirm/", "erasure", "oversight", "unsaid purpose, supervisor", "302", "302", "dp"),
    request("erase/", "erasure", "oversight", "supervisor unsaid", "200", "302", "dp"),
    request("hand-over/", "copy", "working dps", "", "", "", "worker specialist supervisor unsaid dp"),
    request("hand-over/", "agreed", "working dps", "worker dp", "200", "422", "specialist supervisor unsaid"),
    request("pdf/", "copy", "working dps", "", "", "", "worker specialist supervisor unsaid dp"),
    request("pdf/", "agreed", "working dps", "worker", "200", "200", "specialist supervisor unsaid dp"),
    request("json/", "copy", "working dps", "", "", "", "worker specialist supervisor unsaid dp"),
    request("json/", "agreed", "working dps", "worker", "200", "200", "specialist supervisor unsaid dp"),
    request("correct/", "copy", "social specialists", "", "", "", "worker specialist"),
    request("correct/", "correction", "social specialists", "worker", "200", "422", "specialist"),
    request("restrict/", "copy", "dps", "dp", "302", "302"),
    request("unrestrict/", "copy", "dps", "dp", "302", "302"),
    request("extend/", "copy", "dps", "dp", "200", "422"),
    request("refuse/", "copy", "dps", "dp", "200", "422"),
    request("release/", "copy", "dps", "dp", "200", "422"),
    request("answer/", "correction", "dps", "dp", "200", "422"),
]

from tests.access.people_table import ROWS as ABOUT_PEOPLE  # noqa: E402  it is written with the words above

TABLE += ABOUT_PEOPLE
TABLE += of_sharing(Row, page, case)
TABLE += plan_table(case, page)
TABLE += file_table(case, page, Row)
TABLE += [Row(*row) for row in MEETINGS]
