"""The codes as they stood at an origin: made of what was out by then, and of nothing later.

An origin is a calendar year t, at whose end one forecasts the years after it. Of an indicator with a lag of L years the
figures up to t - L are out. A term of a code has the lag of the slowest of what it is made of; a code exists for a year
where the mapping's minimum of its terms is out, and the codes of an origin end with the last year L(t) in which all
three can exist: t less the lag of the codes. Where a slower term is not out yet, the code moves by the others, as the
study's own code does where an indicator ends. The window are the years up to L(t); the base period and the prices are
those of the study, as far as they were out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from regioncodes.codes.codes import (
    breaks_left_out,
    indicator_weights,
    needed_indicators,
    price_levels,
    scaling_of,
    standardised,
    transformed,
)
from regioncodes.codes.foresight.lags import Lags, lag_of
from regioncodes.codes.multiverse.curves import linked
from regioncodes.ground.code_names import CODES, DEFLATORS
from regioncodes.ground.options import CodeYears
from regioncodes.ground.regions import leaf_regions
from regioncodes.panel.units import usable_values

Deal = Mapping[str, np.ndarray]  # for an indicator, which region's history each region is dealt


@dataclass(frozen=True, eq=False)
class Figures:
    """What codes are made of. values: indexed by indicator, year and region. years: base period and prices."""

    panel: pd.DataFrame
    values: pd.Series
    regions: pd.DataFrame
    mapping: dict
    years: CodeYears
    lags: Lags

    @cached_property
    def leaves(self) -> list[str]:
        """The R regions, none of which holds another."""
        return leaf_regions(self.regions)

    @cached_property
    def terms(self) -> dict[tuple[str, str], dict]:
        """Terms of the mapping by code and indicator."""
        return {(code, term["indicator"]): term for code in CODES for term in self.mapping[code]}

    @cached_property
    def broken(self) -> dict[str, dict[str, pd.MultiIndex]]:
        """Years and regions in which the change of an indicator is left out, by code and indicator."""
        return {code: breaks_left_out(self.panel, self.mapping, code) for code in CODES}

    @cached_property
    def _frames(self) -> dict[tuple, pd.DataFrame]:
        return {}

    @cached_property
    def _scores(self) -> dict[tuple, pd.DataFrame]:
        return {}

    def lag(self, term: dict) -> int:
        """Years after which a term is out."""
        return lag_of(needed_indicators(term) & set(self.lags), self.lags)

    def frame(self, term: dict, origin: int) -> pd.DataFrame:
        """A term before it is standardised, as far as it is out: years × regions."""
        base = min(self.years.price_base_year, origin - lag_of(DEFLATORS[term["deflator"]], self.lags))
        key = (repr(term), base if term["deflator"] != "none" else 0)
        if key not in self._frames:
            self._frames[key] = self._transformed(term, base)
        return self._frames[key].loc[: origin - self.lag(term)]

    def scores(self, term: dict, origin: int, years: range) -> pd.DataFrame:
        """A term in standard deviations of the base period, as far as it is out: years and base period × regions."""
        if (key := (repr(term), origin, years)) not in self._scores:
            frame, base = self.frame(term, origin), self.years.base_period
            wanted = frame.loc[frame.index.isin([*years, *range(base.first, base.last + 1)])]
            has_base = wanted.loc[base.first : base.last].notna().any(axis=None)
            scaled = standardised(wanted, self.leaves, base, scaling_of(self.mapping)) if has_base else wanted * np.nan
            self._scores[key] = scaled
        return self._scores[key]

    def _transformed(self, term: dict, base: int) -> pd.DataFrame:
        known = self.values.index.unique("indicator")
        if not needed_indicators(term) <= set(known):
            return pd.DataFrame(columns=self.leaves, dtype=float)
        if any(not _begins_before(self.values.loc[name], base) for name in DEFLATORS[term["deflator"]]):
            return pd.DataFrame(columns=self.leaves, dtype=float)
        levels = price_levels(self.values, [term], base, self.regions)
        return transformed(self.values, term, levels).reindex(columns=self.leaves)


def _begins_before(values: pd.Series, year: int) -> bool:
    """Whether a series by year and region has the year and one before it, which a price level needs."""
    years = values.index.get_level_values("year")
    return years.min() < year <= years.max()


def figures_of(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    mapping: dict,
    years: CodeYears,
    lags: Lags,
) -> Figures:
    """The figures of a panel as codes need them. Arguments as of codes.codes; lags: of lags.lags_of."""
    return Figures(panel, usable_values(panel, indicators), regions, mapping, years, lags)


def lag_of_codes(figures: Figures, without: frozenset[str] = frozenset()) -> int | None:
    """Years after which all three codes can exist; None where one of them never can. without: as of codes_at."""
    minimum, found = figures.mapping["minimum_indicators"], []
    for code in CODES:
        own = sorted(figures.lag(term) for term in figures.mapping[code] if not needed_indicators(term) & without)
        if len(own) < minimum:
            return None
        found.append(own[minimum - 1])
    return max(found)


def codes_at(
    figures: Figures,
    origin: int,
    last: int,
    window: int,
    without: frozenset[str] = frozenset(),
    deal: Deal | None = None,
) -> np.ndarray:
    """The three codes in the `window` years up to `last`, R × 3 × years, NaN where there is none: SD, linked.

    without: indicators; a term that is one, or is divided or deflated by one, is left out. deal: shuffles the histories
    of indicators among regions.
    """
    years = range(last - window + 1, last + 1)
    return np.stack([_code(figures, code, origin, years, without, deal or {}) for code in CODES]).transpose(2, 0, 1)


def _code(figures: Figures, code: str, origin: int, years: range, without: frozenset[str], deal: Deal) -> np.ndarray:
    """One code, years × regions."""
    mapping, shape = figures.mapping, (len(years), len(figures.leaves))
    terms = [term for term in mapping[code] if not needed_indicators(term) & without]
    if len(terms) < mapping["minimum_indicators"]:
        return np.full(shape, np.nan)
    frames = {term["indicator"]: figures.scores(term, origin, years) for term in terms}
    weights = indicator_weights(frames, mapping, figures.leaves, figures.years.base_period).to_numpy()
    scores = np.stack([_dealt(frame.reindex(years).to_numpy(), deal.get(name)) for name, frame in frames.items()])
    broken = np.zeros(scores.shape, dtype=bool)
    if figures.broken[code]:
        cells = pd.MultiIndex.from_product([years, figures.leaves])
        broken = np.stack([cells.isin(figures.broken[code][name]).reshape(shape) for name in frames])
    included = np.ones((1, len(terms)), dtype=bool)
    return linked(scores, weights[None], included, mapping["minimum_indicators"], broken)[0]


def _dealt(scores: np.ndarray, order: np.ndarray | None) -> np.ndarray:
    return scores if order is None else scores[:, order]


def deals(figures: Figures, origin: int, seed: int, count: int) -> list[dict[str, np.ndarray]]:
    """Ways to deal the histories of every indicator to other regions, each indicator by an order of its own.

    Those regions exchange them whose figures of the base period are complete as far as they are out at the first
    origin: what comes later decides nothing.
    """
    generator = np.random.default_rng(seed)
    base, found = figures.years.base_period, []
    for _ in range(count):
        dealt = {}
        for (_, name), term in figures.terms.items():
            pool = figures.frame(term, origin).loc[base.first : base.last]
            order = np.arange(len(figures.leaves))
            complete = np.flatnonzero(pool.notna().all(axis=0) & (len(pool) > 0))
            order[complete] = generator.permutation(complete)
            dealt[name] = order
        found.append(dealt)
    return found
