"""From the doorstep to the desk."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, let_in, save_over
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import at_work, colleagues
from tilts.access.grants import end_grants, end_what_follows, keep_to_named
from tilts.access.models import Folder, FolderKind, Grant, GrantKind, Membership, Organisation, Role, User
from tilts.access.reach import NotAllowed, Reach, Refused, roles, unscoped
from tilts.access.relationships import RELATIONSHIPS, WHILE_WRITING, WRITE
from tilts.cases.actions import add_party, open_case
from tilts.cases.actions.beside import let_lead_in
from tilts.cases.models import Case, PartyRole
from tilts.cases.taking_over import Chosen, split_name, take_over
from tilts.cases.violence import Told, keep_told
from tilts.directory.models import Desk
from tilts.people.actions import keep_contact, record_person
from tilts.people.models import Person
from tilts.people.walls import name_came
from tilts.places.models import Territory
from tilts.post.mail import post
from tilts.questionnaires.actions import begin_answers, complete_answers
from tilts.questionnaires.models import Answers, current_version
from tilts.risk.actions.questionnaires import count_questionnaire
from tilts.risk.beside import POLICE_DUTY, beside
from tilts.risk.models import (
    DoorstepReport,
    Questionnaire,
    ReportChannel,
    ReportState,
)
from tilts.risk.policy import (
    DESK,
    may_hand_report_over,
    may_return,
    may_take_over,
    may_take_up,
    took_it_up,
    writes_report,
)
from tilts.risk.sent import sent_of

NEWS = timedelta(days=1)
"""A report sent longer ago than this (from a register) is no news to anybody."""


def desk_for(territory: Territory, day: Any) -> Organisation | None:
    """Whose desk a municipality's reports came to on that day."""
    spells = Desk.objects.filter(territory=territory, starts__lte=day).select_related("organisation")
    spell = next((desk for desk in spells if desk.ends is None or desk.ends > day), None)
    return spell.organisation if spell else None


def colleague_at(desk: Organisation | None, email: str) -> User | None:
    """Who at this desk answers reports under this address today."""
    works = at_work(Membership.objects.filter(organisation=desk, role__in=DESK))
    member = works.filter(user__email=email, user__is_active=True).select_related("user").first()
    return member.user if member else None


def _new_number(organisation: Organisation, moment: datetime) -> str:
    # no key: whoever writes a row of this organisation need not wait for us, while we wait for the end of its trace
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    prefix = f"{timezone.localtime(moment).year}-"
    with acting(JOB):
        rows = unscoped(DoorstepReport, reason="next report number")
        numbered = rows.filter(organisation=organisation, number__startswith=prefix)
        last = numbered.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
    count = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{count:04d}"


@action("report.begun", may=roles(Role.POLICE), says=gettext_lazy("Report from the doorstep: begun"))
def begin_report(reach: Reach) -> DoorstepReport:
    """Begin a report at a door: a folder of its own, open to the officer alone."""
    organisation = reach.organisation
    if organisation is None or reach.user is None:
        raise Refused(_("A report is begun by somebody who works in an organisation."))
    folder = Folder.objects.create(organisation=organisation, kind=FolderKind.REPORT)
    let_in(reach, folder, GrantKind.SUBMITTED, zones=WHILE_WRITING, basis=POLICE_DUTY, because=None, to_user=reach.user)
    report = DoorstepReport.objects.create(
        id=folder.id,
        folder=folder,
        organisation=organisation,
        number=f"draft-{folder.id.hex[:12]}",
        sender=reach.user,
        sender_kind=organisation.kind,
    )
    begin_answers(reach, folder=folder, version=current_version("doorstep"))
    return report


