"""Whoever can write one table runs nothing: what lies in tables and sessions is read as words, not as code."""

import ast
import base64
import pickle
import pickletools
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from tests.cast import a_case

import tilts
from tilts.config.cache import JsonCache

SOURCE = Path(tilts.__file__).resolve().parent
RUNS_WHAT_IT_READS = {"pickle", "cPickle", "_pickle", "shelve", "marshal", "dill", "cloudpickle", "joblib"}
pytestmark = pytest.mark.django_db


class Trap:
    """An object that writes a file when somebody opens it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.write_text, (self.mark, "run")


@pytest.fixture(params=["as Django writes it", "bare"])
def trap(request, tmp_path):
    opened = pickle.dumps(Trap(tmp_path / "mark"), protocol=0 if request.param == "bare" else -1)
    pickle.loads(opened)  # noqa: S301 - that it does run
    assert (tmp_path / "mark").read_text() == "run"
    (tmp_path / "mark").unlink()
    return opened.decode() if request.param == "bare" else base64.b64encode(opened).decode()


def keys() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM tilts_cache")
        return [row[0] for row in cursor.fetchall()]


def plant(value: str) -> None:
    """Put it into every row that there is."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tilts_cache SET value = %s", [value])


def knock(client: Any) -> Any:
    return client.post(reverse("account_login"), {"login": "kads@elsewhere.example", "password": "nezināma parole"})


def test_what_is_planted_in_the_cache_does_not_run(trap, client, tmp_path):
    assert knock(client).status_code == 200
    cache.set("history", [1.5, 2.5], 60)
    held = keys()
    assert len(held) > 1
    plant(trap)
    assert knock(client).status_code == 200
    assert cache.get_many([key.split(":", 2)[2] for key in held]) == {}
    assert cache.get("history", "nothing") == "nothing"
    assert not (tmp_path / "mark").exists()


def test_the_cache_keeps_what_it_is_given():
    for value in (1, 0, None, "vārds", [1.5, 2.5], {"a": [True]}):
        cache.set("one", value, 60)
        assert cache.get("one", "nothing") == value
    assert cache.get("two") is None and not cache.has_key("two")
    assert cache.add("two", 2, 60) and not cache.add("two", 3, 60) and cache.get("two") == 2
    assert cache.touch("two", 60) and not cache.touch("three", 60)
    assert cache.get_many(["one", "two", "three"]) == {"one": {"a": [True]}, "two": 2}
    cache.set("two", 4, -1)
    assert cache.get("two") is None and cache.add("two", 5, None) and cache.get("two") == 5
    assert cache.incr("two") == 6
    cache.delete_many(["one", "two"])
    assert cache.get_many(["one", "two"]) == {}


def test_the_cache_makes_room_when_it_is_full(monkeypatch):
    monkeypatch.setattr(caches["default"], "_max_entries", 5)
    cache.set("gone", 1, -60)
    for number in range(20):
        cache.set(f"key{number}", number, 60)
    assert len(keys()) <= 7
    assert cache.get("key19") == 19


def test_an_object_is_not_kept():
    with pytest.raises(TypeError):
        cache.set("one", object(), 60)


def test_every_cache_is_ours_and_sessions_are_words():
    assert {type(caches[name]) for name in settings.CACHES} == {JsonCache}
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    assert settings.SESSION_ENGINE == "tilts.accounts.session_store"


def imported(tree: ast.AST) -> set[str]:
    """What a module imports, by its first name."""
    names = [one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def test_nothing_of_ours_reads_objects_from_bytes():
    found = {
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        if imported(ast.parse(file.read_text())) & RUNS_WHAT_IT_READS
    }
    assert found == set()
    assert imported(ast.parse("from pickle import loads")) & RUNS_WHAT_IT_READS


def is_object(value: Any) -> bool:
    """Whether these are the bytes of an object, bare or as letters."""
    raw = value.encode() if isinstance(value, str) else bytes(value)
    try:
        letters = base64.b64decode(raw, validate=True)
    except ValueError:
        letters = b""
    return any(_opens(one) for one in (raw, letters))


def _opens(raw: bytes) -> bool:
    try:
        return raw[:1] == b"\x80" and any(True for op, _arg, _at in pickletools.genops(raw) if op.name == "STOP")
    except (ValueError, IndexError, UnicodeDecodeError):
        return False


def words_of_all_tables() -> list[tuple[str, Any]]:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [(table, value) for row in cursor.fetchall() for value in row if isinstance(value, str | bytes)]
    return found


def test_after_a_day_no_table_holds_an_object(cast, enter, client):
    case = a_case(cast.worker)[0]
    knock(client)
    browser = enter(cast.worker.user)
    note = {"kind": "call", "text": "Zvanīja", "happened_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}
    assert browser.post(reverse("cases:note_add", args=[case.pk]), note).status_code in {302, 422}
    browser.post(reverse("access:purpose"), {})
    cache.set("one", [1.5], 60)
    found = words_of_all_tables()
    assert {"tilts_cache", "django_session", "access_auditentry"} <= {table for table, _value in found}
    assert {table for table, value in found if is_object(value)} == set()
    plant(base64.b64encode(pickle.dumps([1.5])).decode())
    assert {table for table, value in words_of_all_tables() if is_object(value)} == {"tilts_cache"}
