"""What is left behind by those who work here no more: cases, meetings, reports, and what they had to do for others.

Nothing is written down for it: who once worked here, works on cases here no more and still leads an open one has left
it behind, however the work ended - by a verb, by its day, by another role.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from tilts.access.actor import JOB, acting
from tilts.access.models import Membership, Organisation, Role, User
from tilts.access.opened import moment
from tilts.access.reach import Reach, Rows, unscoped
from tilts.accounts.asks import work_left
from tilts.cases.models import Case, Due
from tilts.cases.policy.case import WORKERS
from tilts.meetings.models import Meeting
from tilts.risk.models import DoorstepReport, ReportState

OF_OTHERS = ("task", "step", "appointment")
"""What bears a name in a case that somebody else leads."""
WHY = "what is left behind by who works here no more and few may see: only how much, and to hand it over"


def _works(user: str, office: Any) -> Exists:
    """In a filter: whoever `user` points to works on cases in this office at this moment."""
    now = moment()
    living = Membership.objects.filter(Q(ends=None) | Q(ends__gt=now), starts__lte=now, user__is_active=True)
    return Exists(living.order_by().filter(user=OuterRef(user), organisation=office, role__in=WORKERS))


def gone(reach: Reach) -> Rows:
    """Those who once worked in one's office and do not work on cases there now."""
    once = Membership.objects.order_by().filter(user=OuterRef("pk"), organisation=reach.organisation)
    return reach(User).filter(Exists(once), ~_works("pk", reach.organisation)).order_by("name", "pk")


def owed(rows: Any) -> Any:
    """Of what falls due, what somebody has to do by name in an open case that a colleague leads."""
    return rows.open().filter(kind__in=OF_OTHERS, case__closed_on=None).exclude(case__lead=F("owner"))


def left_by(reach: Reach, users: Any, *, among: str = "__in") -> dict[str, Rows]:
    """What these people lead, coordinate, and owe in cases that others lead, as far as it is within reach."""
    own = {"organisation": reach.organisation}
    return {
        "cases": reach(Case).open().filter(**own, **{f"lead{among}": users}),
        "meetings": reach(Meeting).coming().filter(**own, **{f"coordinator{among}": users}),
        "owed": owed(reach(Due)).filter(**own, **{f"owner{among}": users}),
    }


def behind(reach: Reach) -> Rows:
    """Who has left something behind in one's office that a supervisor may hand over; nobody, for whoever is none."""
    if not reach.is_one_of(Role.SUPERVISOR):
        return reach(User).none()
    left = left_by(reach, OuterRef("pk"), among="")
    return gone(reach).filter(Q(*(Exists(rows.order_by()) for rows in left.values()), _connector=Q.OR))


def led_by_nobody(reach: Reach) -> Rows:
    """Open cases of one's office in which no lead was ever named."""
    return reach(Case).open().filter(organisation=reach.organisation, lead=None)


def to_be_led(reach: Reach) -> Rows:
    """The same, for a supervisor, who names somebody; none for others."""
    return led_by_nobody(reach) if reach.is_one_of(Role.SUPERVISOR) else reach(Case).none()


def named_reports(office: Organisation) -> Any:
    """Reports at this desk that somebody by name has to answer, or took up and joined to no case. Asked as a job."""
    rows = unscoped(DoorstepReport, reason=WHY).filter(desk=office, voided_at=None)
    sent = Q(state=ReportState.SENT, to_user__isnull=False)
    return rows.filter(sent | Q(state=ReportState.TAKEN_UP, case=None)).select_related("to_user", "taken_by")


def kept_cases(office: Organisation) -> Any:
    """Open cases that are kept to named people. Asked as a job."""
    return unscoped(Case, reason=WHY).open().filter(organisation=office, folder__restricted=True, voided_at=None)


@dataclass
class Left:
    """What one person left behind: what the asker may open, and how much there is that few may see."""

    user: User
    cases: list[Case] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    owed: int = 0
    kept: int = 0
    reports: int = 0

    def __bool__(self) -> bool:
        return bool(self.cases or self.meetings or self.owed or self.kept or self.reports)


def all_left(reach: Reach, users: list[User]) -> list[Left]:
    """What each of these people has in hand, those who have nothing left out."""
    if reach.organisation is None:
        return []
    found = {user.pk: Left(user) for user in users}
    rows = left_by(reach, list(found))
    for case in rows["cases"].with_lead().order_by("opened_on", "code"):
        found[case.lead_id].cases.append(case)
    for meeting in rows["meetings"].order_by("starts", "pk"):
        found[meeting.coordinator_id].meetings.append(meeting)
    for owner in rows["owed"].order_by().values_list("owner", flat=True):
        found[owner].owed += 1
    with acting(JOB):
        for lead in kept_cases(reach.organisation).filter(lead__in=users).order_by().values_list("lead", flat=True):
            found[lead].kept += 1
        for report in named_reports(reach.organisation):
            if (whose := report.taken_by_id or report.to_user_id) in found:
                found[whose].reports += 1
    return [one for one in found.values() if one]


def reports_waiting(office: Organisation) -> int:
    """How many reports wait at this desk for somebody who works on cases there no more."""
    with acting(JOB):
        sent = Q(state=ReportState.SENT) & ~_works("to_user", office)
        taken = Q(state=ReportState.TAKEN_UP) & ~_works("taken_by", office)
        return int(named_reports(office).filter(sent | taken).count())


@work_left.answer
def in_hand(organisation: Organisation, user: User) -> list[str]:
    """What is said to whoever ends somebody's work: how much there is to hand over."""
    own: dict[str, Any] = {"organisation": organisation}
    cases = unscoped(Case, reason=WHY).open().filter(**own, lead=user, voided_at=None).count()
    meetings = unscoped(Meeting, reason=WHY).coming().filter(**own, coordinator=user, voided_at=None).count()
    due = owed(unscoped(Due, reason=WHY)).filter(**own, owner=user).count()
    counted = {_("open cases"): cases, _("meetings to coordinate"): meetings, _("things to do in others' cases"): due}
    return [f"{word}: {number}" for word, number in counted.items() if number]
