"""Series that trend and have nothing to do with each other, and how often tests find a relation between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from regioncodes.statistics.batches import PANEL_ESTIMATORS, panel_p_values, series_p_values
from regioncodes.statistics.common_factors import Factor, steps_with_factors

LEVEL_PERCENT = 5.0
_LEVEL = LEVEL_PERCENT / 100
# Assumption: a test that calls one unrelated pair in ten related, twice what it says, prints no star and enters no
# verdict; one that calls fewer than one in forty has lost half of what it says.
LARGEST_SIZE_PERCENT = 2 * LEVEL_PERCENT
NOT_MEASURED = "not_measured"
NO_SHOCKS = "none"
# Shocks that regions share: none, or so many factors.
FACTORS_OF = {NO_SHOCKS: 0, "one_factor": 1, "two_factors": 2}
SHOCKS = tuple(FACTORS_OF)
TEST = ["scope", "reading", "clusters", "estimator", "method", "years"]
SIZES = ["shocks", *TEST, "draws", "size_percent", "error_percent", "verdict"]

# Factors of the regressor and of the response.
Pair = tuple[Sequence[Factor], Sequence[Factor]]


@dataclass(frozen=True)
class Points:
    """What points are simulated: so many years of the regions of a scope, or of one series.

    reading: `series` (one region) or `panel`. districts: of the regions, where errors are clustered by them too.
    estimators: of a panel, those that are needed.
    """

    scope: str
    reading: str
    regions: int
    years: int
    draws: int
    districts: tuple[str, ...] = ()
    estimators: tuple[str, ...] = PANEL_ESTIMATORS


def walks_with_shocks(
    shape: tuple[int, int, int], factors: Sequence[Factor], *, drift_sd: float, generator: np.random.Generator
) -> np.ndarray:
    """Walks (d, G, T) with steps of unit variance about a drift that share the factors.

    A single region has the loading one.
    """
    if shape[1] == 1:
        factors = [Factor(factor.share, factor.persistence, 1.0) for factor in factors]
    return np.cumsum(drift_sd + steps_with_factors(shape, factors, generator), axis=-1)


def rejections(
    points: Sequence[Points], shocks: Mapping[str, Sequence[Pair]], *, drift_sd: float, seed: int
) -> pd.DataFrame:
    """How often each test calls a slope significant at 5 % where trending walks are unrelated.

    points: what is simulated. shocks: for each kind the pairs of factors of regressor and response that the draws take
    in turn, independent of each other.
    One row for each kind of shocks, points, estimator and method: columns SIZES but for the last two. draws: those that
    have a p-value; size_percent: rejections per hundred of them, missing where there are none.
    """
    rows = [row for kind in shocks for own in points for row in _rejections(own, kind, shocks[kind], drift_sd, seed)]
    return pd.DataFrame(rows, columns=SIZES[:-2])


def _rejections(points: Points, kind: str, pairs: Sequence[Pair], drift_sd: float, seed: int) -> list[dict]:
    generator = np.random.default_rng([seed, SHOCKS.index(kind), points.years, points.regions, points.draws])
    walks: tuple[list, list] = ([], [])
    for own, pair in zip(np.array_split(np.arange(points.draws), len(pairs)), pairs, strict=True):
        shape = (len(own), points.regions, points.years)
        for side, factors in zip(walks, pair, strict=True):
            side.append(walks_with_shocks(shape, factors, drift_sd=drift_sd, generator=generator))
    left, right = (np.concatenate(side) for side in walks)
    if points.reading == "series":
        tests = series_p_values(left[:, 0], right[:, 0])
    else:
        tests = panel_p_values(left, right, points.districts, points.estimators)
    facts = {"shocks": kind, "scope": points.scope, "reading": points.reading, "clusters": points.regions}
    rows = []
    for (estimator, method), values in tests.items():
        told = values[np.isfinite(values)]
        size = 100 * np.mean(told <= _LEVEL) if len(told) else np.nan
        test = {"estimator": estimator, "method": method, "years": points.years}
        rows.append({**facts, **test, "draws": len(told), "size_percent": size})
    return rows


def sizes(found: pd.DataFrame) -> pd.DataFrame:
    """The rejections with their Monte Carlo standard error and a verdict: columns SIZES."""
    share = found["size_percent"] / 100
    error = 100 * np.sqrt(share * (1 - share) / found["draws"])
    return found.assign(error_percent=error, verdict=found["size_percent"].map(verdict))[SIZES]


def sizes_of_tests(table: pd.DataFrame) -> pd.DataFrame:
    """One row a test with its largest size under any kind of shocks: TEST, shocks and size, its error and size_verdict.

    table: as of sizes. Columns TEST, shocks, size_percent, error_percent, size_verdict. A test that was not measured
    under each of SHOCKS has no number and the verdict `not_measured`.
    """
    ordered = table.sort_values("size_percent", ascending=False, kind="stable")
    largest = ordered.drop_duplicates(TEST).sort_index()
    measured = table.dropna(subset=["size_percent"]).groupby(TEST)["shocks"].nunique()
    counts = largest.merge(measured.rename("kinds"), left_on=TEST, right_index=True, how="left")["kinds"]
    is_whole = counts.eq(len(SHOCKS)).to_numpy()
    numbers = {name: largest[name].where(is_whole) for name in ("shocks", "size_percent", "error_percent")}
    verdicts = largest["verdict"].where(is_whole, NOT_MEASURED)
    return largest[TEST].assign(**numbers, size_verdict=verdicts).reset_index(drop=True)


def verdict(size_percent: float) -> str:
    """Whether a test at 5 % keeps its size: `holds`, `too_large` (> 10 %), `too_small` (< 2.5 %) or `not_measured`."""
    if pd.isna(size_percent):
        return NOT_MEASURED
    if size_percent > LARGEST_SIZE_PERCENT:
        return "too_large"
    return "too_small" if size_percent < LEVEL_PERCENT / 2 else "holds"
