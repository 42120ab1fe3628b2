"""The tables of `people`, by noun."""

from tilts.people.models.codes import CodeKind, PersonCode
from tilts.people.models.consents import Consent, ConsentRows, Informed, Law, LegalBasis, Way
from tilts.people.models.contacts import HOW_TO_REACH, WEEKDAYS, Address, AddressKind, Channel, ContactWay
from tilts.people.models.dangers import Danger
from tilts.people.models.files import OfFile
from tilts.people.models.households import Household, HouseholdMember
from tilts.people.models.lending import LENT, Lending
from tilts.people.models.merging import Merging, SamePerson
from tilts.people.models.names import NameChanges
from tilts.people.models.persons import (
    LANGUAGES,
    WHO_THEY_ARE,
    FolderPerson,
    Person,
    PersonRows,
    Precision,
    Sex,
    Status,
    SupportLevel,
)
from tilts.people.models.relations import OTHER_SIDE, WRITTEN_FROM_OTHER, Relation, RelationKind
from tilts.people.models.standings import Standing
from tilts.people.models.walls import NameInFolder, NameWall, PersonWall, StandingWall

__all__ = [
    "HOW_TO_REACH",
    "LANGUAGES",
    "LENT",
    "Address",
    "AddressKind",
    "Channel",
    "CodeKind",
    "Consent",
    "ConsentRows",
    "ContactWay",
    "Danger",
    "FolderPerson",
    "Household",
    "HouseholdMember",
    "Informed",
    "Law",
    "LegalBasis",
    "Lending",
    "Merging",
    "NameChanges",
    "NameInFolder",
    "NameWall",
    "OTHER_SIDE",
    "OfFile",
    "Person",
    "PersonCode",
    "PersonRows",
    "PersonWall",
    "Precision",
    "Relation",
    "RelationKind",
    "SamePerson",
    "Sex",
    "Standing",
    "StandingWall",
    "Status",
    "SupportLevel",
    "WEEKDAYS",
    "WHO_THEY_ARE",
    "WRITTEN_FROM_OTHER",
    "Way",
]
