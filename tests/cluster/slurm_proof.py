"""The fixture study through a real SLURM: the same bytes as a local run, and a killed job is sent again.

Not found by a bare pytest, because it starts daemons: make test-cluster.
"""

import re
import subprocess
import threading
from pathlib import Path
from typing import NamedTuple

import pytest
from fixture_study import ROOT, hashes, make_study, run
from one_machine_slurm import obstacle, one_machine_slurm, running_job

# From the raw files to a figure, from a survey to a table, and the two heaviest stages.
TARGETS = [
    "results/figures/figure_s1_codes.en.pdf",
    "results/tables/table_1_relevance.en.docx",
    "results/models/simulation.csv",
    "results/models/specifications.csv",
]
KILLED = "simulate_curves"
# Made in two parts through SLURM and in one locally: only their sum has to be the same.
PARTS = "models/simulation/"
OPTIONS = [
    "--workflow-profile", str(ROOT / "profiles/slurm"),
    "--slurm-status-command", "squeue",
    "--slurm-init-seconds-before-status-checks", "1",
    "--seconds-between-status-checks", "1",
    "--set-scatter", "simulation=2",
]  # fmt: skip


class Runs(NamedTuple):
    """Hashes of the results by file, locally and through SLURM; what Snakemake said; the killed job's number."""

    local: dict[str, str]
    cluster: dict[str, str]
    said: str
    killed: str


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Runs:
    if reason := obstacle():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("cluster")
    local, cluster = make_study(folder / "local"), make_study(folder / "cluster")
    process = run(local, *TARGETS)
    assert process.returncode == 0, process.stderr
    with one_machine_slurm():
        killer = Killer(KILLED)
        killer.start()
        process = run(cluster, *TARGETS, *OPTIONS)
        killer.stop()
    assert process.returncode == 0, process.stderr
    return Runs(results(local), results(cluster), process.stderr, killer.killed)


def results(folder: Path) -> dict[str, str]:
    """sha256 of every result but the parts of a scattered stage, by file."""
    return {name: value for name, value in hashes(folder / "results").items() if not name.startswith(PARTS)}


class Killer(threading.Thread):
    """Waits for the running job of a rule and kills it once, all its processes, as a node out of memory does."""

    def __init__(self, rule: str) -> None:
        super().__init__(daemon=True)
        self.rule = rule
        self.killed = ""
        self._over = threading.Event()

    def run(self) -> None:
        while not self.killed and not self._over.wait(0.5):
            if job := running_job(self.rule):
                subprocess.run(["scancel", "--full", "--signal=KILL", job], check=True)
                self.killed = job

    def stop(self) -> None:
        self._over.set()
        self.join()


def test_the_study_through_slurm_gives_the_bytes_of_a_local_run(runs):
    assert {target.removeprefix("results/") for target in TARGETS} <= runs.local.keys()
    names = sorted({*runs.local, *runs.cluster})
    assert [name for name in names if runs.local.get(name) != runs.cluster.get(name)] == []


def test_every_step_was_sent_to_slurm(runs):
    done = re.findall(r"^Finished jobid", runs.said, re.MULTILINE)
    assert len(done) >= 15
    assert runs.said.count("has been submitted with SLURM jobid") == len(done) + 1


def test_a_killed_job_is_sent_again(runs):
    assert runs.killed
    assert f"SLURM-job '{runs.killed}' failed" in runs.said
    assert f"rule_{KILLED}" in runs.said.split(f"SLURM-job '{runs.killed}' failed", 1)[1]
