"""Formulas (1) and (2) of the article: the codes of innovative and of neo-industrial development.

Formula (1): Code_ID(t) = production'(t) + institutional'(t) + social'(t), in SD per year.
Formula (2): Code_NID(t) = Σ_j w_j NID(t - j) over the current year and the n periods before it, with
NID = production'' + institutional'' + social'', in SD per year².
The article leaves the weights and the sense of "> 0" open, so all readings stand side by side by name: the
weight w_j is `literal` 1, `memory` exp(-j / τ) or `elapsed` (n + 1 - j) / (n + 1), proportional to t_i; the
derivatives are `signed`, their `positive_part`, or `sign_only` (a weighted count of rises less falls).
Where the dynamic codes were measured directly they are what Formula (1) sums, in SD, and their first derivatives what
Formula (2) does, in SD per year: an order of derivative less. The zero of such a code is the mean of the base period,
so that "> 0" says nothing of Formula (1).

Bands. Gaussian process: the codes of a unit are one process (derivatives/joint_process.py), so that a signed sum has
its band without draws; the other signs have theirs from joint draws (joint_sums.py). Other methods, signed: the error
covariance of the derivatives through the weights of the whole sum, as neighbouring years share observations;
Student t, the three noise variances pooled by Satterthwaite's degrees of freedom, all years together by Bonferroni.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.derivatives.joint_units import BANDS, PROBABILITY
from regioncodes.codes.derivatives.linear import LinearEstimates
from regioncodes.codes.derivatives.rates import JOINT, LINEAR, ZERO_BY_CONSTRUCTION, Curves, differentiate
from regioncodes.codes.joint_sums import SIGNS, joint_columns, joint_sums, points_of
from regioncodes.codes.readings import FormulaReading, lowest_order, readings, window
from regioncodes.ground.code_names import CODES, DYNAMIC_CODES
from regioncodes.ground.options import USUAL_DERIVATIVE, USUAL_FORMULAS, Derivative, Formulas, Period

_KEYS = ["mapping", "region", "year", "formula", "reading", "sign"]
_NUMBERS = ["estimate", *BANDS, "univariate_estimate"]
# Bands of several years: sums that lack years of their window are no part of them.
_TOGETHER = [name for name in BANDS if name.startswith(("joint_", "all_units_"))]
_COLUMNS = [*_NUMBERS, "years_used", "periods_used", "edge", "inner", "status"]


class _Unit(NamedTuple):
    """Three codes of one region: estimates and how uncertain they are; T years."""

    estimate: np.ndarray  # code × order × T, NaN where there is none
    fixed: np.ndarray  # code × order × T: zero by construction
    edge: np.ndarray  # T
    years_used: int
    constant: bool  # a code that never moves has no band, so that the sum has none
    joint: dict  # columns by reading and sign (Gaussian process)
    errors: LinearEstimates | None  # of the three codes (linear methods)


def nid(
    codes: pd.DataFrame,
    period: Period,
    *,
    seed: int,
    method: str = "gaussian_process",
    formulas: Formulas = USUAL_FORMULAS,
    derivative: Derivative = USUAL_DERIVATIVE,
) -> pd.DataFrame:
    """Code_ID and Code_NID of every region and year in every reading, with 95 % bands.

    codes, period, derivative: as for `rates`. seed, with the name of a series, decides its draws, whatever the
    other series.
    Returns one row per mapping, region, year, formula (`code_id`, `code_nid`), reading (`sum` for the first;
    `literal`, `memory`, `elapsed`) and sign (`signed`, `positive_part`, `sign_only`), sorted, with method,
    estimate, the bands, edge (of the current year), status, years_used of the observations, and periods_used: the
    years in the sum, the current one included, 0 without an estimate. inner: the sum is whole and none of its years
    is an edge. Units: SD per year, SD per year²; `sign_only` has none.
    Bands: as of `rates`, the joint ones over the years with a whole sum; the other signs have the pointwise one alone,
    or none (linear methods). univariate_estimate: of the Gaussian process of the summed series, the check beside.

    status: `estimated`; `short_window` (the first year with any derivative is less than n years back: the
    sum takes the years there are); `constant_code` (a code never moves: no band); `zero_by_construction` (so are all
    terms of the sum: no band); `missing_code` (no estimate: in a year of the sum a code has no derivative;
    differences have none at the ends of a period); `arbitrary_zero` (no estimate: a sense of "> 0" of codes whose zero
    is that of the base period, as of those measured directly).

    Raises StudyError as `rates` does. Source: Formulas (1) and (2) of the article.
    """
    curves = differentiate(codes, period, method=method, derivative=derivative, with_bands=False)
    names, lines = [], []
    joint = joint_columns(curves.units, formulas, seed=seed)
    for mapping, region, members in _units(curves):
        unit = _unit(curves, members)._replace(joint=joint.get((mapping, region), {}))
        ways = readings(formulas, lowest_order(code for code, _ in members))
        if method != JOINT:
            unit = unit._replace(errors=_errors(curves, members, method))
        names += [(mapping, region, way.formula, way.reading, sign) for way in ways for sign in SIGNS]
        lines += [_lines(unit, way, sign) for way in ways for sign in SIGNS]
    return _table(names, lines, curves.years, method)


def nid_points(
    codes: pd.DataFrame, period: Period, *, seed: int, formulas: Formulas, derivative: Derivative
) -> pd.DataFrame:
    """Points of the signed readings: one row per point, one column per mapping, region, reading and year.

    Arguments, units and errors as for `nid`, Gaussian process. The points, formulas.draws or the next power of two, are
    of low discrepancy (Sobol, scrambled by the seed) over all units together, each column by its own law: how regions
    stand to each other in a year can be counted from them, not how years do. NaN where there is no estimate.
    """
    from scipy.stats import qmc

    curves = differentiate(codes, period, method=JOINT, derivative=derivative, with_bands=False)
    units = [(mapping, region) for mapping, region, _ in _units(curves)]
    power = int(np.ceil(np.log2(formulas.draws)))
    uniform = qmc.Sobol(2 * len(units), rng=seed).random_base2(power).reshape(-1, len(units), 2)
    ways = [way.reading for way in readings(formulas)]
    columns = [(*unit, way, year) for unit in units for way in ways for year in curves.years]
    found = np.full((len(units), len(ways), len(curves.years), len(uniform)), np.nan)
    for group in curves.units:
        for number, own in enumerate(joint_sums(group, formulas)):
            for place, region in enumerate(group.regions):
                unit = units.index((group.mapping, region))
                found[unit, number, group.inside] = points_of(own, place, uniform[:, unit]).T
    names = pd.MultiIndex.from_tuples(columns, names=["mapping", "region", "reading", "year"])
    return pd.DataFrame(found.reshape(len(names), len(uniform)).T, columns=names)


def _units(curves: Curves) -> list[tuple[str, str, list[tuple[str, int | None]]]]:
    """Mapping and region of every unit, and of each of its codes the row among the curves, None where it has none."""
    rows = {tuple(key): row for row, *key in curves.series[["mapping", "region", "code"]].itertuples()}
    direct = set(curves.series.loc[~curves.series["code"].isin(CODES), "mapping"])
    pairs = curves.series[["mapping", "region"]].drop_duplicates().itertuples(index=False, name=None)
    names = {mapping: DYNAMIC_CODES.values() if mapping in direct else CODES for mapping in curves.series["mapping"]}
    return [(*pair, [(code, rows.get((*pair, code))) for code in names[pair[0]]]) for pair in pairs]


def _unit(curves: Curves, members: list[tuple[str, int | None]]) -> _Unit:
    """The three codes of one region from all curves; a code without a series has no estimates."""
    shape = curves.estimate.shape[1:]
    present = [row for _, row in members if row is not None]
    estimate = [np.full(shape, np.nan) if row is None else curves.estimate[row] for _, row in members]
    fixed = [
        np.zeros(shape, dtype=bool) if row is None else curves.status[row] == ZERO_BY_CONSTRUCTION for _, row in members
    ]
    return _Unit(
        estimate=np.stack(estimate),
        fixed=np.stack(fixed),
        edge=curves.edge[present].any(axis=0),
        years_used=int(np.isfinite(curves.observations[present]).all(axis=0).sum()),
        constant=bool((curves.series["status"].iloc[present] == "constant").any()),
        joint={},
        errors=None,
    )


def _errors(curves: Curves, members: list, method: str) -> LinearEstimates:
    """Error covariance and noise variance of three codes by a linear method; NaN for a code without a series."""
    blank = np.full(len(curves.years), np.nan)
    values = np.stack([blank if row is None else curves.observations[row] for _, row in members])
    return LINEAR[method](curves.years, np.where(np.isfinite(values), values, np.nan))


def _lines(unit: _Unit, reading: FormulaReading, sign: str) -> dict[str, np.ndarray]:
    """Columns of one reading and sign of one region, a value for each year."""
    weights, used = window(np.isfinite(unit.estimate[:, reading.order]), reading.weights)
    is_arbitrary = reading.order == 0 and sign != "signed"
    used = np.where(is_arbitrary, 0, used)
    complete, whole = used > 0, used == len(reading.weights)
    by_errors = unit.errors is not None
    found = (
        _from_errors(unit, reading.order, weights, sign) if by_errors else unit.joint.get((reading.reading, sign), {})
    )
    moves = (weights != 0) @ ~unit.fixed[:, reading.order].all(axis=0)
    no_band = np.where(unit.constant | ~moves, np.nan, 0.0)
    blank = np.full(len(used), np.nan)
    known = {
        name: np.where(whole if name in _TOGETHER else complete, found.get(name, blank), np.nan) for name in _NUMBERS
    }
    return {
        **{name: values + no_band if name in BANDS else values for name, values in known.items()},
        "years_used": np.full(len(used), unit.years_used),
        "periods_used": used,
        "edge": unit.edge,
        "inner": whole & ~((weights != 0) @ unit.edge),
        "status": np.select(
            [
                np.full(len(used), is_arbitrary),
                ~complete,
                np.full(len(used), unit.constant),
                ~moves,
                ~whole,
            ],
            ["arbitrary_zero", "missing_code", "constant_code", ZERO_BY_CONSTRUCTION, "short_window"],
            default="estimated",
        ),
    }


def _table(names: list[tuple], lines: list[dict], years: np.ndarray, method: str) -> pd.DataFrame:
    """All lines in one frame: a frame for each would take as long as all the estimates. names: mapping to sign."""
    keys = pd.DataFrame(names, columns=[key for key in _KEYS if key != "year"])
    table = keys.loc[np.repeat(keys.index, len(years))].assign(
        year=np.tile(years, len(names)),
        method=method,
        **{column: np.concatenate([line[column] for line in lines] or [[]]) for column in _COLUMNS},
    )
    return table[[*_KEYS, "method", *_COLUMNS]].sort_values(_KEYS, ignore_index=True)


def _from_errors(unit: _Unit, order: int, weights: np.ndarray, sign: str) -> dict[str, np.ndarray]:
    """Estimate and band of a weighted sum of derivatives from the errors of a linear method."""
    from scipy.special import stdtrit

    estimate = weights @ np.nan_to_num(SIGNS[sign](unit.estimate[:, order])).sum(axis=0)
    if sign != "signed":
        return {"estimate": estimate}
    own = slice(order * len(weights), (order + 1) * len(weights))
    # Years without an estimate have weight zero in every sum that is printed.
    covariance = np.nan_to_num(unit.errors.covariance[:, own, own])
    variances = unit.errors.variance[:, None] * np.einsum("wt,ctu,wu->cw", weights, covariance, weights, optimize=True)
    variance = variances.sum(axis=0)
    shares = (np.square(variances) / unit.errors.degrees[:, None]).sum(axis=0)
    # A sum without noise has no degrees of freedom and a band of no width, whatever they are.
    degrees = np.divide(np.square(variance), shares, out=np.ones_like(shares), where=shares != 0)
    found = {"estimate": estimate}
    for name, together in {"": 1, "joint_": len(weights)}.items():
        half_width = stdtrit(degrees, 1 - (1 - PROBABILITY) / 2 / together) * np.sqrt(variance)
        found |= {f"{name}lower_95": estimate - half_width, f"{name}upper_95": estimate + half_width}
    return found
