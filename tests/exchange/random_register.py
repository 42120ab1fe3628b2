"""Random registers with everything in them that makes counting go wrong."""

import random
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

FIRST, LAST = date(2019, 11, 15), date(2021, 3, 31)
EDGES = [date(2020, 2, 29), date(2020, 3, 1), date(2020, 12, 31), date(2021, 1, 1), date(2021, 2, 28), FIRST, LAST]
MUNICIPALITIES = ["Balvu novads", "Rīga", "Rēzekne", "Madonas novads", ""]
SPECIALISMS = ["social_worker", "psychologist", "lawyer", "family_assistant", "mentor", "other"]
MODES = ["in_person", "phone", "online", "outreach"]
LEVELS = ["basic", "medium", "maximum", ""]
Row = dict[str, str]


@dataclass
class Maker:
    """Makes rows for offices of which the sites and projects are given by code."""

    seed: int
    sites: Sequence[str]
    projects: Sequence[str]
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def day(self) -> date:
        """A day of the period, often one on which something begins or ends."""
        if self.dice.random() < 0.1:
            return self.dice.choice(EDGES)
        day = FIRST + timedelta(days=self.dice.randrange((LAST - FIRST).days + 1))
        return day.replace(day=monthrange(day.year, day.month)[1]) if self.dice.random() < 0.1 else day

    def birth(self) -> str:
        """A birth date: unknown, a leap day, eighteen within the period, or any."""
        kind = self.dice.random()
        if kind < 0.1:
            return ""
        if kind < 0.2:
            return self.dice.choice(["2004-02-29", "2000-02-29", "2012-02-29", "1955-02-28"])
        if kind < 0.4:
            turns = self.day() + timedelta(days=self.dice.choice([-1, 0, 1]))
            return f"{turns.year - 18}-{turns.month:02}-{min(turns.day, 28):02}"
        return (date(1940, 1, 1) + timedelta(days=self.dice.randrange(365 * 78))).isoformat()

    def persons(self, count: int) -> list[Row]:
        """Rows about persons who live in small households, some of whom move and some of whom change standing."""
        rows = []
        for number in range(count):
            home = f"H{self.dice.randrange(count // 3 + 1)}" if self.dice.random() < 0.85 else ""
            row = {
                "person_ref": f"P{number}",
                "household_ref": home,
                "given_name": f"Vārds {number}",
                "family_name": f"Uzvārds {number}",
                "birth_date": self.birth(),
                "sex": self.dice.choice("ffmmx") if self.dice.random() < 0.95 else "",
                "country": self.dice.choice(["LV", "LV", "SY", "UA", "ER", ""]),
                "municipality": self.dice.choice(MUNICIPALITIES),
            }
            rows += self.changes(row, count)
        self.dice.shuffle(rows)
        return rows

    def changes(self, row: Row, count: int) -> list[Row]:
        """The rows of one person: the first from ever or from a day, others from later days, some with a move."""
        more = self.dice.choice([0, 0, 0, 1, 2, 4])
        days = sorted({self.day().isoformat() for _ in range(more + 1)})
        if self.dice.random() < 0.7:
            days[0] = ""
        rows = []
        for since in days:
            moves = rows and row["household_ref"] and self.dice.random() < 0.4
            home = f"H{self.dice.randrange(count // 3 + 1)}" if moves else row["household_ref"]
            row = {**row, "household_ref": home, "level_from": since}
            row["status"] = self.dice.choice(["asylum_seeker", "refugee", "alternative status", ""])
            row["support_level"] = self.dice.choice(LEVELS)
            rows.append(row)
        born = rows[0]["birth_date"]
        return [one for one in rows if not one["level_from"] or one["level_from"] >= born]

    def acts(self, count: int, people: int) -> list[Row]:
        """Rows about acts: alone or with brothers and sisters, some of them equal, some by unknown persons."""
        rows: list[Row] = []
        while len(rows) < count:
            if rows and self.dice.random() < 0.05:
                rows.append(dict(self.dice.choice(rows)))
                continue
            party = self.dice.choice([1, 1, 1, 1, 2, 3])
            start = self.dice.randrange(people + 5)
            refs = [f"P{(start + step * 7) % (people + 10)}" for step in range(party)]
            rows.append(self.act(refs))
        return rows

    def act(self, refs: list[str]) -> Row:
        """One act of these persons."""
        draw = self.dice.choice
        return {
            "person_refs": ";".join(refs),
            "site": draw([*self.sites, ""]),
            "specialism": draw(SPECIALISMS),
            "date": self.day().isoformat(),
            "minutes": draw(["1", "30", "45", "60", "90", "1440"]),
            "mode": draw(MODES),
            "status": draw(["held", "held", "held", "held", "no_show", "cancelled"]),
            "topic": draw(["", "tēma", "x, y"]),
            "interpreter_language": draw(["", "", "ar", "ru"]),
            "project": draw([*self.projects, ""]),
        }


def charged(acts: list[Row], projects: dict[str, tuple[date, date]]) -> list[Row]:
    """The acts as they should count: charged to a project only within its period."""

    def project_of(row: Row) -> str:
        first, last = projects.get(row["project"], (date.max, date.min))
        return row["project"] if first <= date.fromisoformat(row["date"]) <= last else ""

    return [{**row, "project": project_of(row)} for row in acts]


def columns(rows: list[Any]) -> list[str]:
    """All columns of the rows."""
    return list(dict.fromkeys(name for row in rows for name in row))
