"""Codes are found as people type them, and whose they are stands beside them where two organisations meet."""

import ast
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import BY_LAW, a_case, a_report, hire
from tests.house.test_rules_of_the_house import SOURCE
from tests.meetings.table import a_meeting, coordinator_of, published, referred
from tests.walk_urls import text_of

from tilts.access.actions import let_in
from tilts.access.actor import acting
from tilts.access.codes import code_for_all, code_of
from tilts.access.models import Breaking, GrantKind, Organisation, OrganisationKind, Role, Wall
from tilts.access.reach import unscoped
from tilts.cases.models import Case
from tilts.kit.codes import code_digits, typed_code
from tilts.meetings.minutes import _data, minutes_of
from tilts.rights.actions import requests
from tilts.rights.models import LegalHold

CASE = (
    "L-15",
    "l-15",
    "L 15",
    "l15",
    " L15 ",
    "L–15",
    "L‑15",
    "L\u00a015",
    "L\u202f—\u202f15",
    "L.15",
    "L/15",
    "L-015",
    "Ｌ１５",
)
REPORT = ("2026-0001", "2026 1", "2026-1", "2026/0001", "2026–0001", "2026\u00a00001", "20260001", "2026‑00001")
WHY = "She called from the bathroom and does not answer any more."


@pytest.mark.parametrize("typed", CASE)
def test_the_code_of_a_case_is_read_as_it_is_typed(typed):
    assert typed_code(typed) == "L-15"


@pytest.mark.parametrize("typed", REPORT)
def test_the_number_of_a_report_is_read_as_it_is_typed(typed):
    assert typed_code(typed) == "2026-0001"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *[
            ("", ""),
            (" – ", ""),
            ("\0", ""),
            ("20261", "20261"),
            ("2026-10000", "2026-10000"),
            ("202610000", "2026-10000"),
        ],
        *[
            ("L-0", "L-0"),
            ("L-150", "L-150"),
            ("L-1-5", "L-1-5"),
            ("١٥", "15"),
            ("Anna 1987", "ANNA-1987"),
            ("9" * 5000, "9" * 5000),
        ],
    ],
)
def test_nothing_is_made_of_a_code_that_it_is_not(typed, read):
    assert typed_code(typed) == read


@pytest.mark.parametrize("dash", "-–—‑−‐")
def test_a_personal_code_is_read_with_every_dash_and_space(dash):
    assert code_digits(f" 321234{dash}12345\u2060") == code_digits("321234\u00a012345") == "32123412345"


@pytest.mark.django_db
def test_what_is_kept_is_what_is_read(cast):
    case, _person = a_case(cast.worker)
    report = a_report(cast.officer, cast)
    assert typed_code(case.code) == case.code and typed_code(report.number) == report.number


def as_typed(code):
    head, number = code.split("-")
    return (f"{head.lower()} {int(number)}", f"{head}\u2011{number}", f"{head.lower()}{number}")


@pytest.mark.django_db
def test_every_place_that_asks_for_a_code_takes_it_as_it_is_typed(cast, enter):
    case, person = a_case(cast.worker, "Zvxqanna", "Kvzurboga")
    day = timezone.localdate().isoformat()
    duty = hire(cast.office, "Zane Dezurante", Role.CASE_WORKER, on_duty=True)
    for at, typed in enumerate(as_typed(case.code)):
        found = text_of(enter(cast.worker.user).post("/search/", {"q": typed}))
        assert f"/cases/{case.pk}/" in found

        neighbour = hire(cast.office, f"Kolegis {'ABC'[at]}", Role.CASE_WORKER).user
        told = {"code": typed, "user": neighbour.pk, "reason": "kaimiņi"}
        enter(cast.supervisor.user).post("/walls/raise/", told)
        assert Wall.objects.filter(folder=case.folder, user=neighbour).exists()

        client = enter(cast.data_protection.user)
        assert str(case.pk) in client.post("/oversight/", {"code": typed}).get("Location", "")
        client.post("/rights/holds/new/", {"case_code": typed, "reason": f"Tiesa {at}", "starts": day})
        assert unscoped(LegalHold, reason="tests").filter(folder=case.folder, label=case.code).count() == at + 1
        with transaction.atomic(), acting(cast.data_protection):
            asked = requests.Asked(name="Zvxqanna Kvzurboga", case_code=typed)
            assert requests.seek_person(cast.data_protection, asked) == [person]

        told = {"organisation": cast.office.pk, "code": typed, "category": "life", "reason": WHY}
        assert enter(duty.user).post("/emergency/", told).status_code == 302
    kept = list(Breaking.objects.values_list("code", flat=True))
    assert kept == [case.code] * 3, "as it is written, not as it was typed"
    report = a_report(cast.officer, cast)
    for typed in as_typed(report.number):
        found = text_of(enter(cast.worker.user).post("/search/", {"q": typed}))
        assert f"/doorstep/{report.pk}/" in found


