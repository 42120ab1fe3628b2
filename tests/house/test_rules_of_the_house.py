"""The rules of the house, read from the code itself: doors, scopes, docstrings, writing, floors."""

import ast
import importlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve, reverse
from django.utils.translation import override
from tests.cast import build_cast  # noqa: F401 - loads every rule, panel and address

import tilts
from tilts.access.actions import ACTIONS, action
from tilts.access.reach import IN_FOLDER, OPEN_TABLES, RULES, SCOPES, Reach, Unscoped, nobody_by_hand, rule
from tilts.config.rooms import ROOMS
from tilts.kit.measures import MEASURES
from tilts.kit.panels import PANELS
from tilts.kit.questions import QUESTIONS, question
from tilts.meetings.models import MeetingState
from tilts.plan.models import Progress
from tilts.post.models import LetterState
from tilts.rights.models import BreachState, PurgeState
from tilts.sharing.models import ReferralState
from tilts.ui.forms import TiltsForm
from tilts.ui.rail import RAIL

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(tilts.__file__).resolve().parent
FOREIGN = {
    "django.contrib": "Django's own tables and pages",
}
FLOORS = (
    ("kit",),
    ("ui",),
    ("sealing",),
    ("access",),
    ("post",),
    ("accounts", "trace"),
    ("documents", "places"),
    ("people", "directory", "projects", "questionnaires"),
    ("cases",),
    ("plan", "sharing"),
    ("risk", "meetings", "services", "groups", "helpline", "team"),
    ("day",),
    ("reports", "rights"),
    ("exchange",),
    ("backup", "demo", "generated"),
    ("config",),
)
WITHOUT_TABLES = {"kit", "backup", "demo", "generated", "config"}
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def trees(*names: str) -> Iterator[tuple[Path, ast.Module]]:
    """The syntax trees of our modules of these names (all, if none is given)."""
    for file in sorted(SOURCE.rglob("*.py")):
        if not names or file.stem in names or file.parent.name in names:
            yield file.relative_to(SOURCE), ast.parse(file.read_text(encoding="utf-8"))


def called(tree: ast.AST) -> Iterator[tuple[str, int, ast.Call]]:
    """Every method call in a tree: its name, its line, itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node.lineno, node


def views(patterns: list[Any]) -> Iterator[Any]:
    """Every view behind these addresses."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield one.callback


def doorless(patterns: list[Any]) -> list[str]:
    """Views of ours that wear no door."""
    found = (view for view in views(patterns) if not view.__module__.startswith(tuple(FOREIGN)))
    return [f"{view.__module__}.{view.__name__}" for view in found if not getattr(view, "door", "")]


def our_models() -> list[type[models.Model]]:
    """Every table of ours."""
    return [model for model in apps.get_models() if model.__module__.startswith("tilts.")]


def room_of(model: Any) -> str:
    return str(model.__module__).split(".")[1]


def test_every_view_wears_a_door_or_says_why_it_is_open():
    assert doorless(get_resolver().url_patterns) == []


def test_a_view_without_a_door_is_found():
    def bare(request: Any) -> None:
        """Stands outside."""

    assert doorless([path("bare/", bare)]) == [f"{__name__}.bare"]


def test_every_door_asks_a_rule_that_exists():
    doors = {view.door for view in views(get_resolver().url_patterns) if hasattr(view, "door")}
    assert {name for name in doors if not name.startswith("open: ")} <= set(RULES)
    assert all(len(name) > len("open: ") for name in doors if name.startswith("open: "))


def test_every_place_on_the_rail_asks_the_rule_of_its_own_door():
    for item in RAIL.values():
        view = resolve(reverse(item.url_name)).func
        assert item.rule in RULES, item.key
        assert getattr(view, "door", "")


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_table_has_a_scope_or_is_open_with_a_reason(model):
    assert (model in SCOPES) != (model in OPEN_TABLES)
    assert OPEN_TABLES.get(model, "a scope") != ""


def test_a_table_without_a_scope_is_seen_by_nobody():
    with pytest.raises(Unscoped):
        Reach()(apps.get_model("sessions", "Session"))


def test_an_unknown_rule_is_an_error_and_not_a_yes():
    with pytest.raises(Unscoped):
        Reach().may("no.such_rule")


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_says_in_a_sentence_who_may(name):
    assert len((RULES[name].__doc__ or "").strip()) > 15


@pytest.mark.parametrize("model", sorted(SCOPES, key=lambda m: m._meta.label), ids=lambda model: model._meta.label)
def test_every_scope_says_in_a_sentence_which_rows(model):
    assert len((SCOPES[model].__doc__ or "").strip()) > 15


def test_a_verb_without_a_word_on_who_may_is_not_declared():
    with pytest.raises(TypeError, match="may"):
        action("no.such_verb", says="No such verb")
    assert set(ACTIONS) - set(RULES) == set()


