"""A private PostgreSQL for one run of the tests: `python -m tests.postgres -- COMMAND ...`.

The cluster lives in a folder of its own under the system's temporary files, is served by the installed server
binaries as a user other than root on a free port of the loopback, and is gone when the command has ended.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import NoReturn

import psycopg
from psycopg import sql

START_SECONDS = 60
NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # it would count tables that a test has just emptied, and the next test's plans follow that
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}
DURABLE = {"listen_addresses": "127.0.0.1", "max_connections": "100", "shared_buffers": "256MB", "timezone": "UTC"}
"""As an office has it, for figures of speed."""


ROLES = {"tilts_owner": "CREATEDB", "tilts_app": "", "tilts_backup": "BYPASSRLS IN ROLE pg_read_all_data"}
"""Who owns the tables, who serves, who makes backups."""
VARIABLES = {
    "DATABASE_URL": "tilts_app",
    "DATABASE_OWNER_URL": "tilts_owner",
    "DATABASE_BACKUP_URL": "tilts_backup",
}


class NoServer(Exception):
    """PostgreSQL is not installed, or its private server does not start."""


def binaries() -> Path:
    """The folder of the newest installed server binaries."""

    def version(path: Path) -> float:
        return float(re.sub(r"[^\d.]", "", path.parent.parent.name) or 0)

    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=version)
    found = debian[-1] if debian else shutil.which("initdb")
    if not found:
        raise NoServer("PostgreSQL's server binaries are not installed (Debian: postgresql).")
    return Path(found).resolve().parent


def server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as where we are root (it refuses to run as root); None: as ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_user(user: pwd.struct_passwd | None) -> dict[str, object]:
    """Arguments of `subprocess` that run a program as this user."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def make_cluster(folder: Path, user: pwd.struct_passwd | None, password: str) -> None:
    """Lay an empty cluster into the folder; its one account is the superuser `postgres`."""
    secret = folder / "password"
    secret.write_text(password)
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
        os.chown(secret, user.pw_uid, user.pw_gid)
    run = [str(binaries() / "initdb"), "--pgdata", str(folder / "data"), "--username=postgres", f"--pwfile={secret}"]
    run += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False, **as_user(user))  # type: ignore[call-overload]
    secret.unlink()
    if done.returncode:
        raise NoServer(f"initdb failed: {done.stderr.strip()}")


@contextlib.contextmanager
def served(
    folder: Path, user: pwd.struct_passwd | None, port: int, told: Mapping[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    """The server process of the cluster in the folder; stopped at the end."""
    settings = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
    run = [str(binaries() / "postgres"), "-D", str(folder / "data"), "-k", str(folder), "-p", str(port), *settings]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(run, cwd=folder, stdout=log, stderr=log, start_new_session=True, **as_user(user))  # type: ignore[call-overload]
        try:
            yield server
        finally:
            server.send_signal(signal.SIGQUIT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def make_database(folder: Path, server: "subprocess.Popen[bytes]", port: int, password: str) -> None:
    """Wait until the server answers, then make the three roles (no superuser) and the owner's database."""
    address = f"host=127.0.0.1 port={port} user=postgres dbname=postgres connect_timeout=5"
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with psycopg.connect(address, password=password, autocommit=True) as connection:
                for role, rights in ROLES.items():
                    name, secret = sql.Identifier(role), sql.Literal(password)
                    connection.execute(
                        sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(name, sql.SQL(rights), secret)
                    )
                connection.execute("CREATE DATABASE tilts OWNER tilts_owner")
                return
        except psycopg.OperationalError as refused:
            if server.poll() is not None or time.monotonic() > until:
                raise NoServer((folder / "log").read_text(errors="replace") or str(refused)) from refused
            time.sleep(0.1)


@contextlib.contextmanager
def cluster(told: Mapping[str, str] = NOT_DURABLE) -> Iterator[dict[str, str]]:
    """A private PostgreSQL server with these settings: the address of an empty database for each role, by variable."""
    password = secrets.token_hex(16)
    user, port = server_user(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="tilts-postgres-"))
    try:
        make_cluster(folder, user, password)
        with served(folder, user, port, told) as server:
            make_database(folder, server, port, password)
            yield {
                variable: f"postgres://{role}:{password}@127.0.0.1:{port}/tilts" for variable, role in VARIABLES.items()
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stop(number: int, _frame: FrameType | None) -> NoReturn:
    """A signal ends the run in good order."""
    sys.exit(128 + number)


def main() -> int:
    """Run the command with the addresses of a private server in its environment; its exit code is ours."""
    command = sys.argv[1:]
    if command[:1] == ["--"]:
        command = command[1:]
    if not command:
        print("usage: python -m tests.postgres -- COMMAND ...", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    try:
        with cluster() as addresses:
            return subprocess.run(command, env={**os.environ, **addresses}, check=False).returncode
    except NoServer as problem:
        print(f"No PostgreSQL for the tests: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
