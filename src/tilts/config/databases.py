"""Which database serves: the embedded one, plain or encrypted as a whole, or PostgreSQL."""

from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

PLAIN = b"SQLite format 3\0"
"""How every plain SQLite file begins; an encrypted one begins with random bytes."""


PLANS = "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 -c jit=off"
"""What PostgreSQL is told at connecting: a prepared question is planned once, not for each value; nothing waits for a
turning disk; and no plan is worth translating to machine code, which takes longer than any answer."""


def database(url: str, home: Path, *, encrypted: bool, name: str = "DATABASE_URL") -> dict[str, object]:
    """The settings of the database; `ImproperlyConfigured` says in a sentence what does not fit, and no password."""
    if not url:
        return _embedded(home / "tilts.sqlite3", encrypted)
    try:
        address = urlparse(url)
        port = str(address.port or "")
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} cannot be read: write the port as a number, and signs of a password as %2F, %23, %5B."
        ) from None
    if address.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name} must begin with postgresql://; without it the embedded database serves.")
    if encrypted:
        raise ImproperlyConfigured(f"TILTS_SQLCIPHER is for the embedded database; take it or {name} away.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.path.lstrip("/"),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"options": PLANS},
    }


def _beginning(file: Path) -> bytes:
    if not file.exists():
        return b""
    with file.open("rb") as opened:
        return opened.read(len(PLAIN))


def _embedded(file: Path, encrypted: bool) -> dict[str, object]:
    begins = _beginning(file)
    if begins and encrypted and begins == PLAIN:
        raise ImproperlyConfigured(
            "the database of this data folder is not encrypted; TILTS_SQLCIPHER=1 is for a new one."
        )
    if begins and not encrypted and begins != PLAIN:
        raise ImproperlyConfigured("the database of this data folder is encrypted: set TILTS_SQLCIPHER=1.")
    return {
        "ENGINE": "tilts.config.sqlcipher" if encrypted else "tilts.config.embedded",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; "
            "PRAGMA secure_delete=ON;",
        },
    }
