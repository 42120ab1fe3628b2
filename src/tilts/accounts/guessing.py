"""Who may try a password: the guesser is stopped, everybody else is not.

Tries are counted for each account from each address; for an account from all addresses together; and for an address
over all accounts. A browser in which an account has signed in before carries a cookie that says so: it is counted by
itself alone, so that nobody can lock the rightful owner out of their own browser by guessing elsewhere. Accounts that
do not exist are counted in the same way.
"""

import ipaddress
import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from tilts.accounts.limits import Limit, Waiting, take_all
from tilts.sealing.keys import ring

FROM_ADDRESS = Limit("sign_in.account_and_address", 5, 5 * 60)
ACCOUNT = Limit("sign_in.account", 30, 60 * 60)
ADDRESS = Limit("sign_in.address", 100, 10 * 60)
KNOWN = Limit("sign_in.known_browser", 10, 5 * 60)
KNOWN_DAYS = 90
KNOWN_MOST = 8
"""Accounts that one browser remembers: computers at a desk are shared."""
SALT = "tilts known browser"


def _mark(email: str, nonce: str) -> str:
    return ring().search_hash(f"known:{email}:{nonce}").hex()[:32]


def _marks(request: HttpRequest) -> list[Any]:
    told = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
    try:
        marks = signing.loads(told, salt=SALT, max_age=KNOWN_DAYS * 86_400) if told else []
    except signing.BadSignature:
        return []
    return marks if isinstance(marks, list) else []


def _known_as(request: HttpRequest, email: str) -> str:
    """The nonce by which this browser is known to have signed in to this account; empty: it is not."""
    return next((nonce for nonce, mark in _marks(request) if mark == _mark(email, nonce)), "")


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """This account has signed in in this browser."""
    marks = [one for one in _marks(request) if one[1] != _mark(email, one[0])][-KNOWN_MOST + 1 :]
    nonce = _known_as(request, email) or secrets.token_urlsafe(12)
    value = signing.dumps([*marks, [nonce, _mark(email, nonce)]], salt=SALT)
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        value,
        max_age=KNOWN_DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def address_of(request: HttpRequest) -> str:
    """From where a request came, for every limit that counts by address. Known here and nowhere else.

    Each proxy in front adds at the right the address it saw, so the one that the outermost of them saw stands as many
    places from the right as there are proxies. What stands left of it a stranger wrote. Without a proxy, and where the
    list is shorter than it can be behind all of them, it is the one at the other end of the line.
    """
    line = str(request.META.get("REMOTE_ADDR", ""))
    listed = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    seen = listed[-settings.PROXIES] if 0 < settings.PROXIES <= len(listed) else line
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return line


def counted_by(request: HttpRequest) -> str:
    """The same as limits count it."""
    return near(address_of(request))


def near(address: str) -> str:
    """An address as it is counted: of the long ones, the network that a household is given."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)


def take_try(request: HttpRequest, email: str) -> list[str]:
    """Take one try, before anything is compared; `Waiting` where there is none left."""
    email, address = email.lower(), counted_by(request)
    nonce = _known_as(request, email)
    if nonce:
        return take_all((KNOWN, f"{email}:{nonce}"))
    return take_all((FROM_ADDRESS, f"{email}:{address}"), (ACCOUNT, email), (ADDRESS, address))


def first_refusal(waiting: Waiting, email: str) -> bool:
    """Whether this is the first refusal since the limit was reached; the trace tells it once."""
    hashed = ring().search_hash(f"refused:{waiting.limit.name}:{email.lower()}").hex()
    return cache.add(hashed, 1, timeout=waiting.seconds)
