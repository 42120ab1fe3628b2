"""Serving: one process whose threads share the embedded database, and one worker beside it."""

import os

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from tilts.config.background import Watch

LOOPBACK = "127.0.0.1"


def serve() -> int:
    """Serve on loopback until stopped; prints the address, and the sign-ins of a demonstration."""
    # the worker gives what was large (an upload) back to the machine as soon as it is let go
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "1048576")
    port = int(os.environ.get("TILTS_PORT", "8000"))
    print(f"Tilts: http://{LOOPBACK}:{port}/", flush=True)
    if settings.DEMO:
        for email, role in settings.DEMO_CAST:
            print(f"  {email:<36} {settings.DEMO_PASSWORD}   {role}", flush=True)
    with Watch():
        Granian(
            "tilts.config.wsgi:application",
            address=LOOPBACK,
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=4,
            log_level=LogLevels.warning,
        ).serve()
    return 0
