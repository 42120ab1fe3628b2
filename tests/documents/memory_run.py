"""One server process that is sent prepared uploads; prints its answers and the most memory it ever held."""

import contextlib
import io
import json
import re
import sys
import threading
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.test import Client  # noqa: E402
from tests.cast import a_case, build_cast, just_signed_in  # noqa: E402

from tilts.accounts.session_store import SessionStore  # noqa: E402
from tilts.config.arriving import Body  # noqa: E402


def held(process: str | Path, most: bool) -> int:
    """The memory that a process holds now, or the most since it began (what it was forked from does not count)."""
    with contextlib.suppress(OSError):
        name = "VmHWM" if most else "VmRSS"
        found = re.search(rf"{name}:\s+(\d+) kB", (Path("/proc") / process / "status").read_text())
        return int(found[1]) * 1024 if found else 0
    return 0


class Children(threading.Thread):
    """Looks again and again at the processes that this one starts, each while it lives."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = self.together = 0

    def run(self) -> None:
        while True:
            for children in Path("/proc/self/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    for child in children.read_text().split():
                        if b"preparing" in Path(f"/proc/{child}/cmdline").read_bytes():
                            examination = held(child, most=True)
                            self.most = max(self.most, examination)
                            self.together = max(self.together, held(child, most=False) + held("self", most=False))
            time.sleep(0.003)


def sent(application: Any, path: str, body: Path, session: str) -> int:
    """Send one body; the status of the answer."""
    status: list[str] = []
    whole = Body()
    with body.open("rb") as stream:
        for piece in iter(lambda: stream.read(65536), b""):
            whole.add(piece)
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "multipart/form-data; boundary=BOUND",
            "CONTENT_LENGTH": str(body.stat().st_size),
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={'a' * 32}",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.input": io.BufferedReader(whole),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
        }
        answer = application(environ, lambda line, _headers: status.append(line))
        answer.close()
    return int(status[0].split()[0])


def main() -> None:
    """Prepare a world, send everything, tell."""
    cast = build_cast()
    case, _person = a_case(cast.worker)
    client = Client()
    client.force_login(cast.worker.user, backend="tilts.accounts.sessions.SignedIn")
    kept = client.session
    kept.update(just_signed_in())
    kept.save()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert SessionStore(session).exists(session)
    children = Children()
    children.start()
    application = get_wsgi_application()
    path = f"/folders/{case.pk}/documents/add/"
    answers = {body.stem: sent(application, path, body, session) for body in sorted(Path(sys.argv[1]).glob("*.body"))}
    most = {"server": held("self", most=True), "examination": children.most, "together": children.together}
    print(json.dumps({"answers": answers, **most}))


if __name__ == "__main__":
    main()
