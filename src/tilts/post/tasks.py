"""Work of `post` in the background."""

from tilts.kit.jobs import recurring
from tilts.post.postman import forget_sent, send_waiting


@recurring(name="letters.send", minutes=1)
def send_due_letters() -> int:
    """Send what waits: held back, failed before, or whose word to the worker was lost."""
    return send_waiting()


@recurring(name="letters.forget", minutes=60)
def forget_old_letters() -> int:
    """Letters that were sent long ago are forgotten."""
    return forget_sent()
