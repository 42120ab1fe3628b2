"""Source B: the pilot of spring 2018 in Balvi, and two reports of today that wait in the inbox."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tilts.access.models import Folder, Profession, Site
from tilts.access.reach import Reach, unscoped
from tilts.cases.actions import join_team, write_note
from tilts.cases.models import Case, Party
from tilts.cases.violence import Told
from tilts.demo.people import reach_of
from tilts.places.models import Territory
from tilts.plan.actions import latest_end
from tilts.projects.models import Project
from tilts.questionnaires.actions import begin_answers, keep_answers
from tilts.questionnaires.models import Answers, QuestionnaireVersion, current_version
from tilts.risk import actions
from tilts.risk.models import DoorstepReport
from tilts.services.actions import write_session

EVENTS = (
    (date(2018, 4, 5), time(22, 10), "Sandra Kļava", 8, True),
    (date(2018, 4, 12), time(21, 35), "Kristīne Lazda", 5, True),
    (date(2018, 4, 14), time(1, 20), "Ludmila Egle", 3, True),
    (date(2018, 4, 21), time(19, 5), "Vija Sīle", 6, False),
    (date(2018, 4, 28), time(23, 40), "Dzintra Bite", 9, True),
    (date(2018, 5, 4), time(20, 15), "Mārīte Roze", 2, True),
    (date(2018, 5, 9), time(18, 50), "Tatjana Upīte", 4, False),
    (date(2018, 5, 13), time(22, 30), "Iveta Zīle", 7, True),
    (date(2018, 5, 19), time(0, 45), "Aija Smilga", 5, True),
    (date(2018, 5, 26), time(21, 10), "Ņina Pūce", 8, True),
    (date(2018, 6, 2), time(23, 55), "Laima Dzērve", 3, False),
    (date(2018, 6, 9), time(20, 20), "Ruta Balode", 6, True),
    (date(2018, 6, 15), time(17, 30), "Zita Cielava", 4, True),
)
"""Day and hour of the call-out, a made-up name, how many answers were yes, whether the family was new."""

TOLD: dict[str, Any] = {
    "person_born": "1991",
    "address": "Liepu iela 27-8, Balvi",
    "address_is_home": True,
    "alleged_name": "Edgars Vārpa",
    "alleged_born": "1988",
    "children": "dēls, 6\nmeita, 3",
    "account": "Durvis izsistas. Sieviete stāsta, ka vīrs draudējis un sitis.",
    "told": Told(["physical", "threats"], "family", "partner", "m"),
    "court": "no",
}
"""What else an officer wrote of one event: a full report waits to be taken over."""

YES_ORDER = (
    "fear",
    "escalation",
    "control",
    "intoxication",
    "separation",
    "earlier_calls",
    "children_present",
    "visible_injury",
    "threats_to_kill",
)

OFTEN_SAID = ("yes", "yes", "no", "no", "dont_know")
"""Out of these an answer of the fuller questionnaire is drawn."""


def build_balvi() -> None:
    """Thirteen reports from the door, taken up by the social service; fuller talks, services and notes."""
    chance = random.Random(2018)
    for number, (day, hour, name, yes, new) in enumerate(EVENTS):
        report = report_from_door(timezone.make_aware(datetime.combine(day, hour)), name, yes, "LV-015-2009", chance)
        _take_up(report, new, number, chance)
    now = timezone.now()
    separated = {"separation_from": now - timedelta(hours=4), "separation_until": latest_end(now - timedelta(hours=4))}
    for hours, name, yes, more in ((5, "Gaļina Vārpa", 8, TOLD | separated), (20, "Baiba Sniedze", 4, {})):
        report_from_door(now - timedelta(hours=hours), name, yes, "LV-015", chance, **more)


def report_from_door(
    moment: datetime, name: str, yes: int, territory: str, chance: random.Random, **more: Any
) -> DoorstepReport:
    """A report of an officer who was called out, on its way to the desk of this territory."""
    officer = reach_of("policija")
    report = actions.begin_report(officer)
    answers = Answers._base_manager.get(folder=report.folder)
    keep_answers(officer, answers, values=_door_answers(answers, yes))
    actions.keep_report(
        officer,
        report,
        seen_version=report.version,
        happened_at=moment,
        territory=Territory.objects.get(pk=territory),
        person_name=name,
        person_phone=f"2000{chance.randrange(1000, 9999)}",
        phone_is_safe=chance.choice((True, None)),
        known_at_desk=False,
        **more,
    )
    return actions.send_report(officer, report, sent_at=moment + timedelta(minutes=38))


def _door_answers(answers: Answers, yes: int) -> dict[str, str]:
    values = {item.name: "no" for item in answers.questionnaire_version.form.items if item.asked}
    values |= {name: "yes" for name in YES_ORDER[:yes]}
    values["weapons"] = "dont_know"
    values["wants_contact"] = "yes"
    return values


def _take_up(report: DoorstepReport, new: bool, number: int, chance: random.Random) -> None:
    worker = reach_of("socdienests")
    actions.take_up(worker, report)
    assert report.sent_at is not None
    reached_at = report.sent_at + timedelta(hours=chance.randrange(8, 30))
    actions.record_contact(worker, report, at=reached_at, seen_version=report.version)
    case = actions.open_case_from(worker, report, newly_known=new)
    Case._base_manager.filter(pk=case.pk).update(opened_on=timezone.localdate(reached_at))
    case.refresh_from_db()
    write_note(worker, case, text="Pirmā saruna notikusi drošā vietā. Vienojāmies par drošu saziņu.", at=reached_at)
    if number % 2 == 0:
        fuller_talk(worker, case, chance)
        _services(case, chance)


def fuller_talk(worker: Reach, case: Case, chance: random.Random, said: Sequence[str] = OFTEN_SAID) -> None:
    """The fuller questionnaire, filled with her three days after the case was opened, out of what is `said`."""
    version: QuestionnaireVersion = current_version("full")
    folder = Folder.objects.get(pk=case.folder_id)
    answers = begin_answers(worker, folder, version=version, filled_on=case.opened_on + timedelta(days=3))
    values = {}
    for item in version.form.items:
        if item.kind == "choice":
            values[item.name] = chance.choice(said)
        elif item.kind == "tick":
            values[item.name] = "OK"
    keep_answers(worker, answers, values=values)
    level = answers.computed_level
    actions.finish_assessment(worker, case, answers=answers, professional_level=level)


def _services(case: Case, chance: random.Random) -> None:
    worker = reach_of("socdienests")
    project = unscoped(Project, reason="demonstration").get(code="balvi")
    site = Site.objects.get(code="Balvi", organisation__code="balvu-sd")
    client = Party._base_manager.select_related("person").get(case=case, role="client").person
    team = ((Profession.PSYCHOLOGIST, "balvi.psihologs"), (Profession.LAWYER, "balvi.jurists"))
    for specialism, login in team:
        reach = reach_of(login)
        assert reach.user is not None
        join_team(worker, case, user=reach.user, profession=specialism)
        for week in range(chance.randrange(1, 4)):
            write_session(
                reach,
                case,
                people=[client],
                project=project,
                day=case.opened_on + timedelta(days=7 * (week + 1)),
                minutes=45,
                mode="in_person",
                specialism=specialism,
                site=site,
            )
