"""What a database is made of, so that two can be compared; run as a module: of a new installation."""

import json
from typing import Any

SQLITE = """
    SELECT type, name, tbl_name, sql FROM sqlite_master
    WHERE sql LIKE 'CREATE%(%' AND name NOT LIKE 'sqlite_%' ORDER BY 1, 2
"""
# The join of Django's groups and permissions, which nobody uses: its migration makes the key wider than its model does.
POSTGRESQL = (
    """SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length
       FROM information_schema.columns WHERE table_schema = 'public'
       AND (table_name, column_name) <> ('auth_group_permissions', 'id') ORDER BY 1, 2""",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE conrelid > 0 ORDER BY 1, 2""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2",
)
LOADED = (
    "SELECT code, name_lv, name_en, kind, valid_from, valid_before, successor_id FROM places_territory ORDER BY 1",
    "SELECT code FROM questionnaires_questionnaire ORDER BY 1",
    "SELECT app, name FROM django_migrations ORDER BY 1, 2",
)


def described(connection: Any) -> list[Any]:
    """Every column, constraint, index, trigger and policy, without their order; and what migrations loaded."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE)
            found = [[*what, sorted(told[told.index("(") + 1 : -1].split(", "))] for *what, told in cursor.fetchall()]
        else:
            found = [row for words in POSTGRESQL for row in _rows(cursor, words)]
        found += [row for words in LOADED for row in _rows(cursor, words)]
    return json.loads(json.dumps(found, default=str))


def _rows(cursor: Any, words: str) -> list[Any]:
    cursor.execute(words)
    return cursor.fetchall()


if __name__ == "__main__":
    import gc
    import sys
    from contextlib import nullcontext

    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from tilts.access.owner import as_owner, is_served_by_postgresql, make_tables

    gc.set_threshold(200_000, 50, 50)  # Django draws thousands of models, and looking through them takes a tenth of it
    owner = as_owner if is_served_by_postgresql() else nullcontext
    if sys.argv[1] == "migrations":
        with owner():
            MigrationRecorder(connection).ensure_schema()  # a database that has a table walks through every migration
    make_tables()
    with owner():
        print(json.dumps(described(connection)))
