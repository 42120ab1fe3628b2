"""Background work of `rights`: purges that two people agreed on, in small batches; what nobody need keep any more."""

from django.db import transaction
from django.utils import timezone

from tilts.access.actor import acting
from tilts.access.models import Membership, Organisation
from tilts.access.reach import Reach, unscoped
from tilts.accounts.models import WAITING, StaffChange
from tilts.kit.jobs import recurring
from tilts.kit.months import add_months
from tilts.rights.actions.keeping import BATCH, carry_out_item, finish_purge, waiting_items
from tilts.rights.keeping import keeping_times
from tilts.rights.models import Purge, PurgeState, StartEvent

REASON = "the job carries out purges that two people agreed on"


def _reach_of(purge: Purge) -> Reach:
    """The job, in the name of the organisation and of who confirmed."""
    working = Membership.objects.filter(user=purge.confirmed_by, organisation=purge.organisation)
    return Reach(user=purge.confirmed_by, membership=working.first(), purpose="job")


@recurring(name="rights.purges", minutes=1)
def run_purges(at_most: int = BATCH) -> int:
    """One batch of every confirmed purge, each item in a transaction of its own; how many were handled."""
    handled = 0
    with transaction.atomic(), acting(Reach(purpose="job")):
        waiting = list(unscoped(Purge, reason=REASON).filter(state=PurgeState.CONFIRMED))
    for purge in waiting:
        handled += _batch(purge, at_most)
    return handled


def _batch(purge: Purge, at_most: int) -> int:
    reach = _reach_of(purge)
    with transaction.atomic(), acting(reach):
        items = list(waiting_items(purge, at_most))
    for item in items:
        carry_out_item(reach, item)
    if len(items) < at_most:
        with transaction.atomic(), acting(reach):
            finish_purge(purge)
    return len(items)


@recurring(name="rights.staff_changes", minutes=24 * 60)
def forget_staff_changes() -> int:
    """Roles that were given and accounts that were opened anew go when their keeping time is over; how many went."""
    gone, today = 0, timezone.localdate()
    with transaction.atomic(), acting(Reach(purpose="job")):
        for organisation in Organisation.objects.order_by("pk"):
            time = keeping_times(organisation, today)[StartEvent.STAFF_CHANGE]
            last = add_months(today, -time.all_months)
            rows = StaffChange._base_manager.filter(organisation=organisation, ended_at__date__lte=last)
            gone += rows.exclude(state__in=WAITING).delete()[0]
    return gone
