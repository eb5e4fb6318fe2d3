"""Is the whole specification curve more than chance: all specifications again with regressors that know nothing."""

import math

import numpy as np
import pandas as pd

from regioncodes.education.specifications import TRANSFORMS, SharedSample, ranked
from regioncodes.statistics.batched_fits import correlations
from regioncodes.statistics.gate import FITTED
from regioncodes.statistics.rounding import reaches

JOINT = [
    "null",
    "units",
    "statistic",
    "specifications",
    "draws",
    "observed",
    "null_median",
    "null_upper_95",
    "p_value",
    "lowest_p_value",
]
NULLS = ("circular_shift", "reordered_steps")
STATISTICS = ("median_correlation", "share_of_sign_percent", "share_significant_percent")


def null_correlations(
    shared_samples: list[SharedSample],
    rows: pd.DataFrame,
    regressors: dict[str, pd.DataFrame],
    *,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Correlations of the specifications with every draw of their regressors: a row for each of `rows`.

    shared_samples: specifications.shared_samples; rows: their specification_rows; regressors: the tables that they
    were made from, by mapping. Columns: the null and the number of the draw, from 0, which is the regressor itself.
    Nulls: `circular_shift`, every shift of the years, the same in all regions (full enumeration, jointly for
    regressors of different length; a shift breaks the trend of the regressor and makes the null too easy to
    reject); `reordered_steps`, `draws` random orders of the yearly steps, the same in all regions, which keep the
    trend, the noise and the ties between regions and change their timing alone.
    Missing where the status is not `fitted`. Every part of the shared_samples has the same draws.
    """
    # So many shifts bring regressors of every length back to where they were.
    shifts = math.lcm(*(len(table) for table in regressors.values()))
    sizes = {"circular_shift": shifts, "reordered_steps": 1 + draws}
    scales = dict.fromkeys((own.shared["mapping"], TRANSFORMS[own.shared["transform"]][0]) for own in shared_samples)
    scaled = {(mapping, logged): _scaled(regressors[mapping], logged) for mapping, logged in scales}
    made = {
        "circular_shift": {key: shifted(table, shifts) for key, table in scaled.items()},
        "reordered_steps": {key: reordered(table, draws=draws, seed=seed) for key, table in scaled.items()},
    }
    found = {}
    is_fitted = rows["status"].eq(FITTED).to_numpy()
    for null, size in sizes.items():
        every = np.full((len(rows), size), np.nan)
        every[is_fitted] = _every_correlation(shared_samples, is_fitted, regressors, made[null], size)
        found |= {f"{null}_{place}": every[:, place] for place in range(size)}
    return pd.DataFrame(found, index=rows.index)


def joint_test(rows: pd.DataFrame) -> pd.DataFrame:
    """Three statistics of the curve and how often it reaches them when the regressor knows nothing.

    rows: specification_rows with their null_correlations beside them, of all parts.
    Each null for all specifications and by set of regions.
    Statistics: size of the median partial correlation, share of the more frequent sign, share of specifications
    significant at 5 % by the classical error in the direction of that sign (faster than the clustered error of
    the curve, and the same in data and draws). Columns JOINT; no rows where no specification could be fitted.
    Reference: Simonsohn, Simmons and Nelson (2020) Nature Human Behaviour 4:1208-1214.
    """
    fitted = rows[rows["status"].eq(FITTED)]
    if fitted.empty:
        return pd.DataFrame(columns=JOINT)
    limits, units = fitted["significant_from"].to_numpy(), fitted["units"]
    lines = []
    for null in NULLS:
        found = fitted[[name for name in fitted if name.startswith(f"{null}_")]].to_numpy().T
        for scope in ["all", *units.unique()]:
            inside = np.ones(len(limits), dtype=bool) if scope == "all" else units.eq(scope).to_numpy()
            lines += [
                (null, scope, *line)
                for line in _compared(curve_statistics(found[:, inside], limits[inside]), inside.sum())
            ]
    return pd.DataFrame(lines, columns=JOINT)


def _compared(statistics: np.ndarray, specifications: int) -> list[tuple]:
    """The statistics of the curve, in the first row, against those of the draws, in the others."""
    observed, null_values = statistics[0], statistics[1:]
    count = len(null_values)
    rows = []
    for place, statistic in enumerate(STATISTICS):
        reached = reaches(null_values[:, place], observed[place]).sum()
        edges = np.quantile(null_values[:, place], [0.5, 0.95])
        p_value = (1 + reached) / (1 + count)
        rows.append((statistic, specifications, count, observed[place], *edges, p_value, 1 / (1 + count)))
    return rows


def curve_statistics(found: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """The three statistics of every row of correlations: (draws, 3).

    limits: size from which the correlation of each specification is significant by its classical error.
    """
    positive = (found > 0).mean(axis=1)
    sign = np.where(positive >= 0.5, 1.0, -1.0)
    share = np.maximum(positive, (found < 0).mean(axis=1))
    significant = (found * sign[:, None] >= limits).mean(axis=1)
    return np.column_stack([np.abs(np.median(found, axis=1)), 100 * share, 100 * significant])


def shifted(table: pd.DataFrame, shifts: int) -> np.ndarray:
    """The table itself, then its circular shifts by 1, 2, … years: (shifts, years, regions).

    Each region's known values move round its own known years, so that gaps stay where they are.
    """
    years = np.arange(len(table))
    return _moved(table, [np.roll(years, shift) for shift in range(shifts)], lambda values, order: values[order])


def reordered(table: pd.DataFrame, *, draws: int, seed: int) -> np.ndarray:
    """The table itself, then draws with the yearly steps in another order: (1 + draws, years, regions)."""
    random = np.random.default_rng(seed)
    steps = len(table) - 1
    orders = [np.arange(steps), *(random.permutation(steps) for _ in range(draws))]

    def walked(values: np.ndarray, order: np.ndarray) -> np.ndarray:
        return np.concatenate([values[:1], values[:1] + np.diff(values, axis=0)[order].cumsum(axis=0)])

    return _moved(table, orders, walked, fewer=1)


def _moved(table: pd.DataFrame, orders: list[np.ndarray], move, fewer: int = 0) -> np.ndarray:
    """The move of every order, applied at once to regions that know the same years."""
    values = table.to_numpy(float)
    known = np.isfinite(values)
    result = np.full((len(orders), *values.shape), np.nan)
    for pattern in np.unique(known, axis=1).T:
        columns = np.flatnonzero((known == pattern[:, None]).all(axis=0))
        rows = np.flatnonzero(pattern)
        if len(rows) < 2:
            result[:, rows[:, None], columns] = values[rows[:, None], columns]
            continue
        for place, order in enumerate(orders):
            own = order[order < len(rows) - fewer]
            result[place, rows[:, None], columns] = move(values[rows[:, None], columns], own)
    return result


def _scaled(table: pd.DataFrame, logged: bool) -> pd.DataFrame:
    return np.log(table.where(table > 0)) if logged else table


def _every_correlation(
    shared_samples: list[SharedSample],
    is_fitted: np.ndarray,
    regressors: dict[str, pd.DataFrame],
    tables: dict,
    size: int,
) -> np.ndarray:
    """Correlations of every fitted specification (rows) with every draw of its regressor (columns)."""
    found = [np.empty((size, 0))]
    start, last, rows = 0, None, np.empty(0)
    for family in shared_samples:
        own = is_fitted[start : start + len(family.members)]
        start += len(family.members)
        if not own.any():
            continue
        # Families of the same cells follow each other and share the array of their years.
        key = (id(family.years), family.shared["estimator"] == "ranks")
        if key != last:
            last, rows = key, _drawn(family, regressors[family.shared["mapping"]], tables)
        found.append(correlations(family.sample, rows)[:, own])
    return np.hstack(found).T


def _drawn(family: SharedSample, regressor: pd.DataFrame, tables: dict) -> np.ndarray:
    """The draws of the regressor in the rows of a family, on its scale, each with mean zero."""
    logged, _, differenced = TRANSFORMS[family.shared["transform"]]
    drawn = tables[family.shared["mapping"], logged]
    years, regions = regressor.index.get_indexer(family.years), regressor.columns.get_indexer(family.regions)
    rows = drawn[:, years, regions]
    rows = rows - drawn[:, years - 1, regions] if differenced else rows
    rows = ranked(rows) if family.shared["estimator"] == "ranks" else rows
    return rows - rows.mean(axis=1, keepdims=True)
