"""What `access` puts on the rail, and on the day of whoever leads a case that somebody opened in an emergency."""

from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.duty import assigned
from tilts.access.models import Alert, Breaking
from tilts.access.prepared import ask, number_of
from tilts.access.reach import Reach, Rows
from tilts.kit.panels import panel
from tilts.ui.rail import rail_item

rail_item("emergency", _("Emergency access"), "alert-triangle", "access:emergency", "glass.offered", order=38)
rail_item("reviews", _("Emergency openings"), "clock", "access:emergency_review", "glass.read", order=61)
rail_item("walls", _("Walls"), "lock", "access:wall_list", "wall.read", order=62)
rail_item("duty", _("On duty"), "headset", "access:duty", "duty.set", order=70)

rail_item("oversight", _("Oversight"), "shield-exclamation", "access:oversight", "oversight.read", order=60)
rail_item("members", _("Colleagues"), "users-group", "access:member_list", "members.read", order=75)

TOLD_FOR = timedelta(days=14)


def opened_in_mine(reach: Reach, *, since: datetime) -> Rows:
    """What others opened by broken glass since a moment in the folders on which this actor works by name."""
    rows = reach(Breaking).exclude(user=reach.user).filter(at__gt=since)
    return rows.filter(folder__in=assigned(reach)).select_related("user", "user_organisation")[:10]


def _lately() -> dict[str, datetime]:
    return {"since": timezone.now() - TOLD_FOR}


@panel("day", title=_("Opened in an emergency"), order=5, when=lambda: (opened_in_mine, _lately()))
def opened(request: Any, subject: Any) -> str:
    """What others opened in one's own cases during the last two weeks."""
    if request.reach.user is None:
        return ""
    mine = ask(request.reach, opened_in_mine, **_lately())
    return render_to_string("access/_opened.html", {"rows": mine}, request=request) if mine else ""


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
    return render_to_string("access/_watched.html", told, request=request) if openings or alerts else ""
