"""The study under Snakemake beside the same functions alone, an empty workflow, GNU make and pytask, in one run."""

import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bench_jobs
import psutil
import yaml

ROOT = Path(__file__).parents[2]
REPEATS = 5
NEW_EDITION = "regions-of-russia-2025"
# As the rules set them: one thread a process, no dates in figures.
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(["workflow", str(ROOT / "tests")]),
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
SNAKEMAKE = [sys.executable, "-m", "snakemake"]
EMPTY = 'rule all:\n    input: "Snakefile"\n'
PYTASK = """
import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

import bench_jobs

for place, listed in enumerate(json.loads(Path("bench_jobs.json").read_text(encoding="utf-8"))):

    @task(id=str(place))
    def task_job(
        job: dict = listed,
        needs: list[Path] = [Path(path).resolve() for path in listed["input"][0]],
        makes: Annotated[list[Path], Product] = [Path(path).resolve() for path in listed["output"][0]],
    ) -> None:
        bench_jobs.run_job(job)
"""


def copied_study(folder: Path) -> Path:
    """A copy of the files that git lists, as a newcomer's clone has them."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, listing.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def without_results(study: Path, folder: Path) -> Path:
    """A copy of a study as it was before its first run."""
    return Path(shutil.copytree(study, folder, ignore=shutil.ignore_patterns("results", ".snakemake", "*.sqlite3")))


def run(command: list[str], folder: Path) -> tuple[float, float, str]:
    """Seconds, peak megabytes of all processes together, and what a command says."""
    start, peak = time.perf_counter(), 0
    with tempfile.TemporaryFile() as said:
        process = psutil.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=said, stderr=subprocess.STDOUT)
        while process.poll() is None:
            try:
                family = [process, *process.children(recursive=True)]
                peak = max(peak, sum(member.memory_info().rss for member in family))
            except psutil.NoSuchProcess:
                pass
            time.sleep(0.05)
        took = time.perf_counter() - start
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{text[-2000:]}")
    return took, peak / 1e6, text


def steps(said: str) -> int:
    """Number of jobs that a run of Snakemake did."""
    return max(map(int, re.findall(r"(\d+) of \d+ steps", said)), default=0)


def split_off_newest_year(study: Path) -> dict[str, str]:
    """Take the newest edition out of a study; its facts as they were, by file, for `add_newest_year`."""
    kept = {}
    for name in ("sources", "tables"):
        path = study / f"data/reference/{name}.csv"
        kept[str(path)] = path.read_text(encoding="utf-8")
        lines = kept[str(path)].splitlines(keepends=True)
        path.write_text("".join(line for line in lines if NEW_EDITION not in line), encoding="utf-8")
    shutil.move(study / f"data/raw/rosstat/{NEW_EDITION}", study.parent / NEW_EDITION)
    return kept


def add_newest_year(study: Path, kept: dict[str, str]) -> None:
    """Put the newest edition and its lines in the reference tables back."""
    shutil.move(study.parent / NEW_EDITION, study / f"data/raw/rosstat/{NEW_EDITION}")
    for path, text in kept.items():
        Path(path).write_text(text, encoding="utf-8")


def change_option(study: Path) -> None:
    """One walk more among the placebos of Figure 2."""
    path = study / "workflow/config.yaml"
    walks = yaml.safe_load(path.read_text(encoding="utf-8"))["correlation"]["placebo_walks"]
    text = path.read_text(encoding="utf-8").replace(f"placebo_walks: {walks}", f"placebo_walks: {walks + 1}")
    path.write_text(text, encoding="utf-8")


def edit_figure(study: Path) -> None:
    """A comment at the end of the module of Figure 3."""
    with (study / "workflow/regioncodes/exhibits/figures/figure_3_placebo.py").open("a", encoding="utf-8") as module:
        module.write("# One more line.\n")


def recipe(*words: str) -> str:
    """A line of a Makefile that runs a program with its arguments, whatever signs they have in them."""
    return f"\t@{shlex.join(words).replace('$', '$$')}"


def write_makefile(study: Path, jobs: list[dict]) -> None:
    """A Makefile of the same jobs, each a process of its own."""
    lines = [f"all: {' '.join(path for job in jobs for path in job['output'][0])}", ""]
    for place, job in enumerate(jobs):
        program = recipe(sys.executable, str(ROOT / "tests/benchmarks/bench_jobs.py"), str(place))
        lines += [f"{' '.join(job['output'][0])} &: {' '.join(job['input'][0])}", program, ""]
    (study / "Makefile").write_text("\n".join(lines), encoding="utf-8")


def peers(cores: int) -> dict[str, tuple[list[str], str]]:
    """Commands by the name of each peer, with the folder name each runs in."""
    program = str(ROOT / "tests/benchmarks/bench_jobs.py")
    return {
        "the functions in one process": ([sys.executable, program], "alone"),
        "GNU make": (["make", "-s", f"-j{cores}"], "make"),
        "pytask": ([sys.executable, "-m", "pytask", "-s", "task_study.py"], "pytask"),
    }


def cold_and_peers(study: Path, place: Path, rounds: int) -> tuple[dict[str, list[float]], float]:
    """Seconds of every cold run by what drove it, in turn, and the peak megabytes of Snakemake's."""
    seconds: dict[str, list[float]] = {}
    peak = 0.0
    for number in range(rounds):
        took, megabytes, _ = run(SNAKEMAKE, without_results(study, place / f"cold-{number}"))
        seconds.setdefault("Snakemake", []).append(took)
        peak = max(peak, megabytes)
        for name, (command, folder) in peers(psutil.cpu_count()).items():
            own = without_results(study, place / f"{folder}-{number}")
            jobs = bench_jobs.listed(own)
            write_makefile(own, jobs)
            (own / "task_study.py").write_text(PYTASK, encoding="utf-8")
            seconds.setdefault(name, []).append(run(command, own)[0])
    return seconds, peak


