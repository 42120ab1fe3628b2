"""Files made by the tests themselves: good ones, and what strangers might send."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CT = "http://schemas.openxmlformats.org/package/2006/content-types"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECRET = "Viltus Vilkatis"
"""The name of somebody who wrote, photographed or signed; must not survive."""


def png(width: int = 60, height: int = 40, mode: str = "RGB") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new(mode, (width, height), 120).save(out, "PNG")
    return out.getvalue()


def flat_png(width: int, height: int, colour: int = 2) -> bytes:
    """A PNG of any size that takes little room; made without holding it."""
    row = b"\0" * (1 + (width * 3 if colour == 2 else -(-width // 8)))
    packer, body = zlib.compressobj(9), []
    for _row in range(height):
        body.append(packer.compress(row))
    body.append(packer.flush())
    head = struct.pack(">IIBBBBB", width, height, 8 if colour == 2 else 1, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"".join(body)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg(size: tuple[int, int] = (80, 40), comment: bytes = b"", **more: object) -> bytes:
    """A photograph."""
    out = io.BytesIO()
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((30, 30, 200), (0, 0, size[0] // 2, size[1]))
    picture.save(out, "JPEG", comment=comment, **more)
    return out.getvalue()


def gps_jpeg() -> bytes:
    """A photograph that says where it was taken and by whom, and lies on its side."""
    exif = Image.Exif()
    exif[0x013B] = SECRET
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (56.0, 57.0, 0.0), 3: "E", 4: (24.0, 6.0, 0.0)})
    return jpeg(exif=exif, comment=SECRET.encode())


def pdf(**parts: object) -> bytes:
    """A PDF of one page; `parts` are put in its root."""
    with pikepdf.new() as made:
        made.add_blank_page()
        for name, value in parts.items():
            made.Root[f"/{name}"] = made.make_indirect(value) if isinstance(value, pikepdf.Dictionary) else value
        return saved(made)


def saved(made: pikepdf.Pdf, **how: object) -> bytes:
    """A PDF as bytes."""
    out = io.BytesIO()
    made.save(out, **how)
    return out.getvalue()


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    """An action of a PDF."""
    return pikepdf.Dictionary({"/S": pikepdf.Name(f"/{kind}"), **{f"/{name}": value for name, value in more.items()}})


def pdf_with_file() -> bytes:
    """A PDF that carries another file."""
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments["inside.exe"] = b"MZ carried inside"
        return saved(made)


def telling_pdf() -> bytes:
    """A PDF that names its author, in both places."""
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Author"] = SECRET
        with made.open_metadata() as told:
            told["dc:creator"] = [SECRET]
        return saved(made)


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    with pikepdf.new() as made:
        made.add_blank_page()
        return saved(made, encryption=pikepdf.Encryption(owner="a", user="b"))


def signed_pdf(**parts: object) -> bytes:
    """A PDF that bears what looks like a signature."""
    signature = pikepdf.Dictionary(
        {"/Type": pikepdf.Name("/Sig"), "/ByteRange": [0, 1, 2, 3], "/Contents": pikepdf.String("00")}
    )
    return pdf(Signature=signature, **parts)


def packed(parts: dict[str, bytes | str], comment: bytes = b"") -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = comment
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


def relations(*lines: str) -> str:
    """A part with relations."""
    return f'<?xml version="1.0"?><Relationships xmlns="{REL}">{"".join(lines)}</Relationships>'


def relation(kind: str, target: str, external: bool = False) -> str:
    """One relation."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{abs(hash((kind, target)))}" Type="{R}/{kind}" Target="{target}"{mode}/>'


def docx(body: str = "", head: str = "", links: str = "", more: dict[str, bytes | str] | None = None) -> bytes:
    """A Word document: the inside of its body, what stands before its root, its relations, further parts."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            f'<?xml version="1.0"?><Types xmlns="{CT}"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
            'core-properties+xml"/></Types>'
        ),
        "_rels/.rels": relations(
            relation("officeDocument", "word/document.xml"),
            '<Relationship Id="c" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
            'core-properties" Target="docProps/core.xml"/>',
        ),
        "docProps/core.xml": f"<a>{SECRET}</a>",
        "word/document.xml": (
            f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body><w:p w:rsidR="00AA"><w:r><w:t>'
            f"Vārds</w:t></w:r></w:p>{body}</w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": relations(links),
    }
    return packed(parts | (more or {}))


def xlsx(head: str = "", body: str = "") -> bytes:
    """A workbook without sheets."""
    return packed(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{CT}"><Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/></Types>'
            ),
            "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'{head}<workbook xmlns="x">{body}</workbook>',
        }
    )


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def odt(body: str = "", more: dict[str, bytes | str] | None = None) -> bytes:
    """A LibreOffice text."""
    kind = "application/vnd.oasis.opendocument.text"
    parts: dict[str, bytes | str] = {
        "mimetype": kind,
        "META-INF/manifest.xml": (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
        ),
        "content.xml": (
            f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="urn:t" xmlns:dc="urn:d" '
            f'xmlns:xlink="urn:x" xmlns:draw="urn:dr" xmlns:script="urn:s"><office:body><text:p>Vārds</text:p>'
            f"{body}</office:body></office:document-content>"
        ),
        "meta.xml": f"<a>{SECRET}</a>",
    }
    return packed(parts | (more or {}))


def edoc(more: dict[str, bytes | str] | None = None, signed: bool = True, **how: bytes) -> bytes:
    """A signed container with a PDF."""
    parts: dict[str, bytes | str] = {"mimetype": "application/vnd.etsi.asic-e+zip", "lemums.pdf": pdf()}
    if signed:
        parts["META-INF/signatures0.xml"] = "<asic:XAdESSignatures xmlns:asic='urn:a'/>"
    return packed(parts | (more or {}), **how)


def saved_with_noise(noise: bytes) -> bytes:
    """A PDF with as much incompressible content."""
    with pikepdf.new() as made:
        page = made.add_blank_page()
        page.obj["/Noise"] = made.make_stream(noise)
        return saved(made)


def photograph(width: int, height: int) -> bytes:
    """A large photograph that lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg((width, height), exif=exif)
