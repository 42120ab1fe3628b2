"""`make bench`, or `python -m bench` with options: `--help` lists them."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.postgres import DURABLE, cluster

from bench.figures import Turns
from bench.load import Work
from bench.report import Row, print_table, read_committed, save, tell_worse
from bench.sites import ROOT, TOOLS, Failed, Site, Tree, own_database, tree_of
from bench.spread import workers_under

PAGES = ("healthz", "account", "list", "list all", "case", "file", "day", "mix")
MIX_AT, MIX_LONGER = 16, 4
"""The mix has so many connections, and turns so many times as long: its slowest answers are few."""
PASSWORD = "tilts-demo"
WORKER, ALL = "socdienests@demo.tilts.example", "vaditaja@demo.tilts.example"
LOOP = 200_000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--against", default="", metavar="COMMIT", help="measure this commit too, by turns")
    parser.add_argument("--pages", default="", help=f"only these, with commas: {', '.join(PAGES)}")
    parser.add_argument("--databases", default="sqlite,postgresql", help="only these, with commas")
    parser.add_argument("--cases", default="15,10000", help="sizes, with commas; 15 is the demonstration")
    parser.add_argument("--acts", type=int, default=30_000, help="consultations of a generated country")
    parser.add_argument("--connections", default="1,4,16", help="with commas; the mix is measured at 16")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each turn")
    parser.add_argument("--turns", type=int, default=2, help="of each page, each commit in turn")
    parser.add_argument("--port", type=int, default=8130, help="the first of two ports of the loopback")
    parser.add_argument("--keep", type=Path, help="a folder in which the embedded data stay for the next run")
    parser.add_argument("--save", action="store_true", help="these are the committed figures from now on")
    return parser.parse_args()


def computing() -> float:
    """Milliseconds of a fixed loop: how fast the machine is at this moment."""
    best = 1e9
    for _time in range(3):
        began, total = time.perf_counter(), 0
        for number in range(LOOP):
            total += number * number % 7
        best = min(best, (time.perf_counter() - began) * 1000)
    return best


def measure(site: Site, page: str, connections: int, seconds: float) -> tuple[list[float], float, list[int]]:
    """One turn, in a process of its own: times, seconds, how many connections each process of the server had."""
    email = {"list all": ALL}.get(page, WORKER)
    jars = site.jars.setdefault(email, [])
    work = Work(site.port, connections, seconds, page, email, PASSWORD, site.places, jars)
    assert site.server is not None
    told = json.dumps({"work": asdict(work), "workers": workers_under(site.server.pid)})
    command = [sys.executable, "-m", "bench.load"]
    more: dict[str, Any] = {"env": {"PYTHONPATH": str(TOOLS)}, "capture_output": True, "text": True}
    done = subprocess.run(command, input=told, check=False, **more)
    if done.returncode:
        raise Failed(f"{page}: {done.stderr.strip().splitlines()[-1]}")
    found = json.loads(done.stdout)
    if found["wrong"]:
        raise Failed(f"{page} of {site.tree.name} at {connections}: {found['wrong'][0]}")
    jars[:] = found["jars"]
    return found["took"], found["seconds"], found["came"]


def _sites(args: argparse.Namespace, trees: list[Tree], database: str, cases: int, stack: ExitStack) -> list[Site]:
    work = Path(args.keep or stack.enter_context(tempfile.TemporaryDirectory(prefix="tilts-bench-"))).resolve()
    addresses = stack.enter_context(cluster(DURABLE)) if database == "postgresql" else {}
    sites = []
    for number, tree in enumerate(trees):
        named = f"{tree.name}_{database}_{cases}_{args.acts}"
        own = own_database(addresses, f"bench_{number}") if addresses else {}
        home = work / (f"{named}_{time.time_ns()}" if addresses else named)
        site = Site(tree, database, cases, home, args.port + number, own)
        began = time.monotonic()
        site.make(args.acts)
        print(f"{database}, {cases} cases, {tree.name}: made in {time.monotonic() - began:.0f} s", flush=True)
        stack.callback(site.stop)
        sites.append(site)
    for _turn in range(args.turns):
        for site in sites:
            site.look_inside()
    for site in sites:
        site.serve()
    return sites


def _turns(args: argparse.Namespace, sites: list[Site], pages: list[str], drift: list[float]) -> list[Row]:
    rows = []
    for page in pages:
        for connections in [MIX_AT] if page == "mix" else [int(one) for one in args.connections.split(",")]:
            turns = [Turns() for _site in sites]
            came: list[list[int]] = [[] for _site in sites]
            for _turn in range(args.turns):
                drift.append(computing())
                for number, site in enumerate(sites):
                    length = args.seconds * (MIX_LONGER if page == "mix" else 1)
                    times, seconds, came[number] = measure(site, page, connections, length)
                    turns[number].add(times, seconds)
            for number, site in enumerate(sites):
                told = (site.tree.name, site.database, site.cases, page, connections)
                rows.append(Row(*told, turns[number], came[number], site.inside.get(page, {})))
    return rows


def run(args: argparse.Namespace) -> int:
    """All that was asked for; prints the table, and what became worse than the committed figures."""
    chosen = [one for one in PAGES if not args.pages or one in ("healthz", "account", *args.pages.split(","))]
    rows, drift = list[Row](), list[float]()
    with ExitStack() as outer:
        trees = [Tree("here", ROOT)]
        if args.against:
            work = Path(outer.enter_context(tempfile.TemporaryDirectory(prefix="tilts-bench-tree-")))
            trees.append(outer.enter_context(tree_of(args.against, work)))
        for database in args.databases.split(","):
            for cases in [int(one) for one in args.cases.split(",")]:
                pages = [one for one in chosen if one != "list all" or cases > 15]
                with ExitStack() as stack:
                    sites = _sites(args, trees, database, cases, stack)
                    rows += _turns(args, sites, pages, drift)
    print_table(rows)
    print(f"\nThe fixed loop took {min(drift):.1f} to {max(drift):.1f} ms: so far did the machine drift in this run.")
    here = [row for row in rows if row.commit == "here"]
    if args.save:
        save(here, f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores", drift)
    else:
        tell_worse(here, read_committed())
    return 0


def main() -> int:
    """Exit 0: it ran; 2: it could not, and why in a sentence."""
    try:
        return run(_arguments())
    except Failed as failed:
        print(f"bench: {failed}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
