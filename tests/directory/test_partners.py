"""Partners: written down, changed, ended; what they offer; what was agreed, and what rests on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tilts.access.actions import Stale
from tilts.access.reach import Refused
from tilts.directory.actions import end_partner, keep_offer, keep_partner, record_agreement
from tilts.directory.models import Agreement, Offer, Partner
from tilts.directory.policy import agreement_in_force
from tilts.kit.periods import Period
from tilts.reports.counting import count

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def a_partner(reach, name="Latgales krīžu centrs", **facts):
    return keep_partner(reach, name=name, kind="crisis_centre", **facts)


def agree(reach, days=-10, **facts):
    return record_agreement(reach, **({"kind": "agreement", "signed_on": day(days), "zones": ["name"]} | facts))


def test_a_partner_is_written_down_changed_and_ended_on_its_pages(cast, enter):
    browser = enter(cast.worker.user)
    told = {"name": "Latgales krīžu centrs", "kind": "crisis_centre", "contact": "Izdomu iela 1, +371 20000003"}
    assert browser.post("/directory/new/", told).status_code == 302
    partner = cast.worker(Partner).get()
    assert "Izdomu iela 1" in browser.get(f"/directory/{partner.pk}/").content.decode()
    changed = told | {"name": "Krīžu centrs", "version": 1}
    assert browser.post(f"/directory/{partner.pk}/change/", changed).status_code == 302
    late = browser.post(f"/directory/{partner.pk}/change/", changed | {"name": "Cits"})
    assert late.status_code == 422 and "Somebody else wrote here" in late.content.decode()
    assert 'value="Cits"' in late.content.decode()
    assert browser.post(f"/directory/{partner.pk}/end/", {"ends": day().isoformat(), "version": 2}).status_code == 302
    assert "Krīžu centrs" not in browser.get("/directory/").content.decode()
    assert "Krīžu centrs" in browser.get("/directory/?ended=1").content.decode()


def test_what_a_partner_offers_says_on_which_day_there_was_room(cast, enter):
    partner, browser = a_partner(cast.worker), enter(cast.worker.user)
    told = {"what": "Patvērums", "for_whom": "sievietes ar bērniem", "languages": "lv, ru", "capacity": "free"}
    undated = browser.post(f"/directory/{partner.pk}/offers/add/", told)
    assert undated.status_code == 422 and "On which day was that asked?" in undated.content.decode()
    told["capacity_on"] = day().isoformat()
    assert browser.post(f"/directory/{partner.pk}/offers/add/", told).status_code == 302
    offer = cast.worker(Offer).get()
    full = told | {"capacity": "full", "version": 1}
    assert browser.post(f"/directory/{partner.pk}/offers/{offer.pk}/", full).status_code == 302
    assert "no room" in browser.get("/directory/").content.decode()
    with pytest.raises(Stale):
        keep_offer(cast.worker, partner, offer=offer, seen_version=1, what="Cits")
    with pytest.raises(Refused):
        keep_offer(cast.worker, partner, what="x", capacity="free", capacity_on=day(1))


def test_partners_of_another_organisation_are_not_there(cast, enter):
    partner = a_partner(cast.worker)
    other = enter(cast.stranger.user)
    assert other.get(f"/directory/{partner.pk}/").status_code == 404
    assert partner.name not in other.get("/directory/").content.decode()


def test_an_agreement_is_with_one_and_ends_after_it_was_signed(cast):
    partner = a_partner(cast.supervisor)
    wrong = [
        {},
        {"partner": partner, "with_organisation": cast.police},
        {"with_organisation": cast.office},
        {"partner": partner, "signed_on": day(1)},
        {"partner": partner, "ends": day(-10)},
        {"partner": partner, "zones": ["privileged"]},
    ]
    for facts in wrong:
        with pytest.raises(Refused):
            agree(cast.supervisor, **facts)
    assert not cast.supervisor(Agreement).exists()


def test_what_holds_today_is_found_and_what_ended_is_not(cast):
    partner = a_partner(cast.supervisor)
    assert agreement_in_force(cast.worker, partner) is None
    old = agree(cast.supervisor, days=-30, partner=partner, ends=day(-1))
    assert agreement_in_force(cast.worker, partner) is None
    assert agreement_in_force(cast.worker, partner, day(-2)) == old
    new = agree(cast.supervisor, with_organisation=cast.police)
    assert agreement_in_force(cast.worker, cast.police) == new
    assert agreement_in_force(cast.worker, cast.police, for_meetings=True) is None
    assert agreement_in_force(cast.stranger, cast.police) is None
    assert agreement_in_force(cast.officer, cast.office) is None


def test_only_those_who_answer_for_it_put_an_agreement_on_record(cast, enter):
    partner = a_partner(cast.supervisor)
    told = {
        "whom": f"partner:{partner.pk}",
        "kind": "agreement",
        "signed_on": day(-1).isoformat(),
        "zones": ["name", "risk"],
        "number": "12/2020",
    }
    assert enter(cast.worker.user).post("/directory/agreements/new/", told).status_code == 403
    browser = enter(cast.supervisor.user)
    assert browser.post("/directory/agreements/new/", told | {"whom": ""}).status_code == 422
    assert browser.post("/directory/agreements/new/", told).status_code == 302
    agreement = cast.supervisor(Agreement).get()
    assert agreement.zones == ["name", "risk"]
    assert "12/2020" in browser.get("/directory/agreements/").content.decode()
    early = {"ends": day(-9).isoformat(), "version": 1}
    assert browser.post(f"/directory/agreements/{agreement.pk}/end/", early).status_code == 422
    now = {"ends": day().isoformat(), "version": 1}
    assert browser.post(f"/directory/agreements/{agreement.pk}/end/", now).status_code == 302
    assert agreement_in_force(cast.worker, partner) is None


def test_what_was_agreed_ends_with_the_partner(cast):
    partner = a_partner(cast.supervisor)
    agree(cast.supervisor, partner=partner)
    end_partner(cast.supervisor, partner, ends=day(), seen_version=1)
    assert agreement_in_force(cast.worker, partner) is None
    with pytest.raises(Refused):
        end_partner(cast.supervisor, partner, ends=day(), seen_version=2)


def test_agreements_are_counted_by_the_day_they_were_signed(cast):
    partner = a_partner(cast.supervisor)
    for days in (-400, -20, -10):
        agree(cast.supervisor, days=days, partner=partner)
    agree(cast.supervisor, partner=partner, kind="law")
    agree(cast.supervisor, with_organisation=cast.police)
    counting = cast.manager.counting(cast.office)
    table = count("directory.agreements", reach=counting, period=Period(day(-30), day(1)), by=("partner_kind",))
    assert table.total.value == 3
    assert [figure.value for labels, figure in table.rows if labels["partner_kind"] == "crisis_centre"] == [2]


@pytest.mark.parametrize("many", [10, 1000])
def test_the_directory_takes_few_queries_however_long_it_is(cast, enter, many):
    office = cast.office
    Partner.objects.bulk_create(
        [Partner(organisation=office, name=f"Iestāde {n:04}", kind="school") for n in range(many)]
    )
    partner = cast.worker(Partner).first()
    Offer.objects.bulk_create([Offer(organisation=office, partner=partner, what=f"{n}") for n in range(many)])
    Agreement.objects.bulk_create(
        [Agreement(organisation=office, partner=partner, kind="agreement", signed_on=day(-n)) for n in range(many)]
    )
    browser = enter(cast.worker.user)
    for address in ("/directory/", "/directory/agreements/", f"/directory/{partner.pk}/"):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        assert len(queries.captured_queries) <= MOST_QUERIES + 15, address
