"""The Latvian words: `make` collects, `compile` compiles, `check` says what is not yet complete."""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/tilts"
LANGUAGES = ("lv",)
HOLES = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")

TRANSLATING = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
}
"""By which names code translates, and which of the arguments is the text."""

STYLE = {
    "two full stops": re.compile(r"\.\.|%\((?:day|on|until|first|last|since|moment)\)s\.(?!\w)"),
    "two spaces": re.compile(r"\S  +\S"),
    "says tu": re.compile(r"\b(?:tu|tev|tevi|tevis|tavs|tava|tavu|tavā|tavi|tavas)\b", re.IGNORECASE),
    "a word that docs/words.md strikes out": re.compile(
        r"\b(?:darba vadītāj|dosj[eē]|lietas papīr|nošķiram\w+ liet|nosaukt\w+ cilvēk|dal(?:īties|ās)\b|slepen\w+ adres"
        r"|atbalsta person|aprūpējam|dot uzdevum|lietotāj)",
        re.IGNORECASE,
    ),
    "quotes are „…”": re.compile(r"[\"“‘«»]|„[^”]*$|^[^„]*”"),
}
"""What no Latvian text has; a Latvian day ends with a full stop of its own."""

ENDS = ".?!:"

Key = tuple[str | None, str, str | None]


def catalogues(source: Path = SOURCE) -> list[Path]:
    """The message files of all languages."""
    return sorted(source.glob("**/locale/*/LC_MESSAGES/*.po"))


def rooms(source: Path = SOURCE) -> list[Path]:
    """The folders with texts of their own: each has its message file."""
    return sorted(path.parent for path in source.glob("*/__init__.py"))


def collect(source: Path = SOURCE) -> None:
    """Bring the message files up to date with the texts of code and templates, room by room."""
    languages = [part for language in LANGUAGES for part in ("--locale", language)]
    # -P: a room has modules called as those of Python (calendar)
    run = [
        sys.executable,
        "-P",
        "-m",
        "django",
        "makemessages",
        *languages,
        "--no-location",
        "--no-wrap",
        "--no-obsolete",
        "--keep-pot",
    ]
    for room in rooms(source):
        (room / "locale").mkdir(exist_ok=True)
        subprocess.run([*run, "--ignore", "vendor", "--verbosity", "0"], cwd=room, check=True)
        template = room / "locale" / "django.pot"
        if template.exists():
            template.unlink()
        else:
            shutil.rmtree(room / "locale")  # a room without texts
    for path in catalogues(source):
        # by the alphabet, not by the place in the code: a text that moves changes nothing here
        texts = polib.pofile(str(path), wrapwidth=0)
        texts.sort(key=lambda text: (text.msgid, text.msgctxt or ""))
        # the minute of collecting says nothing, and makes every two changes conflict
        texts.metadata.pop("POT-Creation-Date", None)
        texts.save()


def compile_all() -> None:
    """Write the compiled form beside each message file."""
    for path in catalogues():
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def keys(path: Path) -> set[Key]:
    """What a message file has texts for."""
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(path)) if not entry.obsolete}


def holes(text: str) -> set[str]:
    """The places in a text that are filled in."""
    return set(HOLES.findall(text))


def fault(entry: polib.POEntry) -> str | None:
    """What is wrong with one translated text, in a word."""
    if entry.obsolete:
        return "no longer used"
    if entry.fuzzy:
        return "fuzzy"
    if not entry.translated():
        return "not translated"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    known = holes(entry.msgid) | holes(entry.msgid_plural or "")
    if any(holes(text) - known for text in texts) or (not entry.msgid_plural and known - holes(entry.msgstr)):
        return "fills in other values"
    return fault_of_style(entry.msgid, texts)


def fault_of_style(english: str, texts: list[str]) -> str | None:
    """What a reader of Latvian would strike out in these texts, in a word."""
    for text in texts:
        if word := next((word for word, seen in STYLE.items() if seen.search(text)), None):
            return word
        if english[-1:] in ENDS and text[-1:] != english[-1:]:
            return f"does not end with {english[-1]}"
        if english[-1:] not in ENDS and text[-1:] in ENDS:
            return f"ends with {text[-1]}"
    return None


def faults_within() -> list[str]:
    """Texts that are not, or not well, translated."""
    found = []
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if word := fault(entry):
                found.append(f"{path.relative_to(ROOT)}: {word}: {entry.msgid!r}")
    return found


def faults_between(source: Path = SOURCE) -> list[str]:
    """The same text said otherwise in two rooms: the reader would get either."""
    said: dict[Key, tuple[Path, list[str]]] = {}
    found = []
    for path in catalogues(source):
        for entry in polib.pofile(str(path)):
            key, words = (entry.msgctxt, entry.msgid, entry.msgid_plural), [entry.msgstr, *entry.msgstr_plural.values()]
            first, theirs = said.setdefault(key, (path, words))
            if theirs != words:
                found.append(
                    f"{path.relative_to(source)}: said otherwise in {first.relative_to(source)}: {entry.msgid!r}"
                )
    return found


def literals(tree: ast.AST) -> Iterator[str]:
    """The texts that the code of a module translates."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATING:
            text = call.args[TRANSLATING[call.func.id]]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def faults_unseen(source: Path = SOURCE) -> list[str]:
    """Texts that the code translates where collecting does not see them, as in an f-string: they would stay English."""
    found = []
    for room in rooms(source):
        known = {text for path in catalogues(room) for _context, text, _plural in keys(path)}
        for file in sorted(room.rglob("*.py")):
            unseen = set(literals(ast.parse(file.read_text(encoding="utf-8")))) - known
            found += [
                f"{file.relative_to(source)}: cannot be collected from where it stands: {text!r}" for text in unseen
            ]
    return found


def faults_of_collecting() -> list[str]:
    """Texts of code and templates that the message files lack, or have though nothing uses them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tilts"
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("vendor", "__pycache__", "*.mo"))
        collect(copy)
        found = []
        for path in catalogues(copy):
            committed = SOURCE / path.relative_to(copy)
            now, then = keys(path), keys(committed) if committed.exists() else set()
            name = committed.relative_to(ROOT)
            found += [f"{name}: not collected: {key[1]!r}" for key in sorted(now - then, key=str)]
            found += [f"{name}: no longer used: {key[1]!r}" for key in sorted(then - now, key=str)]
    return found


def check() -> int:
    """Print every fault; 1 where there is one."""
    found = sorted({*faults_within(), *faults_between(), *faults_unseen(), *faults_of_collecting()})
    for line in found:
        print(line)
    print(f"messages: {len(found)} to mend" if found else "messages: complete")
    return 1 if found else 0


def main() -> int:
    """Do what the first argument says."""
    match sys.argv[1:]:
        case ["make"]:
            collect()
        case ["compile"]:
            compile_all()
        case ["check"]:
            return check()
        case _:
            print("usage: messages.py make|compile|check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
