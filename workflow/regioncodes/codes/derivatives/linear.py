"""Derivatives that are weighted sums of the observations: how they are chosen, and how far noise moves them.

A method offers one or more candidates for a pattern of observed years, each a matrix of coefficients. The
candidate of a series minimises log |R y|² + penalty: generalised cross-validation (Craven and Wahba 1979,
Numer. Math. 31:377-403) with R = I - H and penalty -2 log(1 - tr H / n), or a restricted likelihood. Bands are
Student t from the error covariance of the sums, which does not know their bias.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from regioncodes.codes.derivatives.noise import noise_variance
from regioncodes.statistics.rounding import ROUNDING, cleared, is_nothing

ORDERS = (0, 1, 2)
FEWEST_POINTS = 5


class Candidates(NamedTuple):
    """G ways to smooth one pattern of n observed among T years, the smoothest first."""

    coefficients: np.ndarray  # G × 3T × n: observations to f, f', f'' in turn; NaN rows where there is none
    covariance: np.ndarray  # G × 3T × 3T: error covariance over the noise variance
    residual: np.ndarray  # G × m × n: R
    penalty: np.ndarray  # G
    degrees: int | None  # of |R y|² / degrees as noise variance; None: that of neighbouring differences


class LinearEstimates(NamedTuple):
    """Estimates of S series, three orders and T years, and what their errors hang on."""

    estimate: np.ndarray  # S × 3 × T, NaN where there is none
    covariance: np.ndarray  # S × 3T × 3T, over the noise variance
    variance: np.ndarray  # S: noise variance, NaN where it cannot be known
    degrees: np.ndarray  # S: its degrees of freedom
    fixed: np.ndarray  # S × 3 × T: zero by construction, whatever the observations


Family = Callable[[tuple, tuple], Candidates]


def linear_estimates(years: np.ndarray, values: np.ndarray, family: Family) -> LinearEstimates:
    """Estimates with their error covariance, the candidate chosen for each series.

    years: consecutive. values: series × years, NaN where not observed; a series of fewer than five
    observations has no estimates. family: candidates for (years, which are observed), both as tuples.
    What differs from zero by rounding alone is zero, so that no sign is one of rounding.
    """
    count, size = len(values), len(ORDERS) * len(years)
    estimate, covariance = np.full((count, size), np.nan), np.full((count, size, size), np.nan)
    fixed = np.zeros((count, size), dtype=bool)
    variance, degrees = noise_variance(values)
    patterns, members = np.unique(np.isfinite(values), axis=0, return_inverse=True)
    for index, observed in enumerate(patterns):
        if observed.sum() < FEWEST_POINTS:
            continue
        rows = np.flatnonzero(members == index)
        own = values[np.ix_(rows, observed)]
        candidates = family(tuple(years.tolist()), tuple(observed.tolist()))
        chosen, squares = _chosen(candidates, own)
        coefficients = candidates.coefficients[chosen]
        sums = np.einsum("sij,sj->si", coefficients, own)
        terms = np.einsum("sij,sj->si", np.abs(coefficients), np.abs(own))
        estimate[rows] = cleared(sums, terms, ROUNDING)
        covariance[rows] = candidates.covariance[chosen]
        fixed[rows] = ~coefficients.any(axis=2)
        if candidates.degrees is not None:
            variance[rows], degrees[rows] = squares / candidates.degrees, candidates.degrees
    shape = (count, len(ORDERS), len(years))
    return LinearEstimates(estimate.reshape(shape), covariance, variance, degrees, fixed.reshape(shape))


def bands(estimates: LinearEstimates, probability: float = 0.95) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimate, lower and upper end of the band of a probability, each series × order × year.

    What is zero by construction has no band: the method chose it, the observations say nothing of it.
    """
    from scipy.special import stdtrit

    diagonal = np.diagonal(estimates.covariance, axis1=1, axis2=2).reshape(estimates.estimate.shape)
    quantile = stdtrit(estimates.degrees, (1 + probability) / 2) * np.sqrt(estimates.variance)
    half_width = quantile[:, None, None] * np.sqrt(np.where(estimates.fixed, np.nan, np.maximum(diagonal, 0.0)))
    return estimates.estimate, estimates.estimate - half_width, estimates.estimate + half_width


def propagated(coefficients: np.ndarray, observed: tuple) -> Candidates:
    """Candidates whose error is the noise of the observations alone, scored by cross-validation.

    coefficients: as in Candidates. A candidate that leaves no residual is passed over where there are others.
    """
    count = sum(observed)
    hat = coefficients[:, : len(observed)][:, np.array(observed)]
    residual = np.eye(count) - np.nan_to_num(hat)
    freedom = np.trace(residual, axis1=1, axis2=2) / count
    return Candidates(
        coefficients=coefficients,
        covariance=coefficients @ coefficients.transpose(0, 2, 1),
        residual=residual,
        penalty=-2 * np.log(np.maximum(freedom, np.finfo(float).tiny)),
        degrees=None,
    )


def _chosen(candidates: Candidates, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place of each series' candidate, and its |R y|²; values without gaps."""
    centred = values - values.mean(axis=1, keepdims=True)
    # Residuals first: the quadratic form y' R'R y loses half of the digits of what is nearly zero.
    count, size, length = candidates.residual.shape
    residuals = (centred @ candidates.residual.reshape(-1, length).T).reshape(len(values), count, size)
    squares = np.square(residuals).sum(axis=2)
    # Residuals that are rounding are none; the smoothest candidate serves.
    squares = cleared(squares, np.square(np.abs(values).max(axis=1, keepdims=True)), ROUNDING**2)
    score = np.log(np.where(squares > 0, squares, 1.0)) + candidates.penalty
    # The smoothest of those that tie; and where the smoothest leaves nothing to fit, the others fit rounding.
    best = is_nothing(score - score.min(axis=1, keepdims=True)).argmax(axis=1)
    chosen = np.where(squares[:, 0] == 0, 0, best)
    return chosen, squares[np.arange(len(values)), chosen]
