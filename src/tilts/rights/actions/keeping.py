"""Keeping times, holds and purges."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.held import hold, say_the_same
from tilts.access.models import Role
from tilts.access.reach import Reach, Refused, nobody_by_hand, roles_here
from tilts.cases.models import Case
from tilts.kit.codes import typed_code
from tilts.kit.holdings import Subject
from tilts.people.models import Person
from tilts.rights.erasing import empty, erase, write_proof
from tilts.rights.gathering import all_rows, as_office, ask_again, recipients, subject_of, subject_of_folder, who
from tilts.rights.keeping import due_until, duties, why_kept
from tilts.rights.models import LegalHold, Purge, PurgeItem, PurgeState, RetentionClass
from tilts.rights.policy import OFFICE, may_confirm_purge

BATCH = 20


@action("retention.changed", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Keeping times: changed"))
def set_keeping_time(
    reach: Reach, /, *, event: str, years: int, months: int, source: str, in_force_from: date
) -> RetentionClass:
    """Set how long something is kept, from a day on; the times before stay as they were."""
    _user, organisation = who(reach)
    return RetentionClass.objects.create(
        organisation=organisation,
        event=event,
        years=years,
        months=months,
        source=source,
        in_force_from=in_force_from,
    )


@action("hold.placed", may=roles_here(*OFFICE), says=gettext_lazy("Hold on erasure: placed"))
def place_hold(reach: Reach, /, *, case_code: str, reason: str, starts: date, ends: date | None = None) -> LegalHold:
    """Hold a file: nothing of it goes until the hold ends or is lifted."""
    user, organisation = who(reach)
    with as_office(reach):
        cases = all_rows(Case).filter(organisation=organisation, code=typed_code(case_code))
        case = cases.select_related("folder").first()
    if case is None:
        raise Refused(_("There is no case of this code in your organisation."), "case_code")
    with as_office(reach):
        hold(case.folder)
        same = all_rows(LegalHold).filter(folder=case.folder, starts=starts, ends=ends, lifted_at=None)
        held = say_the_same(same, reason=reason)
    if held:
        raise Refused(_("This file is held for this reason from this day already."), "case_code")
    return LegalHold.objects.create(
        organisation=organisation,
        folder=case.folder,
        label=case.code,
        reason=reason,
        starts=starts,
        ends=ends,
        placed_by=user,
    )


@action("hold.lifted", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Hold on erasure: lifted"))
def lift_hold(reach: Reach, hold: LegalHold) -> LegalHold:
    """Lift a hold."""
    if hold.lifted_at:
        raise Refused(_("This hold was lifted already."))
    hold.lifted_at, hold.lifted_by = timezone.now(), reach.user
    hold.save(update_fields=["lifted_at", "lifted_by"])
    return hold


@action("purge.proposed", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Erasure of what fell due: proposed"))
def propose_purge(reach: Reach, /, *, until: date) -> Purge:
    """Propose that what falls due until a day goes; it is listed without a name, and somebody else confirms it."""
    if until > timezone.localdate():
        raise Refused(_("What has not fallen due yet cannot be purged."), "until")
    user, organisation = who(reach)
    items = fallen_due(reach, until)
    if not items:
        raise Refused(_("Nothing falls due until that day."), "until")
    purge = Purge.objects.create(organisation=organisation, until=until, proposed_by=user, proposed_at=timezone.now())
    for item in items:
        item.purge = purge
    PurgeItem.objects.bulk_create(items)
    return purge


def fallen_due(reach: Reach, until: date) -> list[PurgeItem]:
    """What falls due until a day, oldest first, without a name: a look, of which nothing is written."""
    _user, organisation = who(reach)
    with as_office(reach):
        items = [item for pair in due_until(organisation.pk, until) if (item := _item(organisation, pair, until))]
    return sorted(items, key=lambda item: (item.since, item.label))


def _subject(organisation: Any, pair: tuple[UUID | None, UUID | None]) -> Subject:
    person, folder = pair
    if person:
        return subject_of(all_rows(Person).get(pk=person))
    assert folder is not None
    return subject_of_folder(folder, organisation.pk)


def _item(organisation: Any, pair: tuple[UUID | None, UUID | None], until: date) -> PurgeItem | None:
    subject = _subject(organisation, pair)
    if why_kept(subject, until):
        return None
    kept = duties(subject, until)
    ends = [duty.until for duty in kept if duty.until]
    last = next(duty for duty in kept if duty.until == max(ends))
    return PurgeItem(
        organisation=organisation,
        person_id=pair[0],
        folder_id=pair[1],
        label=", ".join(dict.fromkeys(duty.what for duty in kept))[:80],
        event=last.time.event,
        since=max(ends),
    )


@action("purge.confirmed", may=may_confirm_purge, says=gettext_lazy("Erasure of what fell due: confirmed"))
def confirm_purge(reach: Reach, purge: Purge) -> Purge:
    """Confirm what another proposed; the job carries it out."""
    held = _held(purge, PurgeState.PROPOSED)
    ask_again(reach, "purge.confirmed", held)
    held.state, held.confirmed_by, held.confirmed_at = PurgeState.CONFIRMED, reach.user, timezone.now()
    held.save()
    return held


@action("purge.stopped", may=roles_here(*OFFICE), says=gettext_lazy("Erasure of what fell due: stopped"))
def stop_purge(reach: Reach, purge: Purge) -> Purge:
    """Let what fell due stay for now."""
    held = _held(purge, PurgeState.PROPOSED)
    held.state, held.done_at = PurgeState.STOPPED, timezone.now()
    held.save()
    return held


def _held(purge: Purge, state: str) -> Purge:
    held: Purge = all_rows(Purge).select_for_update().get(pk=purge.pk)
    if held.state != state:
        words = {"state": held.get_state_display()}
        raise Refused(_("A colleague was faster: this purge is now “%(state)s”.") % words)
    return held


@action("purge.carried_out", may=nobody_by_hand, says=gettext_lazy("Erasure of what fell due: carried out"))
def carry_out_item(reach: Reach, item: PurgeItem) -> PurgeItem:
    """Erase one person or report of a confirmed purge; a hold or an opened case that came since leaves it alone."""
    purge = item.purge
    by: dict[str, Any] = {"proposed_by": purge.proposed_by, "confirmed_by": purge.confirmed_by, "purge": purge}
    subject = _subject(item.organisation, (item.person_id, item.folder_id))
    item.skipped = bool(why_kept(subject, timezone.localdate()))
    if not item.skipped and item.person_id:
        erase(all_rows(Person).get(pk=item.person_id), **by)
    elif not item.skipped:
        told = recipients(subject)
        write_proof(subject, empty(subject), told=told, **by)
    item.done_at = timezone.now()
    item.save(update_fields=["skipped", "done_at"])
    return item


def waiting_items(purge: Purge, at_most: int = BATCH) -> Iterable[PurgeItem]:
    """The next batch of a purge."""
    rows = all_rows(PurgeItem).filter(purge=purge, done_at=None).select_related("purge", "organisation")
    return list(rows.order_by("since", "pk")[:at_most])


def finish_purge(purge: Purge) -> None:
    """Mark a purge of which nothing waits as done."""
    purge.state, purge.done_at = PurgeState.DONE, timezone.now()
    purge.save(update_fields=["state", "done_at"])
