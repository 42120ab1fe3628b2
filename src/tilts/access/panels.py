"""What `access` puts on the rail, and on the day of whoever leads a case that somebody opened in an emergency."""

from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.asks import folder_codes
from tilts.access.drafts import page_keeping
from tilts.access.duty import assigned
from tilts.access.models import Breaking, Draft
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows
from tilts.access.words import kind_words
from tilts.kit.panels import panel
from tilts.kit.questions import merged
from tilts.ui.rail import rail_item

rail_item("emergency", _("Emergency access"), "alert-triangle", "access:emergency", "glass.offered", order=38)
rail_item("reviews", _("Emergency openings"), "clock", "access:emergency_review", "glass.read", order=61)
rail_item("walls", _("Walls"), "lock", "access:wall_list", "wall.read", order=62)
rail_item("duty", _("On duty"), "headset", "access:duty", "duty.set", order=70)

MOST_BEGUN = 20
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


def begun(reach: Reach) -> Rows:
    """What this actor typed and has not sent, the newest first."""
    return reach(Draft).defer("typed")[:MOST_BEGUN]


@panel("day", title=_("Begun and not sent"), order=12, when=lambda: (begun, {}))
def not_sent(request: Any, subject: Any) -> str:
    """What one typed and has not sent, with the way back: what it is and in which file, never what stands in it."""
    drafts = [(draft, page_keeping(draft.path)) for draft in ask(request.reach, begun)]
    folders = {page.kwargs["id"] for _draft, page in drafts if page and "id" in page.kwargs}
    codes: dict[Any, str] = merged(folder_codes.each(request.reach, folders)) if folders else {}
    rows = [
        {
            "draft": draft,
            "what": kind_words(getattr(page.func, "door", "")),
            "code": codes.get(page.kwargs.get("id"), ""),
        }
        for draft, page in drafts
        if page
    ]
    return render_to_string("access/_not_sent.html", {"rows": rows}, request=request)
