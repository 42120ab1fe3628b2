"""What `questionnaires` holds: answers, and the words written beside them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tilts.kit.holdings import Gone, Piece, Rows, Subject, Texts, holding
from tilts.kit.redaction import strike
from tilts.questionnaires.models import Answers

WRITTEN = "text"
"""The kind of a question that is answered in one's own words."""


def _answered(rows: Rows, subject: Subject) -> Iterable[tuple[Any, Any, str]]:
    """Every answer with its question, in the files of the subject."""
    found = rows(Answers).filter(folder__in=subject.folders).select_related("questionnaire_version")
    for one in found.order_by("filled_on", "pk"):
        questions = {item.name: item for item in one.questionnaire_version.form.items}
        for name, value in one.values.items():
            if value and name in questions and questions[name].asked:
                yield one, questions[name], str(value)


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    language = (get_language() or "lv")[:2]
    for one, question, value in _answered(rows, subject):
        label = question.label(language)
        if question.kind == WRITTEN:
            key = f"{Answers._meta.label_lower}:{one.pk}:values:{question.name}"
            yield Piece(label, value, one.filled_on, key, one.folder_id)
        else:
            yield Piece(label, question.choice_label(value, language), one.filled_on)


def _empty(rows: Rows, subject: Subject) -> Iterable[Gone]:
    """Answers in one's own words go; coded ones are counted and stay."""
    for one in {one.pk: one for one, question, _value in _answered(rows, subject) if question.kind == WRITTEN}.values():
        written = {item.name for item in one.questionnaire_version.form.items if item.kind == WRITTEN}
        mine = one.folder_id in subject.own
        left = {
            name: ("" if mine else strike(value, subject.words)) if name in written else value
            for name, value in one.values.items()
        }
        if left != one.values:
            one.values = {name: value for name, value in left.items() if value}
            one.save(update_fields=["values"])
            yield Gone("questionnaires.answers", one.pk)


holding(
    "questionnaires",
    _("Answers to questionnaires"),
    tables=[Answers],
    texts=(
        Texts(Answers, _("Words beside an answer"), ("comments",), "folder_id", "filled_on"),
        Texts(Answers, _("Why the level was changed"), ("professional_reason",), "folder_id", "filled_on"),
        Texts(Answers, _("Why answers were voided"), ("voided_why",), "folder_id", shown=False),
    ),
    facts=_facts,
    empty=_empty,
    stays=_("The coded answers and the level: figures need them."),
)
