"""Which tests a run holds and in which order: said here, and nowhere else.

Every test runs on the embedded database. On PostgreSQL runs what a database can change: verbs, scopes, row policies,
counting, locks, backup, imports, and the queries of every page. Left out there is what asks no database; what a room
proves through its pages, for their forms, words and places are the same, and every address is walked there by the
matrix; and what `EMBEDDED_ONLY` lists by folder, file or test, each with what else proves the same there. Whatever
speaks of what databases do runs on both, and the run fails unless every verb was done and every scope was asked.
`tests/house/test_selection.py` asks whether the lists are right.

Long tests go first, so that no core waits at the end for one long walk. `make quick` puts what was touched before all
else, and begins nothing new when its time is over.
"""

import inspect
import os
import re
import time
from collections import Counter
from collections.abc import Iterable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
OF_DATABASES = re.compile(
    r"connection\.vendor|transaction=True|own_database|owner_of_tables|IntegrityError|DatabaseError|select_for_update"
    r"|\.cursor\(|\bThread\(|isolation|row-level|row polic",
)
"""Words of a test that is about what a database does."""
ASKS_A_DATABASE = {"db", "transactional_db", "live_server"}
THROUGH_PAGES = {"enter", "client", "live_server"}
"""Fixtures of whoever asks a database, and of whoever looks at pages."""
WHOLE = [f"tests/{room}" for room in ("access", "attacks", "backup", "generated", "seeds")]
"""Folders of which all runs on both: who gets what, attacks, what starts processes with databases of their own."""
EMBEDDED_ONLY = {
    # whole folders
    "tests/kit": "plain Python that asks no database",
    "tests/embedded": "the embedded database itself",
    "tests/serving": "bodies, limits and processes, before a database is asked; served there: the smoke test",
    "tests/ui": "templates and form fields, drawn without a row",
    # bytes, papers and pictures
    "tests/documents/test_files.py": "sealing of files on the disk; who adds and reads documents: test_documents.py",
    "tests/documents/test_forty_bad_uploads.py": "what the bytes of an upload hold; the verb: test_documents.py",
    "tests/documents/test_good_files.py": "what the bytes of an upload hold; the verb: test_documents.py",
    "tests/documents/test_scanning.py": "talking to the virus scanner; what becomes of the rows: test_documents.py",
    "tests/reports/test_export.py": "workbook and paper of figures that tests/reports counts there",
    # the questionnaire as a form, and words
    "tests/questionnaires/test_engine.py": "the engine of questions, on answers in memory",
    "tests/questionnaires/test_scoring.py": "points and levels, on answers in memory",
    "tests/exchange/test_reading.py": "CSV as people write it; what is saved of it: the two registers and their counts",
    "tests/exchange/test_words.py": "spellings of codes in registers",
    "tests/post/test_letters.py::test_every_kind_is_written_in_the_language_of_the_one_who_reads_it": (
        "the words of letters"
    ),
    "tests/post/test_letters.py::test_the_address_of_the_mail_server_is_read": "an address is read from a setting",
    "tests/post/test_letters.py::test_a_wrong_address_is_refused_without_repeating_the_password": "the same, refused",
    # headers, source code, the command from outside
    "tests/house/test_headers.py": "headers are put on by the middleware, whatever was asked of a database",
    "tests/house/test_rules_of_the_house.py": "reads the source code",
    "tests/house/test_command.py": "each mistake is made in a folder of its own with the embedded database",
    # pages: their forms, sentences and places; every verb and every scope runs there by the tests of the rooms
    "tests/cases/test_masks.py": "which zone shows which field; that rows come by zones: tests/access/test_oracle.py",
    "tests/cases/test_pages.py": "forms and places of the case's pages; their queries: the matrix of open cases",
    "tests/cases/test_person_page.py": "forms of a person's page; the verbs: tests/people",
    "tests/cases/test_refused_at_the_field.py": "at which field a sentence stands; the refusals: tests/cases",
    "tests/meetings/test_meeting_pages.py": "forms of a meeting's pages; verbs and seats: test_tables.py, the matrix",
    "tests/rights/test_pages.py": "forms of requests; verbs: test_requests.py, test_erasure.py",
    "tests/services/test_pages.py": "the form of a consultation; its verb: test_actions.py",
    # the file of keys and the sealed container, which no database sees
    "tests/sealing/test_at_rest.py::test_without_its_keys_nothing_starts_and_nothing_is_changed": (
        "asked before the database is; that it lies sealed there: test_no_word_of_a_case_lies_readable_anywhere"
    ),
    "tests/sealing/test_at_rest.py::test_a_place_for_the_keys_outside_the_data_folder_is_used": "a setting",
    **{
        f"tests/backup/test_refusals.py::{name}": "the sealed container; restoring rows: the other tests of this file"
        for name in (
            "test_one_changed_byte_at_any_of_200_places_is_refused",
            "test_a_cut_or_lengthened_backup_is_refused",
            "test_another_identity_does_not_open_it",
            "test_what_is_no_identity_is_said_so",
            "test_no_part_leads_out_of_the_folder",
            "test_a_part_that_was_left_out_added_or_exchanged_is_refused",
            "test_without_a_recipient_it_is_said_how_to_make_one",
            "test_a_recipient_that_is_no_key_is_refused",
            "test_a_newer_format_is_refused",
        )
    },
    # walks by several people, of which those walk there whose rows come by other ways
    **{
        f"tests/attacks/test_looks.py::test_an_answer_with_a_name_has_an_entry_on_a_file_of_theirs[{who}]": (
            "there the worker walks; that the entry is committed first: the other tests of this file"
        )
        for who in ("unsaid", "dp", "participant")
    },
    **{
        f"tests/access/test_drafts.py::test_on_every_page_with_words_what_was_typed_is_there_again[{who}]": (
            "there the administrator walks; that drafts are kept and go: the other tests of this file"
        )
        for who in ("worker", "submitter", "dp", "coordinator")
    },
    "tests/access/test_every_form_twice.py": "that a key is taken once, also by two at once: test_sendings.py",
    "tests/access/test_two_pages.py": "what a page brings along; that the database compares it: test_form_pages.py",
    # walks over every address: some of each kind are made there in every run, all in `make test-long`
    **{
        f"tests/access/test_matrix.py::test_everybody_gets_what_the_table_says[{walk}]": (
            "there the open cases and the meetings are walked"
        )
        for walk in ("short", "rights", "house", "case-closed", "case-restricted")
    },
    **{
        f"tests/access/test_walls_and_glass.py::test_no_token_of_a_foreign_case_leaves_it[{who}]": (
            "there a stranger, a walled worker and the data protection officer look; all tables: the oracle"
        )
        for who in ("elsewhere", "kept out", "in the office", "with little to see")
    },
    "tests/access/test_walls_and_glass.py::test_not_there_not_yours_and_walled_answer_alike[stranger]": (
        "there the walled worker walks; a stranger's 404 are in the matrix"
    ),
    **{
        f"tests/access/test_trace_complete.py::{name}": "the order of statements; chains and rights: test_chains.py"
        for name in (
            "test_every_answer_that_passed_a_door_has_a_committed_row_written_before_it",
            "test_where_the_trace_cannot_be_written_nothing_is_shown_and_nothing_is_done",
        )
    },
    "tests/house/test_tables.py": "minutes of migrations",
    **{
        f"tests/reports/test_counting_random.py::test_a_random_register_counts_as_by_hand[{seed}]": (
            "there one register is counted, and three in `make test-long`"
        )
        for seed in (20, 300, 4000)
    },
    **{
        f"tests/exchange/test_register_counts.py::test_small_registers_full_of_edges_count_as_the_file_says[{seed}]": (
            "there every other of the six registers is counted"
        )
        for seed in (0, 2, 4)
    },
    "tests/people/test_merge_undo.py::test_undo_restores_every_row_exactly[60]": "there twenty mergings are undone",
    "tests/plan/test_due_kept.py::test_in_random_worlds_of_verbs_the_list_is_what_the_records_say[40]": (
        "there twelve such worlds are made, and every kind comes due by the other tests of this file"
    ),
}
"""Folder, file or test: what it is about, and what proves on PostgreSQL whatever a database has to do with it."""
FEWER = {
    "tests/people/test_merge_undo.py::test_undo_restores_every_row_exactly[20]",
    "tests/plan/test_due_kept.py::test_in_random_worlds_of_verbs_the_list_is_what_the_records_say[12]",
}
"""What runs on PostgreSQL alone: the embedded database does the same with more worlds."""
EVEN_SO = {
    "tests/cases/test_person_page.py::test_each_thing_is_taken_back_once_and_stays_on_record": "verbs of taking back",
    "tests/meetings/test_meeting_pages.py::test_an_issue_is_corrected_and_taken_off_until_the_meeting_is_over": (
        "issues of a meeting"
    ),
    "tests/meetings/test_meeting_pages.py::"
    "test_a_guest_enters_with_link_and_code_reads_the_agenda_and_nothing_else": "passes of guests",
    "tests/accounts/test_members.py::test_ended_work_and_closed_accounts": "verbs that end work",
    "tests/accounts/test_sessions.py::test_two_jobs_one_person_and_a_page_to_change_between_them": "choosing a role",
    "tests/plan/test_calendar.py::test_a_wrong_an_ended_and_a_renewed_secret_give_the_same_404": "ending a feed",
    "tests/cases/test_child_reports.py::test_the_second_writer_is_told_and_keeps_the_text": "changing a report",
    "tests/cases/test_violence.py::test_kinds_are_several_and_break_persons_down_until_one_is_taken_back": "its end",
    "tests/documents/test_documents.py::test_withdrawing_needs_a_reason_and_the_zone": "withdrawing a document",
    "tests/post/test_letters.py::test_the_administrator_sees_what_waits_and_sends_again": "sending letters again",
    "tests/sharing/test_referrals.py::"
    "test_a_letter_to_a_partner_opens_with_the_password_that_was_shown_and_with_nothing_else": "taking a letter out",
    "tests/meetings/test_tables.py::test_what_was_put_on_the_table_by_mistake_is_taken_off": "taking off a table",
    "tests/meetings/test_the_usual_table.py::test_as_last_time_invites_the_usual_table_in_one_press": "the usual table",
    "tests/reports/test_put_right_by_the_pages.py::test_a_case_that_was_not_talked_about_after_all": "a case put right",
    "tests/meetings/test_writing_together.py": "verbs of an agenda, by two at once",
}
"""Tests of files that are left out, whose verbs nothing else does on PostgreSQL: they run there."""


