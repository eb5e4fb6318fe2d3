"""The fixture study through a real SLURM: the same bytes as a local run, and a killed job is sent again.

Not found by a bare pytest, because it starts daemons: make test-cluster.
"""

import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from fixture_study import ROOT, hashes, make_study, run
from one_machine_slurm import lose_node, obstacle, one_machine_slurm, running_job

SIMULATION = "models/simulation.csv"
# From the raw files to a figure, from a survey to a table, and the two heaviest stages.
TARGETS = [
    "results/figures/figure_s1_codes.en.pdf",
    "results/tables/table_1_relevance.en.docx",
    f"results/{SIMULATION}",
    "results/models/specifications.csv",
]
KILLED = "simulate_derivatives"
OPTIONS = [
    "--workflow-profile",
    str(ROOT / "profiles/slurm"),
    "--slurm-status-command",
    "squeue",
    "--slurm-init-seconds-before-status-checks",
    "1",
    "--seconds-between-status-checks",
    "1",
]


class Runs(NamedTuple):
    """Hashes of the results by file, locally and through SLURM; what Snakemake said; the killed job's number.

    said_of, made: what it said of the simulation study alone and the hash of the result, by what was wrong.
    """

    local: dict[str, str]
    cluster: dict[str, str]
    said: str
    killed: str
    said_of: dict[str, str]
    made: dict[str, str]


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Runs:
    if reason := obstacle():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("cluster")
    local, cluster = make_study(folder / "local"), make_study(folder / "cluster")
    process = run(local, *TARGETS)
    assert process.returncode == 0, process.stderr
    with one_machine_slurm():
        killer = Killer(KILLED, kill)
        killer.start()
        process = run(cluster, *TARGETS, *OPTIONS)
        killer.stop()
        assert process.returncode == 0, process.stderr
        said, made = bad_runs(make_study(folder / "bad"))
    return Runs(hashes(local / "results"), hashes(cluster / "results"), process.stderr, killer.killed, said, made)


def bad_runs(study: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The simulation study on a partition that is not there, with too little memory, on a node that dies.

    What Snakemake said of each, and the hash of the result.
    """
    options = {
        "no such partition": ["--default-resources", "slurm_partition=nowhere"],
        "too little memory": ["--default-resources", "mem_mb=60 * 20 ** (attempt - 1)"],
        "dead node": ["--forceall"],
    }
    said, made = {}, {}
    for name, own in options.items():
        killer = Killer(KILLED, lose_node)
        if name == "dead node":
            killer.start()
        said[name] = run(study, f"results/{SIMULATION}", *OPTIONS, *own).stderr
        killer.stop()
        made[name] = hashes(study / "results").get(SIMULATION, "")
    return said, made


class Killer(threading.Thread):
    """Waits for the running job of a rule and strikes it once, as the strike says by its number."""

    def __init__(self, rule: str, strike: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self.rule, self.strike = rule, strike
        self.killed = ""
        self._over = threading.Event()

    def run(self) -> None:
        while not self.killed and not self._over.wait(0.5):
            if job := running_job(self.rule):
                self.strike(job)
                self.killed = job

    def stop(self) -> None:
        self._over.set()
        if self.is_alive():
            self.join()


def kill(job: str) -> None:
    """Kill all processes of a job."""
    subprocess.run(["scancel", "--full", "--signal=KILL", job], check=True)


def test_the_study_through_slurm_gives_the_bytes_of_a_local_run(runs):
    assert {target.removeprefix("results/") for target in TARGETS} <= runs.local.keys()
    names = sorted({*runs.local, *runs.cluster})
    assert [name for name in names if runs.local.get(name) != runs.cluster.get(name)] == []


def test_every_step_was_sent_to_slurm(runs):
    done = re.findall(r"^Finished jobid", runs.said, re.MULTILINE)
    assert len(done) >= 10
    assert runs.said.count("has been submitted with SLURM jobid") == len(done) + 1


def test_a_killed_job_is_sent_again(runs):
    assert runs.killed
    assert f"SLURM-job '{runs.killed}' failed" in runs.said
    assert f"rule_{KILLED}" in runs.said.split(f"SLURM-job '{runs.killed}' failed", 1)[1]


def test_a_partition_that_is_not_there_is_named(runs):
    assert "invalid partition specified: nowhere" in runs.said_of["no such partition"]
    assert not runs.made["no such partition"]


def test_a_job_over_its_memory_is_sent_again_with_more_and_the_run_goes_on(runs):
    assert re.search(r"SLURM-job '\d+' failed", runs.said_of["too little memory"])
    assert runs.made["too little memory"] == runs.local[SIMULATION]


def test_a_job_whose_node_died_is_run_again(runs):
    assert "Finished jobid" in runs.said_of["dead node"]
    assert runs.made["dead node"] == runs.local[SIMULATION]
