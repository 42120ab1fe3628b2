"""Putting together what the organisation holds of a person: for those who answer for it, never for a page of a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tilts.access.actor import acting
from tilts.access.models import Grant, Organisation, User
from tilts.access.reach import NotAllowed, Reach, unscoped
from tilts.kit.holdings import HOLDINGS, Holding, Piece, Rows, Subject
from tilts.people.actions import full_name
from tilts.people.models import Address, ContactWay, FolderPerson, Person, PersonCode
from tilts.sealing.keys import ring

REASON = "a person's rights are answered from all that the organisation holds"
PASSES = 2
"""A report goes with its case: what is one's own is asked once more when the cases are known."""


@contextmanager
def as_office(reach: Reach) -> Iterator[Reach]:
    """The same actor, answering for the whole organisation. Must stand inside a transaction."""
    whole = replace(reach, purpose="job", remembered=None)
    with acting(whole):
        yield whole


def who(reach: Reach) -> tuple[User, Organisation]:
    """The user and the organisation of an actor whose rule said yes."""
    if reach.user is None or reach.organisation is None:
        raise NotAllowed(_("This is done by somebody who works in an organisation."))
    return reach.user, reach.organisation


def ask_again(reach: Reach, name: str, held: Any) -> None:
    """Ask the rule of a step once more, of the record as it is held now and not as the page knew it."""
    decision = reach.may(name, record=held)
    if not decision:
        raise NotAllowed(decision.sentence)


def all_rows(table: Any) -> Any:
    """Every row of a table, voided ones too."""
    return unscoped(table, reason=REASON)


def held_rows(table: Any) -> Any:
    """Every row of a table that was not voided."""
    rows = all_rows(table)
    return rows.filter(voided_at=None) if hasattr(table, "voided_at") else rows


def subject_of(person: Person) -> Subject:
    """The person with the files in which they stand. Ask inside `as_office`."""
    links = all_rows(FolderPerson).filter(person=person, folder__organisation=person.organisation_id)
    folders = frozenset(links.values_list("folder", flat=True))
    for one in HOLDINGS.values():
        folders |= frozenset(one.folders(all_rows, folders))
    ways = all_rows(ContactWay).filter(person=person)
    said = [way.value for way in ways]
    said += [address.text for address in all_rows(Address).filter(person=person)]
    said += [code.value for code in all_rows(PersonCode).filter(person=person)]
    words = [full_name(person), person.given_name, person.family_name, person.reference, *said]
    subject = Subject(
        organisation=person.organisation_id,
        person=person.pk,
        folders=folders,
        words=tuple(word for word in words if word.strip()),
        born=person.birth_date,
    )
    return _with_own(subject)


def _with_own(subject: Subject) -> Subject:
    for _pass in range(PASSES):
        own = {folder for one in HOLDINGS.values() for folder in one.own(all_rows, subject)}
        subject = replace(subject, own=frozenset(own))
    return subject


def subject_of_folder(folder: UUID, organisation: UUID) -> Subject:
    """A file without a person in the register."""
    return Subject(organisation=organisation, folders=frozenset({folder}), own=frozenset({folder}))


def told_subject(subject: Subject) -> Subject:
    """As the person may be told: without the files about somebody else, in which they stand as accused or beside."""
    against = {folder for one in HOLDINGS.values() for folder in one.against(all_rows, subject)}
    joined = {folder for one in HOLDINGS.values() for folder in one.folders(all_rows, frozenset(against))}
    return replace(subject, folders=subject.folders - against - joined, own=subject.own - against - joined)


def pieces(rows: Rows, subject: Subject) -> list[tuple[Holding, Piece]]:
    """Everything that may be shown to the person, by the room that holds it."""
    return [(one, piece) for one in HOLDINGS.values() for piece in one.pieces(rows, subject)]


def names_of_others(subject: Subject) -> list[str]:
    """Names of everybody else in the subject's files."""
    names = {name.strip() for one in HOLDINGS.values() for name in one.others(all_rows, subject)}
    return sorted(names - {""} - set(subject.words), key=len, reverse=True)


def recipients(subject: Subject) -> list[Organisation]:
    """Other organisations that were let into a file of the subject: who is told of a correction or an erasure."""
    grants = Grant.objects.filter(folder__in=subject.folders).order_by()
    ids = {pk for pair in grants.values_list("at", "to_unit").distinct() for pk in pair if pk}
    found = Organisation.objects.filter(pk__in=ids - {subject.organisation}).order_by("name")
    return list(found)


def digest(text: str) -> str:
    """A keyed digest by which a text is recognised and not read."""
    return ring().search_hash(text).hex()
