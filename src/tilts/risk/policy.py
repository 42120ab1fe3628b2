"""Who reaches a report from the doorstep, and an assessment."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, walls_against, with_parent
from tilts.cases.policy import may_write_zone
from tilts.risk.models import DoorstepReport, Questionnaire, QuestionnaireAttribution

DESK = (Role.CASE_WORKER, Role.SUPERVISOR)


@in_folder(DoorstepReport, key="pk", zone="admin")
def report_rows(reach: Reach, rows: Rows) -> Rows:
    """Reports that one sent, that came to one's desk, or that one took up; names only by their zone.

    A wall around the case to which a report was joined stands before the report too, but for its sender.
    """
    walled = walls_against(reach).filter(folder=OuterRef("case_id"))
    return rows.filter(Q(sender=reach.user) | ~Exists(walled))


@in_folder(Questionnaire, key="folder", zone="risk")
def questionnaire_rows(reach: Reach, rows: Rows) -> Rows:
    """Risk questionnaires where the risk zone of their folder is open."""
    return rows


@with_parent(QuestionnaireAttribution, key="act")
def attribution_rows(reach: Reach, rows: Rows) -> Rows:
    """Which project a questionnaire one may see counts for."""
    return rows


@rule("doorstep.read")
def may_read_reports(reach: Reach, record: Any = None) -> Decision:
    """Police officers see their own reports, the desk sees what came to it."""
    return Decision(reach.is_one_of(Role.POLICE, *DESK))


def _writes(reach: Reach, record: Any, *roles: str) -> Decision:
    if not reach.is_one_of(*roles):
        return Decision(False)
    return Decision(record is None or reach.zones(record.folder_id).risk == 2)


@rule("report.begun")
def may_begin(reach: Reach, record: Any = None) -> Decision:
    """Police officers begin a report at a door."""
    return Decision(reach.is_one_of(Role.POLICE))


@rule("report.kept")
def may_keep(reach: Reach, record: Any = None) -> Decision:
    """The officer who began a report goes on with it."""
    return _writes(reach, record, Role.POLICE)


@rule("report.sent")
def may_send(reach: Reach, record: Any = None) -> Decision:
    """The officer who began a report sends it."""
    return _writes(reach, record, Role.POLICE)


@rule("report.registered")
def may_register(reach: Reach, record: Any = None) -> Decision:
    """The desk registers reports that came another way."""
    return Decision(reach.is_one_of(*DESK))


@rule("report.taken_up")
def may_take_up(reach: Reach, record: Any = None) -> Decision:
    """The desk takes up what came to it, or was sent to one by name."""
    if record is None:
        return Decision(reach.is_one_of(*DESK))
    named_other = record.to_user_id and record.to_user_id != getattr(reach.user, "pk", None)
    mine = record.desk_id == getattr(reach.organisation, "pk", None)
    return Decision(reach.is_one_of(*DESK) and mine and not named_other)


@rule("report.returned")
def may_return(reach: Reach, record: Any = None) -> Decision:
    """Who may take a report up may send it back with a reason."""
    if record is not None and record.sender_id is None:
        return Decision(False, _("This report was registered here: there is nobody to return it to."))
    return reach.may("report.taken_up", record=record)


@rule("report.passed_on")
def may_pass_on(reach: Reach, record: Any = None) -> Decision:
    """Who may take a report up may pass it on to the right desk or person."""
    return reach.may("report.taken_up", record=record)


def _took_it(reach: Reach, record: Any) -> Decision:
    if record is None:
        return Decision(reach.is_one_of(*DESK))
    return Decision(reach.is_one_of(*DESK) and reach.zones(record.folder_id).name >= 1)


@rule("report.contacted")
def may_contact(reach: Reach, record: Any = None) -> Decision:
    """Who took the report up writes down the first safe contact."""
    return _took_it(reach, record)


@rule("report.joined")
def may_join(reach: Reach, record: Any = None) -> Decision:
    """Who took the report up joins it to a case."""
    return _took_it(reach, record)


@rule("risk.assessed")
def may_assess(reach: Reach, record: Any = None) -> Decision:
    """Those who write the risk zone of a case assess it."""
    return may_write_zone(reach, record, "risk")
