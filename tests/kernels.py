"""The study verified and the fast tests passed under every kernel of the linear algebra that this processor can run.

By hand: make kernels, or in parts: make kernels KERNELS="default Nehalem" CHECK=verify. No test and no CI runs it.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import numpy as np

from regioncodes.publication.archive.machine import KERNEL

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "results/benchmarks/kernels.md"
HEADER = """| kernel asked for | kernel that ran | numpy's features | Python | verify | tests | date |
|---|---|---|---|---|---|---|
"""
DEFAULT, WITHOUT_FEATURES = "default", "no-features"
# Names that OpenBLAS takes, the oldest processor first; each may be a kernel of its own, or another one's.
KERNELS = (
    "Prescott",
    "Nehalem",
    "Sandybridge",
    "Haswell",
    "SkylakeX",
    "Cooperlake",
    "Sapphirerapids",
    "ARMV8",
    "CORTEXA53",
    "NEOVERSEN1",
    "NEOVERSEV1",
    "VORTEX",
)
CHECKS = {
    "verify": (["snakemake", "--quiet", "rules"], ["regioncodes", "verify"]),
    "tests": (["pytest", "-m", "not slow", "-n", "auto"],),
}
# A kernel for another processor is named without complaint, and ends the process when it first computes.
ASK = """
import json
import numpy
from regioncodes.publication.archive.machine import facts
numpy.linalg.eigh(numpy.ones((99, 99)) @ numpy.ones((99, 99)))
print(json.dumps(facts()))
"""
NOT_ASKED, PASSED = "not asked for", "passed"

Facts = dict[str, str]


def setting(name: str) -> dict[str, str]:
    """Environment variables by which a kernel is asked for; none for the machine's own choice."""
    if name == DEFAULT:
        return {}
    if name == WITHOUT_FEATURES:
        return {"NPY_DISABLE_CPU_FEATURES": " ".join(np.show_config(mode="dicts")["SIMD Extensions"]["found"])}
    return {"OPENBLAS_CORETYPE": name}


def run(words: list[str], folder: Path, name: str) -> subprocess.CompletedProcess:
    """A program of the environment run under a kernel, with the package that lies in the folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "workflow"), **setting(name)}
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        encoding="utf-8",
        errors="replace",
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def facts_under(name: str) -> Facts | None:
    """What a child process says that it computes with under a kernel; None where the processor cannot run it."""
    process = run(["-c", ASK], ROOT, name)
    return None if process.returncode else json.loads(process.stdout.splitlines()[-1])


def distinct(names: Iterable[str], ask: Callable[[str], Facts | None] = facts_under) -> list[str]:
    """The first of the names for each kernel that really runs: OpenBLAS falls back in silence from the others."""
    first: dict[str, str] = {}
    for name in names:
        if (found := ask(name)) is not None:
            first.setdefault(found[KERNEL], name)
    return list(first.values())


def outcome(process: subprocess.CompletedProcess) -> str:
    """That a check has passed, or the last line that it says."""
    lines = [line.strip("= ") for line in process.stdout.splitlines() if line.strip("= ")]
    return PASSED if process.returncode == 0 else (lines or [f"ended with code {process.returncode}"])[-1]


def checked(check: str, name: str) -> str:
    """Outcome of a check under a kernel, in a clone of the last commit; what a failed one says is kept in a file."""
    with tempfile.TemporaryDirectory() as place:
        clone = Path(place) / "study"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for program, *words in CHECKS[check]:
            process = run(["-m", program, *words], clone, name)
            if process.returncode:
                break
    log = REPORT.with_name(f"kernels-{name}-{check}-{platform.python_version()}.txt")
    log.unlink(missing_ok=True)
    if process.returncode:
        log.write_text(process.stdout, encoding="utf-8")
    return outcome(process)


def row(name: str, checks: list[str]) -> str:
    """A line of the table: the checks that are wanted, under a kernel."""
    found = facts_under(name)
    if found is None:
        cells = ["does not run on this processor", "", platform.python_version(), "", ""]
    else:
        outcomes = [checked(check, name) if check in checks else NOT_ASKED for check in CHECKS]
        cells = [found[KERNEL], found["processor features"], found["Python"], *outcomes]
    return f"| {' | '.join(cell.replace('|', '/') for cell in [name, *cells, f'{date.today()}'])} |\n"


def main() -> None:
    """Add a row for each kernel to the table as soon as it is known, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kernels", nargs="*", help=f"{DEFAULT}, {WITHOUT_FEATURES}, names of OpenBLAS; else each once")
    parser.add_argument("--check", choices=list(CHECKS), help="this one alone")
    arguments = parser.parse_args()
    changed = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)
    if changed.stdout:
        print(f"The last commit is tried, without what has been changed since:\n{changed.stdout}", file=sys.stderr)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    if not REPORT.is_file():
        REPORT.write_text(HEADER, encoding="utf-8")
    print(HEADER, end="", flush=True)
    for name in arguments.kernels or [*distinct([DEFAULT, *KERNELS]), WITHOUT_FEATURES]:
        line = row(name, [arguments.check] if arguments.check else list(CHECKS))
        with REPORT.open("a", encoding="utf-8") as report:
            report.write(line)
        print(line, end="", flush=True)


if __name__ == "__main__":
    main()
