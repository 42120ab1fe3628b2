"""Files lie sealed: cut, reordered, mixed, moved or changed, they are refused; half a file never lies there."""

import os
import struct
import uuid

import pytest

from tilts.documents import files
from tilts.kit.crypto import Unreadable
from tilts.sealing.keys import ring

ID = uuid.uuid4()
PLAIN = b"Izdomu vards " * 250_000
"""Four chunks."""


def chunks(name: str) -> tuple[bytes, list[bytes]]:
    """The head and the sealed chunks of a file, each with its length before it."""
    raw = files.path_of(name).read_bytes()
    head, _newline, rest = raw.partition(b"\n")
    parts = []
    while rest:
        length = 4 + struct.unpack("!L", rest[:4])[0]
        parts.append(rest[:length])
        rest = rest[length:]
    return head + b"\n", parts


@pytest.fixture
def name() -> str:
    name = files.new_name()
    files.put(ID, name, PLAIN)
    return name


@pytest.mark.parametrize("size", [0, 1, files.CHUNK - 1, files.CHUNK, files.CHUNK + 1, 3 * files.CHUNK])
def test_what_was_put_is_read_again(size):
    content, name = os.urandom(size), files.new_name()
    assert files.put(ID, name, content) == ring().current
    assert files.read(ID, name) == content


def test_nothing_of_it_can_be_read_on_the_disk_and_only_the_owner_may_open_it(name):
    raw = files.path_of(name).read_bytes()
    assert b"Izdomu" not in raw and len(chunks(name)[1]) == 4
    assert files.path_of(name).stat().st_mode & 0o077 == 0 and files.folder().stat().st_mode & 0o077 == 0


TAMPERED = {
    "the last chunk cut off": lambda head, parts: head + b"".join(parts[:-1]),
    "all but the last cut off": lambda head, parts: head + parts[-1],
    "two chunks swapped": lambda head, parts: head + b"".join([parts[1], parts[0], *parts[2:]]),
    "a chunk twice": lambda head, parts: head + b"".join([parts[0], *parts]),
    "something added": lambda head, parts: head + b"".join(parts) + parts[-1],
    "half a chunk": lambda head, parts: head + b"".join(parts)[:-7],
    "half a length": lambda head, parts: head + b"".join(parts) + b"\0\0",
    "an endless length": lambda head, parts: head + b"\xff\xff\xff\xff" + b"".join(parts),
    "a byte changed": lambda head, parts: head + b"".join(parts)[:-20] + b"\1" + b"".join(parts)[-19:],
    "no head": lambda head, parts: b"".join(parts),
    "another key's name": lambda head, parts: b"T1 k99\n" + b"".join(parts),
    "nothing inside": lambda head, parts: head,
    "nothing at all": lambda head, parts: b"",
}


@pytest.mark.parametrize("how", sorted(TAMPERED))
def test_a_file_that_was_tampered_with_is_refused(name, how):
    files.path_of(name).write_bytes(TAMPERED[how](*chunks(name)))
    with pytest.raises(Unreadable):
        files.read(ID, name)


def test_a_file_moved_to_another_document_or_another_name_is_refused(name):
    other = files.new_name()
    files.path_of(other).write_bytes(files.path_of(name).read_bytes())
    for document, file in ((uuid.uuid4(), name), (ID, other)):
        with pytest.raises(Unreadable):
            files.read(document, file)


def test_a_chunk_of_another_file_is_refused(name):
    other = files.new_name()
    files.put(ID, other, PLAIN)
    head, parts = chunks(name)
    parts[1] = chunks(other)[1][1]
    files.path_of(name).write_bytes(head + b"".join(parts))
    with pytest.raises(Unreadable):
        files.read(ID, name)


@pytest.mark.parametrize("name", ["", "../keys.json", "a" * 31, "A" * 32, "a" * 33, "a" * 32 + "\n", "/etc/passwd"])
def test_only_our_own_names_are_names(name):
    with pytest.raises(Unreadable):
        files.read(ID, name)


def test_a_file_that_is_gone_is_unreadable_and_removing_it_again_is_no_matter(name):
    files.remove(name)
    files.remove(name)
    with pytest.raises(Unreadable):
        files.read(ID, name)


def test_a_disk_that_fills_up_leaves_nothing(name, monkeypatch):
    before = set(files.folder().iterdir())

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    for file in (files.new_name(), name):
        with pytest.raises(OSError, match="No space"):
            files.put(ID, file, PLAIN)
    assert set(files.folder().iterdir()) == before
    monkeypatch.undo()
    assert files.read(ID, name) == PLAIN
