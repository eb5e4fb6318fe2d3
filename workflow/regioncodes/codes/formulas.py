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

Bands. Gaussian process: joint draws of whole curves, the codes independent. Other methods, signed: the error
covariance of the derivatives through the weights of the whole sum, as neighbouring years share observations;
Student t, the three noise variances pooled by Satterthwaite's degrees of freedom.
"""

from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from regioncodes.codes.derivatives.gaussian_process import joint_draws
from regioncodes.codes.derivatives.linear import LinearEstimates
from regioncodes.codes.derivatives.rates import LINEAR, ZERO_BY_CONSTRUCTION, Curves, differentiate
from regioncodes.ground.code_names import CODES, DYNAMIC_CODES
from regioncodes.ground.options import USUAL_DERIVATIVE, USUAL_FORMULAS, Derivative, Formulas, Period

SIGNS = {"signed": np.positive, "positive_part": lambda rate: np.maximum(rate, 0.0), "sign_only": np.sign}
_KEYS = ["mapping", "region", "year", "formula", "reading", "sign"]
_COLUMNS = ["estimate", "lower_95", "upper_95", "periods_used", "edge", "status"]


class FormulaReading(NamedTuple):
    """One reading of one formula: the derivative it sums and the weight of each year back."""

    formula: str
    reading: str
    order: int
    weights: np.ndarray  # by lag, the current year first


class _Unit(NamedTuple):
    """Three codes of one region: estimates and how uncertain they are; T years."""

    estimate: np.ndarray  # code × order × T, NaN where there is none
    fixed: np.ndarray  # code × order × T: zero by construction
    edge: np.ndarray  # T
    constant: bool  # a code that never moves has no band, so that the sum has none
    draws: np.ndarray | None  # draw × code × order × T, zero where there is no estimate (Gaussian process)
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
    estimate, lower_95, upper_95, edge (of the current year), status, and periods_used: the years in the sum,
    the current one included, 0 without an estimate. Units: SD per year, SD per year²; `sign_only` has none.
    Signed estimates are in closed form; the other signs have the mean of the draws, or no band (linear methods).

    status: `estimated`; `short_window` (the first year with any derivative is less than n years back: the
    sum takes the years there are); `constant_code` (a code never moves: no band); `zero_by_construction` (so are all
    terms of the sum: no band); `missing_code` (no estimate: in a year of the sum a code has no derivative;
    differences have none at the ends of a period); `arbitrary_zero` (no estimate: a sense of "> 0" of codes whose zero
    is that of the base period, as of those measured directly).

    Raises StudyError as `rates` does. Source: Formulas (1) and (2) of the article.
    """
    curves = differentiate(codes, period, method=method, derivative=derivative)
    names, lines = [], []
    for mapping, region, members in _units(curves):
        unit, ways = _unit(curves, members), readings(formulas, lowest_order(code for code, _ in members))
        if method == "gaussian_process":
            unit = unit._replace(draws=_draws(curves, members, formulas.draws, seed, derivative))
        else:
            unit = unit._replace(errors=_errors(curves, members, method))
        names += [(mapping, region, way.formula, way.reading, sign) for way in ways for sign in SIGNS]
        lines += [_lines(unit, way, sign) for way in ways for sign in SIGNS]
    return _table(names, lines, curves.years, method)


def nid_draws(
    codes: pd.DataFrame, period: Period, *, seed: int, formulas: Formulas, derivative: Derivative
) -> pd.DataFrame:
    """Joint draws of the signed readings: one row per draw, one column per mapping, region, reading and year.

    Arguments, units and errors as for `nid`, Gaussian process; these are the draws behind its bands. A row is
    one draw of all years and readings of a region. NaN where a code has no estimate in a year of the sum.
    """
    curves = differentiate(codes, period, method="gaussian_process", derivative=derivative)
    units, years = _units(curves), curves.years
    ways = {mapping: readings(formulas, lowest_order(code for code, _ in members)) for mapping, _, members in units}
    # Filled in place: a country has a gigabyte of them.
    sums = np.empty((len(units), len(readings(formulas)), len(years), formulas.draws))
    for place, (mapping, _, members) in enumerate(units):
        available = np.isfinite(_unit(curves, members).estimate)
        shocks = _draws(curves, members, formulas.draws, seed, derivative).sum(axis=1)
        for number, reading in enumerate(ways[mapping]):
            weights, used = _window(available[:, reading.order], reading.weights)
            sums[place, number] = np.where(used > 0, shocks[:, reading.order] @ weights.T, np.nan).T
    names = [
        (mapping, region, way.reading, year) for mapping, region, _ in units for way in ways[mapping] for year in years
    ]
    columns = pd.MultiIndex.from_tuples(names, names=["mapping", "region", "reading", "year"])
    return pd.DataFrame(sums.reshape(len(names), formulas.draws).T, columns=columns)


def lowest_order(codes: Iterable[str]) -> int:
    """Order of the derivative that is a dynamic code: 1 of defining codes, 0 of dynamic ones measured directly."""
    return 1 if set(codes) <= set(CODES) else 0


