"""Each zone opens exactly its fields: a token in every field of every zone, every relationship, every page."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from tests.cast import BY_LAW, a_case, a_report, answers_of, fill_in, hire

from tilts.access.actions import let_in
from tilts.access.models import ZONES, GrantKind, Role
from tilts.access.reach import Zones
from tilts.access.relationships import RELATIONSHIPS
from tilts.cases.actions import add_party, write_note
from tilts.people.actions import keep_contact, record_person
from tilts.people.templatetags.people import person_name, told_name
from tilts.questionnaires.actions import begin_answers, keep_answers
from tilts.questionnaires.models import current_version
from tilts.risk.actions import finish_assessment, take_up
from tilts.risk.models import DoorstepReport
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db

SUBJECT = {GrantKind.SUBMITTED, GrantKind.DESK, GrantKind.NAMED, GrantKind.TAKEN_UP}
ROLE_OF = {
    GrantKind.SUPERVISES: Role.SUPERVISOR,
    GrantKind.SPECIALIST: Role.SPECIALIST,
    GrantKind.SUBMITTED: Role.POLICE,
}
"""In which role somebody has this relationship; else as a social worker, who may enter every page asked here."""


def token(zone, name):
    return f"Zime{zone}{name}q"


def planted(cast):
    """A case and a report whose every text says its zone and its field."""
    case, person = a_case(cast.worker, token("name", "given"), token("name", "family"))
    child = record_person(cast.worker, case.folder, given_name=token("name", "child"), reference=token("codes", "ref"))
    add_party(cast.worker, case, person=child, role="child")
    keep_contact(
        case.folder,
        person,
        channel="phone",
        value=token("contact", "phone"),
        safe=True,
        caution=token("contact", "caution"),
    )
    case.code = token("admin", "code")[:20]
    case.save()
    write_note(cast.worker, case, text=token("services", "note"))
    facts = {"day": timezone.localdate(), "minutes": 5, "specialism": "lawyer", "mode": "phone"}
    write_session(cast.worker, case, people=[person], topic=token("services", "topic"), **facts)
    return SimpleNamespace(case=case, act=assessed(cast, case), report=told_at_the_door(cast))


def assessed(cast, case):
    answers = begin_answers(cast.worker, case.folder, version=current_version("full"))
    fill_in(cast.worker, answers)
    items = answers.questionnaire_version.form.items
    ticks = {item.name: "OK" for item in items if item.kind == "tick"}
    asked = next(item.name for item in items if item.kind == "choice" and item.asked)
    keep_answers(cast.worker, answers, values=ticks, comments={asked: token("risk", "comment")})
    answers.refresh_from_db()
    why = token("risk", "reason")
    return finish_assessment(cast.worker, case, answers=answers, professional_level="high", reason=why)


def told_at_the_door(cast):
    report = a_report(
        cast.officer,
        cast,
        person_name=token("name", "person"),
        alleged_name=token("name", "alleged"),
        person_phone=token("contact", "door"),
        address=token("address", "door"),
        account=token("risk", "account"),
    )
    answers = answers_of(report)
    answers.comments = {"fear": token("risk", "doorcomment")}
    answers.save()
    take_up(cast.worker, cast.worker(DoorstepReport).get(pk=report.pk))
    report.refresh_from_db()
    report.number = token("admin", "number")
    report.save()
    return report


OF_CASE = {
    "name": {"given", "family", "child"},
    "contact": {"phone", "caution"},
    "risk": {"comment", "reason"},
    "services": {"note", "topic"},
    "admin": {"code"},
}
OF_REPORT = {
    "name": {"person", "alleged"},
    "contact": {"door"},
    "address": {"door"},
    "risk": {"account", "doorcomment"},
    "admin": {"number"},
}
"""What each zone shows on the pages of a case and of a report; a register number stands only for a missing name."""
NEVER = {token("codes", "ref")}


def expected(fields, zones, kind):
    shown = {token(zone, name)[:20] if (zone, name) == ("admin", "code") else token(zone, name)
             for zone, names in fields.items() if zones.get(zone) for name in names}  # fmt: skip
    return shown if zones.get("admin") else set()


def every_token():
    found = {token(zone, name) for part in (OF_CASE, OF_REPORT) for zone, names in part.items() for name in names}
    return (found - {token("admin", "code")}) | {token("admin", "code")[:20]} | NEVER


CASE_PAGES = (
    "/cases/{case}/",
    "/cases/{case}/access/",
    "/cases/{case}/risk/done/{act}/",
    "/cases/{case}/consultations/add/",
    "/cases/{case}/people/add/",
    "/cases/{case}/team/add/",
    "/cases/{case}/hand-over/",
    "/cases/{case}/restrict/",
    "/cases/{case}/close/",
    "/cases/{case}/notes/add/",
    "/cases/{case}/risk/",
)
REPORT_PAGES = ("/doorstep/{report}/", "/inbox/{report}/join/", "/inbox/{report}/contact/", "/inbox/{report}/return/")
LISTS = ("/", "/inbox/", "/cases/", "/doorstep/", "/projects/", "/reports/", "/walls/", "/emergency/review/")


def looked_at(browser, addresses, made):
    """All that is seen on these pages by whoever may enter them."""
    text = ""
    for address in addresses:
        answer = browser.get(address.format(case=made.case.pk, act=made.act.pk, report=made.report.pk))
        text += answer.content.decode()
    for wanted in ("Zimename", "Zimecontact", token("admin", "code")[:20].lower()):
        text += browser.post("/search/", {"q": wanted}).content.decode().replace(f'value="{wanted}"', "")
    return {one for one in every_token() if one in text}


def somebody(cast, enter, kind, roles=ROLE_OF):
    role = roles.get(kind, Role.CASE_WORKER)
    one = hire(cast.stranger_office, "Kada Kura", role)
    browser = enter(one.user)
    session = browser.session
    session["purpose"] = "supervision"
    session.save()
    return one, browser


@pytest.mark.parametrize("kind", sorted(set(RELATIONSHIPS) - SUBJECT))
def test_a_relationship_to_a_case_shows_its_zones_and_nothing_else(cast, enter, kind):
    made = planted(cast)
    one, browser = somebody(cast, enter, kind)
    ends = timezone.now() + timedelta(minutes=60) if kind == GrantKind.BROKEN_GLASS else None
    let_in(cast.worker, made.case.folder, kind, **BY_LAW, to_user=one.user, at=cast.stranger_office, ends=ends)
    zones = RELATIONSHIPS[kind]
    shown = looked_at(browser, CASE_PAGES + LISTS + REPORT_PAGES, made)
    assert shown == expected(OF_CASE, zones, kind)


@pytest.mark.parametrize("kind", sorted(RELATIONSHIPS))
def test_a_relationship_to_a_report_shows_its_zones_and_nothing_else(cast, enter, kind):
    made = planted(cast)
    one, browser = somebody(cast, enter, kind, roles={**ROLE_OF, GrantKind.SPECIALIST: Role.CASE_WORKER})
    let_in(cast.worker, made.report.folder, kind, **BY_LAW, to_user=one.user, at=cast.stranger_office)
    shown = looked_at(browser, CASE_PAGES + LISTS + REPORT_PAGES, made)
    assert shown == expected(OF_REPORT, RELATIONSHIPS[kind], kind)


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "admin"])
@pytest.mark.parametrize("level", [1, 2])
def test_one_zone_alone_opens_its_own_fields_alone(cast, enter, zone, level):
    made = planted(cast)
    one, browser = somebody(cast, enter, GrantKind.ASSIGNED)
    zones = {zone: level, "admin": 1}
    for folder in (made.case.folder, made.report.folder):
        let_in(
            cast.worker, folder, GrantKind.ASSIGNED, **BY_LAW, to_user=one.user, at=cast.stranger_office, zones=zones
        )
    shown = looked_at(browser, CASE_PAGES + LISTS + REPORT_PAGES, made)
    alone = expected(OF_CASE, zones, "") | expected(OF_REPORT, zones, "")
    if zone == "contact":
        alone -= {token("contact", "phone"), token("contact", "caution")}  # whose phone it is, the names would say
    assert shown == alone


def test_a_meeting_opens_names_alone_for_summary_and_level_stand_on_the_agenda():
    assert set(RELATIONSHIPS[GrantKind.MEETING]) == {"name", "admin"}


def test_initials_stand_where_names_are_closed():
    assert told_name("Anna Ozolkalne", Zones(contact=1)) == "A… O…"
    assert told_name("Anna Ozolkalne", Zones(name=1)) == "Anna Ozolkalne"
    assert told_name("", Zones(name=1)) == "—"
    someone = SimpleNamespace(
        given_name="Anna", family_name="Testa", reference="", erased_at=None, restricted_at=None, anonymous=False
    )
    assert person_name(someone, Zones(services=1)) == "A… T…"
