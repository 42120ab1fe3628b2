"""What is asked after closing."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.cases import actions
from tilts.cases.form_pages import in_case
from tilts.cases.forms import AgreeForm, FollowUpForm
from tilts.cases.models import FollowUp
from tilts.cases.models.following import MONTHS
from tilts.cases.pages import case_of, case_to_write


@form_page(actions.agree_follow_ups, template="cases/follow_ups.html")
def follow_ups(request: Request, id: UUID) -> Entry:
    """What was agreed for the time after closing, and how it went."""
    case = case_of(request, id)
    rows = request.reach(FollowUp).filter(case=case).select_related("done_by")[:50]
    ahead = [one for one in rows if not one.done_on]
    seen = {"seen": actions.ahead_of(ahead)}
    form = AgreeForm(request.POST or None, initial=_as_agreed(ahead) | seen)
    also, more = {"closed_on": case.closed_on or timezone.localdate()}, {"case": case, "rows": rows}
    return in_case(case, form, _("Follow-ups"), said=_("Saved."), back="cases:follow_ups", also=also, more=more)


def _as_agreed(ahead: list[FollowUp]) -> dict[str, Any]:
    """What stands agreed and is not done yet, so that one changes a word and not the whole."""
    if not ahead:
        return {}
    agreed, safe_way = ahead[0].agreed, ahead[0].safe_way
    months = [one.months for one in ahead] if agreed else list(MONTHS)
    return {"agreed": "true" if agreed else "false", "months": months, "safe_way": safe_way}


@form_page(actions.record_follow_up, at="done_on")
def follow_up_record(request: Request, id: UUID, follow_up: UUID) -> Entry:
    """Record how it went; the case may be closed."""
    found = request.reach(FollowUp).filter(case=case_to_write(request, id)).select_related("case").get(pk=follow_up)
    form = FollowUpForm(request.POST or None, initial={"done_on": timezone.localdate()})
    return in_case(found, form, _("Follow-up"), said=_("Saved."), about=found.safe_way)
