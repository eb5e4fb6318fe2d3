"""The codes as all figures of today have them: what came of the codes themselves, and how stable they are."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.foresight.estimates import estimates
from regioncodes.codes.foresight.histories import Study
from regioncodes.codes.foresight.origins import Figures, codes_at
from regioncodes.codes.foresight.targets import Series

# Assumption: years further away than half of these move no derivative: the longest length scales are of a dozen years.
LONGEST = 40


class YearlyCodes(NamedTuple):
    """R × 3 × T codes in consecutive years, SD."""

    values: np.ndarray
    years: np.ndarray


def final_codes(figures: Figures, without: frozenset[str] = frozenset()) -> YearlyCodes:
    """The codes from the first to the last year of the panel in which any region has all three.

    figures: without lags. Empty where there is no such year.
    """
    first, last = (int(end) for end in (figures.panel["year"].min(), figures.panel["year"].max()))
    values = codes_at(figures, last, last, last - first + 1, without)
    there = np.flatnonzero(np.isfinite(values).all(axis=1).any(axis=0))
    years = np.arange(first, last + 1)
    if not len(there):
        return YearlyCodes(values[:, :, :0], years[:0])
    span = slice(there[0], there[-1] + 1)
    return YearlyCodes(values[:, :, span], years[span])


def codes_as_target(codes: YearlyCodes, leaves: list[str], lag: int) -> Series:
    """Change of the sum of the three codes from year to year, SD per year, and the sum itself."""
    level = pd.DataFrame(codes.values.sum(axis=1).T, index=codes.years, columns=leaves)
    return Series(level.diff(), level, lag, lag)


def formulas_of_all_years(codes: YearlyCodes, study: Study, years: np.ndarray, edge: int) -> np.ndarray:
    """Code ID and Code NID of some years from the whole series, T × R × 2; missing within `edge` years of its end.

    Of a series longer than LONGEST the years around the one that is asked for are taken: those beyond say nothing more.
    """
    found = np.full((len(years), len(codes.values), 2), np.nan)
    count = len(codes.years)
    wanted = np.flatnonzero(np.isin(years, codes.years) & (years <= (codes.years[-1] - edge if count else -np.inf)))
    places = np.searchsorted(codes.years, years[wanted])
    starts = np.clip(places - LONGEST // 2, 0, max(count - LONGEST, 0))
    for start in np.unique(starts):
        own = starts == start
        values = codes.values[:, :, start : start + LONGEST]
        part = estimates(values, places[own] - start, study.formulas, study.derivative)
        found[wanted[own]] = part.formulas.transpose(2, 0, 1)
    return found
