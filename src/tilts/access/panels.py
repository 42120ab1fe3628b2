"""What `access` puts on the rail, and on the day of whoever leads a case that somebody opened in an emergency."""

from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.duty import assigned
from tilts.access.models import Breaking
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows
from tilts.kit.panels import panel
from tilts.ui.rail import rail_item

rail_item("emergency", _("Emergency access"), "alert-triangle", "access:emergency", "glass.offered", order=38)
rail_item("reviews", _("Emergency openings"), "clock", "access:emergency_review", "glass.read", order=61)
rail_item("walls", _("Walls"), "lock", "access:wall_list", "wall.read", order=62)
rail_item("duty", _("On duty"), "headset", "access:duty", "duty.set", order=70)

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
