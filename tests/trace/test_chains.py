"""The trace is only ever added to, and whoever changes it past the application is found (T5)."""

import argparse
import hashlib
import json
import random
import time
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import a_case, a_report

from tilts.access.append_only import TRIGGERS, keep_append_only, let_go
from tilts.access.audit import COVERED, append, link, write_entry
from tilts.access.models import AuditEntry, AuditHead
from tilts.access.reach import Reach
from tilts.cases.actions import close_case, join_team, set_level, write_note
from tilts.kit.cli import BadInput
from tilts.risk.actions import take_up
from tilts.risk.models import DoorstepReport
from tilts.trace.chains import Fault, verify
from tilts.trace.cli import add_parsers
from tilts.trace.heads import FILE_NAME, HeadsFile, send_heads, sent_heads

pytestmark = pytest.mark.django_db
TAMPERINGS = 1000


@pytest.fixture
def heads(tmp_path, settings):
    """Where the ends are sent."""
    settings.AUDIT_HEADS = str(tmp_path)
    return tmp_path / FILE_NAME


@pytest.fixture
def busy(cast, enter):
    """Three organisations that worked and looked, through the real verbs and doors."""
    for number in range(4):
        case, _person = a_case(cast.worker, f"Anna{number}")
        join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
        write_note(cast.worker, case, text="Saruna")
        set_level(cast.worker, case, level="high")
        enter(cast.worker.user).get(f"/cases/{case.pk}/")
        enter(cast.stranger.user).get(f"/cases/{case.pk}/")
    close_case(cast.worker, case, closed_on=case.opened_on, seen_version=case.version)
    a_report(cast.officer, cast)
    take_up(cast.second_worker, cast.second_worker(DoorstepReport).get())
    a_case(cast.stranger)
    enter(cast.officer.user).get("/doorstep/")
    enter(cast.worker.user).post("/search/", {"q": "Ozolkalne"})
    write_entry(Reach(), "sign_in.failed", cast.worker.user.pk)
    write_entry(Reach(), "sign_in.failed", cast.worker.user.pk)
    return cast


def reports(sent=None):
    return {report.chain: report for report in verify(sent)}


def faults(sent=None):
    return {(place.fault, place.number) for one in reports(sent).values() for place in one.places}


def test_chains_written_by_real_work_are_whole_one_for_each_organisation(busy):
    found = reports()
    assert all(one.whole for one in found.values())
    assert set(found) == {busy.office.pk, busy.police.pk, busy.stranger_office.pk, uuid.UUID(int=0)}
    assert sum(one.entries for one in found.values()) == AuditEntry.objects.count() > 50


def test_every_column_is_covered_by_the_link():
    assert {field.attname for field in AuditEntry._meta.concrete_fields} == {*COVERED, "mac"}


def test_an_entry_takes_three_statements(cast):
    a_case(cast.worker)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        write_entry(cast.worker, "cases.read", uuid.uuid4())
    work = [one["sql"] for one in asked if one["sql"].startswith(("SELECT", "EXECUTE", "INSERT", "UPDATE"))]
    assert len(work) == 3, work


def test_what_the_database_gives_back_has_the_mac_of_what_was_written(cast):
    riga, far = timezone(timedelta(hours=3)), timezone(timedelta(hours=-11, minutes=-30))
    moments = [
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 6, 30, 23, 59, 59, 999999, tzinfo=riga),
        datetime(2026, 3, 29, 1, 30, 0, 10, tzinfo=far),
    ]
    for moment in moments:
        append(
            AuditEntry(
                chain=cast.office.pk,
                at=moment,
                kind="ēģķ \N{SNOWMAN} \"'",
                user=uuid.uuid4(),
                record=uuid.uuid4(),
                fields=["vārds", "z", "a"],
                takes_back=uuid.uuid4(),
            )
        )
    before = ""
    for row in AuditEntry.objects.filter(chain=cast.office.pk).order_by("number"):
        assert row.mac == link(before, (getattr(row, name) for name in COVERED))
        before = row.mac
    assert reports()[cast.office.pk].whole


def test_a_verb_that_is_rolled_back_leaves_the_chain_whole(busy):
    with pytest.raises(RuntimeError), transaction.atomic():
        a_case(busy.worker)
        raise RuntimeError
    a_case(busy.worker)
    assert faults() == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the rights of the application say so")
