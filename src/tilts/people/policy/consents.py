"""Who knows what a person was told and agreed to, and who writes it down."""

from typing import Any

from tilts.access.reach import Decision, Reach, Rows, in_folder, rule
from tilts.people.models import Consent, Informed, LegalBasis
from tilts.people.policy.persons import may_write_in


@in_folder(Informed, key="folder", zone="admin")
def informed_rows(reach: Reach, rows: Rows) -> Rows:
    """That somebody was told, for those who may know the stage of a file; who it was, its names say."""
    return rows


@in_folder(Consent, key="folder", zone="admin")
def consent_rows(reach: Reach, rows: Rows) -> Rows:
    """Consents of a file, for those who may know its stage; whose they are, its names say."""
    return rows


@in_folder(LegalBasis, key="folder", zone="admin")
def basis_rows(reach: Reach, rows: Rows) -> Rows:
    """Laws on which something of a file is shared, for those who may know its stage."""
    return rows


@rule("person.informed")
def may_record_informed(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file write down that a person in it was told."""
    return may_write_in(reach, record, "name")


@rule("consent.given")
def may_record_consent(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file write down to what a person in it agreed."""
    return may_write_in(reach, record, "name")


@rule("consent.withdrawn")
def may_withdraw_consent(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file, or arrange it, write down that a consent is withdrawn, closed or not."""
    if record is None:
        return may_write_in(reach, None, "name")
    zones = reach.zones(record.folder_id)
    return Decision(bool(may_write_in(reach, None, "name")) and (zones.name == 2 or zones.admin == 2))


@rule("basis.stated")
def may_state_basis(reach: Reach, record: Any = None) -> Decision:
    """Those who write the admin zone of a file state the law on which something of it is shared."""
    return may_write_in(reach, record, "admin")
