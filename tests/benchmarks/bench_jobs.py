"""The jobs of the study without Snakemake: its plan listed once, its scripts run in any order by anyone."""

import json
import runpy
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

# Snakemake's script of an including file lies relative to it: workflow/rules.
SCRIPTS = Path("workflow/rules")
LISTING = """
import json, sys
from pathlib import Path
from snakemake.api import SnakemakeApi
from snakemake.settings.types import (
    ConfigSettings, DAGSettings, OutputSettings, Quietness, ResourceSettings, StorageSettings
)

with SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api:
    planned = api.workflow(
        resource_settings=ResourceSettings(cores=1), storage_settings=StorageSettings(), snakefile=Path("Snakefile"),
        config_settings=ConfigSettings(),
    )
    planned.dag(DAGSettings(forceall=True))
    planned._workflow._prepare_dag(forceall=True, ignore_incomplete=True, lock_warn_only=True)
    planned._workflow._build_dag()
    dag = planned._workflow.dag
    names = lambda files: {name: list(place) for name, place in files._names.items()}
    jobs = [
        {
            "rule": job.rule.name,
            "script": job.rule.script,
            "input": [list(map(str, job.input)), names(job.input)],
            "output": [list(map(str, job.output)), names(job.output)],
            "params": dict(job.params.items()),
            "wildcards": dict(job.wildcards.items()),
        }
        for level in dag.toposorted() for job in sorted(level, key=str) if job.rule.script
    ]
    Path(sys.argv[1]).write_text(json.dumps(jobs), encoding="utf-8")
"""


class Files(list):
    """Paths by position, by name and by slice, as scripts know them from Snakemake."""

    def __init__(self, paths: list[str], names: dict[str, list]) -> None:
        super().__init__(paths)
        for name, (start, end) in names.items():
            setattr(self, name, paths[start] if end is None else Files(paths[start:end], {}))

    def __getitem__(self, place: int | slice | str) -> str | list[str]:
        return getattr(self, place) if isinstance(place, str) else super().__getitem__(place)


class Params(dict):
    """Values by key, by attribute and, with two stars, as arguments."""

    __getattr__ = dict.__getitem__


def listed(folder: Path) -> list[dict]:
    """Every job of the study in a folder, each after those it needs: rule, script, files, params, wildcards."""
    target = folder / "bench_jobs.json"
    subprocess.run([sys.executable, "-c", LISTING, target.name], cwd=folder, capture_output=True, check=True)
    return json.loads(target.read_text(encoding="utf-8"))


def run_job(job: dict) -> None:
    """Run the script of one job in the present folder, its names as Snakemake gives them."""
    for path in job["output"][0]:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    given = SimpleNamespace(
        input=Files(*job["input"]),
        output=Files(*job["output"]),
        params=Params(job["params"]),
        wildcards=SimpleNamespace(**job["wildcards"]),
        threads=1,
    )
    runpy.run_path(str(SCRIPTS / job["script"]), init_globals={"snakemake": given})


def run_all(jobs: Iterable[dict]) -> None:
    """Run jobs one after another in this process: what the study's functions take and nothing else."""
    for job in jobs:
        run_job(job)


if __name__ == "__main__":
    sys.path.insert(0, "workflow")
    every = json.loads(Path("bench_jobs.json").read_text(encoding="utf-8"))
    chosen = (sys.argv[1:] and [every[int(place)] for place in sys.argv[1:]]) or every
    run_all(chosen)
