"""Who adds, reads, takes along and withdraws documents; what becomes of those that wait."""

import os
import re
import subprocess
import sys
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from tests.cast import BY_LAW, a_case, a_report
from tests.documents import made
from tests.documents.scanner import EICAR

from tilts.access.actions import Stale, let_in
from tilts.access.audit import write_entry
from tilts.access.glass import break_glass
from tilts.access.models import AuditEntry, GrantKind, Membership
from tilts.access.reach import NotAllowed, Reach, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import close_case, join_team
from tilts.config.commands import run
from tilts.documents import files
from tilts.documents.actions import add_document, erase_document, take_in, void_document
from tilts.documents.models import Document, DocumentState
from tilts.documents.receiving import Received
from tilts.documents.tasks import missing_files, reseal_files, scan_waiting, sweep_orphans
from tilts.kit.crypto import KeyRing, Unreadable, write_ring
from tilts.people.models import Person
from tilts.sealing import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def received(content: bytes = b"Saturs", scanned: bool = True, media_type: str = "text/plain") -> Received:
    return Received(content, media_type, signed=False, scanned=scanned, suffix="txt")


def a_document(reach: Reach, case, title: str = "Tiesas lemums", zone: str = "services", **more) -> Document:
    return add_document(reach, case.folder, received=received(**more), title=title, kind="decision", zone=zone)


def stored() -> list[Document]:
    return list(unscoped(Document, reason="tests").order_by("created_at"))


def on_disk() -> set[str]:
    return {path.name for path in files.folder().iterdir()}


# --- who


def test_a_document_stands_in_the_case_and_comes_back_byte_for_byte(cast, case, enter, scanner):
    browser = enter(cast.worker.user)
    told = {"title": "Tiesas lemums", "kind": "decision", "zone": "risk"}
    content = made.edoc()
    answer = browser.post(f"/folders/{case.pk}/documents/add/", told | {"file": SimpleUploadedFile("a.edoc", content)})
    assert answer.status_code == 302
    for address in (answer.url, f"/cases/{case.pk}/"):
        page = browser.get(address).content.decode()
        assert "Tiesas lemums" in page and "signed" in page and "EDOC" in page
    document = cast.worker(Document).get()
    given = browser.get(f"/documents/{document.pk}/file/")
    assert given.content == content and document.signed
    assert given["Content-Type"] == "application/vnd.etsi.asic-e+zip"
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert given["X-Content-Type-Options"] == "nosniff" and given["Cache-Control"] == "no-store"
    assert given["Content-Disposition"].startswith('attachment; filename="tilts-')
    trace = AuditEntry.objects.get(kind="document.downloaded")
    assert (trace.record, trace.user, trace.outcome) == (case.folder_id, cast.worker.user.pk, "done"), (
        "a look into the file"
    )


def test_title_and_file_lie_sealed(cast, case):
    document = a_document(cast.worker, case, "Viltus Vilkatis", content=b"Viltus saturs")
    assert all(b"Viltus" not in path.read_bytes() for path in files.folder().iterdir())
    assert document.digest and document.digest != __import__("hashlib").sha256(b"Viltus saturs").hexdigest()


def zones_of(reach: Reach) -> list[str]:
    return sorted(reach(Document).values_list("zone", flat=True))


def test_whoever_reads_the_zone_reads_the_document_and_nobody_else(cast, case):
    for zone in ("services", "risk", "codes", "privileged", "admin"):
        a_document(cast.worker, case, zone=zone)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    assert zones_of(cast.worker) == ["admin", "codes", "privileged", "risk", "services"]
    assert zones_of(cast.supervisor) == ["admin", "risk", "services"], "codes are shut, own notes are the author's"
    assert zones_of(cast.psychologist) == ["admin", "risk", "services"]
    a_document(cast.psychologist, case, zone="privileged")
    assert zones_of(cast.psychologist) == ["admin", "privileged", "risk", "services"]
    for outside in (cast.second_worker, cast.stranger, cast.officer, cast.manager, cast.data_protection):
        assert zones_of(outside) == []


