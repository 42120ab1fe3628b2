"""`tilts generate`: the same country for the same seed, true to the verbs, only where nothing else is."""

import os
import signal
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from tilts.access.actor import JOB, acting
from tilts.access.models import AuditEntry, Folder, Grant, Membership, Organisation, User
from tilts.access.reach import Reach, unscoped
from tilts.access.relationships import RELATIONSHIPS
from tilts.cases.models import Case, Due, Party, TeamMember
from tilts.config.commands import run
from tilts.config.rooms import ROOMS
from tilts.generated.build import Asked, generate, generated_here
from tilts.generated.draw import Draw
from tilts.generated.names import FAMILIES, RUSSIAN_FAMILIES, full_name
from tilts.generated.offices import MOST_CASES, genitive
from tilts.kit.cli import BadInput
from tilts.people.actions import find_similar
from tilts.people.models import Person
from tilts.plan.checking import compare
from tilts.services.models import Session
from tilts.trace.chains import verify

DAY = date(2026, 3, 2)
SMALL = Asked(cases=30, acts=200, seed=7, until=DAY)
UNLIKE = {"mac", "password", "steps"}
"""Closed over what the installation's own keys and clock give; marks of written names, which are random."""


def everything():
    """Every row of ours, opened, but places and questionnaires, which come with the tables."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if room in ("places",) or model._meta.label_lower.startswith("questionnaires.questionnaire"):
                continue
            names = [field.attname for field in model._meta.concrete_fields if field.name not in UNLIKE]
            names = [
                name for name in names if not (name == "id" and model._meta.pk.get_internal_type() == "BigAutoField")
            ]
            rows = model._base_manager.exclude(**no_job_entries(model)).order_by()
            told = sorted(repr([getattr(row, name) for name in names]) for row in rows)
            found[model._meta.label] = told
    return {label: rows for label, rows in found.items() if rows}


def no_job_entries(model):
    """The one entry that tells when it was generated is of the moment at which it was."""
    return {"kind": "country.generated"} if model is AuditEntry else {"pk__in": []}


def generated_and_taken_back(asked):
    with transaction.atomic():
        with acting(JOB):
            generate(asked)
            told = everything()
        transaction.set_rollback(True)
    return told


@pytest.fixture
def country(shipped):
    with transaction.atomic(), acting(JOB):
        yield generate(SMALL)


@pytest.mark.usefixtures("shipped")
def test_the_same_seed_gives_the_same_rows_and_another_one_others():
    first, again = generated_and_taken_back(SMALL), generated_and_taken_back(SMALL)
    assert len(first) > 30
    for label, rows in first.items():
        assert rows == again.get(label), label
    other = generated_and_taken_back(Asked(cases=30, acts=200, seed=8, until=DAY))
    assert other["people.Person"] != first["people.Person"] and len(other["cases.Case"]) == 30


def test_there_are_as_many_as_asked_for_and_nobody_leads_too_many(country):
    cases = list(unscoped(Case, reason="tests"))
    assert len(cases) == 30 and unscoped(Session, reason="tests").count() == 200
    led = [one.lead_id for one in cases]
    assert max(led.count(lead) for lead in set(led)) <= MOST_CASES and len(set(led)) >= 2
    assert len({one.organisation_id for one in cases}) >= 2
    assert all(one.opened_on < DAY for one in cases)


def test_who_reaches_all_who_reaches_one_and_who_reaches_none(country):
    def sees(user):
        membership = Membership.objects.select_related("organisation").get(user=user)
        reach = Reach(user=user, membership=membership)
        with acting(reach):
            return reach(Case).count()

    assert sees(country.reaches_all) == 30
    assert sees(country.reaches_one) == 1
    assert sees(User.objects.get(email="svesinieks@demo.tilts.example")) == 0


def test_every_case_is_let_into_as_opening_does(country):
    for case in unscoped(Case, reason="tests").select_related("lead"):
        grants = {one.kind: one for one in Grant.objects.filter(folder=case.pk).exclude(kind="meeting")}
        assert {"assigned", "supervises", "agency"} <= set(grants)
        assert grants["assigned"].to_user_id == case.lead_id and grants["assigned"].at_id == case.organisation_id
        for kind in ("assigned", "supervises", "agency"):
            zones = {zone: getattr(grants[kind], f"zone_{zone}") for zone in RELATIONSHIPS[kind]}
            assert zones == {zone: int(level) for zone, level in RELATIONSHIPS[kind].items()}
        assert TeamMember._base_manager.filter(case=case, user=case.lead, ends=None).exists()


def test_a_person_is_found_by_name_by_who_works_on_the_case(country):
    case = unscoped(Case, reason="tests").filter(organisation=country.offices[0].organisation)[0]
    person = Party._base_manager.filter(case=case, role="client").select_related("person")[0].person
    membership = Membership.objects.select_related("user", "organisation").get(user=case.lead)
    reach = Reach(user=membership.user, membership=membership)
    with acting(reach):
        found = find_similar(reach, name=f"{person.given_name} {person.family_name}")
    assert person.pk in [like.person.pk for like in found]


def test_what_is_sealed_lies_sealed(country):
    person = Person._base_manager.all()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_name FROM people_person")
        assert all(text.startswith("k1:") for (text,) in cursor.fetchall())
    assert person.family_name


def test_the_chains_of_the_trace_are_whole_and_hold_the_acts(country):
    reports = list(verify())
    assert len(reports) >= 3 and all(one.whole for one in reports)
    assert AuditEntry.objects.filter(kind="session.written").count() == 200
    assert generated_here() == ["cases 30", "acts 200", "seed 7", "until 2026-03-02"]


def test_what_is_due_is_what_the_records_say(country):
    found = compare()
    assert all(one.agrees for one in found), [str(one) for one in found]
    assert unscoped(Due, reason="tests").count() > 30


def test_constraints_hold_and_every_folder_has_its_organisation(country):
    connection.check_constraints()
    assert not Folder.objects.exclude(organisation__in=Organisation.objects.all()).exists()


def test_names_have_their_right_endings():
    draw = Draw("names")
    women, men = {}, {}
    for pair in (*FAMILIES, *RUSSIAN_FAMILIES):
        man, _slash, woman = pair.partition("/")
        assert woman.endswith(("a", "e")), woman
        women[woman], men[man] = man, woman
    for _number in range(300):
        assert full_name(draw, woman=True).split()[1] in women
        assert full_name(draw, woman=False).split()[1] in men


@pytest.mark.parametrize(
    ("place", "whose"),
    [("Balvu novads", "Balvu novada"), ("Rīga", "Rīgas"), ("Ventspils", "Ventspils"), ("Liepāja", "Liepājas")],
)
def test_an_office_is_named_in_the_genitive(place, whose):
    assert genitive(place) == whose


# the command, in a process of its own (on the embedded database)


def tilts(home, *words, wait=True, **environment):
    env = {**os.environ, "TILTS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tilts.config.settings"}
    env |= {"DATABASE_URL": "", "DATABASE_OWNER_URL": "", "TILTS_KEYS": "", "TILTS_DEMO": "", **environment}
    command = [sys.executable, "-m", "tilts.config.cli", *words]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if not wait:
        return process
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


FEW = ("generate", "--cases", "6", "--acts", "20", "--seed", "3", "--until", "2026-03-02")


def times(home):
    """When each file of a data folder was written last."""
    return {path.name: path.stat().st_mtime_ns for path in home.iterdir() if not path.name.endswith("-shm")}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the command is run on the embedded database")
def test_in_the_folder_of_an_office_it_is_refused_in_a_sentence_and_nothing_changes(tmp_path):
    (tmp_path / "home.kind").write_text("office")
    (tmp_path / "secret.key").write_text("x" * 60)
    before = times(tmp_path)
    code, out, err = tilts(tmp_path, *FEW)
    assert code == 2 and out == "" and len(err.strip().splitlines()) == 1 and "TILTS_HOME" in err
    assert times(tmp_path) == before


@pytest.mark.long
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the command is run on the embedded database")
def test_one_that_was_killed_leaves_nothing_and_begins_anew_and_the_same_twice_changes_nothing(tmp_path):
    process = tilts(tmp_path, "generate", "--cases", "150", "--acts", "1000", "--seed", "3", wait=False)
    line = process.stdout.readline()
    assert line.startswith("Generating"), line + process.stderr.read()
    assert process.stdout.readline()  # an office is written
    process.send_signal(signal.SIGKILL)
    process.communicate()
    database = sqlite3.connect(tmp_path / "tilts.sqlite3", isolation_level=None)
    with closing(database):
        for table in ("access_organisation", "cases_case", "access_auditentry", "people_namechanges"):
            assert database.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (0,), table
        somebody = (uuid.uuid4().hex, "centrs", "Centrs", "ngo", True, 24, 0)
        columns = "id, code, name, kind, own, contact_target_hours, last_case_number"
        database.execute(f"INSERT INTO access_organisation ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", somebody)
        code, _out, err = tilts(tmp_path, *FEW)
        assert code == 2 and "Nothing was changed" in err, "somebody works here"
        database.execute("DELETE FROM access_organisation")
    code, out, err = tilts(tmp_path, *FEW)
    assert code == 0, err
    assert "seed 3" in out and "reaches every case" in out and "tilts-demo" in out
    code, out, _err = tilts(tmp_path, *FEW)
    assert code == 0 and out.startswith("Generated already")
    code, _out, err = tilts(tmp_path, "generate", "--cases", "7", "--acts", "20", "--seed", "3")
    assert code == 2 and "Nothing was changed" in err
    assert (tmp_path / "home.kind").read_text() == "demo"
    assert tilts(tmp_path, "audit", "verify")[0] == 0


@pytest.mark.parametrize("words", [("--cases", "0"), ("--cases", "many"), ("--acts", "-1"), ("--until", "tomorrow")])
def test_what_cannot_be_asked_for_is_one_sentence(words):
    told = dict(zip(FEW[1::2], FEW[2::2], strict=True)) | {words[0]: words[1]}
    with pytest.raises(BadInput, match=words[0]):
        run(["generate", *(part for pair in told.items() for part in pair)])


def test_days_are_told_of_the_day_it_is_asked_for(country):
    assert unscoped(Session, reason="tests").order_by("-day")[0].day < DAY <= timezone.localdate()
