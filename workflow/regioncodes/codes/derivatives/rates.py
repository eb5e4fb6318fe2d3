"""Rates of the defining codes: the dynamic codes of Formula (1) and their own rates for Formula (2)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.derivatives.finite_differences import central_differences
from regioncodes.codes.derivatives.gaussian_process import student, student_band
from regioncodes.codes.derivatives.kalman import kalman_smoother
from regioncodes.codes.derivatives.linear import FEWEST_POINTS, LinearEstimates, bands
from regioncodes.codes.derivatives.smoothers import local_polynomial, savitzky_golay, smoothing_spline
from regioncodes.ground.code_names import DYNAMIC_NAMES
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.options import USUAL_DERIVATIVE, Derivative, Period
from regioncodes.statistics.rounding import ROUNDING, is_nothing

SERIES = ["mapping", "region", "code"]
ORDERS = (0, 1, 2)

# Methods whose estimates are weighted sums of the observations: functions of the years (consecutive) and the
# values (series × years, NaN where not observed). A further one is one more entry.
LINEAR: dict[str, Callable[[np.ndarray, np.ndarray], LinearEstimates]] = {
    "central_difference": central_differences,
    "savitzky_golay": savitzky_golay,
    "local_polynomial": local_polynomial,
    "smoothing_spline": smoothing_spline,
    "kalman": kalman_smoother,
}
METHODS = ("gaussian_process", *LINEAR)

# An estimate that no observation could make other than zero, as f'' at the ends of a natural spline.
ZERO_BY_CONSTRUCTION = "zero_by_construction"


class Curves(NamedTuple):
    """Derivatives as arrays: S series, three orders, T consecutive years."""

    series: pd.DataFrame  # S rows: mapping, region, code, status ("" where the series can be differentiated)
    years: np.ndarray  # T
    observations: np.ndarray  # S × T, NaN where there is none
    estimate: np.ndarray  # S × 3 × T
    lower: np.ndarray  # S × 3 × T
    upper: np.ndarray  # S × 3 × T
    status: np.ndarray  # S × 3 × T
    edge: np.ndarray  # S × T


def rates(
    codes: pd.DataFrame, period: Period, *, method: str = "gaussian_process", derivative: Derivative = USUAL_DERIVATIVE
) -> pd.DataFrame:
    """Level, first and second derivative of every code in every year of the period, with 95 % bands.

    codes: mapping, region, year, code (production, institutional, social, or the dynamic codes where these were
    measured directly), value_sd; NaN or no row where not observed. Observations outside the period are not used.
    derivative: of the Gaussian process, and the edge years.
    Returns one row per mapping, region, code, year and order (0, 1, 2), sorted: the keys, dynamic_code,
    method, estimate, lower_95, upper_95 (SD, SD per year, SD per year²), edge and status. Years without an
    estimate keep their row. edge: the first and last edge_years of the observations, and all beyond them.

    status of a year: `estimated`; `interpolated` (no observation, between others); `zero_by_construction` (f'' of a
    natural spline in the first and last year observed: an estimate that says nothing, so no band); without an estimate
    `not_observed`, `outside_observations` (before the first or after the last) and, for the methods that
    bridge no gap, `no_neighbour`: observed, but for differences the year before or after is not or is outside
    the period, and for Savitzky-Golay no five years in a row with this one are.
    status of a whole series: `constant` (estimates, no bands: a series that never moves says nothing of its
    noise); without an estimate `too_few_points` (fewer than five), `not_finite`, `duplicate_years`.

    Raises StudyError for missing columns, unknown codes and values that are no numbers.
    Source: Formula (1) of the article; each method in the module of its name, or in smoothers.py.
    """
    curves = differentiate(codes, period, method=method, derivative=derivative)
    # From series × order × year to rows by series, year, order.
    flat = {name: getattr(curves, name).transpose(0, 2, 1).ravel() for name in ("estimate", "lower", "upper", "status")}
    count = len(curves.years)
    keys = curves.series.loc[np.repeat(curves.series.index, count * len(ORDERS))].reset_index(drop=True)
    return pd.DataFrame(
        {
            **{name: keys[name] for name in SERIES},
            "dynamic_code": keys["code"].map(DYNAMIC_NAMES),
            "year": np.tile(np.repeat(curves.years, len(ORDERS)), len(curves.series)),
            "method": method,
            "order": np.tile(ORDERS, len(curves.series) * count),
            "estimate": flat["estimate"],
            "lower_95": flat["lower"],
            "upper_95": flat["upper"],
            "edge": np.repeat(curves.edge.ravel(), len(ORDERS)),
            "status": flat["status"],
        }
    )


def differentiate(codes: pd.DataFrame, period: Period, *, method: str, derivative: Derivative) -> Curves:
    """The arrays behind `rates`, for who needs whole curves; arguments, statuses and errors as there."""
    raise_problems(_frame_problems(codes), "the derivatives of the codes")
    series, years, values = _series(codes, period)
    estimate, lower, upper = (np.full((len(series), len(ORDERS), len(years)), np.nan) for _ in range(3))
    constant = (series["status"] == "constant").to_numpy()
    usable = constant | (series["status"] == "").to_numpy()
    fixed = np.zeros(estimate.shape, dtype=bool)
    if usable.any():
        band, fixed[usable] = _fitted(years, values[usable], method, derivative)
        estimate[usable], lower[usable], upper[usable] = band(0.95)
    lower[constant], upper[constant] = np.nan, np.nan
    # Rounding must not give a constant a direction: the sign readings of the formulas would take it for one.
    estimate[constant, 1:] = np.where(np.isfinite(estimate[constant, 1:]), 0.0, np.nan)

    observed = np.isfinite(values)
    first, last = observed.argmax(axis=1), len(years) - 1 - observed[:, ::-1].argmax(axis=1)
    place = np.arange(len(years))
    edge = (place < first[:, None] + derivative.edge_years) | (place > last[:, None] - derivative.edge_years)
    outside = (place < first[:, None]) | (place > last[:, None])
    status = _status(series["status"].to_numpy(dtype=object), estimate, fixed, observed, outside)
    return Curves(series, years, values, estimate, lower, upper, status, edge)


def banded(
    years: np.ndarray,
    values: np.ndarray,
    method: str,
    probabilities: Sequence[float],
    derivative: Derivative = USUAL_DERIVATIVE,
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Estimate, lower and upper end of the band of each probability by any method, each series × order × year.

    NaN where there is none; what is zero by construction has an estimate of zero and no band.
    years: consecutive. values: series × years, NaN where not observed, five observations or more in each.
    derivative: of the Gaussian process; the other methods have no options.
    """
    band, _ = _fitted(years, values, method, derivative)
    return [band(probability) for probability in probabilities]


