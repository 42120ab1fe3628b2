"""Pages of risk: the fuller assessment, and questionnaires that are put right."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.codes import code_lead
from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.forms.putting_right import TakeOutForm
from tilts.cases.models import Case
from tilts.projects.forms import Paying
from tilts.projects.models import Project
from tilts.questionnaires.actions import Incomplete, begin_answers, keep_answers
from tilts.questionnaires.forms import CardForm, CompleteForm, all_cards, answer_sheet, gather
from tilts.questionnaires.models import Answers, current_version
from tilts.risk import actions
from tilts.risk.forms import QuestionnaireForm
from tilts.risk.models import DoorstepReport, Questionnaire
from tilts.risk.views.sheets import answers_of, language


@door("risk.assessed")
def assessment_new(request: Request, id: UUID) -> HttpResponse:
    """Begin the fuller questionnaire, or go on with the draft that is there."""
    case = allowed(request, "risk.assessed", request.reach(Case).select_related("folder").get(pk=id))
    draft = request.reach(Answers).filter(folder=case.folder_id, state="draft").first()
    if request.method == "POST" and draft is None:
        draft = begin_answers(request.reach, folder=case.folder, version=current_version("full"))
    if draft:
        return redirect("risk:assessment_page", id=case.pk, answers=draft.pk)
    return page(request, "risk/assessment_new.html", case=case)


@door("risk.assessed")
def assessment_page(request: Request, id: UUID, answers: UUID) -> HttpResponse:
    """The whole questionnaire on one page: save as a draft, or finish with one's own level."""
    case = allowed(request, "risk.assessed", request.reach(Case).select_related("folder").get(pk=id))
    sheet = answers_of(request).get(pk=answers, folder=case.folder_id)
    if sheet.state != "draft":
        return page(request, "risk/assessment_done.html", case=case, sheet=answer_sheet(sheet, language()))
    cards = all_cards(sheet, language(), request.POST if request.method == "POST" else None)
    judgement = CompleteForm(request.POST if "finish" in request.POST else None)
    if request.method == "POST" and _keep_all(request, sheet, cards) and _finish(request, case, sheet, judgement):
        return redirect("cases:case_page", id=case.pk)
    status = 422 if request.method == "POST" else 200
    context = {"case": case, "cards": cards, "judgement": judgement, "answers": sheet}
    return page(request, "risk/assessment_page.html", status=status, **context)


def _keep_all(request: Request, sheet: Answers, cards: list[CardForm]) -> bool:
    kept = keep_answers(request.reach, sheet, **gather(cards).as_kept())
    for one in cards:
        one.refuse(kept.refused)
    return not any(one.errors for one in cards)


def _finish(request: Request, case: Case, sheet: Answers, judgement: CompleteForm) -> bool:
    if "finish" not in request.POST:
        messages.success(request, _("The draft is saved."))
        return True
    if not judgement.is_valid():
        return False
    sheet.refresh_from_db()
    try:
        actions.finish_assessment(
            request.reach,
            case,
            answers=sheet,
            professional_level=judgement.cleaned_data["level"],
            reason=judgement.cleaned_data["reason"],
        )
    except Incomplete as incomplete:
        judgement.refuse(incomplete.errors)
        return False
    messages.success(request, _("The assessment is finished."))
    return True


@door("cases.read")
def assessment_read(request: Request, id: UUID, act: UUID) -> HttpResponse:
    """A finished questionnaire, with sources and comments."""
    done = request.reach(Questionnaire).select_related("answers__questionnaire_version__questionnaire").get(pk=act)
    case = request.reach(Case).get(pk=id)
    if done.case_id != case.pk:
        raise Case.DoesNotExist
    may_correct = request.reach.may("risk.corrected", record=done)
    sheet = answer_sheet(done.answers, language())
    return page(request, "risk/assessment_done.html", case=case, act=done, sheet=sheet, may_correct=may_correct)


def _in_case(request: Request, id: UUID, act: UUID) -> tuple[Questionnaire, str, Any]:
    """A questionnaire of a case, the page to which one goes back, and what stands below the heading."""
    case = request.reach(Case).get(pk=id)
    found = request.reach(Questionnaire).select_related("folder").get(pk=act, case=case.pk)
    back = reverse("cases:case_page", args=[case.pk])
    return found, back, code_lead(case, back)


def _of_report(request: Request, id: UUID) -> tuple[Questionnaire, str, Any]:
    """The questionnaire of a report, the same."""
    report = request.reach(DoorstepReport).get(pk=id)
    found = request.reach(Questionnaire).select_related("folder").get(report=report.pk)
    back = reverse("risk:report_page", args=[report.pk])
    return found, back, code_lead(report, back)


def _correct(request: Request, about: tuple[Questionnaire, str, Any], out: str) -> Entry:
    act, back, lead = about
    paid = list(act.attributions.values_list("project", flat=True))
    initial = {**model_to_dict(act, ["filled_on", "territory"]), "projects": paid}
    offered: dict[str, Any] = {"act": act, "projects": Paying(request.reach(Project), act.filled_on, paid)}
    form = QuestionnaireForm(request.POST or None, initial=initial, **offered)
    title, other = _("Correct a risk questionnaire"), (out, _("Take it out"))
    words = _("The answers stay as they are. To assess anew, begin a new questionnaire.")
    return Entry(act, form, title, back, lead=lead, words=words, other=other, then=partial(_say, request, back))


def _say(request: Request, back: str, warning: str) -> str:
    """That it is saved, or what is odd about it; where to go."""
    if warning:
        messages.warning(request, warning)
    else:
        messages.success(request, _("The questionnaire is corrected."))
    return back


def _void(request: Request, about: tuple[Questionnaire, str, Any]) -> Entry:
    act, back, lead = about
    form, title = TakeOutForm(request.POST or None, act=act), _("Take a risk questionnaire out")
    words = _("The level of risk of the case stays as it is. Set it anew where it rested on this questionnaire.")
    said = _("The questionnaire is taken out. It counts nowhere any more.")
    return Entry(act, form, title, back, lead=lead, words=words, submit=title, said=said)


@form_page(actions.correct_questionnaire)
def questionnaire_correct(request: Request, id: UUID, act: UUID) -> Entry:
    """Put a questionnaire of a case right, or go on to take it out."""
    out = reverse("risk:questionnaire_void", args=[id, act])
    return _correct(request, _in_case(request, id, act), out)


@form_page(actions.void_questionnaire, at="why")
def questionnaire_void(request: Request, id: UUID, act: UUID) -> Entry:
    """Take a questionnaire of a case out, with a reason."""
    return _void(request, _in_case(request, id, act))


@form_page(actions.correct_questionnaire)
def report_questionnaire_correct(request: Request, id: UUID) -> Entry:
    """Put the questionnaire of a report right, or go on to take it out."""
    return _correct(request, _of_report(request, id), reverse("risk:report_questionnaire_void", args=[id]))


@form_page(actions.void_questionnaire, at="why")
def report_questionnaire_void(request: Request, id: UUID) -> Entry:
    """Take the questionnaire of a report out, with a reason."""
    return _void(request, _of_report(request, id))
