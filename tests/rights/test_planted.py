"""A word planted in every free text about a person: after the erasure not one of them stands anywhere."""

import pytest
from tests.access.file_rows import FileRows
from tests.access.meetings_rows import a_foreign_table
from tests.access.people_rows import PeopleRows
from tests.access.plan_rows import PlanRows
from tests.access.sharing_rows import SharingRows
from tests.rights.dump import dump_of
from tests.rights.test_erasure import erased
from tests.rights.world import LONG_AGO, a_file

from tilts.cases.models import Case
from tilts.kit.holdings import HOLDINGS
from tilts.rights.erasing import kind_label
from tilts.rights.gathering import all_rows, as_office, subject_of
from tilts.sealing.fields import SealedJSONField, sealed_fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OTHERWISE = {
    "people": "emptied with the person by the room's own function",
    "rights": "emptied by the room's own function, or kept as proof of what was asked",
    "questionnaires": "comments and reasons are emptied by the room's own function",
}
OF_NOBODY = {"meetings.issue", "directory.partner", "access.draft", "access.sending"}
"""What is said of institutions in general, never of a person; and what was typed or sent: it goes with its file."""
NOT_HERE = {"access", "documents", "exchange", "projects", "reports"}


def every_text():
    return [(room, texts) for room in HOLDINGS.values() for texts in room.texts]


def test_every_sealed_field_of_a_table_is_declared_or_emptied_by_its_room():
    declared = {}
    for _room, texts in every_text():
        declared.setdefault(texts.table, set()).update(texts.fields)
    missing = {
        f"{table._meta.label_lower}.{field.name}"
        for room in HOLDINGS.values()
        if room.key not in OTHERWISE
        for table in room.tables
        if table._meta.label_lower not in OF_NOBODY
        for field in sealed_fields(table)
        if field.name not in declared.get(table, set())
    }
    assert missing == set(), "name the field among the texts of its room's holdings.py"


def a_full_file(cast):
    """A file with a row in every table that can say something of the client; closed in 2010."""
    file = a_file(cast, child=False)
    case, person = file.case, file.client
    PlanRows(cast, case, person)
    FileRows(cast, {"open": (case, person)})
    PeopleRows(cast, case, person)
    SharingRows(cast, case)
    a_foreign_table(cast, case, person)
    Case._base_manager.filter(pk=case.pk).update(opened_on=LONG_AGO, closed_on=LONG_AGO)
    case.refresh_from_db()
    return file


def plant(subject):
    """A word of its own in every text of the subject's files; which stands where."""
    words = {}
    for _room, texts in every_text():
        for row in texts.rows(all_rows, subject):
            for field in texts.fields:
                word = f"Zvq{len(words)}xq"
                words[word] = f"{texts.table._meta.label_lower}.{field}"
                is_json = isinstance(row._meta.get_field(field), SealedJSONField)
                setattr(row, field, {"1": word} if is_json else word)
            row.save(update_fields=list(texts.fields))
    return words


def test_not_one_planted_word_is_left(cast):
    file = a_full_file(cast)
    with as_office(cast.data_protection):
        words = plant(subject_of(file.client))
    before = dump_of()
    assert all(word.casefold() in before for word in words)
    planted = {name.rpartition(".")[0] for name in words.values()}
    tables = {texts.table._meta.label_lower for room, texts in every_text() if room.key not in NOT_HERE}
    assert tables - planted == set(), "make a row of it in the full file"
    erased(cast, file)
    after = dump_of()
    assert {name for word, name in words.items() if word.casefold() in after} == set()


def test_every_kind_that_can_go_is_named_in_words_for_the_proof():
    kinds = {texts.table._meta.label_lower for _room, texts in every_text()}
    assert {kind for kind in kinds if kind_label(kind) == kind} == set()
