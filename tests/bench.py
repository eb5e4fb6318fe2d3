"""Times, peak memory and a mutation trial of the study: reports, not tests. Run by make bench."""

import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

import bench_derivatives
import bench_specifications
import bench_statistics
import bench_surveys
import mutation
import reading_speed

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "results/benchmarks/report.md"
ORIGINALS = ROOT.parent / "shared/originals"
REPEATS = 3
METHODS = {
    "Derivatives": bench_derivatives,
    "Panel models": bench_statistics,
    "Specification curve": bench_specifications,
    "Surveys": bench_surveys,
}


def copied_study(folder: Path) -> Path:
    """A copy of the files that git tracks, as a newcomer's clone has them."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in files.decode().split("\0")[:-1]:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    return folder


def measured(folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of all processes together while the bare word snakemake runs in a folder."""
    start, peak = time.perf_counter(), 0
    process = psutil.Popen([sys.executable, "-m", "snakemake"], cwd=folder, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        try:
            family = [process, *process.children(recursive=True)]
            peak = max(peak, sum(member.memory_info().rss for member in family))
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.05)
    assert process.returncode == 0, "the study did not run"
    return time.perf_counter() - start, peak / 1e6


def study_lines() -> list[str]:
    """Cold runs, second runs and peak memory as lines of a Markdown table."""
    cold, second, peaks = [], [], []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as name:
            folder = copied_study(Path(name))
            seconds, megabytes = measured(folder)
            cold.append(seconds)
            peaks.append(megabytes)
            second.append(measured(folder)[0])
    rows = [
        ("cold study, environment ready, s", statistics.median(cold), "at most 60"),
        ("second run, nothing to be done, s", statistics.median(second), "at most 8"),
        ("peak memory of all processes, MB", max(peaks), "under 1000"),
    ]
    return [f"Medians of {REPEATS} runs.", "", *table(rows)]


def table(rows: list[tuple[str, float, str]]) -> list[str]:
    """Measures as lines of a Markdown table. rows: name, value, aim."""
    lines = [f"| {name} | {value:.3g} | {aim} |" for name, value, aim in rows]
    return ["| measure | value | aim |", "|---|---|---|", *lines]


def reading_lines() -> list[str]:
    """Times of reading the files as published, or that they are not here."""
    if not ORIGINALS.is_dir():
        return ["Not measured: the files as Rosstat published them are not beside the project."]
    return reading_speed.report(ORIGINALS)


def main() -> None:
    """Measure study, reading and methods, write the report, and run the mutation trial, which writes its own."""
    machine = f"{psutil.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    parts = [
        machine,
        "",
        "## The study",
        "",
        *study_lines(),
        "",
        "## Reading published workbooks",
        "",
        *reading_lines(),
    ]
    for title, bench in METHODS.items():
        parts += ["", f"## {title}", "", *table(bench.main())]
    text = "\n".join(parts)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(text + "\n", encoding="utf-8")
    print(text)
    mutation.main()


if __name__ == "__main__":
    main()
