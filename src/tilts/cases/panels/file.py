"""The way from the page of a case to its papers."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.cases.models import Case
from tilts.kit.panels import panel


@panel("case.tabs", title=gettext_lazy("Papers of the file"), order=30)
def ways(request: Request, case: Case) -> str:
    """The ways to what is kept beside the course: numbers elsewhere, ends, one's own notes."""
    zones = request.reach.zones(case.folder_id)
    if not zones.services:
        return ""
    own = zones.privileged == 2 and bool(request.reach.may("privileged.noted"))
    return render_to_string("cases/_file_tabs.html", {"case": case, "own": own}, request=request)
