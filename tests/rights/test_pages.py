"""The pages of rights: walked from the request to the paper, and everything that is refused on the way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.rights.test_requests import ask, safe
from tests.rights.world import TOKENS, a_file, closed_long_ago

from tilts.access.models import AuditEntry
from tilts.access.reach import unscoped
from tilts.access.walls import raise_wall
from tilts.people.models import Person
from tilts.rights.actions.keeping import propose_purge
from tilts.rights.actions.registers import record_breach
from tilts.rights.models import Breach, LegalHold, ProcessingActivity, ProcessingPartner, Purge, RightsRequest
from tilts.rights.tasks import run_purges

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast):
    return a_file(cast)


def at(name, *args):
    return reverse(f"rights:{name}", args=args)


def new_request(**more):
    today = timezone.localdate().isoformat()
    return {
        "kind": "access",
        "received_on": today,
        "asked_by": "self",
        "identity": "document",
        "name": "Zvxqanna Kvzurboga",
        "birth_date": "1990-06-14",
    } | more


CHECK = {"made_to_ask": "no", "paper_is_safe": "yes", "handover_place": "kabinetā 3"}
CHECK |= {"telling_words": "krīzes centrs", "version": "1"}


def test_a_copy_goes_from_the_request_to_the_paper(cast, file, enter):
    officer, worker = enter(cast.data_protection.user), enter(cast.worker.user)
    made = officer.post(at("request_new"), new_request())
    assert made.status_code == 302
    pk = unscoped(RightsRequest, reason="tests").get().pk
    assert officer.post(at("request_check", pk), CHECK).status_code == 302
    assert "Look through the texts" in worker.get("/").content.decode()
    form = worker.get(at("request_prepare", pk)).context["form"]
    answers = {f"given_{text.name}": "give" for text in form.texts}
    answers |= {f"words_{text.name}": text.proposed for text in form.texts}
    answers |= {f"seen_{text.name}": text.seen for text in form.texts}
    assert worker.post(at("request_prepare", pk), answers).status_code == 302
    assert worker.post(at("request_propose", pk)).status_code == 302
    assert worker.get(at("request_pdf", pk)).status_code == 403
    shown = officer.get(at("request_confirm", pk)).content.decode()
    assert "You see what is in it" in shown and "Pqzjelinotes" not in shown and "Brēkulis" not in shown
    assert officer.post(at("request_confirm", pk)).status_code == 302
    paper = worker.get(at("request_pdf", pk))
    assert paper.content.startswith(b"%PDF") and "Zvxq" not in paper["Content-Disposition"]
    assert "Pqzjelinotes" in worker.get(at("request_json", pk)).content.decode()
    traced = AuditEntry.objects.filter(kind="rights.exported", record=pk).values_list("outcome", flat=True)
    assert sorted(traced) == ["done", "done", "done", "refused"]
    assert worker.post(at("request_hand_over", pk), {"outcome": "Nodots klātienē"}).status_code == 302
    assert officer.get(at("request_pdf", pk)).status_code == 403


def test_where_a_paper_is_not_safe_it_is_shown_and_not_printed(cast, file, enter):
    request = ask(cast, file.asked, kind="statement")
    safe(cast, request, paper_is_safe=False)
    officer, supervisor = enter(cast.data_protection.user), enter(cast.supervisor.user, purpose="complaint")
    second = {"second": cast.supervisor.user.pk}
    assert officer.post(at("request_propose", request.pk), second).status_code == 302
    assert supervisor.post(at("request_confirm", request.pk)).status_code == 302
    assert "wrote in it" in officer.get(at("request_hand_over", request.pk)).content.decode()
    assert officer.get(at("request_pdf", request.pk)).status_code == 403
    assert officer.get(at("request_json", request.pk)).status_code == 403


def test_an_erasure_is_walked_through_by_two(cast, enter):
    file = a_file(cast, child=False)
    closed_long_ago(cast, file)
    officer, supervisor = enter(cast.data_protection.user), enter(cast.supervisor.user, purpose="supervision")
    officer.post(at("request_new"), new_request(kind="erasure"))
    pk = unscoped(RightsRequest, reason="tests").get().pk
    officer.post(at("request_preview", pk))
    page = officer.get(at("request_page", pk)).content.decode()
    assert "What would go" in page and "Pqzjelinotes" not in page
    assert officer.post(at("request_propose", pk), {"second": cast.supervisor.user.pk}).status_code == 302
    assert officer.post(at("request_erase", pk)).status_code == 403
    assert "This cannot be undone" in supervisor.get(at("request_erase", pk)).content.decode()
    supervisor.post(at("request_erase", pk))
    page = supervisor.get(at("request_page", pk)).content.decode()
    assert "Proof of the erasure" in page
    for token in TOKENS:
        assert token not in page
    assert not unscoped(Person, reason="tests").get(pk=file.client.pk).given_name


def test_an_erasure_under_a_hold_is_refused_on_the_page(cast, enter):
    file = a_file(cast, child=False)
    closed_long_ago(cast, file)
    officer = enter(cast.data_protection.user)
    today = timezone.localdate().isoformat()
    hold = {"case_code": file.case.code, "reason": "Tiesa", "starts": today}
    assert enter(cast.supervisor.user).post(at("hold_new"), hold).status_code == 302
    request = ask(cast, file.asked, kind="erasure")
    officer.post(at("request_preview", request.pk))
    refused = officer.post(at("request_propose", request.pk), {"second": cast.supervisor.user.pk})
    assert refused.status_code == 422 and file.case.code in refused.content.decode()
    held = unscoped(LegalHold, reason="tests").get()
    assert officer.post(at("hold_lift", held.pk)).status_code == 302
    assert officer.post(at("request_propose", request.pk), {"second": cast.supervisor.user.pk}).status_code == 302


def test_what_fell_due_is_listed_without_names_and_goes_by_two(cast, enter):
    file = a_file(cast, child=False)
    closed_long_ago(cast, file)
    officer, supervisor = enter(cast.data_protection.user), enter(cast.supervisor.user)
    assert officer.post(at("purge_new"), {"until": timezone.localdate().isoformat()}).status_code == 302
    purge = unscoped(Purge, reason="tests").get()
    page = supervisor.get(at("purge_page", purge.pk)).content.decode()
    assert file.case.code in page and not any(token in page for token in TOKENS)
    assert officer.post(at("purge_confirm", purge.pk)).status_code == 403
    assert supervisor.post(at("purge_confirm", purge.pk)).status_code == 302
    run_purges()
    assert "gone" in officer.get(at("purge_page", purge.pk)).content.decode()
    assert "ways to reach" in officer.get(at("keeping_page")).content.decode()


def test_what_has_fallen_due_is_only_looked_at_and_proposing_is_a_step_of_its_own(cast, enter):
    file = a_file(cast, child=False)
    closed_long_ago(cast, file)
    officer, supervisor = enter(cast.data_protection.user), enter(cast.supervisor.user)
    for browser in (officer, supervisor):
        page = browser.get(at("due_page")).content.decode()
        assert file.case.code in page and not any(token in page for token in TOKENS)
        assert browser.post(at("due_page")).status_code == 200
    assert not unscoped(Purge, reason="tests").exists(), "nobody proposed anything by looking"
    assert "Propose the erasure" not in supervisor.get(at("due_page")).content.decode()
    today = timezone.localdate().isoformat()
    assert f'href="{at("purge_new")}?until={today}"' in officer.get(at("due_page")).content.decode()
    assert "Propose the erasure" in officer.get(at("purge_new")).content.decode()
    assert file.case.code not in officer.get(at("due_page"), {"until": "2001-01-01"}).content.decode()
    assert officer.get(at("due_page"), {"until": "rīt"}).status_code == 422
    raise_wall(cast.supervisor, file.case.folder, reason="kin", user=cast.data_protection.user)
    assert file.case.code not in enter(cast.data_protection.user).get(at("due_page")).content.decode()


def test_a_proposed_erasure_waits_on_the_day_of_the_second_person(cast, enter):
    file = a_file(cast, child=False)
    closed_long_ago(cast, file)
    supervisor = enter(cast.supervisor.user)
    assert "Erasures to confirm" not in supervisor.get("/").content.decode()
    purge = propose_purge(cast.data_protection, until=timezone.localdate())
    there = at("purge_page", purge.pk)
    assert there in supervisor.get("/").content.decode()
    assert there not in enter(cast.data_protection.user).get("/").content.decode(), "nobody is their own second person"
    assert there not in enter(cast.worker.user).get("/").content.decode()


@pytest.mark.parametrize(("hours", "words"), [(30, ""), (60, "tell the authority"), (80, "tell the authority")])
def test_a_running_breach_stands_on_the_day_with_its_hours_left_and_red_in_time(cast, enter, hours, words):
    known = timezone.now() - timedelta(hours=hours)
    breach = record_breach(cast.data_protection, aware_at=known, happened_at=known, what="Vēstule nepareizam.")
    day = enter(cast.data_protection.user).get("/").content.decode()
    assert at("breach_page", breach.pk) in day and ("tell the authority" in day) == bool(words)
    assert ('class="clock late"' in day) == (hours > 72)
    assert at("breach_page", breach.pk) not in enter(cast.supervisor.user).get("/").content.decode()
    Breach._base_manager.filter(pk=breach.pk).update(authority_at=timezone.now())
    assert at("breach_page", breach.pk) not in enter(cast.data_protection.user).get("/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"identity": ""},
        {"received_on": "2999-01-01"},
        {"received_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
        {"birth_date": ""},
        {"birth_date": "1990-06-15"},
        {"name": "Kāds Cits"},
        {"asked_by": "parent"},
        {"kind": "zzz"},
    ],
)
def test_a_bad_request_comes_back_with_a_sentence_and_what_was_typed(cast, file, enter, wrong):
    page = enter(cast.data_protection.user).post(at("request_new"), new_request(asked_for="Mani vārdi") | wrong)
    assert page.status_code == 422
    assert "Mani vārdi" in page.content.decode()
    assert not unscoped(RightsRequest, reason="tests").exists()


def breach(**more):
    return {"aware_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "what": "Nozaudēts dators"} | more


def test_a_breach_has_its_clock_and_closes_when_all_is_said(cast, enter):
    officer = enter(cast.data_protection.user)
    assert officer.post(at("breach_new"), breach()).status_code == 302
    row = unscoped(Breach, reason="tests").get()
    save = '<button class="btn btn-primary">Save</button>'
    assert save in officer.get(at("breach_page", row.pk)).content.decode()
    assert "clock" in officer.get(at("breach_list")).content.decode()
    told = breach(version=row.version, close="on")
    refused = officer.post(at("breach_page", row.pk), told)
    assert refused.status_code == 422
    told |= {"authority_why": "Risks cilvēkiem nav ticams: disks bija šifrēts", "persons_why": "Tas pats"}
    assert officer.post(at("breach_page", row.pk), told).status_code == 302
    row.refresh_from_db()
    assert row.state == "closed"
    assert save not in officer.get(at("breach_page", row.pk)).content.decode()
    assert officer.post(at("breach_page", row.pk), breach(version=row.version)).status_code == 422


@pytest.mark.parametrize("days", [{"aware_at": 1}, {"happened_at": 1}, {"authority_at": -9}, {"persons_at": 1}])
def test_a_breach_cannot_lie_in_the_future_or_be_told_before_it_was_known(cast, enter, days):
    moments = {name: (timezone.localtime() + timedelta(days=n)).strftime("%Y-%m-%dT%H:%M") for name, n in days.items()}
    assert enter(cast.data_protection.user).post(at("breach_new"), breach(**moments)).status_code == 422
    assert not unscoped(Breach, reason="tests").exists()


def test_a_late_notice_needs_a_reason_and_the_second_writer_is_told(cast, enter):
    officer = enter(cast.data_protection.user)
    long_ago = (timezone.localtime() - timedelta(days=6)).strftime("%Y-%m-%dT%H:%M")
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    late = breach(aware_at=long_ago, authority_at=now)
    assert officer.post(at("breach_new"), late).status_code == 422
    assert officer.post(at("breach_new"), late | {"authority_why": "Svētki"}).status_code == 302
    row = unscoped(Breach, reason="tests").get()
    stale = officer.post(at("breach_page", row.pk), late | {"authority_why": "Citi", "version": row.version + 1})
    assert stale.status_code == 422


def test_the_register_of_processing_is_kept_and_read(cast, enter):
    officer, supervisor = enter(cast.data_protection.user), enter(cast.supervisor.user)
    line = {
        "title": "Sociālais darbs ar gadījumu",
        "purpose": "Palīdzība",
        "legal_basis": "6(1)(e), 9(2)(b)",
        "persons": "klienti",
        "data_kinds": "vārds",
        "kept_for": "10 gadi",
    }
    assert officer.post(at("activity_new"), line).status_code == 302
    partner = {"name": "SIA Mākonis", "role": "processor", "what_for": "serveris", "agreement_on": "2020-01-02"}
    assert officer.post(at("partner_new"), partner).status_code == 302
    assert officer.post(at("partner_new"), partner | {"agreement_on": "2090-01-02"}).status_code == 422
    text = supervisor.get(at("processing_list")).content.decode()
    assert "Sociālais darbs ar gadījumu" in text and "SIA Mākonis" in text
    kept, firm = unscoped(ProcessingActivity, reason="tests").get(), unscoped(ProcessingPartner, reason="tests").get()
    changed = line | {"purpose": "Cits", "version": kept.version}
    assert officer.post(at("activity_page", kept.pk), changed).status_code == 302
    assert officer.post(at("activity_page", kept.pk), changed).status_code == 422
    assert officer.get(at("partner_page", firm.pk)).status_code == 200
    assert supervisor.post(at("activity_new"), line).status_code == 403


def test_a_worker_corrects_and_the_officer_tells_those_who_had_the_data(cast, file, enter):
    request = ask(cast, file.asked, kind="correction")
    worker, officer = enter(cast.worker.user), enter(cast.data_protection.user)
    right = {"given_name": "Zvxqanna", "family_name": "Jaunā", "birth_date": "1990-06-14", "reason": "Kļūda"}
    asked = worker.get(at("request_correct", request.pk)).content.decode()
    assert 'name="family_name"' in asked and "What stood here before is not kept." in asked
    seen = file.client.version
    assert worker.post(at("request_correct", request.pk), right | {"version": seen}).status_code == 302
    late = worker.post(at("request_correct", request.pk), right | {"version": seen, "given_name": "Cita"})
    assert late.status_code == 422 and "Jaunā" in late.content.decode(), "what was put right is not put back"
    assert worker.post(at("request_correct", request.pk), right | {"version": seen + 1}).status_code == 422
    page = officer.get(at("request_page", request.pk)).content.decode()
    assert "Valsts policija" in page and "Family name" in page
    assert officer.get(at("request_correct", request.pk)).status_code == 403


def test_strangers_and_other_roles_find_nothing(cast, file, enter):
    request = ask(cast, file.asked)
    for reach in (cast.stranger, cast.officer, cast.manager, cast.administrator, cast.second_worker):
        client = enter(reach.user)
        for name in ("request_page", "request_prepare", "request_confirm", "request_pdf", "request_hand_over"):
            assert client.get(at(name, request.pk)).status_code in (403, 404), (reach.role, name)
        assert client.get(at("request_list")).status_code == 403
        assert client.get(at("breach_list")).status_code == 403
        assert client.get(at("keeping_page")).status_code == 403


def test_the_officer_sees_no_texts_before_somebody_looked_through_them(cast, file, enter):
    request = ask(cast, file.asked)
    officer = enter(cast.data_protection.user)
    assert officer.get(at("request_prepare", request.pk)).status_code == 403
    page = officer.get(at("request_page", request.pk)).content.decode()
    assert "Pqzjelinotes" not in page and "Wxkvaccount" not in page


def test_a_wall_hides_the_request_from_the_officer(cast, file, enter):
    request = ask(cast, file.asked)
    raise_wall(cast.supervisor, file.case.folder, reason="radiniece", user=cast.data_protection.user)
    officer = enter(cast.data_protection.user)
    assert officer.get(at("request_page", request.pk)).status_code == 404
    assert "Zvxqanna" not in officer.get(at("request_list")).content.decode()
