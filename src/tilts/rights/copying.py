"""The copy that a person may ask for: gathered, others taken out, every free text looked through by who may read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.reach import Reach
from tilts.kit.dates import date_text
from tilts.kit.holdings import Holding, Piece, Subject
from tilts.kit.redaction import strike
from tilts.people.models import Person
from tilts.rights.gathering import (
    all_rows,
    as_office,
    digest,
    held_rows,
    names_of_others,
    pieces,
    subject_of,
    told_subject,
)
from tilts.rights.models import AskedBy, RequestKind, RightsRequest, TextDecision
from tilts.rights.statement import looks


@dataclass(frozen=True)
class Text:
    """One free text as its preparer sees it."""

    key: str
    room: str
    label: str
    day: date | None
    text: str
    proposed: str
    given: bool | None
    folder: UUID | None = None

    @property
    def name(self) -> str:
        """By what its fields are called on a page: whatever else comes or goes meanwhile."""
        return digest(self.key)[:16]

    @property
    def seen(self) -> str:
        """A digest of the text and of what stands there of it; whoever decides brings that of what they read."""
        return digest(f"{self.key} {self.given} {digest(self.text)} {self.proposed}")


def telling(request: RightsRequest) -> list[str]:
    """Names of agencies that would tell whoever finds the paper where she was."""
    return [line.strip() for line in request.telling_words.splitlines() if line.strip()]


def copied_subject(request: RightsRequest) -> Subject:
    """The person of a request with the files of which they may be told. Ask inside `as_office`."""
    return told_subject(subject_of(all_rows(Person).get(pk=request.person_id)))


def _decisions(request: RightsRequest) -> dict[str, TextDecision]:
    return {one.piece: one for one in all_rows(TextDecision).filter(request=request)}


def texts_for(reach: Reach, request: RightsRequest) -> list[Text]:
    """The texts of the copy that this preparer may read, each with the proposed redaction and what was decided."""
    with as_office(reach):
        subject = copied_subject(request)
        out = [*names_of_others(subject), *telling(request)]
        decisions = _decisions(request)
    return [_text(room, piece, out, decisions) for room, piece in pieces(reach, subject) if piece.key]


def _text(room: Holding, piece: Piece, out: Iterable[str], decisions: Mapping[str, TextDecision]) -> Text:
    decision = decisions.get(piece.key)
    fresh = decision is not None and decision.source == digest(piece.text)
    return Text(
        key=piece.key,
        room=str(room.title),
        label=str(piece.label),
        day=piece.day,
        text=piece.text,
        proposed=decision.text if decision and fresh and decision.given else strike(piece.text, out),
        given=decision.given if decision and fresh else None,
        folder=piece.folder,
    )


def undecided(reach: Reach, request: RightsRequest) -> bool:
    """Whether there are texts that nobody has looked through yet, or that changed since; how many, nobody is told."""
    with as_office(reach):
        decisions = _decisions(request)
        texts = [piece for _room, piece in pieces(held_rows, copied_subject(request)) if piece.key]
    return any(one.key not in decisions or decisions[one.key].source != digest(one.text) for one in texts)


def build_package(reach: Reach, request: RightsRequest) -> dict[str, Any]:
    """What will be handed over, as data: sections of lines, and how much was held back and why."""
    with as_office(reach):
        subject = copied_subject(request)
        names = bool(request.names_why)
        seen = looks(subject, names=names)
        copied = request.kind == RequestKind.ACCESS
        sections, held_back = _sections(request, subject) if copied else ([], 0)
        out = telling(request)
    sections.append(_seen_section(seen, out))
    return {
        "kind": str(request.get_kind_display()),
        "organisation": request.organisation.name,
        "person": request.subject_name,
        "made_on": date_text(timezone.localdate()),
        "sections": sections,
        "left_out": _left_out(request, held_back),
    }


def _sections(request: RightsRequest, subject: Subject) -> tuple[list[dict[str, Any]], int]:
    decisions, held_back = _decisions(request), 0
    out = [*names_of_others(subject), *telling(request)]
    sections: dict[str, list[dict[str, str]]] = {}
    for room, piece in pieces(held_rows, subject):
        decision = decisions.get(piece.key)
        if piece.for_themselves and request.asked_by != AskedBy.SELF:
            held_back += 1
            continue
        if piece.key and (decision is None or not decision.given):
            held_back += 1
            continue
        text = decision.text if decision and piece.key else strike(piece.text, out)
        line = {"day": date_text(piece.day) if piece.day else "", "label": str(piece.label), "text": text}
        sections.setdefault(str(room.title), []).append(line)
    return [{"title": title, "lines": lines} for title, lines in sections.items()], held_back


def _seen_section(seen: Iterable[tuple[Any, int]], out: list[str]) -> dict[str, Any]:
    lines = []
    for look, times in seen:
        words = [look.action, look.purpose, look.who, f"× {times}" if times > 1 else ""]
        text = ", ".join(word for word in words if word)
        lines.append({"day": date_text(look.day), "label": strike(look.agency, out), "text": text})
    return {"title": _("Who saw the file"), "lines": lines}


def _left_out(request: RightsRequest, held_back: int) -> list[str]:
    sentences = []
    if request.kind == RequestKind.ACCESS:
        sentences.append(_("Names and data of other people were taken out (GDPR article 15(4))."))
        sentences.append(_("Notes under professional privilege are not part of this copy."))
    if held_back:
        sentences.append(_("Texts held back to protect others: %(number)d.") % {"number": held_back})
    if not request.names_why:
        sentences.append(_("Names of staff are not given; you may ask the data protection officer why."))
    return sentences
