"""Replays of attacks on accounts: whoever should not get in carries them out through the pages, and is kept out."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from tests.accounts.at_the_door import PASSWORD, a_browser, is_in, put_to_work, reset, set_up_the_app, sign_in
from tests.cast import a_case, hire

from tilts.access.constraints import in_sentences
from tilts.access.models import Membership, Organisation, Role, User
from tilts.access.reach import Reach, Refused
from tilts.accounts.models import WAITING, ChangeState, StaffChange
from tilts.accounts.staffing import accept, ask_hire, ask_reset, ask_role, release
from tilts.post.models import Letter
from tilts.trace.alerts import look_for_alerts
from tilts.trace.models import Alert

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


def with_password(user, password=PASSWORD):
    """The account, which somebody else knows the password of, too."""
    user.set_password(password)
    user.save()
    return user


def test_a_session_begun_by_a_stolen_password_does_not_wait_until_the_owner_sets_up_a_second_factor(cast):
    worker = with_password(cast.worker.user)
    thief, owner = a_browser("198.51.100.7"), a_browser("203.0.113.9")
    sign_in(thief, worker.email)
    assert thief.get("/cases/").url == "/accounts/2fa/", "a password alone opens nothing"
    sign_in(owner, worker.email)
    set_up_the_app(owner)
    for address in ("/cases/", "/account/", "/accounts/2fa/", "/accounts/2fa/totp/deactivate/"):
        assert thief.get(address).url.startswith("/accounts/login/"), address
    assert not is_in(thief) and owner.get("/cases/").status_code == 200


def test_a_session_that_never_saw_the_second_factor_is_over_however_the_account_came_to_one(cast, enter):
    worker = with_password(cast.worker.user)
    owner = a_browser()
    sign_in(owner, worker.email)
    set_up_the_app(owner)
    thief = enter(worker, second_factor=False)
    assert thief.get("/accounts/2fa/").url == "/accounts/login/" and not is_in(thief)


def test_setting_up_a_second_factor_ends_every_other_session_also_one_that_had_proved_another(cast, enter):
    worker = with_password(cast.worker.user)
    elsewhere, owner = enter(worker), a_browser()
    assert elsewhere.get("/cases/").status_code == 200
    sign_in(owner, worker.email)
    set_up_the_app(owner)
    assert elsewhere.get("/cases/").status_code == 302 and not is_in(elsewhere)
    assert owner.get("/cases/").status_code == 200


# accounts across organisations


NEW = {"email": "kopiga@drosais.example", "name": "Ilze Izdomāta"}


def link_in(answer):
    return re.search(r'id="link">https?://testserver(/[^<]+)<', answer.content.decode())[1]


def set_password(link, password=PASSWORD):
    """Whether the link let somebody set a password."""
    browser = a_browser("198.51.100.7")
    page = browser.get(link, follow=True)
    if "id_password1" not in page.content.decode():
        return False
    browser.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})
    return True


def waiting(organisation):
    return StaffChange._base_manager.get(organisation=organisation, state__in=WAITING)


@pytest.fixture
def elsewhere(cast):
    """The administrator of another organisation, who is up to something, and a friend as its supervisor."""
    return (
        hire(cast.stranger_office, "Sveša Administratore", Role.ADMINISTRATOR),
        hire(cast.stranger_office, "Sveša Vadone", Role.SUPERVISOR),
    )


def asks_for(browser, **facts):
    return browser.post("/members/new/", {**NEW, "role": "supervisor", "profession": "", "site": "", **facts})


def test_an_address_whose_password_another_organisation_set_opens_nothing_here(cast, enter, elsewhere):
    case, _person = a_case(cast.worker)
    theirs, friend = elsewhere
    assert set_password(link_in(asks_for(enter(theirs.user)))), "B makes the account and chooses its password"
    enter(friend.user).post(f"/members/changes/{waiting(cast.stranger_office).pk}/release/")
    asks_for(enter(cast.administrator.user))
    change = waiting(cast.office)
    enter(cast.data_protection.user).post(f"/members/changes/{change.pk}/release/")
    thief = a_browser("198.51.100.7")
    sign_in(thief, NEW["email"])
    set_up_the_app(thief)
    answer = thief.post(f"/account/work/{change.pk}/")
    assert answer.status_code == 422 and "proved yet that the address is yours" in answer.content.decode()
    assert not Membership.objects.filter(user__email=NEW["email"], organisation=cast.office).exists()
    assert thief.get(f"/cases/{case.pk}/").status_code == 403 and thief.get("/members/").status_code == 403


def test_a_letter_to_the_address_proves_it_and_a_link_of_the_organisation_takes_the_proof_back(cast, enter, elsewhere):
    theirs, friend = elsewhere
    asks_for(enter(theirs.user))
    user = User.objects.get(email=NEW["email"])
    mailed = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    assert set_password(f"/accounts/password/reset/key/{mailed}/")
    asks_for(enter(cast.administrator.user))
    change = waiting(cast.office)
    release(cast.supervisor, change)
    user.refresh_from_db()
    assert user.proved_at and enter(user).post(f"/account/work/{change.pk}/").status_code == 302
    assert Membership.objects.get(user=user).organisation == cast.office
    assert enter(cast.administrator.user).post(f"/members/{user.pk}/link/").status_code == 302
    given = waiting(cast.office)
    release(cast.supervisor, given)
    assert set_password(link_in(enter(cast.administrator.user).post(f"/members/changes/{given.pk}/link/")))
    user.refresh_from_db()
    assert user.proved_at is None


def test_work_opens_nothing_before_the_account_s_holder_accepts_it_with_a_second_factor(cast, enter):
    case, _person = a_case(cast.worker)
    assert set_password(link_in(asks_for(enter(cast.administrator.user))))
    change = waiting(cast.office)
    browser = a_browser()
    sign_in(browser, NEW["email"])
    assert browser.post(f"/account/work/{change.pk}/").url == "/accounts/2fa/", "a password alone accepts nothing"
    set_up_the_app(browser)
    assert browser.post(f"/account/work/{change.pk}/").status_code == 422, "nobody has released it"
    release(cast.supervisor, change)
    for other in (cast.administrator, cast.supervisor, cast.stranger):
        assert enter(other.user).post(f"/account/work/{change.pk}/").status_code in (403, 404)
    assert browser.get(f"/cases/{case.pk}/").status_code == 403
    assert browser.post(f"/account/work/{change.pk}/").status_code == 302
    assert browser.get("/cases/").status_code == 200


def test_hiring_a_known_address_looks_like_hiring_an_unknown_one(cast, enter):
    known, office = cast.officer.user, enter(cast.administrator.user)
    pages = [asks_for(office, email=one) for one in (known.email, "nezinama@nekur.example")]
    texts = [
        re.sub(r"reset/key/[^<]+<|<input type=\"hidden\"[^>]*>|nonce=\S+", "", one.content.decode()) for one in pages
    ]
    assert texts[0] == texts[1] and pages[0].status_code == 200
    lists = office.get("/members/").content.decode()
    assert known.name not in lists and lists.count(NEW["name"]) == 2
    assert office.get(f"/members/{known.pk}/").status_code == 404
    assert len(link_in(pages[0])) == len(link_in(pages[1]))
    assert not set_password(link_in(pages[0])) and set_password(link_in(pages[1]))
    known.refresh_from_db()
    assert not known.check_password(PASSWORD)


def test_every_organisation_ends_the_sessions_and_the_work_of_its_own_people_also_of_who_works_elsewhere(cast, enter):
    """The work that another organisation gives does not take their employee out of their hands."""
    officer = cast.officer.user
    Membership.objects.create(user=officer, organisation=cast.office, role="case_worker")
    admin = hire(cast.police, "Policijas Administrators", Role.ADMINISTRATOR)
    begun = time.time() - 60
    at_work = enter(officer, begun=begun, membership=str(cast.officer.membership.pk), role="police")
    assert at_work.get("/doorstep/").status_code == 200
    browser = enter(admin.user)
    assert browser.post(f"/members/{officer.pk}/sessions/").status_code == 302
    assert at_work.get("/doorstep/").url == "/accounts/login/" and not is_in(at_work)
    there = enter(officer, begun=begun)
    mine = officer.memberships.get(organisation=cast.police)
    assert there.get("/account/").status_code == 200, "what another organisation gave goes on"
    there.post("/account/role/", {"membership": str(mine.pk)})
    assert there.session["role"] == "case_worker", "an older session does not come back by the page of roles"
    fresh = enter(officer, membership=str(mine.pk), role="police")
    assert fresh.get("/doorstep/").status_code == 200
    assert browser.post(f"/members/{officer.pk}/end/").status_code == 302
    assert fresh.get("/doorstep/").url == "/accounts/login/"


# one administrator alone


def test_an_administrator_alone_does_not_hire_an_invented_supervisor(cast, enter):
    case, _person = a_case(cast.worker)
    office = enter(cast.administrator.user)
    assert set_password(link_in(asks_for(office)))
    change = waiting(cast.office)
    for way in ("release", "alone"):
        assert (
            office.post(f"/members/changes/{change.pk}/{way}/", {"exception": "Nav neviena cita."}).status_code == 403
        )
    invented = a_browser()
    sign_in(invented, NEW["email"])
    set_up_the_app(invented)
    invented.post(f"/account/work/{change.pk}/")
    assert invented.get(f"/cases/{case.pk}/").status_code == 403
    told = set(Letter.objects.filter(kind="staff.waits").values_list("to", flat=True))
    assert {cast.data_protection.user.pk, cast.supervisor.user.pk} <= told


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"administrator", "project_manager", "funder"}))
def test_every_role_that_opens_files_waits_for_a_second_person(cast, role):
    asked = ask_hire(cast.administrator, **NEW, role=role)
    assert asked.state == ChangeState.ASKED
    other = ask_role(cast.administrator, cast.manager.membership, role=role)
    assert other.state == ChangeState.ASKED
    for own in (asked, other):
        with pytest.raises(Refused):
            accept(Reach(own.user), own)


def test_an_administrator_alone_neither_resets_a_worker_nor_gets_a_link_for_them(cast, enter):
    worker = with_password(cast.worker.user)
    owner = a_browser()
    sign_in(owner, worker.email)
    set_up_the_app(owner)
    office = enter(cast.administrator.user)
    office.post(f"/members/{worker.pk}/second-factor/")
    office.post(f"/members/{worker.pk}/link/")
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD) and worker.authenticator_set.filter(type="totp").exists()
    for change in StaffChange._base_manager.filter(state__in=WAITING):
        assert office.post(f"/members/changes/{change.pk}/release/").status_code == 403
        assert office.post(f"/members/changes/{change.pk}/link/").status_code == 403
    assert owner.get("/cases/").status_code == 200
    assert Letter.objects.filter(to=worker, kind="account.touched").count() == 2, "the owner is told at once"
    assert Letter.objects.filter(to=cast.data_protection.user, kind="staff.waits").count() == 2


def test_neither_who_asked_nor_whom_it_is_about_is_the_second_person(cast, enter):
    asked = ask_role(cast.administrator, cast.second_worker.membership, role="supervisor")
    Membership.objects.filter(pk=cast.administrator.membership.pk).update(role="data_protection")
    asker = enter(cast.administrator.user)
    assert asker.post(f"/members/changes/{asked.pk}/release/").status_code == 403
    about = ask_reset(hire(cast.office, "Otrs Administrators", Role.ADMINISTRATOR), cast.supervisor.user)
    assert enter(cast.supervisor.user).post(f"/members/changes/{about.pk}/release/").status_code == 403
    with pytest.raises(Refused), in_sentences(), transaction.atomic():
        StaffChange._base_manager.filter(pk=asked.pk).update(released_by=cast.administrator.user)


def test_a_second_person_of_another_organisation_is_none(cast, enter, elsewhere):
    asked = ask_role(cast.administrator, cast.second_worker.membership, role="supervisor")
    assert enter(elsewhere[1].user).post(f"/members/changes/{asked.pk}/release/").status_code == 404


def test_in_an_organisation_of_two_a_written_exception_is_kept_and_the_installation_sees_it(cast, enter):
    small = Organisation.objects.create(code="maza", name="Mazā biedrība", kind="ngo")
    admin = hire(small, "Mazā Administratore", Role.ADMINISTRATOR)
    browser = enter(admin.user)
    asks_for(browser)
    change = waiting(small)
    assert browser.post(f"/members/changes/{change.pk}/alone/", {"exception": "īsi"}).status_code == 422
    why = "Biedrībā esam divas, otra ir slimnīcā."
    assert browser.post(f"/members/changes/{change.pk}/alone/", {"exception": why}).status_code == 302
    change.refresh_from_db()
    assert (change.state, change.exception, bool(change.released_at)) == ("released", why, True)
    assert why in enter(cast.data_protection.user).get("/").content.decode()
    assert Letter.objects.filter(to=cast.data_protection.user, kind__in=("staff.waits", "staff.told")).count() == 2
    assert enter(cast.supervisor.user).get(f"/members/changes/{change.pk}/refuse/").status_code == 404


def test_where_more_work_and_nobody_may_release_data_protection_of_the_installation_does(cast, enter):
    admin = hire(cast.police, "Policijas Administrators", Role.ADMINISTRATOR)
    browser = enter(admin.user)
    asks_for(browser, role="police")
    change = waiting(cast.police)
    assert browser.post(f"/members/changes/{change.pk}/alone/", {"exception": "Nav neviena cita."}).status_code == 403
    assert enter(cast.supervisor.user).post(f"/members/changes/{change.pk}/release/").status_code == 404
    assert enter(cast.data_protection.user).post(f"/members/changes/{change.pk}/release/").status_code == 302


def test_who_is_given_access_and_then_reads_beyond_their_own_files_is_alerted(cast, enter):
    begun = timezone.now() - timedelta(minutes=5)
    cases = [a_case(cast.worker, f"Persona{number}")[0] for number in range(3)]
    member = put_to_work(cast.administrator, cast.data_protection, **NEW, role="supervisor")
    browser = enter(member.user, purpose="supervision")
    for case in cases:
        assert browser.get(f"/cases/{case.pk}/").status_code == 200
    reset(cast.administrator, cast.supervisor, cast.worker.user)
    thief = enter(User.objects.get(pk=cast.worker.user.pk))
    for case in cases:
        assert thief.get(f"/cases/{case.pk}/").status_code == 200
    look_for_alerts(begun)
    found = set(Alert.objects.filter(kind="new_hands").values_list("user", flat=True))
    assert found == {member.user_id, cast.worker.user.pk}
