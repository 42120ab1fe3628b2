"""Referring a case: nothing without a basis, no name before acceptance, walls beat, what ends is closed at once."""

from datetime import datetime, time, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cases.test_pages import is_work
from tests.cast import a_case, hire
from tests.walk_urls import text_of

from tilts.access.actor import JOB, acting
from tilts.access.grants import end_grant
from tilts.access.models import AuditEntry, Grant, GrantKind, Role
from tilts.access.proof import FRESH
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import open_case, restrict, write_note
from tilts.cases.models import Case, Note, Party
from tilts.directory.actions import end_agreement, keep_partner, record_agreement
from tilts.kit.workdays import working_day_after
from tilts.people.actions import keep_contact, record_consent, withdraw_consent
from tilts.people.models import Consent, ContactWay, Person
from tilts.people.walls import wall_name
from tilts.post.models import Letter
from tilts.sharing.actions import (
    accept_referral,
    decline_referral,
    finish_referral,
    refer,
    see_referral,
    share,
    withdraw_referral,
)
from tilts.sharing.models import Referral
from tilts.sharing.panels.referrals import open_referrals
from tilts.sharing.policy.referrals import may_know_summary

pytestmark = pytest.mark.django_db
WHY = "Bērns ir briesmās, jārīkojas tūlīt."
TOKEN = "Kanarijputnins"
MOST_QUERIES = 25


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def told(to, **facts):
    usual = {
        "to": to,
        "asked": "Krīzes istaba divām naktīm",
        "zones": ["name", "contact"],
        "basis": "vital",
        "reason": WHY,
        "urgency": "urgent",
        "until": day(30),
    }
    return usual | facts


def a_referral(cast, **facts):
    case, person = a_case(cast.worker, given=TOKEN)
    keep_contact(case.folder, person, channel="phone", value="+371 20000004", safe=True, caution="pēc sešiem")
    write_note(cast.worker, case, text=f"{TOKEN} teica")
    return refer(cast.worker, case, **told(cast.stranger_office, **facts))


def seen_by(reach, referral):
    """The referral as this actor reaches it."""
    with transaction.atomic(), acting(reach):
        return reach(Referral).get(pk=referral.pk)


def living(referral, kind=None):
    grants = Grant.objects.filter(folder=referral.case_id, ends__gt=timezone.now())
    return grants.filter(kind=kind) if kind else grants


def names_open_to(reach):
    with transaction.atomic(), acting(reach):
        return reach(Person).count() + reach(Party).count() + reach(Note).count() + reach(ContactWay).count()


def test_before_acceptance_the_desk_sees_the_code_and_what_is_asked_and_no_name(cast, enter):
    referral = a_referral(cast, summary=f"{TOKEN} ir divi bērni")
    assert names_open_to(cast.stranger) == 0
    browser = enter(cast.stranger.user)
    inbox = browser.get("/inbox/").content.decode()
    assert "Krīzes istaba" in inbox and cast.office.name in inbox
    for address in ("/inbox/", "/", f"/referrals/{referral.pk}/", f"/cases/{referral.case_id}/", "/cases/"):
        page = browser.get(address)
        assert page.status_code == 200 and TOKEN not in page.content.decode(), address
    assert referral.case.code in browser.get(f"/referrals/{referral.pk}/").content.decode()


