"""What falls due in a case, in words: the most dangerous first, then what is late, then by day and hour."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.access.prepared import ask
from tilts.cases.dated import is_asked
from tilts.cases.frame import Deadline
from tilts.cases.models import Case
from tilts.kit.dates import RIGA
from tilts.kit.workdays import working_day_after
from tilts.plan import dated
from tilts.plan.due import KINDS, LAST_FOREVER, MET, DueInCase, in_case

OFFICE_OPENS = time(8)
"""When a working day begins: what falls due before that hour of the next one is to be done today."""
PROTECTION = ("order", "order_end")
RANK = {"danger": 0, "late": 1}
ICONS = {
    "order": "shield-exclamation",
    "order_end": "shield-exclamation",
    "task": "checkbox",
    "step": "target-arrow",
    "review": "calendar-heart",
    "follow_up": "phone",
    MET: "calendar-heart",
}
PAGES = {
    **dict.fromkeys(PROTECTION, "plan:order_page"),
    "follow_up": "cases:follow_up_record",
    MET: "plan:appointment_page",
}
NOT_SENT = gettext_lazy("the separation ends then; the application is not recorded yet")


def due_of(request: Request, case: Case) -> list[DueInCase]:
    """What is not done in a case; the page of a case has asked for it already."""
    if is_asked(request, case):
        found = dated.due.of(request, case)
    else:
        rows = ask(request.reach, in_case, case=case.pk, today=timezone.localdate())
        found = [DueInCase(r.kind, r.record, r.day, r.shows_from, r.moment, r.timed) for r in rows]
    return [one for one in found if case.closed_on is None or one.kind in LAST_FOREVER]


def how_pressing(one: DueInCase, now: datetime) -> str:
    """`danger`, `late`, `soon` or nothing: protection that ends before the next working day begins is danger."""
    today = timezone.localdate(now)
    if one.kind in PROTECTION:
        begins = datetime.combine(working_day_after(now), OFFICE_OPENS, tzinfo=RIGA)
        red = one.kind == "order" and one.shows_from <= today
        if red or one.moment < begins:
            return "danger"
    if one.moment <= now:
        return "late"
    return "soon" if one.day == today else ""


def by_danger(found: Iterable[Deadline]) -> list[Deadline]:
    """In the order in which they are looked at."""
    return sorted(found, key=lambda one: (RANK.get(one.kind, 2), _at(one)))


def _at(one: Deadline) -> datetime:
    """Where it stands among the others: at its hour, else at the end of its day."""
    return one.moment or datetime.combine(one.day + timedelta(days=1), time.min, tzinfo=RIGA)


def deadline(request: Request, case: Case, one: DueInCase) -> Deadline:
    """One of them: its words, the page where it is done, and its button once it can be done."""
    return Deadline(
        words=_word(one.kind),
        url=where(case.pk, one.kind, one.record),
        day=one.day,
        moment=one.moment if one.timed else None,
        kind=how_pressing(one, timezone.now()),
        icon=ICONS[one.kind],
        more=NOT_SENT if one.kind == "order" else "",
        act=_act(request, case, one),
    )


def _word(kind: str) -> Any:
    return KINDS[kind].word if kind in KINDS else _("Appointment")


def where(case: UUID, kind: str, record: UUID) -> str:
    """The page on which something due is done."""
    if kind in PAGES:
        return reverse(PAGES[kind], args=[case, record])
    return reverse("plan:plan_review" if kind == "review" else "plan:plan_page", args=[case])


ACTS = {
    "order": ("order.answered", "plan:order_answer", gettext_lazy("Record the application")),
    MET: ("appointment.settled", "plan:appointment_settle", gettext_lazy("Record what became of it")),
    "review": ("plan.reviewed", "plan:plan_review", gettext_lazy("Review the plan")),
    "follow_up": ("follow_up.recorded", "cases:follow_up_record", gettext_lazy("Record the answer")),
}
"""By which rule, at which address and with which verb something due is done."""


def _act(request: Request, case: Case, one: DueInCase) -> tuple[str, Any] | None:
    """Its button, where one may and its time has come; an application may be recorded at any time."""
    if one.kind not in ACTS or (one.kind != "order" and _begins(one) > timezone.now()):
        return None
    rule, name, verb = ACTS[one.kind]
    if not request.reach.may(rule, record=case):
        return None
    return reverse(name, args=[case.pk] if one.kind == "review" else [case.pk, one.record]), verb


def _begins(one: DueInCase) -> datetime:
    """When its time has come: at its hour, else in the morning of its day."""
    return one.moment if one.timed else datetime.combine(one.day, time.min, tzinfo=RIGA)
