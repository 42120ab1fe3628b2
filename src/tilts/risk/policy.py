"""Who reaches a report from the doorstep, and an assessment."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, walls_against, with_parent
from tilts.cases.models import Case
from tilts.people.policy.persons import puts_right
from tilts.risk.models import DoorstepReport, Questionnaire, QuestionnaireAttribution

DESK = (Role.CASE_WORKER, Role.SUPERVISOR)
ALL_OF_IT = ("name", "contact", "address", "risk")
"""The zones of a report that its take-over shows."""
NOT_WHOLE = _("You see only a part of this report: who took it up takes it over.")


@in_folder(DoorstepReport, key="pk", zone="admin")
def report_rows(reach: Reach, rows: Rows) -> Rows:
    """Reports that one sent, that came to one's desk, or that one took up; names only by their zone.

    A wall around the case to which a report was joined stands before the report too, but for its sender.
    """
    walled = walls_against(reach).filter(folder=OuterRef("case_id"))
    return rows.filter(Q(sender=reach.user) | ~Exists(walled))


in_folder(Questionnaire, key="folder", zone="risk")


with_parent(QuestionnaireAttribution, key="act")


@rule("doorstep.read", says=_("Report from the doorstep: looked"))
def may_read_reports(reach: Reach, record: Any = None) -> Decision:
    """Police officers see their own reports, the desk sees what came to it."""
    return Decision(reach.is_one_of(Role.POLICE, *DESK))


def writes_report(reach: Reach, record: Any = None) -> Decision:
    """The officer who began the report."""
    if not reach.is_one_of(Role.POLICE):
        return Decision(False)
    return Decision(record is None or reach.zones(record.folder_id).risk == 2)


def may_take_up(reach: Reach, record: Any = None) -> Decision:
    """The desk takes up what came to it, or was sent to one by name."""
    if record is None:
        return Decision(reach.is_one_of(*DESK))
    named_other = record.to_user_id and record.to_user_id != getattr(reach.user, "pk", None)
    mine = record.desk_id == getattr(reach.organisation, "pk", None)
    return Decision(reach.is_one_of(*DESK) and mine and not named_other)


def may_hand_report_over(reach: Reach, record: Any = None) -> Decision:
    """A supervisor at the desk, what somebody there has to answer by name; to see it is another matter."""
    mine = record is None or record.desk_id == getattr(reach.organisation, "pk", None)
    return Decision(mine and reach.is_one_of(Role.SUPERVISOR))


def may_return(reach: Reach, record: Any = None) -> Decision:
    """Who may take a report up may send it back with a reason."""
    if record is not None and record.sender_id is None:
        return Decision(False, _("This report was registered here: there is nobody to return it to."))
    return reach.may("report.taken_up", record=record)


def took_it_up(reach: Reach, record: Any = None) -> Decision:
    """Who took the report up."""
    if record is None:
        return Decision(reach.is_one_of(*DESK))
    return Decision(reach.is_one_of(*DESK) and reach.zones(record.folder_id).name >= 1)


def may_take_over(reach: Reach, record: Any = None) -> Decision:
    """Who took the report up, before whom all of it is open: the page shows everything that was sent."""
    if record is None or not took_it_up(reach, record):
        return took_it_up(reach, record)
    zones = reach.zones(record.folder_id)
    return Decision(all(getattr(zones, zone) for zone in ALL_OF_IT), NOT_WHOLE)


def may_put_right(reach: Reach, record: Any = None) -> Decision:
    """Those who write the zone `risk` of the file, while it is open; who filled it in at a door; supervisors.

    Supervisors are those of the organisation that filled it in or leads its case, as far as they read it.
    """
    if record is None:
        return Decision(reach.is_one_of(Role.POLICE, Role.SPECIALIST, *DESK))
    if not reach.zones(record.folder_id).risk:
        return Decision(False)
    mine = record.filled_by_id is not None and record.filled_by_id == getattr(reach.user, "pk", None)
    at_door = mine and reach.is_one_of(Role.POLICE)
    led_here = reach(Case).filter(pk=record.case_id, organisation=reach.organisation)
    chief = reach.is_one_of(Role.SUPERVISOR) and led_here.exists()
    return Decision(True) if at_door or chief else puts_right("risk")(reach, record)
