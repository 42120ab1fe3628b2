"""A report is taken over: what was sent is in the case, or was left out by name, and nothing is typed twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.cast import a_case, a_report
from tests.offered import offered

from tilts.access.reach import unscoped
from tilts.cases.models import Case, Note, Party, TeamMember, Violence
from tilts.cases.violence import Told
from tilts.people.actions import add_contact
from tilts.people.models import Address, ContactWay, HouseholdMember, Person, Relation
from tilts.plan.models import Order, Task
from tilts.risk.actions import begin_report, keep_report, register_report, take_up
from tilts.risk.models import DoorstepReport

pytestmark = pytest.mark.django_db
RIGA = ZoneInfo("Europe/Riga")
HIM = Told(["physical", "threats"], "family", "partner", "m")


def full(cast, **more):
    """A report in which everything is said, taken up by the worker."""
    told = {
        "person_born": "1991",
        "alleged_born": "1988",
        "address_is_home": True,
        "children": "dēls, 6\nElza Kalnatesta (3)",
        "told": HIM,
        "court": "no",
        "separation_from": timezone.now() - timedelta(hours=1),
        "separation_until": timezone.now() + timedelta(days=8, hours=-1),
    }
    report = a_report(cast.officer, cast, **told | more)
    take_up(cast.worker, report)
    return report


def page_of(report):
    return f"/inbox/{report.pk}/join/"


def test_everything_that_was_sent_is_in_the_case_without_a_word_typed(cast, enter):
    report, worker = full(cast), enter(cast.worker.user)
    page = worker.get(page_of(report))
    told = offered(page.content)
    assert told["person"] == ["new"] and told["newly_known"] == ["yes"]
    assert "no application to the court has been sent yet" in page.content.decode()
    answer = worker.post(page_of(report), told)
    assert answer.status_code == 302, answer.content.decode()
    case = cast.worker(Case).get()
    assert answer.url == f"/cases/{case.pk}/" and case.level == "high"

    roles = {party.role: party.person for party in cast.worker(Party).filter(case=case)}
    client, alleged = roles["client"], roles["alleged"]
    assert (client.given_name, client.birth_date.year) == ("Marta", 1991)
    assert (alleged.given_name, alleged.family_name, alleged.sex) == ("Guntis", "Izdomu", "m")
    children = {party.person for party in cast.worker(Party).filter(role="child")}
    year = report.happened_on.year
    assert {(one.given_name, one.anonymous, one.birth_date.year) for one in children} == {
        ("dēls", True, year - 6),
        ("Elza", False, year - 3),
    }
    assert cast.worker(Relation).get().kind == "partner"
    home = cast.worker(Address).get()
    assert home.text == report.address and home.confidential and home.person == client
    assert {one.person for one in cast.worker(HouseholdMember)} == {client, *children}
    way = cast.worker(ContactWay).get()
    assert way.value == report.person_phone and way.safe is True
    codes = cast.worker(Violence).filter(folder=case.folder_id)
    assert {(one.kind, one.relation, one.told_on) for one in codes} == {
        ("physical", "partner", report.happened_on),
        ("threats", "partner", report.happened_on),
    }
    order = cast.worker(Order).get()
    assert order.kind == "separation" and order.waits and abs(order.ends - report.separation_until) < timedelta(hours=1)
    assert report.account in cast.worker(Note).get().text and report.number in cast.worker(Note).get().text
    task = cast.worker(Task).get()
    assert task.owner == cast.worker.user and task.due >= timezone.localdate()

    report.refresh_from_db()
    assert report.case == case and report.left_out == []
    shown = worker.get(answer.url).content.decode()
    assert f"/doorstep/{report.pk}/" in shown, "the report is reached from the file"
    assert f"/cases/{case.pk}/" in worker.get(f"/doorstep/{report.pk}/").content.decode()
    assert f"/doorstep/{report.pk}/" in worker.post("/search/", {"q": report.number}).content.decode()


def test_what_is_not_ticked_is_left_out_by_name_and_says_so_ever_after(cast, enter):
    report, worker = full(cast), enter(cast.worker.user)
    told = offered(worker.get(page_of(report)).content)
    for key in ("home", "account", "phone"):
        del told[f"take_{key}"]
    told["phone_value"] = "zvanīt māsai"
    assert worker.post(page_of(report), told).status_code == 302, "what is not taken is not asked"
    report.refresh_from_db()
    assert report.left_out == ["home", "phone", "account"]
    assert not cast.worker(Address).exists() and not cast.worker(ContactWay).exists()
    said = worker.get(f"/doorstep/{report.pk}/").content.decode()
    assert "Not taken over: Address, Phone, What was seen and told" in said


def test_two_who_are_alike_are_chosen_between_and_what_the_police_said_stays(cast, enter):
    older, one = a_case(cast.worker, "Marta", "Kalnatesta")
    add_contact(cast.worker, older.folder, person=one, channel="phone", value="20000001", safe=False)
    _other, two = a_case(cast.worker, "Marta", "Kalnateste")
    report, worker = full(cast), enter(cast.worker.user)
    page = worker.get(page_of(report))
    told, text = offered(page.content), page.content.decode()
    assert "person" not in told and "Agrees: name, phone" in text
    refused = worker.post(page_of(report), told)
    assert refused.status_code == 422 and "Choose who it is" in refused.content.decode()
    assert cast.worker(Case).count() == 2

    told |= {"person": f"{one.pk}:{older.pk}", "newly_known": "no"}
    answer = worker.post(page_of(report), told)
    assert answer.url == f"/cases/{older.pk}/", answer.content.decode()
    assert cast.worker(Party).filter(case=older, role="client").count() == 1
    assert cast.worker(Address).get().person == one
    assert {way.value for way in cast.worker(ContactWay)} == {"20000001", report.person_phone}
    assert cast.worker(Order).get().case == older and two.pk != one.pk


def test_what_is_typed_wrong_is_said_at_its_row_and_nothing_is_lost(cast, enter):
    report, worker = full(cast), enter(cast.worker.user)
    told = offered(worker.get(page_of(report)).content)
    told |= {"phone_value": "zvanīt māsai", "alleged_given_name": "", "alleged_family_name": "", "task_due": "vakar"}
    told |= {"account_text": "Mans teksts."}
    answer = worker.post(page_of(report), told)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Write the number alone" in page and "Write the name" in page
    again = offered(answer.content)
    assert again["phone_value"] == ["zvanīt māsai"] and again["account_text"] == ["Mans teksts."]
    assert again["task_due"] == ["vakar"] and not cast.worker(Case).exists()
    told |= {"order_ends": "2099-01-01T00:00", "phone_value": "20000001", "alleged_given_name": "G", "task_due": ""}
    told |= {"task_due": timezone.localdate().isoformat()}
    answer = worker.post(page_of(report), told)
    assert answer.status_code == 422 and "lasts 8 days at most" in answer.content.decode()
    assert not cast.worker(Case).exists() and not unscoped(Person, reason="tests").exists()


def test_a_report_without_any_answer_becomes_a_case_of_somebody(cast, enter):
    moment, worker = timezone.now() - timedelta(hours=1), enter(cast.worker.user)
    facts = {"happened_at": moment, "territory": cast.county, "channel": "paper", "sender_kind": "state_police"}
    report = register_report(cast.worker, sent_at=timezone.now(), **facts)
    take_up(cast.worker, report)
    told = offered(worker.get(page_of(report)).content)
    assert [name for name in told if name.startswith("take_")] == ["take_task"]
    refused = worker.post(page_of(report), told)
    assert refused.status_code == 422 and "Give a name, or a word" in refused.content.decode()
    assert worker.post(page_of(report), told | {"given_name": "Kundze no 3. stāva"}).status_code == 302
    assert cast.worker(Party).count() == 1 and cast.worker(Task).count() == 1


@pytest.mark.parametrize(
    ("court", "says", "waits"),
    [
        ("yes", "Waits for the decision of the court.", False),
        ("declined", "does not want to apply", False),
        ("no", "The separation ended", True),
        ("", "The separation ended", True),
    ],
)
def test_a_separation_that_ended_yesterday_says_so_unless_the_court_was_asked(cast, enter, court, says, waits):
    begun = timezone.now() - timedelta(days=9)
    spell = {"separation_from": begun, "separation_until": begun + timedelta(days=8), "happened_at": begun}
    report, worker = full(cast, court=court, **spell), enter(cast.worker.user)
    page = worker.get(page_of(report))
    assert says in page.content.decode()
    assert worker.post(page_of(report), offered(page.content)).status_code == 302
    assert cast.worker(Order).get().waits is waits


def test_a_separation_that_ends_in_the_hour_that_comes_twice_is_kept_to_the_minute(cast, enter):
    begun = datetime(2026, 10, 17, 3, 30, tzinfo=RIGA)
    report = full(cast, separation_from=begun, separation_until=begun + timedelta(days=8), happened_at=begun)
    worker = enter(cast.worker.user)
    told = offered(worker.get(page_of(report)).content)
    assert told["order_ends_which"] == ["1"], "which of the two is known, and not asked"
    told["order_ends_which"] = ["2"]
    refused = worker.post(page_of(report), told)
    assert refused.status_code == 422 and "lasts 8 days at most" in refused.content.decode()
    told["order_ends_which"] = ["1"]
    assert worker.post(page_of(report), told).status_code == 302
    assert cast.worker(Order).get().ends == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_who_does_the_first_task_works_on_the_case_from_now_on(cast, enter):
    report, worker = full(cast), enter(cast.worker.user)
    told = offered(worker.get(page_of(report)).content) | {"task_owner": cast.psychologist.user.pk}
    assert worker.post(page_of(report), told).status_code == 302
    case = cast.worker(Case).get()
    assert cast.worker(Task).get().owner == cast.psychologist.user
    assert cast.worker(TeamMember).filter(case=case, user=cast.psychologist.user, profession="psychologist").exists()
    assert cast.psychologist(Task).exists()


def test_a_draft_keeps_what_was_said_of_violence_and_takes_it_back(cast):
    report = begin_report(cast.officer)
    keep_report(cast.officer, report, seen_version=report.version, told=HIM)
    keep_report(cast.officer, report, seen_version=report.version, told=Told(["physical"], "family", "partner", "m"))
    assert [one.kind for one in cast.officer(Violence)] == ["physical"]
    assert unscoped(DoorstepReport, reason="tests").get().pk == report.pk


def test_what_was_answered_with_yes_or_no_stands_chosen_when_the_page_is_shown_again(cast, enter):
    report = begin_report(cast.officer)
    said = {"phone_is_safe": True, "known_at_desk": False, "address_is_home": True}
    keep_report(cast.officer, report, seen_version=report.version, court="no", told=HIM, **said)
    told = offered(enter(cast.officer.user).get(f"/doorstep/{report.pk}/send/").content)
    assert {name: told[name] for name in said} == {
        "phone_is_safe": ["true"],
        "known_at_desk": ["false"],
        "address_is_home": ["true"],
    }
    assert (told["court"], told["kinds"], told["relation"]) == (["no"], ["physical", "threats"], ["partner"])
