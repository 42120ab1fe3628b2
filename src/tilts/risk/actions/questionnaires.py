"""Risk questionnaires as acts: the fuller assessment is finished; what was counted is put right or taken out."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.models import Organisation
from tilts.access.putting_right import is_put_right, put_right, take_out
from tilts.access.reach import Reach, Refused, unscoped
from tilts.cases.actions import set_level
from tilts.cases.models import Case
from tilts.cases.policy.case import writes
from tilts.places.models import Territory
from tilts.projects.charging import charge
from tilts.projects.models import Project, Target
from tilts.questionnaires.actions import complete_answers
from tilts.questionnaires.models import Answers
from tilts.risk.models import DoorstepReport, Questionnaire, QuestionnaireAttribution
from tilts.risk.policy import may_put_right


def count_questionnaire(
    reach: Reach,
    answers: Answers,
    *,
    instrument: str,
    report: DoorstepReport | None = None,
    case: Case | None = None,
) -> Questionnaire:
    """A questionnaire that is filled to its end is an act (part of a wider action)."""
    place = report.territory if report else case.territory if case else None
    act = Questionnaire.objects.create(
        organisation=answers.organisation,
        answers=answers,
        report=report,
        case=case,
        folder=answers.folder,
        instrument=instrument,
        filled_on=(report.happened_on if report else None) or answers.filled_on,
        filled_by=reach.user,
        level=answers.professional_level or answers.computed_level,
        territory=place,
    )
    _attribute(act, report.desk if report else answers.organisation)
    return act


def _attribute(act: Questionnaire, desk: Organisation | None) -> None:
    """A questionnaire counts for the running projects of its sender or its desk that follow this measure."""
    key = "risk.questionnaires" if act.instrument == "doorstep" else "risk.assessments"
    following = Target.objects.filter(measure=key).values("project")
    running = unscoped(Project, reason="attribute a questionnaire").filter(
        pk__in=following, starts__lte=act.filled_on, ends__gte=act.filled_on
    )
    for project in running.prefetch_related("partners"):
        who = {project.organisation_id, *(partner.organisation_id for partner in project.partners.all())}
        if act.organisation_id in who or (desk and desk.pk in who):
            QuestionnaireAttribution.objects.create(act=act, project=project)


@action("risk.assessed", may=writes("risk"), says=gettext_lazy("Risk: assessment"))
def finish_assessment(
    reach: Reach, case: Case, *, answers: Answers, professional_level: str, reason: str = ""
) -> Questionnaire:
    """Finish the fuller questionnaire: the computed level and the professional's own, side by side."""
    complete_answers(reach, answers, professional_level=professional_level, reason=reason)
    act = count_questionnaire(reach, answers, case=case, instrument=answers.questionnaire_version.questionnaire.code)
    if act.level:
        set_level(reach, case, level=act.level)
    return act


@action("risk.corrected", may=may_put_right, says=gettext_lazy("Risk questionnaire: corrected"))
def correct_questionnaire(
    reach: Reach,
    act: Questionnaire,
    *,
    filled_on: date,
    territory: Territory | None,
    seen_version: int,
    projects: Iterable[Project] | None = None,
) -> str:
    """Put right by which day, municipality and projects a questionnaire is counted; its answers stay as they are.

    What was counted before is kept beside it. Without `projects` those that paid for it go on, where the day is theirs.
    """
    if filled_on > timezone.localdate():
        raise Refused(_("A questionnaire cannot be filled in in the future."), "filled_on")
    sheet = Answers._base_manager.filter(pk=act.answers_id, filled_on=act.filled_on)
    sheet.update(filled_on=filled_on)
    put_right(reach, act, seen_version, filled_on=filled_on, territory=territory)
    return charge(QuestionnaireAttribution, act, filled_on, to=projects, among=reach(Project))


@action("risk.voided", may=may_put_right, says=gettext_lazy("Risk questionnaire: taken out"))
def void_questionnaire(reach: Reach, act: Questionnaire, *, why: str, seen_version: int) -> Questionnaire:
    """Take a questionnaire out, with a reason of a list: it counts nowhere; the level of the case stays as it is."""
    take_out(reach, act, seen_version, why=why)
    return act


is_put_right(Questionnaire, corrected=(correct_questionnaire,), taken_out=(void_questionnaire,))
