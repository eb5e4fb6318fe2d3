"""Heavy stages spread over jobs by Snakemake's scatter: the same bytes however many the parts."""

import pytest
from fixture_study import hashes, run

pytestmark = pytest.mark.slow

STAGES = {
    "simulation": "results/models/simulation.csv",
    "formulas": "results/models/nid.csv",
    "specifications": "results/models/specifications.csv",
    "sizes": "results/models/test_sizes.csv",
}


@pytest.mark.parametrize(
    "numbers", [{"simulation": 3, "formulas": 4, "specifications": 2, "sizes": 5}, {"formulas": 20, "sizes": 7}]
)
def test_a_study_spread_over_jobs_has_the_bytes_of_one_that_is_not(copied, numbers):
    folder = copied()
    before = hashes(folder / "results")
    scatter = [f"{stage}={number}" for stage, number in numbers.items()]
    process = run(folder, "--set-scatter", *scatter, "--", *(STAGES[stage] for stage in numbers))
    assert process.returncode == 0, process.stderr
    after = hashes(folder / "results")
    parts = {f"models/{stage}/{part}-of-{number}.parquet" for stage, number in numbers.items()
             for part in range(1, number + 1)}  # fmt: skip
    assert after.keys() - before.keys() == parts
    assert [file for file in before if after[file] != before[file]] == []
    sealed = (folder / "results/SHA256SUMS").stat().st_mtime
    assert all((folder / STAGES[stage]).stat().st_mtime > sealed for stage in numbers)
