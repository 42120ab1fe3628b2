"""Who knows how a case ended, and who opens it again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Decision, Reach, in_folder
from tilts.cases.models import Closing
from tilts.cases.policy.case import may_arrange

in_folder(Closing, key="case", zone="services")


def may_reopen(reach: Reach, record: Any = None) -> Decision:
    """Those who write the admin zone of a closed case open it again."""
    if record is not None and record.closed_on is None:
        return Decision(False, _("This case is open."))
    return may_arrange(reach, record)
