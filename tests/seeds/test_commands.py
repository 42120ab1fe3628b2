"""The command: what it refuses, and in how many words."""

import argparse

import pytest
from django.core.management import call_command

from tilts.config import commands, figures
from tilts.kit.cli import BadInput


def test_figures_without_the_demonstration_are_refused_in_a_sentence(shipped):
    with pytest.raises(BadInput, match="tilts demo"):
        figures.run_figures(argparse.Namespace(json=False))


def test_a_data_folder_stays_what_it_was(settings, tmp_path, db):
    settings.KIND_OF_HOME = tmp_path / "home.kind"
    settings.KIND_OF_HOME.write_text("office")
    with pytest.raises(BadInput, match="office"):
        commands.run(["demo", "--no-serve"])
    assert settings.KIND_OF_HOME.read_text() == "office"


@pytest.mark.parametrize("words", [[], ["nonsense"], ["measure"], ["import", "unicorns", "x.csv"]])
def test_a_wrong_command_is_one_sentence(words):
    with pytest.raises(BadInput) as refused:
        commands.run(words)
    assert len(str(refused.value).splitlines()) == 1


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