def changes(study: Path, place: Path) -> dict[str, tuple[float, int]]:
    """Seconds and number of jobs after each change to a finished study."""
    own = without_results(study, place / "changed")
    kept = split_off_newest_year(own)
    run(SNAKEMAKE, own)
    edits = {
        "a year added": lambda: add_newest_year(own, kept),
        "an option of the correlations changed": lambda: change_option(own),
        "a figure's module edited": lambda: edit_figure(own),
    }
    found = {}
    for name, change in edits.items():
        change()
        took, _, said = run(SNAKEMAKE, own)
        found[name] = took, steps(said)
    return found


def resting(finished: Path, place: Path, repeats: int) -> tuple[float, float]:
    """Median seconds of a run with nothing to be done, of the study and of an empty workflow, in turn."""
    (place / "empty").mkdir()
    (place / "empty/Snakefile").write_text(EMPTY, encoding="utf-8")
    folders = (finished, place / "empty")
    pairs = [[run([*SNAKEMAKE, "--cores", "1"], folder)[0] for folder in folders] for _ in range(repeats + 1)][1:]
    ours, empty = (statistics.median(column) for column in zip(*pairs, strict=True))
    return ours, empty


def main(study: Path | None = None, rounds: int = REPEATS, repeats: int = REPEATS) -> list[tuple[str, float, str]]:
    """Rows of the report: what was measured, its value, what it should be. study: another one than this, for trials.

    The changes to a finished study come first: the run before them warms the machine up.
    """
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        origin = study or copied_study(place / "origin")
        changed = changes(origin, place) if (origin / f"data/raw/rosstat/{NEW_EDITION}").exists() else {}
        seconds, peak = cold_and_peers(origin, place, rounds)
        ours, empty = resting(place / f"cold-{rounds - 1}", place, repeats)
    cold = {driver: statistics.median(taken) for driver, taken in seconds.items()}
    limit = cold["the functions in one process"]
    return [
        *(
            (f"cold study by {driver}, s, median of {len(seconds[driver])}", taken, "for comparison")
            for driver, taken in cold.items()
        ),
        ("cold study, times the functions in one process", cold["Snakemake"] / limit, "at most 0.75"),
        ("cold study by GNU make, times the same", cold["GNU make"] / limit, "for comparison"),
        ("cold study by pytask, times the same", cold["pytask"] / limit, "for comparison"),
        ("peak memory of all processes, MB", peak, "under 1000"),
        ("nothing to be done, s", ours, "for comparison"),
        ("nothing to be done, times an empty workflow", ours / empty, "at most 1.3"),
        *(
            (f"{change}: share of a cold study's time", taken / cold["Snakemake"], "for comparison")
            for change, (taken, _) in changed.items()
        ),
        *((f"{change}: jobs", count, "for comparison") for change, (_, count) in changed.items()),
    ]


if __name__ == "__main__":
    for title, value, aim in main():
        print(f"| {title} | {value:.3g} | {aim} |")
