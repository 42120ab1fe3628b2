"""Forty uploads that nobody means well with, and what has to become of each."""

import io
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pikepdf
from tests.documents import made
from tests.documents.made import SECRET
from tests.documents.scanner import EICAR

from tilts.documents.uploads import MAX_BYTES


@dataclass(frozen=True)
class Bad:
    """An upload: the name it comes under, how it is made, why it is refused; or what must be gone once it is taken."""

    title: str
    name: str
    make: Callable[[], bytes]
    code: str = ""
    media_type: str = ""
    gone: tuple[bytes, ...] = ()


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "hahahahaha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
XXE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def _bomb() -> bytes:
    return made.docx(more={"word/bomb.xml": b"\0" * 90_000_000})


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.pdf"))
    return out.getvalue()


def _locked_docx() -> bytes:
    locked = bytearray(made.docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(mark)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(mark, at + 4)
    return bytes(locked)


def _docm() -> bytes:
    return made.docx(more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro"})


def _launch() -> bytes:
    return made.pdf(OpenAction=made.action("Launch", F=pikepdf.String("cmd.exe")))


def _script() -> bytes:
    return made.pdf(OpenAction=made.action("JavaScript", JS=pikepdf.String("app.alert(1)")))


def _telling_docx() -> bytes:
    body = f'<w:ins xmlns:w="{made.W}" w:id="1" w:author="{SECRET}" w:date="2026-01-01T00:00:00Z"/>'
    return made.docx(body, more={"word/media/image1.jpeg": made.gps_jpeg()})


def _template() -> bytes:
    return made.docx(links=made.relation("attachedTemplate", "http://evil.example/t.dotm", external=True))


def _carrier() -> bytes:
    return made.docx(more={"word/embeddings/inner.zip": made.packed({"a": b"b"})})


def _many() -> bytes:
    return made.docx(more={f"word/part{number}.xml": b"<a/>" for number in range(2500)})


def _signed_script() -> bytes:
    return made.signed_pdf(OpenAction=made.action("JavaScript", JS=pikepdf.String("app.alert(1)")))


def _dde() -> bytes:
    return made.docx(
        f'<w:p xmlns:w="{made.W}"><w:r><w:instrText>DDE</w:instrText></w:r>'
        "<w:r><w:instrText>AUTO cmd calc</w:instrText></w:r></w:p>"
    )


SOUNDS = [
    ("mp3", b"ID3\x03\0"),
    ("mp3 without a title", b"\xff\xfb\x90\0"),
    ("m4a", b"\0\0\0\x18ftypM4A "),
    ("m4a of a telephone.m4a", b"\0\0\0\x18ftypmp42"),
    ("amr", b"#!AMR\n\x3c\x91"),
    ("ogg", b"OggS\0\x02"),
    ("wav", b"RIFF\x24\0\0\0WAVEfmt "),
    ("flac", b"fLaC\0"),
    ("aac", b"\xff\xf1\x50\x80"),
    ("wma", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    ("3ga", b"\0\0\0\x18ftyp3gp4"),
]
FORTY = [
    Bad("EICAR as text", "note.txt", lambda: EICAR, "virus"),
    Bad("EICAR in a zip", "notes.zip", lambda: made.packed({"a.txt": EICAR}), "virus"),
    Bad("EICAR in a docx", "a.docx", lambda: made.docx(more={"word/media/image1.png": EICAR}), "virus"),
    Bad("EICAR in a signed container", "a.edoc", lambda: made.edoc({"piezime.txt": EICAR}), "virus"),
    Bad("zip bomb in a docx", "a.docx", _bomb, "too_heavy"),
    Bad("thousands of parts", "a.docx", _many, "too_heavy"),
    Bad("zip in a docx", "a.docx", _carrier, "files_inside"),
    Bad("plain zip", "a.pdf", lambda: made.packed({"a.pdf": made.pdf()}), "archive"),
    Bad("XXE in a docx", "a.docx", partial(made.docx, "<w:p>&x;</w:p>", XXE), "links_out"),
    Bad("a billion laughs in an xlsx", "a.xlsx", partial(made.xlsx, LAUGHS, "&i;"), "links_out"),
    Bad("SVG with a script", "a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "web_page"),
    Bad("SVG that calls itself PNG", "a.png", lambda: b"<?xml version='1.0'?><svg onload='x()'/>", "web_page"),
    Bad("HTML that calls itself JPEG", "photo.jpg", lambda: PAGE, "web_page"),
    Bad("HTML in a JPEG's comment", "photo.jpg", lambda: made.jpeg(comment=PAGE), "mixed"),
    Bad("PDF and zip in one", "a.pdf", lambda: made.pdf() + made.packed({"a.exe": b"MZ"}), "mixed"),
    Bad("GIF and script in one", "a.gif", lambda: b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "picture_kind"),
    Bad("PNG and zip in one", "a.png", lambda: made.png() + made.packed({"a.exe": b"MZ"}), "mixed"),
    Bad("JPEG and PDF in one", "a.jpg", lambda: made.jpeg(comment=b"%PDF-1.4 obj"), "mixed"),
    Bad("50 megapixels", "scan.png", partial(made.flat_png, 10_000, 5_000), "too_many_pixels"),
    Bad("PNG bomb", "scan.png", partial(made.flat_png, 30_000, 30_000, 0), "too_many_pixels"),
    Bad("photograph with its place", "p.jpg", made.gps_jpeg, "", "image/jpeg", (b"Exif", b"GPS", SECRET.encode())),
    Bad(
        "docx with its author and the place of its picture",
        "a.docx",
        _telling_docx,
        "",
        made.DOCX,
        (b"Exif", SECRET.encode()),
    ),
    Bad("PDF with a script", "a.pdf", _script, "", "application/pdf", (b"JavaScript", b"app.alert")),
    Bad("PDF that starts a program", "a.pdf", _launch, "", "application/pdf", (b"/Launch", b"cmd.exe")),
    Bad("PDF with a file inside", "a.pdf", made.pdf_with_file, "", "application/pdf", (b"EmbeddedFile", b"inside.exe")),
    Bad("PDF with its author", "a.pdf", made.telling_pdf, "", "application/pdf", (SECRET.encode(), b"xmpmeta")),
    Bad("signed PDF with a script", "a.pdf", _signed_script, "signed_active"),
    Bad("half a PDF", "a.pdf", lambda: made.pdf()[:-40], "damaged"),
    Bad("half a JPEG", "a.jpg", lambda: made.jpeg((900, 900))[:4000], "damaged"),
    Bad("nothing", "a.pdf", lambda: b"", "empty"),
    Bad("PNG that calls itself PDF", "a.pdf", made.png, "", "image/png"),
    Bad("a path in the name", "../../../../etc/cron.d/a.pdf", made.pdf, "", "application/pdf"),
    Bad("a name written backwards", "photo\u202egpj.exe", lambda: b"MZ" + b"\0" * 200, "program"),
    Bad("a very long name with a zero", "ā" * 255 + "\0.jpg", lambda: b"\x7fELF" + b"\0" * 200, "program"),
    Bad("too large", "a.pdf", lambda: made.pdf() + b"\n" * MAX_BYTES, "too_big"),
    Bad("docm that calls itself docx", "a.docx", _docm, "macros"),
    Bad("docx with a template from elsewhere", "a.docx", _template, "links_out"),
    Bad("locked PDF", "a.pdf", made.locked_pdf, "password"),
    Bad("tar", "a.docx", _tar, "archive"),
    Bad("shell script", "read.txt", lambda: b"#!/bin/sh\nrm -rf /\n", "program"),
]
FURTHER = [
    Bad("locked docx", "a.docx", _locked_docx, "password"),
    Bad("docx that starts a program by DDE", "a.docx", _dde, "links_out"),
    Bad("7z", "a.pdf", lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "archive"),
    Bad("rar", "a.pdf", lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 60, "archive"),
    Bad("old Word", "a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
    Bad("HEIC", "a.heic", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 60, "picture_kind"),
    Bad("video", "a.mp4", lambda: b"\0\0\0\x18ftypmp42" + b"\0" * 60, "film"),
    Bad("film of a browser", "a.webm", lambda: b"\x1aE\xdf\xa3" + b"\0" * 60, "film"),
    *(
        Bad(f"sound as {name}", f"ieraksts.{name}", partial(bytes, begins + b"\0" * 60), "sound")
        for name, begins in SOUNDS
    ),
    Bad("program without a name", "a.txt", lambda: b"MZ\x90\0" + b"\0" * 200, "program"),
    Bad("bitmap", "a.bmp", lambda: b"BM" + b"\xff\0" * 60, "picture_kind"),
    Bad("bzip", "a.txt", lambda: b"BZh91AY&SY" + b"\xfe\0" * 60, "archive"),
    Bad("script of Python", "a.txt", lambda: b"#! /usr/bin/env python3\nimport os\n", "program"),
    Bad("PDF behind a web page", "a.pdf", lambda: PAGE + made.pdf(), "mixed"),
    Bad(
        "PDF with a program behind it",
        "a.pdf",
        lambda: made.pdf() + b"MZ" + b"\0" * 90,
        "",
        "application/pdf",
        (b"MZ\0",),
    ),
    Bad("signed PDF with more behind it", "a.pdf", lambda: made.signed_pdf() + b"more" * 9, "signed_around"),
    Bad("noise", "a.pdf", lambda: bytes(range(256)) * 9, "kind"),
    Bad("text under a script's name", "a.bat", lambda: b"del everything", "text_name"),
    Bad("text with control signs", "a.txt", lambda: b"a\x00b", "kind"),
    Bad("25 megapixels of every colour", "a.png", partial(made.flat_png, 7_000, 5_000), "too_many_pixels"),
    Bad("odt with macros", "a.odt", lambda: made.odt(more={"Basic/Standard/Module1.xml": "<a/>"}), "macros"),
    Bad("odt with an event", "a.odt", lambda: made.odt("<script:event-listener/>"), "macros"),
    Bad(
        "odt with a picture from elsewhere",
        "a.odt",
        lambda: made.odt('<draw:image xlink:href="http://evil.example/a.png"/>'),
        "links_out",
    ),
    Bad("container without a signature", "a.edoc", lambda: made.edoc(signed=False), "no_signature"),
    Bad("container with a program", "a.edoc", lambda: made.edoc({"a.exe": b"MZ" + b"\0" * 90}), "program"),
    Bad("container with macros", "a.edoc", lambda: made.edoc({"a.docx": _docm()}), "macros"),
    Bad("container in a container", "a.edoc", lambda: made.edoc({"b.edoc": made.edoc()}), "archive"),
    Bad("container whose names climb", "a.edoc", lambda: made.edoc({"../../a.pdf": made.pdf()}), "damaged"),
    Bad(
        "odt with its author",
        "a.odt",
        lambda: made.odt(f"<dc:creator>{SECRET}</dc:creator>"),
        "",
        "application/vnd.oasis.opendocument.text",
        (SECRET.encode(),),
    ),
    Bad("table with formulas", "a.csv", lambda: b"=cmd|'/c calc'!A1;1\n", "", "text/plain"),
    Bad(
        "a link of a PDF to a file",
        "a.pdf",
        lambda: made.pdf(OpenAction=made.action("URI", URI=pikepdf.String("file:///etc/passwd"))),
        "",
        "application/pdf",
        (b"file:",),
    ),
]
