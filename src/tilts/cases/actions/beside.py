"""Restricting, opening and handing over what hangs beside a case, together with the case."""

from collections.abc import Iterator

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.grants import end_grants, in_force, keep_to_named, open_to_office
from tilts.access.models import GrantKind, Role, User
from tilts.access.reach import Reach
from tilts.access.standing import is_walled
from tilts.cases.asks import attached
from tilts.cases.beside import Beside
from tilts.cases.models import Case


def _beside(case: Case) -> Iterator[Beside]:
    for folders in attached.each(case):
        yield from folders


def restrict_beside(case: Case, reason: str) -> None:
    """Only named people see what hangs beside the case, as the case itself (part of a wider action)."""
    with acting(JOB):
        for one in _beside(case):
            if not one.folder.restricted:
                keep_to_named(one.folder, reason)


def open_beside(reach: Reach, case: Case, reason: str) -> None:
    """The supervisors read again what hangs beside the case (part of a wider action)."""
    with acting(JOB):
        for one in _beside(case):
            if one.folder.restricted:
                open_to_office(one.folder, reason)
                _let_supervisors_in(reach, one)


def _let_supervisors_in(reach: Reach, one: Beside) -> None:
    if one.supervised is None or is_walled(one.folder, user=None, unit=one.supervised):
        return
    let_in(
        reach,
        one.folder,
        GrantKind.SUPERVISES,
        basis=one.basis,
        because=one.because,
        zones=one.supervisor_zones,
        to_unit=one.supervised,
        to_role=Role.SUPERVISOR,
    )


def hand_beside(reach: Reach, case: Case, *, before: User | None, to: User) -> None:
    """What hangs beside the case goes with whoever leads it (part of a wider action)."""
    with acting(JOB):
        for one in _beside(case):
            if before:
                end_grants(in_force(one.folder).filter(kind=one.lead, to_user=before))
            let_lead_in(reach, case, one, to)


def let_lead_in(reach: Reach, case: Case, one: Beside, lead: User) -> None:
    """Whoever leads the case reads it, unless they do already or a wall stands before it (part of a wider action)."""
    reads = in_force(one.folder).filter(kind=one.lead, to_user=lead).exists()
    if one.author == lead.pk or reads or is_walled(one.folder, user=lead, unit=None):
        return
    let_in(
        reach,
        one.folder,
        one.lead,
        basis=one.basis,
        because=one.because,
        zones=one.lead_zones,
        to_user=lead,
        at=case.organisation,
    )
