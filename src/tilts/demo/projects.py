"""The projects of the demonstration: funder, period, budget and promises as the sources state them."""

from datetime import date
from decimal import Decimal
from typing import Any

from tilts.access.models import Organisation
from tilts.projects.models import BudgetLine, Project, ProjectPartner, Target, TargetKind

PROJECTS: tuple[dict[str, Any], ...] = (
    {
        "code": "marta",
        "title_lv": "Jauna filiāle no vardarbības cietušām sievietēm",
        "title_en": "A new branch for women who suffered violence",
        "funder": "Valsts uzņēmuma sociālo projektu konkurss",
        "starts": date(2020, 3, 1),
        "ends": date(2020, 12, 31),
        "lead": "centrs",
        "partners": ("rezeknes-sd",),
    },
    {
        "code": "balvi",
        "title_lv": "Kopienas vienotā atbilde uz vardarbību",
        "title_en": "Coordinated community response to violence",
        "funder": "Eiropas Savienība un valsts",
        "starts": date(2017, 2, 1),
        "ends": date(2019, 1, 31),
        "lead": "ministrija",
        "partners": ("centrs", "balvu-policija", "balvu-sd", "vilakas-sd", "rugaju-sd", "baltinavas-sd"),
    },
    {
        "code": "mentori",
        "title_lv": "Sociālie darbinieki un sociālie mentori bēgļiem",
        "title_en": "Social workers and social mentors for refugees",
        "funder": "Eiropas Sociālais fonds un valsts",
        "starts": date(2016, 12, 1),
        "ends": date(2018, 5, 31),
        "lead": "centrs",
    },
    {
        "code": "cilvektirdznieciba",
        "title_lv": "Pret cilvēku tirdzniecību",
        "title_en": "Against trafficking in human beings",
        "funder": "EEZ finanšu instruments un valsts",
        "starts": date(2013, 7, 1),
        "ends": date(2015, 12, 31),
        "lead": "centrs",
    },
    {
        "code": "gimenes",
        "title_lv": "Atbalsts ģimenēm ar bērniem riska situācijā",
        "title_en": "Support for families with children at risk",
        "funder": "EEZ finanšu instruments, valsts un pašu finansējums",
        "starts": date(2013, 11, 1),
        "ends": date(2015, 7, 31),
        "lead": "centrs",
    },
)
FOLLOWED = {
    "marta": ("services.consultations", "services.minutes"),
    "balvi": ("risk.questionnaires", "risk.assessments", "services.consultations", "services.families_served"),
}
"""Measures that a project follows without having promised a number."""


def build_projects() -> None:
    """All five by name and period; budget and promises only of those whose rooms are built."""
    organisations = Organisation.objects.in_bulk(field_name="code")
    for facts in PROJECTS:
        fields = {name: facts[name] for name in ("code", "title_lv", "title_en", "funder", "starts", "ends")}
        project = Project.objects.create(organisation=organisations[facts["lead"]], **fields)
        for code in facts.get("partners", ()):
            ProjectPartner.objects.create(project=project, organisation=organisations[code])
        for key in FOLLOWED.get(project.code, ()):
            Target.objects.create(project=project, measure=key, in_force_from=project.starts)
        if project.code == "marta":
            _promises_of_marta(project)


def _promises_of_marta(project: Project) -> None:
    BudgetLine.objects.create(project=project, title="Granta līgums", source=project.funder, amount=Decimal("14987.77"))
    Target.objects.create(
        project=project,
        measure="services.persons_served",
        kind=TargetKind.RANGE,
        low=Decimal(5),
        value=Decimal(10),
        in_force_from=project.starts,
    )
