"""Questions as Django forms: one a card for a phone, or all on one page; and the answers to be read."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.questionnaires.engine import TICKED, Question, Row
from tilts.questionnaires.models import Answers, Level, Source
from tilts.questionnaires.scoring import NOT_ASKED, Score
from tilts.ui.forms import Answers as BigAnswers
from tilts.ui.forms import LocalDateField, TiltsForm, dress
from tilts.ui.second import both

LONGEST_COMMENT = 4000
PARTS = ("value", "source", "comment")
MEANWHILE = _("Somebody else answered this meanwhile: %(theirs)s. Look at both and save once more.")
TAKEN_BACK = _("nothing")
CHIPS = {Level.HIGH.value: "high", Level.MEDIUM.value: "wait", Level.STANDARD.value: "plain"}


@dataclass
class Patch:
    """What one or several cards say, ready for `keep_answers(reach, answers, **patch.as_kept())`."""

    values: dict[str, str]
    sources: dict[str, str]
    comments: dict[str, str]

    def as_kept(self) -> dict[str, Any]:
        """The arguments of `keep_answers`."""
        return {"values": self.values, "sources": self.sources, "comments": self.comments}


class CardForm(TiltsForm):
    """One question: the answer, where it comes from, and a comment. Fields `value`, `source`, `comment`.

    `seen` says what stood there when the page was drawn: who left it as it was writes nothing over what somebody else
    wrote meanwhile, and who changed the same reads both.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    source = forms.ChoiceField(label=_("Source of information"), choices=[("", "—"), *Source.choices], required=False)
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, answers: Answers, item: Question, language: str
    ) -> None:
        self.item, self.language = item, language
        self.now = _kept(answers, item)
        super().__init__(data, prefix=item.name, initial=_initial(answers, item) | {"seen": _digest(self.now)})
        if item.asked:
            self.fields["value"] = _value_field(item, language)
            self.order_fields(PARTS)
        else:
            self.fields.clear()
        # dressed again: the value came after the base class had dressed the rest
        dress(self)

    @property
    def big(self) -> bool:
        """Whether the answers are drawn as big cards."""
        return self.item.kind == "choice"

    def patch(self) -> Patch:
        """What was typed in good fields; a bad one keeps its old value. Call after `is_valid()`."""
        typed = {part: _stored(self.cleaned_data[part]) for part in PARTS if part in self.cleaned_data}
        mine = {part: text for part, text in typed.items() if self._is_mine(part, text)}
        name = self.item.name
        return Patch(*({name: mine[part]} if part in mine else {} for part in PARTS))

    def _is_mine(self, part: str, text: str) -> bool:
        """Whether this writer changed it; `False`, told at the field, where somebody else did too."""
        seen = dict(zip(PARTS, self.cleaned_data.get("seen", "").split(), strict=False))
        if part not in seen:
            return True
        if _short(text) == seen[part]:
            return False
        if _short(self.now[part]) == seen[part] or self.now[part] == text:
            return True
        self._show_both(part, text)
        return False

    def _show_both(self, part: str, text: str) -> None:
        """What the other wrote is told, a text holds both, and the next time it is sent it is not late."""
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("seen")] = _digest(self.now)
        if part == "comment":
            data[self.add_prefix(part)] = both(self.now[part], text)
        self.add_error(part, str(MEANWHILE) % {"theirs": self._in_words(part) or TAKEN_BACK})

    def _in_words(self, part: str) -> str:
        """What stands there now, as it is read."""
        kept = self.now[part]
        if part == "source":
            return str(Source(kept).label) if kept in Source.values else kept
        if part == "comment" or self.item.kind not in {"choice", "choices"}:
            return kept
        return ", ".join(self.item.choice_label(one, self.language) for one in kept.split())

    def refuse(self, sentences: Mapping[str, str]) -> None:
        """Put what `keep_answers` refused at the field."""
        if self.item.name in sentences:
            self.add_error("value", sentences[self.item.name])


def _kept(answers: Answers, item: Question) -> dict[str, str]:
    """What stands in a draft for one question."""
    kept = (answers.values, answers.sources, answers.comments)
    return {part: str(texts.get(item.name, "")) for part, texts in zip(PARTS, kept, strict=True)}


def _short(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:12]


def _digest(kept: Mapping[str, str]) -> str:
    """By this a page says what stood there when it was drawn."""
    return " ".join(_short(kept[part]) for part in PARTS)


def _initial(answers: Answers, item: Question) -> dict[str, Any]:
    value: Any = answers.values.get(item.name, "")
    if item.kind == "tick":
        value = value == TICKED
    elif item.kind == "choices":
        value = value.split()
    name = item.name
    return {"value": value, "source": answers.sources.get(name, ""), "comment": answers.comments.get(name, "")}


def _value_field(item: Question, language: str) -> forms.Field:
    choices = [(choice.value, item.choice_label(choice.value, language)) for choice in item.choices]
    common: dict[str, Any] = {"label": item.label(language), "help_text": item.hint(language), "required": False}
    if item.kind == "choice":
        return forms.ChoiceField(choices=choices, widget=BigAnswers, **common)
    if item.kind == "choices":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if item.kind == "tick":
        return forms.BooleanField(**common)
    if item.kind == "day":
        return LocalDateField(**common)
    return forms.CharField(**common)


