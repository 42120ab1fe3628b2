"""A small file full of words that can be looked for: a client, her child, the accused, all with tokens."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from tests.cast import Cast, a_report, fill_in

from tilts.access.reach import unscoped
from tilts.cases.actions import add_party, close_case, write_note
from tilts.cases.models import Case
from tilts.people.actions import join_household, keep_contact, record_person
from tilts.people.models import Person
from tilts.questionnaires.actions import begin_answers, complete_answers, keep_answers
from tilts.questionnaires.models import current_version
from tilts.rights.actions.requests import Asked
from tilts.risk.actions import open_case_from, record_contact, take_up
from tilts.services.actions import write_session

BORN = date(1990, 6, 14)
CHILD_BORN = date(2015, 3, 9)
LONG_AGO = date(2010, 5, 3)
TOKENS = ("Zvxqanna", "Kvzurboga", "20998877", "Pqzjelinotes", "Wxkvaccount", "Ygqztopic", "Jvqzbeside", "Uvxzcaution")


@dataclass
class File:
    """The case and who is in it."""

    case: Case
    client: Person
    child: Person
    accused: Person

    @property
    def asked(self) -> Asked:
        """The client as a request names her."""
        return Asked(name="Zvxqanna Kvzurboga", birth_date=BORN)

    @property
    def asked_child(self) -> Asked:
        """The child as a request names them."""
        return Asked(name="Zvxqmazais Kvzurbogs", case_code=self.case.code)


@transaction.atomic
def a_file(cast: Cast, *, child: bool = True) -> File:
    """A report taken up, a case with a client, a child and an accused, notes, a consultation, a questionnaire."""
    report = a_report(
        cast.officer,
        cast,
        person_name="Zvxqanna Kvzurboga",
        person_phone="+371 20998877",
        account="Wxkvaccount: Zvxqannas durvis bija uzlauztas.",
        alleged_name="Brēkulis Ļaundaris",
    )
    take_up(cast.worker, report)
    record_contact(cast.worker, report, at=timezone.now(), seen_version=report.version)
    case = open_case_from(cast.worker, report, newly_known=True)
    client = _client(case)
    client.birth_date = BORN
    client.save()
    keep_contact(case.folder, client, channel="email", value="zvxqanna@example.lv", safe=True, caution="Uvxzcaution")
    small = record_person(
        cast.worker, case.folder, given_name="Zvxqmazais", family_name="Kvzurbogs", birth_date=CHILD_BORN
    )
    if child:
        add_party(cast.worker, case, person=small, role="child")
        join_household(cast.worker, case.folder, person=small, of=client)
    accused = record_person(cast.worker, case.folder, given_name="Brēkulis", family_name="Ļaundaris")
    add_party(cast.worker, case, person=accused, role="alleged")
    write_note(cast.worker, case, text="Pqzjelinotes: ar Zvxqannu runāja Dace. Brēkulis Ļaundaris zvanīja.")
    _sessions(cast, case, client)
    _answers(cast, case)
    return File(case, client, small, accused)


def _client(case: Case) -> Person:
    return unscoped(Person, reason="tests").filter(folder_persons__folder=case.folder_id).get()


def _sessions(cast: Cast, case: Case, client: Person) -> None:
    write_session(
        cast.worker,
        case,
        people=[client],
        project=cast.project,
        day=timezone.localdate() - timedelta(days=3),
        minutes=45,
        mode="in_person",
        specialism="psychologist",
        topic="Ygqztopic",
    )


def _answers(cast: Cast, case: Case) -> None:
    answers = begin_answers(cast.worker, case.folder, version=current_version("full"))
    fill_in(cast.worker, answers)
    name = next(iter(answers.values))
    ticks = {item.name: "OK" for item in answers.questionnaire_version.form.items if item.kind == "tick"}
    keep_answers(cast.worker, answers, values=ticks, comments={name: "Jvqzbeside"})
    complete_answers(cast.worker, answers, professional_level="high", reason="Jvqzbeside vēlreiz")


@transaction.atomic
def closed_long_ago(cast: Cast, file: File) -> None:
    """As if the case had been closed in 2010: every keeping time of it is over."""
    file.case.refresh_from_db()
    Case._base_manager.filter(pk=file.case.pk).update(opened_on=LONG_AGO)
    file.case.refresh_from_db()
    close_case(cast.worker, file.case, closed_on=LONG_AGO, seen_version=file.case.version)
    file.child.birth_date = date(1995, 3, 9)
    file.child.save()
