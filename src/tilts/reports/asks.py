"""What `reports` asks of the rooms above it."""

from collections.abc import Mapping

from tilts.kit.questions import question


@question
def spellings_of(breakdown: str) -> Mapping[str, str]:
    """How else the values of a breakdown are written (`kit.text.plain`), and the value each stands for."""
    return {}
