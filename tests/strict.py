"""What a template variable that does not exist becomes in tests: an error as soon as it would be printed."""

import sys
from typing import Any

NOT_OURS = ("allauth", "/django/")


class UndefinedVariable(AssertionError):
    """A template prints a variable that the view did not give."""


class Undefined:
    """Stands in `string_if_invalid`. Falsy, so that `default` and `if` still work; printing it fails.

    Django asks for its truth at the moment a variable is not found; the frame there knows which one.
    """

    where = ""
    forgiven = False

    def __bool__(self) -> bool:
        asked: dict[str, Any] = sys._getframe(1).f_locals
        context = asked.get("context")
        origin = str(getattr(getattr(context, "template", None), "origin", ""))
        self.forgiven = any(part in origin for part in NOT_OURS)
        self.where = f"{getattr(asked.get('self'), 'var', '?')} in {origin}"
        return False

    def __str__(self) -> str:
        if self.forgiven:
            return ""
        raise UndefinedVariable(self.where)
