"""Where one goes from what is planned in a case."""

from tilts.access.doors import Request

PLAN = "plan:plan_page"


def came_from(request: Request) -> str:
    """What is ticked on the page of the case leads back to it; else one goes to the plan."""
    return "cases:case_page" if request.POST.get("from") == "case" else PLAN
