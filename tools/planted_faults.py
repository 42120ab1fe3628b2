"""Whether the tests still find what they are there to find: `python tools/planted_faults.py [WORD ...]`.

Each fault is a small change of the source that somebody could make by mistake. It is planted alone, in a copy of the
tree, never in the tree itself; then those tests run that claim to find it, for a minute at most. A fault that cannot be
planted exactly once, or that no test finds, is a failure: exit 1. First the same tests run on sources without a fault.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60
"""Of computing, for the tests of one fault; of the clock four times as much, for a machine that does much else."""
SOUND_SECONDS = 900
COPIED = ("src", "tests", "tools", "docs", "pyproject.toml", "Makefile", "README.md")
FAILED, ENDED = 1, (0, 1)
"""Exit codes of pytest: a test failed; the tests were run to a verdict."""


@dataclass(frozen=True)
class Fault:
    """A mistake: the file, what stands there once, what stands there then, and the tests that claim to find it."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]
    postgresql: bool = False
    also: tuple[tuple[str, str], ...] = ()
    """What changes along in the same file (an import)."""

    def plant(self, root: Path) -> str:
        """The file with the fault in it; `ValueError` where that is not possible exactly once."""
        text = (root / self.file).read_text(encoding="utf-8")
        for before, after in ((self.before, self.after), *self.also):
            if text.count(before) != 1:
                raise ValueError(f"{self.file}: the place for “{self.name}” is there {text.count(before)} times")
            text = text.replace(before, after)
        return text


