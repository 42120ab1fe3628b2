"""Sheets of answers, as the pages of risk ask for them."""

from typing import Any

from django.utils.translation import get_language

from tilts.access.doors import Request
from tilts.questionnaires.models import Answers


def language() -> str:
    """The language of the page."""
    return get_language() or "lv"


def answers_of(request: Request) -> Any:
    """Sheets with their questionnaires; whoever writes holds the sheet, so that nobody writes between look and word."""
    rows = request.reach(Answers).select_related("questionnaire_version__questionnaire")
    return rows.select_for_update(of=("self",), no_key=True) if request.method == "POST" else rows
