"""Work of `cases` in the background: in the morning each colleague reads how much is due, and nothing else."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from tilts.access.actor import JOB, acting
from tilts.access.colleagues import at_work
from tilts.access.models import Membership, User
from tilts.access.reach import Reach
from tilts.cases.policy.case import WORKERS
from tilts.kit.jobs import recurring
from tilts.plan.due import how_many
from tilts.post.kinds import letter_kind
from tilts.post.mail import post
from tilts.post.models import Letter, LetterState

MORNING, NIGHT = 6, 20
"""Local hours between which a letter is written."""
MOST_TOLD = 20
"""Up to so many things the letter says how many; beyond that it says so many or more."""
KIND = "day.due_"


def _declare() -> None:
    """One kind of letter for each number: a letter keeps no words of its own."""
    for number in range(1, MOST_TOLD):
        said = ngettext_lazy("%(n)s thing is due today.", "%(n)s things are due today.", number)
        letter_kind(f"{KIND}{number}", subject=_subject(number), body=said % {"n": number})
    said = ngettext_lazy("%(n)s or more thing is due today.", "%(n)s or more things are due today.", MOST_TOLD)
    letter_kind(f"{KIND}{MOST_TOLD}", subject=_subject(MOST_TOLD), body=said % {"n": MOST_TOLD})


def _subject(number: int) -> str:
    subject: str = ngettext_lazy("Tilts: %(n)s thing today", "Tilts: %(n)s things today", number) % {"n": number}
    return subject


_declare()


@recurring(name="day.due_today", minutes=60)
def tell_what_is_due() -> int:
    """Write each colleague one letter a day with the number of things due; how many were written to."""
    now = timezone.localtime()
    if not MORNING <= now.hour < NIGHT:
        return 0
    begun = timezone.make_aware(datetime.combine(now.date(), time.min))
    with transaction.atomic(), acting(JOB):
        written = Letter.objects.filter(kind__startswith=KIND, made_at__gte=begun).exclude(state=LetterState.PAST)
        rows = _at_work().exclude(user__in=set(written.values_list("to", flat=True)))
        users = {member.user for member in rows.select_related("user").order_by("user")}
    owing = {user: count for user in users if (count := due_for(user))}
    for user, count in owing.items():
        _write(user, count)
    return len(owing)


def _at_work() -> "QuerySet[Membership]":
    rows: QuerySet[Membership] = at_work(Membership.objects.filter(role__in=WORKERS, user__is_active=True))
    return rows


def due_for(user: User) -> int:
    """How many things are due for somebody at this moment, in all their work."""
    return sum(_how_many(member) for member in _at_work().filter(user=user).select_related("user", "organisation"))


def kind_of(count: int) -> str:
    """The kind of letter that says this number."""
    return f"{KIND}{min(count, MOST_TOLD)}"


def _how_many(member: Membership) -> int:
    """What is due for somebody in one role: counted within their own reach, so that walls and ends hold here too."""
    reach = Reach(user=member.user, membership=member)
    with transaction.atomic(), acting(reach):
        return how_many(reach, timezone.localdate())


def _write(user: User, count: int) -> None:
    with transaction.atomic(), acting(JOB):
        post(None, to=user, kind=kind_of(count), about=user.pk, path=reverse("day:my_day"))
