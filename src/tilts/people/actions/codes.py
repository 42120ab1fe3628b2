"""Personal codes, found again by their keyed hash."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.models import Folder
from tilts.access.reach import Reach, Refused
from tilts.kit.codes import Finding, code_digits, look_at_code
from tilts.people.asks import known_anew
from tilts.people.models import CodeKind, Person, PersonCode
from tilts.people.policy.persons import writes_in
from tilts.people.writing import not_ahead, take_back, writable
from tilts.sealing.keys import ring


def code_hash(organisation: UUID, value: str) -> str:
    """The keyed hash of a code in one organisation, however it was written."""
    return ring().search_hash(f"code:{organisation}:{code_digits(value)}").hex()


@action("code.added", may=writes_in("codes"), says=gettext_lazy("Personal code: added"))
def add_code(
    reach: Reach,
    folder: Folder,
    *,
    person: Person,
    kind: str,
    value: str,
    since: date | None = None,
    until: date | None = None,
    sure: bool = False,
) -> PersonCode:
    """Write down a code of a person. Whether somebody else has the same one is not told here.

    An old Latvian code whose date or check digit does not fit is kept only by one who is `sure`.
    """
    writable(folder, person)
    not_ahead(since)
    _check(kind, value, sure)
    found = code_hash(person.organisation_id, value)
    if PersonCode._base_manager.filter(folder=folder, person=person, search_hash=found, voided_at=None).exists():
        raise Refused(_("This code is written down already."))
    code = PersonCode.objects.create(
        organisation=person.organisation,
        folder=folder,
        person=person,
        kind=kind,
        value=" ".join(value.split()),
        search_hash=found,
        since=since,
        until=until,
    )
    known_anew.each(reach, person)
    return code


def _check(kind: str, value: str, sure: bool) -> None:
    finding = look_at_code(value) if kind == CodeKind.LATVIAN else Finding.FITS
    if finding == Finding.SHAPE:
        raise Refused(_("A Latvian personal code has eleven digits."))
    if finding == Finding.DOUBTFUL and not sure:
        raise Refused(_("The date or the check digit of this code does not fit. Look again, or say that you are sure."))


@action("code.withdrawn", may=writes_in("codes"), says=gettext_lazy("Personal code: taken back"))
def withdraw_code(reach: Reach, folder: Folder, *, code: PersonCode, seen_version: int, why: str) -> PersonCode:
    """A code was never this person's: shown to nobody, it stays on record and is found no more."""
    take_back(reach, folder, code, seen_version, why)
    return code
