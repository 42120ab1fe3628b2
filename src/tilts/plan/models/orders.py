"""Protection orders as dates, and what breached them (Cabinet Regulation 161/2014; Civil Procedure Law, ch. 30.5)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.cases.models.case import Case
from tilts.cases.models.due import Falls, falls_due
from tilts.sealing.fields import SealedTextField

SEPARATION_DAYS = 8
"""A police decision on separation lasts at most so many days, by the clock on the wall (Law on Police, s. 12.1)."""
RED_DAYS = 2
"""So many last days of a separation stand red until the application to the court is recorded."""
END_DAYS = 14
"""So many days ahead my day tells of the end of an order of a court: time to ask for a longer one."""


class OrderKind(models.TextChoices):
    """Who forbade coming near."""

    SEPARATION = "separation", pgettext_lazy("OrderKind", "police decision on separation")
    COURT = "court", pgettext_lazy("OrderKind", "temporary protection against violence (court)")
    OTHER = "other", pgettext_lazy("OrderKind", "other order")


class Condition(models.TextChoices):
    """What an order forbids or demands."""

    LEAVE = "leave", pgettext_lazy("Condition", "leave the home and not come back")
    DISTANCE_HOME = "distance_home", pgettext_lazy("Condition", "keep away from the home")
    DISTANCE_PERSON = "distance_person", pgettext_lazy("Condition", "keep away from the person")
    PLACES = "places", pgettext_lazy("Condition", "keep away from certain places")
    NO_CONTACT = "no_contact", pgettext_lazy("Condition", "no contact in any way")
    NO_THIRD = "no_third", pgettext_lazy("Condition", "no contact through others")
    WEAPONS = "weapons", pgettext_lazy("Condition", "hand weapons in")
    COURSE = "course", pgettext_lazy("Condition", "a course against violent behaviour")


class Court(models.TextChoices):
    """Whether the application for protection went to the court through the police; one may apply, one need not."""

    YES = "yes", pgettext_lazy("Court", "yes")
    NO = "no", pgettext_lazy("Court", "no")
    DECLINED = "declined", pgettext_lazy("Court", "does not want to")


class Order(Record):
    """A protection order from a moment until another (empty: until the court lifts it).

    `due` is the last local day: on that of a separation the application to the court is due.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=OrderKind)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    due = models.DateField(null=True, blank=True, help_text="the last local day on which it holds")
    number = SealedTextField(blank=True)
    issued_by = SealedTextField(blank=True)
    conditions = models.JSONField(default=list, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    declined_on = models.DateField(null=True, blank=True, help_text="the day she said that she will not apply")

    class Meta:
        ordering = ["-starts", "created_at", "id"]
        indexes = [
            models.Index(fields=["case", "-starts"], name="orders_of_case"),
            models.Index(
                fields=["due"],
                condition=Q(kind="separation", applied_on=None, declined_on=None),
                name="applications_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="order_ends_after_start",
                violation_error_message=_("An order cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"order in {self.case_id}"

    @property
    def waits(self) -> bool:
        """Whether the application to the court is neither recorded nor declined."""
        separation = self.kind == OrderKind.SEPARATION and self.due is not None
        return separation and self.applied_on is None and self.declined_on is None

    def is_red(self, today: date | None = None) -> bool:
        """Whether it is one of the last two days of a separation, or later, and the application still waits."""
        day = today or timezone.localdate()
        return self.waits and self.due is not None and day > self.due - timedelta(days=RED_DAYS)

    def holds(self, moment: datetime | None = None) -> bool:
        """Whether it is in force at this moment (now)."""
        at = moment or timezone.now()
        return self.starts <= at and (self.ends is None or at < self.ends)

    @property
    def condition_words(self) -> list[str]:
        """What it forbids, in words."""
        words: dict[str, Any] = dict(Condition.choices)
        return [str(words[code]) for code in self.conditions if code in words]


@falls_due(Order, kinds=["order", "order_end"], zone="risk", reads=["kind", "ends", "due", "applied_on", "declined_on"])
def order_due(order: Order) -> Iterable[Falls]:
    """The application to the court after a separation, by its end; of any other order the end, by its hour."""
    if order.due is None:
        return
    if order.kind == OrderKind.SEPARATION:
        red_from = order.due - timedelta(days=RED_DAYS - 1)
        yield Falls("order", order.due, order.ends, red_from, done=not order.waits)
    else:
        yield Falls("order_end", order.due, order.ends, order.due - timedelta(days=END_DAYS - 1))


class OrderBreach(Record):
    """The order was breached, as told: when, what, and whether the police were told."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    what = SealedTextField()
    police_told = models.BooleanField(null=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"breach of {self.order_id}"

    @property
    def folder_id(self) -> Any:
        """The file in which its order lies."""
        return self.order.case_id
