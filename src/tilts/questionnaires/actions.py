"""Filling in: begin, keep (nothing typed is lost), complete."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.audit import write_entry
from tilts.access.models import Folder
from tilts.access.reach import Decision, Reach, Refused
from tilts.access.words import say_kinds
from tilts.questionnaires.engine import NOT_XML
from tilts.questionnaires.models import Answers, Level, QuestionnaireVersion, Source, State
from tilts.questionnaires.policy import FINISHED, may_begin, may_keep
from tilts.questionnaires.scoring import LEVELS, Score

say_kinds({"questionnaire.level_lowered": gettext_lazy("Questionnaire: level lowered")})


LONGEST_COMMENT = 4000
Patch = Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """A saved draft, and a sentence for each question whose new value was not taken."""

    answers: Answers
    refused: dict[str, str] = field(default_factory=dict)


class Incomplete(Refused):
    """The answers cannot be completed yet; `errors` has a sentence for each question (or `level`, `reason`)."""

    def __init__(self, sentence: str | Promise, errors: dict[str, str]) -> None:
        super().__init__(sentence)
        self.errors = errors


@action("questionnaire.begun", may=may_begin, says=gettext_lazy("Questionnaire: begun"))
def begin_answers(
    reach: Reach, folder: Folder, *, version: QuestionnaireVersion, filled_on: date | None = None
) -> Answers:
    """Begin an empty draft of a published version in a folder; `filled_on` is the day of the talk (today)."""
    decision = may_begin(reach, record=folder) if reach.purpose != "job" else Decision(True)
    if not decision:
        raise Refused(decision.sentence)
    if not version.published_at:
        raise Refused(_("This questionnaire is not published."))
    begun: Answers = Answers.objects.create(
        folder=folder,
        organisation=reach.organisation or folder.organisation,
        questionnaire_version=version,
        filled_by=reach.user,
        filled_on=filled_on or timezone.localdate(),
    )
    return begun


@action("questionnaire.kept", may=may_keep, says=gettext_lazy("Questionnaire: answers"))
def keep_answers(
    reach: Reach,
    answers: Answers,
    *,
    values: Patch,
    sources: Patch | None = None,
    comments: Patch | None = None,
    seen_version: int | None = None,
) -> Kept:
    """Save what was typed, question by question, over what is kept; an empty value takes an answer back.

    Good values are kept even if others are refused. With `seen_version` a second writer is told (`Stale`);
    without it only the questions given are written, so two people on different questions do not hurt each other.
    """
    draft = _locked(answers, seen_version)
    refused = _bad_values(draft, values) | _bad_notes(draft, sources or {}, comments or {})
    draft.values = _merged(draft.values, values, refused)
    draft.sources = _merged(draft.sources, sources or {}, refused)
    draft.comments = _merged(draft.comments, comments or {}, refused)
    draft.revision += 1
    _write_score(draft)
    _save(draft)
    return Kept(draft, refused)


@action("questionnaire.completed", may=may_keep, says=gettext_lazy("Questionnaire: completed"))
def complete_answers(reach: Reach, answers: Answers, *, professional_level: str = "", reason: str = "") -> Answers:
    """Complete a draft. Another level than the computed one needs a reason; lowering leaves a trace of its own."""
    draft = _locked(answers, None)
    score = _write_score(draft)
    errors = draft.questionnaire_version.sheet(draft.values, _language()).errors
    errors |= _level_errors(score.level, professional_level, reason.strip())
    if errors:
        first = next(iter(errors.values()))
        raise Incomplete(_("Some questions still need an answer.") if len(errors) > 1 else first, errors)
    draft.professional_level = professional_level
    draft.professional_reason = reason.strip()
    draft.state = State.COMPLETE
    draft.completed_at = timezone.now()
    draft.filled_by = reach.user or draft.filled_by
    if _lowered(score.level, professional_level):
        write_entry(reach, "questionnaire.level_lowered", draft, fields=["professional_level"])
    return _save(draft)


def _language() -> str:
    return (translation.get_language() or "lv")[:2]


def _locked(answers: Answers, seen_version: int | None) -> Answers:
    """The caller's own object, brought up to date and locked for this transaction."""
    now = Answers._base_manager.select_for_update().get(pk=answers.pk)
    if now.state != State.DRAFT:
        raise Refused(FINISHED)
    if seen_version is not None and now.version != seen_version:
        raise Stale
    for column in Answers._meta.concrete_fields:
        setattr(answers, column.attname, getattr(now, column.attname))
    return answers


def _save(draft: Answers) -> Answers:
    draft.version += 1
    draft.save()
    return draft


def _merged(kept: Patch, new: Patch, refused: Patch) -> dict[str, str]:
    merged = {**kept, **{name: value for name, value in new.items() if name not in refused}}
    return {name: value for name, value in merged.items() if value}


def _bad_values(draft: Answers, values: Patch) -> dict[str, str]:
    """A sentence for each new value that does not fit its question; values the draft had are left alone."""
    version = draft.questionnaire_version
    refused = {name: _("This questionnaire has no such question.") for name in values if not version.form.find(name)}
    wrong = version.sheet({**draft.values, **values}, _language()).wrong
    refused |= {name: sentence for name, sentence in wrong.items() if name in values}
    return refused


def _bad_notes(draft: Answers, sources: Patch, comments: Patch) -> dict[str, str]:
    form = draft.questionnaire_version.form
    refused = {
        name: _("This questionnaire has no such question.") for name in [*sources, *comments] if not form.find(name)
    }
    for name, source in sources.items():
        if source and source not in Source.values:
            refused[name] = _("Choose one of the sources given.")
    for name, comment in comments.items():
        if len(comment) > LONGEST_COMMENT:
            refused[name] = _("This comment is too long.")
        elif NOT_XML.search(comment):
            refused[name] = _("This text contains signs that cannot be stored.")
    return refused


def _write_score(draft: Answers) -> Score:
    score = draft.questionnaire_version.score(draft.values)
    draft.answered, draft.unknown = score.answered, score.unknown
    draft.total_yes, draft.computed_level = score.total_yes, score.level
    return score


def _level_errors(computed: str, professional: str, reason: str) -> dict[str, str]:
    if professional and professional not in Level.values:
        return {"level": _("Choose one of the levels given.")}
    if professional and professional != computed and not reason:
        return {"reason": _("Say why your level differs from the computed one.")}
    return {}


def _lowered(computed: str, professional: str) -> bool:
    return bool(computed and professional) and LEVELS.index(professional) < LEVELS.index(computed)
