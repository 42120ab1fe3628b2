"""The settings under test: a data folder of their own, a fast password hasher, and no forgiving templates."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "TILTS_TEST_HOME" not in os.environ:
    os.environ["TILTS_TEST_HOME"] = tempfile.mkdtemp(prefix="tilts-test-")
    atexit.register(shutil.rmtree, os.environ["TILTS_TEST_HOME"], ignore_errors=True)
os.environ["TILTS_HOME"] = os.environ["TILTS_TEST_HOME"]
(Path(os.environ["TILTS_TEST_HOME"]) / "static").mkdir(exist_ok=True)
if "DATABASE_BACKUP_URL" in os.environ:
    os.environ["TILTS_TEST_BACKUP_URL"] = os.environ["DATABASE_BACKUP_URL"]
for name in ("TILTS_DEMO", "TILTS_HTTPS", "TILTS_HOSTS", "EMAIL_URL", "DATABASE_BACKUP_URL"):
    os.environ.pop(name, None)

from tilts.kit.crypto import KeyRing, write_ring  # noqa: E402

# each process of a run has keys of its own: some tests change them
KEYS_OF = f"keys-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.json"
os.environ["TILTS_KEYS"] = str(Path(os.environ["TILTS_TEST_HOME"]) / KEYS_OF)
if not Path(os.environ["TILTS_KEYS"]).exists():
    write_ring(KeyRing.new(), Path(os.environ["TILTS_KEYS"]))

from tests.strict import Undefined  # noqa: E402

from tilts.config.settings import *  # noqa: E402, F403
from tilts.config.settings import DATABASES, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()  # type: ignore[index]
DATABASES["default"]["TEST"] = {"MIGRATE": False}  # tables from the models, as an empty installation gets them
if DATABASES["default"]["ENGINE"].endswith("embedded"):
    # a file as in an office: the journal of a database in memory slows down with every savepoint of a long test
    DATABASES["default"]["TEST"]["NAME"] = str(Path(os.environ["TILTS_TEST_HOME"]) / "test.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # what a test does outside doors and verbs is a job; inside, the actor is told as in an office
    DATABASES["default"]["OPTIONS"]["options"] += " -c tilts.purpose=job"
