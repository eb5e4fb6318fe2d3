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

from regioncodes.codes.derivatives.linear import ORDERS, Candidates, LinearEstimates, linear_estimates

# From a parabola to a curve that follows every observation.
_INTENSITIES = np.geomspace(1e-7, 1e3, 41)


def kalman_smoother(years: np.ndarray, values: np.ndarray) -> LinearEstimates:
    """Estimates of level, f' and f'' with the smoother's error covariance.

    years: consecutive. values: series × years, NaN where not observed, five observations or more in each.
    Gaps are bridged; no estimate before the first or after the last observation.
    """
    return linear_estimates(years, values, _states)


def intensity_roots(years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Roots B, intensity × (n - 3) × n, and log |R| of the restricted likelihood: |B y|² = z' R⁻¹ z of n values y."""
    every = np.arange(years[0], years[-1] + 1)
    candidates = _states(tuple(every.tolist()), tuple(np.isin(every, years).tolist()))
    return candidates.residual, candidates.penalty * candidates.degrees


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

    level = np.flatnonzero(seen)
    wandering = np.sqrt(_INTENSITIES)[:, None, None] * _wandering(times)
    own = wandering[:, level]
    # A root of the contrasts' covariance, wandering and noise: its triangle keeps the digits that a product would lose.
    noise = np.broadcast_to(contrasts, (len(own), *contrasts.shape))
    basis, triangle = np.linalg.qr(np.concatenate([own.transpose(0, 2, 1) @ contrasts, noise], axis=1))
    whitened = np.linalg.solve(triangle.transpose(0, 2, 1), contrasts.T)
    # The error of the parabola fitted to the observations: its covariance with the whitened contrasts.
    shared = (wandering - projection @ own) @ basis[:, : own.shape[2]]
    coefficients = projection + shared @ whitened
    # Wandering less what the coefficients make of it, and the noise that they carry: a sum of squares, as the same
    # covariance found by subtraction would lose seven digits where the curve wanders most (Joseph's form).
    missed = wandering - coefficients @ own
    covariance = missed @ missed.transpose(0, 2, 1) + coefficients @ coefficients.transpose(0, 2, 1)
    coefficients[:, np.tile((times < times[seen][0]) | (times > times[seen][-1]), len(ORDERS))] = np.nan
    return Candidates(
        coefficients=coefficients,
        covariance=covariance,
        residual=whitened,
        penalty=2 * np.log(np.abs(np.diagonal(triangle, axis1=1, axis2=2))).sum(axis=1) / (count - len(ORDERS)),
        degrees=count - len(ORDERS),
    )


def _powers(times: np.ndarray) -> np.ndarray:
    """Curves of a state that does not wander: 3T × 3, f, f' and f'' for a unit start of each."""
    one, none = np.ones_like(times), np.zeros_like(times)
    return np.column_stack([np.r_[one, none, none], np.r_[times, one, none], np.r_[times**2 / 2, times, one]])


def _wandering(times: np.ndarray) -> np.ndarray:
    """A root (3T × 3(T - 1)) of the covariance of f, f' and f'' that start at zero, for white f''' of unit intensity.

    f⁽ⁱ⁾(t) = ∫ (t - u)^(2-i) / (2-i)! dW(u) from the first time: products of two are of degree four at most between
    neighbouring times, so that three nodes of Gauss and Legendre there give their integral exactly.
    """
    nodes, weights = np.polynomial.legendre.leggauss(3)
    steps = np.diff(times)[:, None]
    moments = (times[:-1, None] + steps * (nodes + 1) / 2).ravel()
    elapsed = np.maximum(times[:, None] - moments, 0.0)
    past = elapsed > 0
    return np.concatenate([elapsed**2 / 2, elapsed, past]) * np.sqrt((steps * weights / 2).ravel())
