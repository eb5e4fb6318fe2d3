"""In what share of all combinations of the study's choices a code rises or falls in all years of its joint band.

One choice changed at a time (codes.sensitivity) cannot tell what two of them do together. Here all are: mapping, one
indicator left out, deflator, year of prices, base period, scaling, weights, breaks, method, and of Formula (2) the
reading, n and τ. Only derivatives with their sign are taken.

Methods: the joint process of the codes of a unit, and the process of their sum, another model of the same figures. The
linear methods are not among them: their bands take the codes as independent and know nothing of their own bias, so that
what they exclude in all years together cannot be said.

Reference: Steegen, Tuerlinckx, Gelman and Vanpaemel (2016) Perspectives on Psychological Science 11:702-712.
"""

from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.multiverse.curves import Curves, curves, levels
from regioncodes.codes.multiverse.sampling import ANY, balanced_sample, distinct
from regioncodes.codes.multiverse.signs import Signs, signs
from regioncodes.codes.readings import FormulaReading, readings
from regioncodes.ground.options import CodeYears, Derivative, Formulas
from regioncodes.ground.regions import regions_of

METHODS = ("joint_process", "process_of_sum")
FORMULAS = ("code_id", "code_nid")
# What a finding has to hold in to be one.
NEARLY_ALL = 0.9
_LEVEL = ["choice", "level", "combinations", "above_percent", "below_percent"]


class Multiverse(NamedTuple):
    """Both tables, for Formula (1) and Formula (2)."""

    shares: pd.DataFrame  # formula × unit × year
    choices: pd.DataFrame  # formula × choice × level


def multiverse(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    district: str,
    mappings: dict,
    years: CodeYears,
    formulas: Formulas,
    alternatives: dict,
    sample: int,
    derivative: Derivative,
    seed: int,
) -> Multiverse:
    """Shares of the combinations whose joint 95 % band is above zero, below, or holds it; and what each choice moves.

    alternatives: the config's block `sensitivity`. sample: combinations of each formula, drawn by `seed` and balanced.

    shares: one row per formula, unit of the district and year: inner, combinations, above_percent, below_percent,
    neither_percent (of these combinations), status, and the combinations of the formula: possible, distinct, sampled.
    Combinations of a row are those whose whole sum there is of inner years; where there are none, inner is False and
    they are all that have a band. status: `counted`; `edge_years` (no whole sum of inner years); `no_band` (no
    combination has one: no whole sum ends there, or the codes have too few years together).

    choices: one row per formula, choice and level: combinations, above_percent and below_percent, means over the inner
    rows of the district's regions, and of the choice spread_percent: the standard deviation between its levels of the
    share above less the share below, again the mean over these rows. It does not grow with the number of levels.
    """
    chosen = levels(years, alternatives, panel["indicator"].unique())
    found = curves(panel, regions, indicators, district=district, mappings=mappings, years=years, choices=chosen)
    ways = _ways(formulas, alternatives)
    samples = {formula: _sample(found, ways, formula, sample, seed) for formula in FORMULAS}
    bands = _bands(found, ways, samples, derivative)
    ranked = [found.units.index(region) for region in regions_of(district, regions)]
    shares = {formula: _shares(found, samples[formula], bands[formula]) for formula in FORMULAS}
    choices = {formula: _moves(samples[formula], bands[formula], ranked) for formula in FORMULAS}
    return Multiverse(*(pd.concat(tables, names=["formula"]).reset_index("formula") for tables in (shares, choices)))


class _Way(NamedTuple):
    """One way to read a formula, and its words for the choices that it is made of."""

    reading: FormulaReading
    words: dict[str, str]


class _Sample(NamedTuple):
    """The combinations of one formula."""

    choices: pd.DataFrame  # a column for each choice, a level or ANY
    curves: np.ndarray  # of each combination the row of Curves
    method: np.ndarray  # its place in METHODS
    way: np.ndarray  # its reading, a place among all ways
    possible: int
    distinct: int


def holding(shares: pd.DataFrame, ranked: list[str], least: float = NEARLY_ALL) -> pd.DataFrame:
    """How many inner region-years of each formula are above, or below, zero in at least a share of the combinations.

    shares: of `multiverse`. ranked: the regions that count. By formula: region_years, above, below.
    """
    own = shares[shares["inner"] & shares["region"].isin(ranked)]
    counts = own.assign(
        region_years=1, above=own["above_percent"] >= 100 * least, below=own["below_percent"] >= 100 * least
    )
    return counts.groupby("formula", sort=False)[["region_years", "above", "below"]].sum()


def largest_mover(choices: pd.DataFrame, formula: str) -> str | None:
    """The choice whose levels differ most, of `multiverse`; None where none moves anything."""
    own = choices[choices["formula"].eq(formula) & choices["spread_percent"].gt(0)]
    return None if own.empty else own.loc[own["spread_percent"].idxmax(), "choice"]


def _ways(formulas: Formulas, alternatives: dict) -> list[_Way]:
    """Formula (1), then every reading of Formula (2), of τ only where there is memory."""
    periods = dict.fromkeys([formulas.periods, *alternatives["periods"]])
    memories = list(dict.fromkeys([formulas.memory_years, *alternatives["memory_years"]]))
    ways = []
    for count, (number, memory) in product(periods, enumerate(memories)):
        for reading in readings(Formulas(periods=count, memory_years=memory)):
            words = {"reading": reading.reading, "periods": str(count), "memory_years": f"{memory:g}"}
            if reading.reading == "memory" or number == 0:
                others = words if reading.reading == "memory" else {**words, "memory_years": ANY}
                ways.append(_Way(reading, {} if reading.formula == "code_id" else others))
    first = next(way for way in ways if way.reading.formula == "code_id")
    return [first, *(way for way in ways if way.reading.formula == "code_nid")]


