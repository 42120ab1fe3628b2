"""What the administrator finds on my day: letters that do not go out, work in the background that fails."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import JobMark
from tilts.kit.jobs import JOBS
from tilts.kit.panels import panel
from tilts.post import telling
from tilts.post.models import Letter, LetterState

__all__ = ["telling"]
"""What this room answers to `access`."""

LATE = timedelta(hours=2)
"""An hourly job that was not done for so long: the worker is not there."""


def counts(request: Any) -> dict[str, int]:
    """How many letters to colleagues wait, and how many were given up."""
    rows = request.reach(Letter)
    return {
        "waiting": rows.filter(state=LetterState.WAITING).count(),
        "given_up": rows.filter(state=LetterState.GIVEN_UP).count(),
    }


def jobs(request: Any) -> list[dict[str, Any]]:
    """Every recurring job with its last run, and whether it is late."""
    marks = {mark.name: mark for mark in request.reach(JobMark)}
    now = timezone.now()
    found = []
    for job in sorted(JOBS.values(), key=lambda one: one.name):
        mark = marks.get(job.name)
        late = mark is not None and now - mark.began_at > job.every + LATE
        found.append({"name": job.name, "mark": mark, "late": late, "failed": mark is not None and bool(mark.failure)})
    return found


@panel("day", title=_("Mail and work in the background"), order=80)
def machine(request: Any, subject: Any) -> str:
    """Counts, and what is wrong; for administrators alone."""
    if not request.reach.may("letters.read"):
        return ""
    wrong = [job for job in jobs(request) if job["late"] or job["failed"]]
    told = {"counts": counts(request), "wrong": wrong, "sends": settings.SENDS_MAIL}
    return render_to_string("post/_machine.html", told, request=request)
