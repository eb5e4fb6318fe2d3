"""Rates of the defining codes: the dynamic codes of Formula (1) and their own rates for Formula (2)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.derivatives.finite_differences import central_differences
from regioncodes.codes.derivatives.gaussian_process import student, student_band
from regioncodes.codes.derivatives.joint_process import of_functionals
from regioncodes.codes.derivatives.joint_units import BANDS, PROBABILITY, JointUnits, joint_units, mixture_bands
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
JOINT = "gaussian_process"
METHODS = (JOINT, *LINEAR)

# An estimate that no observation could make other than zero, as f'' at the ends of a natural spline.
ZERO_BY_CONSTRUCTION = "zero_by_construction"


class Curves(NamedTuple):
    """Derivatives as arrays: S series, three orders, T consecutive years."""

    series: pd.DataFrame  # S rows: mapping, region, code, status ("" where the series can be differentiated)
    years: np.ndarray  # T
    observations: np.ndarray  # S × T, NaN where there is none, or where the joint process has no common year
    estimate: np.ndarray  # S × 3 × T
    bands: dict[str, np.ndarray]  # the columns of BANDS, each S × 3 × T
    status: np.ndarray  # S × 3 × T
    edge: np.ndarray  # S × T
    units: list[JointUnits]  # of the joint process; none for other methods


def rates(
    codes: pd.DataFrame,
    period: Period,
    *,
    method: str = JOINT,
    derivative: Derivative = USUAL_DERIVATIVE,
    with_bands: bool = True,
) -> pd.DataFrame:
    """Level, first and second derivative of every code in every year of the period, with 95 % bands.

    codes: mapping, region, year, code (production, institutional, social, or the dynamic codes where these were
    measured directly), value_sd; NaN or no row where not observed. Observations outside the period are not used.
    derivative: of the Gaussian process, and the edge years.
    Returns one row per mapping, region, code, year and order (0, 1, 2), sorted: the keys, dynamic_code,
    method, estimate (SD, SD per year, SD per year²), the bands, years_used, edge and status. Years without an
    estimate keep their row. edge: the first and last edge_years of the observations, and all beyond them.
    gaussian_process: the codes of a unit as one process over the years that all of them have, years_used of them.

    Bands, in the estimate's unit, each missing with `with_bands` false: lower_95 and upper_95 are pointwise, of one
    year; joint_…, that of all years of a series together (other methods: each year at one less 0.05 over the years,
    Bonferroni). Of the joint process alone: all_units_…, that of all years of all units of the mapping together, a
    bound; false_sign_probability, that the estimate has the wrong sign.

    status of a year: `estimated`; `interpolated` (no observation, between others); `zero_by_construction` (f'' of a
    natural spline in the first and last year observed: an estimate that says nothing, so no band); without an estimate
    `not_observed`, `outside_observations` (before the first or after the last) and, for the methods that
    bridge no gap, `no_neighbour`: observed, but for differences the year before or after is not or is outside
    the period, and for Savitzky-Golay no five years in a row with this one are.
    status of a whole series: `constant` (estimates, no bands: a series that never moves says nothing of its
    noise); without an estimate `too_few_points` (fewer than five), `not_finite`, `duplicate_years`, and for the joint
    process `too_few_common_years` (of the codes of the unit) and `made_of_other_codes` (the codes add up to nothing).

    Raises StudyError for missing columns, unknown codes and values that are no numbers.
    Source: Formula (1) of the article; each method in the module of its name, or in smoothers.py.
    """
    curves = differentiate(codes, period, method=method, derivative=derivative, with_bands=with_bands)
    # From series × order × year to rows by series, year, order.
    parts = {"estimate": curves.estimate, "status": curves.status, **curves.bands}
    flat = {name: part.transpose(0, 2, 1).ravel() for name, part in parts.items()}
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
            **{name: flat[name] for name in BANDS},
            "years_used": np.repeat(np.isfinite(curves.observations).sum(axis=1), count * len(ORDERS)),
            "edge": np.repeat(curves.edge.ravel(), len(ORDERS)),
            "status": flat["status"],
        }
    )


def differentiate(
    codes: pd.DataFrame, period: Period, *, method: str, derivative: Derivative, with_bands: bool = True
) -> Curves:
    """The arrays behind `rates`, for who needs whole curves; arguments, statuses and errors as there."""
    raise_problems(_frame_problems(codes), "the derivatives of the codes")
    series, years, values = _series(codes, period)
    units: list[JointUnits] = []
    if method == JOINT:
        units, status = joint_units(series, years, values, derivative)
        series = series.assign(status=status)
        values = _common(values, units)
        estimate, ends = _of_units(units, values.shape, with_bands)
        fixed = np.zeros(estimate.shape, dtype=bool)
    else:
        estimate, ends, fixed = _of_series(series, years, values, method)
    constant = (series["status"] == "constant").to_numpy()
    for end in ends.values():
        end[constant] = np.nan
    # Rounding must not give a constant a direction: the sign readings of the formulas would take it for one.
    estimate[constant, 1:] = np.where(np.isfinite(estimate[constant, 1:]), 0.0, np.nan)

    observed = np.isfinite(values)
    first, last = observed.argmax(axis=1), len(years) - 1 - observed[:, ::-1].argmax(axis=1)
    place = np.arange(len(years))
    edge = (place < first[:, None] + derivative.edge_years) | (place > last[:, None] - derivative.edge_years)
    outside = (place < first[:, None]) | (place > last[:, None])
    status = _status(series["status"].to_numpy(dtype=object), estimate, fixed, observed, outside)
    return Curves(series, years, values, estimate, ends, status, edge, units)


def _common(values: np.ndarray, units: list[JointUnits]) -> np.ndarray:
    """The values in the years that all codes of a unit have."""
    common = values.copy()
    for group in units:
        common[group.rows.ravel()] = np.where(group.common, values[group.rows.ravel()], np.nan)
    return common


def _of_units(units: list[JointUnits], shape: tuple, with_bands: bool) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Estimates and bands of every code by the joint process, each series × order × year."""
    whole = (shape[0], len(ORDERS), shape[1])
    estimate, ends = np.full(whole, np.nan), {name: np.full(whole, np.nan) for name in BANDS}
    for group in units:
        every_year = np.eye(int(group.inside.sum()))
        for order in ORDERS:
            sums = group.sums(every_year, order)
            for code, rows in enumerate(group.rows.T):
                mixture = of_functionals(group.posterior, sums, np.eye(group.rows.shape[1])[code])
                places = np.ix_(rows, [order], np.flatnonzero(group.inside))
                estimate[places] = mixture.estimate[:, None]
                if with_bands:
                    for name, end in mixture_bands(group, sums, mixture, np.ones(len(every_year), dtype=bool)).items():
                        ends[name][places] = end[:, None]
    return estimate, ends