def test_accepting_opens_what_was_listed_and_a_case_of_ones_own(cast, enter):
    referral = a_referral(cast, summary=f"{TOKEN} ir divi bērni")
    answer = enter(cast.stranger.user).post(
        f"/referrals/{referral.pk}/accept/", {"agreed": "on", "doer": cast.stranger.user.pk}
    )
    referral.refresh_from_db()
    own = unscoped(Case, reason="tests").get(pk=referral.to_case_id)
    assert answer.url == f"/cases/{own.pk}/" and own.organisation == cast.stranger_office
    with transaction.atomic(), acting(cast.stranger):
        zones = cast.stranger.zones(referral.case_id)
        mine = cast.stranger(Person).get(organisation=cast.stranger_office)
        way = cast.stranger(ContactWay).get(person=mine)
        assert not cast.stranger(Note).exists()
    assert (zones.name, zones.contact, zones.services, zones.address, zones.codes, zones.admin) == (1, 1, 0, 0, 0, 1)
    assert (mine.given_name, way.value, way.safe, way.caution) == (TOKEN, "+371 20000004", True, "pēc sešiem")
    page = enter(cast.stranger.user).get(f"/referrals/{referral.pk}/").content.decode()
    assert "divi bērni" in page
    assert not living(referral, GrantKind.PENDING).exists()
    assert living(referral, GrantKind.REFERRED).filter(given_by=cast.worker.user).count() == 2


def test_a_referral_joins_a_case_that_is_open_there(cast):
    referral = a_referral(cast)
    theirs = open_case(cast.stranger, kind="violence")
    accept_referral(cast.stranger, seen_by(cast.stranger, referral), joins=theirs)
    referral.refresh_from_db()
    assert referral.to_case_id == theirs.pk
    other = a_referral(cast)
    foreign, _person = a_case(cast.worker)
    with pytest.raises(Refused):
        accept_referral(cast.stranger, seen_by(cast.stranger, other), joins=foreign)


def test_a_colleague_there_who_did_not_accept_sees_nothing_more(cast):
    other = hire(cast.stranger_office, "Cita Svesniece", Role.CASE_WORKER)
    referral = a_referral(cast)
    assert seen_by(other, referral)
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    with pytest.raises(Referral.DoesNotExist):
        seen_by(other, referral)
    assert names_open_to(other) == 0


def test_the_supervisor_there_knows_that_there_is_one_and_no_name(cast):
    above = hire(cast.stranger_office, "Vara Svesniece", Role.SUPERVISOR)
    referral = a_referral(cast)
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    found = seen_by(above, referral)
    assert above.zones(referral.case_id).name == 0 and not may_know_summary(above, found)


@pytest.mark.parametrize("end", ["decline", "done", "withdraw"])
def test_nothing_stays_open_after_the_end(cast, end):
    referral = a_referral(cast)
    if end == "decline":
        decline_referral(cast.stranger, seen_by(cast.stranger, referral), reason="Nav vietas.")
    if end == "done":
        accept_referral(cast.stranger, seen_by(cast.stranger, referral))
        finish_referral(cast.stranger, seen_by(cast.stranger, referral), outcome="Pārnakšņoja.")
    if end == "withdraw":
        withdraw_referral(cast.worker, seen_by(cast.worker, referral), reason="Vairs nevajag.")
    assert not living(referral).exists()
    with pytest.raises(Referral.DoesNotExist):
        seen_by(cast.stranger, referral)
    assert cast.stranger.zones(referral.case_id).admin == 0


def test_what_was_shared_closes_on_its_last_day(cast):
    referral = a_referral(cast, until=day(2))
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    ends = set(living(referral).values_list("ends", flat=True))
    assert {timezone.localtime(one).date() for one in ends} == {day(3)}


def test_steps_that_are_not_lawful_are_refused_in_a_sentence(cast):
    referral = a_referral(cast)
    with pytest.raises(Refused):
        finish_referral(cast.stranger, seen_by(cast.stranger, referral), outcome="x")
    see_referral(cast.stranger, seen_by(cast.stranger, referral))
    with pytest.raises(Refused):
        see_referral(cast.stranger, seen_by(cast.stranger, referral))
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    for step, words in ((accept_referral, {}), (decline_referral, {"reason": "x"})):
        with pytest.raises(Refused):
            step(cast.stranger, seen_by(cast.stranger, referral), **words)
    withdraw_referral(cast.worker, seen_by(cast.worker, referral), reason="x")
    with pytest.raises(Refused):
        withdraw_referral(cast.worker, seen_by(cast.worker, referral), reason="x")


