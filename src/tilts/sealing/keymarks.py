"""Which keys have sealed something here: so that a lost or foreign file of keys is noticed at the start."""

from django.db import connection

from tilts.kit.crypto import KeysMissing
from tilts.sealing.keys import keys_path, ring
from tilts.sealing.models import KeyMark


def check_marks() -> bool:
    """Whether keys have sealed here before; `KeysMissing` if they are not the ones in the file. Writes nothing."""
    if KeyMark._meta.db_table not in connection.introspection.table_names():
        return False
    marks = list(KeyMark.objects.filter(retired_at=None))
    if marks and not keys_path().exists():
        raise KeysMissing("the file of keys is gone")
    for mark in marks:
        if mark.key not in ring().keys or ring().proof(mark.key) != mark.proof:
            raise KeysMissing(f"{mark.key} in this file is not the key that sealed what is here")
    return bool(marks)


def mark_keys() -> None:
    """Write down which keys seal from now on."""
    for name in ring().keys:
        KeyMark.objects.get_or_create(key=name, defaults={"proof": ring().proof(name)})
