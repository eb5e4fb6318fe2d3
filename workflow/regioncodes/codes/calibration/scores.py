"""How a predictive distribution, a mixture of Student t, fares with what came: place, width and score.

References: Dawid (1984) JRSS A 147:278-292 (the probability integral transform); Gneiting and Raftery (2007) JASA
102:359-378 (the continuous ranked probability score, eq. 21).
"""

import numpy as np

from regioncodes.codes.calibration.left_out import Predictions
from regioncodes.codes.derivatives.mixtures import student_below_zero, student_density

# The integral of F (1 - F) by the trapezoid rule in t, with x = mean + deviation sinh t, converges as fast as the
# integrand falls. Against 400 nodes, on real series, the median error is 1e-9 and the largest a thousandth.
_NODES = np.linspace(-4.0, 4.0, 25)
# Newton's steps from the Student t of the mixture's own mean and variance to its quantile.
_STEPS = 5


def places(predictions: Predictions, values: np.ndarray) -> np.ndarray:
    """Predictive probability of less than what came (PIT), series × years: uniform where bands hold what they say."""
    weights, means, scales, degrees = predictions
    return (weights * _below(degrees, (values[..., None] - means) / scales)).sum(axis=2)


def widths(predictions: Predictions, probability: float) -> np.ndarray:
    """Width of the central band of a probability, series × years, in the units of the values."""
    lower, upper = (_quantiles(predictions, end) for end in ((1 - probability) / 2, (1 + probability) / 2))
    return upper - lower


def ranked_scores(predictions: Predictions, values: np.ndarray) -> np.ndarray:
    """Continuous ranked probability score, series × years, in the units of the values: lower is better.

    The mean distance of a draw from what came, in closed form, less half the mean distance of two draws.
    """
    weights, means, scales, degrees = predictions
    freedom, away = degrees[..., None], (values[..., None] - means) / scales
    tails = 2 * student_density(away, freedom) * (freedom + away**2) / (freedom - 1)
    distance = scales * (away * (2 * _below(degrees, away) - 1) + tails)
    centre, deviation = _moments(predictions)
    half = np.zeros_like(centre)
    for node in _NODES:
        below = places(predictions, centre + deviation * np.sinh(node))
        half += below * (1 - below) * deviation * np.cosh(node)
    return (weights * distance).sum(axis=2) - (_NODES[1] - _NODES[0]) * half


def _quantiles(predictions: Predictions, probability: float) -> np.ndarray:
    """The value below which each mixture lies with a probability, by Newton's steps that never go past the tails."""
    from scipy.special import stdtrit

    weights, means, scales, degrees = predictions
    centre, deviation = _moments(predictions)
    own = stdtrit(degrees, probability)
    value = centre + own * deviation * np.sqrt((degrees - 2) / degrees)
    ends = means + own[..., None] * scales
    lowest, highest = ends.min(axis=2), ends.max(axis=2)
    for _ in range(_STEPS):
        away = (value[..., None] - means) / scales
        excess = (weights * _below(degrees, away)).sum(axis=2) - probability
        slope = (weights * student_density(away, degrees[..., None]) / scales).sum(axis=2)
        value = np.clip(value - excess / slope, lowest, highest)
    return value


def _moments(predictions: Predictions) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each mixture; three degrees of freedom or more."""
    weights, means, scales, degrees = predictions
    centre = (weights * means).sum(axis=2)
    within = np.square(scales) * (degrees / (degrees - 2))[..., None]
    return centre, np.sqrt((weights * (within + np.square(means - centre[..., None]))).sum(axis=2))


def _below(degrees: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Student's distribution function; degrees series × years, away series × years × components.

    Where all degrees are one whole number it is a short sum, which takes a fifth of the time of scipy's function.
    """
    from scipy.special import stdtr

    whole = degrees.flat[0]
    if whole % 1 or not (degrees == whole).all():
        return stdtr(degrees[..., None], away)
    return student_below_zero(-away, whole, int(whole))
