"""Colleagues: given accounts, changed roles, closed accounts; never by oneself, never in another organisation."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tilts.access.models import AuditEntry, Membership, User
from tilts.accounts.models import WAITING, StaffChange
from tilts.accounts.sessions import memberships_now
from tilts.accounts.staffing import accept, release
from tilts.post.models import Letter

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


def waiting():
    """The one change that waits."""
    return StaffChange._base_manager.get(state__in=WAITING)


def link_in(answer):
    return re.search(r'id="link">https?://testserver(/[^<]+)<', answer.content.decode())[1]


def test_a_new_colleague_sets_a_password_by_the_link_once(cast, office, enter):
    answer = office.post("/members/new/", NEW)
    link = link_in(answer)
    user = User.objects.get(email=NEW["email"].lower())
    assert not user.has_usable_password() and not memberships_now(user)
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
    asked = AuditEntry.objects.filter(kind="member.hire_asked", record_kind="accounts.staffchange").get()
    assert "role" in asked.fields and NEW["name"] not in str(vars(asked))


def test_a_role_that_opens_files_begins_when_it_was_asked_for_released_and_accepted(cast, office, enter):
    office.post("/members/new/", NEW)
    user, change = User.objects.get(email=NEW["email"].lower()), waiting()
    colleague, supervisor = enter(user), enter(cast.supervisor.user)
    assert colleague.get("/").url == "/account/" and colleague.post(f"/account/work/{change.pk}/").status_code == 422
    day = supervisor.get("/").content.decode()
    assert NEW["name"] in day and f"/members/changes/{change.pk}/release/" in day
    assert NEW["name"] in office.get("/members/").content.decode().split("Waits")[1]
    assert supervisor.post(f"/members/changes/{change.pk}/release/").status_code == 302
    page = colleague.get("/account/").content.decode()
    assert cast.office.name in page and f"/account/work/{change.pk}/" in page and not memberships_now(user)
    assert colleague.post(f"/account/work/{change.pk}/").status_code == 302
    assert [one.role for one in memberships_now(User.objects.get(pk=user.pk))] == ["mentor"]
    assert colleague.get("/").status_code == 200
    begun = AuditEntry.objects.get(kind="member.begun", user=user.pk, organisation=cast.office.pk)
    assert begun.record == memberships_now(User.objects.get(pk=user.pk))[0].pk
    told = Letter.objects.filter(kind="staff.told", to=cast.data_protection.user)
    assert told.exists() and NEW["name"] in enter(cast.data_protection.user).get("/").content.decode()


def test_a_role_that_opens_no_file_is_asked_for_and_accepted(cast, office, enter):
    office.post("/members/new/", {**NEW, "role": "funder"})
    user, change = User.objects.get(email=NEW["email"].lower()), waiting()
    assert enter(user).post(f"/account/work/{change.pk}/").status_code == 302
    assert [one.role for one in memberships_now(User.objects.get(pk=user.pk))] == ["funder"]


def test_what_was_asked_for_is_withdrawn_refused_or_declined(cast, office, enter):
    for who, way in (
        (office, "members/changes/{}/withdraw/"),
        (enter(cast.data_protection.user), "members/changes/{}/refuse/"),
    ):
        office.post("/members/new/", NEW)
        change = waiting()
        assert who.post(f"/{way.format(change.pk)}").status_code == 302
        assert not StaffChange._base_manager.filter(pk=change.pk, state__in=WAITING).exists()
        assert enter(cast.supervisor.user).post(f"/members/changes/{change.pk}/release/").status_code == 422
    office.post("/members/new/", NEW)
    change = waiting()
    user = User.objects.get(email=NEW["email"].lower())
    assert enter(user).post(f"/account/work/{change.pk}/no/").status_code == 302
    assert not memberships_now(user) and StaffChange._base_manager.get(pk=change.pk).state == "declined"


def test_the_same_is_asked_for_once(office):
    office.post("/members/new/", NEW)
    answer = office.post("/members/new/", NEW)
    assert answer.status_code == 422 and "waits" in answer.content.decode()
    assert StaffChange._base_manager.count() == 1


def test_who_works_here_already_is_not_hired_twice(cast, office):
    answer = office.post("/members/new/", {**NEW, "email": cast.worker.user.email})
    assert answer.status_code == 422 and Membership.objects.filter(user=cast.worker.user).count() == 1


def test_who_works_elsewhere_gets_a_role_here_and_a_link_that_opens_nothing(cast, office):
    answer = office.post("/members/new/", {**NEW, "email": cast.officer.user.email})
    assert answer.status_code == 200 and len(memberships_now(cast.officer.user)) == 1
    assert "id_password1" not in Client().get(link_in(answer), follow=True).content.decode()
    cast.officer.user.proved_at = timezone.now()
    cast.officer.user.save()
    release(cast.supervisor, waiting())
    accept(cast.officer, StaffChange._base_manager.get())
    officer = User.objects.get(pk=cast.officer.user.pk)
    assert len(memberships_now(officer)) == 2
    assert office.post(f"/members/{cast.officer.user.pk}/link/").status_code == 403
    assert office.post(f"/members/{cast.officer.user.pk}/close/").status_code == 403
    cast.officer.user.refresh_from_db()
    assert cast.officer.user.is_active


def test_a_new_role_is_a_new_membership_from_now_and_the_old_one_stays_told(cast, office):
    user, before = cast.worker.user, timezone.now()
    site = cast.office.sites.get()
    answer = office.post(f"/members/{user.pk}/", {"role": "supervisor", "profession": "lawyer", "site": str(site.pk)})
    assert answer.status_code == 302 and [one.role for one in user.memberships.all()] == ["case_worker"]
    release(cast.data_protection, waiting())
    old, new = user.memberships.order_by("starts")
    assert (old.role, new.role, new.profession, new.site) == ("case_worker", "supervisor", "lawyer", site)
    assert before <= old.ends == new.starts and new.ends is None
    asked = AuditEntry.objects.filter(
        kind="member.role_asked", record=old.pk, outcome="done", record_kind="access.membership"
    )
    changed = AuditEntry.objects.filter(kind="member.role_changed", record=old.pk, outcome="done")
    assert (asked.count(), changed.count()) == (1, 1)
    assert "Social worker" in office.get(f"/members/{user.pk}/").content.decode()


def test_nobody_changes_their_own_role(cast, office):
    me = cast.administrator.user
    page = office.get(f"/members/{me.pk}/")
    assert "Nobody changes their own role." in page.content.decode() and 'name="role"' not in page.content.decode()
    assert office.post(f"/members/{me.pk}/", {"role": "data_protection"}).status_code == 403
    for act in ("end", "close", "sessions", "second-factor", "link"):
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
    assert "id_password1" not in Client().get(link_in(back), follow=True).content.decode(), "nobody released it"
    release(cast.supervisor, waiting())
    given = office.post(f"/members/changes/{waiting().pk}/link/")
    assert "id_password1" in Client().get(link_in(given), follow=True).content.decode()
    lawyer.refresh_from_db()
    assert lawyer.is_active and not lawyer.has_usable_password()


def test_a_given_link_ends_the_old_password_and_its_sessions(cast, office, enter):
    worker = cast.worker.user
    worker.set_password(PASSWORD)
    worker.save()
    browser = enter(worker)
    assert office.post(f"/members/{worker.pk}/link/").status_code == 302
    assert browser.get("/cases/").status_code == 200 and User.objects.get(pk=worker.pk).check_password(PASSWORD)
    assert office.post(f"/members/changes/{waiting().pk}/link/").status_code == 403
    release(cast.data_protection, waiting())
    assert link_in(office.post(f"/members/changes/{waiting().pk}/link/"))
    assert browser.get("/cases/").status_code == 302
    worker.refresh_from_db()
    assert not worker.check_password(PASSWORD)


@pytest.mark.parametrize("act", ["", "end/", "close/", "sessions/", "second-factor/", "link/"])
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
