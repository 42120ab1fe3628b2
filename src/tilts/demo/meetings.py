"""Tables of institutions: B's monitoring meetings of 2018, E's family group conferences, and two agendas of today."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tilts.access.models import Organisation, OrganisationKind, Role, Site
from tilts.access.reach import Reach, unscoped
from tilts.cases.actions import add_party, close_case, open_case
from tilts.cases.models import Case
from tilts.demo.people import reach_of
from tilts.meetings import actions
from tilts.meetings.counts import counted
from tilts.meetings.models import (
    AgendaItem,
    Basis,
    Criterion,
    FamilyConference,
    FamilyStep,
    Invitation,
    Issue,
    Meeting,
    MeetingKind,
    StepOutcome,
)
from tilts.people.actions import record_person
from tilts.places.models import Territory
from tilts.projects.models import Project

K, REASON = OrganisationKind, "demonstration"
FIRST = date(2018, 4, 5)
MONITORED = (
    (date(2018, 4, 26), "Kā anketas nonāk sociālajā dienestā", "Anketu sūta tajā pašā dienā, arī brīvdienās."),
    (date(2018, 5, 24), "Ģimenes, par kurām neviens iepriekš nezināja", "Pirmo sarunu piedāvā drošā vietā."),
    (date(2018, 6, 14), "Ko darām pēc pilotprojekta", "Anketu turpina lietot visos četros novados."),
)
SITS = {
    K.STATE_POLICE: Role.POLICE,
    K.MUNICIPAL_POLICE: Role.POLICE,
    K.SOCIAL_SERVICE: Role.CASE_WORKER,
    K.ORPHANS_COURT: Role.PARTICIPANT,
    K.PROBATION: Role.PARTICIPANT,
}
"""Who of an institution of this kind sits at the table."""
COUNTIES = ("balvu", "vilakas", "rugaju", "baltinavas")
UNITS = ("balvu-policija", "balvu-pp", "balvu-vpd", *(f"{one}-{kind}" for one in COUNTIES for kind in ("sd", "bt")))
OUTSIDE = (
    ("Balvu rajona prokuratūra", K.PROSECUTOR, True),
    ("Balvu rajona tiesa", K.COURT, False),
    ("Ģimenes ārsta prakse", K.HEALTH, True),
)
"""Institutions without an account, and whether they came."""
FAMILIES = (
    (date(2014, 3, 20), "Bauska", "Lāsma", "Avotiņa"),
    (date(2014, 6, 5), "Bauska", "Dzidra", "Gulbe"),
    (date(2014, 9, 18), "Valmiera", "Sarmīte", "Kļaviņa"),
    (date(2014, 11, 27), "Valmiera", "Ginta", "Vīksna"),
    (date(2015, 2, 12), "Valmiera", "Daina", "Cīrule"),
    (date(2015, 5, 21), "Bauska", "Velga", "Strazda"),
)
"""Day of the conference, site, and a made-up mother."""


def build_meetings() -> None:
    """Three monitoring meetings, six family group conferences, two agendas that are published today."""
    for number, (day, issue, conclusion) in enumerate(MONITORED, start=1):
        _monitoring(number, day, issue, conclusion)
    for day, site, given, family in FAMILIES:
        _conference(day, site, given, family)
    _agenda_of_today()
    _agenda_of_probation()


def _moment(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _project(code: str) -> Project:
    found: Project = unscoped(Project, reason=REASON).get(code=code)
    return found


def _held(reach: Reach, meeting: Meeting, absent: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    """Who came; the meeting is over."""
    rows = unscoped(Invitation, reason=REASON).filter(meeting=meeting).select_related("unit")
    came = {one.pk: (one.institution not in absent, one.represented_by, one.version) for one in rows}
    actions.note_attendance(reach, meeting, came=came)
    meeting.refresh_from_db()
    actions.close_meeting(reach, meeting, seen_version=meeting.version, afterwards=True)
    ends = meeting.starts + timedelta(hours=2)
    rows = unscoped(Meeting, reason=REASON).filter(pk=meeting.pk)
    rows.update(published_at=meeting.starts - timedelta(days=7), opened_at=meeting.starts, closed_at=ends)


def _opened(reach: Reach, meeting: Meeting) -> Meeting:
    actions.publish(reach, meeting, seen_version=meeting.version)
    return actions.open_meeting(reach, meeting, seen_version=meeting.version, afterwards=True)


def _monitoring(number: int, day: date, issue: str, conclusion: str) -> None:
    coordinator = reach_of("koordinators")
    meeting = actions.plan_meeting(
        coordinator,
        kind=MeetingKind.MONITORING,
        title=f"{number}. monitoringa tikšanās",
        starts=_moment(day),
        place="Balvu novada dome",
        chair="Gunta Rasa",
        site=Site.objects.get(code="Balvi", organisation__code="balvu-sd"),
        project=_project("balvi"),
    )
    units = list(Organisation.objects.filter(code__in=UNITS).order_by("code"))
    for unit in units:
        actions.invite(coordinator, meeting, unit=unit, role=SITS[OrganisationKind(unit.kind)])
    for name, kind, _came in OUTSIDE:
        actions.invite(coordinator, meeting, name=name, kind=kind)
    count = counted(coordinator, "risk.questionnaires", FIRST, day, units)
    facts: dict[str, Any] = {"measure": "risk.questionnaires", "first": FIRST, "last": day, "count": count}
    written = actions.write_issue(coordinator, meeting, title=issue, **facts)
    _opened(coordinator, meeting)
    _concluded(coordinator, meeting, written, conclusion)
    _held(coordinator, meeting, {name for name, _kind, came in OUTSIDE if not came})


def _concluded(coordinator: Reach, meeting: Meeting, issue: Issue, conclusion: str) -> None:
    issue = unscoped(Issue, reason=REASON).select_related("meeting").get(pk=issue.pk)
    actions.conclude_issue(coordinator, issue, conclusion=conclusion, seen_version=issue.version)
    due = meeting.day + timedelta(days=14)
    facts: dict[str, Any] = {"what": conclusion, "due_on": due, "owner": coordinator.organisation}
    act = actions.set_action(coordinator, meeting, issue=issue, **facts)
    actions.finish_action(coordinator, act, done_on=due, note="Izdarīts.", seen_version=act.version)


def _conference(day: date, site: str, given: str, family: str) -> None:
    worker, leads = reach_of("filiale"), reach_of("centra.vaditaja")
    opened = day - timedelta(days=60)
    case = open_case(worker, kind="family", opened_on=opened, territory=Territory.objects.get(pk="LV-113"))
    born = date(1980, 3, 14)
    mother = record_person(worker, case.folder, given_name=given, family_name=family, birth_date=born, sex="f")
    add_party(worker, case, person=mother)
    meeting = actions.plan_meeting(
        worker,
        kind=MeetingKind.FAMILY_GROUP,
        title="Ģimenes grupas konference",
        starts=_moment(day, 16),
        place=site,
        site=Site.objects.get(code=site, organisation__code="centrs"),
        case=case,
        coordinator=leads.user,
        project=_project("gimenes"),
    )
    actions.invite(leads, meeting, name=f"{site}s sociālais dienests", kind=K.SOCIAL_SERVICE)
    _opened(leads, meeting)
    item = unscoped(AgendaItem, reason=REASON).select_related("meeting").get(meeting=meeting)
    _family_plan(leads, item, mother, day)
    _held(leads, meeting)
    _looked_at_again(leads, item, day + timedelta(days=90))
    case.refresh_from_db()
    close_case(worker, case, closed_on=day + timedelta(days=180), seen_version=case.version)


def _family_plan(leads: Reach, item: AgendaItem, mother: Any, day: date) -> None:
    actions.widen_circle(leads, item, person=mother)
    actions.widen_circle(leads, item, name="Vecmāmiņa", relation="mātes māte")
    actions.widen_circle(leads, item, name="Krustmāte", relation="ģimenes draudzene")
    words = "Piektdienās bērni ir pie vecmāmiņas, krustmāte ved uz treniņiem."
    actions.write_step(leads, item, what=words, who="vecmāmiņa un krustmāte", due_on=day + timedelta(days=14))
    conference = unscoped(FamilyConference, reason=REASON).get(item=item)
    for minutes in (30, 95):
        actions.turn_private_time(leads, item, conference=conference, seen_version=conference.version)
        column = "private_began_at" if minutes == 30 else "private_ended_at"
        rows = unscoped(FamilyConference, reason=REASON).filter(pk=conference.pk)
        rows.update(**{column: item.meeting.starts + timedelta(minutes=minutes)})
        conference.refresh_from_db()
    actions.keep_conference(
        leads,
        item,
        conference=conference,
        seen_version=conference.version,
        agreed=True,
        information="Pastāstīts, kas satrauc un kāds atbalsts ir pieejams.",
        agreed_words="Ģimene vienojās par savu plānu.",
        review_on=day + timedelta(days=90),
    )


def _looked_at_again(leads: Reach, item: AgendaItem, on: date) -> None:
    for step in unscoped(FamilyStep, reason=REASON).filter(item=item):
        words = "Vecmāmiņa ņēma bērnus katru nedēļu, treniņi turpinās."
        facts: dict[str, Any] = {"outcome": StepOutcome.DONE, "on": on, "outcome_words": words}
        actions.review_step(leads, item, step=step, seen_version=step.version, **facts)


def _agenda_of_today() -> None:
    coordinator, worker = reach_of("koordinators"), reach_of("socdienests")
    meeting = actions.plan_meeting(
        coordinator,
        kind=MeetingKind.MARAC,
        title="Starpinstitūciju sanāksme Balvos",
        starts=_moment(timezone.localdate() + timedelta(days=5)),
        place="Balvu novada dome",
        chair="Gunta Rasa",
    )
    for code in ("balvu-policija", "balvu-pp", "balvu-sd", "balvu-bt", "balvu-vpd"):
        unit = Organisation.objects.get(code=code)
        actions.invite(coordinator, meeting, unit=unit, role=SITS[OrganisationKind(unit.kind)])
    centre = Organisation.objects.get(code="centrs")
    actions.invite(coordinator, meeting, unit=centre, role=Role.SPECIALIST)
    actions.invite(coordinator, meeting, name=OUTSIDE[0][0], kind=OUTSIDE[0][1])
    for code in ("L-1", "L-10", "L-14"):
        case = unscoped(Case, reason=REASON).select_related("folder").get(organisation__code="balvu-sd", code=code)
        actions.refer_case(
            worker,
            case,
            meeting=meeting,
            criteria=[Criterion.VISIBLE, Criterion.ESCALATION],
            basis=Basis.LAW,
            basis_words="Sociālo pakalpojumu un sociālās palīdzības likums; draudi dzīvībai un veselībai.",
            summary="Vardarbība kļūst biežāka, bērni to redz.",
            wants="Lai viņš nenāk uz mājām un nezina, ka par to runā.",
            tell_by="Ilze Ozola",
            tell_how="Tiekoties dienestā; nezvanīt.",
        )
    meeting.refresh_from_db()
    actions.publish(coordinator, meeting, seen_version=meeting.version)


def _agenda_of_probation() -> None:
    """Probation's own meeting about a man with a file of his own, apart from that of the woman."""
    coordinator, worker = reach_of("probacijas.koordinators"), reach_of("rugaji")
    his = open_case(worker, kind="violence", territory=Territory.objects.get(pk="LV-015"))
    facts: dict[str, Any] = {"given_name": "Laimonis", "family_name": "Pūce", "birth_date": date(1979, 2, 8)}
    add_party(worker, his, person=record_person(worker, his.folder, sex="m", **facts), role="alleged")
    meeting = actions.plan_meeting(
        coordinator,
        kind=MeetingKind.PROBATION,
        title="Sanāksme par vardarbīgiem likumpārkāpējiem",
        starts=_moment(timezone.localdate() + timedelta(days=9), 13),
        place="Valsts probācijas dienests",
    )
    for code in ("balvu-policija", "rugaju-sd"):
        unit = Organisation.objects.get(code=code)
        actions.invite(coordinator, meeting, unit=unit, role=SITS[OrganisationKind(unit.kind)])
    actions.refer_case(
        worker,
        his,
        meeting=meeting,
        criteria=[Criterion.ESCALATION],
        basis=Basis.LAW,
        basis_words="Valsts probācijas dienesta likums; draudi citu cilvēku drošībai.",
        summary="Divi sodi par vardarbību ģimenē; kursu apmeklē neregulāri.",
    )
    meeting.refresh_from_db()
    actions.publish(coordinator, meeting, seen_version=meeting.version)