def is_under(test: str, places: Iterable[str]) -> bool:
    """Whether a test (`tests/room/test_file.py::test_name[variant]`) is one of these, or lies in one of them."""
    return any(test == one or test.startswith((f"{one}/", f"{one}::", f"{one}[")) for one in places)


def is_left_out(item: pytest.Item) -> bool:
    """Whether `make test` leaves it to `make test-long` on the database of this run."""
    marks = {mark.name for mark in item.iter_markers()}
    of_embedded = is_under(item.nodeid, EMBEDDED_ONLY) or changes_nothing(item)
    of_embedded = of_embedded and not is_under(item.nodeid, EVEN_SO)
    of_embedded = of_embedded or ("browser" in marks and "smoke" not in marks)
    return "lengthy" in marks or (of_embedded if ON_POSTGRESQL else is_under(item.nodeid, FEWER))


def changes_nothing(item: pytest.Item) -> bool:
    """Whether another database cannot change it: it asks none, or is about the pages of a room."""
    if is_under(item.nodeid, WHOLE) or "smoke" in item.keywords:
        return False
    asked = set(getattr(item, "fixturenames", ()))
    asks = bool(asked & ASKS_A_DATABASE) or item.get_closest_marker("django_db") is not None
    speaks = OF_DATABASES.search(inspect.getsource(item.function))  # type: ignore[attr-defined]
    return not speaks and (not asks or bool(asked & THROUGH_PAGES))


