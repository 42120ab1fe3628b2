"""What each kind of letter says: neutral, the same for every case, nothing of anybody."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter; an urgent one is not held back because another was sent a moment ago."""

    subject: str | Promise
    body: str | Promise
    urgent: bool = False


KINDS: dict[str, LetterKind] = {}


def letter_kind(name: str, *, subject: str | Promise, body: str | Promise, urgent: bool = False) -> LetterKind:
    """Declare a kind of letter."""
    KINDS[name] = LetterKind(subject, body, urgent)
    return KINDS[name]


letter_kind(
    "report.waiting",
    subject=_("Tilts: a report is waiting"),
    body=_("A new report is waiting at your desk."),
)
letter_kind(
    "report.named",
    subject=_("Tilts: a report was sent to you"),
    body=_("A report was sent to you by name."),
)
letter_kind(
    "glass.broken",
    subject=_("Tilts: the glass was broken"),
    body=_(
        "The glass was broken on a record that is yours to watch over. It has to be reviewed within two working days."
    ),
    urgent=True,
)
letter_kind(
    "account.password",
    subject=_("Tilts: choose your password"),
    body=_("Choose the password of your account."),
    urgent=True,
)
letter_kind(
    "alert.raised",
    subject=_("Tilts: something to look at"),
    body=_("There is an alert that somebody responsible for data protection has to look at."),
    urgent=True,
)
letter_kind(
    "wall.waits",
    subject=_("Tilts: a wall has to be decided on"),
    body=_("Somebody may know a family of yours. Decide on the page of walls whether they are kept out."),
)
