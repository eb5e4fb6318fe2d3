"""Whether joint bands exclude zero, without the bands: for many thousand units, by the distribution function at zero.

The joint band of a mixture is its quantiles at ᾱ / 2 and 1 - ᾱ / 2 (joint_bands). The lower one is above zero exactly
where the mixture lies below zero with a probability of less than ᾱ / 2, so that nothing need be inverted.
"""

import numpy as np

from regioncodes.codes.derivatives.joint_process import Functionals, JointPosterior
from regioncodes.codes.derivatives.mixtures import student_below_zero

# A grid point that has less than this share of the largest weight in every unit moves no probability by 1e-6.
NEGLIGIBLE = 1e-9


def joint_signs(posterior: JointPosterior, sums: Functionals, levels: np.ndarray) -> np.ndarray:
    """Sign of every joint band that excludes zero, 0 where it does not: U × F, for the plain sum of all codes.

    levels: of joint_bands.pointwise_levels, by grid point. What has no variance is excluded where it is not zero. NaN
    for a unit one of whose codes is made of the others.
    """
    ones = np.ones(posterior.values.shape[2])
    heavy = np.flatnonzero((posterior.weights > NEGLIGIBLE * posterior.weights.max(axis=1, keepdims=True)).any(axis=0))
    weights = posterior.weights[:, heavy]
    squares = posterior.squares[:, heavy].sum(axis=(2, 3))
    series, contrasts = posterior.values @ ones, posterior.contrasts @ ones
    first = series[:, :1]
    line = (series - first) @ sums.line.T + first * sums.level
    below, variance = np.zeros_like(line), sums.variance
    for place, point in enumerate(heavy):
        mean = line + contrasts @ sums.smoother[point].T
        spread = np.maximum(squares[:, place, None], 0.0) * variance[point]
        below += weights[:, place, None] * student_below_zero(mean, spread, posterior.degrees)
    half = (weights @ levels[heavy])[:, None] / 2
    signs = np.where(below < half, 1.0, np.where(1 - below < half, -1.0, 0.0))
    return np.where(np.isfinite(below), signs, np.nan)