def test_a_document_sent_twice_is_there_once(cast, case, enter, scanner):
    browser = enter(cast.worker.user)
    told = {"title": "Tiesas lemums", "kind": "decision", "zone": "risk"}
    pages = []
    for content, key in ((b"Saturs", "a"), (b"Saturs", "a"), (b"Cits saturs", "b")):
        file = {"file": SimpleUploadedFile("a.txt", content), "once": key * 64}
        pages.append(browser.post(f"/folders/{case.pk}/documents/add/", told | file, follow=True).content.decode())
    assert ["written once" in page for page in pages] == [False, True, False]
    assert len(stored()) == len(on_disk()) == 2


def test_one_adds_only_where_one_writes(cast, case):
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    with pytest.raises(NotAllowed, match="do not write"):
        a_document(cast.psychologist, case, zone="risk")
    for outside in (cast.second_worker, cast.stranger, cast.officer, cast.administrator):
        with pytest.raises(NotAllowed):
            a_document(outside, case)
    assert stored() == [] and on_disk() == set()


def test_the_form_offers_only_the_zones_that_one_writes(cast, case, enter):
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    page = enter(cast.psychologist.user).get(f"/folders/{case.pk}/documents/add/").content.decode()
    assert 'value="services"' in page and 'value="privileged"' in page and 'value="risk"' not in page


def test_a_closed_case_takes_no_document_and_gives_those_it_has(cast, case, enter):
    document = a_document(cast.worker, case)
    close_case(cast.worker, case, closed_on=timezone.localdate(), seen_version=case.version)
    with pytest.raises(NotAllowed, match="closed"):
        a_document(cast.worker, case)
    browser = enter(cast.worker.user)
    assert browser.get(f"/folders/{case.pk}/documents/add/").status_code == 403
    assert browser.get(f"/documents/{document.pk}/file/").status_code == 200


def addresses(document: Document) -> list[str]:
    folder, one = document.folder_id, document.pk
    return [
        f"/folders/{folder}/documents/",
        f"/folders/{folder}/documents/add/",
        f"/documents/{one}/file/",
        f"/documents/{one}/withdraw/",
    ]


def bare(answer, address: str) -> str:
    """A page and its headers without what differs at every look: its own address, the form's token, the nonce."""
    page = f"{answer.headers}{answer.content.decode()}".replace(address, "")
    return re.sub(r"((csrfmiddlewaretoken|once|drawn)\" value=\"|nonce-)[\w+/=:.-]*", "", page)


def test_a_stranger_cannot_tell_a_document_from_none(cast, case, enter):
    document = a_document(cast.worker, case, "Viltus Vilkatis")
    nowhere = Document(pk=uuid.uuid4(), folder_id=uuid.uuid4())
    browser = enter(cast.stranger.user)
    for address, empty in zip(addresses(document), addresses(nowhere), strict=True):
        answer, nothing = browser.get(address), browser.get(empty)
        assert (answer.status_code, nothing.status_code) == (404, 404)
        assert bare(answer, address) == bare(nothing, empty)
        assert browser.post(address, {"why": "Ta gribu", "version": 1}).status_code == 404


def test_a_wall_beats_every_grant(cast, case, enter):
    document = a_document(cast.worker, case)
    raise_wall(cast.supervisor, case.folder, reason="Radinieks", user=cast.worker.user)
    assert [enter(cast.worker.user).get(address).status_code for address in addresses(document)] == [404] * 4


def test_a_colleague_who_knows_only_that_the_case_exists_gets_no_document(cast, case, enter):
    document = a_document(cast.worker, case, "Viltus Vilkatis")
    browser = enter(cast.second_worker.user)
    assert [browser.get(address).status_code for address in addresses(document)] == [403, 403, 404, 404]
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    assert "Viltus" not in page and "Add a document" not in page


def test_a_grant_of_the_documents_zone_alone_opens_nothing(cast, case):
    a_document(cast.worker, case, zone="risk")
    who = {"to_user": cast.stranger.user, "at": cast.stranger_office}
    let_in(cast.worker, case.folder, GrantKind.MEETING, **BY_LAW, **who)
    assert zones_of(cast.stranger) == [], "the services of the case are shut to a meeting"


def test_a_report_from_the_door_has_no_page_of_documents(cast, enter):
    report = a_report(cast.officer, cast)
    assert enter(cast.officer.user).get(f"/folders/{report.folder_id}/documents/").status_code == 403


