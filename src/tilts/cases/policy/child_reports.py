"""Who tells of a child at risk, and who reads it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, walls_against
from tilts.cases.models import Case, ChildReport

WITH_PEOPLE = (
    Role.CASE_WORKER,
    Role.SPECIALIST,
    Role.SUPERVISOR,
    Role.OPERATOR,
    Role.MENTOR,
    Role.POLICE,
    Role.COORDINATOR,
    Role.PARTICIPANT,
)
"""Every role that hears of people, at a table too: whoever learns of a child in danger tells it the same day."""
SENT = _("This report is sent. What came up later goes into another one.")


@in_folder(ChildReport, key="pk", zone="risk")
def child_report_rows(reach: Reach, rows: Rows) -> Rows:
    """Reports of a child at risk whose risk zone is open to one: one's own, those of one's case or office.

    A wall around the case, whenever it was raised, stands before the report too, but for its author.
    """
    walled = walls_against(reach).filter(folder=OuterRef("case_id"))
    return rows.filter(Q(author=reach.user) | ~Exists(walled))


@rule("child_report.read", says=_("Child at risk: looked"))
def may_read_child_reports(reach: Reach, record: Any = None) -> Decision:
    """Whoever works with people reads the reports of a child at risk that are within their reach."""
    return Decision(reach.is_one_of(*WITH_PEOPLE))


def may_write_child_report(reach: Reach, record: Any = None) -> Decision:
    """Whoever works with people reports a child at risk, with or without a case; in a case, who works on it."""
    if not reach.is_one_of(*WITH_PEOPLE):
        return Decision(False)
    if not isinstance(record, Case):
        return Decision(True)
    zones = reach.zones(record.folder_id)
    return Decision(bool(zones.services or zones.risk))


def writes_child_report(reach: Reach, record: Any = None) -> Decision:
    """Who wrote the report, or leads its case, until it is sent."""
    if record is None:
        return Decision(reach.is_one_of(*WITH_PEOPLE))
    if record.sent_at:
        return Decision(False, SENT)
    return Decision(reach.is_one_of(*WITH_PEOPLE) and reach.zones(record.pk).risk == 2)
