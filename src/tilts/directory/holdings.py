"""What `directory` holds: institutions and how they are reached; no client stands here."""

from django.utils.translation import gettext_lazy as _

from tilts.directory.models import Partner
from tilts.kit.holdings import holding

holding(
    "directory",
    _("Partner institutions"),
    tables=[Partner],
    stays=_("Institutions with their address and telephone: they name no client."),
)
