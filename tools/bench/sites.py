"""Installations to measure: a tree of source, a database, so many cases; made, served, asked and stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(__file__).resolve().parents[1]
GENERATED = Path("src/tilts/generated")
NOT_KEPT = ("src/tilts/ui/static/vendor",)
"""What set-up makes and no commit holds."""
START_SECONDS = 90
CALL = "import sys, django; django.setup(); from bench.inside import main; sys.exit(main())"


class Failed(RuntimeError):
    """A step of the run did not work; the message says which, with its last lines."""


@dataclass
class Tree:
    """A commit to measure: its name and where its source lies."""

    name: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """So that `tilts` is this tree's."""
        return {"PYTHONPATH": f"{self.folder / 'src'}:{TOOLS}", "DJANGO_SETTINGS_MODULE": "tilts.config.settings"}


@contextmanager
def tree_of(commit: str, work: Path) -> Iterator[Tree]:
    """The source of another commit, with what set-up makes and the generator of this one; gone at the end."""
    folder = work / "tree"
    _run(["git", "-C", str(ROOT), "worktree", "add", "--detach", str(folder), commit], "the other commit")
    try:
        for name in NOT_KEPT:
            if not (folder / name).exists():
                shutil.copytree(ROOT / name, folder / name)
        if not (folder / GENERATED).exists():
            shutil.copytree(ROOT / GENERATED, folder / GENERATED)
        _run([sys.executable, str(folder / "tools/messages.py"), "compile"], "its messages", cwd=folder)
        yield Tree(commit, folder)
    finally:
        subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(folder)], check=False)


@dataclass
class Site:
    """One installation."""

    tree: Tree
    database: str
    cases: int
    home: Path
    port: int
    addresses: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    inside: dict[str, Any] = field(default_factory=dict)
    jars: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    server: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        mine = {"TILTS_HOME": str(self.home), "TILTS_PORT": str(self.port), "TILTS_DEMO": "1", "DATABASE_URL": ""}
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("TILTS_", "DATABASE_"))}
        return {**plain, **self.tree.environment, **mine, **self.addresses}

    def make(self, acts: int) -> None:
        """Its data: the demonstration, or a generated country where there are more cases than it has."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self.cases > DEMONSTRATION:
            self.ask("make", str(self.cases), str(acts))
        else:
            command = [sys.executable, "-m", "tilts.config.cli", "demo", "--no-serve"]
            _run(command, "the demonstration", env=self.environment, cwd=self.home)
        self.places = self.ask("places")

    def ask(self, *words: str) -> Any:
        """Something of `bench.inside`."""
        done = _run([sys.executable, "-c", CALL, *words], f"inside {words[0]}", env=self.environment, cwd=self.home)
        return json.loads(done.splitlines()[-1])

    def look_inside(self) -> None:
        """Server time, queries and plain SQL of each page; of several looks the best counts."""
        for page, found in self.ask("time", json.dumps(self.places)).items():
            before = self.inside.setdefault(page, found)
            self.inside[page] = before | {name: min(before[name], value) for name, value in found.items()}
        for page, bare in self.ask("bare", json.dumps(self.places)).items():
            self.inside[page]["bare"] = min(bare, self.inside[page].get("bare", bare))

    def serve(self) -> None:
        """Start its server and wait until it answers."""
        command = [sys.executable, "-m", "tilts.config.cli", "serve"]
        log = (self.home / "serve.log").open("wb")
        self.server = subprocess.Popen(
            command, env=self.environment, cwd=self.home, stdout=log, stderr=log, start_new_session=True
        )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.server.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)
        raise Failed(f"{self.tree.name} on {self.database} does not serve: see {self.home / 'serve.log'}")

    def stop(self) -> None:
        """Stop its server."""
        if self.server is None or self.server.poll() is not None:
            return
        self.server.send_signal(signal.SIGINT)
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()


DEMONSTRATION = 15
"""About so many cases has the demonstration."""


def _run(command: list[str], what: str, **more: Any) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode:
        raise Failed(f"{what}: {' '.join((done.stderr or done.stdout).splitlines()[-3:])}")
    return str(done.stdout)


def own_database(addresses: dict[str, str], name: str) -> dict[str, str]:
    """The same addresses with a database of this name, made empty."""
    with psycopg.connect(addresses["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return {variable: urlunsplit(urlsplit(url)._replace(path=f"/{name}")) for variable, url in addresses.items()}
