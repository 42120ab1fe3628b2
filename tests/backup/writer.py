"""A colleague who writes without a pause: cases, consultations, reports from doors, documents.

`writer.py SEED ACKNOWLEDGED STOP`: after each commit one line `kind id clock` goes there; ends when STOP is.
"""

import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

import tilts.config.urls  # noqa: E402, F401 - loads every rule
from tilts.access.actor import acting  # noqa: E402
from tilts.access.models import Site  # noqa: E402
from tilts.access.reach import unscoped  # noqa: E402
from tilts.cases.actions import add_party, open_case, write_note  # noqa: E402
from tilts.demo.people import reach_of  # noqa: E402
from tilts.people.actions import record_person  # noqa: E402
from tilts.places.models import Territory  # noqa: E402
from tilts.projects.models import Project  # noqa: E402
from tilts.questionnaires.actions import keep_answers  # noqa: E402
from tilts.questionnaires.models import Answers  # noqa: E402
from tilts.risk.actions import begin_report, keep_report, send_report  # noqa: E402
from tilts.services.actions import write_session  # noqa: E402

seed, acknowledged, stop = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
chance = random.Random(seed)
worker, officer = reach_of("socdienests"), reach_of("policija")
project = unscoped(Project, reason="tests").get(code="balvi")
site = Site.objects.get(code="Balvi", organisation__code="balvu-sd")
territory = Territory.objects.get(pk="LV-015")
span = (project.ends - project.starts).days


def say(kind, key):
    with acknowledged.open("a") as file:
        file.write(f"{kind} {key} {time.monotonic()}\n")


def write_case():
    case = open_case(worker, kind="violence", opened_on=project.starts)
    say("case", case.pk)
    person = record_person(worker, case.folder, given_name="Klucis", family_name=f"Vards{chance.random()}")
    add_party(worker, case, person=person)
    write_note(worker, case, text="Klucis teica.")
    for _number in range(chance.randrange(1, 4)):
        day = project.starts + timedelta(days=chance.randrange(span))
        facts = {"minutes": 45, "mode": "in_person", "specialism": "psychologist", "site": site}
        say("session", write_session(worker, case, people=[person], project=project, day=day, **facts).session.pk)


def write_report():
    report = begin_report(officer)
    with transaction.atomic(), acting(officer):
        answers = officer(Answers).get(folder=report.folder)
    keep_answers(officer, answers, values={"fear": "yes", "weapons": "no"})
    happened = timezone.now() - timedelta(hours=chance.randrange(1, 40))
    facts = {"happened_at": happened, "territory": territory, "person_name": "Klucis Vards"}
    keep_report(officer, report, seen_version=report.version, **facts)
    say("report", send_report(officer, report).pk)


def write_document():
    name = f"{chance.getrandbits(64):016x}"
    path = settings.HOME / "files" / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(chance.randrange(1, 50_000)))
    say("document", f"{name[:2]}/{name}")


while not stop.exists():
    chance.choice((write_case, write_case, write_report, write_document))()
