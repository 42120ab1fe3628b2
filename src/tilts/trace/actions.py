"""Verbs of the room `trace`."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.actions import A_SENTENCE, action
from tilts.access.reach import Reach, Refused
from tilts.trace.models import Alert
from tilts.trace.policy import may_close_alert


@action("alert.closed", may=may_close_alert, says=_("Alert: closed"))
def close_alert(reach: Reach, alert: Alert, *, finding: str) -> Alert:
    """Close an alert with what was found, in a sentence; an alert is closed once."""
    if len(finding.strip()) < A_SENTENCE:
        raise Refused(_("Write in a sentence what was found."), "finding")
    held: Alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if held.closed_at:
        raise Refused(_("A colleague has closed this alert already."))
    held.closed_at, held.closed_by, held.finding = timezone.now(), reach.user, finding
    held.save(update_fields=["closed_at", "closed_by", "finding"])
    return held
