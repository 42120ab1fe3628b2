"""A row in every table about persons, in one case: for the sweeps that open every address."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.cast import Cast

from tilts.access.actor import JOB
from tilts.access.models import Folder, FolderKind, Organisation
from tilts.cases.models import Case
from tilts.people.actions import add_contact, merge, record_consent, record_person
from tilts.people.actions.registers import let_into, open_register
from tilts.people.models import (
    Address,
    Informed,
    LegalBasis,
    Lending,
    Merging,
    Person,
    PersonCode,
    Relation,
    SamePerson,
)


@dataclass
class PeopleRows:
    """The rows about one person of one case."""

    cast: Cast
    case: Case
    person: Person

    def __post_init__(self) -> None:
        """Write them."""
        folder, today = self.case.folder, timezone.localdate()
        of: dict[str, Any] = {"organisation": self.case.organisation, "folder": folder, "person": self.person}
        child = record_person(JOB, folder, given_name="Elza", family_name="Maza")
        told = {"value": "1", "code_word": "x", "may_say": "x", "safe": True}
        self.way = add_contact(JOB, folder, person=self.person, channel="sms", **told)
        Address.objects.create(**of, kind="home", text="x")
        PersonCode.objects.create(**of, kind="other", value="x", search_hash="x")
        self.related = Relation.objects.create(**of, other=child, kind="parent")
        Informed.objects.create(**of, day=today, way="spoken")
        LegalBasis.objects.create(**of, day=today, law="duty", paragraph="x", reason="x")
        self.consent = record_consent(
            JOB, folder, person=self.person, zones=["name"], day=today, way="spoken", with_whom="x"
        )
        self._twice()
        self._register()

    def _register(self) -> None:
        """A register of the office, into which somebody was let; one for all cases."""
        of: dict[str, Any] = {"organisation": self.case.organisation, "kind": FolderKind.REGISTER}
        register = Folder.objects.filter(**of).first() or Folder.objects.create(**of)
        held = let_into(register).first()
        self.let_in = held or open_register(
            self.cast.supervisor, register, user=self.cast.second_worker.user, reason="x"
        )

        self._lending()

    def _lending(self) -> None:
        """How the two are related is lent to a file that nobody reads."""
        of: dict[str, Any] = {"organisation": self.case.organisation, "folder": self.case.folder, "person": self.person}
        to = Folder.objects.create(organisation=self.case.organisation, kind=FolderKind.CASE)
        facts = {"kind": "people.relation", "row": self.related.pk, "zone": "name", "reason": "x"}
        self.lending = Lending.objects.create(**of, **facts, to=to)

    def _twice(self) -> None:
        folder = self.case.folder
        twins = [record_person(JOB, folder, given_name="Divi", family_name="Reizes") for _one in range(3)]
        self.merging: Merging = merge(JOB, twins[0], merged=twins[1])
        self.pair = self.person, twins[2]
        elsewhere = Person.objects.create(organisation=Organisation.objects.get(code="svesa"), given_name="x")
        SamePerson.objects.create(
            organisation=self.case.organisation,
            person=self.person,
            other=elsewhere,
            other_organisation=elsewhere.organisation,
            basis="law",
            by=self.cast.worker.user,
        )

    def filling(self) -> dict[str, list[Any]]:
        """The ids of these rows, by address."""
        return {
            "cases/:person": [self.person.pk],
            "cases/:what": ["contact"],
            "cases/:row": [self.way.pk],
            "cases/:consent": [self.consent.pk],
            "cases/:lending": [self.lending.pk],
            "people/duplicates/:one": [self.pair[0].pk],
            "people/duplicates/:other": [self.pair[1].pk],
            "people/merged/:merging": [self.merging.pk],
            "people/registers/:grant": [self.let_in.pk],
        }
