"""The tests for the hand while building (`make quick`): what was touched first, on the embedded database, in minutes.

What differs from main, committed or not, is touched. Touched tests, the house's own rules and the tests of the touched
rooms come first; then one test of every file, the next of every file, and so on until the time is over. Sweeps, walks
and browsers stay with `make test`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120
"""After so long nothing more is begun; with collecting and ending, three minutes on a busy machine."""
MAINS = ("origin/main", "main")
HOUSE = "tests/house"
ROOM = re.compile(r"src/tilts/(\w+)/")
OTHERS = {
    "demo": ("tests/seeds",),
    "config": ("tests/seeds", "tests/backup", "tests/background", "tests/accounts/test_signing_in.py"),
}
"""Where that is tested which is no room with a folder of its name."""


def git(*words: str) -> list[str]:
    """The lines that git says; none where it says no."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def touched() -> list[str]:
    """The files that differ from where this branch left main: committed, changed and new ones."""
    base = next((found[0] for main in MAINS if (found := git("merge-base", "HEAD", main))), "HEAD")
    return sorted({*git("diff", "--name-only", base), *git("ls-files", "--others", "--exclude-standard")})


def where_tested(file: str) -> tuple[str, ...]:
    """The test files or folders that tell first whether a change of this file was wrong."""
    path = Path(file)
    if path.parts[0] == "tests":
        return (file,) if path.name.startswith("test_") else (str(path.parent),) if len(path.parts) > 2 else ()
    room = ROOM.match(file)
    return OTHERS.get(room[1], (f"tests/{room[1]}",)) if room else ()


def order(files: list[str]) -> list[str]:
    """What goes first: touched tests themselves, the house's own rules, the folders of the touched rooms."""
    found = [test for file in files for test in where_tested(file) if (ROOT / test).exists()]
    themselves = [one for one in found if one.endswith(".py")]
    return list(dict.fromkeys([*themselves, *([HOUSE] if files else []), *found]))


def main() -> int:
    """Run them; the last lines say what was run and what was left. The exit code is pytest's."""
    first = order(touched())
    print("First:", " ".join(first) or "nothing was touched", flush=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    asked = ["-q", "-n", "auto", "--dist", "load", "--maxschedchunk", "1", "-m", "not (browser or long or lengthy)"]
    asked += [f"--first={one}" for one in first] + [f"--seconds={SECONDS}", *sys.argv[1:]]
    return subprocess.run([sys.executable, "-m", "pytest", *asked], cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
