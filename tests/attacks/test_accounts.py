"""Replays of attacks on accounts: whoever should not get in carries them out through the pages, and is kept out."""

import pytest
from django.core.cache import cache
from tests.accounts.at_the_door import PASSWORD, a_browser, is_in, set_up_the_app, sign_in

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
