"""The trace is complete, and where it cannot be written nothing is shown (T4).

Every address of ours is walked with real records, reading and posting, by everybody, on a database that really commits.
Pages lent by the library of signing in show nothing of a client; what is traced of them stands in test_signing_in.
"""

import re
import uuid
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from tests.cast import PROJECT, a_case, a_draft, a_report
from tests.databases import owner_of_tables
from tests.house.test_headers import wears
from tests.walk_urls import leaves_trace

from tilts.access.models import ZONES, AuditEntry
from tilts.cases.actions import join_team, write_note
from tilts.cases.models import Case
from tilts.people.actions import keep_contact
from tilts.risk.actions import take_up
from tilts.risk.models import DoorstepReport
from tilts.trace.models import Alert

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = "Kanarijs-8842"
FILES = (
    "cases_",
    "plan_",
    "sharing_",
    "people_",
    "meetings_",
    "risk_",
    "services_",
    "questionnaires_answers",
    "access_grant",
    "trace_alert",
)
"""Tables in which something about a client, or about who may see one, lies."""
NAMED = {
    "id",
    "folder_id",
    "case_id",
    "person_id",
    "kept_id",
    "placed_by_id",
    "kind",
    "ends",
    *(f"zone_{zone}" for zone in ZONES),
}
"""What is read before the entry: which file the address means, and how one stands to it. It is told in the entry."""


@pytest.fixture
def world(cast):
    """A case and reports with the same word in every text of theirs."""
    told = {"person_name": TOKEN, "person_phone": TOKEN, "address": TOKEN, "alleged_name": TOKEN, "account": TOKEN}
    draft = a_draft(cast.officer, cast, **told)
    waiting = a_report(cast.officer, cast, **told)
    taken = a_report(cast.officer, cast, **told)
    take_up(cast.worker, cast.worker(DoorstepReport).get(pk=taken.pk))
    case, person = a_case(cast.worker, TOKEN, TOKEN)
    with transaction.atomic():
        keep_contact(case.folder, person, channel="phone", value=TOKEN, safe=True, caution=TOKEN)
    write_note(cast.worker, case, text=TOKEN)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    alert = Alert.objects.create(organisation=cast.office, kind="night", user=cast.worker.user, record=case.pk)
    return {"cases": [case.pk], "reports": [draft.pk, waiting.pk, taken.pk], "alert": [alert.pk]}


def patterns(found, before=""):
    """Every address of ours with its view."""
    for one in found:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, address)
        elif leaves_trace(one.callback):
            yield "/" + address, one.callback.door


DOORS = sorted(set(patterns(get_resolver().url_patterns)))


def addresses(world, address):
    """The address with each record that it can mean, and with one that is not there."""
    ids = world["reports"] if address.startswith(("/doorstep", "/inbox")) else world["cases"]
    if "alerts" in address:
        ids = world["alert"]
    for one in [*ids, uuid.uuid4()] if "<uuid:id>" in address else [None]:
        filled = address.replace("<uuid:id>", str(one)).replace("<slug:code>", PROJECT)
        yield re.sub(r"<slug:\w+>", "q1", re.sub(r"<uuid:\w+>", str(uuid.uuid4()), filled))


def walk(world):
    for address, kind in DOORS:
        for filled in addresses(world, address):
            yield filled, kind


MARKS = {"purpose": "supervision"}
"""What the session says: a supervisor has said why they read."""
POSTED = {"q": TOKEN, "given_name": TOKEN, "family_name": TOKEN, "text": "Saruna", "code": "L-1"}


def committed_before_files(statements):
    """Whether a row of the trace was committed before the first look into a file."""
    written = committed = False
    for statement in statements:
        if "access_auditentry" in statement and statement.startswith("INSERT"):
            written = True
        if statement == "COMMIT" and written:
            committed = True
        if not committed and statement.startswith("SELECT") and any(f'FROM "{name}' in statement for name in FILES):
            if not columns(statement) <= NAMED:
                return False
    return committed


def columns(statement):
    """What a SELECT brings; a bare count or constant brings a star."""
    head = statement[: statement.index(" FROM ")]
    return set(re.findall(r'"\w+"\."(\w+)"', head)) or {"*"}


