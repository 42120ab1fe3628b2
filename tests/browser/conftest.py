"""A real server with the demonstration in a folder of its own, and a real Chromium."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.databases import own_database

CHROMIUM = os.environ.get("TILTS_CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 180
"""Seconds; a machine that does much else starts slowly."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(home: Path, port: int, database: dict[str, str]) -> dict[str, str]:
    """What the server sees: nothing of the settings under test."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TILTS_", "DJANGO_", "DATABASE_"))}
    env |= {"DJANGO_SETTINGS_MODULE": "tilts.config.settings", "TILTS_HOME": str(home), "TILTS_PORT": str(port)}
    return env | database


def _wait(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        with (
            contextlib.suppress(OSError, urllib.error.URLError),
            urllib.request.urlopen(f"{address}/healthz") as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(log.read_text(errors="replace"))


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """Ask the server to stop; if it does not, end its own group of processes."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served demonstration; built once for each worker."""
    home = tmp_path_factory.mktemp("demonstration")
    port = _free_port()
    tilts = [sys.executable, "-m", "tilts.config.cli"]
    with own_database() as database:
        env = _environment(home, port, database)
        log = home / "server.log"
        subprocess.run([*tilts, "demo", "--no-serve"], env=env, check=True)
        with log.open("wb") as written:
            server = subprocess.Popen(
                [*tilts, "serve"], env=env, stdout=written, stderr=written, start_new_session=True
            )
        try:
            _wait(server, f"http://127.0.0.1:{port}", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            _stop(server)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A Chromium for one test: a longer-lived one would keep an event loop under the tests of the database."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
