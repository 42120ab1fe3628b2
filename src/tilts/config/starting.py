"""What must hold before anything is served: this version's tables, and the keys that sealed what is here."""

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tilts.access.owner import make_tables
from tilts.access.rows import Unsafe
from tilts.config.rooms import ROOMS
from tilts.kit.cli import BadInput
from tilts.kit.crypto import KeysMissing
from tilts.sealing.keymarks import check_marks, mark_keys
from tilts.sealing.keys import keys_path, make_ring_if_new

OTHER_VERSION = (
    "tilts: what is here was written by a version of Tilts whose tables this one does not know. Nothing was changed."
)


def check_home(kind: str) -> None:
    """A data folder is a demonstration or an office, for ever."""
    kept = settings.KIND_OF_HOME.read_text() if settings.KIND_OF_HOME.exists() else ""
    if kept and kept != kind:
        raise BadInput("tilts: this data folder is an office's; give the demonstration its own (TILTS_HOME).")


def mark_home(kind: str) -> None:
    """Say for ever what this data folder is."""
    check_home(kind)
    settings.KIND_OF_HOME.write_text(kind)


def prepare() -> None:
    """Check first, then change: tables as this version needs them, and keys where nothing was sealed before."""
    make_ring_if_new(sealed_before=_check())
    try:
        make_tables()
    except Unsafe as unsafe:
        raise BadInput(f"tilts: {unsafe}. Nothing is served.") from unsafe
    mark_keys()


def _check() -> bool:
    """Whether something was sealed here before. Refuses what does not fit, and writes nothing."""
    file = _encrypted_file()
    if file and not keys_path().exists():
        if file.exists() and file.stat().st_size:
            raise KeysMissing("the file of keys is gone")
        return False
    if is_of_another_version():
        raise BadInput(OTHER_VERSION)
    return check_marks()


def _encrypted_file() -> Path | None:
    """The embedded database, if it is encrypted as a whole: not even its tables can be asked for without keys."""
    told = settings.DATABASES["default"]
    return Path(str(told["NAME"])) if told["ENGINE"] == "tilts.config.sqlcipher" else None


def is_of_another_version() -> bool:
    """Whether migrations were applied here that this version does not have."""
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {name for name in applied if name[0] in ROOMS}
    return bool(ours and ours - set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations))


def make_way_for_demonstration() -> None:
    """A demonstration of another version is built anew: it holds invented people only. Never on a server's database."""
    home_is_demo = settings.KIND_OF_HOME.exists() and settings.KIND_OF_HOME.read_text() == "demo"
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    if connection.vendor != "sqlite" or not home_is_demo or not file.exists() or _encrypted_file():
        return
    if is_of_another_version():
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