WALLS = "tests/access/test_walls_and_glass.py"
FAULTS = (
    Fault(
        "a scope that forgets its zone",
        "src/tilts/people/policy/contacts.py",
        'in_folder(Address, key="folder", zone="address", lent=Lending)',
        'in_folder(Address, key="folder", zone="name", lent=Lending)',
        ("tests/access/test_oracle.py",),
    ),
    Fault(
        "a wall before an organisation is ignored",
        "src/tilts/access/opened.py",
        "AND (tw.user_id = {user} OR tw.unit_id = {organisation})",
        "AND tw.user_id = {user}",
        (f"{WALLS}::test_a_wall_beats_every_relationship",),
    ),
    Fault(
        "a view that leaves no trace",
        "src/tilts/access/doors.py",
        "            look.write()\n            return _enter",
        '            if view.__name__ != "case_access":\n                look.write()\n            return _enter',
        (
            "tests/access/test_trace_complete.py::"
            "test_every_answer_that_passed_a_door_has_a_committed_row_written_before_it",
        ),
    ),
    Fault(
        "a view of ours with the door of a library's page",
        "src/tilts/risk/views/reports.py",
        '@door("report.taken_up")',
        '@lent_page("report.taken_up")',
        ("tests/house/test_templates.py",),
        also=(("import Request, allowed, door, page", "import Request, allowed, door, lent_page, page"),),
    ),
    Fault(
        "an answer without one of the headers",
        "src/tilts/ui/middleware.py",
        "            response.headers[name] = words\n",
        '            if request.path_info != "/healthz" or name != "X-Frame-Options":\n'
        "                response.headers[name] = words\n",
        ("tests/house/test_headers.py::test_strangers_too",),
    ),
    Fault(
        "a query past reach",
        "src/tilts/people/finding.py",
        "persons = reach(Person).filter(pk__in=asked)",
        "persons = Person._base_manager.filter(pk__in=asked)",
        ("tests/people/test_names.py::test_a_wall_hides_a_name_from_the_search",),
    ),
    Fault(
        "a prepared question that may carry a person to everybody",
        "src/tilts/access/prepared.py",
        'raise BakedIn(f"{name}: {left} of whoever asked first would be everybody\'s")',
        "pass",
        ("tests/access/test_prepared.py",),
    ),
    Fault(
        "a prepared question that asks with the organisation for the user",
        "src/tilts/access/prepared.py",
        'ME: "reach.user", ORGANISATION: "reach.organisation"',
        'ME: "reach.organisation", ORGANISATION: "reach.organisation"',
        ("tests/access/test_prepared.py", "tests/access/test_reach.py"),
    ),
    Fault(
        "a deadline without its hour",
        "src/tilts/plan/models/orders.py",
        'yield Falls("order", order.due, order.ends, red_from',
        'yield Falls("order", order.due, None, red_from',
        ("tests/plan/test_due_kept.py",),
    ),
    Fault(
        "what was voided stays due",
        "src/tilts/cases/models/due.py",
        "        if record.voided_at is not None:\n            return\n",
        "",
        ("tests/plan/test_due_kept.py",),
    ),
    Fault(
        "a measure that counts what was voided",
        "src/tilts/access/reach.py",
        "    rows = rows.filter(voided_at=None)\n    return rows.filter(organisation=reach.counted)",
        "    return rows.filter(organisation=reach.counted)",
        ("tests/reports/test_counting.py",),
    ),
    Fault(
        "a questionnaire that does not count for the desk's project",
        "src/tilts/risk/actions/questionnaires.py",
        "if act.organisation_id in who or (desk and desk.pk in who):",
        "if act.organisation_id in who:",
        ("tests/risk/test_doorstep.py",),
    ),
    Fault(
        "a name in the title of a page",
        "src/tilts/cases/templates/cases/person_page.html",
        "{% block title %}{% code_of case %}{% endblock %}",
        "{% block title %}{% code_of case %} {{ person.given_name }}{% endblock %}",
        ("tests/house/test_templates.py",),
    ),
    Fault(
        "a shared case that is never taken back",
        "src/tilts/sharing/actions/sharing.py",
        "        ends=end_of(footing.until),\n",
        "",
        ("tests/sharing/test_referrals.py::test_what_is_shared_by_name_is_shut_when_its_last_day_is_over",),
    ),
    Fault(
        "an end that reaches only the next link of the chain",
        "src/tilts/access/grants.py",
        "wave = list(standing_on(wave))",
        "wave = []",
        ("tests/access/test_causes.py",),
    ),
    Fault(
        "an emergency that never ends",
        "src/tilts/access/glass.py",
        "to_user=reach.user, ends=until)",
        "to_user=reach.user)",
        (f"{WALLS}::test_in_an_emergency_a_case_opens_to_read_for_sixty_minutes_with_a_banner",),
    ),
    Fault(
        "a text that lies unsealed",
        "src/tilts/cases/models/notes.py",
        "    text = SealedTextField()\n",
        "    text = models.TextField()\n",
        ("tests/sealing/test_sealed.py",),
    ),
    Fault(
        "a version that nobody checks",
        "src/tilts/access/actions.py",
        "filter(pk=record.pk, version=seen_version)",
        "filter(pk=record.pk)",
        ("tests/cases/test_notes.py", "tests/people/test_actions.py", "tests/cases/test_pages.py"),
    ),
    Fault(
        "a verb without its entry in the trace",
        "src/tilts/access/actions.py",
        "                entries.append((reach, kind, trace, sorted(kwargs)))\n",
        '                if kind != "case.shared":\n'
        "                    entries.append((reach, kind, trace, sorted(kwargs)))\n",
        ("tests/sharing/test_referrals.py::test_what_is_shared_by_name_is_shut_when_its_last_day_is_over",),
    ),
    Fault(
        "an entry whose record the chain does not cover",
        "src/tilts/access/audit.py",
        '    "record",\n    "record_kind",\n',
        '    "record_kind",\n',
        ("tests/trace/test_chains.py",),
    ),
    Fault(
        "a letter whose address names a client",
        "src/tilts/risk/actions/reports.py",
        'post(reach, to=user, kind="report.waiting", about=report.pk, path="/inbox/")',
        'post(reach, to=user, kind="report.waiting", about=report.pk, '
        'path="/inbox/" + report.person_name.replace(" ", "-"))',
        ("tests/post/test_letters.py::test_a_report_that_comes_is_told_to_the_desk_without_a_word_about_it",),
    ),
    Fault(
        "a table without its row policy",
        "src/tilts/access/rows.py",
        "    return sorted(found, key=_table)",
        '    return sorted((one for one in found if _table(one) != "cases_note"), key=_table)',
        ("tests/access/test_rows.py",),
        postgresql=True,
    ),
    Fault(
        "two questions kept under one name",
        "src/tilts/access/plans.py",
        "hashlib.sha256(text.encode())",
        "hashlib.sha256(b'')",
        ("tests/access/test_prepared.py::test_yes_and_no_are_two_questions",),
        postgresql=True,
    ),
    Fault(
        "an application that may change the trace",
        "src/tilts/access/rows.py",
        'cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {_table(AuditEntry)} FROM {name}")',
        "pass",
        ("tests/access/test_rows.py",),
        postgresql=True,
    ),
    Fault(
        "a form without its proof against forgery",
        "src/tilts/cases/templates/cases/case_new.html",
        "    {% csrf_token %}\n",
        "",
        ("tests/house/test_templates.py",),
    ),
    Fault(
        "a merging that forgets a key",
        "src/tilts/people/actions/repointing.py",
        "field.related_model is Person and model not in STAYS",
        'field.related_model is Person and model not in STAYS and field.name != "asker"',
        ("tests/people/test_merge_undo.py",),
    ),
    Fault(
        "out of reach answers otherwise than not there",
        "src/tilts/access/doors.py",
        '        look.write("refused")\n        gone = Http404()',
        '        return look.refuse("")\n        gone = Http404()',
        ("tests/access/test_doors.py",),
    ),
    Fault(
        "a session that is not locked when it is left alone",
        "src/tilts/accounts/sessions.py",
        "    if now - used > settings.SESSION_IDLE_SECONDS:\n        lock(request)",
        "    if now - used > 9 * settings.SESSION_IDLE_SECONDS:\n        lock(request)",
        ("tests/accounts/test_sessions.py",),
    ),
    Fault(
        "an erasure that one person decides alone",
        "src/tilts/rights/policy.py",
        'if record is None or record.proposed_by_id != getattr(reach.user, "pk", None):',
        "if record is None or record.proposed_by_id:",
        ("tests/rights/test_requests.py", "tests/rights/test_erasure.py"),
    ),
    Fault(
        "a name of another file that leaves no entry there",
        "src/tilts/access/named.py",
        "    each = [files for files in each if besides not in files]\n",
        "    each = []\n",
        ("tests/attacks/test_looks.py",),
    ),
    Fault(
        "a figure of a chosen day",
        "src/tilts/reports/own.py",
        "    begins = period.first.day == 1 or period.first == project.starts\n",
        "    begins = True\n",
        ("tests/attacks/test_counts.py",),
    ),
    Fault(
        "a lent row that passes the wall of its own file",
        "src/tilts/access/opened.py",
        "AND {opened} AND {unwalled_sql(folder, **who)})",
        "AND {opened})",
        ("tests/attacks/test_lending.py",),
    ),
    Fault(
        "an act that was taken out and counts all the same",
        "src/tilts/access/putting_right.py",
        "seen_version, voided_at=timezone.now(), voided_by=reach.user,",
        "seen_version, voided_by=reach.user,",
        ("tests/services/test_put_right.py", "tests/reports/test_every_act_is_put_right.py"),
    ),
    Fault(
        "a correction that forgets what was counted before",
        "src/tilts/access/putting_right.py",
        "**facts, earlier=[*act.earlier, as_counted(act)], **now)",
        "**facts, **now)",
        ("tests/services/test_put_right.py", "tests/reports/test_every_act_is_put_right.py"),
    ),
    Fault(
        "a report given out that follows the records",
        "src/tilts/reports/given_out.py",
        "Differs(asked, figure_words(then), figure_words(now))",
        "Differs(asked, figure_words(now), figure_words(now))",
        ("tests/reports/test_given_out.py",),
    ),
    Fault(
        "a letter that is not asked once more",
        "src/tilts/post/truth.py",
        "    return reader.is_active and any(_holds(reach, letter) for reach in _reaches(reader))",
        "    return reader.is_active",
        ("tests/post/test_what_still_holds.py",),
    ),
    Fault(
        "a code of which nobody can say whose it is",
        "src/tilts/access/codes.py",
        'return code if _is_own(reach, organisation) else f"{code} · {_names(reach)[organisation]}"',
        "return code",
        ("tests/day/test_codes.py",),
    ),
    Fault(
        "a cell that a spreadsheet takes for a formula",
        "src/tilts/ui/table_files.py",
        """return f"'{text}" if text.startswith(FORMULA) else text""",
        "return text",
        ("tests/ui/test_table_files.py",),
    ),
    Fault(
        "a sign that no font has and nobody names",
        "src/tilts/access/papers.py",
        "    if not paper.missing:",
        "    if paper.missing:",
        ("tests/ui/test_papers.py",),
    ),
    Fault(
        "the same order twice",
        "src/tilts/access/held.py",
        "    return any(all(getattr(row, name) == value",
        "    return False and any(all(getattr(row, name) == value",
        ("tests/access/test_race.py::test_what_is_one_is_one",),
    ),
    Fault(
        "a colleague with a planned end who cannot be chosen",
        "src/tilts/access/colleagues.py",
        "return memberships.filter(Q(ends=None) | Q(ends__gt=now), starts__lte=now)",
        "return memberships.filter(ends=None, starts__lte=now)",
        ("tests/access/test_planned_ends.py",),
    ),
)


