"""A case is made of what was sent: whom it is about, then part by part; all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.cases.actions import add_party
from tilts.cases.models import Case, Party, PartyRole
from tilts.cases.taken import Part, Sent, Taking
from tilts.people.actions import record_person
from tilts.people.models import Person


@dataclass
class Chosen:
    """What was decided on the page: who it is, the parts that are taken with what was typed, and what is left out."""

    who: Mapping[str, Any]
    """The columns of a new person; empty where one is known."""
    parts: list[tuple[Part, dict[str, Any]]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """The parts of which something was sent and nothing is taken."""


def take_over(reach: Reach, case: Case, sent: Sent, chosen: Chosen, person: Person | None = None) -> Person:
    """Let the case be about the person, and take each part; a refusal names the field of its part (part of an action).

    A person who is known keeps what is known of them, and the file says beside it what was sent.
    """
    client = person or record_person(reach, case.folder, **chosen.who)
    if not Party._base_manager.filter(case=case, person=client, voided_at=None).exists():
        add_party(reach, case, person=client, role=PartyRole.CLIENT)
    _take(Taking(reach, case, client, sent), chosen.parts)
    return client


def _take(taking: Taking, parts: Iterable[tuple[Part, dict[str, Any]]]) -> None:
    for part, typed in parts:
        try:
            part.take(taking, typed)
        except NotAllowed:
            raise
        except Refused as refusal:
            raise Refused(refusal.sentence, part.name(refusal.field)) from refusal
