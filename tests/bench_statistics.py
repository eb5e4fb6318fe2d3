"""Times of the tests for few clusters, side by side with the loops they replace: a report, not a test."""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm

from regioncodes.statistics.bootstrap import RADEMACHER, WEBB, wild_cluster_test
from regioncodes.statistics.intervals import cr2
from regioncodes.statistics.panels import panel_fit

sys.path.insert(0, str(Path(__file__).parent / "statistics"))
from test_bootstrap import brute_force, dummies

CELLS = pd.read_csv(Path(__file__).parent / "golden/panels/panel.csv")
AIM = "under 10"


def milliseconds(action, repeats: int) -> float:
    """Median time of one call, after a first one that is not counted."""
    action()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def main() -> list[tuple[str, float, str]]:
    """Rows of the report: what was measured, the value in milliseconds, the aim."""
    columns = [CELLS[name].to_numpy() for name in ("region", "year", "education_percent", "value")]
    panel = panel_fit(*columns, "region_year_effects")
    design, response = dummies(panel.fit.design, panel.fit.response, panel.regions)
    clusters = np.unique(panel.regions, return_inverse=True)[1]
    options = {"draws": 999, "seed": 1}
    return [
        ("wild bootstrap, all 64 signs of 6 clusters, ms",
         milliseconds(lambda: wild_cluster_test(panel.fit, clusters, RADEMACHER, **options), 50), AIM),
        ("wild bootstrap, all 46,656 Webb patterns of 6 clusters, ms",
         milliseconds(lambda: wild_cluster_test(panel.fit, clusters, WEBB, **options), 20), AIM),
        ("wild bootstrap, all 64 signs, in a loop, ms",
         milliseconds(lambda: brute_force(design, response, clusters, RADEMACHER), 3), "for comparison"),
        ("panel fit with region and year effects, ms",
         milliseconds(lambda: panel_fit(*columns, "region_year_effects"), 50), AIM),
        ("CR2 error with its degrees of freedom, ms", milliseconds(lambda: cr2(panel.fit, clusters), 50), AIM),
        ("statsmodels OLS with clustered errors, ms",
         milliseconds(lambda: sm.OLS(response, design).fit(cov_type="cluster", cov_kwds={"groups": clusters}), 20),
         "for comparison"),
    ]  # fmt: skip


if __name__ == "__main__":
    for name, value, aim in main():
        print(f"{name}: {value:.2f} ({aim})")
