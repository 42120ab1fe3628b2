"""Work of `meetings` in the background."""

from django.db import transaction

from tilts.access.actor import JOB, acting
from tilts.kit.jobs import recurring
from tilts.meetings.actions.doing import chase_overdue
from tilts.meetings.words import (
    ACTION_OVERDUE,
    ACTION_OVERDUE_BODY,
    HANDED_OVER,
    HANDED_OVER_BODY,
    OUTSIDE,
    OUTSIDE_BODY,
    PUBLISHED,
    PUBLISHED_BODY,
)
from tilts.post.kinds import letter_kind

letter_kind("meeting.published", subject=PUBLISHED, body=PUBLISHED_BODY)
letter_kind("meeting.handed_over", subject=HANDED_OVER, body=HANDED_OVER_BODY)
letter_kind("meeting.outside", subject=OUTSIDE, body=OUTSIDE_BODY)
letter_kind("meeting.action_overdue", subject=ACTION_OVERDUE, body=ACTION_OVERDUE_BODY)


@recurring(name="meetings.chase", minutes=60)
def chase_overdue_actions() -> int:
    """Remind institutions of what they took on and have not done."""
    with transaction.atomic(), acting(JOB):
        return chase_overdue(JOB)
