"""Keeping times: which class, from which event, until when, and what holds a file longer.

Defaults, each with where it comes from (an office sets its own in its nomenclature; a row of `RetentionClass` replaces
the default from its day on):

- case closed: 10 years. The Welfare Department of Riga keeps client files no longer than 10 years (ld.riga.lv); the
  Ministry of Welfare has providers' files of a service kept for 10 years (lm.gov.lv, privacy policy).
- the child's 18th birthday: 10 years, so that a grown-up child can still find the file (our choice).
- last consultation in an imported register: 10 years, as a provider's file (as above); ESF+ asks 5 years from the end
  of the year of the last payment (Regulation (EU) 2021/1060, art. 82).
- report sent back: 1 year; nothing came of it here, the police keep their own register of events (our choice).
- number left for calling back: 1 month; applicant rejected: 6 months (our choice; GDPR art. 5(1)(c)).
- request about data answered: 3 years, to be able to show it (GDPR art. 5(2); our choice).
- a role that was given, an account opened anew: 5 years, as the trace that tells of the same (our choice).
- the trace: 5 years; the application has no right to delete from it, the owner of the database cuts it (our choice;
  at least 2 years).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.kit.dates import date_text
from tilts.kit.holdings import HOLDINGS, Subject
from tilts.kit.months import add_months
from tilts.people.models import Person
from tilts.rights.gathering import all_rows
from tilts.rights.models import LegalHold, RetentionClass, StartEvent

MONTHS_A_YEAR = 12
PROVIDER = gettext_lazy("files of a social service provider are kept for 10 years (Ministry of Welfare)")
OWN_CHOICE = gettext_lazy("set by the organisation; minimal keeping, GDPR article 5")
DEFAULTS: dict[str, tuple[int, int, Any]] = {
    StartEvent.CASE_CLOSED: (10, 0, PROVIDER),
    StartEvent.EIGHTEENTH_BIRTHDAY: (10, 0, OWN_CHOICE),
    StartEvent.LAST_ACT: (10, 0, PROVIDER),
    StartEvent.REPORT_RETURNED: (1, 0, OWN_CHOICE),
    StartEvent.CHILD_REPORTED: (5, 0, OWN_CHOICE),
    StartEvent.CALLBACK_NUMBER: (0, 1, OWN_CHOICE),
    StartEvent.APPLICANT_REJECTED: (0, 6, OWN_CHOICE),
    StartEvent.REQUEST_DONE: (3, 0, OWN_CHOICE),
    StartEvent.STAFF_CHANGE: (5, 0, OWN_CHOICE),
    StartEvent.TRACE: (5, 0, OWN_CHOICE),
}


@dataclass(frozen=True)
class KeepingTime:
    """One class as it is in force."""

    event: str
    years: int
    months: int
    source: str

    @property
    def label(self) -> str:
        """The event, in words."""
        return str(StartEvent(self.event).label)

    @property
    def all_months(self) -> int:
        """The whole time in months."""
        return self.years * MONTHS_A_YEAR + self.months

    def until(self, start: date) -> date:
        """The first day on which it need not be kept any more."""
        return add_months(start, self.all_months)


@dataclass(frozen=True)
class Duty:
    """Why something must be kept: until a day, or (None) as long as something is open."""

    what: str
    time: KeepingTime
    until: date | None

    @property
    def sentence(self) -> str:
        """The reason, for the one who asks."""
        if self.until is None:
            return _("%(what)s is not closed.") % {"what": self.what}
        words = {"what": self.what, "event": self.time.label, "until": date_text(self.until), "law": self.time.source}
        return _("%(what)s must be kept until %(until)s, counted from: %(event)s (%(law)s).") % words


def keeping_times(organisation: Any, day: date) -> dict[str, KeepingTime]:
    """The classes in force on a day, the defaults where the organisation has set none."""
    found = {
        event: KeepingTime(event, years, months, str(source)) for event, (years, months, source) in DEFAULTS.items()
    }
    rows = all_rows(RetentionClass).filter(organisation=organisation, voided_at=None, in_force_from__lte=day)
    for row in rows.order_by("in_force_from"):
        found[row.event] = KeepingTime(row.event, row.years, row.months, row.source)
    return found


def duties(subject: Subject, day: date) -> list[Duty]:
    """Every keeping time of a subject, with its end."""
    times = keeping_times(subject.organisation, day)
    starts = [start for one in HOLDINGS.values() for start in one.starts(all_rows, subject)]
    return [
        Duty(start.what, times[start.event], times[start.event].until(start.day) if start.day else None)
        for start in starts
    ]


def standing_duties(subject: Subject, day: date) -> list[Duty]:
    """The keeping times that have not run out on a day."""
    return [duty for duty in duties(subject, day) if duty.until is None or duty.until > day]


def holds_on(subject: Subject, day: date) -> Iterable[LegalHold]:
    """The holds that stand on a day on the person or one of their files."""
    about = Q(folder__in=subject.folders) | Q(person=subject.person, person__isnull=False)
    rows = all_rows(LegalHold).filter(about, lifted_at=None, voided_at=None, starts__lte=day)
    return list(rows.filter(Q(ends=None) | Q(ends__gte=day)))


def why_kept(subject: Subject, day: date) -> list[str]:
    """Sentences that say why nothing of the subject may go; none if it may."""
    held = [
        _("%(what)s is held since %(since)s: nothing of it may go until the hold is lifted.")
        % {"what": hold.label, "since": date_text(hold.starts)}
        for hold in holds_on(subject, day)
    ]
    if subject.person and Person._base_manager.filter(pk=subject.person, restricted_at__isnull=False).exists():
        held.append(_("The person asked that their data be kept and not used: nothing of it may go meanwhile."))
    return held + [duty.sentence for duty in standing_duties(subject, day)]


def due_until(organisation: UUID, until: date) -> list[tuple[UUID | None, UUID | None]]:
    """Persons and files without a person whose event lies far enough back on a day; the rest is asked one by one."""
    times = keeping_times(organisation, until)
    before = {event: add_months(until, -time.all_months) for event, time in times.items()}
    return list(dict.fromkeys(pair for one in HOLDINGS.values() for pair in one.due(all_rows, organisation, before)))
