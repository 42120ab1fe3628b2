"""Telling colleagues that something waits for them: a kind and the address of a page, never what stands there."""

from collections.abc import Iterable
from uuid import UUID

from tilts.access import asks
from tilts.access.models import User
from tilts.post.mail import post


@asks.tell.answer
def tell(people: Iterable[User], kind: str, *, about: UUID, path: str) -> None:
    """Put one letter to each in the outbox, in the transaction of whatever happened."""
    for one in {one.pk: one for one in people}.values():
        post(None, to=one, kind=kind, about=about, path=path)
