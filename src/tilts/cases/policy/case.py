"""Who reaches a case and what they may do with it."""

from dataclasses import replace
from typing import Any

from django.db.models import Exists, Model, OuterRef
from django.utils.translation import gettext_lazy as _

from tilts.access.actor import acting
from tilts.access.duty import has_opened
from tilts.access.models import Folder, Role
from tilts.access.prepared import number_of
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, walls_against
from tilts.cases.models import Case

WORKERS = (Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR)


def restricted_cases(reach: Reach) -> int:
    """How many cases of the office are kept to named people: a supervisor knows that there are, never which."""
    if reach.organisation is None or not reach.is_one_of(Role.SUPERVISOR):
        return 0
    with acting(reach.counting(reach.organisation)):
        return number_of(reach, kept_to_named)


def kept_to_named(reach: Reach) -> Rows:
    """The open cases of one's office that are kept to named people and not walled from oneself. Only to be counted."""
    walled = walls_against(reach).filter(folder=OuterRef("folder"))
    kept = Folder.objects.filter(organisation=reach.organisation, restricted=True)
    # what they are is not within reach: they are counted as the office counts, whose scope is the organisation
    rows = replace(reach, purpose="counting")(Case).filter(organisation=reach.organisation, folder__in=kept)
    return rows.filter(~Exists(walled)).open()


@in_folder(Case, key="pk", zone="admin")
def case_rows(reach: Reach, rows: Rows) -> Rows:
    """Cases whose folder lets one know at least code, stage and dates."""
    return rows


@rule("cases.read")
def may_read_cases(reach: Reach, record: Any = None) -> Decision:
    """Social workers, specialists and supervisors open cases, others in an emergency; which ones, their grants say."""
    return Decision(reach.is_one_of(*WORKERS) or has_opened(reach))


@rule("day.read")
def may_read_day(reach: Reach, record: Any = None) -> Decision:
    """Whoever works here has a day."""
    return Decision(reach.membership is not None)


@rule("people.searched")
def may_search(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases search among what they may see."""
    return Decision(reach.is_one_of(*WORKERS))


@rule("inbox.read")
def may_read_inbox(reach: Reach, record: Any = None) -> Decision:
    """The desk: social workers and supervisors of an organisation."""
    return Decision(reach.is_one_of(Role.CASE_WORKER, Role.SUPERVISOR))


@rule("case.opened")
def may_open_case(reach: Reach, record: Any = None) -> Decision:
    """Social workers and supervisors open cases in their own organisation."""
    return Decision(reach.is_one_of(Role.CASE_WORKER, Role.SUPERVISOR))


def may_write_zone(reach: Reach, record: Model | None, zone: str) -> Decision:
    """Whether one writes in a zone of this case; without a case, whether one's role writes at all."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    if getattr(record, "closed_on", None):
        return Decision(False, _("This case is closed."))
    folder = getattr(record, "folder_id", None) or record.pk
    return Decision(reach.is_one_of(*WORKERS) and getattr(reach.zones(folder), zone) == 2)


def may_arrange(reach: Reach, record: Case | None) -> Decision:
    """Whether one arranges a case, open or closed: its admin zone is one's to write."""
    return Decision(reach.is_one_of(*WORKERS) and (record is None or reach.zones(record.folder_id).admin == 2))


def _may_restrict(reach: Reach, record: Case | None) -> Decision:
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    leads = record.lead_id == getattr(reach.user, "pk", None)
    return Decision(leads and reach.zones(record.folder_id).admin == 2, _("Only who leads the case may do this."))


@rule("case.restricted")
def may_restrict(reach: Reach, record: Any = None) -> Decision:
    """Who leads a case keeps it to named people: a client known to staff, in the public eye, a witness."""
    return _may_restrict(reach, record)


@rule("case.unrestricted")
def may_open_again(reach: Reach, record: Any = None) -> Decision:
    """Who leads a restricted case opens it to the office again."""
    return _may_restrict(reach, record)


@rule("case.level_set")
def may_set_level(reach: Reach, record: Any = None) -> Decision:
    """Those who write the risk zone of a case set its level."""
    return may_write_zone(reach, record, "risk")


@rule("case.closed")
def may_close(reach: Reach, record: Any = None) -> Decision:
    """Those who write the admin zone of a case close it."""
    return may_write_zone(reach, record, "admin")
