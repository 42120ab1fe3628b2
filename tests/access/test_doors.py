"""What a door does: asks, traces first, answers alike for what is not there and what is not ours, keeps reads reads."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from django.utils import timezone
from tests.cast import a_case, a_report

from tilts.access.doors import door
from tilts.access.models import AuditEntry, Membership, Organisation
from tilts.access.reach import Refused

pytestmark = pytest.mark.django_db


@door("day.read")
def writes_while_reading(request):
    """A page that writes though it is only read."""
    Organisation.objects.filter(code="balvi-sd").update(name="changed by a GET")
    return HttpResponse("done")


@door("day.read")
def saves_while_reading(request):
    """The same with a whole record."""
    Organisation.objects.create(code="new", name="made by a GET", kind="other")
    return HttpResponse("done")


@door("day.read")
def refuses(request):
    """A verb inside said no."""
    raise Refused("Today this is closed.")


urlpatterns = [
    path("writes/", writes_while_reading),
    path("saves/", saves_while_reading),
    path("refuses/", refuses),
    path("", include("tilts.config.urls")),
]


def headers(answer):
    return {name: value for name, value in answer.headers.items() if name.lower() != "content-security-policy"}


def words(answer, *own):
    """The page without what differs from request to request."""
    text = re.sub(r'value="\w{64}"|name="drawn" value="[^"]*"', "", answer.content.decode())
    for one in own:
        text = text.replace(str(one), "")
    return text


@pytest.mark.parametrize("address", ["/writes/", "/saves/"])
@override_settings(ROOT_URLCONF=__name__)
def test_a_read_that_writes_fails_and_nothing_is_written(cast, enter, address):
    with pytest.raises(DatabaseError):
        enter(cast.worker.user).get(address)
    assert not Organisation.objects.filter(name__contains="by a GET").exists()
    Organisation.objects.filter(code="vp").update(name="Policija")
    assert Organisation.objects.get(code="vp").name == "Policija", "writing goes on after the failed read"


@pytest.mark.parametrize("address", ["/writes/", "/saves/"])
@override_settings(ROOT_URLCONF=__name__)
def test_the_same_page_may_write_when_it_is_posted(cast, enter, address):
    assert enter(cast.worker.user).post(address).status_code == 200
    assert Organisation.objects.filter(name__contains="by a GET").exists()


@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_inside_gives_its_sentence_and_a_trace(cast, enter):
    answer = enter(cast.worker.user).post("/refuses/")
    assert answer.status_code == 403
    assert "Today this is closed." in answer.content.decode()
    assert AuditEntry.objects.filter(outcome="refused", user=cast.worker.user.pk).count() == 1


def test_without_signing_in_one_is_sent_to_the_door(cast, client):
    case, _person = a_case(cast.worker)
    for address in ("/", "/cases/", f"/cases/{case.pk}/", f"/cases/{uuid.uuid4()}/"):
        answer = client.get(address)
        assert answer.status_code == 302 and answer.url == f"/accounts/login/?next={address}"


FOREIGN = [
    "/cases/{case}/",
    "/cases/{case}/access/",
    "/cases/{case}/people/add/",
    "/cases/{case}/notes/add/",
    "/cases/{case}/team/add/",
    "/cases/{case}/close/",
    "/cases/{case}/risk/",
    "/cases/{case}/consultations/add/",
    "/doorstep/{report}/",
    "/inbox/{report}/take-up/",
    "/inbox/{report}/return/",
    "/inbox/{report}/pass-on/",
    "/inbox/{report}/contact/",
    "/inbox/{report}/join/",
]


@pytest.mark.parametrize("address", FOREIGN)
@pytest.mark.parametrize("method", ["get", "post"])
def test_out_of_reach_and_not_there_answer_alike(cast, enter, address, method):
    case, _person = a_case(cast.worker)
    report = a_report(cast.officer, cast)
    browser = enter(cast.stranger.user)
    unknown = uuid.uuid4()
    there = getattr(browser, method)(address.format(case=case.pk, report=report.pk))
    nowhere = getattr(browser, method)(address.format(case=unknown, report=unknown))
    assert there.status_code == nowhere.status_code == 404
    assert words(there, case.pk, report.pk) == words(nowhere, unknown)
    assert headers(there) == headers(nowhere)
    refused = AuditEntry.objects.filter(outcome="refused", user=cast.stranger.user.pk)
    assert refused.count() == 2


@pytest.mark.parametrize("address", ["/doorstep/{report}/card/", "/doorstep/{report}/send/"])
def test_an_officers_draft_is_nobody_elses(cast, enter, address):
    report = a_report(cast.officer, cast)
    browser = enter(cast.second_officer.user)
    assert browser.get(address.format(report=report.pk)).status_code == 404


def test_a_role_that_does_not_include_it_is_told_so_in_a_sentence(cast, enter):
    answer = enter(cast.administrator.user).get("/cases/")
    assert answer.status_code == 403
    assert "Your role does not include this." in answer.content.decode()
    entry = AuditEntry.objects.get(kind="cases.read", user=cast.administrator.user.pk)
    assert entry.outcome == "refused" and entry.organisation == cast.office.pk and entry.role == "administrator"


@pytest.mark.parametrize("address", ["people/add/", "notes/add/", "team/add/", "close/", "consultations/add/", "risk/"])
def test_a_colleague_who_only_knows_of_a_case_cannot_write_in_it(cast, enter, address):
    case, person = a_case(cast.worker)
    today = timezone.localdate().isoformat()
    told = {
        "given_name": "Cita",
        "role": "client",
        "text": "A note",
        "user": cast.lawyer.user.pk,
        "profession": "lawyer",
        "closed_on": today,
        "version": case.version,
        "day": today,
        "minutes": 45,
        "specialism": "social_worker",
        "mode": "phone",
        "status": "no_show",
    }
    answer = enter(cast.second_worker.user).post(f"/cases/{case.pk}/{address}", told)
    assert answer.status_code == 403, answer.content.decode()[:2000]
    case.refresh_from_db()
    assert case.closed_on is None


def test_the_look_is_written_down_before_the_page(cast, enter):
    case, _person = a_case(cast.worker)
    assert enter(cast.worker.user).get(f"/cases/{case.pk}/").status_code == 200
    entry = AuditEntry.objects.filter(kind="cases.read").get()
    assert (entry.record, entry.user, entry.outcome) == (case.pk, cast.worker.user.pk, "done")


@override_settings(ROOT_URLCONF=__name__)
def test_the_look_stays_written_though_the_page_fails(cast, enter):
    with pytest.raises(DatabaseError):
        enter(cast.worker.user).get("/writes/")
    assert AuditEntry.objects.filter(kind="day.read", outcome="done").count() == 1


def test_a_change_leaves_its_trace_without_its_content(cast, enter):
    case, _person = a_case(cast.worker)
    enter(cast.worker.user).post(f"/cases/{case.pk}/notes/add/", {"text": "Slepens teksts"})
    entry = AuditEntry.objects.filter(kind="case.noted", fields=["text", "zone"]).get()
    assert entry.record == case.pk
    assert "Slepens" not in str(list(AuditEntry.objects.values_list()))


def test_who_no_longer_works_here_is_out_at_the_next_request(cast, enter):
    case, _person = a_case(cast.worker)
    browser = enter(cast.worker.user)
    assert browser.get(f"/cases/{case.pk}/").status_code == 200
    Membership.objects.filter(user=cast.worker.user).update(ends=timezone.now() - timedelta(seconds=1))
    for address in ("/", "/cases/", f"/cases/{case.pk}/", "/inbox/", "/search/"):
        answer = browser.get(address)
        assert answer.status_code == 302 and answer.url.startswith("/accounts/login/")
    assert SESSION_KEY not in browser.session


def test_an_account_that_was_closed_is_out_at_the_next_request(cast, enter):
    browser = enter(cast.worker.user)
    cast.worker.user.is_active = False
    cast.worker.user.save()
    assert browser.get("/cases/").status_code == 302
    assert SESSION_KEY not in browser.session


def test_pages_are_kept_by_nobody(cast, enter):
    answer = enter(cast.worker.user).get("/cases/")
    assert "no-store" in answer["Cache-Control"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_garbled_hidden_field_is_not_found_and_no_crash(cast, enter):
    case, person = a_case(cast.worker)
    told = {"given_name": "Anna", "family_name": "Ozolkalne-Testa", "role": "client", "person": "'; --"}
    assert enter(cast.worker.user).post(f"/cases/{case.pk}/people/add/", told).status_code == 404
    assert enter(cast.worker.user).post("/search/", {"q": "a\0b"}).status_code == 200
