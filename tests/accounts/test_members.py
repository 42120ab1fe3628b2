"""Colleagues: given accounts, changed roles, closed accounts; never by oneself, never in another organisation."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tilts.access.models import AuditEntry, Membership, User
from tilts.accounts.sessions import memberships_now

pytestmark = pytest.mark.django_db

PASSWORD = "Krietni gara parole 7"
NEW = {"email": "Jauna.Kolege@balvi-sd.example", "name": "Jauna Kolēģe", "role": "mentor"}


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def office(cast, enter):
    """The administrator's browser."""
    return enter(cast.administrator.user)


def link_in(answer):
    return re.search(r'id="link">https?://testserver(/[^<]+)<', answer.content.decode())[1]


def test_a_new_colleague_sets_a_password_by_the_link_once(office):
    answer = office.post("/members/new/", NEW)
    link = link_in(answer)
    user = User.objects.get(email=NEW["email"].lower())
    assert not user.has_usable_password() and [one.role for one in memberships_now(user)] == ["mentor"]
    browser = Client()
    form = browser.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    assert link not in address
    done = browser.post(address, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert done.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert "id_password1" not in Client().get(link, follow=True).content.decode()
    entered = browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert entered.status_code == 302 and browser.get("/").url == "/accounts/2fa/"
    kinds = set(AuditEntry.objects.filter(user=user.pk).values_list("kind", "basis"))
    assert {("password.changed", "link"), ("signed_in", "password")} <= kinds
    hired = AuditEntry.objects.filter(kind="member.hired", record_kind="access.membership").get()
    assert "role" in hired.fields and NEW["name"] not in str(vars(hired))


def test_who_works_here_already_is_not_hired_twice(cast, office):
    answer = office.post("/members/new/", {**NEW, "email": cast.worker.user.email})
    assert answer.status_code == 422 and Membership.objects.filter(user=cast.worker.user).count() == 1


def test_who_works_elsewhere_gets_a_role_here_and_no_link(cast, office):
    answer = office.post("/members/new/", {**NEW, "email": cast.officer.user.email})
    assert answer.status_code == 200 and 'id="link"' not in answer.content.decode()
    assert len(memberships_now(cast.officer.user)) == 2
    assert office.post(f"/members/{cast.officer.user.pk}/link/").status_code == 403
    assert office.post(f"/members/{cast.officer.user.pk}/close/").status_code == 403
    cast.officer.user.refresh_from_db()
    assert cast.officer.user.is_active


def test_a_new_role_is_a_new_membership_from_now_and_the_old_one_stays_told(cast, office):
    user, before = cast.worker.user, timezone.now()
    site = cast.office.sites.get()
    answer = office.post(f"/members/{user.pk}/", {"role": "supervisor", "profession": "lawyer", "site": str(site.pk)})
    assert answer.status_code == 302
    old, new = user.memberships.order_by("starts")
    assert (old.role, new.role, new.profession, new.site) == ("case_worker", "supervisor", "lawyer", site)
    assert before <= old.ends == new.starts and new.ends is None
    assert AuditEntry.objects.filter(kind="member.role_changed", record=old.pk, outcome="done").count() == 1
    assert "Social worker" in office.get(f"/members/{user.pk}/").content.decode()


def test_nobody_changes_their_own_role(cast, office):
    me = cast.administrator.user
    page = office.get(f"/members/{me.pk}/")
    assert "Nobody changes their own role." in page.content.decode() and 'name="role"' not in page.content.decode()
    assert office.post(f"/members/{me.pk}/", {"role": "data_protection"}).status_code == 403
    for act in ("end", "close", "second-factor", "link"):
        assert office.post(f"/members/{me.pk}/{act}/").status_code == 403
        assert office.get(f"/members/{me.pk}/{act}/").status_code == 403
    assert [one.role for one in memberships_now(me)] == ["administrator"]


def test_ended_work_and_closed_accounts(cast, office):
    worker, lawyer = cast.worker.user, cast.lawyer.user
    assert "closes at once" in office.get(f"/members/{worker.pk}/end/").content.decode()
    assert memberships_now(worker)
    office.post(f"/members/{worker.pk}/end/")
    office.post(f"/members/{lawyer.pk}/close/")
    worker.refresh_from_db()
    lawyer.refresh_from_db()
    assert not memberships_now(worker) and worker.is_active
    assert not memberships_now(lawyer) and not lawyer.is_active
    page = office.get("/members/").content.decode().split("Worked here before")[1]
    assert worker.name in page and lawyer.name in page and "account closed" in page
    back = office.post("/members/new/", {"email": lawyer.email, "name": lawyer.name, "role": "specialist"})
    assert link_in(back)
    lawyer.refresh_from_db()
    assert lawyer.is_active and not lawyer.has_usable_password()


def test_a_given_link_ends_the_old_password_and_its_sessions(cast, office, enter):
    worker = cast.worker.user
    worker.set_password(PASSWORD)
    worker.save()
    browser = enter(worker)
    assert link_in(office.post(f"/members/{worker.pk}/link/"))
    assert browser.get("/cases/").status_code == 302
    worker.refresh_from_db()
    assert not worker.check_password(PASSWORD)


@pytest.mark.parametrize("act", ["", "end/", "close/", "second-factor/", "link/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_organisations_people_are_not_there(cast, office, act, method):
    address = f"/members/{cast.stranger.user.pk}/{act}"
    assert getattr(office, method)(address, {"role": "mentor"}).status_code == 404
    cast.stranger.user.refresh_from_db()
    assert cast.stranger.user.is_active and memberships_now(cast.stranger.user)[0].role == "case_worker"


@pytest.mark.parametrize("who", ["worker", "supervisor", "data_protection", "manager", "officer"])
def test_only_the_administrator_keeps_the_list(cast, enter, who):
    browser = enter(getattr(cast, who).user)
    for address in ("/members/", "/members/new/", f"/members/{cast.lawyer.user.pk}/"):
        assert browser.get(address).status_code == 403


def test_a_place_of_another_organisation_is_no_place(cast, office):
    site = cast.stranger_office.sites.create(code="x", name="X")
    answer = office.post("/members/new/", {**NEW, "site": str(site.pk)})
    assert answer.status_code == 422 and not User.objects.filter(email=NEW["email"].lower()).exists()
