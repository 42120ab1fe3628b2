"""Who sees which letters wait."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, rule, scope
from tilts.post.models import Letter


@scope(Letter, no_folder="letters to colleagues that say nothing of clients")
def letter_rows(reach: Reach, rows: Rows) -> Rows:
    """Administrators see which letters to their colleagues wait or failed."""
    if not reach.is_one_of(Role.ADMINISTRATOR):
        return rows.none()
    return rows.filter(to__memberships__organisation=reach.organisation).distinct()


@rule("letters.read", says=_("Letters: looked"))
def may_read_letters(reach: Reach, record: Any = None) -> Decision:
    """Administrators see how many letters to their colleagues wait or failed; what a letter links to is not shown."""
    return Decision(reach.is_one_of(Role.ADMINISTRATOR))
