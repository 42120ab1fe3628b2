"""Verbs that write projects: open one, and say what was promised, who pays and who takes part."""

from datetime import date
from decimal import Decimal

from tilts.access.actions import action
from tilts.access.models import Folder, FolderKind, Organisation, Site
from tilts.access.reach import Reach
from tilts.projects.models import BudgetLine, Project, ProjectAlias, ProjectPartner, Target, TargetKind


@action("project.opened")
def open_project(  # noqa: PLR0913  an agreement says all of this at once
    reach: Reach,
    organisation: Organisation,
    *,
    code: str,
    title_lv: str,
    title_en: str,
    funder: str,
    starts: date,
    ends: date,
    agreement: str = "",
    aliases: tuple[str, ...] = (),
    partners: tuple[Organisation, ...] = (),
) -> Project:
    """Open a project led by `organisation`; its folder carries the same id."""
    folder = Folder.objects.create(organisation=organisation, kind=FolderKind.PROJECT)
    project = Project(
        id=folder.pk,
        organisation=organisation,
        code=code,
        title_lv=title_lv,
        title_en=title_en,
        funder=funder,
        agreement=agreement,
        starts=starts,
        ends=ends,
    )
    project.save(force_insert=True)
    ProjectAlias.objects.bulk_create(ProjectAlias(project=project, code=alias) for alias in aliases)
    ProjectPartner.objects.bulk_create(ProjectPartner(project=project, organisation=one) for one in partners)
    return project


@action("project.target_set")
def set_target(  # noqa: PLR0913  a promise has all these parts
    reach: Reach,
    project: Project,
    *,
    measure: str,
    value: Decimal | int | None,
    low: Decimal | int | None = None,
    kind: str = TargetKind.EXACTLY,
    site: Site | None = None,
    where: dict[str, str] | None = None,
    in_force_from: date | None = None,
) -> Target:
    """Write what the project promises: a value, at least, at most, from - to, or nothing but to follow it."""
    return Target.objects.create(
        project=project,
        measure=measure,
        kind=TargetKind.RANGE if low is not None else kind,
        low=low,
        value=value,
        site=site,
        where=where or {},
        in_force_from=in_force_from or project.starts,
    )


@action("project.line_budgeted")
def budget_line(reach: Reach, project: Project, *, title: str, source: str, amount: Decimal) -> BudgetLine:
    """Write one line of the budget and who pays it."""
    return BudgetLine.objects.create(project=project, title=title, source=source, amount=amount)
