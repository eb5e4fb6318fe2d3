"""Is the whole specification curve more than chance: all specifications again with regressors that know nothing."""

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from regioncodes.education.specifications import SharedSample, equal_weights, ranked
from regioncodes.statistics.batched_fits import correlations
from regioncodes.statistics.gate import FITTED
from regioncodes.statistics.permutations import LEVEL
from regioncodes.statistics.rounding import is_nothing, reaches
from regioncodes.statistics.weighted import weighted_median, weighted_share_percent

JOINT = [
    "mapping",
    "null",
    "subset",
    "statistic",
    "specifications",
    "draws",
    "observed",
    "null_median",
    "null_upper_95",
    "p_value",
    "lowest_p_value",
    "verdict",
]
NULLS = ("circular_shift", "reordered_steps")
STATISTICS = ("median_correlation", "share_of_sign_percent", "share_significant_percent")
PANELS_OF_DISTRICT = ("district_regions", "district_units")
# Parts of the curve with a test of their own, by what their specifications have in common.
SUBSETS = {
    "all": lambda rows: rows["units"].notna(),
    "district_series": lambda rows: rows["units"].eq("district"),
    "district_panels": lambda rows: rows["units"].isin(PANELS_OF_DISTRICT),
    "country_panels": lambda rows: rows["units"].eq("country_regions"),
    "national_control": lambda rows: rows["control"].eq("country"),
    "deciding_prices": lambda rows: rows["decides"],
}


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
    Nulls: `circular_shift`, every shift of the years, the same in all regions, as many as the regressor has years (a
    shift breaks the trend of the regressor and makes the null too easy to reject); `reordered_steps`, `draws` random
    orders of the yearly steps, the same in all regions, which keep the trend, the noise and the ties between regions
    and change their timing alone; all orders where there are no more than that.
    Missing where the status is not `fitted`, and beyond the draws that a regressor has.
    """
    scales = dict.fromkeys((own.shared["mapping"], own.form[0]) for own in shared_samples)
    scaled = {(mapping, logged): _scaled(regressors[mapping], logged) for mapping, logged in scales}
    moved = {"circular_shift": {}, "reordered_steps": {}}
    for key, table in scaled.items():
        moved["circular_shift"][key] = shifted(table, len(table))
        moved["reordered_steps"][key] = reordered(table, draws=draws, seed=seed)
    columns = [f"{null}_{place}" for null in NULLS for place in range(max(map(len, moved[null].values()), default=0))]
    # Both nulls at once: a product of matrices costs little more for some rows more.
    drawn, at = {}, {}
    for key in scaled:
        own = {null: moved[null][key] for null in NULLS}
        drawn[key] = np.concatenate(list(own.values()))
        at[key[0]] = [columns.index(f"{null}_{place}") for null, made in own.items() for place in range(len(made))]
    is_fitted = rows["status"].eq(FITTED).to_numpy()
    every = np.full((len(rows), len(columns)), np.nan)
    for kept, mapping, found in _every_correlation(shared_samples, is_fitted, regressors, drawn):
        every[np.ix_(kept, at[mapping])] = found
    return pd.DataFrame(every, columns=columns, index=rows.index)


def joint_test(rows: pd.DataFrame) -> pd.DataFrame:
    """Three statistics of the curve and how often it reaches them when the regressor knows nothing.

    rows: specification_rows with their null_correlations beside them. Each mapping is a curve of its own; each null
    for the whole curve and for its SUBSETS, in each of which the outcomes weigh equally (equal_weights).
    Statistics: size of the median partial correlation, share of the more frequent sign, share of specifications
    significant at 5 % by the classical error in the direction of that sign (faster than the clustered error of
    the curve, and the same in data and draws). draws: those that differ from each other and from the data in the
    subset. lowest_p_value: the smallest that so many allow. verdict: `distinguishable` at 5 % or
    `not_distinguishable`, `no_power` where so few draws allow no p-value of 5 %.
    Columns JOINT; no rows where no specification could be fitted.
    Reference: Simonsohn, Simmons and Nelson (2020) Nature Human Behaviour 4:1208-1214.
    """
    fitted = rows[rows["status"].eq(FITTED)]
    lines = []
    for mapping, null in itertools.product(fitted["mapping"].unique(), NULLS):
        own = fitted[fitted["mapping"].eq(mapping)]
        found = own[[name for name in own if name.startswith(f"{null}_")]].dropna(axis="columns", how="all")
        found = found.to_numpy().T
        inside = {name: belongs(own).to_numpy() for name, belongs in SUBSETS.items()}
        inside = {name: own for name, own in inside.items() if own.any()}
        weights = np.zeros((len(inside), len(own)))
        for place, belongs in enumerate(inside.values()):
            weights[place, belongs] = equal_weights(own[belongs])
        every = curve_statistics(found, own["significant_from"].to_numpy(), weights)
        for (subset, belongs), statistics in zip(inside.items(), every, strict=True):
            kept = distinct(found[:, belongs])
            lines += [(mapping, null, subset, *line) for line in _compared(statistics[kept], belongs.sum())]
    return pd.DataFrame(lines, columns=JOINT)


def distinct(found: np.ndarray) -> list[int]:
    """Rows of correlations that repeat no earlier one but for rounding.

    A series that goes round after fewer years than another comes back to where it was, and a draw that is no other
    is no evidence.
    """
    sums = found.sum(axis=1)
    # Draws that are the same have the same sum: only those need to be compared whole.
    alike = is_nothing(sums[:, None] - sums, found.shape[1])
    repeated = {
        later
        for earlier, later in zip(*np.nonzero(np.triu(alike, 1)), strict=True)
        if is_nothing(found[later] - found[earlier]).all()
    }
    return [place for place in range(len(found)) if place not in repeated]


def _compared(statistics: np.ndarray, specifications: int) -> list[tuple]:
    """The statistics of the curve, in the first row, against those of the draws, in the others."""
    observed, null_values = statistics[0], statistics[1:]
    count = len(null_values)
    lowest = 1 / (1 + count)
    rows = []
    for place, statistic in enumerate(STATISTICS):
        reached = reaches(null_values[:, place], observed[place]).sum()
        edges = np.quantile(null_values[:, place], [0.5, 0.95]) if count else (np.nan, np.nan)
        p_value = (1 + reached) / (1 + count)
        verdict = "no_power" if lowest > LEVEL else "distinguishable" if p_value <= LEVEL else "not_distinguishable"
        rows.append((statistic, specifications, count, observed[place], *edges, p_value, lowest, verdict))
    return rows


def curve_statistics(found: np.ndarray, limits: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The three statistics of every row of correlations under every set of weights: (sets, draws, 3).

    limits: size from which the correlation of each specification is significant by its classical error.
    weights: of each specification, one row a set.
    """
    positive, negative = (weighted_share_percent(side, weights) for side in (found > 0, found < 0))
    upward, downward = (weighted_share_percent(side >= limits, weights) for side in (found, -found))
    significant = np.where(reaches(positive, negative), upward, downward)
    return np.stack([np.abs(weighted_median(found, weights)), np.maximum(positive, negative), significant], axis=2)


