"""Whatever shows a name records whose: replays of looks that left nothing on the file (T16).

Everybody walks every address of the world of the matrix, in which each person and each report bears a name of its own.
An answer with such a name has an entry that names a file of theirs; and no supervisor sees one before they said why.
"""

import re
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.access.matrix_world import World
from tests.access.test_trace_complete import second_connection, unwritable_trace
from tests.attacks.names import Names
from tests.cast import a_case
from tests.walk_urls import routes, text_of

import tilts
from tilts.access.models import AuditEntry
from tilts.access.named import NAMED
from tilts.access.standing import standing
from tilts.cases.models import Case
from tilts.people.models import FolderPerson

SOURCE = Path(tilts.__file__).parent
FIELDS_OF_A_FORM = {f'cases/forms/person.py: "{name}": person.{name},' for name in ("given_name", "family_name")}
"""What is written of a person as it waits to be changed, on a page of their own file."""
WHO_IT_IS = (
    "cases/views/people.py: return person.given_name.casefold(), person.family_name.casefold(), "
    "person.birth_date, person.birth_precision"
)
"""Whether somebody was added a moment ago is compared, not shown."""
IN_EVERY_RUN = ["worker", "unsaid", "dp", "participant"]
OTHERS = ["colleague", "specialist", "supervisor", "glass", "coordinator", "submitter", "stranger", "receiver"]
OTHERS += ["accepted", "meeting", "mentor", "pending"]
"""Who walks in every run, and who in the longer ones."""


@pytest.fixture
def world(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return World(cast)


@pytest.mark.django_db
@pytest.mark.long
@pytest.mark.parametrize("who", [*IN_EVERY_RUN, *(pytest.param(who, marks=pytest.mark.lengthy) for who in OTHERS)])
def test_an_answer_with_a_name_has_an_entry_on_a_file_of_theirs(world, enter, who):
    names, reach = Names(), world.actors[who]
    marks = {} if who == "unsaid" else {"purpose": "supervision"}
    browser, shown, untold, unsaid = None, 0, [], []
    for method, address, typed in asked(world, names):
        # whoever was sent on may be locked out, or act in another role: they sign in anew
        browser = browser or enter(reach.user, **marks)
        browser.raise_request_exception = False
        mark, before = transaction.savepoint(), told_by(reach).count()
        answer = getattr(browser, method)(address, typed)
        told = set(told_by(reach).order_by("at", "number").values_list("record", flat=True)[before:])
        transaction.savepoint_rollback(mark)
        for name in names.seen_in(text_of(answer)):
            shown += 1
            files = names.files[name]
            if not files & told:
                untold.append((method, address, name))
            if who == "unsaid" and all(standing(reach, one).asks_purpose for one in files if reach.held(one)):
                unsaid.append((method, address, name))
        browser = browser if answer.status_code != 302 else None
    assert untold == [] and unsaid == []
    assert shown or who in ("stranger", "pending", "coordinator", "unsaid", "mentor"), "nothing was looked at"


def told_by(reach):
    return AuditEntry.objects.filter(user=reach.user.pk)


def asked(world, names):
    """Every address with the records of each state, and what is typed where names are asked for."""
    for route in routes():
        if not route.is_ours or "sign-out" in route.pattern:
            continue
        for state in ("", "taken up", "open"):
            for address in world.filling(state).addresses(route):
                yield "get", address, {}
        yield "post", world.filling("open").addresses(route)[0], {"day": "nonsense", "starts": "nonsense", "text": ""}
    case, _person = world.cases["open"]
    for name in names.files:
        # what was typed comes back in the form: a letter less of each word is found, and is nobody's name
        given, family = (word[:-1] for word in name.split())
        yield "post", "/search/", {"q": f"{given} {family}"}
        typed = {"given_name": given, "family_name": family, "role": "client", "kind": "violence"}
        yield "post", "/cases/new/", typed
        yield "post", f"/cases/{case.pk}/people/add/", typed


def looks_of(reach, case):
    return AuditEntry.objects.filter(user=reach.user.pk, record=case.pk)


NEW_CASE = {"given_name": "Anna", "family_name": "Ozolkalne-Testa", "role": "client", "kind": "violence"}


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "typed"), [("/search/", {"q": "Anna Ozolkalne-Testa"}), ("/cases/new/", NEW_CASE)])
def test_a_supervisor_says_why_before_a_search_shows_a_name(cast, enter, address, typed):
    """What is asked of a search is kept nowhere: it is asked anew, and answered then."""
    case, _person = a_case(cast.worker)
    browser = enter(cast.supervisor.user)
    first = browser.post(address, typed)
    assert first.status_code == 302 and first.url.startswith("/purpose/?next=")
    assert not looks_of(cast.supervisor, case).exists()
    assert browser.post(first.url, {"purpose": "complaint"}).url == address
    shown = browser.post(address, typed)
    assert "Anna Ozolkalne-Testa" in shown.content.decode()
    assert [(one.kind, one.basis) for one in looks_of(cast.supervisor, case)] == [(NAMED, "complaint")]