def test_the_application_can_neither_change_nor_delete_an_entry(busy):
    entry = AuditEntry.objects.first()
    for attempt in (
        lambda: AuditEntry.objects.filter(pk=entry.pk).update(kind="other"),
        lambda: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda: AuditEntry.objects.all().delete(),
        lambda: entry.save(),
        lambda: AuditHead.objects.all().delete(),
        lambda: AuditHead.objects.update(number=0),
    ):
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            attempt()
    assert faults() == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="triggers are of the embedded database")
def test_triggers_that_a_new_table_lost_are_put_back(db):
    let_go()
    keep_append_only()
    keep_append_only()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert {row[0] for row in cursor.fetchall()} >= set(TRIGGERS)


class Undone(Exception):
    """The tampering is taken back."""


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def stored(field, value):
    """A value as it lies in the table."""
    return field.get_db_prep_save(value, connection)


ENTRY, HEAD = "access_auditentry", "access_audithead"


def some_row(dice):
    return dice.choice(list(AuditEntry.objects.order_by("chain", "number")))


def edit(dice):
    """Another value in one column of one entry."""
    row, name = some_row(dice), dice.choice(COVERED)
    field = AuditEntry._meta.get_field(name)
    other = another(dice, field, getattr(row, name))
    column = connection.ops.quote_name(field.column)
    raw(f"UPDATE {ENTRY} SET {column} = %s WHERE id = %s", stored(field, other), stored_id(row))


def stored_id(row):
    return stored(AuditEntry._meta.get_field("id"), row.pk)


def another(dice, field, value):
    if isinstance(field, models.UUIDField):
        return None if field.null and value and dice.random() < 0.3 else uuid.UUID(int=dice.getrandbits(128))
    if isinstance(field, models.DateTimeField):
        return value + timedelta(microseconds=dice.choice([1, -1, 10**6, 3600 * 10**6]))
    if isinstance(field, models.JSONField):
        return [*value, "x"] if dice.random() < 0.5 or not value else value[:-1]
    if isinstance(field, models.PositiveBigIntegerField):
        return value + 10**6 + dice.randrange(1000)
    return (value + "x")[: field.max_length] if len(value) < field.max_length else value[:-1] + "~"


def delete(dice):
    """One entry less."""
    raw(f"DELETE FROM {ENTRY} WHERE id = %s", stored_id(some_row(dice)))


def delete_and_close_ranks(dice):
    """One entry less, the later ones moved up and the head with them."""
    row = some_row(dice)
    chain = stored(AuditEntry._meta.get_field("chain"), row.chain)
    raw(f"DELETE FROM {ENTRY} WHERE id = %s", stored_id(row))
    for later in AuditEntry.objects.filter(chain=row.chain, number__gt=row.number).order_by("number"):
        raw(f"UPDATE {ENTRY} SET number = %s WHERE id = %s", later.number - 1, stored_id(later))
    raw(f"UPDATE {HEAD} SET number = number - 1 WHERE chain = %s", chain)


def swap(dice):
    """Two entries of a chain change places."""
    row = dice.choice(list(AuditEntry.objects.filter(number__gt=1).order_by("chain", "number")))
    other = dice.choice(list(AuditEntry.objects.filter(chain=row.chain).exclude(pk=row.pk).order_by("number")))
    raw(f"UPDATE {ENTRY} SET number = %s WHERE id = %s", 10**9, stored_id(row))
    raw(f"UPDATE {ENTRY} SET number = %s WHERE id = %s", row.number, stored_id(other))
    raw(f"UPDATE {ENTRY} SET number = %s WHERE id = %s", other.number, stored_id(row))


def insert(dice):
    """A forged entry somewhere, those after it moved down, the head as its maker would have it."""
    row = some_row(dice)
    for later in AuditEntry.objects.filter(chain=row.chain, number__gt=row.number).order_by("-number"):
        raw(f"UPDATE {ENTRY} SET number = %s WHERE id = %s", later.number + 1, stored_id(later))
    forged = AuditEntry.objects.get(pk=row.pk)
    forged.pk, forged.number, forged.mac = uuid.UUID(int=dice.getrandbits(128)), row.number + 1, f"{dice.random():064}"
    forged.save(force_insert=True)
    head = AuditHead.objects.get(chain=row.chain)
    last = AuditEntry.objects.filter(chain=row.chain).order_by("-number").first()
    AuditHead.objects.filter(pk=head.pk).update(number=head.number + 1, mac=last.mac)


