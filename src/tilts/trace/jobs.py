"""What watches over the trace in the background: its ends are sent off, and it is looked through for alerts."""

import logging
from datetime import timedelta

from django.utils import timezone

from tilts.kit.jobs import recurring
from tilts.trace.alerts import look_for_alerts
from tilts.trace.heads import HeadsFile, send_heads

logger = logging.getLogger("tilts.audit")
LOOKED_BACK = timedelta(hours=1)


@recurring(name="audit.heads", minutes=1)
def send_off_heads() -> int:
    """Send off the ends that moved; where the file cannot be written, whoever runs the machine reads so in the log."""
    try:
        return send_heads()
    except HeadsFile as wrong:
        logger.error("%s", wrong)
        return 0


@recurring(name="audit.alerts", minutes=60)
def look_through_trace() -> int:
    """Look through what happened during the last hour; each alert is written once."""
    return look_for_alerts(timezone.now() - LOOKED_BACK)
