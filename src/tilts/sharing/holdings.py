"""What `sharing` holds: referrals, offers, numbers in other registers, that a summary was taken out."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tilts.cases.holdings import about_nobody_else
from tilts.kit.holdings import Piece, Rows, Subject, Texts, holding
from tilts.sharing.models import CaseSummary, ExternalId, PartnerLink, Referral, Transfer


def _of_links(rows: Any, subject: Subject) -> Any:
    return rows.filter(referral__case__in=subject.folders).select_related("referral").order_by("pk")


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    sent = rows(Referral).filter(case__in=subject.folders).select_related("to_organisation", "partner")
    yield from (Piece(_("Referred to"), one.recipient, one.sent_on) for one in sent.order_by("sent_on", "pk"))


def _offers(rows: Rows, folders: frozenset[UUID]) -> Iterable[UUID]:
    """Offers that were made of these files lie in folders of their own."""
    yield from rows(Transfer).filter(case__in=folders).order_by("pk").values_list("pk", flat=True)


def _own(rows: Rows, subject: Subject) -> Iterable[UUID]:
    return _offers(rows, about_nobody_else(rows, subject))


holding(
    "sharing",
    _("Referrals and offers"),
    tables=[Referral, PartnerLink, ExternalId, CaseSummary, Transfer],
    folders=_offers,
    texts=(
        Texts(Referral, _("Referral"), ("asked", "summary", "reason", "outcome"), "case_id", "sent_on"),
        Texts(Referral, _("Why a referral was voided"), ("voided_why",), "case_id", shown=False),
        Texts(
            PartnerLink,
            _("Sent to a partner by a link"),
            ("sent", "signed", "voided_why"),
            "case_id",
            shown=False,
            within=_of_links,
        ),
        Texts(ExternalId, _("Number in another register"), ("value",), "case_id"),
        Texts(Transfer, _("Offered to another organisation"), ("summary", "answer"), "case_id"),
        Texts(Transfer, _("Offered to another organisation"), ("persons",), "case_id", shown=False),
    ),
    facts=_facts,
    stays=_("To whom the case was referred or offered, and when: without any text."),
    own=_own,
)
