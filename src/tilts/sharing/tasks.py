"""Work of `sharing` in the background: partners outside who do not answer, and links that are over."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tilts.access.actor import JOB, acting
from tilts.access.reach import unscoped
from tilts.kit.jobs import recurring
from tilts.sharing.actions.links import tell_senders
from tilts.sharing.links import end_links, holds, living
from tilts.sharing.models import PartnerLink

NAMED_FOR = timedelta(days=30)
"""So long after its end it is kept who answered by a link."""
SILENT = "referral.partner_silent"
OVER = "links that are over, to forget who answered by them"


@recurring(name="sharing.links", minutes=60)
def tend_links() -> int:
    """Remind of partners who do not answer, end links that are over, forget who answered; how many were touched."""
    now = timezone.now()
    with transaction.atomic(), acting(JOB):
        links = list(living())
        over = [link for link in links if not holds(link, now)]
        silent = [link for link in links if link.referral.is_waiting and (link in over or _is_late(link))]
        for link in silent:
            tell_senders(link.referral, SILENT)
        PartnerLink._base_manager.filter(pk__in=[link.pk for link in silent]).update(reminded_at=now)
        end_links(over)
        named = list(unscoped(PartnerLink, reason=OVER).filter(ended_at__lte=now - NAMED_FOR, forgotten_at=None))
        for link in named:
            link.signed, link.forgotten_at = "", now
            link.save(update_fields=["signed", "forgotten_at"])
    return len({*silent, *over, *named})


def _is_late(link: PartnerLink) -> bool:
    """No answer came in time, and nobody was told so yet."""
    return link.reminded_at is None and link.referral.deadline <= timezone.now()
