"""Breaches, the register of processing, and partners."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.models import Role
from tilts.access.reach import Reach, Refused, roles_here
from tilts.rights.gathering import all_rows
from tilts.rights.models import Breach, BreachState, ProcessingActivity, ProcessingPartner


def _check(breach: Breach) -> None:
    """What cannot be: a breach of tomorrow, an authority told before one knew."""
    now = timezone.now()
    moments = (breach.aware_at, breach.happened_at, breach.authority_at, breach.persons_at)
    if any(moment and moment > now for moment in moments):
        raise Refused(_("None of this can be in the future."))
    if breach.happened_at and breach.happened_at > breach.aware_at:
        raise Refused(_("It cannot have become known before it happened."), "happened_at")
    if breach.persons_at and breach.persons_at < breach.aware_at:
        raise Refused(_("Nobody can be told before it became known."), "persons_at")
    if breach.authority_at and breach.authority_at > breach.deadline and not breach.authority_why.strip():
        raise Refused(_("The authority was told after 72 hours: say why."), "authority_why")


@action("breach.recorded", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Breach: recorded"))
def record_breach(reach: Reach, /, *, aware_at: datetime, what: str, **facts: Any) -> Breach:
    """Write a breach down; 72 hours run from the moment one knew."""
    breach = Breach(organisation=reach.organisation, recorded_by=reach.user, aware_at=aware_at, what=what, **facts)
    _check(breach)
    breach.save(force_insert=True)
    return breach


@action("breach.changed", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Breach: changed"))
def change_breach(reach: Reach, /, breach: Breach, *, seen_version: int, close: bool = False, **facts: Any) -> Breach:
    """Write down what became known or was done; closing says what was told to whom, or why not."""
    held: Breach = all_rows(Breach).select_for_update().get(pk=breach.pk)
    if held.version != seen_version:
        raise Stale
    if held.state == BreachState.CLOSED:
        raise Refused(_("This breach is closed."))
    for name, value in facts.items():
        setattr(held, name, value)
    _check(held)
    if close:
        _close(reach, held)
    held.version += 1
    held.save()
    return held


def _close(reach: Reach, breach: Breach) -> None:
    if not breach.authority_at and not breach.authority_why.strip():
        raise Refused(_("Say when the authority was told, or why not."), "authority_why")
    if not breach.persons_at and not breach.persons_why.strip():
        raise Refused(_("Say when the people were told, or why not."), "persons_why")
    breach.state, breach.closed_at, breach.closed_by = BreachState.CLOSED, timezone.now(), reach.user


def _kept(model: Any, reach: Reach, record: Any, facts: dict[str, Any]) -> Any:
    row = record or model(organisation=reach.organisation)
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1 if record else 0
    row.save()
    return row


@action("processing.kept", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Register of processing: written"))
def keep_activity(
    reach: Reach, activity: ProcessingActivity | None = None, /, *, seen_version: int = 0, **facts: Any
) -> ProcessingActivity:
    """Add or change a line of the register of processing."""
    if activity and activity.version != seen_version:
        raise Stale
    kept: ProcessingActivity = _kept(ProcessingActivity, reach, activity, facts)
    return kept


@action(
    "processing.partner_kept",
    may=roles_here(Role.DATA_PROTECTION),
    says=gettext_lazy("Register of processing: partner"),
)
def keep_partner(
    reach: Reach, partner: ProcessingPartner | None = None, /, *, seen_version: int = 0, **facts: Any
) -> ProcessingPartner:
    """Add or change somebody outside with whom data are processed."""
    if partner and partner.version != seen_version:
        raise Stale
    if facts.get("agreement_on") and facts["agreement_on"] > timezone.localdate():
        raise Refused(_("An agreement cannot be signed in the future."), "agreement_on")
    kept: ProcessingPartner = _kept(ProcessingPartner, reach, partner, facts)
    return kept
