"""Makes a folder ready for a run: tells and mends what a killed run, a wrong clock or a hand left behind.

Run by `make study` before Snakemake, in the study's folder: python workflow/ready.py
"""

import os
import sys
import time
from pathlib import Path

import psutil

from regioncodes.ground.files import PARTIAL, altered

RESULTS = Path("results")
SEAL = RESULTS / "SHA256SUMS"
LOCKS = Path(".snakemake/locks")
JOB = ".snakemake/scripts/"


def ready() -> list[str]:
    """One line for everything that was mended.

    Ends the program where another run, or a step that a killed run left behind, is still at work in this folder.
    """
    if found := at_work():
        sys.exit(
            f"Another run is at work in this folder (process {', '.join(map(str, found))}). "
            "Wait until it ends, or end it, then say make study again."
        )
    return [*released(), *swept(), *undated(), *unsealed()]


def at_work() -> list[int]:
    """Numbers of the processes that run Snakemake or a step of the study in this folder, but for those around us."""
    around = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    here = os.getcwd()
    found = []
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
            is_run = any(Path(word).name == "snakemake" or JOB in word for word in words)
            if is_run and process.pid not in around and process.cwd() == here:
                found.append(process.pid)
        except psutil.Error:
            continue  # it has ended, or belongs to another user
    return sorted(found)


def released() -> list[str]:
    """Locks removed: no run is left that could hold them."""
    locks = sorted(LOCKS.glob("*.lock"))
    for lock in locks:
        lock.unlink()
    return ["The run before was killed and left a lock behind: released."] if locks else []


def swept() -> list[str]:
    """Files that were being written when a run was killed, removed."""
    files = sorted(RESULTS.rglob(f".*{PARTIAL}"))
    for file in files:
        file.unlink()
    return [f"{file.as_posix()}: half written when the run before was killed; removed" for file in files]


def undated() -> list[str]:
    """Results that were dated in the future, dated back.

    Everything that they are made from counts as newer then; otherwise an edit made since would go unnoticed.
    """
    now = time.time()
    files = [file for file in sorted(RESULTS.rglob("*")) if file.is_file() and file.stat().st_mtime > now + 1]
    for file in files:
        os.utime(file, (0, 0))
    return [f"{len(files)} results are dated in the future (the clock was changed): made anew"] if files else []


def unsealed() -> list[str]:
    """Results that are not what the last finished run made, removed, so that they are made anew."""
    files = altered(SEAL.read_text(encoding="utf-8")) if SEAL.is_file() else []
    for file in files:
        os.unlink(file)
    return [f"{file}: changed since the last finished run; made anew" for file in files]


if __name__ == "__main__":
    print("".join(f"{line}\n" for line in ready()), end="")
