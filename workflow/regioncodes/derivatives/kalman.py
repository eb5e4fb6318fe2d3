"""Kalman smoother of a curve whose acceleration wanders at random: the constant-acceleration model.

State f, f', f'' with f''' white noise of intensity q σ², observations with noise variance σ², a diffuse start;
q by restricted likelihood. What the smoothing recursions give is the regression of the state on all
observations; it is computed here in one piece, which gives the covariance over all years besides, as
Formula (2) needs it. Bands are the smoother's own (Student t, n - 3 degrees), so that they allow for the
curve's wandering; q is taken as known.

References: Wecker and Ansley (1983) JASA 78:81-89; Durbin and Koopman (2012) Time Series Analysis by State
Space Methods, sections 3.9 and 5.2-5.3.
"""

from functools import lru_cache

import numpy as np

from regioncodes.derivatives.linear import ORDERS, Candidates, LinearEstimates, linear_estimates

# From a parabola to a curve that follows every observation.
_INTENSITIES = np.geomspace(1e-7, 1e3, 41)


def kalman_smoother(years: np.ndarray, values: np.ndarray) -> LinearEstimates:
    """Estimates of level, f' and f'' with the smoother's error covariance.

    years: consecutive. values: series × years, NaN where not observed, five observations or more in each.
    Gaps are bridged; no estimate before the first or after the last observation.
    """
    return linear_estimates(years, values, _states)


@lru_cache(maxsize=256)
def _states(years: tuple, observed: tuple) -> Candidates:
    """One candidate for every intensity q."""
    seen = np.array(observed)
    times = np.array(years, dtype=float) - years[0]
    count = int(seen.sum())
    powers = _powers(times)
    start = np.linalg.pinv(powers[: len(times)][seen])
    projection = powers @ start
    contrasts = np.linalg.qr(powers[: len(times)][seen], mode="complete")[0][:, len(ORDERS) :]

    states = _wandering(times)
    q = _INTENSITIES[:, None, None]
    level = np.flatnonzero(seen)
    data = q * states[np.ix_(level, level)] + np.eye(count)
    factor = np.linalg.cholesky(contrasts.T @ data @ contrasts)
    whitened = np.linalg.inv(factor) @ contrasts.T
    # The error of the parabola fitted to the observations: its covariance with the whitened contrasts.
    shared = (q * states[:, level] - projection @ data) @ whitened.transpose(0, 2, 1)
    mixed = q * states[:, level] @ projection.T
    error = q * states - mixed - mixed.transpose(0, 2, 1) + projection @ data @ projection.T
    coefficients = projection + shared @ whitened
    coefficients[:, np.tile((times < times[seen][0]) | (times > times[seen][-1]), len(ORDERS))] = np.nan
    return Candidates(
        coefficients=coefficients,
        covariance=error - shared @ shared.transpose(0, 2, 1),
        residual=whitened,
        penalty=2 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1) / (count - len(ORDERS)),
        degrees=count - len(ORDERS),
    )


def _powers(times: np.ndarray) -> np.ndarray:
    """Curves of a state that does not wander: 3T × 3, f, f' and f'' for a unit start of each."""
    one, none = np.ones_like(times), np.zeros_like(times)
    return np.column_stack([np.r_[one, none, none], np.r_[times, one, none], np.r_[times**2 / 2, times, one]])


def _wandering(times: np.ndarray) -> np.ndarray:
    """Covariance of f, f' and f'' at all times (3T × 3T) that start at zero, for white f''' of unit intensity.

    ∫ (s - u)^a / a! (t - u)^b / b! du from zero to the earlier time, with a and b two less the order.
    """
    nodes, weights = np.polynomial.legendre.leggauss(3)  # exact: the integrand is of degree four at most
    earlier = np.minimum(times[:, None], times)[..., None]
    moments = earlier * (nodes + 1) / 2
    pieces = {
        power: (times[:, None, None] - moments) ** power / max(power, 1) for power in (0, 1, 2)
    }  # s - u on the rows; t - u is the transpose
    return np.block(
        [[(pieces[2 - i] * pieces[2 - j].transpose(1, 0, 2) * weights).sum(axis=-1) * earlier[..., 0] / 2
          for j in ORDERS] for i in ORDERS]
    )  # fmt: skip