@action("report.kept", may=writes_report, says=gettext_lazy("Report from the doorstep: answers"))
def keep_report(
    reach: Reach, /, report: DoorstepReport, *, seen_version: int, told: Told | None = None, **facts: Any
) -> DoorstepReport:
    """Keep what is known so far: a half-filled draft is never lost. `Stale` for the second of two pages."""
    if not report.is_open_to_sender:
        raise Refused(_("This report was already sent and cannot be changed."))
    happened = facts.get("happened_at", report.happened_at)
    save_over(report, seen_version, **facts, happened_on=timezone.localdate(happened) if happened else None)
    if told is not None:
        keep_told(reach, report.folder, told, on=report.happened_on or timezone.localdate())
    return report


@action("report.sent", may=writes_report, says=gettext_lazy("Report from the doorstep: sending"))
def send_report(reach: Reach, report: DoorstepReport, *, sent_at: datetime | None = None) -> DoorstepReport:
    """Send it: number and time as receipt, the right desk at once, no names before it is taken up."""
    report.refresh_from_db()
    if not report.is_open_to_sender:
        raise Refused(_("This report was already sent."))
    if report.happened_at is None or report.territory is None:
        raise Refused(_("Say when and in which municipality it happened."))
    desk = report.desk or desk_for(report.territory, report.happened_on)
    if desk is None:
        raise Refused(_("No social service is on record for this municipality. Choose the desk by hand."))
    moment = sent_at or timezone.now()
    answers = Answers._base_manager.get(folder=report.folder)
    again = report.state == ReportState.RETURNED
    if not again:
        complete_answers(reach, answers)
        report.number = _new_number(report.organisation, moment)
    report.desk, report.state, report.sent_at, report.return_reason = desk, ReportState.SENT, moment, ""
    report.level = answers.computed_level
    report.children_present = {"yes": True, "no": False}.get(answers.values.get("children_present", ""))
    report.save()
    _open_to_sender(report, RELATIONSHIPS[GrantKind.SUBMITTED])
    _let_desk_in(reach, report)
    if timezone.now() - moment < NEWS:
        _tell_desk(reach, report)
    if not again:
        count_questionnaire(reach, answers, report=report, instrument="doorstep")
    return report


def _open_to_sender(report: DoorstepReport, zones: dict[str, int]) -> None:
    Grant.objects.filter(folder=report.folder, kind=GrantKind.SUBMITTED).update(
        **{f"zone_{zone}": level for zone, level in zones.items()}
    )


def _let_desk_in(reach: Reach, report: DoorstepReport) -> None:
    _raise_walls(reach, report)
    if report.to_user:
        let_in(
            reach,
            report.folder,
            GrantKind.NAMED,
            basis=POLICE_DUTY,
            because=report,
            to_user=report.to_user,
            at=report.desk,
        )
        return
    for role in DESK:
        let_in(
            reach,
            report.folder,
            GrantKind.DESK,
            basis=POLICE_DUTY,
            because=report,
            to_unit=report.desk,
            to_role=role,
        )


def _tell_desk(reach: Reach, report: DoorstepReport) -> None:
    """A letter to the person it was sent to by name, else to everybody who answers reports at the desk."""
    if report.to_user:
        post(reach, to=report.to_user, kind="report.named", about=report.pk, path=f"/doorstep/{report.pk}/")
        return
    for user in colleagues(report.desk, *DESK) if report.desk else ():
        post(reach, to=user, kind="report.waiting", about=report.pk, path="/inbox/")


def _raise_walls(reach: Reach, report: DoorstepReport) -> None:
    """Whoever at this desk is known to know one of the parties is kept out before anybody is let in."""
    for name in (report.person_name, report.alleged_name):
        if report.desk and name:
            name_came(reach, report.folder, of=report.desk, name=name)


