"""An independent count of the registers `persons` and `services`: plain dictionaries, plain loops, no database.

Rows are as in the CSV files, all values text. It knows nothing of the counting engine; tests compare the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

EVER = date.min
ACT_BREAKDOWNS = (
    "month",
    "quarter",
    "year",
    "site",
    "specialism",
    "mode",
    "interpreter_language",
    "project",
    "organisation",
)
VIOLENCE = ("violence", "violence_setting", "violence_relation", "alleged_sex")
"""No register knows them: they are always unknown here."""
PERSON_BREAKDOWNS = ("sex", "country", "municipality", "support_level", "person_status", "age_band", *VIOLENCE)
BREAKDOWNS = ACT_BREAKDOWNS + PERSON_BREAKDOWNS
MEASURES = (
    "services.consultations",
    "services.minutes",
    "services.persons_served",
    "services.families_served",
    "services.children_served",
    "services.children_in_families_served",
    "services.persons_monthly_mean",
)
Row = Mapping[str, str]
Group = tuple[str, ...]


def day_of(text: str) -> date:
    """ISO days only: the registers of the tests are written so."""
    return date.fromisoformat(text)


def age_on(born: date, day: date) -> int:
    """Full years; who is born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_of(age: int) -> str:
    """The bands split at 18."""
    for oldest, name in ((6, "0-6"), (12, "7-12"), (17, "13-17"), (24, "18-24"), (34, "25-34"), (44, "35-44")):
        if age <= oldest:
            return name
    return "45-54" if age <= 54 else "55-64" if age <= 64 else "65+"


@dataclass
class Human:
    """Everything the register says of one person."""

    ref: str
    facts: dict[str, str] = field(default_factory=dict)
    homes: list[tuple[date, str]] = field(default_factory=list)
    standings: list[tuple[date, str, str]] = field(default_factory=list)

    @property
    def born(self) -> date | None:
        """The birth date, if it is known."""
        return day_of(self.facts["birth_date"]) if self.facts.get("birth_date") else None

    def is_child(self, day: date) -> bool:
        """Under 18 on that day, as far as is known."""
        return self.born is not None and age_on(self.born, day) < 18

    def home(self, day: date) -> str:
        """The household of that day; nobody's is one of one's own."""
        lived = [ref for since, ref in self.homes if since <= day]
        return f"household {lived[-1]}" if lived else f"alone {self.ref}"

    def standing(self, day: date) -> tuple[str, str]:
        """Status and support level of that day."""
        held = [(status, level) for since, status, level in self.standings if since <= day]
        return held[-1] if held else ("", "")

    def group(self, name: str, day: date) -> str:
        """What the person is in a breakdown on that day."""
        if name == "age_band":
            return band_of(age_on(self.born, day)) if self.born else ""
        if name in ("person_status", "support_level"):
            return self.standing(day)[name == "support_level"]
        return self.facts.get(name, "")


def humans_of(persons: Iterable[Row]) -> dict[str, Human]:
    """The persons, from rows of which several may date the changes of one."""
    humans: dict[str, Human] = {}
    dated = sorted(persons, key=lambda row: row.get("level_from") or "")
    for row in dated:
        human = humans.setdefault(row["person_ref"], Human(row["person_ref"]))
        since = day_of(row["level_from"]) if row.get("level_from") else EVER
        for name in ("birth_date", "sex", "country", "municipality"):
            human.facts[name] = human.facts.get(name) or row.get(name, "")
        home = row.get("household_ref", "")
        if home:
            human.homes.append((since if human.homes or human.standings else EVER, home))
        if row.get("status") or row.get("support_level"):
            human.standings.append((since, row.get("status", ""), row.get("support_level", "")))
    return humans


def time_group(name: str, day: date) -> str:
    """The month, quarter or year of a day."""
    quarter = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3, 10: 4, 11: 4, 12: 4}[day.month]
    return {"month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{quarter}", "year": str(day.year)}[name]


def months_between(first: date, last: date) -> list[str]:
    """Every calendar month touched."""
    every_day = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [month for month, _days in groupby(f"{day:%Y-%m}" for day in every_day)]


