"""Codes under every combination of the choices that they hang on, as arrays.

What `codes.codes` does for one mapping is done here for thousands: each indicator is standardised once for every
deflator, price year, base period and scaling, and the weighted, linked means of all combinations are taken together.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.codes import first_component, needed_indicators, price_levels, standardised, transformed
from regioncodes.ground.code_names import CODES, DEFLATORS
from regioncodes.ground.options import CodeYears, Period
from regioncodes.ground.regions import leaf_regions, units_of
from regioncodes.panel.units import method_breaks, usable_values
from regioncodes.statistics.rounding import is_nothing

NONE = "none"
AS_CONFIGURED = "as_configured"
# Choices of a code beside its mapping and the indicator left out, in the order of the arrays' axes.
SHARED = ("deflator", "price_base_year", "base_period", "scaling", "weights", "breaks")


class Levels(NamedTuple):
    """The levels of every choice that all mappings share, the study's own first."""

    deflator: list[str]
    price_base_year: list[int]
    base_period: list[Period]
    scaling: list[str]
    weights: list[str]
    breaks: list[str]


class Curves(NamedTuple):
    """C combinations that are possible, and the M distinct curves of each code that they are made of."""

    combinations: pd.DataFrame  # C rows: mapping, left_out and SHARED, as words
    places: np.ndarray  # C × 3: which curve of each code
    values: list[np.ndarray]  # of each code, M × T × U: SD, linked; NaN where there is none
    years: np.ndarray  # T
    units: list[str]  # U


def levels(years: CodeYears, alternatives: dict, read: Iterable[str]) -> Levels:
    """The levels of all shared choices. alternatives: the config's block `sensitivity`. read: indicators with figures.

    Roubles are deflated by the volume of the product where it is read.
    """
    bases = [years.base_period, *(Period(**period) for period in alternatives["base_periods"])]
    return Levels(
        deflator=[AS_CONFIGURED, *(["grp_volume"] if {*DEFLATORS["grp_volume"]} <= {*read} else [])],
        price_base_year=list(dict.fromkeys([years.price_base_year, *alternatives["price_base_years"]])),
        base_period=list(dict.fromkeys(bases)),
        scaling=["levels", "changes"],
        weights=["equal", "first_component"],
        breaks=["as_printed", "left_out"],
    )


def curves(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    district: str,
    mappings: dict,
    years: CodeYears,
    choices: Levels,
) -> Curves:
    """The codes of a district's units under every combination of mapping, indicator left out and shared choices.

    mappings: as of codes.codes; what they say of scaling, weights and breaks is overridden. Those that name the terms
    of an earlier one, and those that measure dynamic codes, are no further mapping. A code that would have fewer
    indicators than the mapping's minimum is no combination.
    Curves that differ by a constant have the same rates and are one.
    """
    table = _Scores(panel, indicators, regions, units_of(district, regions), years.period)
    names, places, values = [], [], [np.empty((0, len(table.years), len(table.units))) for _ in CODES]
    for name, mapping in distinct_mappings(mappings).items():
        own = []
        for number, code in enumerate(CODES):
            found = _of_code(table, mapping, code, choices)
            flat = np.concatenate([values[number], found.reshape(-1, *found.shape[-2:])])
            firsts, members = _alike(flat)
            own.append(members[len(values[number]) :].reshape(found.shape[:-2]))
            values[number] = flat[firsts]
        for left_out, rows in _left_out(mapping):
            picked = [ids[row] for ids, row in zip(own, rows, strict=True)]
            places.append(np.stack(picked, axis=-1).reshape(-1, len(CODES)))
            names += [(name, left_out, *words) for words in product(*(map(_word, level) for level in choices))]
    combinations = pd.DataFrame(names, columns=["mapping", "left_out", *SHARED])
    return Curves(combinations, np.concatenate(places), values, table.years, table.units)


def distinct_mappings(mappings: dict) -> dict[str, dict]:
    """The mappings of defining codes that differ in their terms, the first of those that name the same ones."""
    kept: dict[str, dict] = {}
    for name, mapping in mappings.items():
        known = [[other[code] for code in CODES] for other in kept.values()]
        if mapping.get("measures", "defining") == "defining" and [mapping[code] for code in CODES] not in known:
            kept[name] = mapping
    return kept


def linked(
    scores: np.ndarray, weights: np.ndarray, included: np.ndarray, minimum: int, broken: np.ndarray
) -> np.ndarray:
    """Linked weighted means of K scores for V ways to weigh them, V × T × U, as `codes.codes` has value_sd.

    scores: K × T × U, NaN where not present. weights, included: V × K, which indicators a way has and what they
    weigh. broken: K × T × U, which changes do not enter; where none is left, the code ends.
    """
    present = np.isfinite(scores)
    count = np.einsum("vk,ktu->vtu", included.astype(int), present.astype(int))
    mean = np.where(count >= minimum, _weighted(scores, weights), np.nan)
    steps = scores[:, 1:] - scores[:, :-1]
    step = _weighted(np.where(broken[:, 1:], np.nan, steps), weights)
    cut = np.isfinite(_weighted(steps, weights)) & ~np.isfinite(step)
    result = mean.copy()
    for year in range(1, mean.shape[1]):
        follows = np.isfinite(result[:, year - 1]) & np.isfinite(step[:, year - 1])
        moved = np.where(follows, result[:, year - 1] + step[:, year - 1], mean[:, year])
        ended = cut[:, :year].any(axis=1)
        result[:, year] = np.where(np.isfinite(mean[:, year]) & ~ended, moved, np.nan)
    return result


