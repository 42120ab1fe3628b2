"""`post`: a letter is written in the transaction of the act that it tells of, and sent after it."""

import re

from django_tasks_db.models import DBTaskResult

from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.post.kinds import KINDS
from tilts.post.models import Letter
from tilts.post.postman import send_letters

PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.~-]*")
"""A page of ours, without a query: an address carries no words."""


def post(reach: Reach | None, *, to: User, kind: str, path: str = "") -> Letter | None:
    """Write a letter to somebody who works here; called by actions, inside their transaction.

    Nobody is told of what they did themselves. What is rolled back was never posted.
    """
    if kind not in KINDS:
        raise LookupError(f"no letter of the kind {kind}")
    if path and not PATH.fullmatch(path):
        raise ValueError("a letter links to a page of this site, without a query")
    if reach is not None and reach.user == to:
        return None
    letter = Letter.objects.create(to=to, kind=kind, path=path)
    _wake()
    return letter


def _wake() -> None:
    """Leave word for the worker, in the same transaction; one word that waits is enough."""
    waiting = DBTaskResult.objects.ready().filter(task_path=send_letters.module_path)
    if not waiting.exists():
        send_letters.enqueue()
