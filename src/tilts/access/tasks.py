"""Work of `access` in the background."""

from django.utils import timezone

from tilts.access.drafts import forget_old
from tilts.access.sendings import forget_sendings
from tilts.kit.jobs import recurring


@recurring(name="drafts.forget", minutes=60)
def forget_old_drafts() -> int:
    """What was typed and not sent for two weeks is gone."""
    return forget_old(timezone.now())


@recurring(name="forms.forget", minutes=60)
def forget_old_forms() -> int:
    """Forms that were sent long ago are forgotten."""
    return forget_sendings()