def pytest_addoption(parser: pytest.Parser) -> None:
    """What a run may be asked for."""
    group = parser.getgroup("tilts")
    group.addoption("--part", choices=["test", "long"], help="what `make test` runs here, or what it leaves out")
    group.addoption("--complete", action="store_true", help="fail unless every verb was done and every scope asked")
    group.addoption("--first", action="append", default=[], metavar="PATH", help="run this file or folder first")
    group.addoption("--seconds", type=float, default=0, help="after so long begin nothing more")


def pytest_configure(config: pytest.Config) -> None:
    """Wind up the clock where a run has one."""
    if config.option.seconds:
        config.pluginmanager.register(Clock(config), "clock")
    config.pluginmanager.register(Register(config), "register of what was done")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the part that was asked for does not hold; then the order."""
    part = config.option.part
    kept = [item for item in items if not part or is_left_out(item) == (part == "long")]
    config.hook.pytest_deselected(items=[*set(items) - set(kept)])
    items[:] = kept
    if config.option.seconds:
        in_breadth(items, config.option.first)
    else:
        items.sort(key=lambda item: (empties_tables(item), not item.get_closest_marker("long")))


def empties_tables(item: pytest.Item) -> bool:
    """Whether the tables are empty after a test: such tests come last, also the long ones among them."""
    said = item.get_closest_marker("django_db")
    asked = set(getattr(item, "fixturenames", ()))
    return bool(said and said.kwargs.get("transaction")) or bool(asked & {"transactional_db", "live_server"})


def in_breadth(items: list[pytest.Item], first: list[str]) -> None:
    """What is to be first in the order it is named; then of every file one test, one more, and at last the variants."""
    functions: Counter[str] = Counter()
    variants: Counter[str] = Counter()
    ranks = {}
    for item in items:
        file, function = item.nodeid.partition("::")[0], item.nodeid.partition("[")[0]
        variants[function] += 1
        functions[file] += variants[function] == 1
        named = next((number for number, one in enumerate(first) if is_under(item.nodeid, [one])), len(first))
        ranks[item] = (named, *((variants[function], functions[file]) if named == len(first) else (0, 0)))
    items.sort(key=lambda item: ranks[item])


class Clock:
    """Lets a run end in time: when it is over, nothing more is begun."""

    def __init__(self, config: pytest.Config) -> None:
        self.until = time.monotonic() + config.option.seconds
        self.first: list[str] = config.option.first
        self.there: set[str] = set()
        self.run: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Pass over a test without a word once the time is over."""
        return True if time.monotonic() > self.until else None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What there is, where one process runs all."""
        self.there |= {item.nodeid for item in session.items}

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        """What there is, as a worker found it."""
        self.there |= set(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What was run."""
        self.run.add(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """One line: how much was run, how much of what was touched was not, and where the rest is."""
        missed = {test for test in self.there - self.run if is_under(test, self.first)}
        rest = Counter(test.split("/")[1] for test in self.there - self.run)
        told = ", ".join(f"{room} {count}" for room, count in rest.most_common()) or "none"
        terminalreporter.write_line(
            f"Ran {len(self.run)} of {len(self.there)} short tests on the embedded database; of what was touched "
            f"{len(missed)} were not reached. Left to `make test`: {told}; every long one, browsers, and PostgreSQL.",
            red=bool(missed),
        )


class Register:
    """Keeps which verbs were done and which scopes were asked, in all processes of a run; `--complete` asks for all."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.done: set[str] = set()
        self.due: set[str] = set()

    def pytest_sessionstart(self) -> None:
        """Listen wherever a verb is entered and a scope is asked."""
        if self.config.option.complete and not self.config.option.numprocesses:
            self.due = listen(self.done)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A worker hands its list on; who began the run compares."""
        handed_on = getattr(self.config, "workeroutput", None)
        if handed_on is not None:
            handed_on.update(done=sorted(self.done), due=sorted(self.due))
        elif self.config.option.complete and (self.due - self.done or not self.due):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object | None) -> None:
        """Take the list of a worker."""
        told = getattr(node, "workeroutput", {})
        self.done |= set(told.get("done", ()))
        self.due |= set(told.get("due", ()))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """One line: all of it, or what nobody did."""
        if self.config.option.complete:
            left = ", ".join(sorted(self.due - self.done)) or "none"
            told = f"{len(self.due)} verbs and scopes; not done by any test of this run: {left}."
            terminalreporter.write_line(told, red=bool(self.due - self.done))


def listen(done: set[str]) -> set[str]:
    """Write down in `done` whichever verb is entered and scope is asked from now on; gives all there are."""
    actions, reach = import_module("tilts.access.actions"), import_module("tilts.access.reach")
    import_module("tilts.config.urls")  # every room declares its own
    verbs, scopes, write = "verb {}".format, "scope of {}".format, actions.write_entry

    def written(who: Any, kind: str, *more: Any, **facts: Any) -> Any:
        done.add(verbs(kind))
        return write(who, kind, *more, **facts)

    def heard(name: str, scope: Any) -> Any:
        @wraps(scope)
        def asked(*what: Any) -> Any:
            done.add(name)
            return scope(*what)

        return asked

    actions.write_entry = written
    for model, scope in list(reach.SCOPES.items()):
        reach.SCOPES[model] = heard(scopes(model._meta.label), scope)
    return {*map(verbs, actions.ACTIONS), *(scopes(model._meta.label) for model in reach.SCOPES)}
