"""Pages of the data protection role: the trace, its alerts and its chain; no file is opened here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tilts.access.actions import ACTIONS
from tilts.access.asks import folder_by_code, folder_codes
from tilts.access.doors import Request, door, page, reading
from tilts.access.models import AuditEntry, AuditHead, Folder, Grant, GrantKind, Organisation, Role, User
from tilts.access.named import NAMED
from tilts.access.reach import Reach
from tilts.access.told import done
from tilts.access.words import kind_words, outcome_words
from tilts.kit.questions import merged
from tilts.trace.actions import close_alert
from tilts.trace.alerts import ALERTS
from tilts.trace.chains import verify_chain
from tilts.trace.forms import CodeForm, FindingForm, TraceForm
from tilts.trace.heads import HeadsFile, heads_file, sent_heads
from tilts.trace.models import Alert
from tilts.ui.paging import page_of
from tilts.ui.table_files import as_table

ROWS_A_PAGE = 50
ENTRIES_A_LOOK = 500


@dataclass(frozen=True)
class Told:
    """One entry in words."""

    entry: AuditEntry
    who: str
    role: str
    what: str
    outcome: str
    record: str
    why: str = ""


def _names(reach: Reach, entries: Iterable[Any]) -> dict[UUID, str]:
    return dict(reach(User).filter(pk__in={one.user for one in entries if one.user}).values_list("pk", "name"))


def _codes(reach: Reach, records: set[UUID]) -> dict[UUID, str]:
    """How the rooms call these records, as far as the reader may know; never a name."""
    return merged(folder_codes.each(reach, records))


def _told(reach: Reach, entries: list[AuditEntry]) -> list[Told]:
    """Entries in words; a look that was refused after all is told as refused."""
    names = _names(reach, entries)
    codes = _codes(reach, {one.record for one in entries if one.record})
    offices = dict(reach(Organisation).values_list("pk", "name"))
    ids = [one.pk for one in entries]
    taken_back = set(reach(AuditEntry).filter(takes_back__in=ids, at__gte=_earliest(entries)).values_list("takes_back"))
    roles = dict(Role.choices)
    return [
        Told(
            entry=one,
            who=_who(one, names, offices),
            role=str(roles.get(one.role, "")),
            what=_what(one),
            outcome=outcome_words("refused" if (one.pk,) in taken_back else one.outcome),
            record=codes.get(one.record, str(one.record)[:8]) if one.record else "",
        )
        for one in entries
    ]


def _what(entry: AuditEntry) -> str:
    """A verb that was done, or only its page."""
    words = kind_words(entry.kind)
    if entry.kind == NAMED and entry.fields:
        return _("%(what)s: %(page)s") % {"what": words, "page": kind_words(entry.fields[0])}
    return _("%(what)s (its page)") % {"what": words} if entry.kind in ACTIONS and not entry.record_kind else words


def _earliest(entries: list[AuditEntry]) -> Any:
    return min((one.at for one in entries), default=timezone.now())


def _who(entry: AuditEntry, names: dict[UUID, str], offices: dict[UUID, str]) -> str:
    if entry.user in names:
        return names[entry.user]
    if entry.organisation in offices:
        return _("a colleague at %(organisation)s") % {"organisation": offices[entry.organisation]}
    return _("nobody who was signed in")


def _trace_form(request: Request) -> TraceForm:
    return TraceForm(request.GET or None, colleagues=request.reach(User).order_by("name", "pk"))


def _found(request: Request, form: TraceForm) -> Any:
    """The entries of one's own chain that were asked for, newest first."""
    rows = request.reach(AuditEntry).filter(chain=request.reach.organisation.pk)  # type: ignore[union-attr]
    asked = form.condition() if form.is_bound and form.is_valid() else Q()
    return rows.filter(asked).order_by("-number")


def _page_of(rows: Any, before: str) -> tuple[list[AuditEntry], int | None]:
    """One page by key, and the key of the next one."""
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.filter(number__lt=int(before))
    shown = list(rows[: ROWS_A_PAGE + 1])
    return shown[:ROWS_A_PAGE], shown[ROWS_A_PAGE - 1].number if len(shown) > ROWS_A_PAGE else None


@door("oversight.read")
def oversight(request: Request) -> HttpResponse:
    """The trace of the organisation, newest first; a case is found by its code, without opening it."""
    code = CodeForm(request.POST if request.method == "POST" else None)
    if code.is_bound and code.is_valid():
        record = _record_of(request.reach, code.cleaned_data["code"].strip())
        if record:
            return redirect("trace:oversight_record", id=record)
        code.add_error("code", _("No case of this code is known here."))
    form = _trace_form(request)
    entries, following = _page_of(_found(request, form), request.GET.get("before", ""))
    asked = request.GET.copy()
    asked.pop("before", None)
    return page(
        request,
        "trace/oversight.html",
        form=form,
        code=code,
        told=_told(request.reach, entries),
        asked=asked.urlencode(),
        following=following,
        head=request.reach(AuditHead).first(),
        sends=heads_file() is not None,
        open_alerts=request.reach(Alert).filter(closed_at=None).count(),
        status=422 if form.errors or code.errors else 200,
    )


def _record_of(reach: Reach, code: str) -> UUID | None:
    try:
        return UUID(code)
    except ValueError:
        folder = folder_by_code.first(reach.organisation, code) if reach.organisation else None
        return folder if folder and reach(Folder).filter(pk=folder).exists() else None


