"""Opening a case."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from tilts.access.actions import action, let_in
from tilts.access.models import Folder, FolderKind, GrantKind, Organisation, Profession, Role, User
from tilts.access.reach import Reach, Refused, roles
from tilts.cases.models import Case, TeamMember

DUTY = gettext_noop("law: social services")
"""The basis on which a social service opens a case."""


def _next_code(organisation: Organisation) -> str:
    with transaction.atomic():
        # no key: whoever writes a row of this organisation need not wait for us, while we wait for the end of its trace
        counter = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        counter.last_case_number += 1
        counter.save(update_fields=["last_case_number"])
    return f"L-{counter.last_case_number}"


@action("case.opened", may=roles(Role.CASE_WORKER, Role.SUPERVISOR), says=gettext_lazy("Case: opened"))
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
    let_in(reach, folder, GrantKind.ASSIGNED, basis=DUTY, because=None, to_user=reach.user)
    if not restricted:
        let_office_in(reach, folder)
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
    join_case(case, reach.user, Profession.SOCIAL_WORKER, day)
    return case


def let_office_in(reach: Reach, folder: Folder) -> None:
    """The supervisors of the office, and everybody in it as far as code and stage (part of a wider action)."""
    unit = folder.organisation
    role = Role.SUPERVISOR
    let_in(reach, folder, GrantKind.SUPERVISES, basis=DUTY, because=None, to_unit=unit, to_role=role)
    let_in(reach, folder, GrantKind.AGENCY, basis=DUTY, because=None, to_unit=unit)


def join_case(case: Case, user: User, profession: str, day: date) -> TeamMember:
    """Write down that somebody works on the case from this day (part of a wider action)."""
    return TeamMember.objects.create(
        organisation=case.organisation, case=case, user=user, profession=profession, starts=day
    )