def _fitted(years: np.ndarray, values: np.ndarray, method: str, derivative: Derivative) -> tuple[Callable, np.ndarray]:
    """The band of any probability, as `banded` gives it, and where the estimate is zero by construction."""
    if method == "gaussian_process":
        estimates = student(years, values, derivative)
        return partial(student_band, *estimates), np.zeros(estimates[0].shape, dtype=bool)
    estimates = LINEAR[method](years, values)
    return partial(bands, estimates), estimates.fixed


def _series(codes: pd.DataFrame, period: Period) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """The sorted series with their status, the years, and the values as series × years."""
    series = codes[SERIES].drop_duplicates().sort_values(SERIES, ignore_index=True)
    years = np.arange(period.first, period.last + 1)
    within = codes[codes["year"].between(period.first, period.last)]
    rows = pd.MultiIndex.from_frame(series).get_indexer(pd.MultiIndex.from_frame(within[SERIES]))
    values = np.full((len(series), len(years)), np.nan)
    values[rows, within["year"].to_numpy(dtype=int) - period.first] = within["value_sd"].to_numpy(dtype=float)

    repeated = np.zeros(len(series), dtype=bool)
    repeated[rows[within.duplicated([*SERIES, "year"]).to_numpy()]] = True
    finite = np.isfinite(values)
    highest = values.max(axis=1, where=finite, initial=-np.inf)
    lowest = values.min(axis=1, where=finite, initial=np.inf)
    largest = np.abs(values).max(axis=1, where=finite, initial=0.0)
    causes = {
        "duplicate_years": repeated,
        "not_finite": np.isinf(values).any(axis=1),
        "too_few_points": finite.sum(axis=1) < FEWEST_POINTS,
        "constant": is_nothing(highest - lowest, largest, ROUNDING),
    }
    return series.assign(status=np.select(list(causes.values()), list(causes), default="")), years, values


def _status(
    series: np.ndarray, estimate: np.ndarray, fixed: np.ndarray, observed: np.ndarray, outside: np.ndarray
) -> np.ndarray:
    """Status of every series, order and year, as `rates` describes them."""
    whole, there = series[:, None, None], np.isfinite(estimate)
    return np.select(
        [
            (whole != "") & (there | (whole != "constant")),
            fixed,
            there & observed[:, None],
            there,
            outside[:, None] & ~there,
            ~observed[:, None] & ~there,
        ],
        [whole, ZERO_BY_CONSTRUCTION, "estimated", "interpolated", "outside_observations", "not_observed"],
        default="no_neighbour",
    )


def _frame_problems(codes: pd.DataFrame) -> list[str]:
    """What makes a table of codes unreadable here, one sentence each."""
    missing = [name for name in [*SERIES, "year", "value_sd"] if name not in codes]
    if missing:
        return [f"table of codes: column {name!r} is missing; found {', '.join(codes)}" for name in missing]
    unknown = sorted(set(codes["code"].astype(str)) - set(DYNAMIC_NAMES))
    problems = [
        f"table of codes, column 'code': found {name!r}; allowed: {', '.join(DYNAMIC_NAMES)}" for name in unknown
    ]
    for name, numbers in [("year", "whole years"), ("value_sd", "numbers")]:
        if not pd.api.types.is_numeric_dtype(codes[name]):
            problems.append(f"table of codes, column {name!r}: found text; allowed: {numbers}")
        elif name == "year" and (codes[name] % 1 != 0).any():
            found = codes.loc[codes[name] % 1 != 0, name].iloc[0]
            problems.append(f"table of codes, column 'year': found {found}; allowed: whole years")
    return problems