@dataclass(frozen=True)
class Outcome:
    """What became of a fault: found by a test, or in a few words why not."""

    fault: Fault
    found: bool
    told: str


def copy_of_tree(folder: Path) -> Path:
    """A scratch copy of what the tests need, with what set-up made beside it."""
    left = shutil.ignore_patterns("__pycache__", ".hypothesis", "*.egg-info")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=left)
        else:
            shutil.copy(source, folder / name)
    return folder


def run(tree: Path, tests: tuple[str, ...], *, postgresql: bool, seconds: int) -> tuple[int | None, str]:
    """The exit code of these tests (None: not done in time), and what they said."""
    words = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", "-m", "not lengthy", *tests]
    if postgresql:
        words = [sys.executable, "-m", "tests.postgres", "--", *words]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TILTS_", "DATABASE_"))}
    env |= {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}"}
    limited = ["sh", "-c", f'ulimit -t {seconds}; exec "$@"', "sh", *words]
    with subprocess.Popen(
        limited,
        cwd=tree,
        env=env,
        text=True,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            said, _nothing = process.communicate(timeout=4 * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)
            return None, ""
    return (process.returncode if process.returncode in ENDED else None), said


def try_out(fault: Fault, tree: Path) -> Outcome:
    """Plant one fault, run its tests, take it out again."""
    try:
        planted = fault.plant(tree)
    except ValueError as problem:
        return Outcome(fault, False, str(problem))
    path, began = tree / fault.file, time.monotonic()
    sound = path.read_text(encoding="utf-8")
    path.write_text(planted, encoding="utf-8")
    try:
        code, said = run(tree, fault.tests, postgresql=fault.postgresql, seconds=SECONDS)
    finally:
        path.write_text(sound, encoding="utf-8")
    took = f"{time.monotonic() - began:.0f} s"
    by = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
    if by and (code == FAILED or by[0].startswith("FAILED")):
        return Outcome(fault, True, f"{by[1]} ({took})")
    why = "no test finds it" if code == 0 else f"not within a minute, or not run at all: {said.strip()[-600:]}"
    return Outcome(fault, False, f"{why} ({took})")


def are_sound(faults: tuple[Fault, ...], tree: Path) -> str:
    """Empty if all these tests pass without a fault; else what they say."""
    for postgresql in (False, True):
        tests = tuple(dict.fromkeys(test for one in faults if one.postgresql is postgresql for test in one.tests))
        code, said = run(tree, tests, postgresql=postgresql, seconds=SOUND_SECONDS) if tests else (0, "")
        if code != 0:
            return said[-1500:] or "not done in time"
    return ""


def main() -> int:
    """Try all faults, or those with one of the words in their name, one for each core at a time."""
    faults = tuple(one for one in FAULTS if not sys.argv[1:] or any(word in one.name for word in sys.argv[1:]))
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="tilts-faults-") as folder:
        trees = []
        for number in range(cores):
            (Path(folder) / str(number)).mkdir()
            trees.append(copy_of_tree(Path(folder) / str(number)))
        if wrong := are_sound(faults, trees[0]):
            print(f"The tests fail without any fault:\n{wrong}")
            return 1
        free = list(trees)

        def next_one(fault: Fault) -> Outcome:
            tree = free.pop()
            try:
                return try_out(fault, tree)
            finally:
                free.append(tree)

        with ThreadPoolExecutor(cores) as pool:
            outcomes = list(pool.map(next_one, faults))
    for one in outcomes:
        print(f"{'found    ' if one.found else 'NOT FOUND'} {one.fault.name}: {one.told}")
    print(f"{sum(one.found for one in outcomes)} of {len(outcomes)} planted faults were found.")
    return 0 if outcomes and all(one.found for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
