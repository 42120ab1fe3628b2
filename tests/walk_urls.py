"""Every address of the resolver, filled with real ids: a new one that nobody filled in fails the test that walks.

`routes()` lists them; `Filling` says which ids stand in for which part of an address; `told()` is an answer without
what differs from request to request, so that two answers can be compared byte by byte.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

NOT_OURS = ("allauth.", "django.")
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    """One address as the resolver knows it."""

    pattern: str
    view: Any
    name: str

    @property
    def parameters(self) -> list[str]:
        """The names of its parts that are filled in."""
        return [found["name"] for found in PARAMETER.finditer(self.pattern)]

    @property
    def is_ours(self) -> bool:
        """Whether the view is of this project."""
        return not self.view.__module__.startswith(NOT_OURS)

    @property
    def door(self) -> str:
        """The rule of its door; empty where it is not ours."""
        return str(getattr(self.view, "door", ""))


def leaves_trace(view: Any) -> bool:
    """Whether a look at this page stands in the trace: it is ours, and behind a door that says so."""
    door = str(getattr(view, "door", ""))
    return bool(door) and not door.startswith("open: ") and not hasattr(view, "lent")


def routes() -> list[Route]:
    """Every address that the resolver answers."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], before: str) -> Iterator[Route]:
    for one in patterns:
        path = before + _plain(str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            yield Route(path, one.callback, one.name or "")


def _plain(pattern: str) -> str:
    """A regular expression of a library as an address with named parts."""
    pattern = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return pattern.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


@dataclass
class Filling:
    """Which values stand in for the parts of an address: by `prefix/name`, the longest prefix first.

    `{"cases/:id": [one, two], ":code": ["klucis"]}`; an address with a part that is not here raises `NobodySaid`.
    """

    values: Mapping[str, list[Any]]

    def of(self, route: Route, name: str) -> list[Any]:
        """The values of one part of an address."""
        fitting = [key for key in self.values if _fits(key, route, name)]
        if not fitting:
            raise NobodySaid(f"{route.pattern}: which {name}? Say it in the filling of this test.")
        return self.values[max(fitting, key=len)]

    def addresses(self, route: Route) -> list[str]:
        """The address with each row of values (the first part decides how many; the others go along or repeat)."""
        columns = {name: self.of(route, name) for name in route.parameters}
        many = max((len(values) for values in columns.values()), default=1)
        return [
            "/" + PARAMETER.sub(lambda found, row=row: str(_at(columns[found["name"]], row)), route.pattern)
            for row in range(many)
        ]


class NobodySaid(AssertionError):
    """An address is there of which the test knows nothing."""


def _fits(key: str, route: Route, name: str) -> bool:
    prefix, _colon, asked = key.rpartition(":")
    return asked == name and route.pattern.startswith(prefix)


def _at(values: list[Any], row: int) -> Any:
    return values[row % len(values)]


def nowhere(route: Route, filling: Filling) -> str:
    """The same address with random ids: a record that is not there."""
    kinds = {found["name"]: found["kind"] for found in PARAMETER.finditer(route.pattern)}
    here = {name: uuid.uuid4() if kinds[name] == "uuid" else filling.of(route, name)[0] for name in kinds}
    return "/" + PARAMETER.sub(lambda found: str(here[found["name"]]), route.pattern)


def told(answer: HttpResponse, address: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body, without nonces, tokens against forgery and the address that was asked."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    headers["content-security-policy"] = re.sub(r"'nonce-[^']+'", "", headers.get("content-security-policy", ""))
    body = re.sub(r'value="\w{64}"|name="drawn" value="[^"]*"', "", text_of(answer))
    body = re.sub(r'nonce="[^"]+"', "", body)
    for part in set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", address)) or {address}:
        body = body.replace(part, "")
        headers = {name: value.replace(part, "") for name, value in headers.items()}
    headers.pop("content-length", None)
    return answer.status_code, headers, body


def text_of(answer: HttpResponse) -> str:
    """Every word of an answer: a page, a workbook, a paper."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if content.startswith(b"%PDF-"):
        return pdf_text(content)
    return content.decode("utf-8", "replace")


def pdf_text(content: bytes) -> str:
    """The words of a paper, each font's codes turned into letters."""
    words: list[str] = []
    with pikepdf.open(BytesIO(content)) as paper:
        words.append(str(dict(paper.docinfo)) if paper.docinfo else "")
        for page in paper.pages:
            fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
            letters: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    letters = fonts.get(str(operands[0]), {})
                elif str(operator) in ("Tj", "TJ"):
                    words.append(_decoded(operands[0], letters))
    return "".join(words)


def _letters(font: Any) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    table: dict[int, str] = {}
    told_map = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told_map, re.DOTALL):
        for code, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", told_map, re.DOTALL):
        for first, last, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                table[int(first, 16) + step] = chr(int(letter, 16) + step)
    return table


def _decoded(shown: Any, letters: dict[int, str]) -> str:
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    return "".join(letters.get(code, "") for code in codes)
