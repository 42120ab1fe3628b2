"""The words of the trace for those who read it: what was done, how it ended, where a chain is broken."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.chains import Fault, Place

KINDS: dict[str, str | Promise] = {}
"""What a kind of entry is called; one that nobody named is shown as it is."""

OUTCOMES = {"done": gettext_lazy("done"), "refused": gettext_lazy("refused")}


def say_kinds(words: Mapping[str, str | Promise]) -> None:
    """Name kinds of entries."""
    KINDS.update(words)


def kind_words(kind: str) -> str:
    """What was done."""
    return str(KINDS.get(kind, kind))


def outcome_words(outcome: str) -> str:
    """How it ended."""
    return str(OUTCOMES.get(outcome, outcome))


def place_words(place: Place) -> str:
    """A broken place in a sentence."""
    sentences = {
        Fault.EDITED: _("Entry %(number)d was changed, or is not the one that was written here."),
        Fault.MISSING: _("Entries %(number)d to %(last)d are missing."),
        Fault.SWAPPED: _("Entry %(number)d was swapped with another."),
        Fault.INSERTED: _("Entry %(number)d was put in by somebody without the key."),
        Fault.TAIL_CUT: _("The end is cut off from entry %(number)d on."),
        Fault.HEAD_DIFFERS: _("The last entry %(number)d is not the one at which the chain ended."),
        Fault.SENT_DIFFERS: _("Entry %(number)d is not the one that was sent off."),
        Fault.SENT_GONE: _("The end at entry %(number)d was sent off, but it is not there any more."),
    }
    return sentences[place.fault] % {"number": place.number, "last": place.last}
