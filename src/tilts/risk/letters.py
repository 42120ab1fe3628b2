"""While letters about reports from the doorstep are true."""

from django.db.models import Q

from tilts.access.reach import Reach
from tilts.post.models import Letter
from tilts.post.truth import true_while
from tilts.risk.models import DoorstepReport, ReportState
from tilts.risk.policy import DESK


@true_while("report.waiting")
def report_waits(reach: Reach, letter: Letter) -> bool:
    """Nobody has taken it up or passed it on, and it is open to the reader, who answers at its desk."""
    waits = reach(DoorstepReport).filter(pk=letter.about, state=ReportState.SENT, desk=reach.organisation, to_user=None)
    return bool(reach.is_one_of(*DESK) and waits.exists())


@true_while("report.named")
def report_is_theirs(reach: Reach, letter: Letter) -> bool:
    """It is the reader who has to answer it, or has it in hand."""
    theirs = Q(state=ReportState.SENT, to_user=reach.user) | Q(state=ReportState.TAKEN_UP, taken_by=reach.user)
    return bool(reach(DoorstepReport).filter(theirs, pk=letter.about).exists())
