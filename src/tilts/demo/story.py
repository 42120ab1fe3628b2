"""Balvi today: one family a week after the call-out, and a case of each county that nobody outside it reads."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tilts.access.models import Organisation
from tilts.access.reach import Reach
from tilts.cases import actions as cases
from tilts.cases.models import Case, Party, PartyRole
from tilts.demo.balvi import fuller_talk, report_from_door
from tilts.demo.people import reach_of
from tilts.kit.workdays import working_day_after
from tilts.people import actions as people
from tilts.people.models import Person
from tilts.places.models import Territory
from tilts.plan import actions as plan
from tilts.plan.models import StepOwner
from tilts.risk import actions as risk
from tilts.sharing import actions as sharing

NIGHTS_AGO = 8
"""So long ago was the call-out: the separation ends tomorrow, its application stands red today."""
COUNTIES = (
    ("vilaka", "LV-108", date(2018, 4, 17), "Skaidra", "Ziediņa", "Viļakas novada bāriņtiesa"),
    ("rugaji", "LV-082", date(2018, 5, 3), "Irma", "Rudzīte", "Rugāju novada bāriņtiesa"),
    ("baltinava", "LV-014", date(2018, 5, 29), "Leontīne", "Vanaga", "Baltinavas novada bāriņtiesa"),
)
"""The worker, the county of 2018, the day, a made-up mother, and the orphan's court that works with the family."""


def build_story() -> None:
    """The other three counties' own cases, and the family of today in Balvi."""
    for login, county, day, given, family, court in COUNTIES:
        _case_of_county(reach_of(login), Territory.objects.get(pk=county), day, (given, family), court)
    _family_of_today(reach_of("socdienests"))


def _case_of_county(worker: Reach, county: Territory, day: date, name: tuple[str, str], court: str) -> None:
    case = cases.open_case(worker, kind="violence", opened_on=day, territory=county, newly_known=True)
    mother = people.record_person(worker, case.folder, given_name=name[0], family_name=name[1], sex="f")
    cases.add_party(worker, case, person=mother)
    at = timezone.make_aware(datetime.combine(day, time(11)))
    cases.write_note(worker, case, text=f"Saruna dienestā; par bērniem runāts ar: {court}.", at=at)


def _family_of_today(worker: Reach) -> None:
    night = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=NIGHTS_AGO), time(22, 40)))
    chance = random.Random(2026)
    report = report_from_door(night, "Zenta Salmiņa", 8, "LV-015", chance)
    risk.take_up(worker, report)
    reached_at = night + timedelta(hours=11)
    risk.record_contact(worker, report, at=reached_at, seen_version=report.version)
    case = risk.open_case_from(worker, report, newly_known=True)
    Case._base_manager.filter(pk=case.pk).update(opened_on=timezone.localdate(reached_at))
    case.refresh_from_db()
    cases.write_note(worker, case, text="Tikāmies dienestā. Zvanīt tikai darba laikā.", at=reached_at)
    mother = _people_of(worker, case)
    plan.record_order(
        worker,
        case,
        kind="separation",
        starts=night + timedelta(hours=3),
        conditions=["leave", "distance_home", "no_contact"],
        issued_by="Valsts policijas Balvu iecirknis",
    )
    fuller_talk(worker, case, chance, said=("yes", "yes", "yes", "yes", "dont_know"))
    _child_at_risk(worker, case)
    _plan_of(worker, case, mother)
    _refer_to_centre(worker, case, mother)


def _people_of(worker: Reach, case: Case) -> Person:
    mother: Person = Party._base_manager.select_related("person").get(case=case, role=PartyRole.CLIENT).person
    people.add_contact(
        worker,
        case.folder,
        person=mother,
        channel="phone",
        value="20001907",
        safe=True,
        days="12345",
        from_time=time(9),
        until_time=time(15),
        may_say="poliklīnikas reģistratūra",
        caution="Vakaros tālrunis ir viņa rokās.",
    )
    people.add_address(worker, case.folder, person=mother, kind="home", text="Ezera iela 14-3, Balvi")
    born = timezone.localdate() - timedelta(days=7 * 365)
    child = people.record_person(worker, case.folder, given_name="Renārs", family_name="Salmiņš", birth_date=born)
    cases.add_party(worker, case, person=child, role=PartyRole.CHILD)
    people.add_relation(worker, case.folder, person=mother, other=child, kind="parent")
    alleged = people.record_person(worker, case.folder, given_name="Vilnis", family_name="Salmiņš", sex="m")
    cases.add_party(worker, case, person=alleged, role=PartyRole.ALLEGED)
    return mother


def _child_at_risk(worker: Reach, case: Case) -> None:
    report = cases.write_child_report(
        worker,
        case=case,
        told_to="orphans_court",
        which="Balvu novada bāriņtiesa",
        child="Renārs Salmiņš, 7 gadi",
        known="Bijis klāt, kad tēvs sita māti; naktīs neguļ.",
    )
    sent: dict[str, Any] = {"sent_how": "eaddress", "sent_at": timezone.now(), "number": "BT-118"}
    cases.send_child_report(worker, report, seen_version=report.version, **sent)


def _plan_of(worker: Reach, case: Case, mother: Person) -> None:
    """Two goals with steps of hers, of the worker and of the school; what is to be done today, and two talks ahead."""
    today = timezone.localdate()
    safe = plan.add_goal(
        worker, case, text="Droša dzīvesvieta", own_words="Gribu gulēt mierīgi.", review_on=today + timedelta(days=30)
    )
    child = plan.add_goal(worker, case, text="Renārs atkal jūtas droši", own_words="Lai viņš vairs nemostas naktīs.")
    hers, ours = {"owner_kind": StepOwner.CLIENT}, {"owner_kind": StepOwner.COLLEAGUE, "owner": worker.user}
    school = {"owner_kind": StepOwner.INSTITUTION, "owner_name": "skolas psihologs"}
    for goal, what, whose, days in (
        (safe, "Pieteikums tiesai par pagaidu aizsardzību", hers, 1),
        (safe, "Nomainīt durvju slēdzeni; izmaksas sedz pašvaldība", ours, 3),
        (child, "Trīs sarunas ar Renāru skolā", school, 21),
    ):
        plan.add_step(worker, case, goal=goal, what=what, due=today + timedelta(days=days), **whose)
    plan.add_task(
        worker, case, what="Palīdzēt uzrakstīt pieteikumu tiesai; paņemt līdzi ziņojumu", owner=worker.user, due=today
    )
    for days, hour, where in ((1, 10, "office"), (8, 13, "visit")):
        at = timezone.make_aware(datetime.combine(working_day_after(timezone.now(), days), time(hour)))
        plan.make_appointment(worker, case, starts=at, minutes=60, place_kind=where, staff=worker.user, people=[mother])


def _refer_to_centre(worker: Reach, case: Case, mother: Person) -> None:
    centre, today = Organisation.objects.get(code="centrs"), timezone.localdate()
    zones = ["name", "contact", "risk"]
    agreed = people.record_consent(
        worker, case.folder, person=mother, zones=zones, with_unit=centre, day=today, way="spoken"
    )
    sharing.refer(
        worker,
        case,
        to=centre,
        asked="Psihologa konsultācijas klātienē Balvos.",
        zones=zones,
        basis="consent",
        consent=agreed,
        urgency="soon",
        until=today + timedelta(days=180),
    )
