"""The roles of PostgreSQL: the owner changes tables, the application serves; commands say that they are jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder

from tilts.access.append_only import keep_append_only
from tilts.access.rows import Unsafe, prove, secure

LOGIN = ("USER", "PASSWORD")


def _told() -> str:
    """What the server is told at connecting."""
    return str((connection.settings_dict.get("OPTIONS") or {}).get("options", ""))


@contextmanager
def _login(changed: dict[str, Any], purpose: str) -> Iterator[None]:
    """A connection of another role, with a purpose of its own."""
    told = _told().partition(" -c tilts.purpose=")[0]
    kept = {name: connection.settings_dict.get(name) for name in (*LOGIN, "OPTIONS")}
    connection.close()
    connection.settings_dict.update(changed | {"OPTIONS": {"options": f"{told} -c tilts.purpose={purpose}"}})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def as_owner() -> Any:
    """The default connection logs in as the owner of the tables."""
    owner: dict[str, Any] = settings.DATABASE_OWNER or {}
    return _login({name: owner[name] for name in LOGIN}, "migration")


def is_served_by_postgresql() -> bool:
    """Whether there are roles and policies at all."""
    return connection.vendor == "postgresql"


def make_tables() -> None:
    """Migrate; on PostgreSQL as the owner, who then writes the policies anew."""
    if not is_served_by_postgresql():
        _migrate()
        return
    if settings.DATABASE_OWNER is None:
        raise Unsafe("on PostgreSQL the tables belong to a role of their own: set DATABASE_OWNER_URL")
    application = connection.settings_dict["USER"]
    with as_owner():
        _migrate()
        with connection.cursor() as cursor:
            secure(cursor, application)
    prove()


def _migrate() -> None:
    if not connection.introspection.table_names():
        _begin()
    call_command("migrate", verbosity=0)
    keep_append_only()
    call_command("createcachetable", verbosity=0)


def _begin() -> None:
    """An empty database gets its tables as the models say them now.

    Walking through every migration leads to the same tables (a test compares them) and takes twenty times as long
    (decision 0019).
    """
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    count_migrations_as_done()


def count_migrations_as_done() -> None:
    """In tables made from the models: what our migrations load is loaded, and every migration stands as applied.

    Those of libraries have nothing to change where nothing is.
    """
    graph = MigrationLoader(connection).graph
    plan = graph.nodes
    order = list(dict.fromkeys(step for leaf in graph.leaf_nodes() for step in graph.forwards_plan(leaf)))
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for step in order:
        if plan[step].__module__.startswith("tilts."):
            _load(plan[step].operations)
        recorder.record_applied(*step)


def _load(operations: list[Any]) -> None:
    models: Any = apps
    with connection.schema_editor() as editor:
        for operation in operations:
            if isinstance(operation, RunPython):
                operation.code(models, editor)


@contextmanager
def as_job() -> Iterator[None]:
    """A command of whoever runs the machine: its connection says so, and the policies let it work."""
    if not is_served_by_postgresql() or "tilts.purpose=job" in _told():
        yield
        return
    with _login({}, "job"):
        yield
