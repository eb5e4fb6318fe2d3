#!/usr/bin/env bash
# Debian's browser, where it can be had, and the proof of the pages in it. The proof says why it skips where it cannot be had.
# run.sh PYTHON [SCRIPT ARGUMENTS], in the folder of a finished study; a script of this folder runs instead of the proof
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
here="$(dirname "$0")"
if ! command -v chromium >/dev/null; then
    { apt-get update --quiet=2 && apt-get install --quiet=2 --yes --no-install-recommends chromium; } ||
        echo "the browser is not here and could not be installed: apt-get install chromium failed" >&2
fi
# What drives the browser and what judges a page need no place in the study's own environment.
tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
"$1" -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$here/requirements.txt"
if [ $# -gt 1 ]; then
    "$tools/bin/python" "$here/$2" "${@:3}"
else
    "$tools/bin/python" -m pytest -c /dev/null --rootdir "$here" --confcutdir "$here" -p no:cacheprovider -q -rs \
        --durations=3 "$here/pages_proof.py"
fi
