"""All combinations of choices of the study's district against codes and formulas called for each of them in turn."""

import resource
import time
from pathlib import Path

import bench_growth
import numpy as np

from regioncodes.codes.codes import codes
from regioncodes.codes.formulas import nid
from regioncodes.codes.multiverse.multiverse import multiverse
from regioncodes.ground.options import Formulas
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table

ROOT = Path(__file__).parents[2]
PANEL = ROOT / "results/data/panel.parquet"
SECONDS, MEGABYTES, TIMES = 60, 2000, 50
NAIVE_CALLS = 5


def main() -> list[tuple[str, float, str]]:
    """Rows of the report: seconds, peak memory, and how many times the naive loop would take."""
    if not PANEL.is_file():
        return []
    config, regions, indicators = (
        bench_growth.choices(),
        *(read_table(ROOT / f"data/reference/{name}.csv") for name in ("regions", "indicators")),
    )
    panel, years, derivative = read_table(PANEL), bench_growth.code_years(config), bench_growth.derivative(config)
    formulas, mappings = Formulas(**config["formulas"]), config["codes"]["mappings"]
    begin = time.perf_counter()
    found = multiverse(
        panel,
        regions,
        indicators,
        district=config["district"],
        mappings=mappings,
        years=years,
        formulas=formulas,
        alternatives=config["sensitivity"],
        sample=config["multiverse"]["sample"],
        derivative=derivative,
        seed=config["seed"],
    )
    took = time.perf_counter() - begin
    combinations = found.shares.groupby("formula")["sampled_combinations"].first().sum()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    mapping = {"one": mappings[config["codes"]["main_mapping"]]}
    begins = [time.perf_counter()]
    for _ in range(NAIVE_CALLS):
        own = codes(panel, regions, indicators, mappings=mapping, years=years)
        own = own[own["region"].isin(units_of(config["district"], regions))]
        nid(own, years.period, seed=config["seed"], formulas=formulas, derivative=derivative)
        begins.append(time.perf_counter())
    naive = combinations * float(np.median(np.diff(begins)))
    return [
        ("all combinations: s", took, f"under {SECONDS}"),
        ("all combinations: peak MB of the process", peak, f"under {MEGABYTES}"),
        ("naive loop over the same combinations, foretold from five: s", naive, "for comparison"),
        ("times faster", naive / took, f"at least {TIMES}"),
    ]


if __name__ == "__main__":
    for name, value, aim in main():
        print(f"| {name} | {value:.3g} | {aim} |")
