"""Throwing away what one typed and did not send."""

from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.models import Draft
from tilts.access.policy import may_throw_away
from tilts.access.reach import Reach


@action("draft.thrown_away", may=may_throw_away, says=gettext_lazy("What was typed and not sent: thrown away"))
def throw_away(reach: Reach, draft: Draft) -> None:
    """What somebody typed and did not send is gone."""
    draft.delete()
