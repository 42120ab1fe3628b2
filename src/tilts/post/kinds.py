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
    "account.touched",
    subject=_("Tilts: somebody asks to open your account anew"),
    body=_(
        "Your organisation was asked for a new password or to take off the second factor of your account. "
        "If it was not you who asked, tell your supervisor or those responsible for data protection at once."
    ),
    urgent=True,
)
letter_kind(
    "work.offered",
    subject=_("Tilts: you are asked to work for an organisation"),
    body=_("An organisation wants you to work in it. Sign in and say in your account whether you accept."),
    urgent=True,
)
letter_kind(
    "staff.waits",
    subject=_("Tilts: something about colleagues waits for you"),
    body=_("A role or an account of a colleague waits to be released by a second person."),
    urgent=True,
)
letter_kind(
    "staff.told",
    subject=_("Tilts: a colleague was given a role or a new access"),
    body=_(
        "Somebody was given work, a role or a link for a password, or a second factor was taken off. "
        "Look whether it is right."
    ),
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
letter_kind(
    "referral.waiting",
    subject=_("Tilts: a referral is waiting"),
    body=_("A referral from another organisation is waiting in your inbox."),
)
letter_kind(
    "referral.given",
    subject=_("Tilts: a referral was given to you"),
    body=_("A referral was accepted and you are to do what was asked. It stands on your day."),
)
letter_kind(
    "referral.partner_silent",
    subject=_("Tilts: a partner has not answered"),
    body=_("A partner outside has not answered a referral by their link. Ring them, or give them another link."),
)
letter_kind(
    "referral.answered",
    subject=_("Tilts: a referral was answered"),
    body=_("A referral that you sent was answered."),
)
letter_kind(
    "case.shared",
    subject=_("Tilts: something was shared with you"),
    body=_("A colleague of another organisation has shared a case with you by name."),
)
letter_kind(
    "conflict.found",
    subject=_("Tilts: two files have to be kept apart"),
    body=_("Two files may stand on opposite sides. Look at them and say whether it is so."),
)
letter_kind(
    "transfer.waits",
    subject=_("Tilts: a case is offered to you"),
    body=_("Another organisation offers you a case. Say whether you accept it."),
)
letter_kind(
    "transfer.answered",
    subject=_("Tilts: your offer was answered"),
    body=_("The organisation to which you offered a case has answered."),
)
letter_kind(
    "work.handed_over",
    subject=_("Tilts: work was handed over"),
    body=_("A supervisor has handed over work that only named people see. The trace says to whom."),
)
letter_kind(
    "work.left",
    subject=_("Tilts: work is left behind"),
    body=_("Somebody works here no more and has left work behind. Hand it over on your day."),
)
