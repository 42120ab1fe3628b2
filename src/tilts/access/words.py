"""The words of the trace for those who read it: what was done and how it ended. Each room says its own."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {}
"""What a kind of entry is called; one that nobody named is shown as it is."""

OUTCOMES = {"done": _("done"), "refused": _("refused")}


def say_kinds(words: Mapping[str, str | Promise]) -> None:
    """Name kinds of entries."""
    KINDS.update(words)


def kind_words(kind: str) -> str:
    """What was done."""
    return str(KINDS.get(kind, kind))


def outcome_words(outcome: str) -> str:
    """How it ended."""
    return str(OUTCOMES.get(outcome, outcome))
