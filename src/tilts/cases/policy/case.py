"""Who reaches a case and what they may do with it."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tilts.access.duty import has_opened
from tilts.access.reach import Decision, Reach, Rule, in_folder, rule
from tilts.cases.models import WORKERS, Case

__all__ = ["WORKERS", "case_of", "leads_case", "may_arrange", "may_read_cases", "may_write_zone", "writes"]

in_folder(Case, key="pk", zone="admin")


@rule("cases.read", says=_("Cases: looked"))
def may_read_cases(reach: Reach, record: Any = None) -> Decision:
    """Social workers, specialists and supervisors open cases, others in an emergency; which ones, their grants say."""
    return Decision(reach.is_one_of(*WORKERS) or has_opened(reach))


def may_write_zone(reach: Reach, record: Model | None, zone: str) -> Decision:
    """Whether one writes in a zone of this case; without a case, whether one's role writes at all."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    if getattr(record, "closed_on", None):
        return Decision(False, _("This case is closed."))
    folder = getattr(record, "folder_id", None) or record.pk
    return Decision(reach.is_one_of(*WORKERS) and getattr(reach.zones(folder), zone) == 2)


def writes(zone: str) -> Rule:
    """Those who write this zone of an open case; asked about the case, or about a record of it."""

    def may(reach: Reach, record: Any = None) -> Decision:
        return may_write_zone(reach, case_of(record), zone)

    may.__doc__ = f"Those who write the zone `{zone}` of the case, while it is open."
    return may


def case_of(record: Any) -> Any:
    """The case of a record that lies in it, or of what hangs on one (the breach of an order); the case itself."""
    return getattr(getattr(record, "order", record), "case", record)


def may_arrange(reach: Reach, record: Case | None = None) -> Decision:
    """Those who write the zone `admin` of the case, open or closed."""
    return Decision(reach.is_one_of(*WORKERS) and (record is None or reach.zones(record.folder_id).admin == 2))


def leads_case(reach: Reach, record: Case | None = None) -> Decision:
    """Who leads the case."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    leads = record.lead_id == getattr(reach.user, "pk", None)
    return Decision(leads and reach.zones(record.folder_id).admin == 2, _("Only who leads the case may do this."))