def _of_series(
    series: pd.DataFrame, years: np.ndarray, values: np.ndarray, method: str
) -> tuple[np.ndarray, dict[str, np.ndarray], np.ndarray]:
    """Estimates, bands and what is zero by construction by a linear method, each series × order × year."""
    whole = (len(series), len(ORDERS), len(years))
    estimate, ends = np.full(whole, np.nan), {name: np.full(whole, np.nan) for name in BANDS}
    fixed = np.zeros(whole, dtype=bool)
    usable = series["status"].isin(["", "constant"]).to_numpy()
    if usable.any():
        found = LINEAR[method](years, values[usable])
        one_year = 1 - (1 - PROBABILITY) / len(years)
        for name, probability in {"": PROBABILITY, "joint_": one_year}.items():
            estimate[usable], *band = bands(found, probability)
            ends[f"{name}lower_95"][usable], ends[f"{name}upper_95"][usable] = band
        fixed[usable] = found.fixed
    return estimate, ends, fixed


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
    derivative: of the Gaussian process, here that of every series by itself; the other methods have no options.
    """
    if method == JOINT:
        estimates = student(years, values, derivative)
        return [student_band(*estimates, probability) for probability in probabilities]
    estimates = LINEAR[method](years, values)
    return [bands(estimates, probability) for probability in probabilities]


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
