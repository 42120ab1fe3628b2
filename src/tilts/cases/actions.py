"""Opening a case and working in it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tilts.access.actions import Stale, action, let_in, save_over
from tilts.access.grants import end_grants, keep_to_named, open_to_office
from tilts.access.models import Folder, FolderKind, Grant, GrantKind, Organisation, Profession, Role, User
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case, Note, Party, PartyRole, TeamMember
from tilts.people.actions import place_person, refuse_if_restricted
from tilts.people.models import Person

DUTY = gettext_noop("law: social services")
"""The basis on which a social service opens a case."""


def _next_code(organisation: Organisation) -> str:
    with transaction.atomic():
        # no key: whoever writes a row of this organisation need not wait for us, while we wait for the end of its trace
        counter = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
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
    let_in(reach, folder, GrantKind.ASSIGNED, basis=DUTY, to_user=reach.user)
    if not restricted:
        _let_office_in(reach, folder)
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


@action("case.team_left")
def leave_team(reach: Reach, case: Case, *, user: User) -> None:
    """Take somebody off the team: they see what any colleague sees. Who leads the case hands it over first."""
    if case.lead_id == user.pk:
        raise Refused(_("Who leads the case stays in its team. Hand the case over first."))
    spells = TeamMember._base_manager.filter(case=case, user=user, ends=None, voided_at=None)
    spells.update(ends=timezone.localdate(), version=F("version") + 1)
    end_grants(Grant.objects.filter(folder=case.folder_id, to_user=user).exclude(kind=GrantKind.BROKEN_GLASS))


@action("case.lead_handed_over")
def hand_over(reach: Reach, case: Case, *, to: User, stays: bool = False) -> Case:
    """Give the case to a colleague, who leads it from now on; who led it leaves, or stays in the team."""
    before = case.lead
    if before and before.pk == to.pk:
        raise Refused(_("This colleague leads the case already."))
    refuse_if_restricted(case.folder_id)
    end_grants(Grant.objects.filter(folder=case.folder_id, to_user=to, kind=GrantKind.SPECIALIST))
    let_in(reach, case.folder, GrantKind.ASSIGNED, basis=DUTY, to_user=to, at=case.organisation)
    if not TeamMember._base_manager.filter(case=case, user=to, ends=None, voided_at=None).exists():
        _join(case, to, Profession.SOCIAL_WORKER, timezone.localdate())
    save_over(case, case.version, lead=to)
    if before:
        _step_back(reach, case, before, stays)
    return case


def _step_back(reach: Reach, case: Case, user: User, stays: bool) -> None:
    end_grants(Grant.objects.filter(folder=case.folder_id, to_user=user, kind=GrantKind.ASSIGNED))
    if stays:
        let_in(reach, case.folder, GrantKind.SPECIALIST, basis=DUTY, to_user=user, at=case.organisation)
        return
    spells = TeamMember._base_manager.filter(case=case, user=user, ends=None, voided_at=None)
    spells.update(ends=timezone.localdate(), version=F("version") + 1)


@action("case.restricted")
def restrict(reach: Reach, case: Case, *, reason: str) -> Case:
    """Keep the case to named people: the office and its supervisors no longer see it, not even that it is this one."""
    if case.folder.restricted:
        raise Stale
    keep_to_named(case.folder, reason)
    return case


@action("case.unrestricted")
def open_again(reach: Reach, case: Case, *, reason: str) -> Case:
    """The case is as any other of the office again."""
    if not case.folder.restricted:
        raise Stale
    open_to_office(case.folder, reason)
    _let_office_in(reach, case.folder)
    return case


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
