"""Writes a word of its own into every text of an installation, through the real pages: `python -m tests.access.world`.

Run in a data folder of its own (`TILTS_HOME`); everything that is logged goes to `log.txt` beside it. Prints the words.
"""

import csv
import json
import logging
import os
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402 - after django.setup()
from django.utils import timezone, translation  # noqa: E402
from tests.cast import Cast, build_cast, just_signed_in  # noqa: E402
from tests.offered import offered  # noqa: E402

from tilts.access.owner import as_job  # noqa: E402
from tilts.access.reach import Reach, unscoped  # noqa: E402
from tilts.access.walls import raise_wall  # noqa: E402
from tilts.cases.models import Case  # noqa: E402
from tilts.config.starting import mark_home, prepare  # noqa: E402
from tilts.exchange.actions import Wish, import_register  # noqa: E402
from tilts.questionnaires.models import Answers  # noqa: E402
from tilts.risk.models import DoorstepReport  # noqa: E402

WORDS: dict[str, str] = {}


def word(what: str) -> str:
    """A word that stands nowhere else."""
    return WORDS.setdefault(what, f"Kvr{len(WORDS):02}{what.title().replace(' ', '')[:12]}zq")


def browser_of(who: Reach) -> Client:
    """Somebody's browser."""
    client = Client(SERVER_NAME="127.0.0.1")
    assert who.user
    client.force_login(who.user, backend="tilts.accounts.sessions.SignedIn")
    session = client.session
    session.update(just_signed_in())
    session.save()
    return client


def post(client: Client, page: str, status: int = 302, /, **told: Any) -> str:
    """Send a form; the address one is sent on to."""
    answer = client.post(page, told)
    assert answer.status_code == status, (page, answer.status_code, answer.content.decode()[-3000:])
    return str(answer.headers.get("Location", page))


def local(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def report_at_the_door(cast: Cast) -> DoorstepReport:
    """Through all cards, with a comment on each, to the desk."""
    officer = browser_of(cast.officer)
    address = post(officer, "/doorstep/new/")
    report = unscoped(DoorstepReport, reason="tests").get(pk=address.split("/")[2])
    for _card in range(60):
        page = officer.get(address)
        if page.status_code == 302:
            address = page.url
            continue
        if address.endswith("/send/"):
            break
        name = re.search(r'name="(\w+)-(?:value|source|comment)"', page.content.decode())
        told = {f"{name[1]}-value": "yes", f"{name[1]}-comment": word("door comment")} if name else {}
        address = post(officer, address, **told)
    facts = {
        "happened_at": local(timezone.now() - timedelta(hours=2)),
        "person_name": f"{word('given')} {word('family')}",
        "person_phone": word("phone"),
        "phone_is_safe": "true",
        "address": word("address"),
        "alleged_name": word("alleged"),
        "account": word("account"),
        "known_at_desk": "false",
    }
    post(officer, address, 422, territory="nowhere", **facts)
    post(officer, address, territory=cast.county.pk, version=1, **facts)
    worker = browser_of(cast.worker)
    post(worker, f"/inbox/{report.pk}/return/", reason=word("returned"))
    post(officer, f"/doorstep/{report.pk}/send/", territory=cast.county.pk, version=2, **facts)
    post(worker, f"/inbox/{report.pk}/take-up/")
    return report


def work_on_the_case(cast: Cast, report: DoorstepReport) -> Case:
    """Join the report, add people, write, assess, consult."""
    worker = browser_of(cast.worker)
    told = offered(worker.get(f"/inbox/{report.pk}/join/").content)
    del told["take_phone"]  # it is no number
    page = post(worker, f"/inbox/{report.pk}/join/", **told)
    case: Case = unscoped(Case, reason="tests").get(pk=page.split("/")[2])
    child = {"given_name": word("child given"), "family_name": word("child family"), "role": "child", "person": "new"}
    way = {"phone": word("second phone"), "phone_is_safe": "false", "caution": word("caution")}
    post(worker, f"/cases/{case.pk}/people/add/", **child, **way)
    post(worker, f"/cases/{case.pk}/notes/add/", text=word("note"))
    assess(worker, case)
    page = worker.get(f"/cases/{case.pk}/consultations/add/").content.decode()
    people = re.findall(r'name="people"[^>]*value="([0-9a-f-]+)"', page)
    post(
        worker,
        f"/cases/{case.pk}/consultations/add/",
        day=timezone.localdate().isoformat(),
        minutes=45,
        specialism="social_worker",
        mode="in_person",
        status="held",
        people=people[:1],
        topic=word("topic"),
    )
    post(worker, "/search/", 200, q=f"{word('child family')} {word('asked for')}")
    post(worker, f"/cases/{case.pk}/people/add/", 422, given_name=word("mistaken"), birth_date="2999-01-01", role="x")
    return case


def assess(worker: Client, case: Case) -> None:
    """The fuller questionnaire, with comments, and another level than the computed one."""
    address = post(worker, f"/cases/{case.pk}/risk/")
    answers = unscoped(Answers, reason="tests").get(pk=address.split("/")[-2])
    told: dict[str, str] = {}
    for item in answers.questionnaire_version.form.items:
        if item.asked:
            told |= {f"{item.name}-value": "on" if item.kind == "tick" else "yes"}
            told |= {f"{item.name}-comment": word("talk comment")}
    post(worker, address, **told, finish="1", level="standard", reason=word("other level"))


def keep_out_and_import(cast: Cast, case: Case, home: Path) -> None:
    """A wall with a reason; a register with names."""
    raise_wall(cast.supervisor, case.folder, reason=word("wall"), user=cast.second_worker.user)
    register = home.parent / "register.csv"
    columns = "person_ref household_ref given_name family_name birth_date sex country status municipality"
    row = ["P1", "H1", word("imported given"), word("imported family"), "1990-02-28", "f", "LV", "", ""]
    with register.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*columns.split(), "support_level", "level_from"], [*row, "", ""]])
    outcome = import_register(Reach(purpose="job"), Wish("persons", register, cast.office.code))
    assert outcome.saved, outcome.as_dict()
    register.unlink()


def main() -> None:
    """Write everything once."""
    home = Path(os.environ["TILTS_HOME"])
    logging.basicConfig(filename=home / "log.txt", level=logging.DEBUG, force=True)
    prepare()
    mark_home("office")
    with translation.override("en"), as_job():
        cast = build_cast()
        report = report_at_the_door(cast)
        keep_out_and_import(cast, work_on_the_case(cast, report), home)
    WORDS["office, which is no secret"] = "Balvu sociālais dienests"
    json.dump(WORDS, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # as if the power were cut: the write-ahead log stays as it is


if __name__ == "__main__":
    main()
