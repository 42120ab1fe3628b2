"""A report from the doorstep as what hangs beside the case to which it was joined."""

from django.utils.translation import gettext_noop

from tilts.access.models import GrantKind
from tilts.access.relationships import RELATIONSHIPS
from tilts.cases.beside import Beside
from tilts.risk.models import DoorstepReport

POLICE_DUTY = gettext_noop("law: police report, Cabinet Regulation 161")


def beside(report: DoorstepReport) -> Beside:
    """A report that was joined to a case: who leads the case reads it, and the supervisors of its desk.

    One that was sent to one person by name is read by no supervisor.
    """
    return Beside(
        report.folder,
        lead=GrantKind.TAKEN_UP,
        basis=POLICE_DUTY,
        because=report,
        supervised=None if report.to_user_id else report.desk,
        supervisor_zones=RELATIONSHIPS[GrantKind.SUBMITTED],
    )
