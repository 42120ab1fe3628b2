"""Who has a day, who searches, and what a supervisor knows of cases kept to named people."""

from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from tilts.access.actor import acting
from tilts.access.models import Folder, Role
from tilts.access.prepared import which
from tilts.access.reach import Decision, Reach, Rows, rule, walls_against
from tilts.cases.models import Case
from tilts.cases.policy.case import WORKERS


def has_restricted_cases(reach: Reach) -> bool:
    """Whether cases of the office are kept to named people: a supervisor knows that, never which or how many."""
    if reach.organisation is None or not reach.is_one_of(Role.SUPERVISOR):
        return False
    with acting(reach.counting(reach.organisation)):
        return which(reach, [(kept_to_named, {})])[0]


def kept_to_named(reach: Reach) -> Rows:
    """The open cases of one's office that are kept to named people and not walled from oneself. Only to be counted."""
    walled = walls_against(reach).filter(folder=OuterRef("folder"))
    kept = Folder.objects.filter(organisation=reach.organisation, restricted=True)
    # what they are is not within reach: they are counted as the office counts, whose scope is the organisation
    rows = replace(reach, purpose="counting")(Case).filter(organisation=reach.organisation, folder__in=kept)
    return rows.filter(~Exists(walled)).open()


@rule("day.read", says=_("My day: looked"))
def may_read_day(reach: Reach, record: Any = None) -> Decision:
    """Whoever works here has a day."""
    return Decision(reach.membership is not None)


@rule("people.searched", says=_("Search"))
def may_search(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases search among what they may see."""
    return Decision(reach.is_one_of(*WORKERS))


@rule("inbox.read", says=_("Inbox: looked"))
def may_read_inbox(reach: Reach, record: Any = None) -> Decision:
    """The desk: social workers and supervisors of an organisation."""
    return Decision(reach.is_one_of(Role.CASE_WORKER, Role.SUPERVISOR))


def may_hand_over_work(reach: Reach, record: Any = None) -> Decision:
    """A supervisor, for whoever works or once worked in the same organisation."""
    if record is None or reach.organisation is None:
        return Decision(reach.is_one_of(Role.SUPERVISOR))
    here = record.memberships.filter(organisation=reach.organisation)
    return Decision(reach.is_one_of(Role.SUPERVISOR) and here.exists())


@rule("work.read", says=_("Work left behind: looked"))
def may_read_work(reach: Reach, record: Any = None) -> Decision:
    """Supervisors see what is left behind in their own organisation."""
    return Decision(reach.is_one_of(Role.SUPERVISOR))
