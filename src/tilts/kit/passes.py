"""A link with a random token and a code that goes another way: of both only hashes are kept."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs that nobody mistakes for one another over the phone."""
CODE_LENGTH = 8
MOST_WRONG = 5
"""After so many wrong codes a pass or a link is over: whoever gave it gives another."""


def new_token() -> str:
    """What stands in the link: 256 bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """What is said apart from the link: 40 bits, of use with the link alone, and for a few tries."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(CODE_LENGTH))


def hash_of_token(token: str) -> str:
    """What is kept of a token: it is long and random, so a plain hash tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def typed_pass_code(code: str) -> str:
    """A code as people type it: spaces and small letters do not matter."""
    return "".join(code.split()).upper()