def readings(formulas: Formulas, lowest: int = 1) -> list[FormulaReading]:
    """Formula (1) and the three readings of Formula (2). lowest: order of the derivative that Formula (1) sums."""
    count = formulas.periods + 1
    lags = np.arange(count)
    return [
        FormulaReading("code_id", "sum", lowest, np.ones(1)),
        FormulaReading("code_nid", "literal", lowest + 1, np.ones(count)),
        FormulaReading("code_nid", "memory", lowest + 1, np.exp(-lags / formulas.memory_years)),
        FormulaReading("code_nid", "elapsed", lowest + 1, (count - lags) / count),
    ]


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
    constant = (curves.series["status"].iloc[present] == "constant").any()
    fixed = [
        np.zeros(shape, dtype=bool) if row is None else curves.status[row] == ZERO_BY_CONSTRUCTION for _, row in members
    ]
    return _Unit(np.stack(estimate), np.stack(fixed), curves.edge[present].any(axis=0), bool(constant), None, None)


def _draws(curves: Curves, members: list, draws: int, seed: int, derivative: Derivative) -> np.ndarray:
    """Draws of the curves of three codes, draw × code × order × year; zero where there is no estimate."""
    result = np.zeros((draws, len(members), *curves.estimate.shape[1:]))
    for place, (_, row) in enumerate(members):
        if row is None or curves.series["status"].iloc[row] not in ("", "constant"):
            continue
        there = np.isfinite(curves.estimate[row])
        if curves.series["status"].iloc[row] == "constant":
            result[:, place] = np.where(there, curves.estimate[row], 0.0)
            continue
        name = "|".join(curves.series.iloc[row][["mapping", "region", "code"]])
        generator = np.random.default_rng(np.random.SeedSequence([seed, crc32(name.encode("utf-8"))]))
        curve = joint_draws(curves.years, curves.observations[row], curves.years, draws, generator, derivative)
        result[:, place] = np.where(there, curve, 0.0)
    return result


def _errors(curves: Curves, members: list, method: str) -> LinearEstimates:
    """Error covariance and noise variance of three codes by a linear method; NaN for a code without a series."""
    blank = np.full(len(curves.years), np.nan)
    values = np.stack([blank if row is None else curves.observations[row] for _, row in members])
    return LINEAR[method](curves.years, np.where(np.isfinite(values), values, np.nan))


def _lines(unit: _Unit, reading: FormulaReading, sign: str) -> dict[str, np.ndarray]:
    """Columns of one reading and sign of one region, a value for each year."""
    weights, used = _window(np.isfinite(unit.estimate[:, reading.order]), reading.weights)
    is_arbitrary = reading.order == 0 and sign != "signed"
    used = np.where(is_arbitrary, 0, used)
    complete = used > 0
    band = _from_errors if unit.draws is None else _from_draws
    estimate, lower, upper = (np.where(complete, line, np.nan) for line in band(unit, reading.order, weights, sign))
    moves = (weights != 0) @ ~unit.fixed[:, reading.order].all(axis=0)
    no_band = np.where(unit.constant | ~moves, np.nan, 0.0)
    return {
        "estimate": estimate,
        "lower_95": lower + no_band,
        "upper_95": upper + no_band,
        "periods_used": used,
        "edge": unit.edge,
        "status": np.select(
            [
                np.full(len(used), is_arbitrary),
                ~complete,
                np.full(len(used), unit.constant),
                ~moves,
                used < len(reading.weights),
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


def _window(available: np.ndarray, by_lag: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (current year × year in the sum) and the years in each sum, 0 where it lacks one it needs.

    available: code × year. The sums begin with the first year in which any code has a derivative.
    """
    place = np.arange(available.shape[1])
    lag = place[:, None] - place[None, :]
    start = available.any(axis=0).argmax() if available.any() else len(place)
    needed = (lag >= 0) & (lag < len(by_lag)) & (place >= start)
    complete = (~needed | available.all(axis=0)).all(axis=1)
    return np.where(needed, by_lag[np.where(needed, lag, 0)], 0.0), needed.sum(axis=1) * complete


def _from_draws(unit: _Unit, order: int, weights: np.ndarray, sign: str) -> tuple[np.ndarray, ...]:
    """Estimate and band of a weighted sum from joint draws of the curves."""
    sums = SIGNS[sign](unit.draws[:, :, order]).sum(axis=1) @ weights.T
    lower, upper = np.quantile(sums, [0.025, 0.975], axis=0)
    if sign == "signed":
        return weights @ np.nan_to_num(unit.estimate[:, order]).sum(axis=0), lower, upper
    return sums.mean(axis=0), lower, upper


def _from_errors(unit: _Unit, order: int, weights: np.ndarray, sign: str) -> tuple[np.ndarray, ...]:
    """Estimate and band of a weighted sum of derivatives from the errors of a linear method."""
    from scipy.special import stdtrit

    estimate = weights @ np.nan_to_num(SIGNS[sign](unit.estimate[:, order])).sum(axis=0)
    if sign != "signed":
        return estimate, np.full_like(estimate, np.nan), np.full_like(estimate, np.nan)
    own = slice(order * len(weights), (order + 1) * len(weights))
    # Years without an estimate have weight zero in every sum that is printed.
    covariance = np.nan_to_num(unit.errors.covariance[:, own, own])
    variances = unit.errors.variance[:, None] * np.einsum("wt,ctu,wu->cw", weights, covariance, weights, optimize=True)
    variance = variances.sum(axis=0)
    shares = (np.square(variances) / unit.errors.degrees[:, None]).sum(axis=0)
    # A sum without noise has no degrees of freedom and a band of no width, whatever they are.
    degrees = np.divide(np.square(variance), shares, out=np.ones_like(shares), where=shares != 0)
    half_width = stdtrit(degrees, 0.975) * np.sqrt(variance)
    return estimate, estimate - half_width, estimate + half_width
