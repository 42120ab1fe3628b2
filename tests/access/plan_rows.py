"""One of everything that is due, in a case: for the sweeps that open every address, and for the table of answers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.cast import Cast

from tilts.cases.models import Case, FollowUp
from tilts.people.models import Person
from tilts.plan.models import (
    Appointment,
    AppointmentPerson,
    AppointmentPlace,
    Entitlement,
    Goal,
    Order,
    OrderBreach,
    PlanReview,
    Step,
    Task,
)

WRITERS = "worker specialist accepted"
READERS = "worker specialist supervisor pending accepted glass"
SEE_RISK = "worker specialist supervisor glass"
FOLLOW = "worker specialist supervisor"


def plan_table(case: Any, page: Any) -> list[Any]:
    """What everybody gets at the addresses of plan, tasks, orders, appointments, follow-ups and calendar."""
    rows = [
        case("plan/", READERS, "200", "200", door="working glass"),
        case("orders/<uuid:order>/", SEE_RISK, "200", "200", door="working glass", blind="404"),
        case("appointments/<uuid:appointment>/", READERS, "200", "200", door="working glass", blind="404"),
        case("plan/goals/<uuid:goal>/reached/", WRITERS, "200", "302", closed=""),
        case("tasks/<uuid:task>/done/", WRITERS, "200", "302", closed=""),
        case("entitlements/add/", "worker specialist", closed=""),
        case("entitlements/<uuid:entitlement>/extend/", "worker specialist", closed=""),
        case("orders/add/", "worker", closed=""),
        case("follow-ups/", FOLLOW),
        case("follow-ups/<uuid:follow_up>/", FOLLOW),
        page("calendar/", "working"),
        page("calendar/address/", "working"),
        page("calendar/<str:secret>.ics", "nobody all", "404", "404"),
    ]
    for end in ("end/", "application/", "breaches/add/"):
        rows.append(case(f"orders/<uuid:order>/{end}", "worker", closed=""))
    services = [
        "plan/goals/add/",
        "plan/steps/add/",
        "plan/steps/<uuid:step>/",
        "plan/steps/<uuid:step>/progress/",
        "plan/steps/<uuid:step>/take-out/",
        "plan/review/",
        "tasks/add/",
        "tasks/<uuid:task>/",
        "tasks/<uuid:task>/reopen/",
        "appointments/add/",
        "appointments/<uuid:appointment>/settle/",
        "appointments/<uuid:appointment>/move/",
    ]
    return rows + [case(pattern, WRITERS, closed="") for pattern in services]


@dataclass
class PlanRows:
    """The rows, in one case."""

    cast: Cast
    case: Case
    person: Person

    def __post_init__(self) -> None:
        """Write them."""
        worker, now, today = self.cast.worker.user, timezone.now(), timezone.localdate()
        here: dict[str, Any] = {"organisation": self.case.organisation, "case": self.case}
        of = {"organisation": self.case.organisation}
        self.task = Task.objects.create(**here, what="x", owner=worker, due=today)
        self.goal = Goal.objects.create(**here, text="x", own_words="x", agreed_on=today)
        step = {"what": "x", "owner_kind": "institution", "owner_name": "x", "due": today}
        self.step = Step.objects.create(**here, goal=self.goal, **step)
        self.review = PlanReview.objects.create(**here, due=today, found="x")
        self.order = Order.objects.create(
            **here, kind="separation", starts=now, ends=now + timedelta(days=1), due=today, number="x", issued_by="x"
        )
        self.breach = OrderBreach.objects.create(**of, order=self.order, at=now, day=today, what="x")
        self.appointment = Appointment.objects.create(**here, starts=now, day=today, place_kind="office", staff=worker)
        AppointmentPerson.objects.create(**of, appointment=self.appointment, person=self.person)
        AppointmentPlace.objects.create(**here, appointment=self.appointment, text="x")
        self.follow_up = FollowUp.objects.create(**here, months=1, due=today, agreed=True, safe_way="x")
        self.entitlement = Entitlement.objects.create(
            **here, person=self.person, kind="violence.consultations", starts=today, granted=10
        )

    def filling(self) -> dict[str, list[Any]]:
        """The ids of these rows, by address."""
        return {
            "cases/:task": [self.task.pk],
            "cases/:goal": [self.goal.pk],
            "cases/:step": [self.step.pk],
            "cases/:order": [self.order.pk],
            "cases/:appointment": [self.appointment.pk],
            "cases/:follow_up": [self.follow_up.pk],
            "cases/:entitlement": [self.entitlement.pk],
            "calendar/:secret": ["nobody-knows-this"],
        }