def test_withdrawing_needs_a_reason_and_the_zone(cast, case, enter):
    document = a_document(cast.worker, case)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    risk = a_document(cast.worker, case, zone="risk")
    assert enter(cast.psychologist.user).get(f"/documents/{risk.pk}/withdraw/").status_code == 403
    browser, address = enter(cast.worker.user), f"/documents/{document.pk}/withdraw/"
    assert browser.post(address, {"why": "because", "version": 1}).status_code == 422
    assert browser.post(address, {"why": "wrong_case", "version": 7}).status_code == 422, "somebody wrote in between"
    assert browser.post(address, {"why": "wrong_case", "version": 1}).status_code == 302
    assert not cast.worker(Document).filter(pk=document.pk).exists()
    assert browser.get(f"/documents/{document.pk}/file/").status_code == 404
    assert AuditEntry.objects.filter(kind="document.voided", record=document.pk, outcome="done").exists()
    with pytest.raises(Stale):
        void_document(cast.worker, document, why="wrong_case", seen_version=1)


def test_an_untitled_document_is_refused(cast, case):
    with pytest.raises(Refused, match="few words"):
        a_document(cast.worker, case, title="  ")
    assert on_disk() == set()


# --- the scanner's queue


def test_without_a_scanner_the_document_waits_and_is_released_when_it_comes_back(
    cast, case, enter, settings, scanner_address, django_capture_on_commit_callbacks
):
    browser = enter(cast.worker.user)
    told = {"title": "Foto", "kind": "photo", "zone": "services", "file": SimpleUploadedFile("a.jpg", made.gps_jpeg())}
    page = browser.post(f"/folders/{case.pk}/documents/add/", told, follow=True).content.decode()
    assert "once the virus scanner has examined it" in page and "waits for the virus scanner" in page
    assert "Download" not in page
    waiting = stored()[0]
    assert browser.get(f"/documents/{waiting.pk}/file/").status_code == 403
    assert scan_waiting().waiting == 1 and stored()[0].state == DocumentState.QUARANTINE
    settings.CLAMD = scanner_address
    with django_capture_on_commit_callbacks(execute=True):
        assert scan_waiting().clean == 1
    given = browser.get(f"/documents/{waiting.pk}/file/")
    assert given.status_code == 200 and b"Exif" not in given.content, "the original waited, what is given is the copy"
    assert on_disk() == {stored()[0].file} != {waiting.file}
    assert AuditEntry.objects.filter(kind="document.scanned", organisation=cast.office.pk).count() == 1


def test_what_the_scanner_finds_later_is_gone_and_said(
    cast, case, enter, settings, scanner_address, django_capture_on_commit_callbacks
):
    a_document(cast.worker, case, content=EICAR, scanned=False)
    a_document(cast.worker, case, content=b"Labs", scanned=False)
    settings.CLAMD = scanner_address
    with django_capture_on_commit_callbacks(execute=True):
        told = scan_waiting()
    assert (told.clean, told.refused, told.waiting) == (1, 1, 0)
    bad, good = stored()
    assert (bad.state, bad.reason, bad.file) == ("refused", "virus", "") and on_disk() == {good.file}
    page = enter(cast.worker.user).get(f"/folders/{case.pk}/documents/").content.decode()
    assert "found something harmful" in page
    assert enter(cast.worker.user).get(f"/documents/{bad.pk}/file/").status_code == 403


def test_a_damaged_file_in_the_queue_holds_up_nobody(cast, case, scanner, django_capture_on_commit_callbacks):
    broken = a_document(cast.worker, case, scanned=False)
    a_document(cast.worker, case, content=b"Labs", scanned=False)
    files.path_of(broken.file).write_bytes(b"T1 k1\nxxxx")
    with django_capture_on_commit_callbacks(execute=True):
        told = scan_waiting()
    assert (told.clean, told.unreadable) == (1, 1)


def test_the_command_says_what_became_of_them(cast, case, capsys, scanner):
    a_document(cast.worker, case, content=b"Labs", scanned=False)
    assert run(["documents", "scan"]) == 0
    assert "clean: 1, refused: 0, waiting for the scanner: 0" in capsys.readouterr().out


