"""Scoring as data beside the form. What is unknown is never a no, and no level is a prediction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilts.questionnaires.engine import Form, evaluate

YES, NO, UNKNOWN, NOT_ASKED = "yes", "no", "dont_know", "not_asked"
LEVELS = ("standard", "medium", "high")


class BadScoring(ValueError):
    """The scoring data does not fit its form."""


@dataclass(frozen=True)
class Score:
    """What the answers come to.

    `answered` counts yes and no; `unknown` "does not know"; `not_asked` "not asked"; `unanswered` what was left empty.
    `level` is empty while nothing is answered; `could_be` is the level if all that is not known were a yes.
    """

    total_yes: int = 0
    answered: int = 0
    unknown: int = 0
    not_asked: int = 0
    unanswered: int = 0
    level: str = ""
    could_be: str = ""
    critical: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many questions there are to answer."""
        return self.answered + self.unknown + self.not_asked + self.unanswered

    @property
    def settled(self) -> bool:
        """Whether the level would stay the same whatever is still unknown."""
        return bool(self.level) and self.level == self.could_be


def score(form: Form, scoring: Mapping[str, Any], answers: Mapping[str, str]) -> Score:
    """The score of these answers; questions that are not relevant are left out of every number."""
    visible = evaluate(form, answers).visible
    values = {row.question.name: row.value for row in visible if not row.error}
    relevant = {row.question.name for row in visible}
    counted = [name for name in scoring["items"] if name in relevant]
    given = [values.get(name, "") for name in [*counted, *_beside(scoring, relevant)]]
    yes = [name for name in counted if values.get(name) == YES]
    critical = tuple(name for name in scoring.get("critical", ()) if name in yes)
    open_items = [name for name in counted if values.get(name) not in (YES, NO)]
    answered = given.count(YES) + given.count(NO)
    tallies = {"unknown": given.count(UNKNOWN), "not_asked": given.count(NOT_ASKED)}
    return Score(
        total_yes=len(yes),
        answered=answered,
        unanswered=len(given) - answered - sum(tallies.values()),
        level=_level(scoring, len(yes), bool(critical)) if len(open_items) < len(counted) else "",
        could_be=_level(scoring, len(yes) + len(open_items), _may_be_critical(scoring, critical, open_items)),
        critical=critical,
        **tallies,
    )


def _beside(scoring: Mapping[str, Any], relevant: set[str]) -> list[str]:
    return [name for name in scoring.get("also_asked", ()) if name in relevant]


def _may_be_critical(scoring: Mapping[str, Any], critical: tuple[str, ...], open_items: list[str]) -> bool:
    return bool(critical) or any(name in open_items for name in scoring.get("critical", ()))


def _level(scoring: Mapping[str, Any], total: int, critical: bool) -> str:
    if scoring["kind"] == "none":
        return ""
    level = next(band["level"] for band in scoring["bands"] if total >= band["from"])
    lifted = scoring.get("critical_lifts_to") or ""
    if critical and lifted and LEVELS.index(lifted) > LEVELS.index(level):
        return str(lifted)
    return str(level)


def check_scoring(form: Form, scoring: Mapping[str, Any]) -> None:
    """Refuse scoring that names questions the form lacks, or whose bands do not cover every count."""
    if scoring.get("kind") not in ("count_of_yes", "none"):
        raise BadScoring(f"unknown kind of scoring: {scoring.get('kind')}")
    names = {item.name for item in form.items}
    critical = scoring.get("critical", [])
    lacking = sorted({*scoring.get("items", []), *scoring.get("also_asked", []), *critical} - names)
    if lacking:
        raise BadScoring(f"the form has no question {', '.join(lacking)}")
    if not set(critical) <= set(scoring.get("items", [])):
        raise BadScoring("a critical question must be a counted one")
    if scoring["kind"] == "count_of_yes":
        _check_bands(scoring)


def _check_bands(scoring: Mapping[str, Any]) -> None:
    bands = scoring.get("bands", [])
    starts = [band["from"] for band in bands]
    if not starts or starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
        raise BadScoring("bands must fall from the highest to one that begins at 0")
    levels = {band["level"] for band in bands} | {scoring.get("critical_lifts_to") or bands[-1]["level"]}
    if not levels <= set(LEVELS):
        raise BadScoring(f"a level must be one of {', '.join(LEVELS)}")
