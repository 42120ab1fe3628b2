"""What the rooms declare is wired: entries have names, jobs are done, doors to what leaves ask again, keys rotate."""

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import get_resolver
from tests.cast import build_cast  # noqa: F401 - loads every rule, panel and address
from tests.house.test_rules_of_the_house import views

import tilts
from tilts.access.actions import ACTIONS
from tilts.access.actor import JOB, acting
from tilts.access.models import Role
from tilts.access.words import KINDS
from tilts.accounts.staffing import ask_hire
from tilts.config import commands  # noqa: F401 - what the roof declares
from tilts.kit.jobs import JOBS
from tilts.post.models import Letter
from tilts.sealing.rotation import SEALINGS
from tilts.trace.jobs import send_off_heads

SOURCE = Path(tilts.__file__).parent
FRESH = {
    "rights.exported",
    "rights.confirmed",
    "person.erased",
    "purge.confirmed",
    "oversight.exported",
    "projects.exported",
    "glass.broken",
    "referral.exported",
    "case.summarised",
    "meeting.minutes_taken",
}
JOBS_DONE = {
    "audit.heads": 1,
    "audit.alerts": 60,
    "documents.scan": 1,
    "documents.sweep": 24 * 60,
    "rights.purges": 1,
    "letters.send": 1,
    "forms.forget": 60,
    "meetings.chase": 60,
}


def doors():
    """Every door that is hung, with its views."""
    found = [view for view in views(get_resolver().url_patterns) if getattr(view, "door", "")]
    return [view for view in found if not view.door.startswith("open: ")]


def written_by_name():
    """The kinds that the code hands to the trace by name, beside verbs and doors."""
    for path in SOURCE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"write_entry", "write_entry_first"}:
                yield from (one.value for one in call.args[1:2] if isinstance(one, ast.Constant))


def test_every_verb_and_every_door_has_a_name_in_the_trace():
    by_name = set(written_by_name())
    assert "backup.made" in by_name
    kinds_written = set(ACTIONS) | {view.door for view in doors()} | by_name
    assert len(kinds_written) > 90
    assert kinds_written - set(KINDS) == set()


def test_whatever_leaves_or_goes_for_ever_asks_again_who_it_is():
    assert FRESH <= {view.door for view in doors()}
    assert {view.door for view in doors() if view.door in FRESH and not view.fresh} == set()


def test_the_jobs_of_the_rooms_are_known_to_the_worker():
    assert {name: JOBS[name].every.total_seconds() / 60 for name in JOBS_DONE} == JOBS_DONE


def test_files_and_second_factors_take_part_in_the_rotation():
    assert {"documents.files", "second factors"} <= set(SEALINGS)


@pytest.mark.django_db
def test_a_file_of_heads_that_cannot_be_written_is_said_in_the_log_and_stops_nothing(cast, settings, tmp_path, caplog):
    settings.AUDIT_HEADS = str(tmp_path / "nowhere" / "heads")
    assert send_off_heads() == 0
    assert "cannot be written" in caplog.text or "nevar" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("sends", [True, False])
def test_an_invitation_goes_out_by_mail_only_where_mail_is_set_up(cast, settings, sends):
    settings.SENDS_MAIL = sends
    hired = ask_hire(cast.administrator, email="jauna@example.lv", name="Jana Jaunā", role=Role.CASE_WORKER)
    letters = list(Letter.objects.filter(to=hired.user).values_list("kind", "path"))
    assert letters == ([("account.password", "/accounts/password/reset/")] if sends else [])


@pytest.mark.django_db
def test_what_failed_in_the_database_is_told_and_not_hidden_by_the_end_of_the_actor(cast):
    with pytest.raises(DatabaseError, match="no_such_table"), transaction.atomic(), acting(JOB):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")
