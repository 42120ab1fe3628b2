"""The letter of a referral to a partner outside: what is listed, as a PDF that opens with a password alone.

The password is made here, shown once, and kept nowhere: it goes to the recipient by another channel than the file.
"""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core import signing
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tilts.access.reach import Reach
from tilts.cases.models import Party
from tilts.documents.locking import locked
from tilts.people.dangers import warned
from tilts.people.files import said_in
from tilts.people.models import ContactWay
from tilts.people.words import born_words, conditions, shown_name
from tilts.sharing.models import Referral
from tilts.ui.papers import Paper, draw

LAYOUT = Path(__file__).parent / "typst" / "letter.typ"
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No signs that are mistaken for one another when read out."""
GROUPS, GROUP = 4, 5
SHOWN_FOR = timedelta(minutes=15)


def new_password() -> str:
    """Twenty signs in groups that can be read out on the telephone: 99 bits."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(GROUP)) for _group in range(GROUPS))


def _signer(reach: Reach, referral: Referral) -> signing.TimestampSigner:
    who = reach.user.pk if reach.user else ""
    return signing.TimestampSigner(salt=f"sharing.letter:{referral.pk}:{who}")


def sign(reach: Reach, referral: Referral, password: str) -> str:
    """The password as it travels in the form that makes the file: this person, this referral, a quarter of an hour."""
    return _signer(reach, referral).sign(password)


def signed(reach: Reach, referral: Referral, sent: str) -> str:
    """The password that was signed; empty where it was not, or is too old."""
    try:
        return _signer(reach, referral).unsign(sent, max_age=SHOWN_FOR)
    except signing.BadSignature:
        return ""


def contents_of(reach: Reach, referral: Referral) -> dict[str, str]:
    """The same as titles and texts, for the page of a link."""
    told = {title: words for title, words in _facts(referral) if words}
    return told | {section["title"]: "\n".join(section["lines"]) for section in _sections(reach, referral)}


def letter_of(reach: Reach, referral: Referral) -> Paper:
    """The letter, as it is drawn before it is sealed."""
    data = {
        "title": _("Referral"),
        "page": _("page"),
        "facts": _facts(referral),
        "sections": _sections(reach, referral),
    }
    return draw(LAYOUT, data)


def sealed_letter(reach: Reach, referral: Referral, password: str) -> bytes:
    """The letter as a PDF that opens with the password alone."""
    return locked(letter_of(reach, referral).pdf, password)


def _facts(referral: Referral) -> list[list[str]]:
    return [
        [_("From"), referral.organisation.name],
        [_("To"), referral.recipient],
        [_("Sent"), _day(referral.sent_on)],
        [_("Answer by"), _day(referral.answer_by)],
        [_("Rests on"), str(referral.get_basis_display())],
    ]


def _day(day: Any) -> str:
    return str(date_format(day, "d.m.Y")) if day else ""


def _sections(reach: Reach, referral: Referral) -> list[dict[str, Any]]:
    sections = [{"title": _("Which service is asked for"), "lines": referral.asked.splitlines()}]
    if referral.summary:
        sections.append({"title": _("What you should know"), "lines": referral.summary.splitlines()})
    people = _people(reach, referral)
    if people:
        sections.append({"title": _("Who it is about"), "lines": people})
    if "risk" in referral.zones and referral.case.level:
        sections.append({"title": _("Risk"), "lines": [str(referral.case.get_level_display())]})
    return sections


def _people(reach: Reach, referral: Referral) -> list[str]:
    """A line a person, as far as names and ways to reach are listed; a way that is not safe is never given."""
    if "name" not in referral.zones:
        return []
    found = []
    ways = _ways(reach, referral)
    for party in reach(Party).filter(case=referral.case_id).select_related("person"):
        person = party.person
        found.append(", ".join(filter(None, [shown_name(person), str(party.get_role_display()), born_words(person)])))
        found += ways.get(person.pk, [])
    return found


def _ways(reach: Reach, referral: Referral) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    if "contact" not in referral.zones:
        return found
    for way in warned(reach, said_in(reach, ContactWay, referral.case_id)):
        if way.safe is False or way.warned:
            continue
        warning = _("safe") if way.safe else _("not known whether it is safe")
        said = ", ".join(filter(None, [way.value, warning, conditions(way)]))
        found.setdefault(way.person_id, []).append(f"{way.get_channel_display()}: {said}")
    return found


def file_name() -> str:
    """A name that says nothing."""
    return f"{secrets.token_hex(8)}-{timezone.localdate():%Y}.pdf"
