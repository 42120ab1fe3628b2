"""Sealing texts and files, and keyed hashes: plain Python, no models, no settings.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. What a ciphertext belongs to is bound to it as associated
data, so that one moved to another row, column or file is refused. Keys live in a file outside the database.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class Unreadable(Exception):
    """A sealed text was changed, moved from where it belongs, or its key is not there."""


class KeysMissing(Exception):
    """The file of keys is not where it should be, or is no file of keys."""


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


@dataclass(frozen=True)
class KeyRing:
    """Field keys by id (the current one seals, all of them open), and one key each for searching and for the trace."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    search: bytes = field(repr=False)
    trace: bytes = field(repr=False)
    elsewhere: Callable[[str], bytes | None] | None = field(default=None, compare=False, repr=False)
    """Asked once for a key that is not here: another process may have made one."""
    _ciphers: dict[str, AESGCM] = field(default_factory=dict, compare=False, repr=False)

    def seal(self, plain: bytes, *, bound_to: str) -> str:
        """`<key id>:<base64>`, readable only together with the same `bound_to`."""
        return f"{self.current}:{base64.b64encode(self.seal_bytes(plain, bound_to=bound_to)).decode()}"

    def open(self, sealed: str, *, bound_to: str) -> bytes:
        """What was sealed; `Unreadable` if it was changed, moved, or sealed with a key that is not here."""
        key_id, _colon, body = sealed.partition(":")
        try:
            return self.open_bytes(base64.b64decode(body, validate=True), bound_to=bound_to, key_id=key_id)
        except ValueError as garbled:
            raise Unreadable("no sealed text") from garbled

    def seal_bytes(self, plain: bytes, *, bound_to: str) -> bytes:
        """Nonce and ciphertext under the current key; the caller keeps `current` beside it."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher(self.current).encrypt(nonce, plain, bound_to.encode())

    def open_bytes(self, sealed: bytes, *, bound_to: str, key_id: str) -> bytes:
        """What `seal_bytes` sealed under this key."""
        try:
            return self._cipher(key_id).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
        except (InvalidTag, ValueError) as changed:
            raise Unreadable("changed, or moved from where it belongs") from changed

    def search_hash(self, text: str) -> bytes:
        """The keyed hash (HMAC-SHA256) under which a text is found again."""
        return hmac.digest(self.search, text.encode(), hashlib.sha256)

    def trace_mac(self, message: bytes) -> bytes:
        """The keyed hash that closes one link of the chain of the trace."""
        return hmac.digest(self.trace, message, hashlib.sha256)

    @property
    def database(self) -> bytes:
        """The key of an embedded database that is encrypted as a whole (HKDF-SHA256 of the keys that never rotate)."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"tilts database").derive(self.search + self.trace)

    def proof(self, key_id: str) -> str:
        """A fingerprint of a key that gives nothing away, for recognising it later."""
        return hmac.digest(self.keys[key_id], b"tilts key proof", hashlib.sha256).hex()

    def _cipher(self, key_id: str) -> AESGCM:
        if key_id not in self._ciphers:
            key = self.keys.get(key_id) or (self.elsewhere(key_id) if self.elsewhere else None)
            if key is None:
                raise Unreadable(f"sealed with a key that is not here: {key_id[:20]!r}")
            self._ciphers[key_id] = AESGCM(key)
        return self._ciphers[key_id]

    def with_new_key(self, *known: str) -> Self:
        """The same ring with one more field key, which is now the current one; `known` names are not used again."""
        number = max(int(name[1:]) for name in (*self.keys, *known)) + 1
        return type(self)({**self.keys, f"k{number}": new_key()}, f"k{number}", self.search, self.trace)

    def without(self, *retired: str) -> Self:
        """The same ring without keys that seal nothing any more."""
        kept = {name: key for name, key in self.keys.items() if name not in retired or name == self.current}
        return type(self)(kept, self.current, self.search, self.trace)

    @classmethod
    def new(cls) -> Self:
        """A ring with fresh keys."""
        return cls({"k1": new_key()}, "k1", new_key(), new_key())

    def written(self) -> str:
        """The ring as text, for its file."""
        one = {name: base64.b64encode(key).decode() for name, key in self.keys.items()}
        rest = {"search": base64.b64encode(self.search).decode(), "trace": base64.b64encode(self.trace).decode()}
        return json.dumps({"current": self.current, "keys": one, **rest}, indent=1)

    @classmethod
    def read(cls, text: str) -> Self:
        """The ring from its text; `KeysMissing` if it is none."""
        try:
            told = json.loads(text)
            keys = {name: base64.b64decode(key, validate=True) for name, key in told["keys"].items()}
            ring = cls(keys, told["current"], base64.b64decode(told["search"]), base64.b64decode(told["trace"]))
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise KeysMissing("this is no file of keys") from wrong
        if ring.current not in keys or any(len(key) != KEY_BYTES for key in (*keys.values(), ring.search, ring.trace)):
            raise KeysMissing("this file of keys is incomplete")
        return ring


def read_ring(path: Path) -> KeyRing:
    """The ring of a file; `KeysMissing` if it cannot be read."""
    try:
        return KeyRing.read(path.read_text())
    except (OSError, UnicodeDecodeError) as gone:
        raise KeysMissing(f"the keys cannot be read: {path}") from gone


def write_ring(ring: KeyRing, path: Path, *, first: bool = False) -> None:
    """Put the ring in its file, whole or not at all, readable by its owner alone, and on the disk before we go on.

    The `first` ring of an installation never takes the place of another: `FileExistsError`.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(ring.written())
        file.flush()
        os.fsync(file.fileno())
    try:
        if first:
            os.link(beside, path)
        else:
            os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
