"""What `services` holds: consultations and who took part."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tilts.access.models import FolderKind
from tilts.kit.births import passes
from tilts.kit.holdings import Piece, Rows, Start, Subject, Texts, holding
from tilts.people.models import HouseholdMember
from tilts.services.measures import BANDS, GROWN_UP, YEAR
from tilts.services.models import Participation, Session, SessionAttribution

AGES = {*BANDS, GROWN_UP // YEAR}
"""The ages at which something is counted otherwise."""


def _with_person(rows: Any, subject: Subject) -> Any:
    """Consultations of the person, and those in files that are about nobody else."""
    taken = Participation._base_manager.filter(person=subject.person).values("session")
    return rows.filter(Q(pk__in=taken) | Q(folder__in=subject.own), folder__in=subject.folders).order_by("day", "pk")


def _alone(row: Session, subject: Subject) -> bool:
    others = Participation._base_manager.filter(session=row, person__erased_at=None)
    return not others.exclude(person=subject.person).exists()


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    taken = Participation._base_manager.filter(person=subject.person, voided_at=None).values("session")
    for one in rows(Session).filter(pk__in=taken, folder__in=subject.folders).order_by("day", "pk"):
        words = gettext("%(what)s, %(minutes)s min, %(mode)s, %(status)s") % {
            "what": one.get_specialism_display(),
            "minutes": one.minutes,
            "mode": one.get_mode_display(),
            "status": one.get_status_display(),
        }
        yield Piece(_("Consultation"), words, one.day)


def _edges(rows: Rows, subject: Subject, born: date) -> Iterable[date]:
    """Days of the consultations of the person and of everybody who ever lived in the same household."""
    homes = HouseholdMember._base_manager.filter(person=subject.person).values("household")
    fellows = HouseholdMember._base_manager.filter(household__in=homes).values("person")
    near = Participation._base_manager.filter(Q(person=subject.person) | Q(person__in=fellows)).values("session")
    days = rows(Session).filter(pk__in=near).order_by().values_list("day", flat=True).distinct()
    return [day for day in days if passes(born, day, AGES)]


def _starts(rows: Rows, subject: Subject) -> Iterable[Start]:
    """In an imported register the keeping time runs from the last consultation."""
    mine = rows(Participation).filter(person=subject.person, session__folder__kind=FolderKind.REGISTER)
    last = mine.aggregate(last=Max("session__day"))["last"]
    if last:
        yield Start("last_act", gettext("imported register"), last)


def _due(rows: Rows, organisation: UUID, before: dict[str, date]) -> Iterable[tuple[UUID | None, UUID | None]]:
    mine = rows(Participation).filter(
        session__folder__kind=FolderKind.REGISTER, organisation=organisation, person__erased_at=None
    )
    last = mine.order_by().values("person").annotate(last=Max("session__day")).filter(last__lte=before["last_act"])
    return [(row["person"], None) for row in last.order_by("person")]


holding(
    "services",
    _("Consultations"),
    tables=[Session, Participation, SessionAttribution],
    texts=(
        Texts(
            Session,
            _("Consultation"),
            ("topic", "partner", "voided_why"),
            "folder_id",
            "day",
            within=_with_person,
            mine=_alone,
        ),
    ),
    facts=_facts,
    stays=_("Every consultation with its day, length, specialism, site and project, and that the person took part."),
    edges=_edges,
    starts=_starts,
    due=_due,
)
