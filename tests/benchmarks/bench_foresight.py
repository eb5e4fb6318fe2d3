"""The codes as forecasts: the study's own time, and how it grows with regions and with origins."""

import resource
import time
from pathlib import Path

import bench_growth
import growth_panels
import numpy as np
import pandas as pd

from regioncodes.codes.foresight.foresight import foresight
from regioncodes.ground.options import Foresight, Formulas
from regioncodes.ground.tables import read_table
from regioncodes.panel.panel import panel_and_revisions

ROOT = Path(__file__).parents[2]
DATA, REFERENCE = ROOT / "results/data", ROOT / "data/reference"
SECONDS, MEGABYTES = 30, 2000
AIM = 1.1
# Times the rows of the district study: about as many regions as the country has, and ten times as many.
FOLDS = (10, 100)
# Last years of the panels: 11 origins, and ten times as many.
LAST_YEARS = (2021, 2120)


def run(panel: pd.DataFrame, revisions: pd.DataFrame, regions: pd.DataFrame, sources: pd.DataFrame) -> float:
    """Processor seconds of all trials of a panel."""
    config = bench_growth.choices()
    begin = time.process_time()
    foresight(
        panel,
        revisions,
        regions,
        read_table(REFERENCE / "indicators.csv"),
        sources,
        read_table(REFERENCE / "publication_lags.csv"),
        district=config["district"],
        mapping=config["codes"]["mappings"][config["codes"]["main_mapping"]],
        years=bench_growth.code_years(config),
        formulas=Formulas(**config["formulas"]),
        derivative=bench_growth.derivative(config),
        options=Foresight(**config["foresight"]),
        power=config["correlation"]["reliability"]["power"],
        seed=config["seed"],
    )
    return time.process_time() - begin


def synthetic(fold: int, last: int) -> float:
    """Processor seconds of a synthetic country."""
    nation = growth_panels.country(fold, years=range(2000, last + 1))
    rows = growth_panels.tidy_rows(nation)
    found = panel_and_revisions(rows, growth_panels.SOURCES, nation.regions, nation.indicators, vintage="newest")
    return run(*found, nation.regions, growth_panels.SOURCES)


def main() -> list[tuple[str, float, str]]:
    """Rows of the report: seconds, peak memory, and the exponents."""
    rows = []
    if (DATA / "panel.parquet").is_file():
        own = [read_table(DATA / name) for name in ("panel.parquet", "revisions.csv")]
        took = run(*own, *(read_table(REFERENCE / f"{name}.csv") for name in ("regions", "sources")))
        rows.append(("trials of the codes: processor s", took, f"under {SECONDS}"))
    few, more = (synthetic(fold, LAST_YEARS[0]) for fold in FOLDS)
    rows.append((f"synthetic country, {9 * FOLDS[0]} regions: processor s", few, "for comparison"))
    rows.append((f"synthetic country, {9 * FOLDS[1]} regions: processor s", more, "for comparison"))
    rows.append(("exponent of the time in regions", _exponent(few, more, FOLDS[1] / FOLDS[0]), f"at most {AIM}"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    long = synthetic(FOLDS[0], LAST_YEARS[1])
    times = (LAST_YEARS[1] - 2010) / (LAST_YEARS[0] - 2010)
    rows.append((f"exponent of the time in origins, {times:.0f} ×", _exponent(few, long, times), f"at most {AIM}"))
    rows.append(("trials of ten times the regions: peak MB", peak, f"under {MEGABYTES}"))
    return rows


def _exponent(one: float, other: float, times: float) -> float:
    return float(np.log(other / one) / np.log(times))


if __name__ == "__main__":
    for name, value, aim in main():
        print(f"| {name} | {value:.3g} | {aim} |")
