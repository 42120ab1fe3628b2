"""Projects: who pays, from when to when, what was promised."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, Record, RecordRows, Site


class ProjectRows(RecordRows):
    """Projects."""

    def coded(self, code: str) -> Self:
        """The project of this code, or of an alias of it."""
        return self.filter(Q(code=code) | Q(aliases__code=code)).distinct()


class Project(Record):
    """An agreement with a funder; `organisation` leads it. Its folder carries the same id."""

    code = models.SlugField(
        max_length=60, unique=True, error_messages={"unique": _("There is a project with this code already.")}
    )
    title_lv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    funder = models.CharField(max_length=200)
    agreement = models.CharField(max_length=100, blank=True)
    starts = models.DateField()
    ends = models.DateField(help_text="the last day")

    objects: ClassVar[Any] = ProjectRows.as_manager()

    class Meta:
        ordering = ["-starts", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="project_ends_after_start",
                violation_error_message=_("A project cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.title_lv if get_language() == "lv" else self.title_en


class ProjectAlias(models.Model):
    """Another spelling of a project's code or number."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="aliases")
    code = models.CharField(
        max_length=100, unique=True, error_messages={"unique": _("There is a project with this code already.")}
    )

    def __str__(self) -> str:
        return self.code


class BudgetLine(models.Model):
    """What is paid, by which source: EUR."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="budget_lines")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.title}: {self.amount}"


class TargetKind(models.TextChoices):
    """How a promise is meant."""

    EXACTLY = "exactly", pgettext_lazy("TargetKind", "planned")
    AT_LEAST = "at_least", pgettext_lazy("TargetKind", "at least")
    AT_MOST = "at_most", pgettext_lazy("TargetKind", "at most")
    RANGE = "range", pgettext_lazy("TargetKind", "from - to")


class Target(models.Model):
    """What was promised: a value (and a low end for ranges), joined to a measure by its key."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="targets")
    measure = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=TargetKind, default=TargetKind.EXACTLY)
    low = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    where = models.JSONField(default=dict, blank=True)
    in_force_from = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="range") | Q(low__isnull=False, value__gte=F("low")),
                name="target_range_in_order",
                violation_error_message=_("A range needs its lower end, and the upper end is not below it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


class Attribution(models.Model):
    """An act is paid by a project, whole or by a share; every room with acts has its own table of them."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="+")
    share = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(1))

    class Meta:
        abstract = True


class ProjectPartner(models.Model):
    """An organisation that carries the project out beside its lead."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.project_id}"
