"""The headers of every answer, word for word: every address, every kind of error, static files too."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as real
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path, resolve
from django.utils import timezone
from tests.walk_urls import leaves_trace

from tilts.access.doors import open_page
from tilts.access.models import Membership

pytestmark = pytest.mark.django_db

CONTENTS = (
    "default-src 'none'; script-src 'nonce-*'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
EVERYWHERE = {
    "Server": "Tilts",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)",
}
MAY_DIFFER = {
    "Allow",
    "Content-Disposition",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "Location",
    "Vary",
}
OF_KIND = {"uuid": str(uuid.uuid4()), "int": "7"}
"""What stands in an address where something of this kind is asked for."""
NO_SECRETS = re.compile(r"Traceback|Django|allauth|granian|python|tilts\.access|/src/|site-packages", re.IGNORECASE)


def wears(answer, cache="no-store", more=()):
    """Nothing but these headers, and these words. The walk of the trace asks it of every answer behind a door."""
    told = dict(answer.headers)
    policy = re.sub(r"'nonce-[\w+/=]{20,}'", "'nonce-*'", told.pop("Content-Security-Policy"))
    assert policy == CONTENTS
    assert told.pop("Cache-Control") == cache
    for name, words in EVERYWHERE.items():
        assert told.pop(name) == words, name
    for name, words in dict(more).items():
        assert told.pop(name) == words, name
    assert set(told) <= MAY_DIFFER, told


def addresses(patterns: list[Any], before: str = "") -> list[str]:
    """One address of every pattern of the resolver."""
    found = []
    for one in patterns:
        route = getattr(one.pattern, "_route", None)
        if route is None:
            route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", one.pattern._regex.strip("^$"))
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, before + route)
        elif isinstance(one, URLPattern):
            found.append("/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: OF_KIND.get(part[1], "abc-x"), before + route))
    return found


ALL = addresses(get_resolver("tilts.config.urls").url_patterns)
"""Every address of ours, allauth's pages among them."""
WITHOUT_TRACE = [address for address in ALL if not leaves_trace(resolve(address).func)]
"""Those that the walk of the trace (tests/access/test_trace_complete.py), which looks at headers too, passes by."""


def test_every_address_is_walked():
    assert len(ALL) > 60 and "/accounts/2fa/totp/activate/" in ALL and "/healthz" in ALL
    assert 20 < len(WITHOUT_TRACE) < len(ALL) / 3


@pytest.mark.parametrize(
    ("who", "walked"),
    [
        pytest.param("worker", WITHOUT_TRACE, id="worker"),
        *(pytest.param(one, ALL, marks=pytest.mark.lengthy, id=one) for one in ("administrator", "manager", "officer")),
    ],
)
def test_every_address_wears_the_headers(cast, enter, who, walked):
    user = getattr(cast, who).user
    user.set_password("Krietni gara parole 7")
    user.save()
    for address in walked:
        for method in ("get", "post", "put"):
            answer = getattr(enter(user), method)(address)
            assert answer.status_code < 500, address
            wears(answer, more=_leaving(address, method, answer))


def _leaving(address, method, answer):
    left = address == "/accounts/logout/" and method == "post"
    return {"Clear-Site-Data": '"cache", "storage"'} if left else {}


def test_strangers_too(client, cast):
    for address in ALL:
        for method in ("get", "post"):
            wears(getattr(client, method)(address))


@open_page("a page that breaks")
def breaks(request):
    """500."""
    raise RuntimeError("secret inside")


@open_page("a page that does not understand")
def misunderstands(request):
    """400."""
    raise BadRequest("secret inside")


@open_page("a page")
def works(request):
    """200."""
    return HttpResponse("fine")


urlpatterns = [
    path("breaks/", breaks),
    path("misunderstands/", misunderstands),
    path("works/", works),
    path("", include("tilts.config.urls")),
]
handler400 = "tilts.ui.errors.not_understood"
handler403 = "tilts.ui.errors.not_allowed"
handler404 = "tilts.ui.errors.not_found"
handler500 = "tilts.ui.errors.broken"


def quiet(answer, status, words):
    assert answer.status_code == status
    text = answer.content.decode()
    assert words in text and not NO_SECRETS.search(text) and "secret inside" not in text


@pytest.fixture
def broken(settings, cast, enter):
    """A worker's browser on a site with pages that fail."""
    settings.ROOT_URLCONF = __name__
    browser = enter(cast.worker.user)
    browser.raise_request_exception = False
    return browser


