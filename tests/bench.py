"""Times and peak memory of the study, measured in copies: a report, not a test. Run by make bench."""

import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "results/benchmarks/report.md"
REPEATS = 3


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


def main() -> None:
    """Measure cold and second runs and write the report."""
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
    lines = [f"| {name} | {value:.1f} | {aim} |" for name, value, aim in rows]
    machine = f"{psutil.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    heading = [f"Medians of {REPEATS} runs on {machine}.", "", "| measure | value | aim |", "|---|---|---|"]
    text = "\n".join([*heading, *lines])
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
