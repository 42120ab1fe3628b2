"""Who reaches the tables of `access` itself."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.duty import assigned, is_on_duty, is_suspended
from tilts.access.models import (
    AuditEntry,
    AuditHead,
    Breaking,
    Draft,
    Folder,
    Grant,
    JobMark,
    Membership,
    Organisation,
    Role,
    Sending,
    Site,
    User,
    Wall,
)
from tilts.access.reach import Decision, Reach, Rows, granted, open_table, rule, scope, walls_against
from tilts.sealing.models import KeyMark

OVERSIGHT = (Role.SUPERVISOR, Role.DATA_PROTECTION)

open_table(Organisation, reason="names of institutions; everyone who works here must be able to refer")
open_table(Site, reason="places of work, never a shelter's address")


@scope(User, no_folder="colleagues are not clients")
def user_rows(reach: Reach, rows: Rows) -> Rows:
    """Colleagues of one's own organisation, and oneself."""
    if reach.organisation is None:
        return rows.filter(pk=getattr(reach.user, "pk", None))
    return rows.filter(
        Q(pk=getattr(reach.user, "pk", None)) | Q(memberships__organisation=reach.organisation)
    ).distinct()


@scope(Membership, no_folder="who works where")
def membership_rows(reach: Reach, rows: Rows) -> Rows:
    """Who works in one's own organisation, and in which role."""
    return rows.filter(Q(user=reach.user) | Q(organisation=reach.organisation))


@scope(Draft, no_folder="what somebody typed and has not sent: no record yet, and its writer's alone")
def draft_rows(reach: Reach, rows: Rows) -> Rows:
    """What one typed oneself, in the role in which one acts now."""
    return rows.filter(user=reach.user, membership=reach.membership)


def may_throw_away(reach: Reach, record: Any = None) -> Decision:
    """Whoever typed it."""
    return Decision(reach.user is not None and (record is None or record.user_id == reach.user.pk))


@scope(Folder, no_folder="it is the folder; the policies of the rows read it")
def folder_rows(reach: Reach, rows: Rows) -> Rows:
    """Folders of which one may at least know that they exist."""
    return granted(reach, rows, folder="pk", zone="admin")


def _past_walls(reach: Reach, rows: Rows, *, folder: str) -> Rows:
    """Without what lies behind a wall: whoever is kept out does not review, lower or list it either."""
    return rows.exclude(Exists(walls_against(reach).filter(folder=OuterRef(folder))))


@scope(Grant, no_folder="the policies of the rows are made of grants")
def grant_rows(reach: Reach, rows: Rows) -> Rows:
    """Who was let into a folder that one may see oneself."""
    return granted(reach, rows, folder="folder", zone="admin")


@scope(Wall, no_folder="the policies of the rows are made of walls")
def wall_rows(reach: Reach, rows: Rows) -> Rows:
    """Walls are known to supervisors and the data protection role of the same organisation, not to the one kept out."""
    if not reach.is_one_of(*OVERSIGHT):
        return rows.none()
    return _past_walls(reach, rows.filter(folder__organisation=reach.organisation), folder="folder")


@scope(AuditEntry, no_folder="the trace lies apart from every folder and has a policy of its own")
def audit_rows(reach: Reach, rows: Rows) -> Rows:
    """The data protection role: what its colleagues did and what anybody did with its files; administrators never."""
    if not reach.is_one_of(Role.DATA_PROTECTION) or not reach.organisation:
        return rows.none()
    own_files = Folder.objects.filter(organisation=reach.organisation).values("pk")
    return rows.filter(Q(organisation=reach.organisation.id) | Q(record__in=own_files))


@scope(AuditHead, no_folder="ends of the chains, for the verb that writes the trace")
def head_rows(reach: Reach, rows: Rows) -> Rows:
    """The data protection role sees where its own organisation's chain ends; only the trace itself moves it."""
    if not reach.is_one_of(Role.DATA_PROTECTION) or not reach.organisation:
        return rows.none()
    return rows.filter(chain=reach.organisation.id)


@scope(KeyMark, no_folder="proofs of keys")
def key_rows(reach: Reach, rows: Rows) -> Rows:
    """Nobody: the start of the server compares them."""
    return rows.none()


@scope(Breaking, no_folder="about a folder, for those who review it and do not open it")
def breaking_rows(reach: Reach, rows: Rows) -> Rows:
    """Glass broken in one's own organisation, for supervisors and data protection; one's own; in one's own cases."""
    mine = Q(user=reach.user)
    mine |= Q(folder__in=assigned(reach))
    if reach.is_one_of(*OVERSIGHT):
        mine |= Q(organisation=reach.organisation)
    return _past_walls(reach, rows.filter(mine), folder="folder")


@scope(Sending, no_folder="which forms somebody sent, for the door that answers them")
def sending_rows(reach: Reach, rows: Rows) -> Rows:
    """Everybody's own forms, for as long as they may come a second time."""
    return rows.filter(user=reach.user)


@scope(JobMark, no_folder="when the machine last did its recurring work")
def job_rows(reach: Reach, rows: Rows) -> Rows:
    """Administrators see whether the work in the background is being done."""
    return rows if reach.is_one_of(Role.ADMINISTRATOR) else rows.none()


def may_lower_wall(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and the data protection role lower walls in their own organisation, never one before themselves."""
    return Decision(reach.is_one_of(*OVERSIGHT) and (record is None or reach(Wall).filter(pk=record.pk).exists()))


@rule("wall.read", says=_("Walls: looked"))
def may_read_walls(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and the data protection role see who is kept out of what."""
    return Decision(reach.is_one_of(*OVERSIGHT))


def may_end_grant(reach: Reach, record: Any = None) -> Decision:
    """Those who work on a case and write its admin zone take grants back; the last worker's own stays."""
    working = reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR)
    return Decision(working and (record is None or reach.zones(record.folder_id).admin == 2))


def may_break_glass(reach: Reach, record: Any = None) -> Decision:
    """Those on duty day and night open a case in an emergency, unless one of theirs lies unreviewed for five days."""
    if not is_on_duty(reach.membership):
        return Decision(False, _("Emergency access is for those who are on duty day and night."))
    return Decision(
        not is_suspended(reach.user),
        _("An earlier emergency opening of yours has not been reviewed for five days. Ask for its review first."),
    )


@rule("glass.offered")
def may_see_glass(reach: Reach, record: Any = None) -> Decision:
    """Those on duty day and night see where emergency access is."""
    return Decision(is_on_duty(reach.membership))


@rule("glass.read", says=_("Emergency openings: looked"))
def may_read_glass(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and the data protection role see what was opened in an emergency in their own organisation."""
    return Decision(reach.is_one_of(*OVERSIGHT))


def may_review_glass(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection of the folder's organisation review an opening that was not their own."""
    if record is not None and record.user_id == getattr(reach.user, "pk", None):
        return Decision(False, _("Somebody else reviews what you opened."))
    mine = record is None or record.organisation_id == getattr(reach.organisation, "id", None)
    return Decision(mine and reach.is_one_of(*OVERSIGHT))


@rule("purpose.stated", says=_("Purpose of reading: stated"))
def may_state_purpose(reach: Reach, record: Any = None) -> Decision:
    """Supervisors say for which purpose they read the cases of others."""
    return Decision(reach.is_one_of(Role.SUPERVISOR))


@rule("signed_in", says=_("Signed in"))
def may_when_signed_in(reach: Reach, record: Any = None) -> Decision:
    """Whoever is signed in and works somewhere."""
    return Decision(reach.membership is not None)
