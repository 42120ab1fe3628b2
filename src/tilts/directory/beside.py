"""The directory beside the work: who could help, what they do, and whether there is room."""

from typing import Any

from django.db.models import Prefetch

from tilts.access.reach import Reach
from tilts.directory.models import Agreement, Offer, Partner


def with_offers(reach: Reach) -> Any:
    """Partners by name, each with what it offers (`offered`) and what was agreed with it (`agreed`)."""
    offered = Prefetch("offers", reach(Offer), "offered")
    agreed = Prefetch("agreements", reach(Agreement).in_force(), "agreed")
    return reach(Partner).select_related("territory").prefetch_related(offered, agreed)