def test_the_command_says_no_while_something_waits(cast, case, capsys):
    a_document(cast.worker, case, scanned=False)
    assert run(["documents", "scan"]) == 1
    assert "waiting for the scanner: 1" in capsys.readouterr().out


# --- the disk


def test_a_full_disk_is_a_sentence_and_nothing_is_half_saved(cast, case, enter, scanner, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    told = {"title": "Foto", "kind": "photo", "zone": "services", "file": SimpleUploadedFile("a.png", made.png())}
    answer = enter(cast.worker.user).post(f"/folders/{case.pk}/documents/add/", told)
    assert answer.status_code == 422 and "no room for this file" in answer.content.decode()
    assert stored() == [] and on_disk() == set()


def test_a_row_that_is_not_written_leaves_no_file(cast, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_document(cast.worker, case, media_type=None)
    assert on_disk() == set()


def test_the_sweep_takes_old_files_that_nobody_names_and_nothing_else(cast, case):
    document = a_document(cast.worker, case)
    old, young, half = files.new_name(), files.new_name(), f".{files.new_name()}.abcd"
    for name in (old, young, half):
        (files.folder() / name).write_bytes(b"x")
    for name in (old, half, document.file):
        os.utime(files.folder() / name, (1, 1))
    assert sweep_orphans() == 2
    assert on_disk() == {document.file, young}


def test_a_missing_file_is_a_page_and_is_found_by_the_sweep(cast, case, enter):
    document = a_document(cast.worker, case)
    assert missing_files() == []
    files.remove(document.file)
    answer = enter(cast.worker.user).get(f"/documents/{document.pk}/file/")
    assert answer.status_code == 500 and "Tell your administrator" in answer.content.decode()
    assert missing_files() == [document]


def test_an_upload_never_touches_the_disk_in_plain(cast, case, enter, scanner, monkeypatch):
    opened = []
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *a, **k: opened.append(a))
    content = made.saved_with_noise(os.urandom(6_000_000))
    told = {"title": "Liels", "kind": "other", "zone": "services", "file": SimpleUploadedFile("a.pdf", content)}
    assert enter(cast.worker.user).post(f"/folders/{case.pk}/documents/add/", told).status_code == 302
    assert opened == []


# --- keys and erasing


@pytest.fixture
def own_keys(tmp_path: Path, settings):
    """Keys of this test alone, so that they can be changed."""
    settings.KEYS = str(tmp_path / "keys.json")
    write_ring(KeyRing.new(), tmp_path / "keys.json")
    keys.ring.cache_clear()
    yield
    keys.ring.cache_clear()


def test_files_are_sealed_anew_and_it_can_be_stopped_at_any_file(own_keys, cast, case):
    documents = [a_document(cast.worker, case, content=bytes([n]) * 3_000_000) for n in range(4)]
    before = keys.ring()
    keys.change_ring(before.with_new_key())
    assert reseal_files(limit=2) == 2
    for number, document in enumerate(stored()):
        assert files.read(document.pk, document.file) == bytes([number]) * 3_000_000
    assert reseal_files() == 2 and reseal_files() == 0
    keys.change_ring(keys.ring().without("k1"))
    assert [files.read(one.pk, one.file)[:1] for one in stored()] == [b"\0", b"\1", b"\2", b"\3"]
    assert {one.key for one in stored()} == {"k2"} and on_disk() == {one.file for one in documents}


def test_a_kill_between_file_and_row_costs_nothing(own_keys, cast, case):
    document = a_document(cast.worker, case)
    keys.change_ring(keys.ring().with_new_key())
    files.put(document.pk, document.file, files.read(document.pk, document.file))
    assert stored()[0].key == "k1" and files.read(document.pk, document.file) == b"Saturs"
    assert reseal_files() == 1 and stored()[0].key == "k2"


def test_an_erased_document_leaves_no_word_and_no_file(cast, case, django_capture_on_commit_callbacks):
    document = a_document(cast.worker, case, "Viltus Vilkatis")
    with pytest.raises(NotAllowed):
        erase_document(cast.worker, document)
    with django_capture_on_commit_callbacks(execute=True):
        erase_document(cast.data_protection, document)
    left = stored()[0]
    assert (left.title, left.digest, left.file, left.size, left.state) == ("", "", "", 0, "erased")
    assert on_disk() == set()


def test_documents_of_another_organisation_are_not_erased_from_here(cast, case):
    theirs, _person = a_case(cast.stranger)
    document = a_document(cast.stranger, theirs)
    with pytest.raises(NotAllowed):
        erase_document(cast.data_protection, document)


def test_a_refusal_that_is_no_virus_leaves_a_trace_too(cast, case):
    with pytest.raises(Refused, match="one by one"):
        take_in(cast.worker, case.folder, made.packed({"a": b"b"}))
    assert AuditEntry.objects.filter(kind="document.not_taken", record=case.pk, outcome="refused").count() == 1


def test_the_examination_knows_no_keys_and_no_settings():
    code = "import tilts.documents.preparing.__main__, sys; print([m for m in sys.modules if m.startswith('django')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nobody_releases_a_document_by_hand(cast):
    for name in ("document.scanned", "document.resealed"):
        assert not any(one.may(name) for one in cast.everybody())


def test_another_files_bytes_under_a_documents_name_are_not_given_out(cast, case, enter):
    one, other = a_document(cast.worker, case, content=b"Viens"), a_document(cast.worker, case, content=b"Divi")
    files.path_of(one.file).write_bytes(files.path_of(other.file).read_bytes())
    with pytest.raises(Unreadable):
        files.read(one.pk, one.file)
    assert enter(cast.worker.user).get(f"/documents/{one.pk}/file/").status_code == 500


def test_the_trace_names_no_title(cast, case):
    a_document(cast.worker, case, "Viltus Vilkatis")
    write_entry(cast.worker, "tests")
    assert not any("Viltus" in str(vars(entry)) for entry in AuditEntry.objects.all())


def test_what_was_opened_in_an_emergency_is_not_taken_away(cast, case, enter):
    document = a_document(cast.worker, case)
    address = f"/documents/{document.pk}/file/"
    ends = timezone.now() + timedelta(hours=1)
    let_in(
        cast.second_worker,
        case.folder,
        GrantKind.BROKEN_GLASS,
        **BY_LAW,
        to_user=cast.second_worker.user,
        ends=ends,
    )
    refused = enter(cast.second_worker.user).get(address)
    assert refused.status_code == 403
    assert enter(cast.worker.user).get(address).status_code == 200


def test_what_may_only_be_kept_is_not_taken_away(cast, case, enter):
    document = a_document(cast.worker, case)
    rows = unscoped(Person, reason="tests").filter(folder_persons__folder=case.folder)
    assert rows.update(restricted_at=timezone.now()) == 1
    refused = enter(cast.worker.user).get(f"/documents/{document.pk}/file/")
    assert refused.status_code == 403 and "kept and not used" in refused.content.decode()


def test_under_broken_glass_a_paper_is_seen_in_the_list_and_not_taken_away(cast, case, enter):
    document = a_document(cast.worker, case)
    Membership.objects.filter(user=cast.second_worker.user).update(on_duty=True)
    on_duty = Reach(cast.second_worker.user, Membership.objects.get(user=cast.second_worker.user))
    reason = "She called from the bathroom and does not answer any more."
    break_glass(on_duty, organisation=cast.office, code=case.code, category="life", reason=reason)
    browser = enter(on_duty.user)
    listed = browser.get(f"/folders/{case.pk}/documents/").content.decode()
    assert "Tiesas lemums" in listed and "/file/" not in listed
    assert browser.get(f"/documents/{document.pk}/file/").status_code == 403
    refused = AuditEntry.objects.get(kind="document.downloaded", outcome="refused")
    assert (refused.record, refused.basis) == (case.folder_id, "broken_glass")


def test_a_supervisor_says_why_before_a_paper_is_taken_along_too(cast, case, enter):
    document = a_document(cast.worker, case)
    browser = enter(cast.supervisor.user)
    asked = browser.get(f"/documents/{document.pk}/file/")
    assert asked.status_code == 302 and asked.url.startswith("/purpose/?next=")
    browser.post("/purpose/", {"purpose": "complaint"})
    assert browser.get(f"/documents/{document.pk}/file/").status_code == 200
    assert AuditEntry.objects.get(kind="document.downloaded").basis == "complaint"