ERRORS = [
    ("/breaks/", 500, "Something broke on our side"),
    ("/misunderstands/", 400, "This could not be understood"),
    ("/nowhere/", 404, "There is nothing here for you"),
    ("/members/", 403, "This is not open to you"),
]


@pytest.mark.parametrize(("address", "status", "english"), ERRORS)
def test_every_error_wears_them_and_tells_a_stranger_nothing(broken, address, status, english):
    answer = broken.get(address)
    quiet(answer, status, english)
    wears(answer)


def test_a_method_that_is_not_answered_is_an_error_in_words(broken):
    answer = broken.put("/accounts/2fa/")
    quiet(answer, 405, "This page is not opened in this way")
    wears(answer)


def test_a_form_that_came_back_wears_them(broken, cast):
    cast.worker.user.memberships.create(organisation=cast.office, role="supervisor")
    answer = broken.post("/account/role/", {"membership": "x"})
    assert answer.status_code == 422
    wears(answer)


def test_a_strange_host_is_turned_away(broken, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    for address in ("/", "/works/", "/accounts/login/", "/healthz"):
        answer = broken.get(address, headers={"Host": "evil.example"})
        quiet(answer, 400, "This could not be understood")
        wears(answer)


def test_a_forged_form_is_turned_away(cast, settings):
    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    answer = browser.post("/accounts/login/", {"login": "x@y.example", "password": "x"})
    quiet(answer, 403, "The form was not sent")
    wears(answer)


def test_errors_speak_the_readers_language(broken):
    for language, words in (("lv", 'lang="lv"'), ("en", 'lang="en"')):
        broken.cookies["tilts_language"] = language
        for address, status, _english in ERRORS:
            answer = broken.get(address)
            assert answer.status_code == status and words in answer.content.decode(), address


@pytest.mark.parametrize("file", ["tilts/tilts.css", "tilts/tilts.js", "tilts/tilts.svg", "mfa/js/webauthn.js"])
def test_static_files_wear_them_too(db, client, file):
    answer = client.get(f"/static/{file}")
    assert answer.status_code == 200 and b"".join(answer.streaming_content)
    answer.close()
    told = dict(answer.headers)
    for name in ("Last-Modified", "Content-Encoding", "ETag"):
        answer.headers.pop(name, None)
    assert "Access-Control-Allow-Origin" not in told
    wears(answer, cache="max-age=60, public")
    missing = client.get("/static/nothing.js")
    assert missing.status_code == 404
    wears(missing)


def test_behind_https_there_is_more(cast, settings, enter):
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    browser = enter(cast.worker.user)
    more = {"Strict-Transport-Security": "max-age=31536000"}
    plain = browser.get("/cases/")
    assert plain.status_code == 301 and plain.url == "https://testserver/cases/"
    wears(plain, more=more)
    safe = browser.get("/cases/", secure=True)
    assert safe.status_code == 200
    wears(safe, more=more)


def test_leaving_in_any_way_clears_the_browser(cast, enter):
    left = {"Clear-Site-Data": '"cache", "storage"'}
    wears(enter(cast.worker.user).post("/accounts/logout/"), more=left)
    browser = enter(cast.worker.user)
    browser.get("/cases/")
    Membership.objects.filter(user=cast.worker.user).update(ends=timezone.now() - timedelta(seconds=1))
    wears(browser.get("/cases/"), more=left)


def test_no_nonce_is_used_twice(cast, enter):
    browser = enter(cast.worker.user)
    nonces = {re.search(r"'nonce-([^']+)'", browser.get("/cases/")["Content-Security-Policy"])[1] for _look in range(5)}
    assert len(nonces) == 5
    page = browser.get("/cases/")
    nonce = re.search(r"'nonce-([^']+)'", page["Content-Security-Policy"])[1]
    scripts = re.findall(r"<script(?![^>]*application/json)[^>]*>", page.content.decode())
    assert scripts and all(f'nonce="{nonce}"' in one for one in scripts)


def test_cookies_are_closed_to_scripts_and_other_sites(cast):
    browser = Client()
    cast.worker.user.set_password("Krietni gara parole 7")
    cast.worker.user.save()
    browser.get("/accounts/login/")
    browser.post("/accounts/login/", {"login": cast.worker.user.email, "password": "Krietni gara parole 7"})
    assert set(browser.cookies) >= {"tilts_session", "tilts_forms", "tilts_known"}
    for name, cookie in browser.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert not cookie["domain"] and cookie["path"] == "/", name
    assert real.SESSION_COOKIE_NAME == "tilts_session"
