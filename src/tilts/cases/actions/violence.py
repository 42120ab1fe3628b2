"""Kinds of violence, as they are told."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, save_over
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.cases.models import Case, Violence, ViolenceKind
from tilts.cases.policy.case import writes
from tilts.cases.violence import Told
from tilts.kit.months import add_months
from tilts.people.models import Person
from tilts.people.writing import not_ahead, writable

GROWN_UP = 18 * 12


@action("violence.told", may=writes("risk"), says=gettext_lazy("Kinds of violence: written down"))
def tell_violence(reach: Reach, case: Case, *, person: Person, told_on: date, told: Told) -> list[Violence]:
    """Write down which kinds of violence were done to a person of the case, as they were told on a day."""
    writable(case.folder, person)
    not_ahead(told_on)
    if not told.rows:
        raise Refused(_("Choose at least one kind, or “not known”."), "kinds")
    if ViolenceKind.NEGLECT in told.kinds and person.birth_date and add_months(person.birth_date, GROWN_UP) <= told_on:
        raise Refused(_("Neglect is written down of a child."), "kinds")
    here = {"organisation": case.organisation, "folder": case.folder, "person": person}
    known = Violence._base_manager.filter(folder=case.folder, person=person, voided_at=None)
    new = [row for row in told.rows if not known.filter(**row).exists()]
    if not new:
        raise Refused(_("This is written down already."), "kinds")
    return [Violence.objects.create(**here, told_on=told_on, **row) for row in new]


@action("violence.withdrawn", may=writes("risk"), says=gettext_lazy("Kinds of violence: taken back"))
def withdraw_violence(reach: Reach, case: Case, *, violence: Violence, seen_version: int, why: str) -> Violence:
    """Take a kind of violence back: it is counted nowhere any more, and stays on record."""
    if violence.folder_id != case.folder_id:
        raise NotAllowed("")
    if violence.voided_at:
        raise Stale
    save_over(violence, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why[:200])
    return violence
