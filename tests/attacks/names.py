"""A name of its own for every person and report of a world, and where each of them stands."""

from uuid import UUID

from tilts.access.reach import unscoped
from tilts.people.models import FolderPerson, Person
from tilts.rights.models import RightsRequest
from tilts.risk.models import DoorstepReport

WORDS = ["Alda", "Bille", "Ciela", "Dzilna", "Elza", "Fricis", "Gundega", "Hilda", "Inga", "Jumis", "Kaija", "Lauma"]


def name_of(number: int) -> str:
    """A name that no other bears and no search takes for another's."""
    return f"{WORDS[number % 12]}{number:03d} Vienīgā{WORDS[number // 12 % 12]}{number * 7919 % 1000:03d}"


class Names:
    """Gives everybody their name; `files` are, for each, the files and ids under which a look at it may stand."""

    def __init__(self) -> None:
        self.files: dict[str, set[UUID]] = {}
        links = list(FolderPerson._base_manager.values_list("person", "folder"))
        for number, person in enumerate(unscoped(Person, reason="tests").order_by("created_at", "pk")):
            name = name_of(number)
            person.given_name, person.family_name = name.split(" ")
            person.save()
            self.files[name] = {person.pk, *(folder for one, folder in links if one == person.pk)}
            for request in unscoped(RightsRequest, reason="tests").filter(person=person):
                request.subject_name = name
                request.save()
                self.files[name].add(request.pk)
        for number, report in enumerate(unscoped(DoorstepReport, reason="tests"), start=500):
            report.person_name = name_of(number)
            report.save()
            self.files[name_of(number)] = {report.pk, report.folder_id} | ({report.case_id} - {None})

    def seen_in(self, text: str) -> set[str]:
        """Whose name stands in an answer, whole or as its one word that nobody else bears."""
        return {name for name in self.files if any(word in text for word in name.split(" "))}
