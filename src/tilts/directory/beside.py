"""The directory beside the work: who could help, what they do, and whether there is room."""

from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from tilts.access.reach import Reach
from tilts.directory.models import Agreement, Desk, Offer, Partner


def with_offers(reach: Reach) -> Any:
    """Partners by name, each with what it offers (`offered`) and what was agreed with it (`agreed`)."""
    offered = Prefetch("offers", reach(Offer), "offered")
    agreed = Prefetch("agreements", reach(Agreement).in_force(), "agreed")
    return reach(Partner).select_related("territory").prefetch_related(offered, agreed)


def own_municipality(reach: Reach) -> Any:
    """The municipality for which one's own organisation answers, where it is one; else None."""
    today = timezone.localdate()
    desks = reach(Desk).filter(Q(ends=None) | Q(ends__gt=today), organisation=reach.organisation, starts__lte=today)
    found = list(desks.order_by().values_list("territory", flat=True)[:2])
    return found[0] if len(found) == 1 else None
