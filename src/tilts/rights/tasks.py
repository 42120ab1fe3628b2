"""Background work of `rights`: carrying out purges that two people have agreed on, in small batches."""

from django.db import transaction

from tilts.access.actor import acting
from tilts.access.models import Membership
from tilts.access.reach import Reach, unscoped
from tilts.kit.jobs import recurring
from tilts.rights.actions.keeping import BATCH, carry_out_item, finish_purge, waiting_items
from tilts.rights.models import Purge, PurgeState

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
