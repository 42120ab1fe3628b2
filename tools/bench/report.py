"""What a run prints, and the committed figures: a small file of ratios and the page that shows them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bench.figures import Kept, Turns, percentile, ratio, worse
from bench.sites import ROOT

FILE = ROOT / "docs" / "performance.json"
PAGE = ROOT / "docs" / "performance.md"
BEGINS, ENDS = "<!-- figures -->", "<!-- end of figures -->"
HEAD = tuple("page|conns|a second|p50|p95|p99|server|queries|x empty|x healthz|x SQL|spread".split("|"))


@dataclass
class Row:
    """One page of one commit at so many connections."""

    commit: str
    database: str
    cases: int
    page: str
    connections: int
    turns: Turns
    came: list[int]
    inside: dict[str, Any]

    @property
    def place(self) -> tuple[str, str, int]:
        """Whose figures it is compared with."""
        return self.commit, self.database, self.cases

    @property
    def key(self) -> str:
        """Its name among the committed figures."""
        return f"{self.database}/{self.cases}/{self.page}/{self.connections}"


def _of(rows: list[Row], like: Row, page: str) -> Row | None:
    return next((r for r in rows if (r.place, r.page, r.connections) == (like.place, page, like.connections)), None)


def times(row: Row, rows: list[Row], page: str) -> float:
    """How many times the middle time of another page, at as many connections."""
    other = _of(rows, row, page)
    return ratio(row.turns.p50, other.turns.p50) if other else 0.0


def cells(row: Row, rows: list[Row]) -> list[str]:
    """A line of the table."""
    inside, turns = row.inside, row.turns
    ms = [turns.p50, percentile(turns.all, 0.95), percentile(turns.all, 0.99), inside.get("server", 0)]
    x = [times(row, rows, "account"), times(row, rows, "healthz"), ratio(inside.get("server", 0), inside.get("sql", 0))]
    told = [row.page, str(row.connections), f"{turns.rate:.1f}"]
    told += [f"{one:.1f}" if one else "" for one in ms] + [str(inside.get("queries", ""))]
    return [*told, *(f"{one:.1f}" if one else "" for one in x), "+".join(str(one) for one in row.came)]


def print_table(rows: list[Row]) -> None:
    """Everything, a block for each installation; where two commits were measured, how they compare."""
    for place in dict.fromkeys(row.place for row in rows):
        mine = [row for row in rows if row.place == place]
        print(f"\n{place[1]}, {place[2]} cases, {place[0]} (milliseconds)")
        lines = [list(HEAD), *(cells(row, rows) for row in mine)]
        wide = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
        for line in lines:
            print("  ".join(part.ljust(wide[at]) if at == 0 else part.rjust(wide[at]) for at, part in enumerate(line)))
        print(_cost_of_trust(mine))
    _print_against(rows)


def _cost_of_trust(rows: list[Row]) -> str:
    """What trace, scoping and opening of what is sealed add to two pages; the bar is 30 %."""
    inside = {row.page: row.inside for row in rows if row.inside.get("bare")}
    added = [f"{ratio(one['server'], one['bare']) - 1:.0%} to the {page}" for page, one in inside.items()]
    return f"Trace, scoping and opening add {' and '.join(added)}." if added else ""


def _print_against(rows: list[Row]) -> None:
    others = [row for row in rows if row.commit != "here"]
    for other in others:
        here = next(row for row in rows if row.commit == "here" and row.key == other.key)
        faster, p50 = ratio(here.turns.rate, other.turns.rate), ratio(here.turns.p50, other.turns.p50)
        server = ratio(here.inside.get("server", 0), other.inside.get("server", 0))
        told = f"{faster:5.2f} times the rate of {other.commit}, p50 x {p50:.2f}"
        print(f"{other.key:<32} {told}" + (f", server x {server:.2f}" if server else ""))


def kept(rows: list[Row]) -> dict[str, Kept]:
    """The figures as they are committed: ratios to an empty signed-in page."""
    compared = [row for row in rows if row.page not in ("account", "healthz")]
    return {row.key: Kept(round(times(row, rows, _empty(row, rows)), 2), round(row.turns.noise, 2)) for row in compared}


def _empty(row: Row, rows: list[Row]) -> str:
    return "account" if _of(rows, row, "account") else "healthz"


def read_committed() -> dict[str, Kept]:
    """The figures of the repository; none where nobody has committed any."""
    if not FILE.exists():
        return {}
    return {key: Kept(**told) for key, told in json.loads(FILE.read_text())["figures"].items()}


def tell_worse(rows: list[Row], committed: Mapping[str, Kept]) -> None:
    """In a line, what takes longer than it did, beside an empty page."""
    if not committed:
        print("There are no committed figures yet: --save keeps these.")
        return
    found = worse(kept(rows), committed)
    said = ", ".join(f"{key} by {grew:.0%}" for key, grew in found)
    print(f"Worse than the committed figures by more than the noise: {said or 'nothing'}.")


def save(rows: list[Row], machine: str, drift: list[float]) -> None:
    """Write the file of ratios, and the table on the page."""
    day = date.today().isoformat()
    figures = {key: asdict(one) for key, one in kept(rows).items()}
    told = {"date": day, "machine": machine, "loop_ms": round(min(drift), 1), "figures": figures}
    FILE.write_text(json.dumps(told, indent=1) + "\n")
    lines = [f"{day}, {machine}; the fixed loop took {min(drift):.1f} to {max(drift):.1f} ms.", ""]
    for place in dict.fromkeys(row.place for row in rows):
        lines += [f"### {place[1]}, {place[2]} cases", "", "| " + " | ".join(HEAD) + " |", "| --- " * len(HEAD) + "|"]
        lines += ["| " + " | ".join(cells(row, rows)) + " |" for row in rows if row.place == place] + [""]
    before, _begins, rest = PAGE.read_text().partition(BEGINS)
    after = rest.partition(ENDS)[2]
    PAGE.write_text(f"{before}{BEGINS}\n" + "\n".join(lines) + f"{ENDS}{after}")
