"""Pictures: decoded and written anew, so that nothing but the picture is left of them."""

import io
import struct
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from tilts.documents.preparing.kinds import JPEG, PNG, WEBP, refuse_mixed
from tilts.documents.preparing.wrong import BadFile

MAX_PIXELS = 40_000_000
MAX_WEBP_PIXELS = 6_000_000
"""WebP is decoded at four times the memory of the others."""
WORKING_BYTES = 110_000_000
"""What one decoded picture may take, its turned copy included."""
_ORIENTATION = 0x0112
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_SAVED: dict[str, dict[str, Any]] = {JPEG: {"quality": 92}, PNG: {"compress_level": 6}, WEBP: {"quality": 92}}
# the sizes are checked here, before anything is decoded
Image.MAX_IMAGE_PIXELS = None


def picture_anew(data: bytes, kind: str) -> bytes:
    """The same picture, upright, without a word of who took it, where, when and with what."""
    refuse_mixed(data)
    try:
        if kind == WEBP:
            _check_pixels(*_webp_size(data), MAX_WEBP_PIXELS)
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            _check_pixels(*picture.size, MAX_PIXELS)
            return _written(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, IndexError) as broken:
        raise BadFile("damaged") from broken


def _check_pixels(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise BadFile("too_many_pixels")


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height as the file's head says: its decoder would take the memory before one can ask."""
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise BadFile("damaged")


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - whatever a forged EXIF raises, the picture itself may be sound
        return 1


def _needs(picture: Image.Image, turned: bool) -> int:
    width, height = picture.size
    each = 1 if picture.mode in ("1", "L", "P") else 4
    return width * height * (each * (2 if turned else 1) + (3 if picture.info.get("progressive") else 0))


def _written(picture: Image.Image, kind: str) -> bytes:
    turned = _orientation(picture) != 1
    if kind == JPEG and _needs(picture, turned) > WORKING_BYTES and not picture.info.get("progressive"):
        # a JPEG can be decoded at half its size: a large photograph stays readable
        picture.draft(picture.mode, (picture.width // 2, picture.height // 2))
    if _needs(picture, turned) > WORKING_BYTES:
        raise BadFile("too_many_pixels")
    picture.load()
    if turned:
        ImageOps.exif_transpose(picture, in_place=True)
    kept = {"transparency": picture.info["transparency"]} if "transparency" in picture.info and kind == PNG else {}
    whole: Image.Image = picture
    if kind == JPEG and picture.mode not in ("L", "RGB"):
        whole = picture.convert("RGB")
    whole.info = kept  # type: ignore[assignment]
    out = io.BytesIO()
    whole.save(out, _FORMATS[kind], **_SAVED[kind])
    return out.getvalue()


def without_segments(data: bytes) -> bytes:
    """A JPEG inside another document without its comments and application data; the picture's bits stay as they are."""
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            break
        if not (0xE1 <= marker <= 0xED or marker == 0xEF or marker == 0xFE):
            out += data[at : at + 2 + length]
        at += 2 + length
    return bytes(out) + data[at:]


def without_chunks(data: bytes) -> bytes:
    """A PNG inside another document without texts, times and EXIF."""
    out, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name not in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"):
            out += data[at : at + 12 + length]
        at += 12 + length
        if name == b"IEND":
            break
    return bytes(out)
