"""Writing down what a person was told, to what they agreed, and which law allows sharing without that."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.grants import end_what_follows
from tilts.access.models import ZONES, Folder, Organisation
from tilts.access.reach import Reach, Refused
from tilts.people.models import Consent, Informed, LegalBasis, Person
from tilts.people.policy.consents import may_withdraw_consent
from tilts.people.policy.persons import writes_in
from tilts.people.writing import not_ahead, stands_in, writable

NEVER_SHARED = ("privileged",)


@action("person.informed", may=writes_in("name"), says=gettext_lazy("Person: told what is kept"))
def record_informed(
    reach: Reach, folder: Folder, *, person: Person, day: date, way: str, language: str = ""
) -> Informed:
    """Write down that a person was told what is kept about them, on which day, how and in which language."""
    stands_in(folder, person)
    not_ahead(day)
    return Informed.objects.create(
        organisation=person.organisation,
        folder=folder,
        person=person,
        day=day,
        way=way,
        language=language,
        told_by=reach.user,
    )


@action("consent.given", may=writes_in("name"), says=gettext_lazy("Consent to share: written down"))
def record_consent(
    reach: Reach,
    folder: Folder,
    *,
    person: Person,
    zones: Iterable[str],
    day: date,
    way: str,
    with_unit: Organisation | None = None,
    with_whom: str = "",
    until: date | None = None,
) -> Consent:
    """Write down to what a person agreed: which zones, with whom, from which day until when."""
    writable(folder, person)
    wanted = set(zones)
    chosen = [zone for zone in ZONES if zone in wanted]
    not_ahead(day)
    if not chosen or len(chosen) != len(wanted) or wanted.intersection(NEVER_SHARED):
        raise Refused(_("Say what may be shared. Notes kept in confidence are never shared."), "zones")
    if not with_unit and not with_whom.strip():
        raise Refused(_("Say with whom it may be shared."), "with_whom")
    return Consent.objects.create(
        organisation=person.organisation,
        folder=folder,
        person=person,
        zones=" ".join(chosen),
        with_unit=with_unit,
        with_whom=with_whom.strip(),
        way=way,
        day=day,
        until=until,
        taken_by=reach.user,
    )


@action("consent.withdrawn", may=may_withdraw_consent, says=gettext_lazy("Consent to share: withdrawn"))
def withdraw_consent(reach: Reach, consent: Consent, *, seen_version: int, day: date | None = None) -> Consent:
    """Write down that a consent is withdrawn. Whoever was let in because of it is out from this moment."""
    on = day or timezone.localdate()
    not_ahead(on)
    if consent.withdrawn_on:
        raise Refused(_("This consent is withdrawn already."))
    save_over(consent, seen_version, withdrawn_on=on, withdrawn_by=reach.user)
    end_what_follows(reach, consent)
    return consent


@action("basis.stated", may=writes_in("admin"), says=gettext_lazy("Law on which something is shared: stated"))
def record_basis(
    reach: Reach,
    folder: Folder,
    *,
    law: str,
    reason: str,
    paragraph: str = "",
    person: Person | None = None,
    day: date | None = None,
) -> LegalBasis:
    """State the law, or the danger, because of which something is shared without consent; the reason in writing."""
    if person:
        stands_in(folder, person)
    if len(reason.strip()) < 10:
        raise Refused(_("Write the reason in a sentence."), "reason")
    on = day or timezone.localdate()
    not_ahead(on)
    return LegalBasis.objects.create(
        organisation=folder.organisation,
        folder=folder,
        person=person,
        law=law,
        paragraph=paragraph.strip(),
        reason=reason.strip(),
        day=on,
        stated_by=reach.user,
    )
