"""Secrets of second factors lie sealed in allauth's own table; here they take part in the rotation of keys."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from tilts.access.actor import JOB, acting
from tilts.kit.crypto import Unreadable
from tilts.sealing.keys import ring
from tilts.sealing.rotation import reseals

BOUND_TO = "second factor"
SEALED = ("secret", "seed", "migrated_codes")
"""What allauth seals of an app's secret and of recovery codes; a passkey is public."""


def _texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []


def _is_old(authenticator: Authenticator) -> bool:
    texts = [text for name in SEALED for text in _texts(authenticator.data.get(name))]
    return any(not text.startswith(f"{ring().current}:") for text in texts)


def _again(text: str) -> str:
    return ring().seal(ring().open(text, bound_to=BOUND_TO), bound_to=BOUND_TO)


def _reseal(pk: int) -> bool:
    """One authenticator, held while it is written: a code that is used meanwhile stays used."""
    with transaction.atomic(), acting(JOB):
        held = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if held is None or not _is_old(held):
            return False
        try:
            for name in SEALED:
                if value := held.data.get(name):
                    held.data[name] = [_again(one) for one in value] if isinstance(value, list) else _again(value)
        except Unreadable:
            return False
        held.save(update_fields=["data"])
        return True


def _old() -> list[int]:
    with transaction.atomic(), acting(JOB):
        return [one.pk for one in Authenticator.objects.order_by("pk") if _is_old(one)]


def reseal_second_factors() -> int:
    """Seal with the current key what lies under another; how many."""
    return sum(_reseal(pk) for pk in _old())


def second_factors_under_old_keys() -> int:
    """How many are not sealed with the current key."""
    return len(_old())


reseals("second factors", reseal=reseal_second_factors, left=second_factors_under_old_keys)
