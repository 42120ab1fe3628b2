"""Who reaches consultations and who writes them."""

from typing import Any

from tilts.access.reach import Decision, Reach, Rows, granted, rule, scope
from tilts.cases.policy import may_write_zone
from tilts.services.models import Participation, Session, SessionAttribution


@scope(Session)
def session_rows(reach: Reach, rows: Rows) -> Rows:
    """Consultations of the folders whose services zone is open to one."""
    return granted(reach, rows, folder="folder", zone="services")


@scope(Participation)
def participation_rows(reach: Reach, rows: Rows) -> Rows:
    """Who took part, where services and names are both open to one."""
    rows = granted(reach, rows, folder="session__folder", zone="services")
    return granted(reach, rows, folder="session__folder", zone="name")


@scope(SessionAttribution)
def attribution_rows(reach: Reach, rows: Rows) -> Rows:
    """Which project pays for a consultation one may see."""
    return rows.filter(act__in=reach(Session).values("pk"))


@rule("session.written")
def may_write_session(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case write its consultations."""
    return may_write_zone(reach, record, "services")
