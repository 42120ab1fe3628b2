"""An office of its own, served by real workers: no demonstration, two users, second factors as in earnest."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.browser.conftest import _environment, _free_port, _stop, _wait
from tests.databases import own_database

PASSWORD = "Krietni gara parole 7"
MADE = f"""
import django
django.setup()
from tilts.access.owner import as_job
from tilts.config.starting import prepare
prepare()
as_job().__enter__()
from tilts.access.models import Membership, Organisation, Site, User
office = Organisation.objects.create(code="sd", name="Izdomātais dienests", kind="social_service", own=True)
for name, role in (
    ("owner", "case_worker"), ("other", "case_worker"), ("third", "case_worker"), ("admin", "administrator"),
    ("fourth", "case_worker"),
):
    user = User.objects.create_user(f"{{name}}@sd.example", {PASSWORD!r}, name=name.title() + " Testa")
    Membership.objects.create(user=user, organisation=office, role=role)
"""
SERVED = """
import os
import django
django.setup()
from tilts.config.serving import serve_pages
serve_pages(int(os.environ["TILTS_PORT"]))
"""


@dataclass
class Office:
    """Where it is served, and where its data lie."""

    port: int
    home: Path
    env: dict[str, str]
    pid: int

    @property
    def address(self) -> str:
        """The name under which a browser lets passkeys work without https."""
        return f"http://localhost:{self.port}"

    def run(self, code: str) -> str:
        """Run a few lines with the office's settings."""
        lines = f"import django\ndjango.setup()\n{code}"
        done = subprocess.run([sys.executable, "-c", lines], env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextlib.contextmanager
def served(home: Path, *, workers: int = 1, script: str = SERVED, **settings: str) -> Iterator[Office]:
    """An office served by so many worker processes."""
    port = _free_port()
    with own_database() as database:
        env = _environment(home, port, database) | {"TILTS_PROCESSES": str(workers), **settings}
        env |= {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        subprocess.run([sys.executable, "-c", MADE], env=env, check=True)
        file, log = home / "served.py", home / "server.log"
        file.write_text(script)
        with log.open("wb") as written:
            server = subprocess.Popen(
                [sys.executable, str(file)], env=env, stdout=written, stderr=written, start_new_session=True
            )
        try:
            _wait(server, f"http://127.0.0.1:{port}", log)
            yield Office(port, home, env, server.pid)
        finally:
            _stop(server)
