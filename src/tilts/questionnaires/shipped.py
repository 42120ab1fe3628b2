"""The questionnaires that come with Tilts, in our own words: the newest wording of each, read from `forms/`.

What was published earlier stays in the database with the answers given to it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from tilts.questionnaires.engine import parse
from tilts.questionnaires.scoring import check_scoring
from tilts.questionnaires.xforms import convert

FORMS = Path(__file__).resolve().parent / "forms"
LICENCE = "EUPL-1.2"
NOTE = "Own wording of the Tilts project; not a copy or a translation of a published instrument."


@dataclass(frozen=True)
class Shipped:
    """One version of a questionnaire in the repository."""

    code: str
    number: int
    use: str
    title_lv: str
    title_en: str

    @property
    def source(self) -> str:
        """The readable XLSForm."""
        return (FORMS / f"{self.code}.v{self.number}.md").read_text(encoding="utf-8")

    @property
    def scoring(self) -> dict[str, Any]:
        """The scoring data beside it."""
        data: dict[str, Any] = json.loads((FORMS / f"{self.code}.v{self.number}.score.json").read_text("utf-8"))
        return data


DOORSTEP = Shipped("doorstep", 2, "doorstep", "Jautājumi notikuma vietā", "Doorstep questions")
FULLER = Shipped("fuller", 2, "full", "Padziļinātā riska izvērtējuma anketa", "Fuller risk questionnaire")
SHIPPED = (DOORSTEP, FULLER)


def publish_shipped(questionnaires: Any, versions: Any, chosen: tuple[Shipped, ...] = SHIPPED) -> None:
    """Publish what is not published yet, and retire the wording before it. A migration gives its own two models."""
    for one in chosen:
        questionnaire, _made = questionnaires._base_manager.get_or_create(
            organisation=None,
            code=one.code,
            defaults={"title_lv": one.title_lv, "title_en": one.title_en, "use": one.use},
        )
        if versions._base_manager.filter(questionnaire=questionnaire, number=one.number).exists():
            continue
        xform = convert(one.source, form_name=one.code)
        check_scoring(parse(xform), one.scoring)
        versions._base_manager.create(
            questionnaire=questionnaire,
            number=one.number,
            source=one.source,
            xform=xform,
            scoring=one.scoring,
            licence=LICENCE,
            source_note=NOTE,
            published_at=timezone.now(),
        )
        earlier = versions._base_manager.filter(questionnaire=questionnaire, number__lt=one.number, valid_to=None)
        earlier.update(valid_to=timezone.localdate())
