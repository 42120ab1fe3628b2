"""ODT and ODS: no macros, nothing fetched from elsewhere, no files inside, no authors."""

import re
import zipfile

from tilts.documents.preparing.packages import member, packed
from tilts.documents.preparing.pictures import without_chunks, without_segments
from tilts.documents.preparing.wrong import BadFile
from tilts.documents.preparing.xmls import Attributes, Scrub, checked, tree, written

ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = "META-INF/manifest.xml"
_MANIFEST_NS = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"

_MACROS = re.compile(r"(?i)^(Basic|Scripts)/|^META-INF/macrosignatures")
_DROPPED = re.compile(
    r"^(meta\.xml$|settings\.xml$|Thumbnails/|Configurations2/|layout-cache$|manifest\.rdf$"
    r"|META-INF/documentsignatures|Object [^/]*/(meta|settings)\.xml$)"
)
_SCRIPTS = frozenset(("office:script", "script:event-listener", "script:module"))
_INSIDE = frozenset(("draw:plugin", "draw:applet", "draw:floating-frame", "draw:object-ole"))
_FETCHING = frozenset(
    ("text:dde-connection", "text:dde-connection-decl", "table:dde-link", "office:dde-source", "table:table-source")
    + ("text:section-source", "table:database-source-sql", "table:cell-range-source", "form:connection-resource")
)
_TELLING = frozenset(("dc:creator", "dc:date", "meta:creator-initials", "loext:sender-initials"))
_SAFE_LINK = re.compile(r"(?i)https?://|mailto:|#")
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|//|/|\.\./|\\")


def open_document_anew(package: zipfile.ZipFile, kind: str) -> tuple[bytes, str]:
    """The document that is kept, and its kind."""
    names = [name for name in package.namelist() if not name.endswith("/")]
    if any(_MACROS.search(name) for name in names):
        raise BadFile("macros")
    if MANIFEST not in names or "content.xml" not in names:
        raise BadFile("damaged")
    manifest = _manifest(member(package, MANIFEST))
    kept = [name for name in names if not _DROPPED.search(name) and name not in ("mimetype", MANIFEST)]
    parts = [("mimetype", kind.encode()), (MANIFEST, manifest)]
    return packed([*parts, *((name, _part(package, name)) for name in kept)]), kind


def _manifest(content: bytes) -> bytes:
    root = tree(content)
    if any(True for _entry in root.iter(f"{_MANIFEST_NS}encryption-data")):
        raise BadFile("password")
    for entry in list(root):
        if _DROPPED.search(str(entry.get(f"{_MANIFEST_NS}full-path", ""))):
            root.remove(entry)
    return written(root)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    content = member(package, name)
    if name.endswith("manifest.rdf"):
        return checked(content)
    if name.endswith(".xml"):
        return Scrub(_look, emptied=_TELLING).run(content)
    if content.startswith(b"\xff\xd8\xff"):
        return without_segments(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return without_chunks(content)
    drawn = content.startswith((b"VCLMTF", b"\xd7\xcd\xc6\x9a")) or content[40:44] == b" EMF"
    if drawn and name.startswith(("Pictures/", "ObjectReplacements/")):
        return content
    raise BadFile("files_inside")


def _look(name: str, attributes: Attributes) -> Attributes:
    if name in _SCRIPTS:
        raise BadFile("macros")
    if name in _INSIDE:
        raise BadFile("files_inside")
    if name in _FETCHING:
        raise BadFile("links_out")
    link = attributes.get("xlink:href", "")
    if name in ("text:a", "draw:a"):
        if link and not _SAFE_LINK.match(link):
            raise BadFile("links_out")
    elif _ELSEWHERE.match(link):
        raise BadFile("links_out")
    return attributes
