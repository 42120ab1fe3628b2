"""A thief has the database and not its keys: what is read of somebody is what docs/security.md says, and no more (T16).

Every table is read as it lies, value by value, and followed by its ids from one person to all that hangs on them.
"""

import random
import re
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from tests.access.test_walls_and_glass import Canary, all_rows
from tests.cast import a_case

from tilts.access.actor import JOB, acting
from tilts.access.models import Folder, FolderKind
from tilts.meetings.models import Meeting
from tilts.people.models import NameInFolder, Person, Standing
from tilts.people.walls import name_key
from tilts.places.models import Territory
from tilts.sealing.fields import sealed_fields

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs"
SEALED = re.compile(r"^[\w-]+:[A-Za-z0-9+/]{20,}={0,2}$")
EMPTY = (None, "", "{}", "[]", "null")
TABLES = {model._meta.db_table: model for model in apps.get_models()}


@pytest.fixture
def planted(cast, settings, tmp_path):
    """A case with a row in every table that holds something of a client, and a word of its own in every text."""
    settings.FILES = tmp_path / "files"
    return Canary(cast)


def stolen():
    """Every row of every table, as it lies: column to value."""
    found = {}
    with acting(JOB), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [one[0] for one in cursor.description]
            found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def told_by_table():
    """The last table of access.md."""
    text = (DOCS / "access.md").read_text().partition("## What lies readable in a stolen database")[2]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE)
    return {table: set(re.findall(r"`(\w+)`", columns)) for table, columns in rows}


def told_in_words():
    """What the bullets of security.md name."""
    text = (DOCS / "security.md").read_text().partition("## What a stolen database tells")[2].partition("\n## ")[0]
    return set(re.findall(r"`(\w+\.\w+)`", text.partition("**Equal things")[0]))


def readable_in(dump):
    """Which columns hold something that can be read."""
    return {
        (table, column)
        for table, rows in dump.items()
        for row in rows
        for column, value in row.items()
        if value not in EMPTY and not (isinstance(value, str) and SEALED.match(value))
    }


def test_what_can_be_read_is_what_the_docs_say(planted):
    dump, told = stolen(), told_by_table()
    found = readable_in(dump)
    for table in told:
        sealed = {one.column for one in sealed_fields(TABLES[table])}
        keys = {one.column for one in TABLES[table]._meta.concrete_fields if one.is_relation or one.primary_key}
        housekeeping = {"version", "created_at", "voided_at", "voided_why"}
        readable = {column for where, column in found if where == table}
        assert readable - keys - housekeeping <= told[table], table
        assert not readable & sealed and not told[table] & sealed, table
    measured = {(table, column) for table, columns in told.items() for column in columns} & found
    assert len(measured) > sum(map(len, told.values())) / 2, "a world with something in most columns"


def test_of_the_words_written_about_a_client_the_sealed_ones_are_read_by_nobody(planted):
    lying = "\n".join(str(value) for rows in stolen().values() for row in rows for value in row.values())
    models = {model.__name__: model for model in TABLES.values() if model.__module__.startswith("tilts.")}
    sealed, plain = set(), set()
    for token, where in planted.tokens.items():
        model, _dot, field = where.partition(".")
        hidden = field in {one.name for one in sealed_fields(models[model])}
        (sealed if hidden else plain).add(token)
        assert (token in lying) == (not hidden), where
    assert len(sealed) > 50 and plain
    assert "Kalnatesta" not in lying and "20000001" not in lying


def follow(dump, person):
    """What hangs on a person by random ids: their rows, the files they stand in, and these, and who works on them."""
    wanted, seen, facts = {UUID(str(person)).hex}, set(), set()
    stops = {"organisation_id", "territory_id", "municipality_id", "project_id", "questionnaire_version_id"}
    for _step in range(4):
        found = set()
        for table, rows in dump.items():
            for number, row in enumerate(rows):
                ids = {column: hexed(value) for column, value in row.items() if column not in stops}
                if (table, number) in seen or not wanted & set(ids.values()):
                    continue
                seen.add((table, number))
                facts |= {f"{where}.{column}" for where, column in readable_in({table: [row]})}
                found |= (
                    {one for one in ids.values() if one} if table not in ("access_user", "access_membership") else set()
                )
        wanted |= found
    return facts