def test_what_is_declared_twice_is_an_error():
    with pytest.raises(ValueError, match="declared twice"):
        rule("cases.read")(nobody_by_hand)


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_every_measure_has_both_names_and_both_definitions(key):
    one = MEASURES[key]
    assert str(one.name) and one.name_lv and one.definition and one.definition_lv
    assert one.definition[-1] == one.definition_lv[-1] == "."


def test_every_panel_has_a_title():
    assert [lent.key for lents in PANELS.values() for lent in lents if not str(lent.title)] == []


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.name)
def test_every_question_to_rooms_above_says_what_is_asked_and_has_an_answer(asked):
    assert asked.__doc__, f"{asked.name}: write in its docstring what is asked"
    assert asked.answers, f"{asked.name}: nobody answers; write `@{asked.asked.__name__}.answer` in a room above"


def test_a_question_that_nobody_answers_says_what_holds_then():
    @question
    def open_doors(number: int) -> str:
        """Which doors are open."""
        return f"none of {number}"

    QUESTIONS.remove(open_doors)
    assert open_doors.first(3) == "none of 3"
    open_doors.answer(lambda number: "")
    open_doors.answer(lambda number: f"one of {number}")
    assert open_doors.first(3) == "one of 3"
    assert open_doors.each(3) == ["", "one of 3"]


MANAGERS = ("objects", "every_row", "_base_manager", "_default_manager")


def test_views_ask_reach_and_never_a_manager():
    found = [
        f"{file}:{node.lineno}"
        for file, tree in trees("views", "panels")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]
    assert found == []


WRITES = {"create", "save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}


def test_only_verbs_write():
    found = [
        f"{file}:{line} .{name}()"
        for file, tree in trees("views", "forms", "panels", "policy", "measures", "urls", "clocks")
        for name, line, _call in called(tree)
        if name in WRITES
    ]
    found += [
        f"{file}:{line} .update()"
        for file, tree in trees("views", "panels", "policy", "measures")
        for name, line, call in called(tree)
        if name == "update" and call.keywords and not call.args
    ]
    assert found == []


def lists_of_all(tree: ast.AST) -> list[int]:
    """Lines that compare a key with the list of all rows that somebody reaches: `person__in=reach(Person)...`."""
    return [
        word.value.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for word in node.keywords
        if (word.arg or "").endswith("__in")
        and any(isinstance(one, ast.Call) and getattr(one.func, "id", "") == "reach" for one in ast.walk(word.value))
    ]


def test_no_scope_reads_the_list_of_all_that_somebody_reaches():
    """With many records that list is the whole page's time: say `reaches(reach, Model, key)`."""
    assert [f"{file}:{line}" for file, tree in trees("policy") for line in lists_of_all(tree)] == []
    assert lists_of_all(ast.parse('rows.filter(Q(person__in=reach(Person).values("pk")) | mine)')) == [1]


def test_only_reach_lets_rows_through():
    found = {str(file) for file, tree in trees() for name, _line, _call in called(tree) if name == "reached"}
    assert found == {"access/reach.py"}


def forms_of(parent=TiltsForm):
    """Every form of the product; the forms other tests make for themselves are not pages of anybody."""
    for form in parent.__subclasses__():
        if form.__module__.startswith("tilts."):
            yield form
        yield from forms_of(form)


def test_every_word_of_a_form_is_said_in_the_language_of_the_reader():
    said = [
        (f"{form.__name__}.{name}", word)
        for form in forms_of()
        for name, field in form.base_fields.items()
        for word in (field.label, field.help_text)
        if isinstance(word, str) and any(sign.isalpha() for sign in word)
    ]
    assert len(list(forms_of())) > 100
    assert said == [], "write the label and the help through gettext_lazy"


def labels_of_choices():
    """The labels of every list of choices that are translated: (class, the call that makes the label)."""
    for _file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
                pairs = (line.value for line in node.body if isinstance(line, ast.Assign))
                labels = (pair.elts[-1] for pair in pairs if isinstance(pair, ast.Tuple))
                yield from ((node.name, label) for label in labels if isinstance(label, ast.Call))


def test_every_label_of_a_choice_says_of_what_so_that_latvian_has_its_gender():
    labels = [(name, ast.unparse(label)) for name, label in labels_of_choices() if name != "Fault"]
    assert len(labels) > 300
    bare = [f"{name}: {label}" for name, label in labels if not label.startswith(f"pgettext_lazy('{name}', ")]
    assert bare == [], "write pgettext_lazy with the name of the class before the label"


def test_the_same_word_of_two_things_has_the_gender_of_each():
    with override("lv"):
        assert [str(BreachState.CLOSED.label), str(MeetingState.CLOSED.label)] == ["slēgts", "notika"]
        assert [str(PurgeState.DONE.label), str(Progress.DONE.label)] == ["izpildīta", "izpildīts"]
        assert [str(LetterState.SENT.label), str(ReferralState.SENT.label)] == ["nosūtīta", "nosūtīts"]


def test_rooms_are_one_list():
    installed = [app.removeprefix("tilts.") for app in settings.INSTALLED_APPS if app.startswith("tilts.")]
    assert tuple(installed) == ROOMS
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(contract for contract in config["contracts"] if contract["id"] == "floors")["layers"]
    listed = [[word.strip(" ()") for word in line.split("|")] for line in layers]
    assert [sorted(line) for line in reversed(listed)] == [sorted(line) for line in FLOORS]
    assert set(ROOMS) <= set(FLOOR)


def test_no_file_of_ours_is_in_a_room_that_is_not_listed():
    folders = {entry.name for entry in SOURCE.iterdir() if (entry / "__init__.py").exists()}
    assert folders == {*ROOMS, *WITHOUT_TABLES}


def links() -> Iterator[tuple[Any, Any, Any]]:
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField):
                yield model, field.related_model, field


