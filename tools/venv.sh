#!/bin/sh
# Makes .venv with Python 3.11 or newer; installs Debian's venv package where it is missing.
set -eu

[ -x .venv/bin/python ] && exit 0

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

for python in python3.11 python3 python3.13 python3.12; do
    suits "$python" && break
    python=
done
if [ -z "$python" ]; then
    echo "Tilts needs Python 3.11 or newer." >&2
    exit 1
fi

"$python" -m venv .venv >/dev/null 2>&1 && exit 0

rm -rf .venv
as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo -n"
fi
echo "Installing Debian's python3-venv ..."
if ! { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends python3-venv; } >/dev/null; then
    echo "The venv module of Python is missing and could not be installed: install python3-venv first." >&2
    exit 1
fi
# Debian's package serves Debian's own python3
suits python3 || { echo "Tilts needs Python 3.11 or newer." >&2; exit 1; }
exec python3 -m venv .venv
