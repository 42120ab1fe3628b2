"""Two clocks: the police's legal one, and the service's own target. Kept apart, never mixed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tilts.kit.workdays import end_of_next_working_day
from tilts.risk.models import DoorstepReport


@dataclass(frozen=True)
class Clocks:
    """When the law and the service's own target end, and when each was met."""

    legal_deadline: datetime | None
    sent_at: datetime | None
    own_deadline: datetime | None
    contacted_at: datetime | None

    @property
    def sent_in_time(self) -> bool:
        """Whether the police sent the report within one working day of the event."""
        return bool(self.sent_at and self.legal_deadline and self.sent_at < self.legal_deadline)


def clocks_of(report: DoorstepReport) -> Clocks:
    """The clocks of one report (law: within one working day of the event; target: the desk's own setting)."""
    legal = end_of_next_working_day(report.happened_at) if report.happened_at else None
    own = None
    if report.sent_at and report.desk:
        own = report.sent_at + timedelta(hours=report.desk.contact_target_hours)
    return Clocks(legal, report.sent_at, own, report.contacted_at)
