"""An installation that begins anew has the tables that one has which came through every migration."""

import json

import pytest
from tests.access.machine import python
from tests.databases import own_database

pytestmark = pytest.mark.long


def tables(folder, way):
    with own_database() as database:
        made = python(folder, "-m", "tests.house.tables", way, database=database)
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout)


def test_tables_made_at_once_are_those_of_the_migrations(tmp_path):
    at_once, by_migrations = (tables(tmp_path / way, way) for way in ("at-once", "migrations"))
    assert len(at_once) > 500
    assert [row for row in at_once if row not in by_migrations] == []
    assert [row for row in by_migrations if row not in at_once] == []
