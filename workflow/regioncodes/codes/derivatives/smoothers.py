"""Comparators that fit short pieces or smooth curves: Savitzky-Golay, local polynomial, smoothing spline.

All are linear in the observations; their bands carry the noise through the coefficients (`linear`) and know
nothing of the bias that smoothing makes. The amount of smoothing is fixed for Savitzky-Golay and chosen for
each series by generalised cross-validation for the other two.

References: Savitzky and Golay (1964) Anal. Chem. 36:1627-1639; Cleveland (1979) JASA 74:829-836;
Reinsch (1967) Numer. Math. 10:177-183; Green and Silverman (1994) Nonparametric Regression and Generalized Linear
Models, ch. 2.
"""

from functools import lru_cache

import numpy as np

from regioncodes.codes.derivatives.linear import ORDERS, Candidates, LinearEstimates, linear_estimates, propagated

# Assumption: five years are the shortest window in which a parabola leaves noise to be averaged out.
WINDOW_YEARS = 5
DEGREE = 2
# From a straight line to interpolation, in years³ (times the mean square of the third power of the spacing).
_PENALTIES = np.geomspace(1e5, 1e-3, 33)


def savitzky_golay(years: np.ndarray, values: np.ndarray) -> LinearEstimates:
    """Estimates from a parabola through the five years around each year, at the ends through the last five.

    years: consecutive. values: series × years, NaN where not observed. Only unbroken runs of five observed
    years or more have estimates: the window bridges no gap.
    """
    return linear_estimates(years, values, _windows)


def local_polynomial(years: np.ndarray, values: np.ndarray) -> LinearEstimates:
    """Estimates from a parabola fitted around each year, the nearest observations weighing most.

    Arguments as `savitzky_golay`. Tricube weights over the nearest k observations, k from five to all of
    them by cross-validation. Gaps are bridged; no estimate before the first or after the last observation.
    """
    return linear_estimates(years, values, _local_parabolas)


def smoothing_spline(years: np.ndarray, values: np.ndarray) -> LinearEstimates:
    """Estimates from the natural cubic smoothing spline, its penalty chosen by cross-validation.

    Arguments as `savitzky_golay`. Gaps are bridged; no estimate outside the observations; f'' is zero in the
    first and the last year observed, as natural splines have it: by construction, so that it has no band there.
    """
    return linear_estimates(years, values, _splines)


@lru_cache(maxsize=256)
def _windows(years: tuple, observed: tuple) -> Candidates:
    count = len(years)
    coefficients = np.full((len(ORDERS), count, count), np.nan)
    seen = np.array(observed)
    for place in np.flatnonzero(seen):
        start = _window_start(seen, place)
        if start is None:
            continue
        coefficients[:, place] = 0.0
        coefficients[:, place, start : start + WINDOW_YEARS] = _parabola(np.arange(WINDOW_YEARS) - (place - start))
    return propagated(coefficients.reshape(1, -1, count)[:, :, seen], observed)


def _window_start(seen: np.ndarray, place: int) -> int | None:
    """First year of the fully observed window around a place, as near to its middle as can be."""
    starts = [
        start
        for start in range(max(0, place - WINDOW_YEARS + 1), min(place, len(seen) - WINDOW_YEARS) + 1)
        if seen[start : start + WINDOW_YEARS].all()
    ]
    return min(starts, key=lambda start: abs(start + WINDOW_YEARS // 2 - place), default=None)


@lru_cache(maxsize=256)
def _local_parabolas(years: tuple, observed: tuple) -> Candidates:
    seen = np.array(observed)
    times = np.array(years, dtype=float)[seen]
    spans = range(len(times), WINDOW_YEARS - 1, -1)
    coefficients = np.full((len(spans), len(ORDERS), len(years), len(times)), np.nan)
    for candidate, span in enumerate(spans):
        for place in np.flatnonzero((np.array(years) >= times[0]) & (np.array(years) <= times[-1])):
            distance = times - years[place]
            # One year beyond the farthest of the nearest, so that this one still has weight.
            reach = np.sort(np.abs(distance))[span - 1] + 1
            root = np.sqrt((1 - np.minimum(np.abs(distance) / reach, 1) ** 3) ** 3)
            coefficients[candidate, :, place] = _parabola(distance, root) * root
    return propagated(coefficients.reshape(len(spans), -1, len(times)), observed)


def _parabola(distance: np.ndarray, root: np.ndarray | float = 1.0) -> np.ndarray:
    """Observations, times the root of their weight, to f, f' and f'' of the parabola fitted to them: order × n.

    distance: years from the place of the estimate.
    """
    powers = np.vander(distance, DEGREE + 1, increasing=True)
    return np.linalg.pinv(powers * np.reshape(root, (-1, 1))) * np.array([1.0, 1.0, 2.0])[:, None]


@lru_cache(maxsize=256)
def _splines(years: tuple, observed: tuple) -> Candidates:
    from scipy.interpolate import CubicSpline

    seen, every = np.array(observed), np.array(years, dtype=float)
    times, steps = every[seen], np.diff(every[seen])
    # Reinsch's two matrices: second differences (n - 2 × n) and the integral of two bends (n - 2 × n - 2).
    bends = np.zeros((len(times) - 2, len(times)))
    for place in range(len(bends)):
        left, right = 1 / steps[place], 1 / steps[place + 1]
        bends[place, place : place + 3] = left, -left - right, right
    overlap = np.diag((steps[:-1] + steps[1:]) / 3) + np.diag(steps[1:-1] / 6, 1) + np.diag(steps[1:-1] / 6, -1)
    penalty = _PENALTIES[:, None, None]
    curvature = np.linalg.solve(overlap + penalty * (bends @ bends.T), bends)
    fitted = np.eye(len(times)) - penalty * (bends.T @ curvature)
    # f'' from the curvature itself, which is zero at both ends, not from the fitted values: they hardly show it.
    curvature = np.pad(curvature, ((0, 0), (1, 1), (0, 0)))
    between = np.column_stack([np.interp(every, times, unit) for unit in np.eye(len(times))])
    spline = CubicSpline(times, fitted, axis=1, bc_type="natural")
    coefficients = np.concatenate([spline(every), spline(every, 1), between @ curvature], axis=1)
    coefficients[:, np.tile((every < times[0]) | (every > times[-1]), len(ORDERS))] = np.nan
    return propagated(coefficients, observed)
