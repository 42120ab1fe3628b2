"""Breaking the glass: 60 minutes in a case of others, in an emergency, read only, traced, told and reviewed.

Who may is a matter of duty, not of grants. Never through a wall, and never into a case kept to named people: for
whoever asks, such a case is as if it were not there.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from tilts.access import asks
from tilts.access.actions import Stale, action, let_in
from tilts.access.colleagues import colleagues, not_walled
from tilts.access.duty import ON_DUTY_WHEN_MARKED
from tilts.access.grants import in_force
from tilts.access.models import Breaking, Folder, FolderKind, GrantKind, Membership, Organisation, Role, User
from tilts.access.policy import may_break_glass, may_review_glass
from tilts.access.reach import Reach, Refused, roles_here
from tilts.access.standing import is_walled
from tilts.kit.codes import typed_code
from tilts.kit.workdays import end_of_next_working_day

REVIEWERS = (Role.SUPERVISOR, Role.DATA_PROTECTION)
MINUTES = 60
REVIEW_WORKING_DAYS = 2
LEAST_REASON = 20
VITAL = gettext_noop("law: danger to life or health")
NO_SUCH_CASE = gettext_lazy("No case can be opened under this code. Check the code with whoever told it to you.")


def cooperating(reach: Reach) -> list[Organisation]:
    """One's own organisation first, then those it works with, as the rooms above know them."""
    if reach.organisation is None:
        return []
    others = {one.pk: one for known in asks.cooperating.each(reach) for one in known}
    others.pop(reach.organisation.pk, None)
    return [reach.organisation, *sorted(others.values(), key=lambda one: one.name)]


def folder_coded(organisation: Organisation, code: str) -> Folder | None:
    """The case of this organisation under this exact code, whoever asks: what is told of it is for the caller."""
    found = asks.folder_by_code.first(organisation, code)
    return Folder.objects.filter(pk=found, kind=FolderKind.CASE).first() if found else None


def break_glass(reach: Reach, *, organisation: Organisation, code: str, category: str, reason: str) -> Breaking:
    """Open the case of this code; one that is not there, walled or kept to named people answers alike."""
    folder = folder_coded(organisation, code) if organisation in cooperating(reach) else None
    closed = folder is None or folder.restricted or is_walled(folder, user=reach.user, unit=reach.organisation)
    if folder is None or closed:
        raise Refused(NO_SUCH_CASE)
    return _break(reach, folder, code=typed_code(code), category=category, reason=reason)


@action("glass.broken", may=may_break_glass, says=gettext_lazy("Emergency opening"))
def _break(reach: Reach, folder: Folder, *, code: str, category: str, reason: str) -> Breaking:
    """One record and one grant of 60 minutes; owner and data protection officers are told at once."""
    if reach.user is None or reach.organisation is None or len(reason.strip()) < LEAST_REASON:
        raise Refused(_("Say in at least 20 characters why it cannot wait."))
    now = timezone.now()
    until = now + timedelta(minutes=MINUTES)
    broken = Breaking.objects.create(
        folder=folder,
        organisation=folder.organisation,
        user=reach.user,
        user_organisation=reach.organisation,
        code=code,
        category=category,
        reason=reason.strip(),
        at=now,
        until=until,
        review_due=end_of_next_working_day(now, days=REVIEW_WORKING_DAYS),
    )
    let_in(reach, folder, GrantKind.BROKEN_GLASS, basis=VITAL, because=broken, to_user=reach.user, ends=until)
    _tell_at_once(reach, broken)
    return broken


def _tell_at_once(reach: Reach, broken: Breaking) -> None:
    folder = broken.folder
    owners = in_force(folder).filter(kind=GrantKind.ASSIGNED, to_user__isnull=False).values("to_user")
    people: list[tuple[Iterable[User], str]] = [(User.objects.filter(pk__in=owners), "/")]
    people.append((colleagues(folder.organisation, *REVIEWERS), "/emergency/review/"))
    told: set[UUID] = {reach.user.pk} if reach.user else set()
    for rows, path in people:
        fresh = [one for one in not_walled(rows, folder) if one.pk not in told]  # type: ignore[arg-type]
        asks.tell.each(fresh, "glass.broken", about=broken.pk, path=path)
        told |= {one.pk for one in fresh}


@action("glass.reviewed", may=may_review_glass, says=gettext_lazy("Emergency opening: reviewed"))
def review_breaking(reach: Reach, broken: Breaking, *, justified: bool, review: str) -> Breaking:
    """Say whether it was right to open the case; once, by somebody who did not open it."""
    now = timezone.now()
    unseen = Breaking.objects.filter(pk=broken.pk, reviewed_at=None)
    if not unseen.update(reviewed_at=now, reviewed_by=reach.user, justified=justified):
        raise Stale
    broken.refresh_from_db()
    broken.review = review
    broken.save(update_fields=["review"])
    return broken


@action("duty.set", may=roles_here(Role.SUPERVISOR, Role.ADMINISTRATOR), says=gettext_lazy("On duty: set"))
def set_duty(reach: Reach, membership: Membership, *, on_duty: bool) -> Membership:
    """Mark somebody's work as on duty day and night, or no longer."""
    if on_duty and membership.role not in ON_DUTY_WHEN_MARKED:
        raise Refused(_("This role is not on duty day and night."))
    membership.on_duty = on_duty
    membership.save(update_fields=["on_duty"])
    return membership
