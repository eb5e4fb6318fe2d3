"""Predictive distributions of observations left out, one at a time, of series that are observed in the same years.

A model here is Gaussian: contrasts z of the n observations, free of its trend, have the covariance v R, with v
integrated out under 1/v. Let B whiten them, B y = R^(-1/2) z (m × n), and Q = B'B. All that is to be known of the
series without its place i is in Q, so that no other matrix is inverted: the error of predicting y_i from the rest is
(Q y)_i / Q_ii, a Student t with m - 1 degrees and the squared scale S_i / ((m - 1) Q_ii), where
S_i = y'Q y - (Q y)_i² / Q_ii; the restricted likelihood of the rest is (|R| Q_ii)^(-1/2) S_i^(-(m - 1)/2), up to a
factor that all points of a grid share. The noise of the observation itself is in it. One step ahead is the last year
left out of a series cut there.
Of p codes that depend on each other with an unknown covariance Σ, integrated out under |Σ|^(-(p + 1)/2), S_i is the
p × p matrix of the same form, the restricted likelihood (|R| Q_ii)^(-p/2) |S_i|^(-(m - 1)/2), and each code a Student t
with m - p degrees and the squared scale S_i,cc / ((m - p) Q_ii): all codes of the year are left out at once.

References: Dubrule (1983) Mathematical Geology 15:687-699; Rasmussen and Williams (2006) Gaussian Processes for Machine
Learning, section 5.4.2; Harville (1974) Biometrika 61:383-385; Dawid (1981) Biometrika 68:265-274 (p codes).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from regioncodes.codes.derivatives.gaussian_process import likelihood_roots
from regioncodes.codes.derivatives.kalman import intensity_roots
from regioncodes.codes.derivatives.linear import LinearEstimates
from regioncodes.codes.derivatives.rates import LINEAR
from regioncodes.ground.options import Derivative
from regioncodes.statistics.rounding import ROUNDING, cleared, is_nothing

WALK, JOINT = "random_walk", "joint_process"
# Methods that say something of a year after the last one, and those that only bridge.
FORETELLING = ("gaussian_process", JOINT, "kalman", WALK)
BRIDGING = ("local_polynomial", "smoothing_spline")


class Predictions(NamedTuple):
    """Predictive distributions of S series and n years, each a mixture of G Student t; scale NaN where none is."""

    weights: np.ndarray  # S × n × G, they sum to one
    means: np.ndarray  # S × n × G
    scales: np.ndarray  # S × n × G
    degrees: np.ndarray  # S × n


def left_out(
    method: str, years: np.ndarray, values: np.ndarray, places: np.ndarray, derivative: Derivative
) -> Predictions:
    """Prediction of the observations at some places from all others, by a method of FORETELLING; series × places.

    years: ascending (n). values: series × years without gaps; for the joint process units × codes × years. derivative:
    of the Gaussian process. The Gaussian processes are mixtures over their grid; the Kalman smoother takes its most
    likely intensity as known; the random walk with drift is the bridge between the neighbours, for the last year the
    last value and the mean change.
    """
    units = values if method == JOINT else values[:, None]
    if method == WALK:
        return _predictions(_step_contrasts(years)[None], np.zeros(1), units, places)
    if method == "kalman":
        return _predictions(*intensity_roots(years), units, places, only_best=True)
    return _predictions(*likelihood_roots(years, derivative), units, places)


def bridged(method: str, years: np.ndarray, values: np.ndarray, places: np.ndarray) -> Predictions:
    """Prediction of the observations at some places from all others, by a method of BRIDGING; series × places.

    values: series × consecutive years, NaN where not observed. The error is that of the method's estimate, which does
    not know its bias, and the noise of the observation; neither where a hole leaves no estimate or no noise variance.
    """
    parts = []
    for place in places:
        holed = values.copy()
        holed[:, place] = np.nan
        parts.append(_bridge(LINEAR[method], years, holed, place))
    means, scales, degrees = (np.stack(column, axis=1) for column in zip(*parts, strict=True))
    return Predictions(np.ones_like(means)[..., None], means[..., None], scales[..., None], degrees)


def _bridge(method: Callable[..., LinearEstimates], years: np.ndarray, holed: np.ndarray, place: int) -> tuple:
    """Mean, scale and degrees of freedom of the observation that is missing at one place."""
    estimates = method(years, holed)
    variance = np.maximum(estimates.covariance[:, place, place], 0.0) + 1.0
    scale = np.sqrt(estimates.variance * variance)
    return estimates.estimate[:, 0, place], np.where(scale > 0, scale, np.nan), estimates.degrees


def _predictions(
    roots: np.ndarray, log_determinant: np.ndarray, values: np.ndarray, places: np.ndarray, only_best: bool = False
) -> Predictions:
    """The formulas above, p codes of a unit at a time. roots: G × m × n, every B; values: units × p × n.

    only_best: the point of the highest likelihood is taken as known. The series of the result are unit by unit.
    """
    codes, chosen = values.shape[1], roots[..., places]
    sizes = np.maximum(np.ptp(values, axis=2, keepdims=True), np.finfo(float).tiny)
    white = np.einsum("gmn,spn->sgmp", roots, (values - values[..., :1]) / sizes)
    # Of a straight line only rounding is left.
    white = cleared(white, np.abs(roots).sum(axis=2)[..., None], ROUNDING)
    diagonal = np.square(chosen).sum(axis=1)[..., None]
    errors = np.einsum("gmn,sgmp->sgnp", chosen, white) / diagonal
    whole = (white.transpose(0, 1, 3, 2) @ white)[:, :, None]
    rest = whole - errors[..., None] * errors[..., None, :] * diagonal[..., None]
    squares = np.diagonal(rest, axis1=3, axis2=4)
    # Codes of which one is a straight line or the sum of others without this year leave no noise to scale an error by.
    determinant = np.linalg.det(rest)
    is_known = ~is_nothing(determinant, np.prod(np.diagonal(whole, axis1=3, axis2=4), axis=3), ROUNDING)
    likelihood = -0.5 * codes * (log_determinant[:, None] + np.log(diagonal[..., 0]))
    likelihood = likelihood - 0.5 * (roots.shape[1] - 1) * np.log(np.where(is_known, np.abs(determinant), 1.0))
    below = likelihood.max(axis=1, keepdims=True) - likelihood
    # The first of those that tie but for rounding.
    best = np.arange(len(roots))[:, None] == is_nothing(below).argmax(axis=1)[:, None]
    weights = best.astype(float) if only_best else np.exp(-below)
    weights = weights / weights.sum(axis=1, keepdims=True)
    degrees = roots.shape[1] - codes
    with np.errstate(invalid="ignore"):
        scales = np.where(is_known[..., None], np.sqrt(squares / (degrees * diagonal)), np.nan)
    # Units × G × n × codes to units × codes × n × G.
    means, scales = (part.transpose(0, 3, 2, 1) for part in (errors, scales))
    shape = (len(values) * codes, len(places), len(roots))
    return Predictions(
        np.broadcast_to(weights.transpose(0, 2, 1)[:, None], means.shape).reshape(shape),
        (values[..., places, None] - sizes[..., None] * means).reshape(shape),
        (sizes[..., None] * scales).reshape(shape),
        np.full(shape[:2], float(degrees)),
    )


def _step_contrasts(years: np.ndarray) -> np.ndarray:
    """B (n - 2 × n) of a random walk with drift: steps over the root of their years, free of the drift."""
    roots = np.sqrt(np.diff(years).astype(float))
    steps = np.diff(np.eye(len(years)), axis=0) / roots[:, None]
    return np.linalg.qr(roots[:, None], mode="complete")[0][:, 1:].T @ steps
