"""What waits for those who watch: emergency openings to be reviewed, and open alerts."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Breaking
from tilts.access.prepared import number_of
from tilts.access.reach import Reach, Rows
from tilts.kit.panels import panel
from tilts.trace.models import Alert
from tilts.ui.rail import rail_item

rail_item("oversight", _("Oversight"), "shield-exclamation", "trace:oversight", "oversight.read", order=60)


def unreviewed(reach: Reach) -> Rows:
    """Emergency openings of others in this organisation that wait for a review."""
    rows = reach(Breaking).filter(organisation=reach.organisation, reviewed_at=None)
    return rows.exclude(user=reach.user)


def open_alerts(reach: Reach) -> Rows:
    """Alerts that nobody has closed."""
    return reach(Alert).filter(closed_at=None)


@panel("day", title=_("To be looked at"), order=6)
def watched(request: Any, subject: Any) -> str:
    """Emergency openings that wait for a review, and open alerts, for those who answer for them."""
    openings = alerts = 0
    if request.reach.may("glass.read"):
        openings = number_of(request.reach, unreviewed)
    if request.reach.may("oversight.read"):
        alerts = number_of(request.reach, open_alerts)
    told = {"openings": openings, "alerts": alerts}
    return render_to_string("trace/_watched.html", told, request=request) if openings or alerts else ""
