"""The register of consultations: what each row says, and how a row is known again."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.models import Organisation, Site
from tilts.exchange.known import Known
from tilts.exchange.leftovers import leftover
from tilts.exchange.outcome import RefusedCell, Remark
from tilts.exchange.reading import Layout, Row
from tilts.exchange.words import SERVICES
from tilts.kit.dates import local_day, parse_date, parse_minutes
from tilts.projects.models import Project
from tilts.sealing.keys import ring
from tilts.services.models import Session

LAYOUT = Layout(
    SERVICES,
    optional=frozenset({"topic", "partner", "interpreter_language", "project"}),
)
LONGEST_REF = 76
LONGEST_PERSON_REF = 80
PERSONAL_CODE = re.compile(r"(?<!\d)\d{6}[-\u2013]?\d{5}(?!\d)")
"""Eleven digits, with or without the dash: a birth date with its number, or the newer ones that begin with 32."""
COUNTED_AS_UNKNOWN = ("specialism", "mode")


@dataclass(frozen=True)
class Act:
    """One row, understood: a consultation not yet written."""

    row: Row
    organisation: Organisation
    refs: tuple[str, ...]
    site: Site | None
    specialism: str
    day: date
    minutes: int
    mode: str
    status: str
    topic: str
    partner: str
    interpreter_language: str
    project: Project | None
    ref: str

    @property
    def digest(self) -> str:
        """The same for rows that say the same, however they spell it; keyed, for it covers words about a person."""
        said = [
            sorted(self.refs),
            str(self.site.pk) if self.site else "",
            self.specialism,
            self.day.isoformat(),
            self.minutes,
            self.mode,
            self.status,
            self.topic,
            self.partner,
            self.interpreter_language,
            str(self.project.pk) if self.project else "",
        ]
        return ring().search_hash(f"act:{json.dumps(said, ensure_ascii=False)}").hex()

    @property
    def is_outside_project(self) -> bool:
        """Whether the day lies outside the period of the project that the row names."""
        return self.project is not None and not self.project.starts <= self.day <= self.project.ends

    def session(self, folder_id: UUID, key: str) -> Session:
        """The consultation as it will be written."""
        return Session(
            folder_id=folder_id,
            organisation=self.organisation,
            site=self.site,
            specialism=self.specialism,
            day=self.day,
            minutes=self.minutes,
            mode=self.mode,
            status=self.status,
            topic=self.topic,
            partner=self.partner,
            interpreter_language=self.interpreter_language,
            register_key=key,
            register_digest=self.digest,
        )


class Keys:
    """Names for acts: their own reference, or what they say and the how-manieth equal row they are."""

    def __init__(self) -> None:
        self._equal: Counter[tuple[UUID, str]] = Counter()

    def key(self, act: Act) -> str:
        """The name under which the act is known again."""
        if act.ref:
            return f"ref:{act.ref}"
        said = (act.organisation.pk, act.digest)
        self._equal[said] += 1
        return f"row:{act.digest}#{self._equal[said]}"


def past_day(written: str) -> date:
    """A day up to today."""
    day = parse_date(written)
    if day > local_day(timezone.now()):
        raise RefusedCell(_("This day is in the future."))
    return day


def _some_minutes(written: str) -> int:
    minutes = parse_minutes(written)
    if minutes == 0:
        raise RefusedCell(_("The length must be between 1 minute and 24 hours."))
    return minutes


def no_personal_code(written: str) -> str:
    """A reference as it lies readable in the database; a personal code never does."""
    if PERSONAL_CODE.search(written):
        raise RefusedCell(_("This looks like a personal code. Use a number of your own register instead."))
    return written


def reference(row: Row, column: str, *, needed: bool = False) -> str:
    """A cell that names a person or a household by the register's own number."""
    row.text(column, most=LONGEST_PERSON_REF)
    return row.read(column, no_personal_code, needed=needed) or ""


def _person_refs(written: str) -> tuple[str, ...]:
    refs = tuple(dict.fromkeys(ref.strip() for ref in written.split(";") if ref.strip()))
    for ref in refs:
        if wrong := leftover("person_refs", ref):
            raise RefusedCell(wrong)
    if not refs:
        raise RefusedCell(_("A consultation needs at least one person."))
    if any(len(ref) > LONGEST_PERSON_REF for ref in refs):
        raise RefusedCell(_("This is longer than %(most)s characters.") % {"most": LONGEST_PERSON_REF})
    return tuple(no_personal_code(ref) for ref in refs)


def _site(row: Row, known: Known, organisation: Organisation | None) -> Site | None:
    return row.read("site", lambda written: known.site(organisation, written)) if organisation else None


def read_act(row: Row, known: Known) -> Act:
    """The row as a consultation; `RefusedRow` with every remark if it cannot be one."""
    organisation = known.organisation_of(row)
    refs = row.read("person_refs", _person_refs, needed=True)
    day = row.read("date", past_day, needed=True)
    minutes = row.read("minutes", _some_minutes, needed=True)
    act = Act(
        row=row,
        organisation=organisation or Organisation(),
        refs=refs or (),
        site=_site(row, known, organisation),
        specialism=row.code("specialism"),
        day=day or date.min,
        minutes=minutes or 0,
        mode=row.code("mode"),
        status=row.code("status", needed=True),
        topic=row.text("topic", most=120),
        partner=row.text("partner", most=200),
        interpreter_language=row.text("interpreter_language", most=20),
        project=row.read("project", known.project),
        ref=row.text("ref", most=LONGEST_REF),
    )
    row.check()
    return act


def doubts(act: Act) -> list[Remark]:
    """Warnings about an act that is taken all the same."""
    found = []
    if act.project and act.is_outside_project:
        sentence = _("The day is outside the period of project %(project)s: saved, but not charged to the project.")
        found.append(act.row.about("date", sentence % {"project": act.project.code}))
    for column in COUNTED_AS_UNKNOWN:
        if not getattr(act, column):
            found.append(act.row.about(column, _("This is empty: it is counted as unknown.")))
    return found
