"""What `access` puts on the rail, and on the day of whoever leads a case that somebody opened in an emergency."""

from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.duty import assigned
from tilts.access.models import Alert, Breaking
from tilts.kit.panels import panel
from tilts.ui.rail import rail_item

rail_item("emergency", _("Emergency access"), "alert-triangle", "access:emergency", "glass.offered", order=38)
rail_item("reviews", _("Emergency openings"), "clock", "access:emergency_review", "glass.read", order=61)
rail_item("walls", _("Walls"), "lock", "access:wall_list", "wall.read", order=62)
rail_item("duty", _("On duty"), "headset", "access:duty", "duty.set", order=70)

rail_item("oversight", _("Oversight"), "shield-exclamation", "access:oversight", "oversight.read", order=60)
rail_item("members", _("Colleagues"), "users-group", "access:member_list", "members.read", order=75)

TOLD_FOR = timedelta(days=14)


@panel("day", title=_("Opened in an emergency"), order=5)
def opened(request: Any, subject: Any) -> str:
    """What others opened in one's own cases during the last two weeks."""
    if request.reach.user is None:
        return ""
    rows = request.reach(Breaking).exclude(user=request.reach.user).filter(at__gt=timezone.now() - TOLD_FOR)
    mine = rows.filter(folder__in=assigned(request.reach)).select_related("user", "user_organisation")[:10]
    return render_to_string("access/_opened.html", {"rows": mine}, request=request) if mine else ""


@panel("day", title=_("To be looked at"), order=6)
def watched(request: Any, subject: Any) -> str:
    """Emergency openings that wait for a review, and open alerts, for those who answer for them."""
    openings = alerts = 0
    if request.reach.may("glass.read"):
        rows = request.reach(Breaking).filter(organisation=request.reach.organisation, reviewed_at=None)
        openings = rows.exclude(user=request.reach.user).count()
    if request.reach.may("oversight.read"):
        alerts = request.reach(Alert).filter(closed_at=None).count()
    told = {"openings": openings, "alerts": alerts}
    return render_to_string("access/_watched.html", told, request=request) if openings or alerts else ""
