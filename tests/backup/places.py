"""Places for backups: each a data folder and a database of its own, and the command run in it from outside."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from tests import databases

ENGINE = "postgresql" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "sqlite"


@dataclass
class Place:
    """One data folder with its database."""

    home: Path
    name: str = field(default_factory=lambda: f"place_{secrets.token_hex(4)}")

    def make(self):
        """Make it, empty."""
        self.home.mkdir(parents=True)
        if ENGINE == "postgresql":
            databases.make(self.name)
        return self

    def drop(self):
        """Take its database away."""
        if ENGINE == "postgresql":
            databases.drop(self.name)

    @property
    def url(self):
        """Its database, as an address; empty for the embedded one."""
        return databases.addresses(self.name).get("DATABASE_URL", "")

    def environment(self, **more):
        """The environment of whatever runs in it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TILTS_", "DATABASE_"))}
        here = {"TILTS_HOME": str(self.home), "DATABASE_URL": "", **databases.addresses(self.name)}
        return {**kept, **here, "DJANGO_SETTINGS_MODULE": "tilts.config.settings", **more}

    def start(self, *words, **more):
        """Start a Python module or script in it."""
        return subprocess.Popen([sys.executable, *map(str, words)], env=self.environment(**more))

    def run(self, *words, before=None, **more):
        """Run Python in it to its end."""
        return subprocess.run(
            [sys.executable, *map(str, words)],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            preexec_fn=before,
        )

    def tilts(self, *words, **more):
        """Run the command in it to its end."""
        return self.run("-m", "tilts.config.cli", *words, **more)

    def left(self):
        """What lies in the data folder, but for the key that every command makes."""
        return sorted(path.name for path in self.home.iterdir() if path.name != "secret.key")


def is_refused(done):
    """Exit 2 and one sentence, which is returned."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]