def test_foreign_keys_point_down_or_stay_in_the_room():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model, other, field in links()
        if room_of(model) != room_of(other) and FLOOR[room_of(other)] >= FLOOR[room_of(model)]
    ]
    assert upward == []


OF_A_CASE = {"cases": ("plan", "sharing")}
"""Rooms that hold parts of the files of another."""
ROOTS = {"cases.Case", "risk.DoorstepReport", "projects.Project", "meetings.Meeting"}
BETWEEN_ROOTS = {
    "risk.DoorstepReport.case": "a report that was taken up is joined to a case; neither opens the other",
    "risk.Questionnaire.report": "the act that is counted stands in its report",
    "risk.Questionnaire.case": "or in its case, once the report is joined",
    "cases.ChildReport.case": "a report of a child may come from a case; neither opens the other",
    "cases.Due.case": "the file on which it hangs; it is read by the grants of its own folder, which mostly is that",
    "cases.Conflict.one": "two files on opposite sides, known to those who keep them apart",
    "cases.Conflict.other": "the other of the two",
    "cases.PrivilegedNote.case": "in which file it was written; its author and the named supervisor read it",
    "sharing.Referral.to_case": "the file the other organisation opened; it is that organisation's own",
    "sharing.Transfer.case": "which file is offered; the offer opens nothing of it",
    "sharing.Transfer.became": "the file that was opened there; it is the other organisation's own",
    "meetings.MeetingAttribution.act": "which project pays for a meeting; read by who reaches the project",
    "meetings.AgendaItem.meeting": "on which agenda it stands; the case's grants open it, the meeting's do not",
    "meetings.AgendaItem.case": "a case on an agenda: it is read by who reaches the case, at this table or in its team",
}


def test_keys_between_different_roots_are_declared():
    """A file of its own (case, report, project) is opened by its own grants: a key between two needs a reason."""

    def is_part(model: Any, field: Any) -> bool:
        """The row lies in that very file and is read only where its grants open it."""
        return bool(IN_FOLDER.get(model, ("",))[0] == field.name)

    found = {
        f"{model._meta.label}.{field.name}"
        for model, other, field in links()
        if other._meta.label in ROOTS
        and model._meta.label != other._meta.label
        and not (room_of(model) in (room_of(other), *OF_A_CASE.get(room_of(other), ())) and is_part(model, field))
        and other._meta.label != "projects.Project"
    }
    assert found == set(BETWEEN_ROOTS)


def test_no_import_hides_in_a_function():
    allowed = {"config/cli.py"}
    found = set()
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                inner = [part for part in ast.walk(node) if isinstance(part, ast.Import | ast.ImportFrom)]
                found |= {str(file)} if inner else set()
    assert found - allowed == set()


def test_functions_stay_short():
    long = [
        f"{file}:{node.name} {(node.end_lineno or 0) - node.lineno}"
        for file, tree in trees()
        if "migrations" not in file.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 40
    ]
    assert long == []


def test_public_functions_and_classes_have_a_docstring():
    bare = [
        f"{file}:{node.name}"
        for file, tree in trees()
        if "migrations" not in file.parts
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_a_line_of_a_template_holds_one_thing():
    """Texts to translate are of one piece and may be long; markup is broken where a block begins or ends."""
    long = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "src").glob("tilts/*/templates/**/*.html")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 300 and "translate" not in line
    ]
    assert long == []


def test_the_page_on_access_is_current():
    page = importlib.util.spec_from_file_location("access_page", ROOT / "tools" / "access_page.py")
    module = importlib.util.module_from_spec(page)
    page.loader.exec_module(module)
    assert (ROOT / "docs" / "access.md").read_text(encoding="utf-8") == module.text(), "run python tools/access_page.py"


@pytest.mark.long
def test_an_import_upwards_is_refused(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "src" / "tilts", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / "src" / "tilts" / "people" / "duplicates.py"
    planted.write_text("import tilts.cases.models  # planted\n" + planted.read_text())
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [str(linter), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "tilts.people is not allowed to import tilts.cases" in run.stdout
