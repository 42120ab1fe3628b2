"""What `access` holds: why somebody was let into a file, or kept out of it."""

from django.utils.translation import gettext_lazy as _

from tilts.access.models import Breaking, Folder, Grant, Wall
from tilts.kit.holdings import Texts, holding

holding(
    "access",
    _("Who was let in and why"),
    tables=[Folder, Grant, Wall, Breaking],
    texts=(
        Texts(Grant, _("Why somebody was let in"), ("reason",), "folder_id", "starts", shown=False),
        Texts(Wall, _("Why somebody is kept out"), ("reason", "lowered_why"), "folder_id", "starts", shown=False),
        Texts(Folder, _("Why a case is restricted"), ("restricted_why",), "id", shown=False),
        Texts(Breaking, _("Opened in an emergency"), ("reason", "review"), "folder_id", "at", shown=False),
    ),
    stays=_("Who was let in, from when until when: without the reasons."),
)