class PlainRegister:
    """The registers, ready to be counted. `project` of an act may name several, parted by semicolons."""

    def __init__(self, persons: Iterable[Row], acts: Iterable[Row], organisation: str = "") -> None:
        """`organisation` is that of acts that name none."""
        self.humans = humans_of(persons)
        self.acts = [dict(act) for act in acts]
        self.own = organisation

    def participants(self, act: Row) -> list[Human]:
        """Who took part; those the register of persons does not know are known by reference only."""
        refs = dict.fromkeys(ref.strip() for ref in act["person_refs"].split(";") if ref.strip())
        return [self.humans.setdefault(ref, Human(ref)) for ref in refs]

    def count(
        self,
        key: str,
        first: date,
        last: date,
        *,
        by: Sequence[str] = (),
        where: Mapping[str, str] | None = None,
        project: str = "",
    ) -> tuple[float, dict[Group, float]]:
        """The total and the groups that exist."""
        found = list(self._found(key, first, last, where or {}, project))
        groups: dict[Group, list[tuple[dict[str, str], str, int]]] = defaultdict(list)
        for dims, thing, amount in found:
            groups[tuple(dims[name] for name in by)].append((dims, thing, amount))
        total = self._number(key, found, first, last, {**(where or {})})
        rows = {
            group: self._number(key, part, first, last, {**(where or {}), **dict(zip(by, group, strict=True))})
            for group, part in groups.items()
        }
        return total, rows if by else {}

    def act_numbers(self, key: str, first: date, last: date, **more: str) -> set[int]:
        """The places in the register of the acts that are counted."""
        refs = self._found(key, first, last, {}, more.get("project", ""))
        return {int(dims["act"]) for dims, _thing, _amount in refs}

    def _number(self, key, found, first: date, last: date, within: Mapping[str, str]) -> float:
        if key == "services.minutes":
            return sum({thing: amount for _dims, thing, amount in found}.values())
        if key != "services.persons_monthly_mean":
            return len({thing for _dims, thing, _amount in found})
        months = [
            month
            for month in months_between(first, last)
            if all(
                time_group(n, day_of(f"{month}-01")) == within[n] for n in ("month", "quarter", "year") if n in within
            )
        ]
        persons = [{thing for dims, thing, _amount in found if dims["month"] == month} for month in months]
        return sum(map(len, persons)) / len(months)

    def _found(self, key, first, last, where, project) -> Iterator[tuple[dict[str, str], str, int]]:
        """Every (groups, counted thing, amount), with repetitions."""
        for number, act in enumerate(self.acts):
            day = day_of(act["date"])
            if act["status"] != "held" or not first <= day <= last:
                continue
            projects = [code for code in act.get("project", "").split(";") if code] or [""]
            if project and project not in projects:
                continue
            for thing, human in self._things(key, number, act, day):
                for code in projects:
                    dims = self._dims(number, act, day, human, code)
                    if all(dims[name] == value for name, value in where.items()):
                        yield dims, thing, int(act["minutes"])

    def _things(self, key: str, number: int, act: Row, day: date) -> Iterator[tuple[str, Human | None]]:
        here = self.participants(act)
        if key in ("services.consultations", "services.minutes"):
            yield from ((f"act {number}", human) for human in here or [None])
        elif key == "services.families_served":
            yield from ((human.home(day), human) for human in here)
        elif key == "services.children_served":
            yield from ((human.ref, human) for human in here if human.is_child(day))
        elif key == "services.children_in_families_served":
            homes = {human.home(day) for human in here}
            yield from ((h.ref, h) for h in self.humans.values() if h.is_child(day) and h.home(day) in homes)
        else:
            yield from ((human.ref, human) for human in here)

    def _dims(self, number: int, act: Row, day: date, human: Human | None, project: str) -> dict[str, str]:
        dims = {name: time_group(name, day) for name in ("month", "quarter", "year")}
        dims |= {name: act.get(name, "") for name in ("site", "specialism", "mode", "interpreter_language")}
        dims |= {"project": project, "organisation": act.get("organisation") or self.own}
        dims |= {name: human.group(name, day) if human else "" for name in PERSON_BREAKDOWNS}
        return {"act": str(number)} | {name: value or "unknown" for name, value in dims.items()}
