"""A file comes in: scanned as it came, taken apart, scanned again as it will be kept. Nothing is written here."""

import hashlib
from dataclasses import dataclass

from tilts.documents.examining import Prepared, examined
from tilts.documents.preparing.wrong import BadFile
from tilts.documents.scanning import IN_A_REQUEST, ScannerDown, clean
from tilts.documents.uploads import MAX_BYTES
from tilts.sealing.keys import ring


@dataclass(frozen=True)
class Received:
    """What will be kept: examined and clean, or (where the scanner is down) the original, which waits."""

    content: bytes
    media_type: str
    signed: bool
    scanned: bool
    suffix: str = ""


def digest_of(content: bytes) -> str:
    """The keyed hash by which a content is known again; says nothing to whoever has no key."""
    return ring().search_hash(f"document:{hashlib.sha256(content).hexdigest()}").hex()


def receive(data: bytes, *, suffix: str = "", seconds: float = IN_A_REQUEST) -> Received:
    """What is kept of these bytes; `BadFile` where they are not taken or not clean."""
    if len(data) > MAX_BYTES:
        raise BadFile("too_big")
    scanned = _scan(data, seconds)
    prepared = examined(data, suffix)
    if len(prepared.content) > MAX_BYTES:
        raise BadFile("too_big")
    if scanned and prepared.content is not data:
        scanned = _scan(prepared.content, seconds)
    kept = prepared if scanned else Prepared(data, prepared.media_type, prepared.signed)
    return Received(kept.content, kept.media_type, kept.signed, scanned, suffix)


def _scan(data: bytes, seconds: float) -> bool:
    """Whether it was scanned and is clean; `BadFile` where it is not clean."""
    try:
        found_nothing = clean(data, seconds=seconds)
    except ScannerDown:
        return False
    if not found_nothing:
        raise BadFile("virus")
    return True


def receive_again(data: bytes, media_type: str, *, seconds: float) -> Received:
    """The same for what waited in quarantine; `ScannerDown` where it has to wait further."""
    suffix = "txt" if media_type == "text/plain" else ""
    received = receive(data, suffix=suffix, seconds=seconds)
    if not received.scanned:
        raise ScannerDown("still down")
    return received