@action("report.registered", may=roles(*DESK), says=gettext_lazy("Report: registered"))
def register_report(reach: Reach, /, *, sent_at: datetime, told: Told | None = None, **facts: Any) -> DoorstepReport:
    """Register a report that came by e-address, e-mail, phone or paper: the registrar knows the names already.

    It came after the event, and not from the future.
    """
    if sent_at > timezone.now():
        raise Refused(_("A report cannot come from the future."), "sent_at")
    if sent_at < facts["happened_at"]:
        raise Refused(_("A report cannot come before the event."), "sent_at")
    organisation = reach.organisation
    if organisation is None or reach.user is None:
        raise Refused(_("A report is registered by somebody who works in an organisation."))
    folder = Folder.objects.create(organisation=organisation, kind=FolderKind.REPORT)
    report = DoorstepReport(
        id=folder.id,
        folder=folder,
        organisation=organisation,
        number=_new_number(organisation, sent_at),
        state=ReportState.SENT,
        desk=organisation,
        sent_at=sent_at,
        happened_on=timezone.localdate(facts["happened_at"]),
        **facts,
    )
    let_in(reach, folder, GrantKind.TAKEN_UP, basis=POLICE_DUTY, because=report, to_user=reach.user)
    report.save(force_insert=True)
    keep_told(reach, folder, told or Told(), on=timezone.localdate(facts["happened_at"]))
    _let_desk_in(reach, report)
    return report


def _still_waiting(report: DoorstepReport) -> Any:
    """The row, if it still waits at the desk (and for the person) that the writer saw."""
    return DoorstepReport._base_manager.filter(
        pk=report.pk, state=ReportState.SENT, desk=report.desk_id, to_user=report.to_user_id
    )


@action("report.taken_up", may=may_take_up, says=gettext_lazy("Report: taken up"))
def take_up(reach: Reach, report: DoorstepReport) -> DoorstepReport:
    """Take a report up: names open to whoever does, and to the supervisor unless it was sent to one person by name."""
    if not _still_waiting(report).update(state=ReportState.TAKEN_UP, taken_by=reach.user, taken_at=timezone.now()):
        raise Stale
    let_in(reach, report.folder, GrantKind.TAKEN_UP, basis=POLICE_DUTY, because=report, to_user=reach.user)
    if report.to_user is None:
        let_in(
            reach,
            report.folder,
            GrantKind.SUPERVISES,
            zones=RELATIONSHIPS[GrantKind.SUBMITTED],
            basis=POLICE_DUTY,
            because=report,
            to_unit=report.desk,
            to_role=Role.SUPERVISOR,
        )
    report.refresh_from_db()
    return report


@action("report.returned", may=may_return, says=gettext_lazy("Report: returned"))
def return_report(reach: Reach, report: DoorstepReport, *, reason: str) -> DoorstepReport:
    """Send a report back with a reason: the sender mends it and sends it again, the desk is out of it until then."""
    if not _still_waiting(report).update(state=ReportState.RETURNED):
        raise Stale
    report.return_reason = reason
    report.save(update_fields=["return_reason"])
    report.refresh_from_db()
    end_what_follows(reach, report)
    _open_to_sender(report, WHILE_WRITING)
    return report


@action("report.passed_on", may=may_take_up, says=gettext_lazy("Report: passed on"))
def pass_on(reach: Reach, report: DoorstepReport, *, desk: Organisation, to_user: User | None = None) -> DoorstepReport:
    """Pass a report on to another desk, or to one person at this desk; who passed it on no longer sees it."""
    return _turn(reach, report, desk, to_user)


def _turn(reach: Reach, report: DoorstepReport, desk: Organisation | None, to_user: User | None) -> DoorstepReport:
    """A report that waits turns to another desk or person, who hear of it."""
    if not _still_waiting(report).update(desk=desk, to_user=to_user):
        raise Stale
    report.refresh_from_db()
    end_what_follows(reach, report)
    _let_desk_in(reach, report)
    _tell_desk(reach, report)
    return report


