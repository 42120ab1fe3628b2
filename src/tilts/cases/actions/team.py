"""Who works on a case."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, let_in, save_over
from tilts.access.grants import end_grants
from tilts.access.models import Grant, GrantKind, Profession, User
from tilts.access.reach import Reach, Refused
from tilts.cases.actions.aftercare import narrow_team
from tilts.cases.actions.beside import hand_beside
from tilts.cases.actions.opening import DUTY, join_case
from tilts.cases.asks import pass_on_what_waits
from tilts.cases.models import Case, TeamMember
from tilts.cases.policy.case import may_arrange, writes
from tilts.cases.sides import keep_out_of_other_side
from tilts.people.actions import refuse_if_restricted


@action("case.team_joined", may=writes("admin"), says=gettext_lazy("Case: colleague in the team"))
def join_team(reach: Reach, case: Case, *, user: User, profession: str, basis: str = DUTY) -> TeamMember:
    """Bring a specialist into the team: they may read what a specialist needs and write their own part."""
    refuse_if_restricted(case.folder_id)
    there = TeamMember._base_manager.filter(case=case, user=user, profession=profession, ends=None, voided_at=None)
    if there.exists():
        raise Refused(_("This colleague is in the team already."), "user")
    let_in(reach, case.folder, GrantKind.SPECIALIST, basis=basis, because=None, to_user=user)
    keep_out_of_other_side(case, user)
    return join_case(case, user, profession, timezone.localdate())


@action("case.team_left", may=may_arrange, says=gettext_lazy("Case: colleague left the team"))
def leave_team(reach: Reach, case: Case, *, user: User) -> None:
    """Take somebody off the team: they see what any colleague sees. Who leads the case hands it over first."""
    if case.lead_id == user.pk:
        raise Refused(_("Who leads the case stays in its team. Hand the case over first."))
    spells = TeamMember._base_manager.filter(case=case, user=user, ends=None, voided_at=None)
    spells.update(ends=timezone.localdate(), version=F("version") + 1)
    if case.lead:
        pass_on_what_waits.each(case, left=user, to=case.lead)
    end_grants(Grant.objects.filter(folder=case.folder_id, to_user=user, because=None))


@action("case.lead_handed_over", may=may_arrange, says=gettext_lazy("Case: handed over"))
def hand_over(reach: Reach, case: Case, *, to: User, stays: bool = False, seen_version: int | None = None) -> Case:
    """Give the case to a colleague, who leads it from now on; who led it leaves, or stays in the team.

    `Stale` where somebody did something with the case since `seen_version`; without it, as the case stands.
    """
    before = case.lead
    if before and before.pk == to.pk:
        raise Refused(_("This colleague leads the case already."))
    refuse_if_restricted(case.folder_id)
    end_grants(Grant.objects.filter(folder=case.folder_id, to_user=to, kind=GrantKind.SPECIALIST))
    let_in(reach, case.folder, GrantKind.ASSIGNED, basis=DUTY, because=None, to_user=to, at=case.organisation)
    keep_out_of_other_side(case, to)
    if not TeamMember._base_manager.filter(case=case, user=to, ends=None, voided_at=None).exists():
        join_case(case, to, Profession.SOCIAL_WORKER, timezone.localdate())
    save_over(case, case.version if seen_version is None else seen_version, lead=to)
    hand_beside(reach, case, before=before, to=to)
    if before:
        _step_back(reach, case, before, stays)
    if case.closed_on:
        narrow_team(case, case.closed_on)
    return case


def _step_back(reach: Reach, case: Case, user: User, stays: bool) -> None:
    if not stays:  # before the grant ends: who hands over their own case changes these rows while they are still open
        spells = TeamMember._base_manager.filter(case=case, user=user, ends=None, voided_at=None)
        spells.update(ends=timezone.localdate(), version=F("version") + 1)
        if case.lead:
            pass_on_what_waits.each(case, left=user, to=case.lead)
    end_grants(Grant.objects.filter(folder=case.folder_id, to_user=user, kind=GrantKind.ASSIGNED))
    if stays:
        let_in(reach, case.folder, GrantKind.SPECIALIST, basis=DUTY, because=None, to_user=user, at=case.organisation)
