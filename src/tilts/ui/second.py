"""Two write at once: the second is told, keeps the text, sees what the first wrote, and may save again."""

from datetime import date, datetime
from typing import Any

from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.ui.local import day_words, moment_words

SECOND = gettext_lazy(
    "Somebody else wrote here while you were writing. Nothing is lost: what you both wrote stands below. "
    "Look through it and save once more."
)


def both(theirs: str, mine: str) -> str:
    """Two texts in one, nothing twice: what is written now, then every line of the second writer that it lacks."""
    written = theirs.splitlines()
    lacking = [line for line in mine.splitlines() if line.strip() and line not in written]
    return mine if theirs in mine else "\n".join([*written, *lacking])


def keep_text(form: Any, record: Any) -> None:
    """The second writer goes on from what is written now, and the next time the form is sent it is not stale.

    In a text both stand; of a short field one's own stays in it, and `form.theirs` says what the other wrote. Nothing
    happens to a form that was not the second.
    """
    if not getattr(form, "was_second", False):
        return
    record.refresh_from_db()
    form.data = form.data.copy()
    form.data["version"] = str(record.version)
    form.theirs = []
    for bound in form.visible_fields():
        theirs, mine = getattr(record, bound.name, None), form.cleaned_data.get(bound.name)
        if theirs in (None, "", mine):
            continue
        form.theirs.append((bound.label, _in_words(record, bound)))
        if isinstance(bound.field.widget, Textarea):
            form.data[bound.name] = both(theirs, mine or "")


def _in_words(record: Any, bound: Any) -> str:
    """A field of a record as it is read: a choice in the words of the form."""
    named = getattr(record, f"get_{bound.name}_display", None)
    value = named() if named else getattr(record, bound.name)
    if isinstance(value, str) and not named:
        return str(dict(getattr(bound.field, "choices", ())).get(value, value))
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return day_words(value) if isinstance(value, date) else str(value)
