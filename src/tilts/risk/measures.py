"""What this room counts: risk questionnaires filled to their end."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Reach, Rows
from tilts.cases.violence import breakdowns, said_of
from tilts.kit.figures import CountType
from tilts.kit.measures import Column, OneOf, measure
from tilts.risk.models import Questionnaire, QuestionnaireAttribution

DOORSTEP = "doorstep"


def _newly_known(reach: Reach) -> Any:
    yes, no = When(newly_known=True, then=Value("yes")), When(newly_known=False, then=Value("no"))
    return Case(yes, no, default=Value(""))


BY: Mapping[str, Column] = {
    "agency": "organisation__kind",
    "municipality": "territory__name_lv",
    "level": "level",
    "newly_known": OneOf(_newly_known, ("yes", "no")),
    "project": "attributions__project__code",
    "organisation": "organisation__code",
    **breakdowns(),
}


def _with_violence(reach: Reach) -> Rows:
    """Questionnaires, to be joined to what their report or case says of violence."""
    return reach(Questionnaire).annotate(said=said_of("folder"))


def _paid_by(project: Any) -> Any:
    return QuestionnaireAttribution.objects.filter(project=project).values("act")


@measure(
    "risk.questionnaires",
    _("Risk questionnaires filled at call-outs"),
    lv=("Izsaukumos aizpildītās riska anketas", "Izsaukuma vietā līdz galam aizpildītās riska novērtēšanas anketas."),
    count_type=CountType.ACTS,
    on="filled_on",
    by=BY,
    paid_by=_paid_by,
)
def questionnaires(reach: Reach) -> Rows:
    """Risk questionnaires filled to their end at a call-out."""
    return _with_violence(reach).filter(instrument=DOORSTEP)


@measure(
    "risk.assessments",
    _("Full risk assessments"),
    lv=("Pilnie riska novērtējumi", "Kopā ar cilvēku līdz galam aizpildītās pilnās riska novērtēšanas anketas."),
    count_type=CountType.ACTS,
    on="filled_on",
    by=BY,
    paid_by=_paid_by,
)
def assessments(reach: Reach) -> Rows:
    """The fuller risk questionnaires filled to their end with the person."""
    return _with_violence(reach).exclude(instrument=DOORSTEP)
