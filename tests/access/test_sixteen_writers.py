"""Sixteen write for two minutes what offices write: nobody sees a fault, nothing is lost, nothing is there twice."""

import random
import secrets
import threading
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.cast import a_case

from tilts.cases.models import Note
from tilts.plan.actions import add_goal, add_step
from tilts.plan.models import Goal, Step, Task
from tilts.services.models import Session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lengthy]

WRITERS = 16
SECONDS = 120


class Writer:
    """One colleague who writes, sends some things twice, and puts right what several put right."""

    def __init__(self, browser: Any, number: int, cases: list[Any], steps: list[Any]) -> None:
        self.browser, self.cases, self.steps = browser, cases, steps
        self.random = random.Random(number)
        self.answers: Counter[str] = Counter()
        self.written: Counter[str] = Counter()
        self.moves: list[tuple[Any, int]] = []
        self.faults: list[str] = []

    def work(self, until: float) -> None:
        """The usual mix, until it is time to go home."""
        try:
            while time.monotonic() < until:
                self.random.choice([self.note, self.task, self.session, self.goal, self.move])()
        except Exception as fault:  # noqa: BLE001 - it is looked at by whoever began the threads
            self.faults.append(repr(fault))
        finally:
            connection.close()

    def send(self, what: str, address: str, told: dict[str, Any]) -> Any:
        """Send it, one time in four twice."""
        told = told | {"once": secrets.token_hex(32)}
        for _time in range(1 + (self.random.random() < 0.25)):
            answer = self.browser.post(address, told)
            self.answers[f"{what} {answer.status_code}"] += 1
        self.written[what] += answer.status_code == 302
        return answer

    def _case(self) -> Any:
        return self.random.choice(self.cases)

    def note(self) -> None:
        """A note."""
        now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
        told = {"zone": "services", "text": secrets.token_hex(8), "at": now}
        self.send("note", reverse("cases:note_add", args=[self._case().pk]), told)

    def task(self) -> None:
        """A task for oneself."""
        due = (timezone.localdate() + timedelta(days=9)).isoformat()
        told = {"what": secrets.token_hex(8), "owner": self.owner, "due": due}
        self.send("task", reverse("plan:task_add", args=[self._case().pk]), told)

    def session(self) -> None:
        """A consultation."""
        case = self._case()
        told = {
            "day": timezone.localdate().isoformat(),
            "minutes": "45",
            "specialism": "social_worker",
            "mode": "phone",
        }
        told |= {"status": "held", "people": [case.client]}
        self.send("session", reverse("services:session_add", args=[case.pk]), told)

    def goal(self) -> None:
        """A goal."""
        told = {"text": secrets.token_hex(8), "review_on": (timezone.localdate() + timedelta(days=30)).isoformat()}
        self.send("goal", reverse("plan:goal_add", args=[self._case().pk]), told)

    def move(self) -> None:
        """Move a step on, from the version one has seen; the others do the same."""
        case, step = self.random.choice(self.steps)
        seen = Step._base_manager.values_list("version", flat=True).get(pk=step)
        told = {"progress": self.random.choice(["begun", "done", "planned"]), "version": seen}
        answer = self.browser.post(reverse("plan:step_progress", args=[case, step]), told)
        self.answers[f"move {answer.status_code}"] += 1
        if answer.status_code == 302:
            self.moves.append((step, seen))

    owner: Any = None


def test_sixteen_write_for_two_minutes(cast, enter):
    with transaction.atomic():
        cases, steps = [], []
        for number in range(6):
            case, person = a_case(cast.worker, "Anna", f"Testa-{number}")
            case.client = str(person.pk)
            goal = add_goal(cast.worker, case, text="x", review_on=timezone.localdate() + timedelta(days=30))
            due = timezone.localdate() + timedelta(days=9)
            steps += [(case.pk, add_step(cast.worker, case, goal=goal, what="x", owner_kind="client", due=due).pk)]
            cases.append(case)
    writers = [Writer(enter(cast.worker.user), number, cases, steps) for number in range(WRITERS)]
    for one in writers:
        one.owner = str(cast.worker.user.pk)
    tables = {"note": Note, "task": Task, "session": Session, "goal": Goal}
    before = {what: model._base_manager.count() for what, model in tables.items()}
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=one.work, args=[until]) for one in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = sum((one.answers for one in writers), Counter())
    written = sum((one.written for one in writers), Counter())
    print(connection.vendor, sum(answers.values()), dict(sorted(answers.items())))
    assert [fault for one in writers for fault in one.faults] == []
    assert {name for name in answers if not name.endswith(("302", "422"))} == set()
    assert {name for name in answers if name.endswith("422")} <= {"move 422"}
    assert {what: model._base_manager.count() - before[what] for what, model in tables.items()} == dict(written)
    moves = Counter(move for one in writers for move in one.moves)
    assert {move for move, times in moves.items() if times > 1} == set(), "of two from one version one is late"
    assert len(moves) > 50 and sum(written.values()) > 200
