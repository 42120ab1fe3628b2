"""One file, whatever it is: what is kept of it, or why it is not taken."""

import re
import zipfile
from dataclasses import dataclass

from tilts.documents.preparing import kinds
from tilts.documents.preparing.kinds import recognise
from tilts.documents.preparing.office import TYPES, office_anew
from tilts.documents.preparing.opendocs import ODS, ODT, open_document_anew
from tilts.documents.preparing.packages import member, opened
from tilts.documents.preparing.pdfs import pdf_anew
from tilts.documents.preparing.pictures import picture_anew
from tilts.documents.preparing.wrong import BadFile
from tilts.documents.preparing.xmls import checked

ASICE = "application/vnd.etsi.asic-e+zip"
_CONTAINERS = (ASICE, "application/vnd.etsi.asic-s+zip")
_SIGNATURES = re.compile(r"(?i)^META-INF/[^/]*signatures?[^/]*\.(xml|p7s)$")
_OPEN_DOCUMENTS = (ODT, ODS)


@dataclass(frozen=True)
class Kept:
    """What is kept of a file: its content, its kind, and whether it bears signatures."""

    content: bytes
    kind: str
    signed: bool = False


def prepare(data: bytes, suffix: str, inside: bool = False) -> Kept:
    """What is kept; `BadFile` where the file is not taken. `inside` is a file of a signed container."""
    kind = recognise(data, suffix)
    if kind == kinds.TEXT:
        return Kept(data, kind)
    if kind == kinds.PDF:
        content, signed = pdf_anew(data)
        return Kept(content, kind, signed)
    if kind == kinds.PACKAGE:
        return _package(data, inside)
    return Kept(picture_anew(data, kind), kind)


def _package(data: bytes, inside: bool) -> Kept:
    with opened(data) as package:
        names = package.namelist()
        if TYPES in names:
            return Kept(*office_anew(package))
        declared = _declared(package)
        if declared in _OPEN_DOCUMENTS:
            return Kept(*open_document_anew(package, declared))
        if declared in _CONTAINERS and not inside:
            _check_container(package)
            return Kept(data, ASICE, signed=True)
    raise BadFile("archive")


def _declared(package: zipfile.ZipFile) -> str:
    if "mimetype" not in package.namelist() or package.getinfo("mimetype").file_size > 100:
        return ""
    return member(package, "mimetype").decode("ascii", "replace").strip()


def _check_container(package: zipfile.ZipFile) -> None:
    """A signed container keeps every byte; each file in it must be one that would be taken by itself."""
    names = [name for name in package.namelist() if not name.endswith("/")]
    if not any(_SIGNATURES.search(name) for name in names):
        raise BadFile("no_signature")
    told = [name for name in names if name != "mimetype" and not name.startswith("META-INF/")]
    if not told:
        raise BadFile("damaged")
    for name in names:
        if name.startswith("META-INF/") and name.endswith(".xml"):
            checked(member(package, name))
    for name in told:
        prepare(member(package, name), name.rpartition(".")[2].lower(), inside=True)