@contextmanager
def second_connection():
    """Another connection to the same database: it sees what is committed, and no more."""
    other = connection.copy()
    other.connect()
    try:
        yield other
    finally:
        other.close()


def committed_entries(other, kind, user):
    with other.cursor() as cursor:
        cursor.execute(
            'SELECT count(*) FROM access_auditentry WHERE kind = %s AND "user" = %s',
            [kind, AuditEntry._meta.get_field("user").get_db_prep_value(user, other)],
        )
        return cursor.fetchone()[0]


WHO = ["a few", pytest.param("everybody", marks=pytest.mark.lengthy)]
"""Who walks in every run, and who in the longer ones."""


@pytest.mark.long
@pytest.mark.parametrize("who_walks", WHO)
def test_every_answer_that_passed_a_door_has_a_committed_row_written_before_it(cast, world, enter, who_walks):
    """And wears the headers of the house: both are asked of the answers of one walk."""
    missing, late, seen = [], [], {}
    people = cast.everybody() if who_walks == "everybody" else [cast.worker, cast.officer, cast.stranger]
    with second_connection() as other:
        for who in people:
            browser = None
            for address, kind in walk(world):
                # whoever was sent on may be locked out, or act in another role: they sign in anew
                browser = browser or enter(who.user, **MARKS)
                for method in ("get", "post", "put") if who == cast.worker else ("get", "post"):
                    before = committed_entries(other, kind, who.user.pk)
                    connection.queries_log.clear()
                    with CaptureQueriesContext(connection) as asked:
                        answer = getattr(browser, method)(address, POSTED if method == "post" else {})
                    wears(answer)
                    browser = browser if answer.status_code != 302 else enter(who.user, **MARKS)
                    if answer.status_code == 405:
                        continue
                    name = f"{method} {address} as {who.role}: {answer.status_code}"
                    seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
                    if committed_entries(other, kind, who.user.pk) <= before:
                        missing.append(name)
                    elif not committed_before_files([one["sql"] for one in asked]):
                        late.append(name)
    print(f"{sum(seen.values())} answers of {len(DOORS)} addresses: {dict(sorted(seen.items()))}")
    assert missing == [] and late == []
    assert {200, 302, 403, 404, 422} <= set(seen) and 500 not in seen


def test_the_walk_meets_every_record_addressed(cast, world, enter):
    """Case, report, project and alert stand in the trace by their ids, also where the address has only a code."""
    enter(cast.worker.user).get(f"/cases/{world['cases'][0]}/")
    enter(cast.manager.user).get(f"/projects/{PROJECT}/")
    enter(cast.manager.user).get(f"/reports/{PROJECT}/xlsx/")
    enter(cast.stranger.user).get(f"/reports/{PROJECT}/")
    rows = AuditEntry.objects.filter(record_kind="")
    assert rows.filter(kind="cases.read", record=world["cases"][0]).exists()
    assert rows.filter(kind="projects.read", record=cast.project.pk).exists()
    assert rows.filter(kind="projects.exported", record=cast.project.pk).exists()
    assert not rows.filter(user=cast.stranger.user.pk, record=cast.project.pk).exists()


def test_a_search_is_traced_by_a_keyed_hash_of_what_was_asked(cast, world, enter):
    browser = enter(cast.worker.user)
    for words in ("Ķirsis", "  kirsis ", "Bērziņa", ""):
        browser.post("/search/", {"q": words})
    browser.post("/cases/new/", {"given_name": "", "family_name": "Berzina", "role": "client", "kind": "violence"})
    browser.get("/search/")
    rows = AuditEntry.objects.filter(user=cast.worker.user.pk, kind__in=["people.searched", "case.opened"])
    asked = list(rows.filter(record_kind="").order_by("number").values_list("asked", flat=True))[-6:]
    assert asked[0] == asked[1] != asked[2] == asked[4] and asked[3] == asked[5] == ""
    assert len(asked[0]) == 32 and "irsis" not in str(asked)


SHOWN = ("access_auditentry", "hidden")


