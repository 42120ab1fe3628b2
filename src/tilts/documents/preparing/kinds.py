"""What a file is, known from its content alone."""

import io
import re
import zipfile

import puremagic

from tilts.documents.preparing.wrong import BadFile

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
TEXT = "text/plain"
PACKAGE = "application/zip"
"""Not taken as such: an office document or a signed container, once looked into."""

_BEGINS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"PK\x03\x04", PACKAGE))
_REFUSED = (
    (b"PK", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"\xd0\xcf\x11\xe0", "old_office"),
    (b"GIF8", "picture_kind"),
    (b"BM", "picture_kind"),
    (b"II*\x00", "picture_kind"),
    (b"MM\x00*", "picture_kind"),
)
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis")
_MARKUP = re.compile(rb"<script|<html|<\?php|<!doctype\s+html|<svg[\s>]|<iframe", re.IGNORECASE)
_ARCHIVES = re.compile(r"zip|rar|7z|tar|gz|bz2|xz|cab|iso|arj|ace|lz")
_TEXT_NAMES = ("txt", "text", "csv", "log", "md")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def recognise(data: bytes, suffix: str) -> str:
    """The kind of a file; `BadFile` for a kind that is not taken. `suffix` matters to plain text alone."""
    if not data:
        raise BadFile("empty")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    for magic, kind in _BEGINS:
        if data.startswith(magic):
            return kind
    _refuse_known(data)
    return _plain_text(data, suffix)


def _refuse_known(data: bytes) -> None:
    for magic, code in _REFUSED:
        if data.startswith(magic):
            raise BadFile(code)
    if data[4:8] == b"ftyp":
        raise BadFile("picture_kind" if data[8:12] in _PICTURE_BRANDS else "kind")
    if data[257:262] == b"ustar":
        raise BadFile("archive")
    if b"%PDF-" in data[:1024] or zipfile.is_zipfile(io.BytesIO(data)):
        raise BadFile("mixed")


def _plain_text(data: bytes, suffix: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as not_text:
        raise BadFile(_guess(data)) from not_text
    if text.lstrip().startswith(("<", "{\\rtf")):
        raise BadFile("web_page" if has_markup(data) or text.lstrip().startswith("<") else "kind")
    if has_markup(data):
        raise BadFile("web_page")
    if _CONTROL.search(text):
        raise BadFile("kind")
    if suffix not in _TEXT_NAMES:
        raise BadFile("text_name")
    return TEXT


def _guess(data: bytes) -> str:
    """For the sentence only: what a file might be that is not taken anyway."""
    try:
        known = puremagic.magic_string(data[:4096])
    except (puremagic.PureError, ValueError):
        return "kind"
    best = known[0].extension if known else ""
    return "archive" if _ARCHIVES.fullmatch(best.strip(".")) else "kind"


def has_markup(data: bytes) -> bool:
    """Whether a browser might be led to read this as a page."""
    return _MARKUP.search(data) is not None


def refuse_mixed(data: bytes) -> None:
    """`BadFile` where a file of one kind is at once one of another."""
    if zipfile.is_zipfile(io.BytesIO(data)) or b"%PDF-" in data[:1024] or has_markup(data):
        raise BadFile("mixed")
