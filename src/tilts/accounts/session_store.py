"""Sessions as they lie in the database: the content sealed, the key hashed. A copy of the table opens no session."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from tilts.access.prepared import look_up
from tilts.kit.crypto import Unreadable
from tilts.sealing.keys import ring


def stored_under(session_key: str | None) -> str:
    """The key of the row: what the cookie holds cannot be told from it."""
    return hashlib.sha256(f"tilts session {session_key}".encode()).hexdigest()[:40]


def living_session(*, key: str, now: datetime) -> QuerySet[Session]:
    """The session under a key that has not ended; one at most."""
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(DatabaseStore):
    """Django's database sessions, sealed."""

    def _get_session_from_db(self) -> Any:
        found = look_up(living_session, key=stored_under(self.session_key), now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return super().exists(stored_under(session_key))

    def create_model_instance(self, data: Any) -> Any:
        """The row that is saved."""
        row = super().create_model_instance(data)
        row.session_key = stored_under(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Forget the session."""
        key = session_key or self.session_key
        if key:
            super().delete(stored_under(key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal."""
        return ring().seal(json.dumps(session_dict).encode(), bound_to="session")

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Open; a session that cannot be read is none."""
        try:
            opened: dict[str, Any] = json.loads(ring().open(str(session_data), bound_to="session"))
        except (Unreadable, ValueError):
            return {}
        return opened
