"""Serving: so many processes as settings say, each with one thread for pages, and one worker beside them."""

import gc
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from tilts.config.arriving import STOPPING_SECONDS, Arriving
from tilts.config.background import Watch
from tilts.config.wsgi import application
from tilts.kit.workdays import is_working_day
from tilts.ui.local import day_words

LOOPBACK = "127.0.0.1"
HEADER_MILLISECONDS = 5_000
"""Within these the headers of a request must be there; so long, too, a connection waits for its next request."""
CONNECTIONS = 512
"""Open at a time in one process; more wait at the door."""
OURS = Path(__file__).resolve().parents[1]


def serve() -> int:
    """Serve on loopback until stopped; prints the address, and the sign-ins of a demonstration."""
    # the worker gives what was large (an upload) back to the machine as soon as it is let go
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "1048576")
    print(f"Tilts: http://{LOOPBACK}:{settings.PORT}/", flush=True)
    if settings.DEMO:
        for email, role in settings.DEMO_CAST:
            print(f"  {email:<36} {settings.DEMO_PASSWORD}   {role}", flush=True)
    with Watch():
        serve_pages(settings.PORT)
    return 0


def serve_pages(port: int) -> None:
    """Serve on loopback until stopped, without the worker beside it.

    The processes are forked from this one: what is loaded here is loaded once, and no connection may be open.
    """
    arriving: Any = Arriving(application)
    load_pages()
    connections.close_all()
    gc.freeze()
    Granian(
        "tilts",
        address=LOOPBACK,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        workers=settings.PROCESSES,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING_SECONDS,
        log_level=LogLevels.error,
    ).serve(target_loader=lambda: arriving, wrap_loader=False)


def load_pages() -> None:
    """Load what a page is made of: every room's code, addresses and words in each language, holidays, our templates."""
    get_resolver().url_patterns  # noqa: B018 - every room's pages are loaded by this
    today = timezone.localdate()
    for language, _name in settings.LANGUAGES:
        with override(language):
            reverse("healthz")
            day_words(today, "long")
    is_working_day(today)
    for folder in get_app_template_dirs("templates"):
        if folder.is_relative_to(OURS):
            for template in folder.rglob("*.html"):
                get_template(str(template.relative_to(folder)))
