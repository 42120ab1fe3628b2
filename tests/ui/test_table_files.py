"""Tables that leave as files: whole, in one way, without holding them; no other way leads out."""

import ast
import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext

import tilts
from tilts.access.audit import write_entry
from tilts.access.models import AuditEntry, AuditHead
from tilts.trace import views
from tilts.ui.table_files import MARK, ROWS_A_PIECE, as_table

SOURCE = Path(tilts.__file__).parent
EXPORTS = {"oversight_export": ("/oversight/file/", "Entry", 8)}
"""The view of every table that leaves as a file: its address, the head of its first column, how many columns it has."""
OTHER_CSV = {"ui/table_files.py", "config/figures.py"}
"""Who writes CSV: the one mechanism, and what `tilts figures` prints for programs."""


def read(answer):
    """The rows of a file, as Excel with Latvian settings takes it."""
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith(MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(MARK), newline=""), delimiter=";"))


def calls(tree, name):
    return any(isinstance(one, ast.Call) and getattr(one.func, "id", "") == name for one in ast.walk(tree))


def test_every_table_that_leaves_goes_the_one_way_and_stands_in_the_list():
    exports, others = set(), set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        tree, where = ast.parse(text), str(path.relative_to(SOURCE))
        if "csv.writer" in text or "csv.DictWriter" in text or "text/csv" in text:
            others.add(where)
        exports |= {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and calls(one, "as_table")}
    assert others == OTHER_CSV
    assert exports == set(EXPORTS)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("name", EXPORTS)
def test_every_table_has_a_mark_semicolons_and_heads_in_the_readers_language(cast, enter, name, language):
    address, head, columns = EXPORTS[name]
    browser = enter(cast.data_protection.user)
    browser.cookies["tilts_language"] = language
    answer = browser.get(address, headers={"accept-language": language})
    assert isinstance(answer, StreamingHttpResponse)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="') and answer["Cache-Control"] == "no-store"
    rows = read(answer)
    with translation.override(language):
        assert rows[0][0] == gettext(head)
    assert {len(row) for row in rows} == {columns} and len(rows) > 1


@pytest.mark.django_db
def test_a_trace_of_more_than_ten_thousand_entries_leaves_whole(cast, enter):
    write_entry(cast.worker, "note.written", cast.worker.user)
    one = AuditEntry.objects.filter(user=cast.worker.user.pk).latest("number")
    begun = AuditEntry.objects.filter(chain=one.chain).latest("number").number
    facts = {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields if field.name != "id"}
    AuditEntry.objects.bulk_create(
        [AuditEntry(**facts | {"number": begun + further}) for further in range(1, 10_201)], batch_size=500
    )
    AuditHead.objects.filter(chain=one.chain).update(number=begun + 10_200)
    rows = read(enter(cast.data_protection.user).get("/oversight/file/"))
    numbers = [int(row[0]) for row in rows[1:]]
    assert numbers == list(range(numbers[0], 0, -1)) and numbers[0] > 10_200
    assert {row[2] for row in rows[5:9_000]} == {cast.worker.user.name}


@pytest.mark.django_db
def test_the_trace_is_looked_up_while_it_is_sent(cast, enter, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(views, "ENTRIES_A_LOOK", 3)
    for _time in range(9):
        write_entry(cast.worker, "note.written", cast.worker.user)
    answer = enter(cast.data_protection.user).get("/oversight/file/")
    with django_assert_max_num_queries(0):
        assert next(answer.streaming_content).decode().startswith(MARK)
    [rest] = answer.streaming_content
    numbers = [int(line.partition(";")[0]) for line in rest.decode().splitlines()]
    assert numbers == list(range(numbers[0], 0, -1)) and numbers[0] > 9


def test_rows_are_asked_for_as_they_are_needed_and_never_held():
    asked = []

    def rows():
        for number in range(10 * ROWS_A_PIECE):
            asked.append(number)
            yield [number]

    pieces = iter(as_table("x.csv", ["Number"], rows()).streaming_content)
    next(pieces)
    assert asked == []
    next(pieces)
    assert len(asked) <= ROWS_A_PIECE
    assert sum(piece.count(b"\n") for piece in pieces) == 9 * ROWS_A_PIECE


def test_what_breaks_on_the_way_is_no_whole_file():
    def rows():
        yield [1]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read(as_table("x.csv", ["Number"], rows()))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+371", "'+371"),
        ("-2", "'-2"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ('Ādams; „Bērzs” "x"\n2', 'Ādams; „Bērzs” "x"\n2'),
        (-3, "-3"),
        (Decimal("-1234.50"), "-1234,50"),
        (2.5, "2,500000"),
        (date(2026, 3, 9), "2026-03-09"),
        (datetime(2026, 7, 1, 9, 30, 5, tzinfo=UTC), "2026-07-01 12:30:05"),
        (None, ""),
    ],
)
def test_a_cell_is_what_excel_takes_it_for_and_never_a_formula(value, written):
    assert read(as_table("x.csv", ["Value"], [[value]]))[1] == [written]
