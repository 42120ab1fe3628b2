"""Which keys have sealed something here: so that a lost or foreign file of keys is noticed at the start."""

from tilts.access.keys import ring
from tilts.access.models import KeyMark
from tilts.kit.crypto import KeysMissing


def check_marks() -> None:
    """Mark the keys in use; `KeysMissing` if a key is another one than that which sealed here before."""
    proofs = {name: ring().proof(name) for name in ring().keys}
    for mark in KeyMark.objects.filter(retired_at=None):
        if proofs.get(mark.key) != mark.proof:
            raise KeysMissing(f"{mark.key} is not the key that sealed what is here")
    for name, proof in proofs.items():
        KeyMark.objects.get_or_create(key=name, defaults={"proof": proof})
