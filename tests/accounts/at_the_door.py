"""At the door: a browser, signing in with a password, and setting up the app as a second factor."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.test import Client

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