def other_office(cast):
    """Two cases of one code: one of the office, and one of another social service that is open to the worker."""
    office = Organisation.objects.create(code="rez", name="Rēzeknes dienests", kind=OrganisationKind.SOCIAL_SERVICE)
    theirs, _person = a_case(hire(office, "Rita Rezekniete", Role.CASE_WORKER), "Cita", "Citvieta")
    mine, _person = a_case(cast.worker)
    assert theirs.code == mine.code
    let_in(
        cast.worker,
        theirs.folder,
        GrantKind.SHARED,
        zones={"admin": 1, "services": 1},
        **BY_LAW,
        to_user=cast.worker.user,
    )
    return mine, theirs


@pytest.mark.django_db
def test_two_reports_of_one_number_are_told_apart_in_one_inbox(cast, enter):
    sent = a_report(cast.officer, cast)
    city = Organisation.objects.create(code="pasv", name="Pašvaldības policija", kind=OrganisationKind.MUNICIPAL_POLICE)
    other = a_report(hire(city, "Otra Policiste", Role.POLICE), cast)
    assert sent.number == other.number
    for text in (
        text_of(enter(cast.worker.user).get("/inbox/")),
        text_of(enter(cast.worker.user).post("/search/", {"q": sent.number})),
    ):
        assert f"{sent.number} · Valsts policija" in text and f"{sent.number} · Pašvaldības policija" in text
    assert f"{sent.number} · Valsts policija" in text_of(enter(cast.worker.user).get(f"/doorstep/{sent.pk}/"))
    assert f"{sent.number} · Valsts" not in text_of(enter(cast.officer.user).get(f"/doorstep/{sent.pk}/")), "one's own"


@pytest.mark.django_db
def test_two_cases_of_one_code_are_told_apart_wherever_they_meet(cast, enter):
    mine, theirs = other_office(cast)
    client, named = enter(cast.worker.user), f"{theirs.code} · Rēzeknes dienests"
    for text in (text_of(client.get("/cases/")), text_of(client.post("/search/", {"q": mine.code}))):
        assert text.count(named) == 1 and f"{mine.code} · Balvu" not in text
    assert named in text_of(client.get(f"/cases/{theirs.pk}/"))
    bar, rest = text_of(client.get(f"/cases/{mine.pk}/")).split('class="tabs', 1)
    assert f"{mine.code} · Balvu" in bar and f"{mine.code} · Balvu" not in rest, "the bar says it of every case"


@pytest.mark.django_db
def test_whoever_sits_at_a_table_sees_whose_cases_are_on_it_also_on_paper(cast, enter):
    mine, coordinator = a_case(cast.worker)[0], coordinator_of(cast)
    meeting = a_meeting(coordinator, cast.stranger)
    referred(cast.worker, meeting, mine)
    published(coordinator, meeting)
    named = f"{mine.code} · {cast.office.name}"
    assert named in text_of(enter(cast.stranger.user).get(f"/meetings/{meeting.pk}/"))
    assert named not in text_of(enter(coordinator.user).get(f"/meetings/{meeting.pk}/"))
    with transaction.atomic(), acting(coordinator):
        assert [point["title"] for point in _data(minutes_of(coordinator, meeting))["points"]] == [f"1. {named}"]