def shifted(table: pd.DataFrame, shifts: int) -> np.ndarray:
    """The table itself, then its circular shifts by 1, 2, … years: (shifts, years, regions).

    Each region's known values move round its own known years, so that gaps stay where they are.
    """
    years = np.arange(len(table))
    return _moved(table, [np.roll(years, shift) for shift in range(shifts)], lambda values, order: values[order])


def reordered(table: pd.DataFrame, *, draws: int, seed: int) -> np.ndarray:
    """The table itself, then draws with the yearly steps in another order: (1 + draws, years, regions).

    Every order once, and no draws, where the steps have no more orders than that.
    """
    steps = len(table) - 1
    orders = _orders(steps, draws, np.random.default_rng(seed))

    def walked(values: np.ndarray, order: np.ndarray) -> np.ndarray:
        return np.concatenate([values[:1], values[:1] + np.diff(values, axis=0)[order].cumsum(axis=0)])

    return _moved(table, orders, walked, fewer=1)


def _orders(steps: int, draws: int, random: np.random.Generator) -> list[np.ndarray]:
    if math.factorial(steps) <= 1 + draws:
        return [np.array(order, dtype=int) for order in itertools.permutations(range(steps))]
    return [np.arange(steps), *(random.permutation(steps) for _ in range(draws))]


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
) -> Iterator[tuple[np.ndarray, str, np.ndarray]]:
    """Places of the fitted specifications of every sample, its mapping, and correlations (those × draws)."""
    start, last, rows = 0, None, np.empty(0)
    for family in shared_samples:
        own = np.arange(start, start + len(family.members))
        start += len(family.members)
        if not is_fitted[own].any():
            continue
        mapping = family.shared["mapping"]
        # Families of the same cells follow each other and share the array of their years.
        key = (id(family.years), family.shared["estimator"] == "ranks")
        if key != last:
            last, rows = key, _drawn(family, regressors[mapping], tables)
        yield own[is_fitted[own]], mapping, correlations(family.sample, rows)[:, is_fitted[own]].T


def _drawn(family: SharedSample, regressor: pd.DataFrame, tables: dict) -> np.ndarray:
    """The draws of the regressor in the rows of a family, on its scale, each with mean zero."""
    logged, differenced = family.form
    drawn = tables[family.shared["mapping"], logged]
    years, regions = regressor.index.get_indexer(family.years), regressor.columns.get_indexer(family.regions)
    rows = drawn[:, years, regions]
    rows = rows - drawn[:, years - 1, regions] if differenced else rows
    rows = ranked(rows) if family.shared["estimator"] == "ranks" else rows
    return rows - rows.mean(axis=1, keepdims=True)