def test_each_side_does_only_its_own_steps(cast):
    referral = a_referral(cast)
    with pytest.raises(NotAllowed):
        accept_referral(cast.worker, seen_by(cast.worker, referral))
    with pytest.raises(NotAllowed):
        withdraw_referral(cast.stranger, seen_by(cast.stranger, referral), reason="x")
    with pytest.raises(NotAllowed):
        refer(cast.stranger, referral.case, **told(cast.police))
    with pytest.raises(NotAllowed):
        refer(cast.second_worker, referral.case, **told(cast.police))
    with pytest.raises(NotAllowed):
        refer(cast.psychologist, referral.case, **told(cast.police))


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": ""},
        {"reason": ""},
        {"reason": "x"},
        {"basis": "consent"},
        {"basis": "agreement"},
        {"zones": ["privileged"]},
        {"until": day(-1)},
        {"until": day(400)},
    ],
)
def test_without_a_basis_nothing_is_shared(cast, wrong):
    case, _person = a_case(cast.worker)
    with pytest.raises(Refused):
        refer(cast.worker, case, **told(cast.stranger_office, **wrong))
    assert not cast.worker(Referral).exists() and not Grant.objects.filter(to_unit=cast.stranger_office).exists()


def test_one_shares_only_what_one_sees_and_never_with_ones_own_office(cast):
    case, _person = a_case(cast.worker)
    with pytest.raises(Refused):
        refer(cast.supervisor, case, **told(cast.stranger_office, zones=["codes"]))
    with pytest.raises(Refused):
        refer(cast.worker, case, **told(cast.office))
    refer(cast.worker, case, **told(cast.stranger_office))
    with pytest.raises(Refused):
        refer(cast.worker, case, **told(cast.stranger_office))


def test_a_walled_organisation_and_a_walled_colleague_learn_nothing(cast):
    case, _person = a_case(cast.worker)
    raise_wall(cast.supervisor, case.folder, reason="kin", unit=cast.stranger_office)
    with pytest.raises(Refused):
        refer(cast.worker, case, **told(cast.stranger_office))
    assert not Grant.objects.filter(to_unit=cast.stranger_office).exists()
    kin = hire(cast.stranger_office, "Radiniece Radiniece", Role.CASE_WORKER)
    above = hire(cast.stranger_office, "Vara Svesniece", Role.SUPERVISOR)
    wall_name(above, name=f"{TOKEN} Ozolkalne-Testa", reason="kin", user=kin.user)
    referral = a_referral(cast)
    with pytest.raises(Referral.DoesNotExist):
        seen_by(kin, referral)
    assert seen_by(cast.stranger, referral)
    heard = set(Letter.objects.filter(kind="referral.waiting").values_list("to", flat=True))
    assert heard == {cast.stranger.user.pk, above.user.pk}


def test_restricted_people_and_restricted_cases_are_not_referred(cast):
    case, person = a_case(cast.worker)
    unscoped(Person, reason="tests").filter(pk=person.pk).update(restricted_at=timezone.now())
    with pytest.raises(Refused):
        refer(cast.worker, case, **told(cast.stranger_office))
    kept, _person = a_case(cast.worker)
    restrict(cast.worker, kept, reason="a witness")
    with pytest.raises(Refused):
        refer(cast.worker, kept, **told(cast.stranger_office))


def a_consent(cast, case, person, **facts):
    usual = {"zones": ["name", "contact"], "day": day(), "way": "spoken", "with_unit": cast.stranger_office}
    return record_consent(cast.worker, case.folder, person=person, **(usual | facts))