def hexed(value):
    if isinstance(value, UUID):
        return value.hex
    return value if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value) else ""


def test_who_knows_a_birth_date_sex_and_municipality_reads_all_that_the_words_name(planted, cast):
    """The words are no promise of secrecy: each thing that they name is read."""
    she, county = planted.person, Territory.objects.first()
    facts = {"birth_date": "1987-06-06", "sex": "f", "country": "LV", "languages": "lv ru", "reference": "R-17"}
    Person._base_manager.filter(pk=she.pk).update(municipality=county, **facts)
    Standing._base_manager.filter(person=she).update(support_level="basic")
    Meeting._base_manager.update(place="Novada dome")
    a_case(cast.worker, "Cita", "Pavisamcita")
    dump = stolen()
    known = [row for row in dump["people_person"] if (str(row["birth_date"]), row["sex"]) == ("1987-06-06", "f")]
    assert [hexed(row["municipality_id"]) or row["municipality_id"] for row in known] == [hexed(county.pk) or county.pk]
    read = follow(dump, str(known[0]["id"]))
    assert told_in_words() - read == set()


def test_a_name_is_recognised_only_where_it_occurs_as_often_as_no_other(cast):
    """2,000 files: names as they are spread, a few many times; the thief knows how often each of them occurs."""
    draw, office = random.Random(5), cast.office
    surnames = [f"Uzvārds{number}" for number in range(400)]
    given = [f"Vārds{number}" for number in range(80)]
    weights = [1 / (rank + 1) for rank in range(400)]
    true = [f"{draw.choice(given)} {draw.choices(surnames, weights)[0]}" for _file in range(2000)]
    folders = Folder.objects.bulk_create(Folder(organisation=office, kind=FolderKind.CASE) for _name in true)
    NameInFolder.objects.bulk_create(
        NameInFolder(folder=folder, key=name_key(office.pk, name)) for folder, name in zip(folders, true, strict=True)
    )
    lying = {row["folder_id"]: row["key"] for row in stolen()["people_nameinfolder"]}
    names = {hexed(folder.pk): name for folder, name in zip(folders, true, strict=True)}
    hashes = {hexed(folder): key for folder, key in lying.items() if hexed(folder) in names}
    often, seen = Counter(true), Counter(hashes.values())
    alone = {number for number, names_of_it in Counter(often.values()).items() if names_of_it == 1}
    guessed = decoded(often, seen, draw)
    right = {file for file, key in hashes.items() if guessed[key] == names[file]}
    sure = {file for file, name in names.items() if often[name] in alone}
    assert sure <= right, "as often as no other: recognised"
    once = [file for file, name in names.items() if often[name] == 1]
    assert len(once) > 300 and sum(file in right for file in once) <= 5, "once: no better than by guessing"
    assert len(set(hashes.values())) == len(often) and len(hashes) == 2000


def decoded(often, seen, draw):
    """The best guess of who knows how often each name occurs: by rank, ties in any order."""
    by_number = {}
    for name, number in often.items():
        by_number.setdefault(number, []).append(name)
    for names in by_number.values():
        draw.shuffle(names)
    return {key: by_number[number].pop() for key, number in seen.most_common()}


def test_the_thief_would_notice_what_lies_open(cast):
    """Planted: a name in a column that is not sealed is found by the same eyes."""
    _case, person = a_case(cast.worker, "Nezinamā", "Atpazīstamā")
    Person._base_manager.filter(pk=person.pk).update(reference="Nezinamā")
    assert any(row["reference"] == "Nezinamā" for row in stolen()["people_person"])
    assert all_rows(Person).filter(pk=person.pk).exists()
