"""Sharing a case with one colleague of another organisation."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, let_in
from tilts.access.colleagues import not_walled
from tilts.access.grants import in_force
from tilts.access.models import Grant, GrantKind, Membership, Organisation, User
from tilts.access.reach import Reach, Refused
from tilts.access.relationships import listed
from tilts.cases.models import Case
from tilts.cases.policy.case import WORKERS
from tilts.directory.policy import agreement_in_force
from tilts.people.actions import refuse_if_restricted
from tilts.people.models import Consent
from tilts.post.telling import tell
from tilts.sharing.actions.footing import Agreed, end_of, raise_their_walls, stand_on
from tilts.sharing.policy.referrals import may_share_case


def colleague_elsewhere(organisation: Organisation, email: str) -> User | None:
    """Who works on cases there today under this address; the exact address, for names are not listed."""
    now = timezone.now()
    works = Membership.objects.filter(Q(ends=None) | Q(ends__gt=now), organisation=organisation, starts__lte=now)
    there = works.filter(role__in=WORKERS, user__email=email.strip().lower(), user__is_active=True)
    member = there.select_related("user").first()
    return member.user if member else None


def _recipient(reach: Reach, case: Case, at: Organisation, email: str) -> User:
    """The colleague, if the case can be shared with them at all; else `Refused`."""
    if at.pk == case.organisation_id:
        raise Refused(_("A case is shared with somebody elsewhere. Bring a colleague into the team instead."))
    if agreement_in_force(reach, at) is None:
        raise Refused(_("No agreement with them is on record that holds today."))
    user = colleague_elsewhere(at, email)
    if user is None:
        raise Refused(_("Nobody who works on cases there has this address."))
    if in_force(case.folder).filter(to_user=user, kind=GrantKind.SHARED).exists():
        raise Refused(_("It is shared with them already. Take that back first."))
    return user


@action("case.shared", may=may_share_case, says=gettext_lazy("Case: shared by name"))
def share(  # noqa: PLR0913  everything sharing rests on is said here
    reach: Reach,
    case: Case,
    *,
    at: Organisation,
    email: str,
    zones: list[str],
    basis: str,
    until: date,
    consent: Consent | None = None,
    agreed: Agreed | None = None,
    reason: str = "",
) -> Grant:
    """Let one named colleague of an organisation with an agreement read what is listed, until a day."""
    refuse_if_restricted(case.folder_id)
    user = _recipient(reach, case, at, email)
    if not zones:
        raise Refused(_("Say what is shared."))
    said: dict[str, Any] = {"consent": consent, "agreed": agreed, "reason": reason.strip()}
    footing = stand_on(reach, case, to=at, zones=zones, basis=basis, until=until, **said)
    raise_their_walls(reach, case, at)
    levels = listed(GrantKind.SHARED, zones)
    grant = let_in(
        reach,
        case.folder,
        GrantKind.SHARED,
        zones=levels,
        basis=footing.ground.grant_basis,
        because=footing.ground,
        reason=reason.strip(),
        to_user=user,
        at=at,
        ends=end_of(footing.until),
    )
    tell(not_walled(User.objects.filter(pk=user.pk), case.folder), "case.shared", about=case.pk, path="/cases/")
    return grant
