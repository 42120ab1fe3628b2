"""Pages of risk: the doorstep, the report at the desk."""

from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.codes import code_of
from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import OrganisationKind
from tilts.access.told import go_on, pressed, told
from tilts.cases.models import Case, Violence
from tilts.cases.taking_over import TakeOverForm, labels_of, likely_persons
from tilts.cases.violence import told_in
from tilts.directory.beside import own_municipality
from tilts.people.models import Person
from tilts.questionnaires.actions import keep_answers
from tilts.questionnaires.forms import (
    Card,
    answer_sheet,
    card,
    card_names,
    first_open,
)
from tilts.questionnaires.models import Answers
from tilts.risk import actions
from tilts.risk.clocks import clocks_of
from tilts.risk.forms import FACTS, TAKEN_UP, ContactForm, PassOnForm, RegisterForm, ReturnForm, SendForm
from tilts.risk.models import DoorstepReport, Questionnaire, ReportChannel, ReportState
from tilts.risk.sent import sent_of
from tilts.risk.views.sheets import answers_of, language
from tilts.ui.forms import TiltsForm

WITH = ("organisation", "territory", "desk", "sender", "taken_by", "folder", "case__organisation")


def _report(request: Request, id: UUID) -> DoorstepReport:
    rows = request.reach(DoorstepReport).select_related(*WITH)
    report: DoorstepReport = rows.get(pk=id)
    return report


def _report_url(id: UUID) -> str:
    return reverse("risk:report_page", args=[id])


def _draft(request: Request, id: UUID) -> tuple[DoorstepReport, Answers]:
    report = _report(request, id)
    return report, answers_of(request).get(folder=report.folder_id)


@form_page(actions.begin_report, template="risk/report_new.html")
def report_new(request: Request) -> Entry:
    """One press begins the clock; nothing is asked before the first card."""
    form, title, back = TiltsForm(request.POST or None), _("Begin a report"), reverse("day:my_day")
    return Entry(None, form, title, back, then=lambda report: reverse("risk:report_begun", args=[report.pk]))


@door("report.kept")
def report_card(request: Request, id: UUID, item: str = "") -> HttpResponse:
    """One question a card; every press saves. Without a question: the first open one."""
    report, answers = _draft(request, id)
    if report.state != ReportState.DRAFT:
        return redirect("risk:report_page", id=report.pk)
    allowed(request, "report.kept", report)
    if not item:
        return redirect("risk:report_card", id=report.pk, item=first_open(answers))
    shown = card(answers, item, language(), request.POST or None)
    if shown is None:
        raise DoorstepReport.DoesNotExist
    if request.method == "POST" and shown.form.is_valid():
        kept = keep_answers(request.reach, answers, **shown.form.patch().as_kept())
        shown.form.refuse(kept.refused)
        if not shown.form.errors:
            return _next_card(request, report, shown)
    status = 422 if shown.form.errors else 200
    return page(request, "risk/report_card.html", report=report, card=shown, form=shown.form, status=status)


def _next_card(request: Request, report: DoorstepReport, shown: Card) -> HttpResponse:
    if "later" in request.POST:
        messages.success(request, _("Everything is saved. Go on when it is safe."))
        return redirect("day:my_day")
    if "back" in request.POST:
        return redirect("risk:report_card", id=report.pk, item=shown.before or shown.name)
    if not shown.after:
        return redirect("risk:report_send", id=report.pk)
    return redirect("risk:report_card", id=report.pk, item=shown.after)


def _initial(request: Request, report: DoorstepReport) -> dict[str, Any]:
    found = {name: getattr(report, name) for name in FACTS if getattr(report, name) not in (None, "")}
    found |= asdict(told_in(request.reach(Violence).filter(folder=report.folder_id)))
    found["version"] = report.version
    if report.version == 1:
        found.setdefault("happened_at", timezone.localtime())
    if report.desk_id and report.desk != _usual_desk(report.territory, report.happened_at):
        found["other_desk"] = report.desk_id
    if report.to_user:
        found["to_email"] = report.to_user.email
    return found


def _usual_desk(territory: Any, happened_at: Any) -> Any:
    """Whose desk it would be if nobody there knew the parties."""
    return actions.desk_for(territory, timezone.localdate(happened_at)) if territory and happened_at else None


