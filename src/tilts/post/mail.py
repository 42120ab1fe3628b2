"""`post`: a letter is written in the transaction of the act that it tells of, and sent after it."""

import re
from uuid import UUID

from django_tasks_db.models import DBTaskResult

from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.post.kinds import KINDS
from tilts.post.models import Letter
from tilts.post.postman import send_letters
from tilts.post.truth import TRUE_WHILE

PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.~-]*")
"""A page of ours, without a query: an address carries no words."""


def post(reach: Reach | None, *, to: User, kind: str, about: UUID, path: str = "") -> Letter | None:
    """Write a letter to somebody who works here; called by actions, inside their transaction.

    Nobody is told of what they did themselves. What is rolled back was never posted. `about` is the record of which it
    tells; when the letter leaves, its kind is asked whether that still holds (`true_while`).
    """
    if kind not in KINDS or kind not in TRUE_WHILE:
        raise LookupError(f"no letter of the kind {kind}, or nothing said while it is true")
    if path and not PATH.fullmatch(path):
        raise ValueError("a letter links to a page of this site, without a query")
    if reach is not None and reach.user == to:
        return None
    letter = Letter.objects.create(to=to, kind=kind, about=about, path=path)
    _wake()
    return letter


def _wake() -> None:
    """Leave word for the worker, in the same transaction; one word that waits is enough."""
    waiting = DBTaskResult.objects.ready().filter(task_path=send_letters.module_path)
    if not waiting.exists():
        send_letters.enqueue()