def test_a_consent_carries_what_it_covers_and_its_withdrawal_closes_at_once(cast, enter):
    case, person = a_case(cast.worker, given=TOKEN)
    consent = a_consent(cast, case, person)
    by_consent = {"basis": "consent", "consent": consent, "reason": ""}
    for wrong in ({"zones": ["name", "risk"]}, {"to": cast.police}):
        with pytest.raises(Refused):
            refer(cast.worker, case, **told(cast.stranger_office, **by_consent) | wrong)
    referral = refer(cast.worker, case, **told(cast.stranger_office, **by_consent))
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    browser = enter(cast.stranger.user)
    assert TOKEN in browser.get(f"/cases/{case.pk}/").content.decode()
    withdraw_consent(cast.worker, consent, seen_version=consent.version)
    assert browser.get(f"/cases/{case.pk}/").status_code == 404
    referral.refresh_from_db()
    assert referral.state == "withdrawn" and not living(referral).exists()


def test_a_consent_that_was_withdrawn_meanwhile_lets_nobody_accept(cast):
    case, person = a_case(cast.worker)
    consent = a_consent(cast, case, person, until=day(5))
    referral = refer(cast.worker, case, **told(cast.stranger_office, basis="consent", consent=consent, until=day(30)))
    assert referral.until == day(5)
    pending = seen_by(cast.stranger, referral)
    withdraw_consent(cast.worker, consent, seen_version=consent.version)
    with pytest.raises(Refused):
        accept_referral(cast.stranger, pending)


def test_an_agreement_carries_its_zones_and_its_end_closes_what_rests_on_it(cast):
    case, _person = a_case(cast.worker)
    agreement = record_agreement(
        cast.supervisor, kind="agreement", with_organisation=cast.stranger_office, signed_on=day(-9), zones=["name"]
    )
    on_it = {"basis": "agreement", "reason": ""}
    with pytest.raises(Refused):
        refer(cast.worker, case, **told(cast.stranger_office, **on_it))
    referral = refer(cast.worker, case, **told(cast.stranger_office, zones=["name"], **on_it))
    accept_referral(cast.stranger, seen_by(cast.stranger, referral))
    end_agreement(cast.supervisor, agreement, ends=day(5), seen_version=agreement.version)
    assert {timezone.localtime(one).date() for one in living(referral).values_list("ends", flat=True)} == {day(5)}
    end_agreement(cast.supervisor, agreement, ends=day(), seen_version=agreement.version)
    assert cast.stranger.zones(case.pk).name == 0


def test_the_clock_counts_working_days_and_both_sides_see_it_on_their_day(cast, enter):
    referral = a_referral(cast, urgency="soon")
    assert referral.answer_by == working_day_after(referral.sent_at, 3)
    for who in (cast.worker, cast.stranger):
        assert f"/referrals/{referral.pk}/" in enter(who.user).get("/").content.decode()
    assert f"/referrals/{referral.pk}/" not in enter(cast.second_worker.user).get("/").content.decode()


def test_the_pages_go_through_from_sending_to_the_end(cast, enter):
    case, _person = a_case(cast.worker)
    sender, desk = enter(cast.worker.user), enter(cast.stranger.user)
    form = {
        "to": f"organisation:{cast.stranger_office.pk}",
        "asked": "Juridiska konsultācija",
        "zones": ["name"],
        "basis": "duty",
        "urgency": "soon",
        "until": day(10).isoformat(),
    }
    page = sender.post(f"/cases/{case.pk}/refer/", form)
    assert page.status_code == 422 and "Juridiska konsultācija" in page.content.decode()
    assert "Write the reason in a sentence." in page.content.decode()
    assert sender.post(f"/cases/{case.pk}/refer/", form | {"reason": WHY}).status_code == 302
    referral = cast.worker(Referral).get()
    there = f"/referrals/{referral.pk}/"
    assert desk.post(there + "seen/", {"seen": "1"}).status_code == 302
    assert "seen" in sender.get(there).content.decode()
    assert desk.post(there + "accept/", {"sent": "1"}).status_code == 422
    assert desk.post(there + "accept/", {"agreed": "on", "doer": cast.stranger.user.pk}).status_code == 302
    assert desk.post(there + "done/", {"outcome": ""}).status_code == 422
    assert desk.post(there + "done/", {"outcome": "Divas konsultācijas."}).status_code == 302
    assert desk.get(there).status_code == 404
    assert "Divas konsultācijas." in sender.get(there).content.decode()
    kinds = set(AuditEntry.objects.filter(record=referral.pk).values_list("kind", flat=True))
    assert {"referral.seen", "referral.accepted", "referral.done"} <= kinds
    said = Letter.objects.filter(kind="referral.answered", to=cast.worker.user)
    assert said.count() == 2


