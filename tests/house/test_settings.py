"""Settings from the environment: whatever is told wrongly is one sentence, which names it and repeats nothing of it."""

import re
import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tilts.config import settings

NAMES = {name for line in Path("docs/house.md").read_text().splitlines() for name in re.findall(r"`([A-Z_]{5,})`", line)
         if line.startswith("| `")}  # fmt: skip
WRONG = {
    "DATABASE_URL": ["mysql://u:geheim@here/x", "geheim", "postgresql://u:geheim/x@h/d", "postgresql://u:geheim[@h/d"],
    "EMAIL_URL": [
        "geheim",
        "http://u:geheim@here",
        "smtp://u:geheim/x@here:25",
        "smtp://u:geheim[@h",
        "smtp://u:geheim@h",
    ],
    "TILTS_CLAMD": ["/run/geheim.ctl", "tcp:geheim", "unix:geheim", "tcp:host:geheim"],
    "TILTS_IDLE_MINUTES": ["geheim", "-1", "1e3", "nan"],
    "TILTS_LANG": ["geheim", "LV"],
    "TILTS_PORT": ["geheim", "0", "123456", "80 "],
    "TILTS_PROXIES": ["geheim", "-1", "10", "1.5"],
    "TILTS_PROCESSES": ["geheim", "0", "100", "1.5"],
    **{name: ["geheim", "true", "on"] for name in ("TILTS_DEMO", "TILTS_HTTPS", "TILTS_SQLCIPHER")},
}
WRONG |= {name: WRONG["DATABASE_URL"] for name in ("DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")}
ANYTHING = {
    "TILTS_HOME",
    "TILTS_KEYS",
    "TILTS_AUDIT_HEADS",
    "TILTS_SECRET_KEY",
    "TILTS_HOSTS",
    "TILTS_BACKUP_RECIPIENT",
}
"""Places, names and keys: what is wrong with them shows where they are used."""


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The settings as this environment tells them, and nothing else of this name."""

    def run(**told):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"TILTS_HOME": str(tmp_path)} | told).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(settings.__file__)

    return run


def test_every_setting_of_the_page_is_tried():
    assert {name for name in NAMES if name.isupper()} == WRONG.keys() | ANYTHING


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
def test_what_is_told_wrongly_is_a_sentence_that_names_it_and_repeats_nothing(read, name, value):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(**{name: value})
    said = str(refused.value)
    assert name in said and "\n" not in said and said.endswith(".") and "geheim" not in said
    assert refused.value.__cause__ is None or "geheim" not in str(refused.value.__cause__)


def test_an_empty_word_is_as_good_as_none(read):
    assert read(**{name: "" for name in NAMES - {"TILTS_HOME"}})["PORT"] == 8000
