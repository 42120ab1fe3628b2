"""What `access` holds: why somebody was let into a file, or kept out of it."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.actor import JOB, acting
from tilts.access.models import Breaking, Draft, Folder, Grant, Sending, Wall
from tilts.kit.holdings import Gone, Rows, Subject, Texts, holding


def _empty(rows: Rows, subject: Subject) -> Iterable[Gone]:
    """What was typed on the pages of these files and not sent, and what was said when it was: whoever it was."""
    for table, address in ((Draft, "path"), (Sending, "there")):
        with acting(JOB):
            at = Q(*(Q(**{f"{address}__contains": str(folder)}) for folder in subject.folders), _connector=Q.OR)
            for one in table.objects.filter(at) if subject.folders else ():
                yield Gone(f"access.{table.__name__.lower()}", one.pk)
                one.delete()


holding(
    "access",
    _("Who was let in and why"),
    tables=[Folder, Grant, Wall, Breaking, Draft, Sending],
    empty=_empty,
    texts=(
        Texts(Grant, _("Why somebody was let in"), ("reason",), "folder_id", "starts", shown=False),
        Texts(Wall, _("Why somebody is kept out"), ("reason", "lowered_why"), "folder_id", "starts", shown=False),
        Texts(Folder, _("Why a case is restricted"), ("restricted_why",), "id", shown=False),
        Texts(Breaking, _("Opened in an emergency"), ("reason", "review"), "folder_id", "at", shown=False),
    ),
    stays=_("Who was let in, from when until when: without the reasons."),
)
