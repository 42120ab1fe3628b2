"""Programs that the tests drive and pip does not bring: what is missing is installed with apt, or named in a line."""

import glob
import os
import shutil
import subprocess
import sys

PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "clamav-daemon": ("clamd", "/usr/sbin/clamd"),
    "gettext": ("xgettext",),
    "postgresql": ("initdb", "/usr/lib/postgresql/*/bin/initdb"),
}


def present(names: tuple[str, ...]) -> bool:
    """Whether one of the programs (names on the path, or patterns of a full path) is on this machine."""
    return any(glob.glob(name) if name.startswith("/") else shutil.which(name) for name in names)


def missing() -> list[str]:
    """Debian's packages whose program is not on this machine."""
    return [package for package, names in PROGRAMS.items() if not present(names)]


def install(packages: list[str]) -> None:
    """Install Debian packages as root or with sudo; where neither is to be had, nothing happens."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return
    print("Installing", ", ".join(packages), "...", flush=True)
    quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o=Dpkg::Use-Pty=0"]
    subprocess.run([*quiet, "update"], check=False, stdout=subprocess.DEVNULL)
    install_these = [*quiet, "install", "-y", "--no-install-recommends", *packages]
    subprocess.run(install_these, check=False, stdout=subprocess.DEVNULL)


def main() -> int:
    """Install what is missing; 1 and one sentence where that failed."""
    if packages := missing():
        install(packages)
    if packages := missing():
        print(f"Missing, and could not be installed: {', '.join(packages)}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