@contextmanager
def unwritable_trace(how):
    """The table of the trace refuses, or is not there."""
    sqlite = connection.vendor == "sqlite"
    ways = {
        ("gone", True): ("ALTER TABLE {} RENAME TO {}".format(*SHOWN), "ALTER TABLE {1} RENAME TO {0}".format(*SHOWN)),
        ("aborts", True): (
            "CREATE TRIGGER refuses BEFORE INSERT ON access_auditentry BEGIN SELECT RAISE(ABORT, 'full'); END",
            "DROP TRIGGER refuses",
        ),
        ("aborts", False): (
            "CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$; "
            "CREATE TRIGGER refuses BEFORE INSERT ON access_auditentry FOR EACH ROW EXECUTE FUNCTION refuses()",
            "DROP TRIGGER refuses ON access_auditentry; DROP FUNCTION refuses()",
        ),
    }  # fmt: skip
    ways["gone", False] = ways["gone", True]
    shut, opened = ways[how, sqlite]
    as_owner(shut)
    try:
        yield
    finally:
        as_owner(opened)


def as_owner(statements):
    """Whoever owns the tables does this; the embedded database has no owner but us."""
    with connection.cursor() if connection.vendor == "sqlite" else owner_of_tables() as database:
        database.execute(statements)


@pytest.mark.long
@pytest.mark.parametrize("how", [pytest.param("gone", marks=pytest.mark.lengthy), "aborts"])
@pytest.mark.parametrize("who_walks", WHO)
def test_where_the_trace_cannot_be_written_nothing_is_shown_and_nothing_is_done(cast, world, enter, how, who_walks):
    people = [cast.worker, cast.officer]
    if who_walks == "everybody":
        people += [cast.supervisor, cast.psychologist, cast.manager, cast.data_protection]
    browsers = [(enter(who.user, **MARKS), address) for who in people for address, _kind in walk(world)]
    notes = count("cases_note")
    answers, leaks = 0, []
    with unwritable_trace(how):
        for browser, address in browsers:
            browser.raise_request_exception = False
            for method in ("get", "post"):
                answer = getattr(browser, method)(address, POSTED if method == "post" else {})
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                answers += 1
                if answer.status_code not in (405, 500) or TOKEN.encode() in body or len(body) > 6000:
                    leaks.append(f"{method} {address}: {answer.status_code}")
    print(f"{answers} answers with the trace {how}")
    assert leaks == []
    assert count("cases_note") == notes
    assert enter(cast.worker.user).get(f"/cases/{world['cases'][0]}/").status_code == 200


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_a_write_whose_trace_cannot_be_written_is_not_done(cast, world):
    notes = count("cases_note")
    case = cast.worker(Case).get(pk=world["cases"][0])
    with unwritable_trace("aborts"), pytest.raises(DatabaseError, match="full"):
        write_note(cast.worker, case, text="x")
    assert count("cases_note") == notes


def test_the_words_are_really_there_for_those_who_may_read_them(cast, world, enter):
    """The walk above would find nothing if nothing were planted."""
    assert TOKEN in enter(cast.worker.user).get(f"/cases/{world['cases'][0]}/").content.decode()
    draft = enter(cast.officer.user).get(f"/doorstep/{world['reports'][0]}/send/")
    assert TOKEN in draft.content.decode()


OWN = 'SELECT "access_grant"."kind", "access_grant"."ends" FROM "access_grant"'


@pytest.mark.parametrize(
    ("statements", "right"),
    [
        (["BEGIN", 'INSERT INTO "access_auditentry"', "COMMIT", 'SELECT x FROM "cases_case"'], True),
        (["BEGIN", 'INSERT INTO "access_auditentry"', 'SELECT x FROM "cases_case"', "COMMIT"], False),
        (['SELECT x FROM "people_person"', "BEGIN", 'INSERT INTO "access_auditentry"', "COMMIT"], False),
        (["BEGIN", 'INSERT INTO "access_auditentry"', "ROLLBACK"], False),
        ([OWN, "BEGIN", 'INSERT INTO "access_auditentry"', "COMMIT"], True),
        ([OWN.replace("ends", "basis"), "BEGIN", 'INSERT INTO "access_auditentry"', "COMMIT"], False),
    ],
)
def test_a_late_row_would_be_noticed(statements, right):
    assert committed_before_files(statements) is right
