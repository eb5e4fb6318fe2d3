"""Speed of the specification curve beside a loop of statsmodels, on the same designs: a report, not a test."""

import time

import numpy as np
import pandas as pd
import statsmodels.api as sm

from regioncodes.batched_fits import Sample, fits
from regioncodes.joint_test import joint_test, null_correlations
from regioncodes.specifications import Family, families, specification_rows

YEARS = range(2000, 2014)
SPECIFICATIONS = 10_000
LOOPED = 400
OUTCOMES = 11  # as many combinations of outcome, price and edition as the study has
DRAWS = 500
REGIONS = {
    "district": ["D"],
    "units": [f"U{place}" for place in range(6)],
    "country": [f"R{place}" for place in range(80)],
}


def tables(outcomes: int, seed: int = 1) -> tuple[dict, dict]:
    """A regressor and outcomes of invented trending walks, in the shape of the study's."""
    random = np.random.default_rng(seed)
    columns = ["RU", *(region for group in REGIONS.values() for region in group)]

    def walk() -> pd.DataFrame:
        steps = 1.0 + random.standard_normal((len(YEARS), len(columns)))
        return pd.DataFrame(100 + steps.cumsum(axis=0), index=list(YEARS), columns=columns)

    return {"share": walk()}, {(f"y{place}", "nominal", "newest"): walk() for place in range(outcomes)}


def design(family: Family, place: int) -> tuple[np.ndarray, np.ndarray]:
    """Outcome and full design of one specification: regressor, intercepts, further columns and control."""
    sample: Sample = family.sample
    starts = np.zeros(len(sample.regressor), dtype=int)
    starts[sample.nuisance.starts] = 1
    columns = [sample.regressor[:, None], np.eye(len(sample.nuisance.starts))[starts.cumsum() - 1]]
    columns += [sample.nuisance.columns]
    columns += [] if sample.control is None else [sample.control[place][:, None]]
    return sample.outcomes[place], np.hstack(columns)


def compared(found: list[Family]) -> tuple[float, float, float]:
    """Seconds for SPECIFICATIONS in batches and in a loop of statsmodels, and the largest difference of a slope.

    Slope, error and t are computed by both. The loop runs over an evenly spaced share of those that can be fitted.
    """
    start = time.perf_counter()
    batches = [fits(family.sample) for family in found]
    count = sum(len(family.members) for family in found)
    batched = (time.perf_counter() - start) * SPECIFICATIONS / count
    places = [
        (family, place, batch["slope"][place])
        for family, batch in zip(found, batches, strict=True)
        for place in range(len(family.members))
        if batch["status"][place] == "fitted"
    ]
    chosen = places[:: max(1, len(places) // LOOPED)]
    designs = [design(family, place) for family, place, _ in chosen]
    start = time.perf_counter()
    results = [sm.OLS(outcome, columns).fit() for outcome, columns in designs]
    values = [(result.params[0], result.bse[0], result.tvalues[0]) for result in results]
    looped = (time.perf_counter() - start) * SPECIFICATIONS / len(chosen)
    slopes = np.array([slope for *_, slope in chosen])
    return batched, looped, float(np.abs(np.array(values)[:, 0] / slopes - 1).max())


def main() -> list[tuple[str, float, str]]:
    """Rows of the report: what was measured, its value, what it should be."""
    regressors, outcomes = tables(OUTCOMES)
    found, refused = families(regressors, outcomes, REGIONS, periods=[(2000, 2013), (2005, 2013)])
    count = sum(len(family.members) for family in found)
    batched, looped, difference = compared(found)
    series = compared([family for family in found if family.shared["units"] == "district"])
    rows = specification_rows(found, refused)
    start = time.perf_counter()
    joint_test(pd.concat([rows, null_correlations(found, rows, regressors, draws=DRAWS, seed=1)], axis="columns"))
    joint = (time.perf_counter() - start) * SPECIFICATIONS / count
    return [
        (f"{SPECIFICATIONS} specifications in batches, s", batched, "for comparison"),
        (f"{SPECIFICATIONS} specifications in a loop of statsmodels, s", looped, "for comparison"),
        ("times faster, series and panels as in the curve", looped / batched, "at least 50"),
        ("times faster, series of the district alone", series[1] / series[0], "for comparison"),
        ("largest relative difference of a slope", difference, "under 1e-6"),
        (f"joint test of {SPECIFICATIONS} specifications, {DRAWS} draws, s", joint, "under 30"),
    ]


if __name__ == "__main__":
    for name, value, aim in main():
        print(f"| {name} | {value:.3g} | {aim} |")
