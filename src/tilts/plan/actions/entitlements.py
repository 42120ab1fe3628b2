"""What the state pays for."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case, Party
from tilts.people.models import Person
from tilts.plan.entitlements import term_of
from tilts.plan.models import Entitlement
from tilts.plan.policy import plans_with_names


def _refuse_stranger(case: Case, person: Person) -> None:
    if not Party._base_manager.filter(case=case, person=person, voided_at=None).exists():
        raise Refused(_("Choose people of this case."))


@action("entitlement.granted", may=plans_with_names, says=gettext_lazy("Paid service: noted"))
def grant_entitlement(
    reach: Reach, case: Case, *, person: Person, kind: str, starts: date, granted: int, ends: date | None = None
) -> Entitlement:
    """Note what the state pays for from a day on; not more than the term in force on that day gives at first."""
    term = term_of(kind, starts)
    if term is None:
        raise Refused(_("This service was not in force on that day."))
    if not 1 <= granted <= term.granted:
        raise Refused(_("At first at most %(most)s are granted.") % {"most": term.granted})
    _refuse_stranger(case, person)
    same = Entitlement._base_manager.filter(case=case, person=person, kind=kind, starts=starts, voided_at=None)
    if same.exists():
        raise Refused(_("This service from this day is noted already. Extend it instead."), "starts")
    return Entitlement.objects.create(
        organisation=case.organisation, case=case, person=person, kind=kind, starts=starts, ends=ends, granted=granted
    )


@action("entitlement.extended", may=plans_with_names, says=gettext_lazy("Paid service: extended"))
def extend_entitlement(
    reach: Reach, entitlement: Entitlement, *, seen_version: int, by: int, ends: date | None = None
) -> Entitlement:
    """Note that more was granted; within what the term of its first day allows in all."""
    term = term_of(entitlement.kind, entitlement.starts)
    most = term.most if term else entitlement.total
    if by < 0 or entitlement.total + by > most:
        raise Refused(_("In all at most %(most)s are granted.") % {"most": most})
    save_over(entitlement, seen_version, extended=entitlement.extended + by, ends=ends or entitlement.ends)
    return entitlement
