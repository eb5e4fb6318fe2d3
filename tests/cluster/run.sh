#!/usr/bin/env bash
# Debian's SLURM, where it can be had, and the proof on it. The proof says why it skips where it cannot be had.
# run.sh PYTHON
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
packages=(munge slurmctld slurmd slurm-client)
if ! dpkg --status "${packages[@]}" >/dev/null 2>&1; then
    { apt-get update --quiet=2 && apt-get install --quiet=2 --yes --no-install-recommends "${packages[@]}"; } ||
        echo "SLURM is not here and could not be installed: apt-get install ${packages[*]} failed" >&2
fi
exec "$1" -m pytest -rs --durations=3 "$(dirname "$0")/slurm_proof.py"
