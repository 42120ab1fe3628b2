"""Telling of a child at risk: written by any role, sent the same day, logged."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, let_in, save_over
from tilts.access.held import hold, say_the_same
from tilts.access.models import Folder, FolderKind, Grant, GrantKind, Organisation, Role, User, Wall
from tilts.access.reach import Reach, Refused
from tilts.access.relationships import RELATIONSHIPS, WHILE_WRITING
from tilts.access.standing import is_walled
from tilts.cases.beside import CHILD_LAW
from tilts.cases.models import Case, ChildReport, ToldHow, ToldTo
from tilts.cases.policy.child_reports import may_write_child_report, writes_child_report
from tilts.people.walls import name_came, standing_walls


@action("child_report.written", may=may_write_child_report, says=gettext_lazy("Child at risk: written"))
def write_child_report(reach: Reach, /, case: Case | None = None, **facts: Any) -> ChildReport:
    """Write down what is known of a child in danger: `told_to`, `which`, `child`, `place`, `known`.

    It lies in a folder of its own: whoever wrote it keeps it whatever they may see of the case.
    """
    if reach.user is None or reach.organisation is None:
        raise Refused(_("A report is written by somebody who works in an organisation."))
    _check(facts)
    now, organisation = timezone.now(), reach.organisation
    _refuse_second(reach.user, case, organisation, {"day": timezone.localdate(now), **facts})
    folder = Folder.objects.create(
        organisation=organisation, kind=FolderKind.CHILD, restricted=bool(case and case.folder.restricted)
    )
    let_in(reach, folder, GrantKind.SUBMITTED, basis=CHILD_LAW, because=None, to_user=reach.user, zones=WHILE_WRITING)
    report = ChildReport.objects.create(
        id=folder.id,
        folder=folder,
        organisation=organisation,
        case=case,
        author=reach.user,
        at=now,
        day=timezone.localdate(now),
        **facts,
    )
    _stand_walls(reach, report, case)
    _let_others_in(reach, report, case)
    return report


def _refuse_second(author: User, case: Case | None, organisation: Organisation, facts: dict[str, Any]) -> None:
    """The same told to the same institution on one day is one report, though two pages were open."""
    hold(case or organisation)
    mine = ChildReport._base_manager.filter(author=author, case=case, day=facts["day"], voided_at=None)
    if say_the_same(mine, **facts):
        raise Refused(_("This report is written down already. You find it among the reports of children at risk."))


def _check(facts: dict[str, Any]) -> None:
    if not all(str(facts.get(name, "")).strip() for name in ("which", "child", "known")):
        raise Refused(_("Say who the child is, what is known and to which institution it goes."))
    if facts.get("told_to") not in ToldTo.values:
        raise Refused(_("Choose the police or the orphan's court."))


def _stand_walls(reach: Reach, report: ChildReport, case: Case | None) -> None:
    """Whoever is kept out of the case, or of everything about this name, is kept out of the report too."""
    for wall in standing_walls(Wall.objects.filter(folder=case.folder_id)) if case else ():
        if wall.user_id != report.author_id:
            Wall.objects.create(
                folder=report.folder, user=wall.user, unit=wall.unit, reason=wall.reason, raised_by=wall.raised_by
            )
    name_came(reach, report.folder, of=report.organisation, name=report.child)


def _let_others_in(reach: Reach, report: ChildReport, case: Case | None) -> None:
    """Who leads the case knows and may send it; so do the supervisors of the office, if it is not a restricted one."""
    folder, lead = report.folder, case.lead if case else None
    if lead and lead.pk != getattr(reach.user, "pk", None) and not is_walled(folder, user=lead, unit=None):
        let_in(reach, folder, GrantKind.ASSIGNED, basis=CHILD_LAW, because=report, to_user=lead, at=folder.organisation)
    if not folder.restricted:
        unit = folder.organisation
        let_in(
            reach, folder, GrantKind.SUPERVISES, basis=CHILD_LAW, because=report, to_unit=unit, to_role=Role.SUPERVISOR
        )


@action("child_report.kept", may=writes_child_report, says=gettext_lazy("Child at risk: changed"))
def keep_child_report(reach: Reach, /, report: ChildReport, *, seen_version: int, **facts: Any) -> ChildReport:
    """Change what is not sent yet. `Stale` where somebody wrote first."""
    _check(facts)
    renamed = facts["child"] != report.child
    save_over(report, seen_version, **facts)
    if renamed:
        name_came(reach, report.folder, of=report.organisation, name=report.child)
    return report


@action("child_report.sent", may=writes_child_report, says=gettext_lazy("Child at risk: sent"))
def send_child_report(
    reach: Reach, report: ChildReport, *, sent_how: str, seen_version: int, sent_at: datetime, number: str = ""
) -> ChildReport:
    """Write down how and when it was sent, and the number it got there. From then on it is read, not written."""
    if sent_how not in ToldHow.values:
        raise Refused(_("Say how it was sent."))
    if sent_at > timezone.now():
        raise Refused(_("It cannot have been sent in the future."))
    if sent_at < report.at.replace(second=0, microsecond=0):
        raise Refused(_("A report is not sent before it was written."))
    save_over(
        report,
        seen_version,
        sent_how=sent_how,
        sent_at=max(sent_at, report.at),
        sent_on=timezone.localdate(sent_at),
        sent_by=reach.user,
        number=number,
    )
    read_only = {f"zone_{zone}": level for zone, level in RELATIONSHIPS[GrantKind.SUBMITTED].items()}
    Grant.objects.filter(folder=report.folder_id, kind=GrantKind.SUBMITTED).update(**read_only)
    return report
