"""A verb on a page: done, or refused in one sentence at the place where it can be mended; nothing typed is lost."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale
from tilts.access.doors import Request
from tilts.access.reach import NotAllowed, Refused
from tilts.ui.second import SECOND, keep_text

FASTER = gettext_lazy("A colleague changed this while you were writing. Look at it, then save again.")


@contextmanager
def told(form: Any, field: str | None = None, *, shut: Collection[str | Promise] = ()) -> Iterator[None]:
    """What is refused in this block stands in the form: at the field the refusal names, else at `field`, else above.

    A rule that says no stays a shut door (403), but for the sentences in `shut`: they too are told above the form.
    A form's own `stale_words` tell that a colleague was faster.
    """
    try:
        yield
    except NotAllowed as refusal:
        if refusal.sentence not in shut:
            raise
        form.add_error(None, str(refusal.sentence))
    except Stale as late:
        usual = SECOND if "version" in form.fields else FASTER
        form.add_error(None, str(getattr(form, "stale_words", usual)))
        form.was_second, form.written_first = True, late.record
    except Refused as refusal:
        where = next((one for one in (refusal.field, field) if one in form.fields), None)
        form.add_error(where, str(refusal.sentence))


def done(form: Any, field: str | None, verb: Any, *what: Any, **facts: Any) -> bool:
    """Whether the verb went through, told as by `told`; a late writer goes on from what is written now.

    The record written is the one that was not as the writer saw it, else the last that the verb is given.
    """
    with told(form, field):
        verb(*what, **facts)
    go_on(form, *what, *facts.values())
    return not form.errors


def go_on(form: Any, *given: Any) -> None:
    """The next time the form is sent it is not stale: it stands on what was written first, as it is now.

    Where the verb did not say which record that is, it is the last of these.
    """
    if getattr(form, "was_second", False) and hasattr(form, "show_both"):
        form.data = form.data.copy()
        form.show_both()
    first = getattr(form, "written_first", None)
    written = [one for one in (*given, first) if isinstance(one, Model) and hasattr(one, "version")]
    if written and "version" in form.fields:
        keep_text(form, written[-1])


def pressed(
    request: Request, said: str | Promise, verb: Any, *what: Any, faster: str | Promise = "", **facts: Any
) -> bool:
    """A button: do it, and say on the next page how it went; `faster` where a colleague has done it already."""
    try:
        verb(*what, **facts)
    except NotAllowed:
        raise
    except Stale:
        messages.warning(request, str(faster or _("A colleague was faster. Look again at how it stands.")))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        if said:
            messages.success(request, str(said))
        return True
    return False
