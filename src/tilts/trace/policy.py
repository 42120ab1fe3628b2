"""Who reads the trace and answers its alerts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, rule, scope
from tilts.trace.models import Alert


@scope(Alert, no_folder="about the trace, which lies apart from every folder")
def alert_rows(reach: Reach, rows: Rows) -> Rows:
    """The data protection role reads the alerts of its own organisation."""
    return rows.filter(organisation=reach.organisation) if reach.is_one_of(Role.DATA_PROTECTION) else rows.none()


@rule("oversight.read", says=_("Oversight: looked"))
def may_oversee(reach: Reach, record: Any = None) -> Decision:
    """The data protection role reads the trace of its organisation, and opens no file; nobody else does."""
    return Decision(reach.is_one_of(Role.DATA_PROTECTION))


@rule("oversight.exported", says=_("Oversight: taken out as a file"))
def may_export_trace(reach: Reach, record: Any = None) -> Decision:
    """The data protection role takes entries of the trace out as a file."""
    return Decision(reach.is_one_of(Role.DATA_PROTECTION))


def may_close_alert(reach: Reach, record: Any = None) -> Decision:
    """The data protection role closes alerts of its own organisation, but none about itself."""
    mine = record is None or record.organisation_id == getattr(reach.organisation, "id", None)
    if record is not None and record.user_id == getattr(reach.user, "pk", None):
        return Decision(False, _("This alert is about you: another data protection officer closes it."))
    return Decision(mine and reach.is_one_of(Role.DATA_PROTECTION))
