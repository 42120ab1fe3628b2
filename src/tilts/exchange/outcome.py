"""What became of a register: how many rows were created, unchanged or refused, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Remark:
    """A sentence about one cell; `column` is the header as the file spells it, empty for the whole row."""

    line: int
    column: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """As the command prints it for programs."""
        return {"line": self.line, "column": self.column, "reason": self.reason}


class RefusedRow(Exception):
    """A row cannot be taken; it carries every remark about it."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__("; ".join(remark.reason for remark in remarks))
        self.remarks = remarks


class RefusedCell(ValueError):
    """A cell cannot be taken; the message is a sentence for the user."""


@dataclass
class Outcome:
    """The account of one import. `unchanged` rows were here already, `refused` ones are named."""

    kind: str
    file: str
    created: int = 0
    unchanged: int = 0
    refused: int = 0
    held_back: int = 0
    warnings: list[Remark] = field(default_factory=list)
    refusals: list[Remark] = field(default_factory=list)
    saved: bool = False

    def refuse(self, remarks: list[Remark]) -> None:
        """Count one refused row and keep what was said about it."""
        self.refused += 1
        self.refusals.extend(remarks)

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Read or place one row; if it is refused, count and name it."""
        try:
            yield
        except RefusedRow as refused:
            self.refuse(refused.remarks)

    def hold_back(self) -> None:
        """Say that nothing was saved because of refused rows: what would have been created is held back."""
        self.held_back, self.created, self.warnings = self.created, 0, []

    def warnings_in_order(self) -> list[Remark]:
        """Warnings by line."""
        return sorted(self.warnings, key=_by_line)

    def refusals_in_order(self) -> list[Remark]:
        """Refusals by line."""
        return sorted(self.refusals, key=_by_line)

    def as_dict(self) -> dict[str, Any]:
        """As the command prints it for programs."""
        return {
            "kind": self.kind,
            "file": self.file,
            "created": self.created,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "held_back": self.held_back,
            "warnings": [one.as_dict() for one in self.warnings_in_order()],
            "refusals": [one.as_dict() for one in self.refusals_in_order()],
            "saved": self.saved,
        }


def _by_line(remark: Remark) -> int:
    return remark.line