@action("report.handed_over", may=may_hand_report_over, says=gettext_lazy("Report: given to a colleague"))
def hand_report_over(reach: Reach, report: DoorstepReport, *, to: User) -> DoorstepReport:
    """What was sent to somebody by name, or taken up by them, is a colleague's; who had it before no longer sees it."""
    if report.state == ReportState.SENT:
        return _turn(reach, report, report.desk, to)
    mine = DoorstepReport._base_manager.filter(pk=report.pk, state=ReportState.TAKEN_UP, taken_by=report.taken_by_id)
    if not mine.update(taken_by=to):
        raise Stale
    end_grants(Grant.objects.filter(folder=report.folder_id, kind=GrantKind.TAKEN_UP, to_user=report.taken_by_id))
    let_in(reach, report.folder, GrantKind.TAKEN_UP, basis=POLICE_DUTY, because=report, to_user=to, at=report.desk)
    post(reach, to=to, kind="report.named", about=report.pk, path=f"/doorstep/{report.pk}/")
    report.refresh_from_db()
    return report


@action("report.contacted", may=took_it_up, says=gettext_lazy("Report: first contact"))
def record_contact(reach: Reach, report: DoorstepReport, *, at: datetime, seen_version: int) -> DoorstepReport:
    """The first safe contact with the person: stops the service's own clock."""
    # the page is filled in by the minute
    if report.sent_at and at < report.sent_at.replace(second=0, microsecond=0):
        raise Refused(_("The first contact cannot be before the report came."))
    if at > timezone.now():
        raise Refused(_("The first contact cannot be in the future."))
    save_over(report, seen_version, contacted_at=at)
    return report


@action("report.joined", may=may_take_over, says=gettext_lazy("Report: joined to a case"))
def open_case_from(  # noqa: PLR0913  everything the page decides is said here
    reach: Reach,
    report: DoorstepReport,
    *,
    newly_known: bool,
    person: Person | None = None,
    case: Case | None = None,
    chosen: Chosen | None = None,
) -> Case:
    """Join a report to a case: a new one, or one that is open already; new or known to the service.

    `chosen` says what of it the case takes over; without it, the person and the phone. What was sent stays as it is.
    """
    if report.case_id:
        raise Refused(_("This report is in a case already."))
    if case and reach.zones(case.folder_id).admin < WRITE:
        raise NotAllowed(_("You do not work on this case."))
    if case is None:
        case = open_case(
            reach,
            kind="violence",
            territory=report.territory,
            level="" if chosen else report.level,
            newly_known=newly_known,
            restricted=report.to_user is not None,
        )
        if chosen is None:
            _begin_with_person(reach, report, case, person)
    if chosen:
        take_over(reach, case, sent_of(report), chosen, person)
        report.left_out = chosen.left_out
    report.case = case
    report.save(update_fields=["case", "left_out"])
    _hang_beside(reach, report, case)
    Questionnaire._base_manager.filter(report=report).update(case=case, newly_known=newly_known)
    return case


def _hang_beside(reach: Reach, report: DoorstepReport, case: Case) -> None:
    """The report goes with its case: whoever leads it reads it, and of a restricted one nobody but named people."""
    if case.lead:
        let_lead_in(reach, case, beside(report), case.lead)
    if case.folder.restricted and not report.folder.restricted:
        keep_to_named(report.folder, case.folder.restricted_why)


def _begin_with_person(reach: Reach, report: DoorstepReport, case: Case, person: Person | None) -> None:
    name = split_name(report.person_name)
    client = person or record_person(reach, case.folder, **name | {"given_name": name["given_name"] or "?"})
    add_party(reach, case, person=client, role=PartyRole.CLIENT)
    if report.person_phone and not person:
        way = {"channel": "phone", "value": report.person_phone, "safe": report.phone_is_safe}
        keep_contact(case.folder, client, **way)


def waiting_channels() -> list[tuple[str, Any]]:
    """How a report may come, other than by the form."""
    return [choice for choice in ReportChannel.choices if choice[0] != ReportChannel.FORM]
