"""Who reaches consultations and who writes them."""

from typing import Any

from tilts.access.reach import Decision, Reach, Rows, granted, in_folder, rule, with_parent
from tilts.cases.policy import may_write_zone
from tilts.services.models import Participation, Session, SessionAttribution


@in_folder(Session, key="folder", zone="services")
def session_rows(reach: Reach, rows: Rows) -> Rows:
    """Consultations of the folders whose services zone is open to one."""
    return rows


@with_parent(Participation, key="session")
def participation_rows(reach: Reach, rows: Rows) -> Rows:
    """Who took part, where services and names are both open to one."""
    return granted(reach, rows, folder="session__folder", zone="name")


@with_parent(SessionAttribution, key="act")
def attribution_rows(reach: Reach, rows: Rows) -> Rows:
    """Which project pays for a consultation one may see."""
    return rows


@rule("session.written")
def may_write_session(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case write its consultations."""
    return may_write_zone(reach, record, "services")
