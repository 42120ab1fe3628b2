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
    (b"\xd0\xcf\x11\xe0", "old_office"),
    (b"GIF8", "picture_kind"),
    (b"BM", "picture_kind"),
    (b"II*\x00", "picture_kind"),
    (b"MM\x00*", "picture_kind"),
)
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis")
_MARKUP = re.compile(rb"<script|<html|<\?php|<!doctype\s+html|<svg[\s>]|<iframe", re.IGNORECASE)
_ARCHIVES = re.compile(r"zip|rar|7z|tar|gz|bz2|xz|cab|iso|arj|ace|lz")
_SOUND = (b"ID3", b"fLaC", b"OggS", b"#!AMR", b"caff", b"MThd", b"FORM") + tuple(
    b"\xff" + bytes([second]) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xF1, 0xF9)
)
_SOUND_NAMES = ("m4a", "m4b", "aac", "amr", "3ga", "wma", "mka", "weba", "mp3", "oga", "opus")
_FILM = (b"\x1aE\xdf\xa3", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01")
"""Films, and what holds a film or a sound: Matroska, Windows Media."""
_TAG = re.compile(r"\s*<[a-zA-Z!?/]")
_SCRIPT = re.compile(r"#!\s*/")
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
    if pdf_begins(data) > 0:
        return PDF
    text = _read(data)
    if text is None:
        _refuse_known(data, suffix)
        raise BadFile(_guess(data))
    return _plain_text(text, data, suffix)


def pdf_begins(data: bytes) -> int:
    """Where a PDF begins, before which some programs write a line of their own; -1 where there is none."""
    at = data[:1024].find(b"%PDF-")
    return at if b"startxref" in data[at:] else -1


def _refuse_known(data: bytes, suffix: str) -> None:
    """A few letters at the beginning tell a kind only of what is no text: `BMW`, `PK` and `MZ` begin sentences too."""
    for magic, code in _REFUSED:
        if data.startswith(magic):
            raise BadFile(code)
    if data[4:8] == b"ftyp" and data[8:12] in _PICTURE_BRANDS:
        raise BadFile("picture_kind")
    if is_sound(data, suffix):
        raise BadFile("sound")
    if is_film(data):
        raise BadFile("film")
    if data[257:262] == b"ustar":
        raise BadFile("archive")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise BadFile("mixed")


def is_sound(data: bytes, suffix: str) -> bool:
    """Whether it is a recording of sound, as telephones and recorders make them."""
    if data.startswith(_SOUND) or (data[:4] == b"RIFF" and data[8:12] == b"WAVE"):
        return True
    boxed = data[4:8] == b"ftyp" or data.startswith(_FILM)
    return boxed and (data[8:11] == b"M4A" or suffix in _SOUND_NAMES)


def is_film(data: bytes) -> bool:
    """Whether it is a film."""
    return data[4:8] == b"ftyp" or data.startswith(_FILM) or (data[:4] == b"RIFF" and data[8:12] == b"AVI ")


def _read(data: bytes) -> str | None:
    """The text these bytes are; None where they are none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _plain_text(text: str, data: bytes, suffix: str) -> str:
    if _SCRIPT.match(text):
        raise BadFile("program")
    if _TAG.match(text) or has_markup(data):
        raise BadFile("web_page")
    if text.lstrip().startswith("{\\rtf"):
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
