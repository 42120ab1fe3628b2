"""XML of strangers: no document types, hence no entities; scrubbed while it is read, never held as a tree."""

import io
from collections.abc import Callable
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import XMLGenerator

from lxml import etree

from tilts.documents.preparing.wrong import BadFile

MAX_TREE = 2_000_000
MAX_SCRUBBED = 24_000_000
Attributes = dict[str, str]
Look = Callable[[str, Attributes], Attributes | None]
"""Asked of every element by its whole name: the attributes that are kept, or None to leave the element out."""


def _no_document_type(*_told: Any) -> None:
    raise BadFile("links_out")


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    return parser


def _parse(parser: Any, data: bytes) -> None:
    try:
        parser.Parse(data, True)
    except expat.ExpatError as broken:
        raise BadFile("damaged") from broken


def checked(data: bytes) -> bytes:
    """The same XML, if it is well formed and has no document type."""
    _parse(_parser(), data)
    return data


def tree(data: bytes) -> Any:
    """A small XML as a tree."""
    if len(data) > MAX_TREE:
        raise BadFile("too_heavy")
    checked(data)
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as broken:
        raise BadFile("damaged") from broken


def written(root: Any) -> bytes:
    """A tree as bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class Scrub:
    """Reads an XML and writes it anew as `look` decides; the texts of `emptied` elements are left out."""

    def __init__(self, look: Look, emptied: frozenset[str] = frozenset(), heard: frozenset[str] = frozenset()) -> None:
        self.look, self.emptied, self.heard = look, emptied, heard
        self.words: list[str] = []
        self.out = io.BytesIO()
        self.writer = XMLGenerator(self.out, encoding="UTF-8", short_empty_elements=True)
        self.path: list[str] = []
        self.left_out = 0

    def run(self, data: bytes) -> bytes:
        """The XML anew; the texts of `heard` elements stand in `words` afterwards."""
        if len(data) > MAX_SCRUBBED:
            raise BadFile("too_heavy")
        parser = _parser()
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self.writer.startDocument()
        _parse(parser, data)
        self.writer.endDocument()
        return self.out.getvalue()

    def _begin(self, name: str, attributes: Attributes) -> None:
        self.path.append(name)
        kept = None if self.left_out else self.look(name, attributes)
        if kept is None:
            self.left_out += 1
            return
        self.writer.startElement(name, kept)  # type: ignore[arg-type]

    def _end(self, name: str) -> None:
        self.path.pop()
        if self.left_out:
            self.left_out -= 1
            return
        self.writer.endElement(name)

    def _text(self, words: str) -> None:
        if self.left_out or (self.path and self.path[-1] in self.emptied):
            return
        if self.path and self.path[-1].rpartition(":")[2] in self.heard:
            self.words.append(words)
        self.writer.characters(words)
