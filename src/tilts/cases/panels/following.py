"""Follow-ups on the page of a closed case."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.cases import dated
from tilts.cases.models import Case
from tilts.kit.panels import panel


@panel("case", title=gettext_lazy("Follow-ups"), order=9)
def follow_ups(request: Request, case: Case) -> str:
    """What was agreed for the time after closing; shown once the case is closed."""
    if not case.closed_on or not request.reach.zones(case.folder_id).contact:
        return ""
    told = {
        "case": case,
        "rows": dated.follow_ups.of(request, case)[:10],
        "may_write": request.reach.may("follow_up.recorded", record=case),
    }
    return render_to_string("cases/_follow_ups.html", told, request=request)