@pytest.mark.django_db
def test_who_stands_in_a_file_of_ones_own_is_no_supervisors_question(cast, enter):
    """Of somebody whom one knows from one's own work nobody asks why, whoever else works with them."""
    case, person = a_case(cast.worker)
    own, _other = a_case(cast.supervisor, "Berta", "Kalnatesta")
    FolderPerson._base_manager.create(folder=own.folder, person=person)
    page = enter(cast.supervisor.user).post("/search/", {"q": "Anna Ozolkalne-Testa"})
    assert page.status_code == 200
    assert looks_of(cast.supervisor, own).exists() and looks_of(cast.supervisor, case).exists()


@pytest.mark.django_db
def test_a_page_of_many_names_writes_them_in_one_statement(cast, enter, django_assert_max_num_queries):
    for _number in range(12):
        a_case(cast.worker)
    browser = enter(cast.worker.user)
    with django_assert_max_num_queries(60) as asked_of:
        browser.post("/search/", {"q": "Anna Ozolkalne-Testa"})
    written = [one["sql"] for one in asked_of.captured_queries if one["sql"].startswith("INSERT INTO")]
    assert len([sql for sql in written if "access_auditentry" in sql]) == 2, "the search, and the names in one"
    assert AuditEntry.objects.filter(kind=NAMED, user=cast.worker.user.pk).count() == 10
    assert cast.worker(Case).count() == 12


@pytest.mark.django_db(transaction=True)
def test_the_entry_is_committed_and_without_it_no_name_is_shown(cast, enter):
    case, _person = a_case(cast.worker)
    browser = enter(cast.worker.user)
    browser.raise_request_exception = False
    with second_connection() as other:
        browser.post("/search/", {"q": "Anna Ozolkalne-Testa"})
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM access_auditentry WHERE kind = %s", [NAMED])
            assert cursor.fetchone()[0] == 1
    with unwritable_trace("aborts"):
        lost = browser.post("/search/", {"q": "Anna Ozolkalne-Testa"})
    assert lost.status_code == 500 and "Ozolkalne" not in lost.content.decode()
    assert looks_of(cast.worker, case).count() >= 1 and connection.is_usable()


def test_a_name_reaches_an_answer_by_one_function_only():
    """What draws pages, forms and papers never puts a name together itself.

    A field of a form holds what was sent or typed of that name, on a page of its own file behind the rule of its verb.
    """
    drawing = re.compile(r"/(views|forms|panels|templatetags|templates)[/.]|/(letter|minutes|paper|pdf|xlsx)\.py$")
    apart = re.compile(r"\bfull_name\b|(?<!\bform)\.(given|family)_name\b|\bsubject_name\b")
    found = {
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for path in SOURCE.rglob("*.*")
        if path.suffix in (".py", ".html") and drawing.search(path.as_posix())
        for line in path.read_text().splitlines()
        if apart.search(line)
    }
    assert found == FIELDS_OF_A_FORM | {WHO_IT_IS}
