"""Runs that are killed, ended, starved of disk or disturbed: each ends with the results of an undisturbed run."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from fixture_study import ECONOMY, hashes, mend_source, run, workbooks, write_workbook

pytestmark = pytest.mark.slow

# A result of every stage: the raw files, the panel, codes and their rates, surveys, a figure and a table.
STAGES = [
    "results/models/rates.csv",
    "results/surveys/granularity.csv",
    "results/figures/figure_2_education.en.png",
    "results/tables/table_1_relevance.csv",
]
SEAL = "results/SHA256SUMS"
MOMENTS = int(os.environ.get("FAULTS", "3"))
# Beyond a few moments the whole study is run, and killed, again and again.
TARGETS = STAGES if MOMENTS <= 3 else []
LAST_MOMENT_SECONDS = 12
LONGEST_SECONDS = 1200
NO_POSIX = os.name != "posix"


def started(folder, *targets):
    """A run in a group of its own, so that it can be killed with all that it started."""
    return subprocess.Popen(
        [sys.executable, "-m", "snakemake", *targets],
        cwd=folder,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def readied(folder):
    """What `make study` does before a run."""
    return subprocess.run(
        [sys.executable, "workflow/ready.py"], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


def wait_for(path):
    end = time.monotonic() + LONGEST_SECONDS
    while not path.exists():
        assert time.monotonic() < end, f"{path} was never made"
        time.sleep(0.05)


def differing(folder, finished):
    """The results that are not, or half, what the undisturbed run made."""
    made, undisturbed = hashes(folder / "results"), hashes(finished.folder / "results")
    return [name for name, value in made.items() if undisturbed.get(name) != value]


def assert_whole(folder, finished, targets=TARGETS):
    process = run(folder, *targets)
    assert process.returncode == 0, process.stderr
    assert differing(folder, finished) == []
    assert all((folder / target).is_file() for target in targets or [SEAL])


@contextmanager
def mounted(path, *options):
    """A mount for the time of the block; only the superuser of Linux may do that."""
    if not shutil.which("mount") or subprocess.run(["mount", *options, path], capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


@pytest.mark.skipif(NO_POSIX, reason="groups of processes are ended so on Linux and macOS")
def test_runs_killed_at_random_moments_leave_nothing_half_made(new_study, finished):
    folder = new_study("killed")
    moments = random.Random(1)
    whole = 0
    for _ in range(MOMENTS):
        process = started(folder, *TARGETS)
        try:
            _, messages = process.communicate(timeout=moments.uniform(0.5, LAST_MOMENT_SECONDS))
            assert process.returncode == 0, messages
            whole += 1
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        partial = {name for name in differing(folder, finished) if name.endswith(".partial")}
        assert set(differing(folder, finished)) == partial
        ready = readied(folder)
        assert ready.returncode == 0, ready.stderr
        assert not list(folder.glob("results/**/.*.partial"))
        assert not list(folder.glob(".snakemake/locks/*"))
        if whole and not TARGETS:
            shutil.rmtree(folder / "results")
            whole = 0
    assert_whole(folder, finished)


@pytest.mark.skipif(NO_POSIX, reason="groups of processes are ended so on Linux and macOS")
def test_a_run_that_is_ended_or_interrupted_leaves_no_lock_and_goes_on(new_study, finished):
    folder = new_study("ended")
    for first_made, number, group in (
        ("results/data/sources.csv", signal.SIGTERM, False),
        ("results/data/panel.parquet", signal.SIGINT, True),
    ):
        process = started(folder, *STAGES)
        wait_for(folder / first_made)
        (os.killpg if group else os.kill)(process.pid, number)
        _, messages = process.communicate(timeout=LONGEST_SECONDS)
        assert process.returncode != 0, messages
        assert not list(folder.glob(".snakemake/locks/*"))
    assert_whole(folder, finished, STAGES)


def test_a_disk_that_is_full_is_named_and_nothing_is_half_written(new_study, finished):
    folder = new_study("full")
    results = folder / "results"
    results.mkdir()
    with mounted(results, "-t", "tmpfs", "-o", "size=24k", "none"):
        for size in ("24k", "200k", "600k"):
            subprocess.run(["mount", "-o", f"remount,size={size}", results], check=True)
            process = run(folder, *STAGES)
            assert process.returncode != 0
            assert "cannot be written (No space left on device); free space" in process.stderr
            assert "Traceback" not in process.stderr
            assert differing(folder, finished) == []
        subprocess.run(["mount", "-o", "remount,size=64m", results], check=True)
        assert_whole(folder, finished, STAGES)


def test_inputs_that_may_only_be_read_are_enough(new_study, finished):
    folder = new_study("read-only")
    inputs = folder / "data"
    with mounted(inputs, "--bind", inputs):
        subprocess.run(["mount", "-o", "remount,bind,ro", inputs], check=True)
        assert_whole(folder, finished, STAGES)


def test_two_runs_at_once_do_not_disturb_each_other(copied, finished):
    folder = copied()
    for name in ("models/rates.csv", "surveys/granularity.csv", "figures/figure_2_education.en.png"):
        (folder / "results" / name).unlink()
    runs = [started(folder, *STAGES) for _ in range(2)]
    while not list(folder.glob(".snakemake/locks/*")):
        assert any(process.poll() is None for process in runs)
        time.sleep(0.05)
    third = readied(folder)
    messages = [process.communicate(timeout=LONGEST_SECONDS)[1] for process in runs]
    assert third.returncode != 0
    assert "Another run is at work in this folder" in third.stderr
    failed = [text for process, text in zip(runs, messages, strict=True) if process.returncode]
    assert len(failed) <= 1
    assert all("cannot be locked" in text for text in failed)
    assert_whole(folder, finished, STAGES)


def test_a_raw_file_replaced_while_the_run_goes_on_is_told(new_study, finished):
    folder = new_study("replaced")
    process = started(folder, *STAGES)
    wait_for(folder / "results/data/sources.csv")
    write_workbook(folder / ECONOMY, workbooks(seed=2)[ECONOMY])
    process.communicate(timeout=LONGEST_SECONDS)
    again = run(folder, *STAGES)
    assert again.returncode != 0
    assert f"{ECONOMY}: the file has changed" in again.stderr
    shutil.copyfile(finished.folder / ECONOMY, folder / ECONOMY)
    assert_whole(folder, finished, STAGES)


def test_no_seal_is_set_on_results_whose_raw_file_has_changed_since(copied, finished):
    folder = copied()
    write_workbook(folder / ECONOMY, workbooks(seed=2)[ECONOMY])
    process = run(folder, SEAL, "--force", "--allowed-rules", "seal_results")
    assert process.returncode != 0
    assert f"{ECONOMY}: the file has changed" in process.stderr
    assert (folder / SEAL).read_bytes() == (finished.folder / SEAL).read_bytes()


def test_a_raw_file_of_an_older_date_is_read_anew(copied):
    folder = copied()
    write_workbook(folder / ECONOMY, workbooks(seed=2)[ECONOMY])
    os.utime(folder / ECONOMY, (1_400_000_000, 1_400_000_000))
    mend_source(folder, ECONOMY)
    assert "rule read_tables:" in run(folder, "--dry-run").stdout


def test_results_dated_in_the_future_are_made_anew(copied, finished):
    folder = copied()
    tomorrow = time.time() + 86_400
    for path in (folder / "results").rglob("*"):
        os.utime(path, (tomorrow, tomorrow))
    printed = folder / "data/article/table_1.csv"
    printed.write_text(printed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "tabulate_surveys" not in run(folder, "--dry-run").stdout
    assert "dated in the future (the clock was changed): made anew" in readied(folder).stdout
    assert "tabulate_surveys" in run(folder, "--dry-run").stdout
    assert_whole(folder, finished, STAGES)
    assert readied(folder).stdout == ""


def test_results_cut_short_or_edited_by_hand_are_named_and_made_anew(copied, finished):
    folder = copied()
    cut, edited = folder / "results/surveys/granularity.csv", folder / "results/surveys/dropped_rows.csv"
    state = cut.stat()
    cut.write_bytes(cut.read_bytes()[:100])
    os.utime(cut, (state.st_atime, state.st_mtime))
    edited.write_text(edited.read_text(encoding="utf-8") + "my own row\n", encoding="utf-8")
    said = readied(folder).stdout.splitlines()
    assert said == [
        f"results/surveys/{name}: changed since the last finished run; made anew"
        for name in ("dropped_rows.csv", "granularity.csv")
    ]
    assert_whole(folder, finished, [])
    assert hashes(folder / "results") == hashes(finished.folder / "results")
    assert readied(folder).stdout == ""


def test_every_result_is_under_the_seal(finished):
    sealed = {
        line.split("  ")[1].removeprefix("results/") for line in (finished.folder / SEAL).read_text().splitlines()
    }
    assert sealed == {*hashes(finished.folder / "results")} - {"SHA256SUMS"}