@door("report.sent")
def report_send(request: Request, id: UUID) -> HttpResponse:
    """The last card: when, where, who, and who may know the parties; then it is sent."""
    report, answers = _draft(request, id)
    if not report.is_open_to_sender:
        return redirect("risk:report_page", id=report.pk)
    allowed(request, "report.sent", report)
    form = SendForm(request.POST or None, initial=_initial(request, report))
    last = card_names(answers)[-1]
    if "later" in request.POST and _kept_for_later(request, report, form):
        messages.success(request, _("Everything is saved. Go on when it is safe."))
        return redirect("day:my_day")
    sent = "later" not in request.POST and request.method == "POST" and form.is_valid()
    if sent and _send(request, report, form):
        return redirect("risk:report_page", id=report.pk)
    status = 422 if form.errors else 200
    return page(request, "risk/report_send.html", report=report, form=form, last=last, status=status)


def _kept_for_later(request: Request, report: DoorstepReport, form: SendForm) -> bool:
    """Keep what is good; whether nothing typed would be lost by leaving now."""
    form.is_valid()
    facts = form.facts()
    facts["desk"] = form.cleaned_data.get("other_desk")
    typed = [name for name in form.errors if form.data.get(name)]
    with told(form):
        _keep(request, report, form, facts)
    go_on(form, report)
    return not typed and not form.non_field_errors()


def _keep(request: Request, report: DoorstepReport, form: SendForm, facts: dict[str, Any]) -> None:
    """Keep it from the version that was seen; what is refused afterwards leaves the form at the version it made."""
    actions.keep_report(request.reach, report, seen_version=form.cleaned_data.get("version") or 0, **facts)
    data: Any = form.data
    form.data = data = data.copy()
    data["version"] = str(report.version)


def _send(request: Request, report: DoorstepReport, form: SendForm) -> bool:
    data = form.cleaned_data
    facts = form.facts()
    with told(form):
        usual = _usual_desk(data["territory"], data["happened_at"])
        desk = data["other_desk"] or usual
        facts["desk"] = desk
        facts["to_user"] = _named(form, desk)
        if data["known_at_desk"] and desk == usual and not facts["to_user"]:
            form.add_error(
                "other_desk", _("Somebody at this desk may know the parties: choose another desk or a person.")
            )
        if form.errors:
            return False
        _keep(request, report, form, facts)
        actions.send_report(request.reach, report)
    go_on(form, report)
    return not form.errors


def _named(form: SendForm, desk: Any) -> Any:
    email = form.cleaned_data["to_email"].lower()
    if not email:
        return None
    found = actions.colleague_at(desk, email)
    if found is None:
        form.add_error("to_email", _("Nobody at this desk has this e-mail address."))
        return None
    return found


@door("doorstep.read")
def report_list(request: Request) -> HttpResponse:
    """The officer's own reports: drafts first, then what became of the rest."""
    rows = request.reach(DoorstepReport).filter(sender=request.reach.user).select_related("territory", "desk")
    return page(request, "risk/report_list.html", reports=rows.drafts_first()[:100])


@door("doorstep.read")
def report_page(request: Request, id: UUID) -> HttpResponse:
    """A report as far as one's zones go: the receipt for the sender, the whole for whoever took it up."""
    report = _report(request, id)
    zones = request.reach.zones(report.folder_id)
    answers = None
    if zones.risk:
        answers = request.reach(Answers).select_related("questionnaire_version__questionnaire")
        answers = answers.filter(folder=report.folder_id).first()
    mine = report.sender == request.reach.user
    return page(
        request,
        "risk/report_page.html",
        report=report,
        zones=zones,
        mine=mine,
        counted=_counted(request, report),
        violence=list(request.reach(Violence).filter(folder=report.folder_id)) if zones.risk else [],
        left_out=labels_of(report.left_out),
        sheet=answer_sheet(answers, language()) if answers else None,
        clocks=clocks_of(report),
        may_take=report.state == ReportState.SENT and bool(request.reach.may("report.taken_up", record=report)),
        works_on=bool(request.reach.may("report.contacted", record=report)) and not mine,
        may_join=bool(request.reach.may("report.joined", record=report)) and not mine,
        contact_form=ContactForm(initial={"at": timezone.localtime(), "version": report.version}),
    )


