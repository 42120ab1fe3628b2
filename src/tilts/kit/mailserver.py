"""Reading `EMAIL_URL`: plain Python, no settings."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 25, "starttls": 587, "smtp+starttls": 587, "smtps": 465}


class BadServer(ValueError):
    """The address of the mail server cannot be read; the message says what is wrong and repeats no password."""


@dataclass(frozen=True)
class MailServer:
    """A server that takes our mail, and the address it is sent from."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool
    sender: str

    @property
    def as_settings(self) -> dict[str, Any]:
        """The names Django gives these."""
        return {
            "EMAIL_HOST": self.host,
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": self.user,
            "EMAIL_HOST_PASSWORD": self.password,
            "EMAIL_USE_TLS": self.starttls,
            "EMAIL_USE_SSL": self.tls,
            "DEFAULT_FROM_EMAIL": self.sender,
        }


def read_server(url: str) -> MailServer:
    """`smtp://`, `starttls://` or `smtps://`, then `user:password@host:port?from=tilts@office.example`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadServer(
            "EMAIL_URL cannot be read: write the port as a number, and signs of a password as %2F, %23, %5B."
        ) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadServer("EMAIL_URL must be smtp://, starttls:// or smtps://, then user:password@host:port.")
    user = unquote(parts.username or "")
    sender = parse_qs(parts.query).get("from", [user])[0]
    if "@" not in sender or any(one.isspace() for one in sender):
        raise BadServer("EMAIL_URL must say from whom mail is sent: add ?from=tilts@office.example at its end.")
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=user,
        password=unquote(parts.password or ""),
        starttls="starttls" in parts.scheme,
        tls=parts.scheme == "smtps",
        sender=sender,
    )
