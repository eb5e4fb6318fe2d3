"""Noise variance of yearly series from neighbouring values, which assumes nothing of the trend.

Gasser, Sroka and Jennen-Steinmetz (1986) Biometrika 73:625-633: a sixth of the mean squared second
difference. Neighbouring second differences share observations, so the variance has fewer degrees of freedom
than there are differences; they are matched to its first two moments (Satterthwaite 1946). Where a series
bends, curvature counts as noise: bands from this variance are cautious.
"""

import numpy as np

# Assumption: a noise variance from fewer than three second differences is no ground for a band.
_FEWEST_DIFFERENCES = 3


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
