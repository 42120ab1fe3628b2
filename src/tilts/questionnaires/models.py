"""Questionnaires, their published versions, and the answers that lie in a folder."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.guard import GuardedRows
from tilts.access.models import Folder, Organisation, Record, RecordRows, User
from tilts.questionnaires.engine import Form, Sheet, evaluate, parse
from tilts.questionnaires.scoring import Score, score
from tilts.sealing.fields import SealedJSONField, SealedTextField

CODED = ("choice", "choices", "tick")
"""Kinds of questions whose answers are codes and lie plain, because they are counted; all others lie sealed."""


class Published(RuntimeError):
    """A published version never changes; make a new one."""


class Use(models.TextChoices):
    """Where a questionnaire is filled in."""

    DOORSTEP = "doorstep", pgettext_lazy("Use", "at the door")
    FULL = "full", pgettext_lazy("Use", "in a talk")


class Source(models.TextChoices):
    """Where the answer to one question comes from."""

    PERSON = "person", pgettext_lazy("Source", "the person")
    OFFICER = "officer", pgettext_lazy("Source", "own observation")
    RECORD = "record", pgettext_lazy("Source", "register or document")
    CHILD = "child", pgettext_lazy("Source", "a child")
    OTHER = "other", pgettext_lazy("Source", "someone else")


class Level(models.TextChoices):
    """How high the risk is held to be: a judgement for today, never a prediction."""

    STANDARD = "standard", pgettext_lazy("Level", "standard risk")
    MEDIUM = "medium", pgettext_lazy("Level", "medium risk")
    HIGH = "high", pgettext_lazy("Level", "high risk")


class State(models.TextChoices):
    """How far the answers are."""

    DRAFT = "draft", pgettext_lazy("State", "draft")
    COMPLETE = "complete", pgettext_lazy("State", "complete")


class QuestionnaireRows(GuardedRows[Any]):
    """Questionnaires within reach."""


class Questionnaire(models.Model):
    """An instrument under one code; without an organisation it is shipped with Tilts."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(max_length=60)
    title_lv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    use = models.CharField(max_length=20, choices=Use)

    objects: ClassVar[Any] = QuestionnaireRows.as_manager()

    class Meta:
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(organisation=None),
                name="questionnaire_code_once_shipped",
                violation_error_message=_("Tilts brings a questionnaire with this code already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="questionnaire_code_once_in_organisation",
                violation_error_message=_("There is a questionnaire with this code already."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (translation.get_language() or "").startswith("en") else self.title_lv


def in_force_on(day: date) -> Q:
    """Published, begun and not yet retired on that day."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return Q(published_at__isnull=False) & begun & (Q(valid_to=None) | Q(valid_to__gte=day))


class VersionRows(GuardedRows[Any]):
    """Versions of questionnaires within reach."""

    def in_force(self, on: date | None = None) -> Self:
        """Published versions that may be filled in on a day (today unless said)."""
        return self.filter(in_force_on(on or timezone.localdate()))

    def update(self, **values: Any) -> int:
        """Only the last day can be changed for many at once: texts are changed by a new version."""
        if set(values) - {"valid_to"}:
            raise Published("a version is changed one by one, and only until it is published")
        return super().update(**values)


class QuestionnaireVersion(models.Model):
    """One wording of a questionnaire with its scoring; once published it never changes, it is only retired."""

    FROZEN = (
        "questionnaire_id",
        "number",
        "source",
        "xform",
        "scoring",
        "licence",
        "source_note",
        "valid_from",
        "published_at",
    )

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField(help_text="readable XLSForm")
    xform = models.TextField(help_text="the same, converted once when published")
    scoring = models.JSONField(default=dict)
    licence = models.CharField(max_length=100)
    source_note = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = VersionRows.as_manager()

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"],
                name="questionnaire_version_number_once",
                violation_error_message=_("There is a version with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="questionnaire_version_ends_after_start",
                violation_error_message=_("A version cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id}.{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; `Published` if the content of a published version would change."""
        kept = type(self)._base_manager.filter(pk=self.pk, published_at__isnull=False).values(*self.FROZEN).first()
        if kept and any(getattr(self, name) != value for name, value in kept.items()):
            raise Published(f"version {self.number} is published and does not change")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """A published version is retired (`valid_to`), never deleted."""
        if self.published_at:
            raise Published(f"version {self.number} is published and stays")
        return super().delete(*args, **kwargs)

    @property
    def form(self) -> Form:
        """The parsed form, read once per process."""
        return parse(self.xform)

    def sheet(self, values: Mapping[str, str], language: str = "lv") -> Sheet:
        """How the questions stand with these answers."""
        return evaluate(self.form, values, language)

    def score(self, values: Mapping[str, str]) -> Score:
        """What these answers come to."""
        return score(self.form, self.scoring, values)


def current_version(use: str, on: date | None = None, organisation: Organisation | None = None) -> QuestionnaireVersion:
    """The version to fill in on a day: the organisation's own before a shipped one; `DoesNotExist` if there is none."""
    day = on or timezone.localdate()
    owner = Q(questionnaire__organisation=None)
    if organisation:
        owner |= Q(questionnaire__organisation=organisation)
    found = (
        QuestionnaireVersion._base_manager.filter(owner, in_force_on(day), questionnaire__use=use)
        .select_related("questionnaire")
        .order_by(F("questionnaire__organisation").asc(nulls_last=True), "-number", "questionnaire__code")
        .first()
    )
    if found is None:
        raise QuestionnaireVersion.DoesNotExist(f"no questionnaire for {use} on {day}")
    return found


class AnswersRows(RecordRows):
    """Answers within reach."""

    def drafts(self) -> Self:
        """Begun and not yet complete."""
        return self.filter(state=State.DRAFT)

    def complete(self) -> Self:
        """Finished ones."""
        return self.filter(state=State.COMPLETE)


class Answers(Record):
    """One filling of one version, in a folder: the answers, where each came from, and both levels."""

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="+")
    questionnaire_version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    coded = models.JSONField(default=dict, db_column="values", help_text="answers that are counted")
    texts = SealedJSONField(blank=True, help_text="answers in words")
    sources = models.JSONField(default=dict)
    comments = SealedJSONField(blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    filled_on = models.DateField(default=timezone.localdate)
    filled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answered = models.PositiveSmallIntegerField(default=0)
    unknown = models.PositiveSmallIntegerField(default=0)
    total_yes = models.PositiveSmallIntegerField(default=0)
    computed_level = models.CharField(max_length=10, choices=Level, blank=True)
    professional_level = models.CharField(max_length=10, choices=Level, blank=True)
    professional_reason = SealedTextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = AnswersRows.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["folder", "state", "filled_on"], name="answers_of_folder"),
            models.Index(fields=["organisation", "filled_on"], name="answers_of_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, completed_at=None) | Q(state=State.COMPLETE, completed_at__isnull=False),
                name="complete_answers_have_their_moment",
                violation_error_message=_("Say when the questionnaire was finished."),
            ),
        ]

    def __str__(self) -> str:
        return f"answers {self.id}"

    @property
    def values(self) -> dict[str, str]:
        """All answers by question, coded ones and those in words."""
        return {**self.coded, **self.texts}

    @values.setter
    def values(self, answers: Mapping[str, str]) -> None:
        kinds = {item.name: item.kind for item in self.questionnaire_version.form.items}
        self.coded = {name: value for name, value in answers.items() if kinds.get(name) in CODED}
        self.texts = {name: value for name, value in answers.items() if name not in self.coded}

    @property
    def level(self) -> str:
        """The professional's level where there is one; the computed one stays beside it."""
        return self.professional_level or self.computed_level

    @property
    def score(self) -> Score:
        """The score of the answers as they stand."""
        return self.questionnaire_version.score(self.values)