def _sample(found: Curves, ways: list[_Way], formula: str, size: int, seed: int) -> _Sample:
    """A balanced sample of the distinct combinations of a formula."""
    kinds = distinct(found.combinations, found.places)
    own = [place for place, way in enumerate(ways) if way.reading.formula == formula]
    crossed = pd.DataFrame(list(product(range(len(METHODS)), own)), columns=["method", "way"])
    words = pd.DataFrame([{"method": METHODS[method], **ways[way].words} for method, way in crossed.to_numpy()])
    row, column = balanced_sample(kinds, words, size, seed)
    parts = [table.iloc[at].reset_index(drop=True) for table, at in ((kinds, row), (words, column))]
    return _Sample(
        choices=pd.concat(parts, axis=1),
        curves=kinds.index.to_numpy()[row],
        method=crossed["method"].to_numpy()[column],
        way=crossed["way"].to_numpy()[column],
        possible=len(found.combinations) * int(words[words != ANY].nunique().prod()),
        distinct=len(kinds) * len(words),
    )


def _bands(found: Curves, ways: list[_Way], samples: dict[str, _Sample], derivative: Derivative) -> dict[str, Signs]:
    """Signs of every sampled combination in every unit and year, by formula: combination × unit × year."""
    units, years = len(found.units), len(found.years)
    shapes = {formula: (len(sample.choices), units, years) for formula, sample in samples.items()}
    result = {formula: Signs(np.empty(shape), np.empty(shape, dtype=bool)) for formula, shape in shapes.items()}
    for method, name in enumerate(METHODS):
        asked = np.zeros((len(ways), len(found.combinations)), dtype=bool)
        of_method = {formula: sample.method == method for formula, sample in samples.items()}
        for formula, sample in samples.items():
            asked[sample.way[of_method[formula]], sample.curves[of_method[formula]]] = True
        rows = np.flatnonzero(asked.any(axis=0))
        bundles = _bundles(found, rows, name)
        wanted = np.repeat(asked[:, rows], units, axis=1)
        all_signs = signs(bundles, found.years, [way.reading for way in ways], wanted, derivative)
        for formula, sample in samples.items():
            own = of_method[formula]
            at = sample.way[own], np.searchsorted(rows, sample.curves[own])
            for whole, part in zip(result[formula], all_signs, strict=True):
                whole[own] = part.reshape(len(ways), len(rows), units, years)[at]
    return result


def _bundles(found: Curves, rows: np.ndarray, method: str) -> np.ndarray:
    """What a method takes of the combinations of some rows, unit by unit: rows × units, p codes, years."""
    codes = np.stack([own[place] for own, place in zip(found.values, found.places[rows].T, strict=True)], axis=1)
    bundles = codes.transpose(0, 3, 1, 2).reshape(-1, codes.shape[1], len(found.years))
    return bundles if method == "joint_process" else bundles.sum(axis=1, keepdims=True)


def _percent(sign: np.ndarray, counted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the combinations that count in a unit and year the per cent above and below zero; NaN where none counts."""
    count = counted.sum(axis=0)
    above, below = ((counted & (sign == side)).sum(axis=0) for side in (1, -1))
    return 100 * above / np.where(count > 0, count, np.nan), 100 * below / np.where(count > 0, count, np.nan)


def _shares(found: Curves, sample: _Sample, bands: Signs) -> pd.DataFrame:
    """Shares of one formula, a row for each unit and year."""
    inner, known = bands.inner.any(axis=0), np.isfinite(bands.sign)
    counted = np.where(inner, bands.inner, known)
    above, below = _percent(bands.sign, counted)
    units, years = np.meshgrid(found.units, found.years, indexing="ij")
    columns = {
        "region": units,
        "year": years,
        "inner": inner,
        "combinations": counted.sum(axis=0),
        "above_percent": above,
        "below_percent": below,
        "neither_percent": 100 - above - below,
        "status": np.select([inner, known.any(axis=0)], ["counted", "edge_years"], "no_band"),
    }
    return pd.DataFrame({name: column.ravel() for name, column in columns.items()}).assign(
        possible_combinations=sample.possible,
        distinct_combinations=sample.distinct,
        sampled_combinations=len(sample.choices),
    )


def _moves(sample: _Sample, bands: Signs, ranked: list[int]) -> pd.DataFrame:
    """What each choice of one formula moves in the inner years of the regions that count."""
    sign, inner = bands.sign[:, ranked], bands.inner[:, ranked]
    tables = []
    for choice in sample.choices:
        rows, nets = [], []
        for level in pd.unique(sample.choices[choice]):
            members = (sample.choices[choice] == level).to_numpy()
            above, below = _percent(sign[members], inner[members])
            rows.append((choice, level, members.sum(), _mean(above), _mean(below)))
            if level != ANY:
                nets.append(above - below)
        tables.append(pd.DataFrame(rows, columns=_LEVEL).assign(spread_percent=_spread(nets)))
    return pd.concat(tables, ignore_index=True)


def _spread(nets: list[np.ndarray]) -> float:
    """Standard deviation between the levels, the mean over the cells that two levels or more have."""
    if not nets:
        return np.nan
    cells = np.reshape(nets, (len(nets), -1))
    cells = cells[:, np.isfinite(cells).sum(axis=0) > 1]
    return _mean(np.nanstd(cells, axis=0)) if cells.size else np.nan


def _mean(values: np.ndarray) -> float:
    return float(np.nanmean(values)) if np.isfinite(values).any() else np.nan
