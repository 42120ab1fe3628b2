"""Forty bad uploads, forty of them handled; within 300 MB; none released while the scanner is down."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.documents import made
from tests.documents.bad_uploads import FORTY, FURTHER, Bad

from tilts.access.models import AuditEntry
from tilts.access.reach import unscoped
from tilts.documents.models import Document, DocumentState
from tilts.documents.reasons import REASONS

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024


def send(browser, case, bad: Bad):
    file = SimpleUploadedFile(bad.name, bad.make())
    file.name = bad.name  # as a hostile client writes it, not as Django would tidy it
    told = {"title": "Uzrakstits pirms tam", "kind": "statement", "zone": "services", "file": file}
    return browser.post(f"/folders/{case.pk}/documents/add/", told)


def unpacked(content: bytes) -> bytes:
    """What a search for traces has to look at: a package is opened first."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return content + b"".join(package.read(name) for name in package.namelist())


def test_there_are_forty():
    assert len(FORTY) == 40 and len({bad.title for bad in FORTY + FURTHER}) == len(FORTY + FURTHER)


@pytest.mark.parametrize("bad", FORTY + FURTHER, ids=lambda bad: bad.title)
def test_it_is_refused_in_a_sentence_or_taken_without_its_sting(bad, cast, case, enter, scanner, kept):
    browser = enter(cast.worker.user)
    answer = send(browser, case, bad)
    documents = list(unscoped(Document, reason="tests"))
    if bad.code:
        page = answer.content.decode()
        assert answer.status_code == 422 and str(REASONS[bad.code]) in page.replace("&#x27;", "'")
        assert "Uzrakstits pirms tam" in page, "what was typed stays"
        assert documents == [] and not (kept.exists() and list(kept.iterdir()))
        return
    assert answer.status_code == 302
    assert [(one.state, one.media_type) for one in documents] == [(DocumentState.CLEAN, bad.media_type)]
    given = browser.get(f"/documents/{documents[0].pk}/file/")
    assert given.status_code == 200 and given["Content-Type"] == bad.media_type
    content = unpacked(given.content)
    assert [trace for trace in bad.gone if trace in content] == []
    assert all(part not in given["Content-Disposition"] for part in ("cron", "etc", "photo", "Uzrakstits"))


@pytest.mark.parametrize("bad", [bad for bad in FORTY if bad.code == "virus"], ids=lambda bad: bad.title)
def test_an_infected_file_leaves_a_trace(bad, cast, case, enter, scanner):
    send(enter(cast.worker.user), case, bad)
    trace = AuditEntry.objects.get(kind="document.infected")
    assert (trace.outcome, trace.record, trace.user) == ("refused", case.pk, cast.worker.user.pk)


@pytest.mark.parametrize("bad", FORTY, ids=lambda bad: bad.title)
def test_with_the_scanner_down_nothing_is_released(bad, cast, case, enter):
    browser = enter(cast.worker.user)
    send(browser, case, bad)
    for document in unscoped(Document, reason="tests"):
        assert document.state == DocumentState.QUARANTINE
        answer = browser.get(f"/documents/{document.pk}/file/")
        assert answer.status_code == 403 and "waits for the virus scanner" in answer.content.decode()


def bodies(folder: Path) -> None:
    """Each upload as a browser sends it, on disk: making them must not count as the server's memory."""
    for number, bad in enumerate(FORTY):
        fields = {"csrfmiddlewaretoken": "a" * 32, "title": "Papirs", "kind": "statement", "zone": "services"}
        parts = [f'--BOUND\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
        name = bad.name.replace("\0", "%00")
        parts.append(f'--BOUND\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
        whole = "".join(parts).encode() + bad.make() + b"\r\n--BOUND--\r\n"
        (folder / f"{number:02}.body").write_bytes(whole)
    # and the largest that are taken
    noise = os.urandom(24_900_000 - 60_000)
    largest = made.saved_with_noise(noise)
    for number, content in ((90, largest), (91, made.flat_png(5_400, 5_000)), (92, made.photograph(6_000, 4_000))):
        head = "".join(parts[:-1]) + '--BOUND\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        (folder / f"{number}.body").write_bytes(head.encode() + content + b"\r\n--BOUND--\r\n")


@pytest.mark.lengthy
def test_the_forty_and_the_largest_stay_within_300_megabytes(tmp_path, scanner):
    bodies(tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TILTS_", "DATABASE_"))}
    environment |= {
        "TILTS_TEST_HOME": str(tmp_path / "home"),
        "TILTS_CLAMD": scanner,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "MALLOC_MMAP_THRESHOLD_": "1048576",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
    }
    (tmp_path / "home").mkdir()
    # in a process of its own: what making the tables takes is not the server's
    tables = [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--skip-checks"]
    subprocess.run(tables, cwd=ROOT, env=environment, check=True)
    run = [sys.executable, "-m", "tests.documents.memory_run", str(tmp_path)]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    expected = {f"{number:02}": 422 if bad.code else 302 for number, bad in enumerate(FORTY)}
    expected |= {"90": 302, "91": 302, "92": 302}
    assert told["answers"] == expected
    server, examination, together = (told[name] / MEGABYTE for name in ("server", "examination", "together"))
    print(f"peak: together {together:.0f} MB, server {server:.0f} MB, examination {examination:.0f} MB")
    assert max(server, together) <= 300 and examination > 100, "the largest picture was seen"
