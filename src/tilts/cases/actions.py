"""Opening a case and working in it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tilts.access.actions import action, let_in, save_over
from tilts.access.models import Folder, FolderKind, GrantKind, Organisation, Profession, Role, User
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case, Note, Party, PartyRole, TeamMember
from tilts.people.actions import place_person, refuse_if_restricted
from tilts.people.models import Person

DUTY = gettext_noop("law: social services")
"""The basis on which a social service opens a case."""


def _next_code(organisation: Organisation) -> str:
    with transaction.atomic():
        counter = Organisation.objects.select_for_update().get(pk=organisation.pk)
        counter.last_case_number += 1
        counter.save(update_fields=["last_case_number"])
    return f"L-{counter.last_case_number}"


@action("case.opened")
def open_case(
    reach: Reach, /, *, kind: str, opened_on: date | None = None, restricted: bool = False, **facts: Any
) -> Case:
    """Open a case in one's own organisation: the folder, the case, and who is let in from the start.

    A restricted case (somebody in the office may know the parties) is open to the one who opens it alone.
    """
    organisation = reach.organisation
    if organisation is None or reach.user is None:
        raise Refused(_("A case is opened by somebody who works in an organisation."))
    folder = Folder.objects.create(organisation=organisation, kind=FolderKind.CASE, restricted=restricted)
    day = opened_on or timezone.localdate()
    case = Case.objects.create(
        id=folder.id,
        folder=folder,
        organisation=organisation,
        code=_next_code(organisation),
        kind=kind,
        opened_on=day,
        lead=reach.user,
        **facts,
    )
    let_in(reach, folder, GrantKind.ASSIGNED, basis=DUTY, to_user=reach.user)
    if not restricted:
        _let_office_in(reach, folder)
    _join(case, reach.user, Profession.SOCIAL_WORKER, day)
    return case


def _let_office_in(reach: Reach, folder: Folder) -> None:
    unit = folder.organisation
    role = Role.SUPERVISOR
    let_in(reach, folder, GrantKind.SUPERVISES, basis=DUTY, to_unit=unit, to_role=role)
    let_in(reach, folder, GrantKind.AGENCY, basis=DUTY, to_unit=unit)


def _join(case: Case, user: User, profession: str, day: date) -> TeamMember:
    return TeamMember.objects.create(
        organisation=case.organisation, case=case, user=user, profession=profession, starts=day
    )


@action("case.team_joined")
def join_team(reach: Reach, case: Case, *, user: User, profession: str, basis: str = DUTY) -> TeamMember:
    """Bring a specialist into the team: they may read what a specialist needs and write their own part."""
    refuse_if_restricted(case.folder_id)
    let_in(reach, case.folder, GrantKind.SPECIALIST, basis=basis, to_user=user)
    return _join(case, user, profession, timezone.localdate())


@action("case.party_added")
def add_party(reach: Reach, case: Case, *, person: Person, role: str = PartyRole.CLIENT) -> Party:
    """Give a person a role in the case."""
    if Party._base_manager.filter(case=case, person=person, role=role, voided_at=None).exists():
        raise Refused(_("This person is in the case already, in the same role."))
    place_person(reach, case.folder, person)
    return Party.objects.create(organisation=case.organisation, case=case, person=person, role=role)


@action("case.noted")
def write_note(reach: Reach, case: Case, *, text: str, at: datetime | None = None) -> Note:
    """Write something down in the case."""
    moment = at or timezone.now()
    return Note.objects.create(
        organisation=case.organisation,
        case=case,
        author=reach.user,
        at=moment,
        day=timezone.localdate(moment),
        text=text,
    )


@action("case.level_set")
def set_level(reach: Reach, case: Case, *, level: str) -> Case:
    """Set the level of risk in the professional's judgement."""
    save_over(case, case.version, level=level)
    return case


@action("case.closed")
def close_case(reach: Reach, case: Case, *, closed_on: date, seen_version: int) -> Case:
    """Close the case on a day not before it was opened and not in the future."""
    if closed_on < case.opened_on:
        raise Refused(_("A case cannot be closed before it was opened."))
    if closed_on > timezone.localdate():
        raise Refused(_("A case cannot be closed in the future."))
    save_over(case, seen_version, closed_on=closed_on)
    return case
