"""The tables of `rights`, by noun."""

from tilts.rights.models.keeping import (
    ErasureProof,
    LegalHold,
    Purge,
    PurgeItem,
    PurgeState,
    RetentionClass,
    StartEvent,
)
from tilts.rights.models.registers import (
    Breach,
    BreachState,
    PartnerRole,
    ProcessingActivity,
    ProcessingPartner,
)
from tilts.rights.models.requests import (
    LEAVES,
    TWO_PEOPLE,
    AskedBy,
    Correction,
    IdentityCheck,
    RequestFolder,
    RequestKind,
    RequestState,
    RightsRequest,
    TextDecision,
)

__all__ = [
    "LEAVES",
    "TWO_PEOPLE",
    "AskedBy",
    "Breach",
    "BreachState",
    "Correction",
    "ErasureProof",
    "IdentityCheck",
    "LegalHold",
    "PartnerRole",
    "ProcessingActivity",
    "ProcessingPartner",
    "Purge",
    "PurgeItem",
    "PurgeState",
    "RequestFolder",
    "RequestKind",
    "RequestState",
    "RetentionClass",
    "RightsRequest",
    "StartEvent",
    "TextDecision",
]
