"""At the door: a browser, signing in with a password, and setting up the app as a second factor."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.test import Client

from tilts.access.reach import Reach
from tilts.accounts.models import ChangeState
from tilts.accounts.staffing import accept, ask_hire, ask_reset, ask_role, release

PASSWORD = "Krietni gara parole 7"


def a_browser(address="203.0.113.5"):
    return Client(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en")


def sign_in(browser, email, password=PASSWORD, **more):
    return browser.post("/accounts/login/", {"login": email, "password": password}, **more)


def is_in(browser):
    return SESSION_KEY in browser.session


def code_of(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up_the_app(browser):
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="totp_secret">(\w+)<', page)[1]
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    return secret, answer


def put_to_work(administrator, second, *, email, name, role, **place):
    """Hired in one go, by the verbs of three people: asked for, released where the role opens files, and accepted."""
    asked = ask_hire(administrator, email=email, name=name, role=role, **place)
    if asked.state == ChangeState.ASKED:
        release(second, asked)
    return accept(Reach(asked.user), asked)


def put_in_another_role(administrator, second, membership, *, role, **place):
    """Another role in one go: asked for, and released where it opens files."""
    asked = ask_role(administrator, membership, role=role, **place)
    if asked.state == ChangeState.ASKED:
        release(second, asked)
    return asked.user.memberships.order_by("starts").last()


def reset(administrator, second, user):
    """A second factor is taken off by two."""
    return release(second, ask_reset(administrator, user))


def two_that_wait(cast, offered_to="piedava@balvi-sd.example"):
    """What stands in addresses of changes of colleagues: one that waits for a second person, one for the person."""
    asked = ask_hire(cast.administrator, email="gaida@balvi-sd.example", name="Gaida Gaidoša", role="mentor")
    offered = ask_hire(cast.administrator, email=offered_to, name="Piedāva Piedāvāta", role="funder")
    return {"members/changes/:id": [asked.pk], "account/work/:id": [offered.pk]}
