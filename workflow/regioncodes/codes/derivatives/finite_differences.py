"""Central differences of yearly series: nothing is smoothed and no gap is bridged.

The bands are those of `linear`, with the noise variance of `noise`. They are cautious: f'' is judged by a
variance that contains it, so that around a straight line its bands hold in about 99.9 % of cases, not 95 %.
"""

from functools import lru_cache

import numpy as np

from regioncodes.codes.derivatives.linear import Candidates, LinearEstimates, linear_estimates, propagated


def central_differences(years: np.ndarray, values: np.ndarray) -> LinearEstimates:
    """Estimates of level, f' and f'' with their error covariance.

    years: consecutive. values: series × years, NaN where not observed.
    Units: of the values, per year, per year².
    f'(t) = (x(t+1) - x(t-1)) / 2 with variance σ²/2, f''(t) = x(t+1) - 2 x(t) + x(t-1) with variance 6 σ²;
    the level is the observation itself. All three years must be observed: no difference bridges a gap, and
    the first and last year have none. No variance with fewer than three second differences.
    """
    return linear_estimates(years, values, _differences)


def stencil(order: int, count: int) -> np.ndarray:
    """Coefficients of the central difference of an order at each year (rows) on each year's value (columns).

    count × count; the first and last row are zero for orders 1 and 2.
    """
    if order == 0:
        return np.eye(count)
    inner = {1: (-0.5, 0.0, 0.5), 2: (1.0, -2.0, 1.0)}[order]
    matrix = np.zeros((count, count))
    for year in range(1, count - 1):
        matrix[year, year - 1 : year + 2] = inner
    return matrix


@lru_cache(maxsize=256)
def _differences(years: tuple, observed: tuple) -> Candidates:
    """Stencils of the observed years; no row where one of the three years is missing."""
    seen = np.array(observed)
    surrounded = np.zeros_like(seen)
    surrounded[1:-1] = seen[:-2] & seen[1:-1] & seen[2:]
    blocks = [
        np.where((seen if order == 0 else surrounded)[:, None], stencil(order, len(years)), np.nan)
        for order in (0, 1, 2)
    ]
    return propagated(np.concatenate(blocks)[None, :, seen], observed)
