"""Giving a report out: what it told then stays told."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.reach import Reach
from tilts.kit.periods import Period
from tilts.projects.models import Project, Target
from tilts.projects.policy import may_export
from tilts.reports.given_out import told_by
from tilts.reports.models import GivenOut
from tilts.reports.planned import report_on


@action("projects.given_out", may=may_export, says=gettext_lazy("Report of a project: given out"))
def give_out(reach: Reach, project: Project, *, period: Period) -> GivenOut:
    """Keep what the report of a project tells of a period today: it is told beside what the records give later."""
    targets = reach(Target).filter(project=project).select_related("site").order_by("pk")
    report = report_on(reach.counting(), project, period, targets, today=timezone.localdate())
    kept: GivenOut = GivenOut.objects.create(
        project=project, first=period.first, last=period.last, by=reach.user, figures=told_by(report)
    )
    return kept
