"""How figures, plans and breakdowns are worded, on screen, in workbooks and on paper alike."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tilts.access.models import Profession
from tilts.kit.figures import CountType, Figure, State
from tilts.kit.measures import MEASURES
from tilts.projects.models import Target, TargetKind
from tilts.ui.local import number_words

UNKNOWN = "unknown"


def measure_name(key: str) -> str:
    """The measure's name in the language of the page; the key itself where no room has declared it."""
    declared = MEASURES.get(key)
    if declared is None:
        return key
    return declared.name_lv if get_language() == "lv" else str(declared.name)


def figure_words(figure: Figure) -> str:
    """A figure as it is printed: the number, 0, a dash, a dot or "confidential"; the five never look alike."""
    if figure.value is not None:
        return number_words(figure.value, 1 if figure.count_type == CountType.MONTHLY_MEAN else None)
    if figure.state == State.HIDDEN:
        return _("confidential")
    return "\N{EN DASH}" if figure.state == State.NOT_REPORTED else "\N{MIDDLE DOT}"


def planned_words(target: Target) -> str:
    """What was planned: `planned 116`, `planned at least 5`, `planned 5\N{EN DASH}10`; empty without a value."""
    if target.value is None:
        return ""
    value = number_words(target.value)
    if target.kind == TargetKind.RANGE and target.low is not None:
        return _("planned %(low)s–%(high)s") % {"low": number_words(target.low), "high": value}
    if target.kind == TargetKind.AT_LEAST:
        return _("planned at least %(value)s") % {"value": value}
    if target.kind == TargetKind.AT_MOST:
        return _("planned at most %(value)s") % {"value": value}
    return _("planned %(value)s") % {"value": value}


def value_label(dimension: str, value: str) -> str:
    """A breakdown's value in words: `lawyer` is a lawyer; what has no words of its own stays as it is."""
    if value == UNKNOWN:
        return _("unknown")
    if dimension == "specialism" and value in Profession.values:
        return str(Profession(value).label)
    return value
