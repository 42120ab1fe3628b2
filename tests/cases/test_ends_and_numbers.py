"""How a case ends and is opened again; its numbers elsewhere; the summary that saves typing twice."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import BY_LAW, a_case

from tilts.access.actions import let_in
from tilts.access.glass import break_glass
from tilts.access.models import AuditEntry, GrantKind, Role
from tilts.access.proof import FRESH
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.cases.actions import close_case, join_team, obligations_of, reopen_case, write_note
from tilts.cases.asks import obligations
from tilts.cases.models import Case, Closing
from tilts.people.actions import keep_contact
from tilts.people.models import Person
from tilts.sharing.actions import keep_external, offer_transfer, summarise, void_external
from tilts.sharing.models import CaseSummary, ExternalId

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def ended(reach, case, **facts):
    return close_case(reach, case, closed_on=today(), seen_version=case.version, **facts)


@pytest.fixture
def file(cast):
    case, _person = a_case(cast.worker)
    return case


def test_an_end_has_an_outcome_and_a_summary(cast, file, enter):
    form = {"closed_on": today().isoformat(), "version": 1, "outcome": "moved", "summary": "Pārcēlās uz Rīgu"}
    answer = enter(cast.worker.user).post(f"/cases/{file.pk}/close/", form | {"follow_up": "on", "safe_way": "Pēc 18"})
    assert answer.status_code == 302
    said = cast.worker(Closing).get()
    assert (said.outcome, said.summary, said.follow_up, said.left_open) == ("moved", "Pārcēlās uz Rīgu", True, 0)
    assert said.closed_by == cast.worker.user
    page = enter(cast.worker.user).get(f"/cases/{file.pk}/").content.decode()
    assert "The case is closed" in page and "Pārcēlās uz Rīgu" in page
    assert "Pārcēlās" not in enter(cast.second_worker.user).get(f"/cases/{file.pk}/").content.decode()
    assert not cast.second_worker(Closing).exists()


@pytest.mark.parametrize("outcome", ["", "happy"])
def test_an_end_without_an_outcome_comes_back(cast, file, enter, outcome):
    form = {"closed_on": today().isoformat(), "version": 1, "outcome": outcome, "summary": "Mans teksts"}
    page = enter(cast.worker.user).post(f"/cases/{file.pk}/close/", form)
    assert page.status_code == 422 and "Mans teksts" in page.content.decode()
    with pytest.raises(Refused):
        ended(cast.worker, file, outcome=outcome)
    assert not cast.worker(Closing).exists()


@pytest.fixture
def two_tasks():
    """A room above says what is open."""

    @obligations.answer
    def said(case):
        return ["2 tasks", "1 order until 01.01.2030"]

    yield
    obligations.answers.remove(said)


def test_what_is_open_is_listed_and_nothing_is_closed_unless_somebody_says_why(cast, file, enter, two_tasks):
    browser, address = enter(cast.worker.user), f"/cases/{file.pk}/close/"
    form = {"closed_on": today().isoformat(), "version": 1, "outcome": "goal"}
    assert "1 order until" in browser.get(address).content.decode()
    page = browser.post(address, form)
    assert page.status_code == 422 and "Still open: 2 tasks; 1 order until 01.01.2030." in page.content.decode()
    file.refresh_from_db()
    assert file.closed_on is None and not cast.worker(Closing).exists()
    assert browser.post(address, form | {"despite": "Viņa aizbrauca"}).status_code == 302
    said = cast.worker(Closing).get()
    assert said.left_open == 2 and said.despite == "Viņa aizbrauca"


def test_an_offer_that_waits_is_an_obligation(cast, file):
    assert obligations_of(file) == []
    offer_transfer(cast.worker, file, to=cast.stranger_office, summary="x", basis="law")
    assert len(obligations_of(file)) == 1
    with pytest.raises(Refused):
        ended(cast.worker, file)


def test_a_case_is_opened_again_with_a_reason_and_its_ends_are_kept(cast, file, enter):
    ended(cast.worker, file, outcome="lost", summary="Neatbild")
    page = enter(cast.worker.user).post(f"/cases/{file.pk}/reopen/", {"reason": "Atgriezās", "version": file.version})
    assert page.status_code == 302
    file.refresh_from_db()
    assert file.closed_on is None
    ended(cast.worker, file, outcome="goal")
    said = list(cast.worker(Closing).order_by("created_at"))
    assert [one.outcome for one in said] == ["lost", "goal"]
    assert said[0].reopened_why == "Atgriezās" and said[0].reopened_by == cast.worker.user
    assert AuditEntry.objects.filter(kind="case.reopened", record=file.pk).exists()


def test_opening_again_is_refused_without_a_reason_when_open_stale_or_by_others(cast, file, enter):
    with pytest.raises(NotAllowed):
        reopen_case(cast.worker, file, reason="x", seen_version=1)
    ended(cast.worker, file)
    with pytest.raises(Refused):
        reopen_case(cast.worker, file, reason="  ", seen_version=file.version)
    with pytest.raises(NotAllowed):
        reopen_case(cast.second_worker, file, reason="x", seen_version=file.version)
    late = enter(cast.worker.user).post(f"/cases/{file.pk}/reopen/", {"reason": "Mans iemesls", "version": 1})
    assert late.status_code == 422 and "Mans iemesls" in late.content.decode()
    assert enter(cast.second_worker.user).get(f"/cases/{file.pk}/reopen/").status_code == 403


def test_a_case_is_not_opened_again_after_an_erasure(cast, file, enter):
    ended(cast.worker, file)
    unscoped(Person, reason="tests").update(erased_at=timezone.now())
    page = enter(cast.worker.user).post(f"/cases/{file.pk}/reopen/", {"reason": "x", "version": file.version})
    assert page.status_code == 422 and "The data of this case were erased. Open a new case." in page.content.decode()
    file.refresh_from_db()
    assert file.closed_on


def test_a_number_elsewhere_is_read_where_codes_are_open(cast, file, enter):
    join_team(cast.worker, file, user=cast.psychologist.user, profession="psychologist")
    known = keep_external(cast.worker, file, kind="sopa", value=" 2026/ 777 ")
    assert cast.worker(ExternalId).get().value == "2026/ 777"
    for who in (cast.psychologist, cast.supervisor, cast.second_worker, cast.stranger):
        assert not who(ExternalId).exists(), who.user.name
    assert "2026/ 777" in enter(cast.worker.user).get(f"/cases/{file.pk}/file/").content.decode()
    assert "2026/ 777" not in enter(cast.psychologist.user).get(f"/cases/{file.pk}/file/").content.decode()
    with pytest.raises(NotAllowed):
        keep_external(cast.psychologist, file, kind="sopa", value="1")
    with pytest.raises(NotAllowed):
        void_external(cast.psychologist, known)
    remove = f"/cases/{file.pk}/numbers/{known.pk}/remove/"
    assert enter(cast.psychologist.user).post(remove).status_code == 404
    assert enter(cast.worker.user).post(remove).status_code == 302 and not cast.worker(ExternalId).exists()


@pytest.mark.parametrize("wrong", [{"value": " "}, {"kind": "none"}, {"kind": "sopa", "value": "77"}])
def test_a_number_that_is_empty_unknown_or_there_already_comes_back(cast, file, enter, wrong):
    keep_external(cast.worker, file, kind="sopa", value="77")
    form = {"kind": "court_matter", "value": "1"} | wrong
    assert enter(cast.worker.user).post(f"/cases/{file.pk}/numbers/add/", form).status_code == 422
    with pytest.raises(Refused):
        keep_external(cast.worker, file, **form)
    assert cast.worker(ExternalId).count() == 1


def test_a_summary_holds_what_was_chosen_and_says_who_chose(cast, file, enter):
    write_note(cast.worker, file, text="Slepta piezime")
    keep_external(cast.worker, file, kind="sopa", value="2026/777")
    browser = enter(cast.worker.user)
    form = {"purpose": "court", "parts": ["sharing.numbers", "sharing.people"]}
    text = browser.post(f"/cases/{file.pk}/summary/", form).context["text"]
    assert "2026/777" in text and "Anna Ozolkalne-Testa" in text and cast.worker.user.name in text
    assert "Slepta piezime" not in text
    taken = cast.worker(CaseSummary).get()
    assert taken.purpose == "court" and taken.parts == form["parts"]
    told = [one.fields for one in AuditEntry.objects.filter(kind="case.summarised", record=file.pk)]
    assert ["parts", "purpose"] in told


def test_a_summary_offers_only_the_parts_that_one_reads(cast, file, enter):
    join_team(cast.worker, file, user=cast.psychologist.user, profession="psychologist")
    keep_external(cast.worker, file, kind="sopa", value="2026/777")
    address = f"/cases/{file.pk}/summary/"
    assert "sharing.numbers" not in enter(cast.psychologist.user).get(address).content.decode()
    form = {"purpose": "sopa", "parts": ["sharing.numbers"]}
    assert enter(cast.psychologist.user).post(address, form).status_code == 422
    assert not cast.worker(CaseSummary).exists()
    assert enter(cast.worker.user).post(address, {"purpose": "sopa"}).status_code == 422
    assert enter(cast.second_worker.user).get(address).status_code == 403
    assert enter(cast.stranger.user).get(address).status_code == 404


def test_a_phone_that_is_not_safe_goes_into_no_summary(cast, file, enter):
    person = cast.worker(Person).get()
    keep_contact(file.folder, person, channel="phone", value="+371 20000002", safe=False)
    keep_contact(file.folder, person, channel="phone", value="+371 20000003", safe=None)
    keep_contact(file.folder, person, channel="phone", value="+371 20000004", safe=True)
    form = {"purpose": "police", "parts": ["sharing.ways"]}
    text = enter(cast.worker.user).post(f"/cases/{file.pk}/summary/", form).context["text"]
    assert "20000004" in text and "20000002" not in text and "20000003" not in text


def test_a_summary_asks_again_who_it_is_and_is_not_taken_from_an_emergency(cast, file, enter):
    stale = enter(cast.worker.user, **{FRESH: 0}).get(f"/cases/{file.pk}/summary/")
    assert stale.status_code == 302 and "reauthenticate" in stale.url
    cast.second_worker.membership.on_duty = True
    cast.second_worker.membership.save()
    why = "She called from the bathroom and does not answer."
    break_glass(cast.second_worker, organisation=cast.office, code=file.code, category="life", reason=why)
    assert enter(cast.second_worker.user).get(f"/cases/{file.pk}/summary/").status_code == 403
    with pytest.raises(NotAllowed):
        summarise(cast.second_worker, file, purpose="court", parts=["sharing.people"])


def test_data_that_may_only_be_kept_go_into_no_summary(cast, file, enter):
    unscoped(Person, reason="tests").update(restricted_at=timezone.now() - timedelta(days=1))
    form = {"purpose": "court", "parts": ["sharing.people"]}
    page = enter(cast.worker.user).post(f"/cases/{file.pk}/summary/", form)
    assert page.status_code == 422 and "kept and not used" in page.content.decode()


def test_the_papers_of_the_file_are_for_those_who_work_on_it(cast, file, enter):
    address = f"/cases/{file.pk}/file/"
    assert enter(cast.worker.user).get(address).status_code == 200
    assert enter(cast.second_worker.user).get(address).status_code == 403
    assert enter(cast.stranger.user).get(address).status_code == 404
    let_in(cast.worker, file.folder, GrantKind.MEETING, **BY_LAW, to_user=cast.stranger.user, at=cast.stranger_office)
    assert enter(cast.stranger.user).get(address).status_code == 403
    assert cast.worker.role == Role.CASE_WORKER and Case._base_manager.count() == 1