def cut_tail(dice):
    """The last entries gone, and the head set back to where the chain ends now."""
    chain = dice.choice(list(AuditHead.objects.filter(number__gt=1).order_by("chain"))).chain
    rows = list(AuditEntry.objects.filter(chain=chain).order_by("number"))
    keep = dice.randrange(len(rows))
    for row in rows[keep:]:
        raw(f"DELETE FROM {ENTRY} WHERE id = %s", stored_id(row))
    AuditHead.objects.filter(chain=chain).update(number=keep, mac=rows[keep - 1].mac if keep else "", sent_number=keep)
    if not keep and dice.random() < 0.5:
        AuditHead.objects.filter(chain=chain).delete()


def recompute(dice):
    """Edit an entry and compute the chain anew from there on, with a plain hash, for want of the key."""
    row = some_row(dice)
    rows = list(AuditEntry.objects.filter(chain=row.chain).order_by("number"))
    rows[row.number - 1].kind = "day.read.forged"
    before = rows[row.number - 2].mac if row.number > 1 else ""
    for one in rows[row.number - 1 :]:
        told = json.dumps([before, *(getattr(one, name) for name in COVERED)], default=str)
        one.mac = before = hashlib.sha256(told.encode()).hexdigest()
        one.save()
    AuditHead.objects.filter(chain=row.chain).update(mac=before)


WAYS = (edit, edit, edit, delete, delete_and_close_ranks, swap, insert, cut_tail, recompute)


@pytest.mark.usefixtures("whoever_can_write_the_trace")
@pytest.mark.lengthy
def test_a_thousand_tamperings_are_found(busy, heads):
    send_heads()
    sent = sent_heads()
    assert faults(sent) == set()
    let_go()
    dice, missed, done = random.Random(20261122), [], {}
    for number in range(TAMPERINGS):
        way = WAYS[number % len(WAYS)]
        before = sorted(AuditEntry.objects.values_list(*COVERED, "mac"), key=str) if number < 20 else None
        try:
            with transaction.atomic():
                way(dice)
                found = faults(sent)
                raise Undone
        except Undone:
            done[way.__name__] = done.get(way.__name__, 0) + 1
        if not found:
            missed.append((number, way.__name__))
        if before:
            assert before == sorted(AuditEntry.objects.values_list(*COVERED, "mac"), key=str)
    assert missed == []
    assert sum(done.values()) == TAMPERINGS and len(done) == 7
    assert faults(sent) == set(), "the chains are whole again when all of it is taken back"


def number_of(chain, index):
    return list(AuditEntry.objects.filter(chain=chain).order_by("number"))[index]


@pytest.mark.usefixtures("whoever_can_write_the_trace")
def test_what_happened_is_said_edited_missing_swapped_inserted(busy):
    let_go()
    told = {}
    row, other = number_of(busy.office.pk, 4), number_of(busy.office.pk, 5)
    for name, way in {
        "edited": lambda: AuditEntry.objects.filter(pk=row.pk).update(outcome="x"),
        "missing": lambda: AuditEntry.objects.filter(pk=row.pk).delete(),
        "swapped": lambda: swap_rows(row, other),
        "inserted": lambda: insert(OnlyThis(row)),
    }.items():
        with pytest.raises(Undone), transaction.atomic():
            way()
            told[name] = faults()
            raise Undone
    assert told == {
        "edited": {(Fault.EDITED, 5)},
        "missing": {(Fault.MISSING, 5)},
        "swapped": {(Fault.SWAPPED, 5), (Fault.SWAPPED, 6)},
        "inserted": {(Fault.INSERTED, 6)},
    }


def swap_rows(row, other):
    for one, number in ((row, 10**9), (other, row.number), (row, other.number)):
        AuditEntry.objects.filter(pk=one.pk).update(number=number)


class OnlyThis(random.Random):
    """Dice that fall on one row."""

    def __init__(self, row):
        super().__init__(1)
        self.row = row

    def choice(self, _rows):
        return self.row


@pytest.mark.usefixtures("whoever_can_write_the_trace")
def test_a_cut_tail_is_found_by_the_end_here_or_by_the_end_sent_off(busy, heads):
    send_heads()
    let_go()
    chain = busy.office.pk
    last = AuditHead.objects.get(chain=chain)
    AuditEntry.objects.filter(chain=chain, number__gt=last.number - 3).delete()
    assert faults() == {(Fault.TAIL_CUT, last.number - 2)}
    end = number_of(chain, -1)
    AuditHead.objects.filter(chain=chain).update(number=end.number, mac=end.mac, sent_number=0)
    assert faults() == set(), "without the end sent off nobody could know"
    assert faults(sent_heads()) == {(Fault.TAIL_CUT, end.number + 1)}