@pytest.mark.django_db
def test_a_list_asks_once_for_the_names_of_others_and_never_for_its_own(cast):
    mine, theirs = other_office(cast)
    reader = cast.worker.reading()
    with transaction.atomic(), acting(reader):
        rows = {case.pk: case for case in reader(Case)}
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert code_of(reader, rows[mine.pk]) == mine.code
        assert not asked.captured_queries
        with CaptureQueriesContext(connection) as asked:
            assert [code_of(reader, rows[theirs.pk]) for _again in range(3)] == [
                f"{theirs.code} · Rēzeknes dienests"
            ] * 3
        assert len(asked.captured_queries) == 1
    assert code_for_all(mine) == f"{mine.code} · {cast.office.name}"


RAW = re.compile(r"""{[{%][^%}]*?\b((?:\w+\.)*\w+)\.(code|number)\b(?!\|urlencode)[^%}]*[%}]}""")
OTHERS = {
    "project": "a project's code is one in the installation",
    "code": "a field of a form",
    "head": "how many entries a trace has",
    "page": "which page of a list",
    "source": "which of the tones of a picture",
    "order": "the number that the police or a court wrote on its paper; who issued it stands beside it",
    "referral.agreement": "the number of a paper two organisations signed",
    "line.agreement": "the number of a paper two organisations signed",
    "item": "its place on an agenda",
    "row.item": "its place on an agenda",
    "row.issue": "its place on an agenda",
    "issue": "its place on an agenda",
    "current": "its place on an agenda",
    "given": "the code of a guest's door",
    "card": "which card of a sheet",
    "writes": "whether codes of persons are open",
    "line": "made by code_words, with whose it is",
    "one": "made by code_words, with whose it is",
}
"""What else in templates is called a code or a number, and why it needs no organisation beside it."""
OWN_NUMBER = {("cases/templates/cases/child_report.html", "report"): "the number that the other office gave it"}


def raw(text):
    return {found[1] for found in RAW.finditer(text)}


@pytest.mark.parametrize("file", sorted(SOURCE.glob("*/templates/**/*.html")), ids=lambda file: file.name)
def test_no_template_prints_the_code_of_a_case_or_a_report_without_whose_it_is(file):
    at = str(file.relative_to(SOURCE))
    assert {one for one in raw(file.read_text("utf-8")) if one not in OTHERS and (at, one) not in OWN_NUMBER} == set()


def test_a_raw_code_is_found():
    assert raw("{{ case.code }} {% trans with of=item.case.code %}{{ a.report.number|upper }}") == {
        "case",
        "item.case",
        "a.report",
    }
    assert not raw("?code={{ case.code|urlencode }} {% code_of case %}")


BY_ONE_OFFICE = {
    "cases/holdings.py": "the copy of what one office holds",
    "risk/holdings.py": "the copy of what one office holds",
    "risk/panels.py": "the course of a case, where the sender stands beside the report",
    "risk/actions/reports.py": "where the number is given",
    "rights/actions/keeping.py": "a hold lies on a file of one's own",
    "day/forms.py": "the cases of one's own office that are handed over",
    "cases/models/case.py": "the record's own name",
    "risk/models.py": "the record's own name",
    "access/codes.py": "the one place",
}
"""Where the code of a case or the number of a report is read and no other organisation's can stand beside it."""


def read_in(text):
    """The names of cases and reports of which source reads the code, and look-ups of one as it was typed."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in ("code", "number"):
            named = ast.unparse(node.value)
            found += [named] if named.split(".")[-1] in ("case", "report", "obj") else []
        if isinstance(node, ast.keyword) and node.arg and node.arg.endswith(("code__iexact", "number__iexact")):
            found.append(node.arg)
    return found


def test_no_source_reads_a_code_but_with_whose_it_is_or_as_it_was_typed():
    rooms = {str(file.relative_to(SOURCE)): file for file in SOURCE.glob("**/*.py")}
    rooms = {at: file for at, file in rooms.items() if not at.startswith(("demo", "generated", "reports", "trace"))}
    found = {at: read for at, file in rooms.items() if (read := read_in(file.read_text("utf-8")))}
    assert set(found) <= set(BY_ONE_OFFICE), {at: read for at, read in found.items() if at not in BY_ONE_OFFICE}
    assert read_in("a.case.code, report.number, rows.filter(case__code__iexact=typed)")
