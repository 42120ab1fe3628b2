"""Erasing: one path for a person who asks and for what fell due; the same path, rolled back, is the preview."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.models import User
from tilts.kit.holdings import HOLDINGS, Gone, Subject, Words
from tilts.people.models import Person
from tilts.rights.gathering import all_rows, digest, recipients, subject_of
from tilts.rights.models import ErasureProof, Purge, RightsRequest


class _Shown(Exception):
    """The preview is done: nothing of it stays."""


def empty(subject: Subject) -> list[Gone]:
    """Empty all that every room holds of a subject; act rows stay. Ask inside `as_office`."""
    # the person comes last: other rooms still ask for the birth date and the household
    last = [one for one in HOLDINGS.values() if one.key == "people"]
    rooms = [one for one in HOLDINGS.values() if one.key != "people"] + last
    return [gone for room in rooms for gone in room.emptied(all_rows, subject)]


def counted(gone: Iterable[Gone]) -> dict[str, int]:
    """How many records of each kind."""
    return dict(sorted(Counter(one.kind for one in gone).items()))


def preview(subject: Subject) -> dict[str, int]:
    """Exactly what would go: it is done and taken back."""
    found: dict[str, int] = {}
    try:
        with transaction.atomic():
            found = counted(empty(subject))
            raise _Shown
    except _Shown:
        pass
    return found


def kept_words() -> list[str]:
    """What stays and why, a sentence a room."""
    return [str(one.stays) for one in HOLDINGS.values() if one.stays]


def write_proof(
    subject: Subject,
    gone: list[Gone],
    *,
    proposed_by: User,
    confirmed_by: User,
    request: RightsRequest | None = None,
    purge: Purge | None = None,
    told: Iterable[Any] = (),
) -> ErasureProof:
    """The proof of one erasure: counts, and keyed digests of the ids."""
    transaction.on_commit(leave_no_residue)
    return ErasureProof.objects.create(
        organisation_id=subject.organisation,
        request=request,
        purge=purge,
        at=timezone.now(),
        proposed_by=proposed_by,
        confirmed_by=confirmed_by,
        kinds=counted(gone),
        digests=sorted({digest(f"{one.kind}:{one.record}") for one in gone if one.record}),
        told=[str(one.pk) for one in told],
    )


def erase(person: Person, **by: Any) -> ErasureProof:
    """Empty one person and write the proof. Ask inside `as_office`, after every check."""
    subject = subject_of(person)
    told = recipients(subject)
    return write_proof(subject, empty(subject), told=told, **by)


def leave_no_residue() -> None:
    """Freed pages were overwritten (`secure_delete`); the log of the embedded database is taken in and cut."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def kind_label(kind: str) -> str:
    """What a kind of record is called."""
    names = {
        "people.person": _("person: name, number, language"),
        "people.contactway": _("ways to reach"),
        "people.address": _("addresses"),
        "people.personcode": _("personal codes"),
        "people.relation": _("relations"),
        "people.lending": _("rows lent from one file to another"),
        "people.consent": _("with whom the person agreed to share"),
        "people.legalbasis": _("reasons of sharing by law"),
        "people.household": _("number of the household"),
        "people.namekey": _("keys by which the name was found"),
        "people.nameinfolder": _("marks by which walls know the name"),
        "people.personwall": _("reasons why somebody is kept out"),
        "people.namewall": _("names and reasons of walls about a name"),
        "documents.document": _("documents: titles"),
        "documents.file": _("documents: files"),
        "access.folder": _("reasons why a case is restricted"),
        "cases.note": _("notes"),
        "cases.case": _("cases"),
        "risk.doorstepreport": _("reports of events"),
        "questionnaires.answers": _("questionnaires: words, not the coded answers"),
        "services.session": _("consultations: words, not the act"),
        "access.grant": _("reasons why somebody was let in"),
        "access.wall": _("reasons why somebody is kept out"),
        "access.breaking": _("reasons of an emergency opening"),
        "rights.rightsrequest": _("requests about data: names and words"),
        "rights.textdecision": _("texts prepared for a copy"),
        "rights.correction": _("reasons of corrections"),
    }
    return str(names.get(kind) or _said_by_its_room(kind))


def _said_by_its_room(kind: str) -> Words:
    """The word of the room for the texts of this table; the kind itself where it has none."""
    labels = (texts.label for one in HOLDINGS.values() for texts in one.texts if texts.table._meta.label_lower == kind)
    return next(labels, kind)
