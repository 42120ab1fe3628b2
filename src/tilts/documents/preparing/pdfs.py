"""PDF: written anew without metadata, programs, embedded files, actions; a signed one is kept as it is or refused."""

import io
import re
import zipfile
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from tilts.documents.preparing.kinds import has_markup, pdf_begins
from tilts.documents.preparing.pictures import without_segments
from tilts.documents.preparing.wrong import BadFile

_ACTIVE = ("/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RF", "/AF", "/XFA", "/Collection")
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
_ACTIONS = frozenset(
    "/JavaScript /Launch /GoToE /GoToR /SubmitForm /ImportData /Rendition /Movie /Sound /RichMediaExecute "
    "/GoTo3DView /Thread".split()
)
_ANNOTATIONS = frozenset("/FileAttachment /Movie /Sound /RichMedia /Screen /3D".split())
_SAFE_ADDRESS = re.compile(r"(?i)(https?://|mailto:)")
_END = b"%%EOF"
_FEW = 2048
_BLANK = b"\0 \t\r\n\x0c"
_DEEPEST = 40


def pdf_anew(data: bytes) -> tuple[bytes, bool]:
    """The PDF that is kept, and whether it is signed."""
    bare = _bare(data)
    try:
        with pikepdf.open(io.BytesIO(bare)) as pdf:
            if not len(pdf.pages):
                raise BadFile("damaged")
            signed = _is_signed(pdf)
            active = _cleaned(pdf)
            if signed:
                if active:
                    raise BadFile("signed_active")
                if data.strip(_BLANK) != bare.strip(_BLANK):
                    raise BadFile("signed_around")
                return data, True
            return _saved(pdf), False
    except pikepdf.PasswordError as locked:
        raise BadFile("password") from locked
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as broken:
        raise BadFile("damaged") from broken


def _bare(data: bytes) -> bytes:
    """From where the PDF begins to where it ends: a line before it and what some program left behind it are let go."""
    begins, ends = pdf_begins(data), data.rfind(_END)
    if ends < 0 or begins < 0:
        raise BadFile("damaged")
    if zipfile.is_zipfile(io.BytesIO(data)) or has_markup(data[: max(begins, 1024)]):
        raise BadFile("mixed")
    ends += len(_END)
    if not begins and len(data) - ends < _FEW and not data[ends:].strip(_BLANK):
        return data  # as nearly always: no copy of what may be large
    return data[begins:ends] + b"\n"


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    return any(isinstance(one, Dictionary) and "/ByteRange" in one and "/Contents" in one for one in pdf.objects)


def _cleaned(pdf: pikepdf.Pdf) -> int:
    """Take out what acts and what tells; how many things there were that act."""
    active = sum(_clean(one, 0) for one in pdf.objects)
    for page in pdf.pages:
        active += _without_attachments(page)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    return active


def _clean(thing: Object, depth: int) -> int:
    if depth > _DEEPEST:
        raise BadFile("damaged")
    if isinstance(thing, Array):
        return sum(_clean(part, depth + 1) for part in _direct(thing))
    if not isinstance(thing, Dictionary | Stream):
        return 0
    active = _clean_words(thing)
    if isinstance(thing, Stream):
        _clean_picture(thing)
    parts = [thing[key] for key in list(thing.keys())]
    return active + sum(_clean(part, depth + 1) for part in _direct(parts))


def _direct(parts: Any) -> list[Object]:
    """What lies inside and is not an object of its own, which is visited anyway."""
    return [part for part in parts if isinstance(part, Object) and not part.is_indirect]


def _clean_words(thing: Any) -> int:
    active = sum(key not in ("/OpenAction", "/AF") or _acts(thing[key]) for key in _ACTIVE if key in thing)
    _drop(thing, *_ACTIVE, *_TELLING)
    if _acts(thing):
        _drop(thing, *(key for key in list(thing.keys()) if key != "/Length"))
        return active + 1
    if "/Rect" in thing and str(thing.get("/Subtype", "")) != "/Widget":
        _drop(thing, "/T", "/M", "/CreationDate", "/NM")
    return active


def _drop(thing: Any, *keys: str) -> None:
    for key in keys:
        if key in thing:
            del thing[key]


def _acts(thing: Any) -> bool:
    """Whether this is an action that runs, opens or sends something."""
    if not isinstance(thing, Dictionary | Stream):
        return False
    kind = str(thing.get("/S", ""))
    if kind == "/URI":
        return not _SAFE_ADDRESS.match(str(thing.get("/URI", "")))
    return kind in _ACTIONS


def _clean_picture(stream: Any) -> None:
    filters = stream.get("/Filter")
    names = [filters] if isinstance(filters, Name) else list(filters or [])
    if str(stream.get("/Subtype", "")) == "/Image" and [str(name) for name in names] == ["/DCTDecode"]:
        raw = stream.read_raw_bytes()
        bare = without_segments(raw)
        if len(bare) != len(raw):
            stream.write(bare, filter=Name.DCTDecode, decode_parms=stream.get("/DecodeParms"))


def _without_attachments(page: Any) -> int:
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return 0
    kept = [note for note in notes if str(note.get("/Subtype", "")) not in _ANNOTATIONS]
    removed = len(notes) - len(kept)
    if removed:
        page["/Annots"] = Array(kept)
    return removed


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()
