"""A real clamd of our own, with a tiny database that knows the EICAR test file; and sockets that behave badly."""

import contextlib
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
START_SECONDS = 60


def program() -> str:
    """The scanner's program."""
    return shutil.which("clamd") or "/usr/sbin/clamd"


def _user() -> pwd.struct_passwd | None:
    """Whom the scanner runs as where we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("clamav") or names["nobody"]


def _configure(folder: Path) -> Path:
    (folder / "db").mkdir()
    (folder / "db" / "test.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Tilts-Test-File\n")
    settings = {
        "Foreground": "yes",
        "LocalSocket": str(folder / "clamd.ctl"),
        "LocalSocketMode": "666",
        "DatabaseDirectory": str(folder / "db"),
        "TemporaryDirectory": str(folder),
        "StreamMaxLength": "25M",
        "MaxFileSize": "25M",
        "MaxScanSize": "100M",
    }
    config = folder / "clamd.conf"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    return config


def _answers(path: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.connect(str(path))
        probe.sendall(b"zPING\0")
        return probe.recv(10) == b"PONG\0"
    return False


@contextlib.contextmanager
def clamd() -> Iterator[str]:
    """The address of a scanner that serves until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="tilts-clamd-"))
    user = _user()
    config = _configure(folder)
    if user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with (folder / "log").open("wb") as log:
        run = [program(), "--foreground", f"--config-file={config}"]
        server = subprocess.Popen(run, stdout=log, stderr=log, cwd=folder, **who)
    try:
        until = time.monotonic() + START_SECONDS
        while not _answers(folder / "clamd.ctl"):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError((folder / "log").read_text(errors="replace"))
            time.sleep(0.05)
        yield f"unix:{folder / 'clamd.ctl'}"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def pretender(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of something that listens where a scanner should, and does `behave` with each caller."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    caller, _address = listening.accept()
                    with caller, contextlib.suppress(OSError):
                        behave(caller)

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp:127.0.0.1:{listening.getsockname()[1]}"
