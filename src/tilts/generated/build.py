"""Builds the synthetic country: whole or not at all."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import connection, transaction

from tilts.access.actor import JOB, acting
from tilts.access.audit import write_entry
from tilts.access.models import AuditEntry, Organisation, Role
from tilts.cases.models import Case
from tilts.generated.amounts import ordinary, shared_out
from tilts.generated.contents import write_contents
from tilts.generated.draw import Draw, moment
from tilts.generated.files import File, open_file, share_one, share_with_all
from tilts.generated.offices import Country, Office, found_country
from tilts.generated.referrals import is_referred, write_referral
from tilts.generated.risks import WAITING, Doors, Paper, comes_from_door, write_report
from tilts.generated.rows import Rows
from tilts.generated.tables import Table, hold_conference
from tilts.questionnaires.models import Use

YEARS = timedelta(days=5 * 365)
BATCH = 250
"""So many files are drawn before they are written."""
EVERY = timedelta(days=91)
"""So often a county's table meets."""
AT_A_TABLE = 8
CACHE_KIB = 256 * 1024
KIND = "country.generated"
"""The entry of the trace that says what this folder holds."""


@dataclass(frozen=True)
class Asked:
    """What was asked for: the same gives the same country."""

    cases: int
    acts: int
    seed: int
    until: date

    @property
    def words(self) -> list[str]:
        """The same as the trace keeps it."""
        return [f"cases {self.cases}", f"acts {self.acts}", f"seed {self.seed}", f"until {self.until}"]


def generated_here() -> list[str] | None:
    """What was generated into this folder, in the words of `Asked`; None where nothing was."""
    found = AuditEntry.objects.filter(kind=KIND).first()
    return list(found.fields) if found else None


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not Organisation.objects.exists()


@contextmanager
def _many_rows() -> Iterator[None]:
    """The pages of the embedded database stay in memory, and nobody looks for circles among a million new rows."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {-CACHE_KIB}")
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def generate(asked: Asked, tell: Callable[[str], None] = lambda line: None) -> Country:
    """Build the country in one transaction; `tell` is given a line now and then."""
    with _many_rows(), transaction.atomic(), acting(JOB):
        rows, draw = Rows(), Draw(f"{asked.seed}/country")
        since = asked.until - YEARS
        began = moment(since - timedelta(days=60), time(8))
        country = found_country(draw, rows, cases=asked.cases, since=since, until=asked.until, began=began)
        talk = Paper.of(draw, Use.FULL, asked.until)
        doors = Doors(country.police, country.officers, asked.until, Paper.of(draw, Use.DOORSTEP, asked.until))
        shares = shared_out(draw, asked.acts, asked.cases)
        first = 0
        for number, office in enumerate(country.offices):
            many = _share_of(asked.cases, number, country)
            _Office(asked, country, office, doors, talk, rows).work(number, shares[first : first + many])
            first += many
            tell(f"{office.organisation.name}: {first} / {asked.cases}")
        rows.write()
        write_entry(JOB, KIND, fields=asked.words)
    return country


def _share_of(cases: int, number: int, country: Country) -> int:
    """How many cases an office has: as many as its workers are of all workers, the rounding spread."""
    before = sum(len(office.workers) for office in country.offices[:number])
    upto = before + len(country.offices[number].workers)
    workers = sum(len(office.workers) for office in country.offices)
    return cases * upto // workers - cases * before // workers


@dataclass
class _Office:
    """The five years of one office."""

    asked: Asked
    country: Country
    office: Office
    doors: Doors
    talk: Paper
    rows: Rows

    def work(self, number: int, shares: list[int]) -> None:
        """Its cases in the order in which they were opened, what waits at its desk, its table."""
        draw = Draw(f"{self.asked.seed}/office/{number}")
        last = self.country.until - timedelta(days=1)
        days = sorted(draw.working_day(self.country.since, last) for _case in shares)
        high: list[Case] = []
        for at, (day, acts) in enumerate(zip(days, shares, strict=True)):
            file = self._file(Draw(f"{self.asked.seed}/office/{number}/case/{at}"), at, day, acts)
            high += [file.case] if file.case.level == "high" else []
            if at % BATCH == BATCH - 1:
                self.rows.write()
        if not number and shares:
            share_one(draw, self.rows, self.country, file)
        for _report in range(WAITING):
            write_report(draw, self.rows, self.doors, self.office, None)
        self._table(draw, high)
        self.office.organisation.last_case_number = len(shares)
        self.rows.write()
        Organisation.objects.filter(pk=self.office.organisation.pk).update(last_case_number=len(shares))

    def _file(self, draw: Draw, at: int, day: date, acts: int) -> File:
        lead = self.office.workers[at % len(self.office.workers)]
        told = {"lead": lead, "code": f"L-{at + 1}", "opened_on": day, "until": self.country.until}
        file = open_file(draw, self.rows, self.office, **told)  # type: ignore[arg-type]
        share_with_all(draw, self.rows, self.country, file)
        if comes_from_door(draw, file):
            write_report(draw, self.rows, self.doors, self.office, file)
        amounts = ordinary(draw, acts, is_open=file.case.closed_on is None)
        write_contents(draw, self.rows, self.talk, file, amounts)
        if is_referred(draw, day, self.country.until):
            write_referral(draw, self.rows, self.country, self.office, file)
        return file

    def _table(self, draw: Draw, high: list[Case]) -> None:
        """A conference each quarter on cases of high risk that were open then, and one that is called for soon."""
        country, office = self.country, self.office
        seats = [(country.police, Role.POLICE), (country.court, Role.PARTICIPANT)]
        seats.append((office.organisation, Role.CASE_WORKER))
        table = Table(office.organisation, office.coordinator, seats)
        day = draw.working_day(country.since + EVERY, country.since + EVERY + timedelta(days=6))
        while day <= country.until + EVERY:
            over = day < country.until
            open_then = [one for one in high if one.opened_on < day and (one.closed_on is None or one.closed_on > day)]
            chosen = sorted(draw.sample(open_then, min(AT_A_TABLE, len(open_then))), key=lambda one: one.opened_on)
            if chosen:
                hold_conference(draw, self.rows, table, day, chosen, over=over)
            if not over:
                return
            day = draw.working_day(day + EVERY, day + EVERY + timedelta(days=4))
