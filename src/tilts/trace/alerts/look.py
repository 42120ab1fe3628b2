"""Looking through the trace, and writing each alert once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tilts.access.colleagues import colleagues
from tilts.access.models import AuditEntry, Breaking, Organisation, Role
from tilts.post.telling import tell
from tilts.trace.alerts.lines import Trace
from tilts.trace.alerts.rules import ALERTS, DAY, AlertKind, Found
from tilts.trace.models import Alert


def look_for_alerts(since: datetime) -> int:
    """Look through what happened since then, in every organisation; how many new alerts were written."""
    until = timezone.now()
    # what ends with a day is known when nobody is at work any more
    busy = AuditEntry.objects.filter(at__gte=since - 2 * DAY).order_by().values("organisation")
    waiting = Breaking.objects.filter(reviewed_at=None).order_by().values("organisation")
    organisations = Organisation.objects.filter(Q(pk__in=busy) | Q(pk__in=waiting)).order_by("pk")
    return sum(_look(Trace(organisation, since, until)) for organisation in organisations)


def _look(trace: Trace) -> int:
    found = [
        (kind, one) for kind in ALERTS.values() for one in kind.rule(trace) if trace.since <= one.at <= trace.until
    ]
    users = trace.known_users(one.user for _kind, one in found if one.user)
    with transaction.atomic():
        raised = sum(_raise_once(trace, kind, one, one.user in users) for kind, one in found)
        if raised:
            office = trace.organisation
            tell(colleagues(office, Role.DATA_PROTECTION), "alert.raised", about=office.pk, path="/oversight/alerts/")
        return raised


def _raise_once(trace: Trace, kind: AlertKind, found: Found, known: bool) -> bool:
    """Write the alert unless the same was said not long before or after."""
    user = found.user if known else None
    same = Alert.objects.filter(organisation=trace.organisation, kind=kind.key, user=user, record=found.record)
    if same.filter(at__gt=found.at - kind.quiet, at__lt=found.at + kind.quiet).exists():
        return False
    Alert.objects.create(
        organisation=trace.organisation,
        kind=kind.key,
        user_id=user,
        record=found.record,
        at=found.at,
        entry=found.entry,
    )
    return True
