"""What the state pays for."""

from uuid import UUID

from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.cases.form_pages import clients_of, in_case, people_to_choose
from tilts.cases.pages import case_of, case_to_write
from tilts.plan import actions
from tilts.plan.forms import EntitlementForm, ExtendForm
from tilts.plan.models import Entitlement


@form_page(actions.grant_entitlement)
def entitlement_add(request: Request, id: UUID) -> Entry:
    """Note what the state pays for."""
    case = case_of(request, id)
    about = {
        "people": people_to_choose(request, case),
        "initial": {"person": next(iter(clients_of(request, case)), None)},
    }
    form = EntitlementForm(request.POST or None, **about)
    return in_case(case, form, _("Note a paid service"), said=_("The paid service is noted."))


@form_page(actions.extend_entitlement, at="by")
def entitlement_extend(request: Request, id: UUID, entitlement: UUID) -> Entry:
    """Note that more was granted."""
    found = (
        request.reach(Entitlement).filter(case=case_to_write(request, id)).select_related("case").get(pk=entitlement)
    )
    form = ExtendForm(request.POST or None, initial={"by": 0, "ends": found.ends})
    return in_case(found, form, _("Extend"), said=_("The extension is noted."))
