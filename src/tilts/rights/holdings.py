"""What `rights` holds of a person: what they asked, and what was prepared for them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.kit.holdings import Gone, Piece, Rows, Subject, holding
from tilts.rights.models import (
    Correction,
    ErasureProof,
    LegalHold,
    Purge,
    PurgeItem,
    RequestFolder,
    RightsRequest,
    TextDecision,
)
from tilts.sealing.fields import sealed_fields


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    asked = rows(RightsRequest).filter(person=subject.person).order_by("received_on", "pk")
    yield from (Piece(_("Request about data"), str(one.get_kind_display()), one.received_on) for one in asked)
    mended = rows(Correction).filter(person=subject.person).order_by("at", "pk")
    yield from (Piece(_("Correction"), ", ".join(one.fields), timezone.localdate(one.at)) for one in mended)


def _emptied(rows: Iterable[Any], kind: str) -> Iterable[Gone]:
    for row in rows:
        names = [field.name for field in sealed_fields(type(row))]
        if any(getattr(row, name) for name in names):
            for name in names:
                setattr(row, name, {} if name == "package" else "")
            row.save(update_fields=names)
            yield Gone(kind, row.pk)


def _empty(rows: Rows, subject: Subject) -> Iterable[Gone]:
    mine = Q(person=subject.person, person__isnull=False)
    for decision in rows(TextDecision).filter(request__person=subject.person, request__person__isnull=False):
        yield Gone("rights.textdecision", decision.pk)
        decision.delete()
    asked = rows(RightsRequest).filter(mine | Q(asker=subject.person, asker__isnull=False))
    yield from _emptied(asked, "rights.rightsrequest")
    yield from _emptied(rows(Correction).filter(mine), "rights.correction")


holding(
    "rights",
    _("Requests about data"),
    tables=[
        RightsRequest,
        RequestFolder,
        TextDecision,
        Correction,
        LegalHold,
        Purge,
        PurgeItem,
        ErasureProof,
    ],
    facts=_facts,
    empty=_empty,
    stays=_("That a request was made, when, of what kind and how it ended; and the proof of the erasure."),
)
