"""Keeping a case to named people."""

from django.utils.translation import gettext_lazy as _

from tilts.access.actions import Stale, action
from tilts.access.grants import keep_to_named, open_to_office
from tilts.access.reach import Reach
from tilts.cases.actions.beside import open_beside, restrict_beside
from tilts.cases.actions.opening import let_office_in
from tilts.cases.models import Case
from tilts.cases.policy.case import leads_case


@action("case.restricted", may=leads_case, says=_("Case: restricted"))
def restrict(reach: Reach, case: Case, *, reason: str) -> Case:
    """Keep the case to named people: the office and its supervisors no longer see it, not even that it is this one.

    What hangs beside it in folders of its own goes along.
    """
    if case.folder.restricted:
        raise Stale
    keep_to_named(case.folder, reason)
    restrict_beside(case, reason)
    return case


@action("case.unrestricted", may=leads_case, says=_("Case: no longer restricted"))
def open_again(reach: Reach, case: Case, *, reason: str) -> Case:
    """The case is as any other of the office again, and so is what hangs beside it."""
    if not case.folder.restricted:
        raise Stale
    open_to_office(case.folder, reason)
    let_office_in(reach, case.folder)
    open_beside(reach, case, reason)
    return case
