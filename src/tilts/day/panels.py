"""What `day` lends to its own pages, and its places on the rail."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.access.models import Role
from tilts.access.prepared import ask, number_of
from tilts.day.leaving import behind, reports_waiting, to_be_led
from tilts.day.listing import ON_THE_DAY, newest_to_me, tell_of_mine
from tilts.kit.panels import panel
from tilts.ui.rail import rail_item

rail_item("day", gettext_lazy("My day"), "sun", "day:my_day", "day.read", order=10)
rail_item("inbox", gettext_lazy("Inbox"), "inbox", "day:inbox", "inbox.read", order=20)
rail_item("cases", gettext_lazy("Cases"), "folders", "day:case_list", "cases.read", order=30)
rail_item("search", gettext_lazy("Search"), "search", "day:search", "people.searched", order=35)


@panel("day", title=gettext_lazy("My cases"), order=40)
def my_cases(request: Request, subject: Any) -> str:
    """The open cases that one leads, works on, or that came by referral or by name: whose, and what comes next."""
    if not request.reach.may("cases.read"):
        return ""
    today = timezone.localdate()
    found = ask(request.reach, newest_to_me, today=today)
    cases = found[:ON_THE_DAY]
    tell_of_mine(cases)
    told = {"cases": cases, "more": len(found) > ON_THE_DAY, "today": today, "user": request.user}
    return render_to_string("day/_my_cases.html", told, request=request)


@panel("day", title=gettext_lazy("Left behind"), order=8, when=lambda: (behind, {}))
def left_behind(request: Request, subject: Any) -> str:
    """Whose work waits for a colleague because they work here no more; for supervisors, until somebody has it."""
    return render_to_string("day/_left_behind.html", {"people": ask(request.reach, behind)}, request=request)


@panel("day", title=gettext_lazy("Led by nobody"), order=9, when=lambda: (to_be_led, {}))
def without_lead(request: Request, subject: Any) -> str:
    """How many cases have no lead; for supervisors."""
    found = {"without_lead": number_of(request.reach, to_be_led)}
    return render_to_string("day/_left_behind.html", found, request=request)


@panel("day", title=gettext_lazy("Reports that nobody answers"), order=7)
def unanswered(request: Request, subject: Any) -> str:
    """How many reports wait for somebody who works here no more; a supervisor gives them to a colleague."""
    reach = request.reach
    if not reach.is_one_of(Role.SUPERVISOR) or reach.organisation is None:
        return ""
    reports = reports_waiting(reach.organisation)
    return render_to_string("day/_left_behind.html", {"reports": reports}, request=request) if reports else ""
