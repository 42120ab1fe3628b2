"""Work of `access` in the background."""

from django_tasks import task

from tilts.access.letters.postman import forget_sent, send_waiting
from tilts.kit.jobs import quietly, recurring


@task()
@quietly
def send_letters() -> int:
    """Send what waits, as soon as the act that wrote it is committed."""
    return send_waiting()


@recurring(name="letters.send", minutes=1)
def send_due_letters() -> int:
    """Send what waits: held back, failed before, or whose word to the worker was lost."""
    return send_waiting()


@recurring(name="letters.forget", minutes=60)
def forget_old_letters() -> int:
    """Letters that were sent long ago are forgotten."""
    return forget_sent()