@pytest.mark.usefixtures("whoever_can_write_the_trace")
def test_another_end_than_the_one_sent_off_is_found_even_if_the_key_was_had(busy, heads):
    send_heads()
    let_go()
    chain, before = busy.office.pk, ""
    for row in AuditEntry.objects.filter(chain=chain).order_by("number"):
        row.role = "supervisor"
        row.mac = before = link(before, (getattr(row, name) for name in COVERED))
        row.save()
    AuditHead.objects.filter(chain=chain).update(mac=before)
    assert faults() == set()
    assert {fault for fault, _number in faults(sent_heads())} == {Fault.SENT_DIFFERS}


def test_heads_are_sent_once_for_each_move_and_signed(busy, heads):
    assert send_heads() == AuditHead.objects.count() == 4
    assert send_heads() == 0
    write_entry(busy.worker, "day.read")
    assert send_heads() == 1
    assert len(heads.read_text().splitlines()) == 5
    assert AuditHead.objects.get(chain=busy.office.pk).waiting == 0
    forged = json.loads(heads.read_text().splitlines()[0]) | {"number": 99999}
    heads.write_text(heads.read_text() + json.dumps(forged) + '\n{"torn": ')
    write_entry(busy.worker, "day.read")
    send_heads()
    sent = sent_heads()
    assert (sent.foreign, sent.torn) == ([6], [7])
    assert max(sent.by_chain[busy.office.pk]) == AuditHead.objects.get(chain=busy.office.pk).number


def test_a_file_of_heads_that_vanished_is_noticed(busy, heads):
    send_heads()
    heads.unlink()
    assert {fault for fault, _number in faults(sent_heads())} == {Fault.SENT_GONE}


def test_heads_that_cannot_be_written_are_said_in_a_sentence_and_sent_later(busy, settings, tmp_path):
    settings.AUDIT_HEADS = str(tmp_path / "not" / "mounted" / "heads")
    with pytest.raises(HeadsFile, match="cannot be|nevar"):
        send_heads()
    with pytest.raises(BadInput):
        audit("heads")
    assert not AuditHead.objects.exclude(sent_number=0).exists()
    settings.AUDIT_HEADS = str(tmp_path / "heads")
    assert send_heads() == 4


def audit(*words):
    """`tilts audit ...` in this process."""
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers())
    given = parser.parse_args(["audit", *words])
    return given.run(given)


@pytest.mark.usefixtures("whoever_can_write_the_trace")
def test_the_command_answers_zero_for_whole_and_one_for_not(busy, heads, capsys):
    assert audit("heads") == 0
    capsys.readouterr()
    assert audit("verify", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["whole"] and len(told["chains"]) == 4
    let_go()
    row = number_of(busy.office.pk, 7)
    AuditEntry.objects.filter(pk=row.pk).update(kind="x")
    assert audit("verify", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    broken = next(one for one in told["chains"] if not one["whole"])
    assert broken["chain"] == str(busy.office.pk)
    assert broken["places"] == [{"fault": "edited", "number": 8, "last": 8}]
    assert audit("verify") == 1
    assert "8" in capsys.readouterr().out


def test_a_foreign_line_among_the_heads_is_not_whole(busy, heads, capsys):
    send_heads()
    told = json.loads(heads.read_text().splitlines()[0]) | {"number": 1}
    heads.write_text(heads.read_text() + json.dumps(told) + "\n")
    assert audit("verify") == 1


@pytest.mark.lengthy
def test_a_hundred_thousand_entries_are_verified_in_ten_seconds(cast, record_property):
    rows, many, before = [], 100_000, ""
    now, office = datetime.now(UTC), cast.office.pk
    AuditHead.objects.get_or_create(chain=office)
    start = AuditEntry.objects.filter(chain=office).count()
    for number in range(start + 1, start + many + 1):
        row = AuditEntry(
            chain=office, number=number, at=now, kind="cases.read", user=cast.worker.user.pk, organisation=office,
            role="case_worker", record=uuid.uuid4(), purpose="work", fields=["text"],
        )  # fmt: skip
        row.mac = before = link(before, (getattr(row, name) for name in COVERED))
        rows.append(row)
    AuditEntry.objects.bulk_create(rows, batch_size=2000)
    AuditHead.objects.filter(chain=office).update(number=start + many, mac=before)
    began = time.perf_counter()
    report = reports()[office]
    took = time.perf_counter() - began
    record_property("seconds", took)
    print(f"{report.entries} entries verified in {took:.2f} s on {connection.vendor}")
    assert report.whole and report.entries == many
    assert took < 10
