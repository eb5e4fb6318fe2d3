"""What any forecaster would try first: the codes are held against these."""

import numpy as np
import pandas as pd

from regioncodes.statistics.rounding import ROUNDING, is_nothing

# Assumption: with fewer known years a region's own mean says nothing.
FEWEST_YEARS = 4


def shrunk_forecast(yearly: pd.DataFrame, last: int, window: int, gap: int, horizon: int) -> np.ndarray:
    """Mean change over `horizon` years that an AR(1) of each region foretells, less the mean of all regions.

    yearly: years × regions, of which the `window` years up to `last`, all that is out, are used. gap: years that lie
    between the last known and the first foretold one. Deviations from the mean of the year's regions follow
    x = m + u, u of one slope for all regions; a region's mean m is shrunk towards 0 by the share of noise in the spread
    of means (James and Stein), and the slope, of deviations from the region's own mean, is corrected for these having
    been estimated: (1 + 3 slope) / n is added (Kendall 1954). Missing for a region with fewer than four years or
    without the last one. Reference: Baltagi (2013), Handbook of Economic Forecasting 2:995-1024.
    """
    own = yearly.reindex(range(last - window + 1, last + 1)).to_numpy(dtype=float)
    has_year = np.isfinite(own).any(axis=1)
    own, goes_on = own[has_year], has_year[-1]
    if len(own) < FEWEST_YEARS or not goes_on:
        return np.full(yearly.shape[1], np.nan)
    deviations = own - np.nanmean(own, axis=1, keepdims=True)
    count = np.isfinite(deviations).sum(axis=0)
    usable = (count >= FEWEST_YEARS) & np.isfinite(deviations[-1])
    deviations = np.where(usable, deviations, np.nan)
    if not usable.any():
        return np.full(yearly.shape[1], np.nan)
    total = np.where(np.isfinite(deviations), deviations, 0.0).sum(axis=0)
    means = total / np.maximum(count, 1)
    rest = deviations - means
    slope = _slope(rest, count[usable].mean())
    kept = _kept(rest[:, usable], means[usable], count[usable], slope)
    means = np.where(usable, kept * means, np.nan)
    # What is left of the last deviation, on average over the years that are foretold.
    decay = np.power(slope, np.arange(gap + 1, gap + horizon + 1)).mean()
    return means + decay * (deviations[-1] - means)


def _slope(rest: np.ndarray, years: float) -> float:
    """Slope of a deviation on that of the year before, between 0 and 0.99."""
    before, after = rest[:-1], rest[1:]
    both = np.isfinite(before) & np.isfinite(after)
    squares = np.square(before[both]).sum()
    if is_nothing(squares, np.nansum(np.square(rest)) + np.finfo(float).tiny, ROUNDING):
        return 0.0
    slope = (before[both] * after[both]).sum() / squares
    return float(np.clip(slope + (1 + 3 * slope) / years, 0.0, 0.99))


def _kept(rest: np.ndarray, means: np.ndarray, count: np.ndarray, slope: float) -> float:
    """Share of the spread of means that is none of the noise in them, between 0 and 1."""
    spread = np.square(means).mean()
    # A mean of n years of an AR(1) varies by (1 + slope) / (1 - slope) times the variance of one over n.
    noise = (np.nansum(np.square(rest), axis=0) / np.maximum(count - 1, 1) / count).mean() * (1 + slope) / (1 - slope)
    return float(np.clip(1 - noise / spread, 0.0, 1.0)) if spread > 0 else 0.0