class _Scores:
    """Standardised indicators of the units, each made once."""

    def __init__(self, panel, indicators, regions, units: list[str], period: Period):
        self.values, self.regions, self.units = usable_values(panel, indicators), regions, units
        self.years = np.arange(period.first, period.last + 1)
        self.leaves = leaf_regions(regions)
        self.breaks = method_breaks(panel)
        self._transformed: dict[tuple, pd.DataFrame] = {}
        self._loadings: dict[tuple, np.ndarray] = {}
        self._prices: dict[tuple, dict[str, pd.DataFrame]] = {}

    def frame(self, term: dict, price: int) -> pd.DataFrame:
        """One term before it is standardised: years × regions."""
        key = (repr(term), price if term["deflator"] != NONE else 0)
        if key not in self._transformed:
            if (price, term["deflator"]) not in self._prices:
                self._prices[price, term["deflator"]] = price_levels(self.values, [term], price, self.regions)
            self._transformed[key] = transformed(self.values, term, self._prices[price, term["deflator"]])
        return self._transformed[key]

    def array(self, term: dict, price: int, base: Period, scaling: str) -> np.ndarray:
        """One term in standard deviations: years × units."""
        score = standardised(self.frame(term, price), self.leaves, base, scaling)
        return score.reindex(index=self.years, columns=self.units).to_numpy()

    def loadings(self, terms: list[dict], price: int, base: Period) -> np.ndarray:
        """First component of the terms: the same whatever they are divided by."""
        has_prices = any(term["deflator"] != NONE for term in terms)
        key = (repr(terms), price if has_prices else 0, base)
        if key not in self._loadings:
            scores = {
                term["indicator"]: standardised(self.frame(term, price), self.leaves, base).loc[base.first : base.last]
                for term in terms
            }
            self._loadings[key] = first_component(scores, self.leaves, base).to_numpy()
        return self._loadings[key]

    def broken(self, term: dict) -> np.ndarray:
        """Years × units in which the change of a term is across a break in method of what it is made of."""
        own = self.breaks[self.breaks.isin(needed_indicators(term), level="indicator")].droplevel("indicator")
        cells = pd.MultiIndex.from_product([self.years, self.units])
        return cells.isin(own).reshape(len(self.years), len(self.units))


def _of_code(table: _Scores, mapping: dict, code: str, choices: Levels) -> np.ndarray:
    """Curves of one code of one mapping: left out × SHARED × years × units."""
    terms, shape = mapping[code], [len(level) for level in choices]
    included = _included(mapping, code)
    result = np.empty((len(included), *shape, len(table.years), len(table.units)))
    equal = included.astype(float)
    for deflator, price, base in product(*(range(size) for size in shape[:3])):
        own = [_deflated(term, choices.deflator[deflator]) for term in terms]
        year, period = choices.price_base_year[price], choices.base_period[base]
        loaded = np.zeros_like(equal)
        for way, mask in zip(loaded, included, strict=True):
            way[mask] = table.loadings([term for term, has in zip(own, mask, strict=True) if has], year, period)
        broken = np.stack([table.broken(term) for term in own])
        for number, scaling in enumerate(choices.scaling):
            scores = np.stack([table.array(term, year, period, scaling) for term in own])
            for weighing, breaking in product(range(shape[4]), range(shape[5])):
                weights = loaded if choices.weights[weighing] == "first_component" else equal
                left_out = broken & (choices.breaks[breaking] == "left_out")
                place = (slice(None), deflator, price, base, number, weighing, breaking)
                result[place] = linked(scores, weights, included, mapping["minimum_indicators"], left_out)
    return result


def _included(mapping: dict, code: str) -> np.ndarray:
    """Which terms a code has: all of them, then each left out in turn where enough are left. Ways × terms."""
    count = len(mapping[code])
    ways = [np.ones(count, dtype=bool)]
    if count - 1 >= max(mapping["minimum_indicators"], 1):
        ways += list(~np.eye(count, dtype=bool))
    return np.stack(ways)


def _left_out(mapping: dict) -> Iterator[tuple[str, list[int]]]:
    """The word of every indicator left out, or none, and the row of each code's ways."""
    yield NONE, [0] * len(CODES)
    for place, code in enumerate(CODES):
        for row, term in zip(range(1, len(_included(mapping, code))), mapping[code], strict=False):
            yield f"{code}: {term['indicator']}", [row if other == place else 0 for other in range(len(CODES))]


def _deflated(term: dict, deflator: str) -> dict:
    return {**term, "deflator": deflator} if term["deflator"] == "cpi" and deflator != AS_CONFIGURED else term


def _weighted(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Sum of weight times score over the sum of the sizes of the weights, over the scores present: V × T × U."""
    present = np.isfinite(scores)
    mass = np.einsum("vk,ktu->vtu", np.abs(weights), present.astype(float))
    total = np.einsum("vk,ktu->vtu", weights, np.where(present, scores, 0.0))
    return np.divide(total, mass, out=np.full_like(mass, np.nan), where=mass > 0)


def _alike(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows that differ from all before them by more than a constant of each unit, and which of these each row is."""
    known = np.isfinite(values)
    centre = np.nansum(values, axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    # A curve without a value differs from all that have one.
    moves = np.where(known, values - centre, 1e9).reshape(len(values), -1)
    firsts, members = [], np.empty(len(values), dtype=int)
    for row, move in enumerate(moves):
        same = is_nothing(np.abs(moves[firsts] - move).max(axis=1)) if firsts else np.zeros(0, dtype=bool)
        members[row] = same.argmax() if same.any() else len(firsts)
        if not same.any():
            firsts.append(row)
    return np.array(firsts), members


def _word(level) -> str:
    return f"{level.first}–{level.last}" if isinstance(level, Period) else str(level)
