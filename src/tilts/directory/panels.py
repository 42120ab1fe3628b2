"""What `directory` lends: the offices that answer reports work together with the police."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.asks import cooperating
from tilts.access.models import Organisation, OrganisationKind
from tilts.access.reach import Reach
from tilts.directory.models import Desk
from tilts.ui.rail import rail_item

rail_item("directory", _("Partners"), "building-bridge", "directory:partner_list", "directory.read", order=45)

POLICE = (OrganisationKind.STATE_POLICE, OrganisationKind.MUNICIPAL_POLICE)


@cooperating.answer
def desks(reach: Reach) -> list[Organisation]:
    """For the police: every office that answers reports today."""
    if reach.organisation is None or reach.organisation.kind not in POLICE:
        return []
    today = timezone.localdate()
    answering = reach(Desk).filter(Q(ends=None) | Q(ends__gt=today), starts__lte=today).values("organisation")
    return list(reach(Organisation).filter(pk__in=answering).order_by("name"))
