"""What a case is called elsewhere, and the summary that is copied there."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, save_over
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case
from tilts.cases.policy.case import writes
from tilts.people.actions import refuse_if_restricted
from tilts.sharing.models import CaseSummary, ExternalId, ExternalKind, SummaryFor
from tilts.sharing.policy.summaries import may_summarise


@action("case.external_kept", may=writes("codes"), says=gettext_lazy("Case: number in another register"))
def keep_external(reach: Reach, case: Case, *, kind: str, value: str) -> ExternalId:
    """Write down the number of the case in another register."""
    told = " ".join(value.split())
    if kind not in ExternalKind.values or not told:
        raise Refused(_("Choose the register and write the number."))
    rows = ExternalId._base_manager.filter(case=case, kind=kind, voided_at=None)
    if any(one.value == told for one in rows):
        raise Refused(_("This number is written down already."))
    return ExternalId.objects.create(organisation=case.organisation, case=case, kind=kind, value=told)


@action("case.external_voided", may=writes("codes"), says=gettext_lazy("Case: number taken out"))
def void_external(reach: Reach, known: ExternalId) -> ExternalId:
    """Take a wrong number out."""
    if known.voided_at:
        raise Stale
    save_over(known, known.version, voided_at=timezone.now(), voided_by=reach.user, voided_why="wrong")
    return known


@action("case.summarised", may=may_summarise, says=gettext_lazy("Case: summary taken out"))
def summarise(reach: Reach, case: Case, *, purpose: str, parts: list[str]) -> CaseSummary:
    """Write down who takes which parts out, for whom. Data that may only be kept do not leave."""
    refuse_if_restricted(case.folder_id)
    if purpose not in SummaryFor.values or not parts:
        raise Refused(_("Choose for whom it is, and at least one part."))
    return CaseSummary.objects.create(
        organisation=case.organisation, case=case, by=reach.user, at=timezone.now(), purpose=purpose, parts=parts
    )
