"""What `risk` holds: reports from the doorstep, and risk questionnaires as acts.

A report is a message: it is kept as long as the desk that answers it must keep it, and goes with the case it was joined
to. The police keep their own register of events; the sender is among those who are told.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.kit.holdings import Piece, Rows, Start, Subject, Texts, Words, holding
from tilts.kit.text import fold_name
from tilts.risk.models import DoorstepReport, Questionnaire, QuestionnaireAttribution, ReportState

HIDDEN = (
    "person_name",
    "person_born",
    "person_phone",
    "address",
    "alleged_name",
    "alleged_born",
    "children",
    "return_reason",
    "voided_why",
)


def _folders(rows: Rows, folders: frozenset[UUID]) -> Iterable[UUID]:
    return list(rows(DoorstepReport).filter(case__in=folders).values_list("folder", flat=True))


def _own(rows: Rows, subject: Subject) -> Iterable[UUID]:
    """A report goes with its case; one that never reached a case goes by itself."""
    reports = rows(DoorstepReport).filter(folder__in=subject.folders)
    return [one.folder_id for one in reports if one.case_id is None or one.case_id in subject.own]


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    for report in rows(DoorstepReport).filter(folder__in=subject.folders).order_by("sent_at", "pk"):
        yield Piece(_("Report of an event"), str(report.territory or ""), report.happened_on)
        told = (
            (_("Name in the report"), "person_name"),
            (_("Year of birth in the report"), "person_born"),
            (_("Phone"), "person_phone"),
            (_("Address"), "address"),
        )
        yield from (Piece(label, getattr(report, name)) for label, name in told if getattr(report, name))
    for act in rows(Questionnaire).filter(folder__in=subject.folders).order_by("filled_on", "pk"):
        yield Piece(_("Risk questionnaire"), str(act.get_level_display() or ""), act.filled_on)


def _others(rows: Rows, subject: Subject) -> Iterable[str]:
    for report in rows(DoorstepReport).filter(folder__in=subject.folders).select_related("sender", "taken_by"):
        people = (report.alleged_name, str(report.sender or ""), str(report.taken_by or ""))
        yield from (name for name in people if name)


def _stops(rows: Rows, subject: Subject, asker: UUID | None, name: str) -> Iterable[Words]:
    reports = list(rows(DoorstepReport).filter(folder__in=subject.folders))
    words = set(fold_name(name).split())
    if words and any(words == set(fold_name(one.alleged_name).split()) for one in reports):
        yield _("the parent is named as the one from whom protection was sought")
    if any(one.separation_until and one.separation_until > timezone.now() for one in reports):
        yield _("the police have separated somebody from the child's home, and the time is not over")


def _starts(rows: Rows, subject: Subject) -> Iterable[Start]:
    """A report that never reached a case has a keeping time of its own."""
    for report in rows(DoorstepReport).filter(folder__in=subject.folders, case=None):
        ended = report.state == ReportState.RETURNED and report.sent_at
        yield Start("report_returned", report.number, timezone.localdate(report.sent_at) if ended else None)


def _due(rows: Rows, organisation: UUID, before: dict[str, date]) -> Iterable[tuple[UUID | None, UUID | None]]:
    """Reports that this desk sent back and nobody sent again."""
    back = rows(DoorstepReport).filter(
        desk=organisation, case=None, state=ReportState.RETURNED, sent_at__date__lte=before["report_returned"]
    )
    return [(None, report.folder_id) for report in back if report.account or report.person_name or report.address]


holding(
    "risk",
    _("Reports and risk questionnaires"),
    tables=[DoorstepReport, Questionnaire, QuestionnaireAttribution],
    texts=(
        Texts(DoorstepReport, _("Account of the event"), ("account",), "folder_id", "happened_on"),
        Texts(DoorstepReport, _("Report of an event"), HIDDEN, "folder_id", shown=False),
    ),
    facts=_facts,
    stays=_("Number, day, municipality and level of a report, and the questionnaire as an act that was counted."),
    folders=_folders,
    own=_own,
    others=_others,
    stops=_stops,
    starts=_starts,
    due=_due,
)
