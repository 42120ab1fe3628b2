"""While the morning letter, and the one about work that was handed over, are true."""

from django.utils import timezone

from tilts.access.models import Role
from tilts.access.reach import Reach
from tilts.day.tasks import KIND, MOST_TOLD, due_for, kind_of
from tilts.post.models import Letter
from tilts.post.truth import true_while


@true_while(*(f"{KIND}{number}" for number in range(1, MOST_TOLD + 1)))
def so_many_are_due(reach: Reach, letter: Letter) -> bool:
    """It is the day on which they were counted, and as many are due now; else the next round writes a letter anew."""
    today = timezone.localdate(letter.made_at) == timezone.localdate()
    return today and letter.kind == kind_of(due_for(letter.to))


@true_while("work.handed_over")
def watches_over_it(reach: Reach, letter: Letter) -> bool:
    """It was done; the reader answers for data protection where it was."""
    return reach.is_one_of(Role.DATA_PROTECTION) and letter.about == getattr(reach.organisation, "pk", None)
