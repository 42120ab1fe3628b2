"""A copy of data shows nobody what is shut to them, and each file keeps that it was looked into (T16)."""

import pytest
from django.urls import reverse
from tests.cast import a_case
from tests.rights.test_requests import ask, confirmed, give_all, safe
from tests.rights.world import TOKENS, a_file
from tests.walk_urls import text_of

from tilts.access.models import AuditEntry
from tilts.access.walls import raise_wall
from tilts.cases.actions import write_note
from tilts.people.models import FolderPerson
from tilts.rights.actions import releases

pytestmark = pytest.mark.django_db
PAGES = ("request_prepare", "request_propose", "request_confirm", "request_hand_over", "request_pdf", "request_json")
NAME = ("Zvxqanna", "Kvzurboga")
"""The name of the person stands on the request itself."""
CONTENT = [word for word in TOKENS if word not in NAME]


@pytest.fixture
def file(cast):
    return a_file(cast)


def at(name, request):
    return reverse(f"rights:{name}", args=[request.pk])


def words_in(browser, request):
    """Which of the planted words stand on which page, as far as it opens."""
    found = {}
    for name in PAGES:
        answer = browser.get(at(name, request))
        if answer.status_code == 200:
            found[name] = {word for word in CONTENT if word.lower() in text_of(answer).lower()}
    return found


def a_second_file(cast, file):
    """The client stands in a case of a colleague too, of which her worker knows nothing."""
    other, _person = a_case(cast.second_worker, "Berta", "Cita")
    FolderPerson._base_manager.create(folder=other.folder, person=file.client)
    write_note(cast.second_worker, other, text="Xqzotralieta: Berta runāja ar kaimiņu.")
    return other


def test_who_confirms_sees_what_is_in_it_and_not_what_is_written(cast, file, enter):
    request = ask(cast, file.asked)
    safe(cast, request)
    give_all(cast.worker, request)
    releases.propose(cast.worker, request)
    officer = enter(cast.data_protection.user)
    assert words_in(officer, request) == {"request_confirm": set()}
    shown = officer.get(at("request_confirm", request)).content.decode()
    assert "You see what is in it" in shown and "Cases and notes" in shown
    assert officer.post(at("request_confirm", request)).status_code == 302
    assert words_in(officer, request) == {"request_hand_over": set()}
    assert officer.get(at("request_pdf", request)).status_code == 403
    whole = words_in(enter(cast.worker.user), request)
    assert all("Pqzjelinotes" in whole[name] for name in ("request_hand_over", "request_json"))


def test_who_knows_one_of_two_files_takes_out_neither(cast, file, enter):
    other = a_second_file(cast, file)
    request = ask(cast, file.asked)
    safe(cast, request)
    give_all(cast.worker, request)
    give_all(cast.second_worker, request)
    releases.propose(cast.worker, request)
    releases.confirm_release(cast.data_protection, request)
    worker = enter(cast.worker.user)
    for name in PAGES:
        answer = worker.get(at(name, request))
        assert "Xqzotralieta" not in text_of(answer)
        assert not (name in ("request_pdf", "request_json") and answer.status_code == 200)
    raise_wall(cast.supervisor, other.folder, reason="kin", user=cast.worker.user)
    assert "Xqzotralieta" not in text_of(worker.get(at("request_hand_over", request)))


def test_each_file_keeps_that_a_copy_was_looked_through_confirmed_and_handed_over(cast, file, enter):
    other = a_second_file(cast, file)
    request = ask(cast, file.asked)
    safe(cast, request)
    worker, officer = enter(cast.worker.user), enter(cast.data_protection.user)
    enter(cast.second_worker.user).get(at("request_prepare", request))
    worker.get(at("request_prepare", request))
    give_all(cast.worker, request)
    give_all(cast.second_worker, request)
    worker.post(at("request_propose", request))
    officer.get(at("request_confirm", request))
    officer.post(at("request_confirm", request))
    worker.get(at("request_json", request))
    worker.post(at("request_hand_over", request), {"outcome": "Klātienē"})
    kinds = {
        case.pk: set(
            AuditEntry.objects.filter(record=case.pk, kind__startswith="rights.", record_kind="").values_list(
                "kind", "user"
            )
        )
        for case in (file.case, other)
    }
    mine, theirs, officers = cast.worker.user.pk, cast.second_worker.user.pk, cast.data_protection.user.pk
    both = {("rights.proposed", mine), ("rights.confirmed", officers), ("rights.handed_over", mine)}
    assert both <= kinds[file.case.pk] and both <= kinds[other.pk]
    assert ("rights.prepared", mine) in kinds[file.case.pk]
    assert ("rights.prepared", theirs) in kinds[other.pk]


def test_a_paper_that_is_taken_out_stands_in_the_files(cast, file, enter):
    request = confirmed(cast, ask(cast, file.asked))
    assert enter(cast.worker.user).get(at("request_json", request)).status_code == 200
    entry = AuditEntry.objects.get(record=file.case.pk, kind="rights.exported")
    assert (entry.user, entry.outcome) == (cast.worker.user.pk, "done")
