"""The directory is for everyone who works here."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, Role
from tilts.access.reach import Decision, Reach, Rows, open_table, rule, scope
from tilts.directory.models import Agreement, Desk, Offer, Partner

KEEPING = (Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR, Role.COORDINATOR, Role.PROJECT_MANAGER)
READING = (*KEEPING, Role.OPERATOR, Role.POLICE, Role.DATA_PROTECTION)
AGREEING = (Role.SUPERVISOR, Role.COORDINATOR, Role.PROJECT_MANAGER)

open_table(Desk, reason="which office answers for which municipality is public")


@scope(Partner, no_folder="institutions, not clients")
def partner_rows(reach: Reach, rows: Rows) -> Rows:
    """The partners that one's own organisation wrote down."""
    return rows.filter(organisation=reach.organisation)


@scope(Offer, no_folder="what institutions offer, not clients")
def offer_rows(reach: Reach, rows: Rows) -> Rows:
    """What the partners of one's own organisation offer."""
    return rows.filter(organisation=reach.organisation)


@scope(Agreement, no_folder="between institutions, names no client")
def agreement_rows(reach: Reach, rows: Rows) -> Rows:
    """The agreements that one's own organisation wrote down."""
    return rows.filter(organisation=reach.organisation)


def agreement_in_force(
    reach: Reach, other: Organisation | Partner, day: date | None = None, *, for_meetings: bool = False
) -> Agreement | None:
    """The newest agreement of the actor's organisation with another, or with a partner, that holds on this day.

    `for_meetings`: only one on which meetings of institutions rest. Nothing where there is none.
    """
    with_whom = {"partner": other} if isinstance(other, Partner) else {"with_organisation": other}
    rows = reach(Agreement).in_force(day).filter(organisation=reach.organisation, **with_whom)
    found: Agreement | None = (rows.filter(for_meetings=True) if for_meetings else rows).first()
    return found


@rule("directory.read", says=_("Partners: looked"))
def may_read_directory(reach: Reach, record: Any = None) -> Decision:
    """Those who help, those who arrange and account for it, and those who oversee it see whom one works with."""
    return Decision(reach.is_one_of(*READING))
