"""The cases on an agenda, what is shared about them at the table, and who does what by when."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.causes import cause
from tilts.access.models import Act, Organisation, Record, TakenOut, User
from tilts.cases.models import Case
from tilts.directory.models import Agreement
from tilts.meetings.models.kinds import LAWS, TAKES_CASES, MeetingKind
from tilts.meetings.models.meeting import Invitation, Issue, Meeting
from tilts.meetings.models.research import Nature
from tilts.sealing.fields import SealedTextField
from tilts.sealing.models import WithSealed

MINUTES = 15
"""How long a case is talked about, unless somebody says otherwise."""


class Criterion(models.TextChoices):
    """Why a case comes to the table."""

    VISIBLE = "visible_high_risk", pgettext_lazy("Criterion", "high risk by the questionnaire")
    JUDGEMENT = "professional_judgement", pgettext_lazy("Criterion", "professional judgement")
    ESCALATION = "escalation", pgettext_lazy("Criterion", "it happens more often or gets worse")
    REPEAT = "repeat", pgettext_lazy("Criterion", "repeat")
    URGENT = "child_urgent", pgettext_lazy("Criterion", "a child: several institutions must act at once")
    UNSOLVED = "child_unsolved", pgettext_lazy("Criterion", "a child: one institution has not been able to solve it")


class Basis(models.TextChoices):
    """On what the institutions share; consent alone is no basis here."""

    LAW = "law", pgettext_lazy("Basis", "law")
    AGREEMENT = "agreement", pgettext_lazy("Basis", "signed agreement of the institutions")


class Aware(models.TextChoices):
    """Whether she knows that her case is talked about."""

    YES = "yes", pgettext_lazy("Aware", "yes")
    UNSAFE = "unsafe", pgettext_lazy("Aware", "no, telling the person is not safe")
    NOT_YET = "not_yet", pgettext_lazy("Aware", "not yet")


class RepeatRule(models.TextChoices):
    """The two published definitions of a repeat."""

    SAME_PAIR = (
        "same_pair",
        pgettext_lazy(
            "RepeatRule", "same victim and alleged perpetrator, an incident that would be a crime, within 12 months"
        ),
    )
    ANY_INCIDENT = "any_incident", pgettext_lazy("RepeatRule", "any incident within 12 months, a crime or not")


@cause("meeting", "agreement")
class AgendaItem(Act):
    """One case on the agenda of one meeting; `organisation` convenes the meeting."""

    COUNTED = ("day", "kind", "began_at", "is_repeat")
    REASONS = (TakenOut.NOT_HELD, TakenOut.TWICE, TakenOut.OTHER_CASE)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=20, choices=MeetingKind, help_text="the meeting's, for those who see the case alone"
    )
    day = models.DateField(db_index=True, help_text="the meeting's: by it the case is counted")
    number = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=MINUTES)
    criteria = models.JSONField(default=list, blank=True)
    why = SealedTextField(blank=True)
    basis = models.CharField(max_length=10, choices=Basis)
    basis_words = SealedTextField(blank=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="+")
    referred_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    referred_by_unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    referred_on = models.DateField()
    summary = SealedTextField(blank=True)
    wants = SealedTextField(blank=True)
    aware = models.CharField(max_length=10, choices=Aware, default=Aware.NOT_YET)
    tell_by = SealedTextField(blank=True)
    tell_how = SealedTextField(blank=True)
    told_on = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_referred_on = models.DateField(null=True, blank=True)
    incident_on = models.DateField(null=True, blank=True)
    repeat_rule = models.CharField(max_length=15, choices=RepeatRule, blank=True)
    same_pair = models.BooleanField(null=True, help_text="the incident: the same alleged perpetrator as before")
    would_be_crime = models.BooleanField(null=True, help_text="the incident: a crime, if it were reported")
    is_repeat = models.BooleanField(null=True)
    flag_until = models.DateField(null=True, blank=True, help_text="until this day a new incident makes it a repeat")
    conclusion = SealedTextField(blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "case"],
                condition=Q(voided_at=None),
                name="case_once_on_an_agenda",
                violation_error_message=_("This case is on the agenda already."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=480),
                name="item_minutes_within_a_day",
                violation_error_message=_("The length must be between 1 minute and 8 hours."),
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.number} of {self.meeting_id}"

    @property
    def level_shown(self) -> bool:
        """Whether the table sees the level of risk: a referral to a conference shares it, a call about one case not."""
        return bool(self.case.level) and self.kind in TAKES_CASES

    @property
    def basis_said(self) -> str:
        """On what the institutions share, with the law by which such a table sits and what was written besides."""
        law = LAWS.get(self.kind, "") if self.basis == Basis.LAW else ""
        return "; ".join(filter(None, [str(self.get_basis_display()), str(law), self.basis_words]))

    @property
    def criteria_words(self) -> list[str]:
        """The criteria in words."""
        return [str(Criterion(one).label) for one in self.criteria if one in Criterion.values]


@cause("item", "invitation")
class Seat(WithSealed):
    """An invitation at one case of an agenda: whom it lets in is out with either. The coordinator's own has none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="seats")
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "invitation"],
                name="seated_once_at_a_case",
                violation_error_message=_("This institution sits at this case already. Load the page again."),
            )
        ]

    def __str__(self) -> str:
        return f"seat at {self.item_id}"


class SharedItem(Record):
    """What an institution put on the table about a case, as a fact or as an opinion; `organisation` convened."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True, help_text="an institution that has no account here")
    nature = models.CharField(max_length=10, choices=Nature)
    text = SealedTextField()
    source = SealedTextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"shared on {self.item_id}"

    @property
    def institution(self) -> str:
        """Who shared it."""
        return self.unit.name if self.unit else self.name

    @property
    def case_id(self) -> Any:
        """The file that it tells of."""
        return self.item.case_id


class MeetingAction(Record):
    """What an institution takes upon itself, by a day; about a case, or about an issue."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="+")
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=200, blank=True, help_text="an institution that has no account here")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    what = SealedTextField()
    set_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_note = SealedTextField(blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    chased_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["due_on", "created_at"]
        indexes = [models.Index(fields=["owner", "done_on", "due_on"], name="actions_of_an_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_name=""),
                name="action_has_an_owner",
                violation_error_message=_("Say which institution does it."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("set_on")),
                name="action_due_after_it_was_set",
                violation_error_message=_("The day lies before the meeting."),
            ),
        ]

    def __str__(self) -> str:
        return f"action of {self.meeting_id}"

    @property
    def institution(self) -> str:
        """Who does it."""
        return self.owner.name if self.owner else self.owner_name

    @property
    def case_id(self) -> Any:
        """The file that it tells of, if any."""
        return self.item.case_id if self.item else None
