"""A verb on a page: done, or refused in a sentence at the place to mend."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from tilts.access.actions import Stale
from tilts.access.doors import Request
from tilts.access.reach import NotAllowed, Refused


def tried(form: Any, do: Callable[[], Any], field: str | None = None) -> bool:
    """Whether a verb went through; a refusal becomes a sentence in the form, at `field`."""
    try:
        do()
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(field, str(refusal.sentence))
    except Stale:
        form.add_error(None, _("A colleague changed this while you were writing. Look at it, then save again."))
    return not form.errors


def pressed(request: Request, do: Callable[[], Any], said: str) -> None:
    """A button: what was done, or why not, is said on the next page."""
    try:
        do()
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, said)
