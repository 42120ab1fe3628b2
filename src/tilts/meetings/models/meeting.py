"""The meeting itself: when, where, who is invited, what is talked about that is no case."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tilts.access.causes import cause
from tilts.access.models import (
    Act,
    Folder,
    Organisation,
    OrganisationKind,
    Record,
    RecordRows,
    Role,
    Site,
    TakenOut,
    User,
)
from tilts.directory.models import Agreement
from tilts.meetings.models.kinds import ABOUT_ONE_CASE, LAWS, SITTING, MeetingKind
from tilts.people.models import Consent, LegalBasis
from tilts.projects.models import Attribution
from tilts.sealing.fields import SealedTextField
from tilts.sharing.models import SharingBasis


class MeetingState(models.TextChoices):
    """How far it has come."""

    PLANNED = "planned", pgettext_lazy("MeetingState", "being prepared")
    PUBLISHED = "published", pgettext_lazy("MeetingState", "agenda published")
    RUNNING = "running", pgettext_lazy("MeetingState", "in progress")
    CLOSED = "closed", pgettext_lazy("MeetingState", "held")


class MeetingRows(RecordRows):
    """Meetings."""

    def coming(self) -> Self:
        """Not held yet."""
        return self.exclude(state=MeetingState.CLOSED)

    def with_people(self) -> Self:
        """With convener and coordinator, in the same query."""
        return self.select_related("organisation", "coordinator")


@cause()
class Meeting(Act):
    """A meeting; `organisation` convenes it. Its folder carries the same id and holds nothing of a client."""

    COUNTED = ("day", "kind", "site", "state")
    REASONS = (TakenOut.TWICE, TakenOut.NOT_HELD)

    folder = models.OneToOneField(Folder, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=MeetingKind)
    title = models.CharField(max_length=120, help_text="never a client's name")
    starts = models.DateTimeField()
    day = models.DateField(db_index=True, help_text="the local day, set at writing: by it the meeting is counted")
    place = models.CharField(max_length=200, blank=True)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    coordinator = models.ForeignKey(User, models.PROTECT, related_name="+")
    chair = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.PLANNED)
    published_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = MeetingRows.as_manager()

    class Meta:
        ordering = ["-starts", "id"]
        indexes = [models.Index(fields=["organisation", "-starts"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"

    @property
    def is_about_one_case(self) -> bool:
        """Whether it is called together about one case."""
        return self.kind in ABOUT_ONE_CASE

    def is_hosted_by(self, invitation: "Invitation") -> bool:
        """Whether this is the seat of who coordinates, for the institution that convenes."""
        return invitation.unit_id == self.organisation_id and invitation.colleague_id == self.coordinator_id

    @property
    def law_words(self) -> str:
        """The law that calls for such a table, and who sits there by it; empty where there is none."""
        return f"{LAWS[self.kind]}. {SITTING[self.kind]}" if self.kind in LAWS else ""


@cause("meeting", "consent", "legal_basis", "agreement")
class Invitation(Record):
    """An institution is invited: one that works here (its people of one role), one outside by name, or a guest.

    `came` is the attendance: empty while nobody has said; `signed_by` confirmed the minutes for it. `papers` is the
    institution's own folder for its research.
    `basis` says on what somebody from outside learns of the one case that a meeting is about, and until which day.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(
        max_length=30, choices=Role, blank=True, help_text="who of the institution sits at the table"
    )
    colleague = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True, help_text="an institution that has no account here")
    kind = models.CharField(max_length=30, choices=OrganisationKind)
    papers = models.ForeignKey(Folder, models.SET_NULL, null=True, blank=True, related_name="+")
    basis = models.CharField(max_length=12, choices=SharingBasis, blank=True)
    consent = models.ForeignKey(Consent, models.SET_NULL, null=True, blank=True, related_name="+")
    legal_basis = models.ForeignKey(LegalBasis, models.SET_NULL, null=True, blank=True, related_name="+")
    agreement = models.ForeignKey(Agreement, models.SET_NULL, null=True, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True, help_text="the last day on which the case is open to them")
    came = models.BooleanField(null=True)
    represented_by = models.CharField(max_length=120, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True, help_text="when the minutes were confirmed for it")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(name=""),
                name="invitation_of_a_unit_or_by_name",
                violation_error_message=_("Choose an institution or a colleague, or name an institution outside."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "unit", "role"],
                condition=Q(voided_at=None, unit__isnull=False, colleague=None),
                name="unit_invited_once",
                violation_error_message=_("This institution is invited already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "colleague"],
                condition=Q(voided_at=None, colleague__isnull=False),
                name="colleague_invited_once",
                violation_error_message=_("This colleague is invited already."),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation to {self.meeting_id}"

    @property
    def institution(self) -> str:
        """The institution, as it is called on the agenda."""
        return self.unit.name if self.unit else self.name

    def opens_case_of(self, meeting: Meeting, day: date) -> bool:
        """Whether it lets anybody into the cases of its meeting: from outside to one case only on what holds."""
        at_home = self.unit_id is not None and self.unit_id == meeting.organisation_id
        if not meeting.is_about_one_case or at_home:
            return True
        dated = [one for one in (self.consent, self.agreement) if one is not None]
        return bool(dated or self.legal_basis_id) and all(one.holds_on(day) for one in dated)


class GuestPass(Record):
    """A pass for one meeting: a link and a code handed over apart; of both only hashes lie here.

    `user` is the account that the pass signs in: no password, no membership, nothing but this meeting's grants.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="+")
    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=128, editable=False)
    wrong = models.PositiveSmallIntegerField(default=0)
    ends = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"pass to {self.meeting_id}"


FEWEST = 5
"""Fewer than so many are not told apart: in a small place they are people."""


class Issue(Record):
    """What a monitoring meeting talks about: an issue in general and a count, never a case."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = SealedTextField()
    text = SealedTextField(blank=True)
    measure = models.CharField(max_length=80, blank=True)
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True, help_text="as counted when the meeting was over")
    conclusion = SealedTextField(blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number", "created_at"]

    def __str__(self) -> str:
        return f"issue {self.number} of {self.meeting_id}"

    @property
    def count_words(self) -> str:
        """The count as it is read, everywhere alike; empty where nothing was counted."""
        if self.count is None:
            return ""
        return gettext("fewer than %(n)s") % {"n": FEWEST} if 0 < self.count < FEWEST else str(self.count)


class MeetingAttribution(Attribution):
    """The project that pays for a meeting."""

    act = models.ForeignKey(Meeting, models.CASCADE, related_name="attributions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["act", "project"],
                name="meeting_once_in_project",
                violation_error_message=_("This meeting is charged to this project already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.act_id} for {self.project_id}"
