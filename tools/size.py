"""How much is written down for one verb, and how large the house is: `python tools/size.py [FOLDER]`.

What a verb costs are the lines of Python of every place that has to know of it: actions, forms, rules, addresses, the
words of the trace, and the pages that write. Pages that only read are counted apart, and so are the scopes of tables.
Lines are those of the file, blank ones too; migrations are left out.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "tilts"
SCOPES = {"scope", "in_folder", "authored", "with_parent", "with_child", "through", "open_table"}


def modules(source: Path) -> Iterator[tuple[Path, str]]:
    """Every module of the product but migrations, with its text."""
    for path in sorted(source.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text(encoding="utf-8")


def hung(node: ast.AST) -> Iterator[tuple[str, str]]:
    """What hangs on a function, and the name it is given: `("door", "plan.step_added")`."""
    for call in getattr(node, "decorator_list", []):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            first = call.args[0] if call.args else None
            yield call.func.id, str(first.value) if isinstance(first, ast.Constant) else ""


def verbs(source: Path) -> set[str]:
    """The names of all verbs."""
    found = (hung(node) for _path, text in modules(source) for node in ast.walk(ast.parse(text)))
    return {name for calls in found for what, name in calls if what == "action"}


def length(node: ast.stmt) -> int:
    """Lines of a statement with what hangs on it, and the two blank ones that go with a function."""
    first: int = min([node.lineno, *(call.lineno for call in getattr(node, "decorator_list", []))])
    return (node.end_lineno or first) - first + (3 if isinstance(node, ast.FunctionDef) else 1)


def reads_only(node: ast.stmt, done: set[str]) -> bool:
    """Whether a view is entered by a door at which nothing is done."""
    return any(what == "door" and name not in done for what, name in hung(node)) and "POST" not in ast.unparse(node)


def is_scope(node: ast.stmt) -> bool:
    """Whether a statement of a policy says which rows are seen, not what may be done."""
    said = {what for what, _name in hung(node)}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
        said.add(node.value.func.id)
    return bool(said & SCOPES)


def place(path: Path) -> str:
    """Which furniture of a room a module is."""
    named = [path.stem, *(part.name for part in path.parents)]
    for furniture in ("actions", "forms", "policy", "urls", "views"):
        if furniture in named:
            return furniture
    return "trace words" if path.parts[-2:] == ("config", "kinds.py") else "another"


def count(source: Path) -> tuple[Counter[str], int, int]:
    """Lines by furniture, how many verbs there are, and lines of everything."""
    done, counted, whole = verbs(source), Counter[str](), 0
    for path, text in modules(source):
        whole += len(text.splitlines())
        what = place(path)
        if what == "another":
            continue
        lines = len(text.splitlines())
        for node in ast.parse(text).body:
            if what == "views" and reads_only(node, done):
                counted["pages that only read"] += length(node)
                lines -= length(node)
            if what == "policy" and is_scope(node):
                counted["scopes"] += length(node)
                lines -= length(node)
        counted["rules" if what == "policy" else "pages that write" if what == "views" else what] += lines
    return counted, len(done), whole


def main(source: Path) -> None:
    """One line a furniture, then the sum for one verb."""
    counted, number, whole = count(source)
    apart = {name: counted.pop(name, 0) for name in ("pages that only read", "scopes")}
    for name, lines in counted.most_common():
        print(f"{name:24}{lines:7}{lines / number:8.1f} a verb")
    print(f"{number} verbs{'':16}{sum(counted.values()):7}{sum(counted.values()) / number:8.1f} a verb")
    for name, lines in apart.items():
        print(f"{name:24}{lines:7}   counted apart")
    everything = sum(counted.values()) + sum(apart.values())
    print(f"with what is apart      {everything:7}{everything / number:8.1f} a verb")
    anything = sum(text.count("Any") for _path, text in modules(source))
    print(f"all of src/tilts        {whole:7}   lines without migrations; the word Any stands {anything} times")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE)
