"""DOCX and XLSX: no macros, nothing fetched from elsewhere, no files inside, no authors."""

import re
import zipfile
from typing import Any

from tilts.documents.preparing.packages import member, packed
from tilts.documents.preparing.pictures import without_chunks, without_segments
from tilts.documents.preparing.wrong import BadFile
from tilts.documents.preparing.xmls import Attributes, Scrub, checked, tree, written

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = "[Content_Types].xml"

_MACROS = re.compile(r"(?i)vba|macro|activex|xlm|dialogsheet|intlmacro")
_FILES = re.compile(r"(?i)/embeddings/|oleobject|\.ole\b|/package$|attachedtoolbars")
_OUT = re.compile(r"(?i)externallink|connections\.xml|querytables|attachedtemplate|/frame$|subdocument|afchunk")
_DROPPED = re.compile(
    r"(?i)^(docProps/|customXml/|word/people\.xml$|word/commentsIds|word/commentsExtensible|xl/persons/"
    r"|xl/threadedComments/|.*printerSettings)"
)
_DROPPED_TYPES = re.compile(
    r"(?i)(core-properties|extended-properties|custom-properties|/thumbnail|/customXml\w*|/people|/commentsIds"
    r"|/commentsExtensible|/person|/threadedComment|/printerSettings)$"
)
_SAFE_LINK = re.compile(r"(?i)https?://|mailto:|#")
_RSID = re.compile(r"rsid\w*|rsids")
_DDE = re.compile(r"(?i)\bDDE(AUTO)?\b|\bINCLUDETEXT\b")
_SUFFIXES = ("xml", "rels", "vml", "jpeg", "jpg", "png", "emf", "wmf", "odttf")
_LEFT_OUT = frozenset(("rsids", "docVars", "absPath", "fileSharing"))


def office_anew(package: zipfile.ZipFile) -> tuple[bytes, str]:
    """The document that is kept, and its kind."""
    kind = _kind(package)
    names = [name for name in package.namelist() if not name.endswith("/")]
    for name in names:
        _check_name(name)
    kept = [name for name in names if not _DROPPED.search(name)]
    kept.sort(key=lambda name: name != TYPES)
    return packed((name, _part(package, name)) for name in kept), kind


def _kind(package: zipfile.ZipFile) -> str:
    declared = [str(one.get("ContentType", "")) for one in tree(member(package, TYPES))]
    if any(_MACROS.search(one) for one in declared):
        raise BadFile("macros")
    if any(_FILES.search(one) for one in declared):
        raise BadFile("files_inside")
    for kind in (DOCX, XLSX):
        if f"{kind}.main+xml" in declared:
            return kind
    raise BadFile("kind")


def _check_name(name: str) -> None:
    if _DROPPED.search(name):
        return
    if _MACROS.search(name):
        raise BadFile("macros")
    if _OUT.search(name):
        raise BadFile("links_out")
    if _FILES.search(name) or name.rpartition(".")[2].lower() not in _SUFFIXES:
        raise BadFile("files_inside")


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    content = member(package, name)
    suffix = name.rpartition(".")[2].lower()
    if name == TYPES:
        return _types(content)
    if suffix == "rels":
        return _relations(content)
    if suffix in ("xml", "vml"):
        return _scrubbed(content) if name.startswith(("word/", "xl/")) else checked(content)
    return _picture(content, suffix)


def _picture(content: bytes, suffix: str) -> bytes:
    if suffix in ("jpeg", "jpg") and content.startswith(b"\xff\xd8\xff"):
        return without_segments(content)
    if suffix == "png" and content.startswith(b"\x89PNG\r\n\x1a\n"):
        return without_chunks(content)
    if suffix == "emf" and content[40:44] == b" EMF":
        return content
    if suffix == "wmf" and content[:4] in (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"):
        return content
    if suffix == "odttf" and content[:2] not in (b"PK", b"MZ"):
        return content
    raise BadFile("files_inside")


def _types(content: bytes) -> bytes:
    root = tree(content)
    for one in list(root):
        if _DROPPED.search(str(one.get("PartName", "")).lstrip("/")):
            root.remove(one)
    return written(root)


def _relations(content: bytes) -> bytes:
    root = tree(content)
    for one in list(root):
        _check_relation(one)
        if _DROPPED_TYPES.search(str(one.get("Type", ""))):
            root.remove(one)
    return written(root)


def _check_relation(one: Any) -> None:
    kind, target = str(one.get("Type", "")), str(one.get("Target", ""))
    if one.get("TargetMode") == "External":
        if not (kind.endswith("/hyperlink") and _SAFE_LINK.match(target)):
            raise BadFile("links_out")
        return
    if _MACROS.search(kind):
        raise BadFile("macros")
    if _FILES.search(kind) or kind.endswith("/control"):
        raise BadFile("files_inside")
    if _OUT.search(kind):
        raise BadFile("links_out")


def _scrubbed(content: bytes) -> bytes:
    scrub = Scrub(_look, emptied=frozenset(("author", "x:author")), heard=frozenset(("instrText", "delInstrText")))
    anew = scrub.run(content)
    if _DDE.search("".join(scrub.words)):
        raise BadFile("links_out")
    return anew


def _look(name: str, attributes: Attributes) -> Attributes | None:
    local = name.rpartition(":")[2]
    if local in _LEFT_OUT:
        return None
    if local == "fldSimple" and any(_DDE.search(value) for value in attributes.values()):
        raise BadFile("links_out")
    kept = {key: value for key, value in attributes.items() if not _RSID.fullmatch(key.rpartition(":")[2])}
    if local == "pageSetup":
        kept.pop("r:id", None)
    if "w:author" in kept:
        kept["w:author"] = ""
        kept.pop("w:date", None)
        if "w:initials" in kept:
            kept["w:initials"] = ""
    return kept
