"""Who saw the file: days, agencies, purposes and kinds of action out of the trace; names only if decided."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.models import AuditEntry, Organisation, User
from tilts.kit.holdings import Subject
from tilts.rights.gathering import all_rows
from tilts.rights.models import RightsRequest

LOOKS = ("read", "searched", "person_sought", "listed", "named")
TAKES = ("exported", "downloaded", "printed")


@dataclass(frozen=True, order=True)
class Look:
    """What an agency did on one day; `who` only where names are given."""

    day: date
    agency: str
    action: str
    purpose: str
    who: str = ""


def action_words(kind: str, outcome: str) -> str:
    """A kind of the trace in words for the one whom the file is about."""
    last = kind.rsplit(".", 1)[-1]
    if outcome == "refused":
        return _("tried to open it and was refused")
    if "glass" in kind:
        return _("opened it in an emergency")
    if last in LOOKS:
        return _("looked at it")
    if last in TAKES:
        return _("took data out of the system")
    return _("wrote in it")


def purpose_words(purpose: str) -> str:
    """The purpose of an access in words."""
    words = {"work": _("work on the case"), "job": _("automatic work"), "counting": _("counting")}
    return words.get(purpose, purpose)


def looks(subject: Subject, *, names: bool) -> list[tuple[Look, int]]:
    """Every look and change in the subject's files, day by day, how often. Ask inside `as_office`."""
    asked = all_rows(RightsRequest).filter(person=subject.person).values_list("pk", flat=True)
    records = {*subject.folders, *asked, *([subject.person] if subject.person else [])}
    entries = list(all_rows(AuditEntry).filter(record__in=records).order_by("at", "number"))
    agencies = {pk: name for pk, name in Organisation.objects.values_list("pk", "name")}
    people = {user.pk: user.name for user in User.objects.filter(pk__in={entry.user for entry in entries})}
    found = Counter(
        Look(
            timezone.localdate(entry.at),
            agencies.get(entry.organisation, "") or _("the system"),
            action_words(entry.kind, entry.outcome),
            purpose_words(entry.purpose),
            people.get(entry.user, "") if names else "",
        )
        for entry in entries
    )
    return sorted(found.items())
