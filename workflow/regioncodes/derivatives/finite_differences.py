"""Central differences of yearly series, with bands from a noise variance that assumes nothing of the trend.

The noise variance is that of Gasser, Sroka and Jennen-Steinmetz (1986) Biometrika 73:625-633: a sixth of the
mean squared second difference. Neighbouring second differences share observations, so the variance has fewer
degrees of freedom than there are differences; they are matched to its first two moments (Satterthwaite 1946).
The bands are cautious. Where the series bends, curvature counts as noise; and f'' is judged by a variance
that contains it, so that around a straight line its bands hold in about 99.9 % of cases instead of 95 %.
"""

import numpy as np
from scipy.special import stdtrit

# Assumption: a noise variance from fewer than three second differences is no ground for a band.
_FEWEST_DIFFERENCES = 3


def central_differences(years: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimate, lower and upper end of the 95 % band, each series × order (level, f', f'') × year.

    years: consecutive. values: series × years, NaN where not observed.
    Units: of the values, per year, per year².
    f'(t) = (x(t+1) - x(t-1)) / 2 with variance σ²/2, f''(t) = x(t+1) - 2 x(t) + x(t-1) with variance 6 σ²;
    the level is the observation itself. All three years must be observed: no difference bridges a gap, and
    the first and last year have none. Bands are Student t; NaN with fewer than three second differences.
    """
    blank = np.full_like(values, np.nan)
    first, second = blank.copy(), blank.copy()
    second[:, 1:-1] = values[:, 2:] - 2 * values[:, 1:-1] + values[:, :-2]
    first[:, 1:-1] = np.where(np.isfinite(second[:, 1:-1]), (values[:, 2:] - values[:, :-2]) / 2, np.nan)
    estimate = np.stack([values, first, second], axis=1)

    variance, degrees = noise_variance(values)
    factors = np.array([np.square(stencil(order, 3)[1]).sum() for order in (0, 1, 2)])
    half_width = (stdtrit(degrees, 0.975)[:, None] * np.sqrt(variance[:, None] * factors))[:, :, None]
    return estimate, estimate - half_width, estimate + half_width


def noise_variance(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Noise variance (squared units of the values) and its degrees of freedom, one of each per series.

    values: series × consecutive years, NaN where not observed. With m second differences, c₁ pairs of them
    neighbours and c₂ pairs next but one, degrees = 36 m² / (36 m + 32 c₁ + 2 c₂): twice the squared mean
    over the variance of the estimate under normal noise. NaN with fewer than three second differences.
    """
    second = values[:, 2:] - 2 * values[:, 1:-1] + values[:, :-2]
    there = np.isfinite(second)
    count = there.sum(axis=1).astype(float)
    count[count < _FEWEST_DIFFERENCES] = np.nan
    neighbours = (there[:, 1:] & there[:, :-1]).sum(axis=1)
    next_but_one = (there[:, 2:] & there[:, :-2]).sum(axis=1)
    variance = np.square(np.where(there, second, 0.0)).sum(axis=1) / (6 * count)
    return variance, 36 * count**2 / (36 * count + 32 * neighbours + 2 * next_but_one)


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