def _counted(request: Request, report: DoorstepReport) -> Questionnaire | None:
    """The questionnaire of a report, for those who may put it right."""
    found: Questionnaire | None = request.reach(Questionnaire).select_related("folder").filter(report=report.pk).first()
    return found if found and request.reach.may("risk.corrected", record=found) else None


def _as_registered(request: Request) -> dict[str, Any]:
    """In one's own municipality, now, from whom and how the last one came."""
    ours = request.reach(DoorstepReport).filter(organisation=request.reach.organisation)
    last = ours.exclude(channel=ReportChannel.FORM).order_by("-created_at").first()
    channel, kind = (last.channel, last.sender_kind) if last else (ReportChannel.EMAIL, OrganisationKind.STATE_POLICE)
    came = {"channel": channel, "sender_kind": kind, "sent_at": timezone.localtime()}
    return {"territory": own_municipality(request.reach), **came}


@form_page(actions.register_report)
def report_register(request: Request) -> Entry:
    """A report that came by e-address, e-mail, phone or paper."""
    form = RegisterForm(request.POST or None, initial=_as_registered(request))
    title, back = _("Register a report"), reverse("day:inbox")
    lead = _("A report that came by e-address, e-mail, phone or paper. It then waits in the inbox like any other.")
    entry = Entry(None, form, title, back, submit=title, lead=lead, then=lambda report: _report_url(report.pk))
    entry.said = lambda report: _("Report %(number)s is registered.") % {"number": code_of(request.reach, report)}
    return entry


@door("report.taken_up")
def report_take_up(request: Request, id: UUID) -> HttpResponse:
    """Take it up: from now on one's own."""
    report = _report(request, id)
    if request.method == "POST":
        pressed(request, "", actions.take_up, request.reach, report, faster=TAKEN_UP)
    return redirect("risk:report_page", id=report.pk)


@form_page(actions.return_report)
def report_return(request: Request, id: UUID) -> Entry:
    """Send it back with a reason."""
    form, lead = ReturnForm(request.POST or None), _("The sender sees the reason.")
    return _out_of_inbox(_report(request, id), form, _("Return the report"), lead)


@form_page(actions.pass_on)
def report_pass_on(request: Request, id: UUID) -> Entry:
    """Pass it on to the right desk."""
    report = _report(request, id)
    form, lead = PassOnForm(request.POST or None, current=report.desk_id), _("You will no longer see it.")
    return _out_of_inbox(report, form, _("Pass the report on"), lead)


def _out_of_inbox(report: DoorstepReport, form: Form, title: str, lead: str) -> Entry:
    return Entry(report, form, title, reverse("day:inbox"), said=_("Done."), submit=title, lead=lead)


@form_page(actions.record_contact, at="at")
def report_contact(request: Request, id: UUID) -> Entry:
    """The first safe contact stops the service's clock."""
    form, title = ContactForm(request.POST or None), _("Save the first contact")
    lead = _("Only a contact by a safe way counts.")
    return Entry(_report(request, id), form, title, _report_url(id), submit=title, lead=lead)


@form_page(actions.open_case_from, template="risk/report_join.html")
def report_join(request: Request, id: UUID) -> Entry | HttpResponse:
    """Take the report over: whom it is about, and everything that was sent, ticked beforehand and changeable."""
    report = allowed(request, "report.joined", _report(request, id))
    if report.case_id:
        return redirect("cases:case_page", id=report.case_id)
    sent = sent_of(report)
    likely = likely_persons(request.reach, sent)
    form = TakeOverForm(request.POST or None, sent=sent, reach=request.reach, likely=likely)
    number = code_of(request.reach, report)
    title = _("Take over report %(number)s") % {"number": number}
    entry = Entry(report, form, title, _report_url(id), submit=_("Take over"), more={"report": report})
    entry.values = partial(_chosen, request, form)
    entry.said = lambda case: _("The report is in case %(code)s.") % {"code": code_of(request.reach, case)}
    entry.then = lambda case: reverse("cases:case_page", args=[case.pk])
    return entry


def _chosen(request: Request, form: TakeOverForm, typed: dict[str, Any]) -> dict[str, Any]:
    """What was decided: which person and case, and what of the report they get."""
    person, _colon, case = typed["person"].partition(":")
    return {
        "newly_known": typed["newly_known"] == "yes",
        "case": request.reach(Case).get(pk=case) if case else None,
        "person": None if form.is_new else request.reach(Person).get(pk=person),
        "chosen": form.chosen(),
    }
