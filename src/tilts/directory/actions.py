"""Writing down with whom one works, what they offer, and what was agreed."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.grants import end_what_follows
from tilts.access.models import Organisation
from tilts.access.putting_right import is_put_right, put_right, take_out
from tilts.access.reach import Reach, Refused, roles_here
from tilts.access.relationships import SHAREABLE
from tilts.directory.models import Agreement, Capacity, Offer, Partner
from tilts.directory.policy import AGREEING, KEEPING


def _here(reach: Reach) -> Organisation:
    if reach.organisation is None:
        raise Refused(_("This is written down by somebody who works in an organisation."))
    return reach.organisation


@action("partner.kept", may=roles_here(*KEEPING), says=gettext_lazy("Partner: written"))
def keep_partner(reach: Reach, partner: Partner | None = None, /, *, seen_version: int = 0, **facts: Any) -> Partner:
    """Write a partner down, or change what is written; `Stale` where a colleague wrote first."""
    if partner is None:
        made: Partner = Partner.objects.create(organisation=_here(reach), **facts)
        return made
    save_over(partner, seen_version, **facts)
    return partner


@action("partner.ended", may=roles_here(*KEEPING), says=gettext_lazy("Partner: ended"))
def end_partner(reach: Reach, partner: Partner, /, *, ends: date, seen_version: int) -> Partner:
    """One no longer works with them from this day; what was agreed ends with it, and nothing new goes to them."""
    if partner.ends:
        raise Refused(_("This partner has ended already."))
    for agreement in Agreement._base_manager.filter(partner=partner, ends=None, voided_at=None, signed_on__lt=ends):
        save_over(agreement, agreement.version, ends=ends)
        end_what_follows(reach, agreement, on=agreement.over_at)
    save_over(partner, seen_version, ends=ends)
    return partner


@action("partner.offer_kept", may=roles_here(*KEEPING), says=gettext_lazy("Partner: service"))
def keep_offer(
    reach: Reach, partner: Partner, /, *, offer: Offer | None = None, seen_version: int = 0, **facts: Any
) -> Offer:
    """Write down what a partner offers, or change it; whether there is room holds as of the day it was asked."""
    asked = facts.get("capacity_on")
    if asked and asked > timezone.localdate():
        raise Refused(_("Whether there is room is known as of today or earlier."), "capacity_on")
    if not asked and facts.get("capacity", Capacity.UNKNOWN) != Capacity.UNKNOWN:
        raise Refused(_("On which day was that asked?"), "capacity_on")
    if offer is None:
        made: Offer = Offer.objects.create(organisation=_here(reach), partner=partner, **facts)
        return made
    save_over(offer, seen_version, **facts)
    return offer


@action("agreement.recorded", may=roles_here(*AGREEING), says=gettext_lazy("Agreement: on record"))
def record_agreement(reach: Reach, /, *, signed_on: date, zones: list[str], **facts: Any) -> Agreement:
    """Put an agreement on record: with a partner or an organisation here, on what it stands, what may be shared."""
    other = facts.get("with_organisation")
    if other is not None and reach.organisation is not None and other.pk == reach.organisation.pk:
        raise Refused(_("An agreement is made with somebody else."), "whom")
    _refuse_to_come(signed_on)
    if set(zones) - set(SHAREABLE):
        raise Refused(_("This cannot be shared on an agreement."), "zones")
    made: Agreement = Agreement.objects.create(
        organisation=_here(reach), signed_on=signed_on, zones=sorted(zones, key=SHAREABLE.index), **facts
    )
    return made


def _refuse_to_come(signed_on: date) -> None:
    if signed_on > timezone.localdate():
        raise Refused(_("An agreement cannot be signed in the future."), "signed_on")


@action("agreement.corrected", may=roles_here(*AGREEING), says=gettext_lazy("Agreement: corrected"))
def correct_agreement(
    reach: Reach, agreement: Agreement, /, *, signed_on: date, kind: str, number: str, seen_version: int
) -> Agreement:
    """Put right when an agreement was signed, on what it stands, and its number; what was counted before is kept.

    With whom and what may be shared on it stay: another agreement is another record.
    """
    _refuse_to_come(signed_on)
    put_right(reach, agreement, seen_version, signed_on=signed_on, kind=kind, number=number)
    return agreement


@action("agreement.voided", may=roles_here(*AGREEING), says=gettext_lazy("Agreement: taken out"))
def void_agreement(reach: Reach, agreement: Agreement, /, *, why: str, seen_version: int) -> Agreement:
    """Take an agreement out, with a reason of a list: it counts nowhere, and sharing that rests on it closes now."""
    end_what_follows(reach, agreement)
    take_out(reach, agreement, seen_version, why=why)
    return agreement


@action("agreement.ended", may=roles_here(*AGREEING), says=gettext_lazy("Agreement: ended"))
def end_agreement(reach: Reach, agreement: Agreement, /, *, ends: date, seen_version: int) -> Agreement:
    """The agreement holds until (not including) this day; sharing that rests on it closes then."""
    save_over(agreement, seen_version, ends=ends)
    end_what_follows(reach, agreement, on=agreement.over_at)
    return agreement


is_put_right(Agreement, corrected=(correct_agreement,), taken_out=(void_agreement,))
