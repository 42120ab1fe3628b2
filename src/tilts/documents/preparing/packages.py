"""Packages (zip): opened within caps, read whole or not at all, packed anew without their makers' traces."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from tilts.documents.preparing.wrong import BadFile

MAX_ENTRIES = 2000
MAX_UNPACKED = 100_000_000
MAX_ENTRY = 40_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000
"""Smaller entries may shrink as much as they like."""
_END = b"PK\x05\x06"
_ODD_NAME = re.compile(r"(^|/)\.\.(/|$)|^/|\\|^[A-Za-z]:|[\x00-\x1f]")


def opened(data: bytes) -> zipfile.ZipFile:
    """The package, if it is one honest package within the caps; nothing is unpacked here."""
    _refuse_mixed(data)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise BadFile("damaged") from broken
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)) or any(_ODD_NAME.search(name) for name in names):
        raise BadFile("damaged")
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadFile("password")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise BadFile("damaged")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadFile("too_heavy")
    if any(_swollen(entry) for entry in entries):
        raise BadFile("too_heavy")
    return package


def _swollen(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > MAX_ENTRY:
        return True
    return entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _refuse_mixed(data: bytes) -> None:
    end = data.rfind(_END)
    if end < 0:
        raise BadFile("damaged")
    note = data[end + 22 :]
    if note and not note.startswith(b"mimetype="):
        raise BadFile("mixed")
    if b"%PDF-" in data[:1024]:
        raise BadFile("mixed")


def member(package: zipfile.ZipFile, name: str) -> bytes:
    """One entry, whole: what it says of its size and its checksum must be true."""
    try:
        entry = package.getinfo(name)
        with package.open(entry) as file:
            content = file.read(entry.file_size + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as broken:
        raise BadFile("damaged") from broken
    if len(content) != entry.file_size:
        raise BadFile("damaged")
    return content


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A package of these parts: no times, no makers, no comments. A part called `mimetype` stands unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()
