"""What this room counts: agreements with other institutions."""

from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Reach, Rows
from tilts.directory.models import Agreement, AgreementKind
from tilts.kit.figures import CountType
from tilts.kit.measures import measure


@measure(
    "directory.agreements",
    _("Cooperation agreements signed"),
    lv=(
        "Noslēgtie sadarbības līgumi",
        "Sadarbības līgumi ar citām iestādēm un organizācijām, skaitīti pēc noslēgšanas dienas.",
    ),
    count_type=CountType.ACTS,
    on="signed_on",
    by={"partner_kind": "partner__kind", "organisation": "organisation__code"},
)
def agreements(reach: Reach) -> Rows:
    """Cooperation agreements with other institutions and organisations, by the day on which they were signed."""
    return reach(Agreement).filter(kind=AgreementKind.AGREEMENT)
