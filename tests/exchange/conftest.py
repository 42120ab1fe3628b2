"""A small installation to import registers into, and the command that does it."""

import argparse
import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.module_loading import autodiscover_modules

from tilts.access.models import Folder, Organisation, Site
from tilts.access.reach import unscoped
from tilts.exchange.cli import add_parsers
from tilts.people.actions import full_name
from tilts.people.models import HouseholdMember, Person, Standing
from tilts.projects.models import Project, ProjectAlias
from tilts.services.models import Participation, Session, SessionAttribution

PERSONS = "person_ref household_ref given_name family_name birth_date sex country".split()
PERSONS += "status municipality support_level level_from".split()
SERVICES = "person_refs site specialism date minutes mode status".split()
MORE_SERVICES = "topic partner interpreter_language project organisation".split()
REASON = "a test looks"


@dataclass
class Office:
    """An organisation with two sites and a project of the year 2020."""

    organisation: Organisation
    sites: list[Site]
    project: Project


autodiscover_modules("measures")


def make_office(code: str, *, own: bool = False) -> Office:
    """An organisation, its sites `<code>-riga` and `<code>-balvi`, and its project `<code>-2020`."""
    organisation = Organisation.objects.create(code=code, name=f"Biedrība {code}", kind="ngo", own=own)
    sites = [
        Site.objects.create(organisation=organisation, code=f"{code}-{where}", name=f"{code} {where} filiāle")
        for where in ("riga", "balvi")
    ]
    project = Project(
        organisation=organisation,
        code=f"{code}-2020",
        title_lv=f"Projekts {code}",
        title_en=f"Project {code}",
        funder="Fonds",
        starts=date(2020, 3, 1),
        ends=date(2020, 12, 31),
    )
    project.save()
    folder = Folder(id=project.id, organisation=organisation, kind="project")
    folder.save()
    ProjectAlias.objects.create(project=project, code=f"{code}/2020-17")
    return Office(organisation, sites, project)


@pytest.fixture
def office(shipped: None) -> Office:
    """The installation's own organisation."""
    return make_office("tilts", own=True)


@dataclass
class Answer:
    """What the command printed, and its exit code."""

    code: int
    said: dict[str, Any]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Created, unchanged, refused."""
        return self.said["created"], self.said["unchanged"], self.said["refused"]

    @property
    def refusals(self) -> list[tuple[int, str]]:
        """Lines and columns that were refused."""
        return [(one["line"], one["column"]) for one in self.said["refusals"]]

    @property
    def reasons(self) -> str:
        """All sentences."""
        return " ".join(one["reason"] for one in self.said["refusals"] + self.said["warnings"])


def run_command(*arguments: str) -> int:
    """What the console command does with these arguments."""
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers())
    args = parser.parse_args(["import", *arguments])
    return int(args.run(args))


@pytest.fixture
def take(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Import a file and hear what became of it."""

    def taken(kind: str, path: Path, *options: str) -> Answer:
        capsys.readouterr()
        code = run_command(kind, str(path), "--json", *options)
        return Answer(code, json.loads(capsys.readouterr().out))

    return taken


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a register as a CSV file."""

    def written(columns: Iterable[str], rows: Iterable[Mapping[str, Any]], **how: Any) -> Path:
        path = tmp_path / how.get("name", "register.csv")
        with path.open("w", encoding=how.get("encoding", "utf-8"), newline="") as file:
            writer = csv.DictWriter(file, list(columns), delimiter=how.get("delimiter", ","), restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return written


def act(**more: Any) -> dict[str, Any]:
    """A row of the register of consultations."""
    row = dict.fromkeys(SERVICES, "")
    row |= {"person_refs": "P1", "site": "tilts-riga", "specialism": "lawyer", "date": "2020-05-04", "minutes": "45"}
    return {**row, "mode": "in_person", "status": "held", **more}


def human(**more: Any) -> dict[str, Any]:
    """A row of the register of persons."""
    row = dict.fromkeys(PERSONS, "")
    row |= {"person_ref": "P1", "given_name": "Anna", "family_name": "Ozola", "birth_date": "1990-02-28", "sex": "f"}
    return {**row, "country": "LV", "municipality": "Balvu novads", **more}


def rows_of(model: Any) -> Any:
    """All rows of a table, whatever reach says."""
    return unscoped(model, reason=REASON)


def everything() -> dict[str, list[Any]]:
    """All that imports write, to be compared before and after."""
    return {
        "persons": sorted(
            (one.pk, one.reference, full_name(one), one.birth_date, one.version) for one in rows_of(Person)
        ),
        "standings": sorted(rows_of(Standing).values_list("pk", "starts", "status", "support_level")),
        "spells": sorted(rows_of(HouseholdMember).values_list("pk", "household__reference", "starts")),
        "acts": sorted(rows_of(Session).values_list("pk", "register_key", "register_digest")),
        "taking part": sorted(rows_of(Participation).values_list("pk", "session", "person")),
        "charged": sorted(rows_of(SessionAttribution).values_list("act", "project")),
        "folders": sorted(Folder.objects.filter(kind="register").values_list("pk")),
    }
