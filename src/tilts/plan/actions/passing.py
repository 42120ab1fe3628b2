"""What becomes of what somebody had to do who leaves the team of a case."""

from django.db.models import F

from tilts.access.models import User
from tilts.cases.asks import pass_on_what_waits
from tilts.cases.models import Case
from tilts.plan.models import Appointment, AppointmentState, Step, Task
from tilts.plan.models.plan import OVER


@pass_on_what_waits.answer
def pass_on(case: Case, *, left: User, to: User) -> int:
    """What somebody who leaves had still to do in the case is the lead's: on nobody's day it would be forgotten."""
    due = (
        ("owner", Task._base_manager.filter(owner=left, done_on=None)),
        ("owner", Step._base_manager.filter(owner=left).exclude(progress__in=OVER)),
        ("staff", Appointment._base_manager.filter(staff=left, state=AppointmentState.PLANNED)),
    )
    return sum(
        rows.filter(case=case, voided_at=None).update(version=F("version") + 1, **{whose: to}) for whose, rows in due
    )