def test_the_case_says_what_is_shared_with_whom_and_why_and_what_stands_open(cast, enter):
    referral = a_referral(cast)
    page = enter(cast.worker.user).get(f"/cases/{referral.case_id}/").content.decode()
    assert cast.stranger_office.name in page and "danger to life or health" in page and "names, ways to reach" in page
    access = enter(cast.worker.user).get(f"/cases/{referral.case_id}/access/").content.decode()
    assert cast.stranger_office.name in access and "basis:" not in access
    with transaction.atomic(), acting(JOB):
        [sentence] = open_referrals(referral.case)
    assert cast.stranger_office.name in sentence
    withdraw_referral(cast.worker, seen_by(cast.worker, referral), reason="x")
    with transaction.atomic(), acting(JOB):
        assert open_referrals(referral.case) == []


def test_colleagues_who_only_know_the_code_do_not_see_the_referral(cast, enter):
    referral = a_referral(cast)
    browser = enter(cast.second_worker.user)
    assert browser.get(f"/cases/{referral.case_id}/").status_code == 200
    assert browser.get(f"/referrals/{referral.pk}/").status_code == 404


def test_a_letter_to_a_partner_opens_with_the_password_that_was_shown_and_with_nothing_else(cast, enter):
    case, person = a_case(cast.worker, given=TOKEN)
    keep_contact(case.folder, person, channel="phone", value="+371 20000005", safe=False)
    keep_contact(case.folder, person, channel="phone", value="+371 20000006", safe=True)
    partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
    with pytest.raises(Refused):
        refer(cast.worker, case, **told(partner, zones=["address"]))
    referral = refer(cast.worker, case, **told(partner, summary="Ir suns."))
    assert not Grant.objects.filter(folder=case.pk, kind=GrantKind.PENDING).exists()
    browser = enter(cast.worker.user)
    there = f"/referrals/{referral.pk}/letter/"
    shown = browser.get(there).content.decode()
    password = shown.split("<code>")[1].split("</code>")[0]
    sent = shown.split('name="sealed_with" value="')[1].split('"')[0]
    assert browser.post(there, {"sealed_with": "aaaaa-aaaaa-aaaaa-aaaaa:x:y"}).status_code == 422
    answer = browser.post(there, {"sealed_with": sent})
    assert answer.status_code == 200 and TOKEN not in answer["Content-Disposition"]
    assert case.code not in answer["Content-Disposition"]
    for wrong in ("", "aaaaa-aaaaa-aaaaa-aaaaa"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(BytesIO(answer.content), password=wrong)
    with pikepdf.open(BytesIO(answer.content), password=password) as paper:
        assert (paper.encryption.R, paper.encryption.bits) == (6, 256)
        out = BytesIO()
        paper.save(out, encryption=False)
    answer.content = out.getvalue()
    text = text_of(answer)
    assert TOKEN in text and "20000006" in text and "20000005" not in text and "Ir suns." in text
    kinds = AuditEntry.objects.filter(kind="referral.exported", outcome="done")
    assert kinds.exists()
    assert password.encode() not in b"".join(str(row).encode() for row in AuditEntry.objects.values_list())
    outside = enter(cast.stranger.user)
    assert outside.get(there).status_code == 404


def test_a_letter_asks_again_who_it_is(cast, enter):
    case, _person = a_case(cast.worker)
    partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
    referral = refer(cast.worker, case, **told(partner))
    for method in ("get", "post"):
        answer = getattr(enter(cast.worker.user, **{FRESH: 0}), method)(f"/referrals/{referral.pk}/letter/")
        assert answer.status_code == 302 and answer.url.startswith("/accounts/reauthenticate")


def test_an_answer_of_a_partner_is_written_down_by_the_sender(cast):
    case, _person = a_case(cast.worker)
    partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
    referral = refer(cast.worker, case, **told(partner))
    accept_referral(cast.worker, referral)
    finish_referral(cast.worker, referral, outcome="Uzņēma.")
    assert referral.state == "done"
    other = refer(cast.worker, case, **told(partner))
    decline_referral(cast.worker, other, reason="Nav vietas.")
    assert other.state == "declined"


def agree(cast, **facts):
    usual = {"kind": "agreement", "with_organisation": cast.stranger_office, "signed_on": day(-9), "zones": ["name"]}
    return record_agreement(cast.supervisor, **(usual | facts))


def test_a_case_is_shared_with_one_colleague_elsewhere_by_name(cast, enter):
    case, _person = a_case(cast.worker, given=TOKEN)
    form = {
        "at": cast.stranger_office.pk,
        "email": cast.stranger.user.email,
        "zones": ["name"],
        "basis": "agreement",
        "until": day(10).isoformat(),
    }
    browser = enter(cast.worker.user)
    assert browser.post(f"/cases/{case.pk}/share/", form).status_code == 422
    agree(cast)
    unknown = browser.post(f"/cases/{case.pk}/share/", form | {"email": cast.psychologist.user.email})
    assert unknown.status_code == 422 and "has this address" in unknown.content.decode()
    assert browser.post(f"/cases/{case.pk}/share/", form | {"zones": []}).status_code == 422
    assert browser.post(f"/cases/{case.pk}/share/", form).status_code == 302
    other = enter(cast.stranger.user)
    assert TOKEN in other.get(f"/cases/{case.pk}/").content.decode()
    assert other.get(f"/cases/{case.pk}/share/").status_code == 403
    grant = Grant.objects.get(folder=case.pk, kind=GrantKind.SHARED)
    access = browser.get(f"/cases/{case.pk}/access/").content.decode()
    assert cast.stranger.user.name in access and "shared with by name" in access
    end_grant(cast.worker, grant)
    assert other.get(f"/cases/{case.pk}/").status_code == 404


def test_sharing_by_name_is_refused_before_a_wall_without_agreement_and_twice(cast):
    case, _person = a_case(cast.worker)
    facts = {"at": cast.stranger_office, "email": cast.stranger.user.email, "zones": ["name"], "until": day(9)}
    with pytest.raises(Refused):
        share(cast.worker, case, basis="vital", reason=WHY, **facts)
    agree(cast)
    share(cast.worker, case, basis="agreement", **facts)
    with pytest.raises(Refused):
        share(cast.worker, case, basis="agreement", **facts)
    walled, _person = a_case(cast.worker)
    raise_wall(cast.supervisor, walled.folder, reason="kin", user=cast.stranger.user)
    with pytest.raises(Refused):
        share(cast.worker, walled, basis="agreement", **facts)


def test_what_is_shared_by_name_is_shut_when_its_last_day_is_over(cast, monkeypatch):
    case, _person = a_case(cast.worker)
    agree(cast)
    facts = {"at": cast.stranger_office, "email": cast.stranger.user.email, "zones": ["name"], "basis": "agreement"}
    share(cast.worker, case, until=day(9), **facts)
    end = timezone.make_aware(datetime.combine(day(10), time.min))
    assert AuditEntry.objects.filter(kind="case.shared", record=case.pk, user=cast.worker.user.pk).count() == 1
    for now, seen in ((end - timedelta(minutes=1), True), (end, False)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert bool(cast.stranger.zones(case.folder_id).name) is seen


@pytest.mark.parametrize("many", [10, 1000])
def test_pages_with_referrals_take_few_queries(cast, enter, many):
    referral = a_referral(cast)
    rows = [
        Referral(
            organisation=cast.office,
            case=referral.case,
            partner=keep_partner(cast.worker, name="x", kind="other") if number == 0 else None,
            asked="x",
            basis="vital",
            urgency="soon",
            answer_by=day(1),
            until=day(9),
            sent_at=timezone.now(),
            sent_on=day(),
            sent_by=cast.worker.user,
        )
        for number in range(many)
    ]
    for row in rows:
        row.partner = rows[0].partner
    with transaction.atomic(), acting(cast.worker):
        Referral.every_row.bulk_create(rows)
    sender, desk = enter(cast.worker.user), enter(cast.stranger.user)
    there = f"/referrals/{referral.pk}/"
    asked = [
        (sender, "/"),
        (sender, there),
        (sender, f"/cases/{referral.case_id}/"),
        (sender, f"/cases/{referral.case_id}/refer/"),
        (desk, "/inbox/"),
        (desk, there),
    ]
    for browser, address in asked:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        work = [one["sql"] for one in queries.captured_queries if is_work(one["sql"])]
        assert len(work) <= MOST_QUERIES, (address, len(work))


def typed(cast, person, **more):
    form = {
        "to": f"organisation:{cast.stranger_office.pk}",
        "asked": "Krīzes istaba divām naktīm",
        "summary": f"{TOKEN} baidās",
        "urgency": "soon",
        "zones": ["name", "contact"],
        "basis": "consent",
        "agreed_by": person.pk,
        "agreed_how": "phone",
        "agreed_on": day().isoformat(),
        "until": day(30).isoformat(),
    }
    return form | more


def test_a_consent_is_written_down_where_the_case_is_referred_and_covers_that_alone(cast, enter):
    case, person = a_case(cast.worker)
    browser, there = enter(cast.worker.user), f"/cases/{case.pk}/refer/"
    assert f"{person.given_name} {person.family_name}" in text_of(browser.get(there))
    wrong = browser.post(there, typed(cast, person, agreed_how="", agreed_on=day(3).isoformat()))
    assert wrong.status_code == 422 and "Say how they agreed." in text_of(wrong) and f"{TOKEN} baidās" in text_of(wrong)
    assert not unscoped(Consent, reason="tests").exists()
    assert browser.post(there, typed(cast, person)).status_code == 302
    [referral], [consent] = unscoped(Referral, reason="tests").all(), unscoped(Consent, reason="tests").all()
    assert (referral.consent_id, consent.person_id, consent.with_unit) == (consent.pk, person.pk, cast.stranger_office)
    assert (consent.zone_names, consent.way, consent.until) == (["name", "contact"], "phone", referral.until)
    kinds = set(AuditEntry.objects.filter(user=cast.worker.user.pk).values_list("kind", flat=True))
    assert {"consent.given", "referral.sent"} <= kinds
    partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
    assert browser.post(there, typed(cast, person, to=f"partner:{partner.pk}")).status_code == 302
    assert unscoped(Consent, reason="tests").get(with_unit=None).with_whom == "Krīžu centrs"


def test_a_consent_that_was_withdrawn_while_one_wrote_is_said_at_its_field_and_nothing_is_lost(cast, enter):
    case, person = a_case(cast.worker)
    given = record_consent(
        cast.worker, case.folder, person=person, zones=["name"], with_unit=cast.stranger_office, day=day(), way="spoken"
    )
    form = typed(cast, person, zones=["name"], consent=given.pk, agreed_by="")
    browser, there = enter(cast.worker.user), f"/cases/{case.pk}/refer/"
    withdraw_consent(cast.worker, given, seen_version=given.version)
    late = browser.post(there, form)
    assert late.status_code == 422 and "This consent holds no more" in text_of(late)
    assert f"{TOKEN} baidās" in text_of(late) and not unscoped(Referral, reason="tests").exists()
    assert browser.post(there, form | {"consent": "", "agreed_by": person.pk}).status_code == 302
    above = enter(cast.supervisor.user, purpose="supervision")
    assert "Or a new consent" not in text_of(above.get(there))
