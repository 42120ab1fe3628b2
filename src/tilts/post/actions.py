"""What the administrator does about letters."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.actions import action
from tilts.access.models import Role
from tilts.access.reach import Reach, roles
from tilts.post.models import Letter, LetterState
from tilts.post.postman import send_letters


@action("letters.sent_again", may=roles(Role.ADMINISTRATOR), says=_("Letter: sent again"))
def send_again(reach: Reach) -> int:
    """Letters to one's colleagues that were given up wait again, and are tried at once; how many."""
    failed = reach(Letter).filter(state=LetterState.GIVEN_UP).order_by().values("pk")
    now = timezone.now()
    again = Letter.objects.filter(pk__in=list(failed.values_list("pk", flat=True)))
    count = again.update(state=LetterState.WAITING, attempts=0, failure="", next_at=now)
    send_letters.enqueue()
    return count
