"""Changes of a noisy regressor with its level of two years before as instrument: never without its first stage."""

from typing import NamedTuple

import numpy as np

from regioncodes.statistics.errors_in_regressor import SlopeSet, bound_about_zero, slopes_within
from regioncodes.statistics.gate import FITTED, REFUSED, WEAK_INSTRUMENT, too_few
from regioncodes.statistics.intervals import summed_by
from regioncodes.statistics.least_squares import swept
from regioncodes.statistics.rounding import is_nothing

# Assumption: below this first-stage F an instrument is weak (Staiger and Stock 1997, Econometrica 65:557-586).
LOWEST_F = 10.0


class InstrumentedSlope(NamedTuple):
    """Slope by an instrument, the F of its first stage, and the 95 % set, which holds however weak the instrument.

    set_95: of Anderson and Rubin. status: `fitted`, `weak_instrument` (a set and no slope), `too_few_clusters` or
    `refused` (neither). n: changes.
    """

    status: str
    first_stage_f: float
    slope: float
    set_95: SlopeSet
    n: int


def instrumented_slope(
    regions: np.ndarray,
    years: np.ndarray,
    regressor: np.ndarray,
    response: np.ndarray,
    breaks: np.ndarray | None = None,
) -> InstrumentedSlope:
    """Slope of yearly changes with year effects, that of the regressor instrumented by its level two years before.

    All arrays (n,), each region and year once; breaks: points to which no change leads, none by default. Noise that
    is independent over the years is in e(t) and e(t − 1), not in e(t − 2); that the level foretells the true change,
    and that shocks of the response do not hang on it, are assumptions (Anderson and Hsiao 1982, Journal of Econometrics
    18:47-82). F and set by the scores of the regions about their mean, t with G − 1 degrees.
    """
    triples = _triples(regions, years)
    now, before, earlier = (triples if breaks is None else triples[~breaks[triples[:, 0]]]).T
    effects = (years[now][:, None] == np.unique(years[now])).astype(float)
    count, nothing = len(np.unique(regions[now])), SlopeSet("", np.nan, np.nan)
    if status := too_few("cr1", count):
        return InstrumentedSlope(status, np.nan, np.nan, nothing, len(now))
    instrument, change, outcome = swept(
        np.column_stack([regressor[earlier], *(own[now] - own[before] for own in (regressor, response))]), effects
    ).T
    if is_nothing([np.linalg.norm(own) for own in (instrument, change)], np.linalg.norm(regressor[now])).any():
        return InstrumentedSlope(REFUSED, np.nan, np.nan, nothing, len(now))
    products, strengths = (summed_by(instrument * own, regions[now]) for own in (outcome, change))
    left, squares = strengths.sum(), strengths @ strengths
    strength = left**2 * (count - 1) / (count * squares - left**2)
    found = _not_rejected(products, strengths)
    if strength < LOWEST_F:
        return InstrumentedSlope(WEAK_INSTRUMENT, float(strength), np.nan, found, len(now))
    return InstrumentedSlope(FITTED, float(strength), float(products.sum() / left), found, len(now))


def _triples(regions: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Rows of every point that has one and two years before in its region, (m, 3): itself, these two."""
    place = {(region, year): row for row, (region, year) in enumerate(zip(regions, years, strict=True))}
    found = [[place.get((region, year - lag)) for lag in range(3)] for region, year in place]
    return np.array([rows for rows in found if None not in rows], dtype=int).reshape(-1, 3)


def _not_rejected(products: np.ndarray, strengths: np.ndarray) -> SlopeSet:
    """Slopes β of which the mean of the scores a − βb is no further from zero than Student's t allows."""
    bound = bound_about_zero(len(products), 0.975)
    left = products.sum(), strengths.sum()
    return slopes_within(
        left[1] ** 2 - bound * (strengths @ strengths),
        -2 * left[0] * left[1] + 2 * bound * (strengths @ products),
        left[0] ** 2 - bound * (products @ products),
    )
