"""The command `tilts` from outside: exit codes and sentences, in a process of its own."""

import os
import subprocess
import sys

import pytest


def tilts(tmp_path, *words, **environment):
    """Run the command in an empty data folder."""
    env = {**os.environ, "TILTS_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tilts.config.settings"}
    env |= {"DATABASE_URL": "", **environment}
    command = [sys.executable, "-m", "tilts.config.cli", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (("nonsense",), {}),
        (("figures",), {}),
        (("measure", "services.consultations", "--from", "2020-01-01", "--to", "2020-12-31"), {}),
        (("import", "services", "/no/such/file.csv"), {}),
        (("measures",), {"DATABASE_URL": "mysql://somewhere/else"}),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_two(tmp_path, words, environment):
    done = tilts(tmp_path, *words, **environment)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if line and "Warning" not in line and not line.startswith(" ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
