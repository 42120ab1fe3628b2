"""Who knows what a person was told and agreed to, and who writes it down."""

from typing import Any

from tilts.access.reach import Decision, Reach, in_folder
from tilts.people.models import Consent, Informed, LegalBasis
from tilts.people.policy.persons import may_write_in

in_folder(Informed, key="folder", zone="admin")


in_folder(Consent, key="folder", zone="admin")


in_folder(LegalBasis, key="folder", zone="admin")


def may_withdraw_consent(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file, or arrange it, write down that a consent is withdrawn, closed or not."""
    if record is None:
        return may_write_in(reach, None, "name")
    zones = reach.zones(record.folder_id)
    return Decision(bool(may_write_in(reach, None, "name")) and (zones.name == 2 or zones.admin == 2))