@door("oversight.read")
def oversight_record(request: Request, id: UUID) -> HttpResponse:
    """Who looked at one record, when, and by which right; the record itself stays shut."""
    rows = request.reach(AuditEntry).filter(record=id).order_by("-at", "-number", "pk")
    before = parse_datetime(request.GET.get("before", ""))
    if before and timezone.is_aware(before):
        rows = rows.filter(at__lt=before)
    entries = list(rows[: ROWS_A_PAGE + 1])
    following = entries[ROWS_A_PAGE - 1].at.isoformat() if len(entries) > ROWS_A_PAGE else ""
    told = _told(request.reach, entries[:ROWS_A_PAGE])
    return page(
        request,
        "trace/oversight_record.html",
        id=id,
        code=_codes(request.reach, {id}).get(id, ""),
        told=_with_rights(request.reach, id, told),
        following=following,
    )


def _with_rights(reach: Reach, folder: UUID, told: list[Told]) -> list[tuple[Told, str]]:
    grants = list(reach(Grant).filter(folder=folder))
    return [(one, ", ".join(sorted({_right(grant) for grant in grants if _held(grant, one.entry)}))) for one in told]


def _right(grant: Grant) -> str:
    return str(GrantKind(grant.kind).label)


def _held(grant: Grant, entry: AuditEntry) -> bool:
    """Whether a grant let the doer of an entry in at that moment."""
    if entry.at < grant.starts or (grant.ends and entry.at >= grant.ends):
        return False
    if grant.to_user_id:
        return grant.to_user_id == entry.user
    return grant.to_unit_id == entry.organisation and grant.to_role in ("", entry.role)


@door("oversight.exported", fresh=True)
def oversight_export(request: Request) -> HttpResponseBase:
    """All entries that were found, as a file."""
    form = _trace_form(request)
    rows = _found(request, form)
    if form.errors:
        return redirect(f"{reverse('trace:oversight')}?{request.GET.urlencode()}")
    columns = [
        _("Entry"), _("When"), _("Who"), _("Role"), _("What was done"), _("Outcome"), _("Record"), _("Record number")
    ]  # fmt: skip
    return as_table("trace.csv", columns, _rows_of(request, rows))


def _rows_of(request: Request, rows: Any) -> Iterator[list[Any]]:
    """Every entry as a row of the file, looked up a batch at a time, each batch in a look of its own.

    The trace only grows and is walked from its newest entry back, so nothing is left out or told twice.
    """
    batch = rows
    while True:
        with reading(request):
            told = _told(request.reach, list(batch[:ENTRIES_A_LOOK]))
        for one in told:
            entry = one.entry
            yield [entry.number, entry.at, one.who, one.role, one.what, one.outcome, one.record, entry.record]
        if len(told) < ENTRIES_A_LOOK:
            return
        batch = rows.filter(number__lt=told[-1].entry.number)


@door("oversight.read")
def oversight_chain(request: Request) -> HttpResponse:
    """Walk the organisation's own chain now, and say whether it is whole."""
    chain, wrong, sent = request.reach.organisation.pk, "", None  # type: ignore[union-attr]
    try:
        sent = sent_heads()
    except HeadsFile as unreadable:
        wrong = str(unreadable)
    report = verify_chain(chain, sent.by_chain.get(chain, {}) if sent else None)
    places = [str(place) for place in report.places]
    return page(request, "trace/oversight_chain.html", report=report, places=places, wrong=wrong)


@door("oversight.read")
def alert_list(request: Request) -> HttpResponse:
    """Alerts that are open, or those that were closed, newest first."""
    closed = request.GET.get("closed") == "1"
    rows = request.reach(Alert).filter(closed_at__isnull=not closed).order_by("-at", "pk")
    shown = page_of(rows, request.GET.get("page"), ROWS_A_PAGE)
    return page(
        request, "trace/alert_list.html", shown=shown, lines=_alert_lines(request.reach, list(shown)), closed=closed
    )


def _alert_lines(reach: Reach, alerts: list[Alert]) -> list[dict[str, Any]]:
    names = dict(reach(User).filter(pk__in={one.user_id for one in alerts}).values_list("pk", "name"))
    codes = _codes(reach, {one.record for one in alerts if one.record})
    return [
        {
            "alert": one,
            "kind": ALERTS.get(one.kind),
            "who": names.get(one.user_id, _("somebody elsewhere") if one.user_id else ""),
            "record": codes.get(one.record, str(one.record)[:8]) if one.record else "",
        }
        for one in alerts
    ]


@door("alert.closed")
def alert_page(request: Request, id: UUID) -> HttpResponse:
    """One alert: what was noticed, the trace around it, and what was found."""
    alert = request.reach(Alert).select_related("closed_by").get(pk=id)
    form = FindingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and done(form, None, close_alert, request.reach, alert, **form.cleaned_data):
        messages.success(request, _("The alert is closed."))
        return redirect("trace:alert_list")
    about = request.reach(AuditEntry).filter(user=alert.user_id, at__lte=alert.at).order_by("-at", "-number", "pk")
    return page(
        request,
        "trace/alert_page.html",
        form=form,
        line=_alert_lines(request.reach, [alert])[0],
        told=_told(request.reach, list(about[:ROWS_A_PAGE]) if alert.user_id else []),
        may_close=request.reach.may("alert.closed", record=alert),
        status=422 if form.errors else 200,
    )
