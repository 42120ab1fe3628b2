"""What sharing lends to the papers of a case and to the page of who has access."""

from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.cases.asks import page_of_cause
from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.sharing.models import CaseSummary, ExternalId, Referral, Transfer


@panel("case.papers.acts", title=gettext_lazy("Summary to copy"), order=10)
def summary_button(request: Request, case: Case) -> str:
    """The way to a summary to be copied."""
    return _button(request, case, "case.summarised", "sharing:case_summary", _("Summary to copy"))


@panel("case.papers.acts", title=gettext_lazy("Offer to another organisation"), order=20)
def offer_button(request: Request, case: Case) -> str:
    """The way to an offer to another organisation."""
    return _button(request, case, "transfer.offered", "sharing:transfer_offer", _("Offer to another organisation"))


@panel("case.access.acts", title=gettext_lazy("Share with a colleague elsewhere"))
def share_button(request: Request, case: Case) -> str:
    """The way to sharing the case by name."""
    return _button(request, case, "case.shared", "sharing:case_share", _("Share with a colleague elsewhere"))


def _button(request: Request, case: Case, verb: str, address: str, words: str) -> str:
    if not request.reach.may(verb, record=case):
        return ""
    return format_html('<a class="btn" href="{}">{}</a>', reverse(address, args=[case.pk]), words)


@panel("case.papers", title=gettext_lazy("Numbers in other registers"))
def numbers(request: Request, case: Case) -> str:
    """What the case is called elsewhere."""
    told = {
        "case": case,
        "rows": request.reach(ExternalId).filter(case=case)[:50],
        "may_keep": request.reach.may("case.external_kept", record=case),
    }
    return render_to_string("sharing/_numbers.html", told, request=request)


@panel("case.papers.side", title=gettext_lazy("Summaries taken out"), order=10)
def summaries(request: Request, case: Case) -> str:
    """What was taken out for whom, the newest first."""
    rows = request.reach(CaseSummary).filter(case=case).select_related("by")[:10]
    return render_to_string("sharing/_summaries.html", {"rows": rows}, request=request) if rows else ""


@panel("case.papers.side", title=gettext_lazy("Offered to another organisation"), order=20)
def offers(request: Request, case: Case) -> str:
    """To whom the case was offered, the newest first."""
    rows = request.reach(Transfer).filter(case=case.pk).select_related("to")[:10]
    return render_to_string("sharing/_offers.html", {"rows": rows}, request=request) if rows else ""


@page_of_cause.answer
def page_of_referral(kind: str, cause: UUID) -> str:
    """A grant that a referral gave leads to that.

    Whoever reads who has access sees the plan and services of a case of their own, and with them its referrals.
    """
    return reverse("sharing:referral_page", args=[cause]) if kind == Referral._meta.label_lower else ""