def _stored(value: Any) -> str:
    if isinstance(value, bool):
        return TICKED if value else ""
    if isinstance(value, list):
        return " ".join(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value or "")


@dataclass(frozen=True)
class Card:
    """One question with its place in the form, for `questionnaires/_card.html`."""

    form: CardForm
    number: int
    total: int
    label: str
    hint: str
    before: str
    after: str
    saved: bool

    @property
    def name(self) -> str:
        """The name of the question, as in the address of its page."""
        return self.form.item.name

    @property
    def faint(self) -> str:
        """The answers that stand smaller."""
        return NOT_ASKED


def card_names(answers: Answers) -> list[str]:
    """The questions that are relevant with the answers so far, in order."""
    return [row.question.name for row in answers.questionnaire_version.sheet(answers.values).visible]


def card(answers: Answers, name: str, language: str, data: Mapping[str, Any] | None = None) -> Card | None:
    """The card of one question; nothing if the form has none of this name, or it is not asked with these answers."""
    names = card_names(answers)
    if name not in names:
        return None
    at = names.index(name)
    item = answers.questionnaire_version.form.find(name)
    assert item is not None
    form = CardForm(data, answers=answers, item=item, language=language)
    _shorten(form)
    return Card(
        form=form,
        number=at + 1,
        total=len(names),
        label=item.label(language),
        hint=item.hint(language),
        before=names[at - 1] if at else "",
        after=names[at + 1] if at + 1 < len(names) else "",
        saved=answers.revision > 0,
    )


def _shorten(form: CardForm) -> None:
    """On a card of its own the question and its hint stand above the field."""
    if "value" in form.fields:
        form.fields["value"].help_text = ""
    if form.item.kind == "tick":
        form.fields["value"].label = str(_("I confirm this"))


def first_open(answers: Answers) -> str:
    """The first question without an answer, where a draft goes on; the last one if all have one."""
    names = card_names(answers)
    return next((name for name in names if not answers.values.get(name)), names[-1] if names else "")


def all_cards(answers: Answers, language: str, data: Mapping[str, Any] | None = None) -> list[CardForm]:
    """Every question of the form on one page, for `questionnaires/_whole.html`."""
    rows = answers.questionnaire_version.sheet(answers.values, language).visible
    return [CardForm(data, answers=answers, item=row.question, language=language) for row in rows]


def gather(cards: Iterable[CardForm]) -> Patch:
    """What all cards of a page say together; bad fields keep their old value."""
    whole = Patch({}, {}, {})
    for one in cards:
        one.is_valid()
        part = one.patch()
        whole.values.update(part.values)
        whole.sources.update(part.sources)
        whole.comments.update(part.comments)
    return whole


class CompleteForm(TiltsForm):
    """The professional's own level beside the computed one, and why it differs."""

    level = forms.ChoiceField(label=_("Your level"), choices=[("", _("as computed")), *Level.choices], required=False)
    reason = forms.CharField(
        label=_("Why it differs"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Put what `complete_answers` refused at its field; the rest on top."""
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, sentence)


@dataclass(frozen=True)
class Line:
    """One answer to be read."""

    label: str
    value: str
    answer: str
    source: str
    comment: str
    critical: bool


@dataclass(frozen=True)
class AnswerSheet:
    """Answers to be read, for `questionnaires/_sheet.html`."""

    answers: Answers
    title: str
    lines: tuple[Line, ...]
    score: Score

    @property
    def computed(self) -> str:
        """The computed level in words; empty while too little is known."""
        return str(Level(self.answers.computed_level).label) if self.answers.computed_level else ""

    @property
    def professional(self) -> str:
        """The professional's level in words, if one was given."""
        return str(Level(self.answers.professional_level).label) if self.answers.professional_level else ""

    @property
    def computed_chip(self) -> str:
        """The kind of chip of the computed level."""
        return CHIPS.get(self.answers.computed_level, "plain")

    @property
    def professional_chip(self) -> str:
        """The kind of chip of the professional's level."""
        return CHIPS.get(self.answers.professional_level, "plain")

    @property
    def could_be(self) -> str:
        """The level in words if all that is unknown were a yes, where that would change it."""
        return "" if self.score.settled or not self.score.could_be else str(Level(self.score.could_be).label)


def answer_sheet(answers: Answers, language: str) -> AnswerSheet:
    """The answers of one filling in words, with sources and comments."""
    version = answers.questionnaire_version
    score = version.score(answers.values)
    rows = version.sheet(answers.values, language).visible
    lines = tuple(_line(answers, row, language, score) for row in rows if row.question.asked)
    return AnswerSheet(answers, version.questionnaire.title, lines, score)


def _line(answers: Answers, row: Row, language: str, score: Score) -> Line:
    item = row.question
    source = answers.sources.get(item.name, "")
    words = str(_("confirmed")) if row.value and item.kind == "tick" else item.choice_label(row.value, language)
    return Line(
        label=item.label(language),
        value=row.value,
        answer=words if row.value else "",
        source=str(Source(source).label) if source else "",
        comment=answers.comments.get(item.name, ""),
        critical=item.name in score.critical,
    )
