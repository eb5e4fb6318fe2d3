"""Whether joint bands exclude zero, without the bands: for many thousand units, by the distribution function at zero.

The joint band of a mixture is its quantiles at ᾱ / 2 and 1 - ᾱ / 2 (joint_bands). The lower one is above zero exactly
where the mixture lies below zero with a probability of less than ᾱ / 2, so that nothing need be inverted.
"""

import numpy as np

from regioncodes.codes.derivatives.joint_process import Functionals, JointPosterior

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


def student_below_zero(mean: np.ndarray, spread: np.ndarray, degrees: int) -> np.ndarray:
    """Probability that a Student t is below zero; a point that is zero counts half. spread: degrees times scale².

    With sin θ = -mean / √(mean² + spread) it is 1/2 + A(θ) / 2, for even degrees A = sin θ (1 + cos² θ / 2 +
    1 · 3 cos⁴ θ / (2 · 4) + …), for odd ones 2 / π (θ + sin θ (cos θ + 2 cos³ θ / 3 + …)); each stops at the degrees
    less two. Reference: Abramowitz and Stegun (1964), eq. 26.7.3-4.
    """
    length = mean * mean + spread
    some = np.where(length > 0, length, 1.0)
    cosine2 = spread / some
    sine = -mean / np.sqrt(some)
    total = np.ones_like(mean)
    for power in range(degrees - 3, 0, -2):
        total = 1 + total * cosine2 * (power / (power + 1))
    if degrees % 2 == 0:
        area = sine * total
    elif degrees == 1:
        area = 2 / np.pi * np.arcsin(sine)
    else:
        area = 2 / np.pi * (np.arcsin(sine) + sine * np.sqrt(cosine2) * total)
    return np.where(length > 0, (1 + area) / 2, 0.5)
