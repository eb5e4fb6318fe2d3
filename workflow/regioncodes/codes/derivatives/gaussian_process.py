"""Level, rate and acceleration of short yearly series as a Gaussian process around a linear trend.

Model: y(t) = a + b t + g(t) + noise, a flat prior on a and b (universal kriging), squared-exponential
covariance v exp(-d² / 2 l²) of g, noise variance v r². The signal variance v is integrated out under the
Jeffreys prior 1/v, so that for a given length scale l and noise-to-signal ratio r everything is Student t
with n - 2 degrees of freedom; l and r are integrated over a grid of equal prior mass, evenly spaced in the
logarithm from the lowest to the highest value, weighted by the marginal likelihood.

The flat prior is taken exactly by splitting the n observations into their least-squares line and n - 2
contrasts z free of the trend (restricted likelihood): z ~ N(0, v S), and f minus that line is regressed on z.
All matrices depend on the years alone, so each pattern of years is prepared once and serves every series.

References: Rasmussen and Williams (2006) Gaussian Processes for Machine Learning, eq. 2.41-2.42 (flat trend)
and section 9.4 (derivatives); Harville (1974) Biometrika 61:383-385 (restricted likelihood).
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from regioncodes.ground.options import Derivative
from regioncodes.statistics.rounding import ROUNDING, cleared

ORDERS = (0, 1, 2)
# Keeps the predictions of all grid points within the processor's cache; more series at once are slower.
_SERIES_AT_ONCE = 32


@dataclass(frozen=True, eq=False)
class Pattern:
    """What the years alone decide: n observed years, T targets (3T: f, f', f'' in turn), G grid points."""

    line: np.ndarray  # 3T × n: observations to their least-squares line at the targets
    contrasts: np.ndarray  # n × (n - 2): orthonormal, orthogonal to the trend
    whitening: np.ndarray  # G × (n - 2) × (n - 2): |whitening z|² = z' S⁻¹ z
    log_determinant: np.ndarray  # G: log |S|
    smoother: np.ndarray  # G × 3T × (n - 2): contrasts to the posterior mean of f minus the line
    root: np.ndarray  # G × 3T × (K + n): a root R R' of the posterior covariance over v

    @property
    def degrees(self) -> int:
        return self.contrasts.shape[1]

    @cached_property
    def variance(self) -> np.ndarray:
        """G × 3T diagonal of the covariance."""
        return np.square(self.root).sum(axis=2)


def student_band(
    estimate: np.ndarray, scale: np.ndarray, degrees: np.ndarray, probability: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimate, lower and upper end of the band of a probability: plus and minus the t quantile times the scale."""
    from scipy.special import stdtrit

    half_width = stdtrit(degrees, (1 + probability) / 2)[:, None, None] * scale
    return estimate, estimate - half_width, estimate + half_width


def student(years: np.ndarray, values: np.ndarray, derivative: Derivative) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimate and scale, each series × order (f, f', f'') × year, and degrees of freedom by series: a Student t.

    years: ascending. values: series × years, NaN where not observed, five observations or more in each.
    derivative: the ranges of length scale and noise, and the grid.
    Units: those of the values, per year, per year². NaN before the first and after the last observation.
    Estimate and variance are those of the whole mixture over the grid, in closed form; the scale is the one that
    gives the mixture's variance with n - 2 degrees.
    """
    shape = (len(values), len(ORDERS), len(years))
    estimate, scale = np.full(shape, np.nan), np.full(shape, np.nan)
    observed = np.isfinite(values)
    patterns, members = np.unique(observed, axis=0, return_inverse=True)
    for index, mask in enumerate(patterns):
        pattern = prepared(years[mask], years, derivative)
        inside = (years >= years[mask].min()) & (years <= years[mask].max())
        rows = np.flatnonzero(members == index)
        for start in range(0, len(rows), _SERIES_AT_ONCE):
            some = rows[start : start + _SERIES_AT_ONCE]
            mean, deviation = _mixture(pattern, values[np.ix_(some, mask)])
            estimate[some] = np.where(inside, mean.reshape(-1, *shape[1:]), np.nan)
            own = deviation * np.sqrt((pattern.degrees - 2) / pattern.degrees)
            scale[some] = own.reshape(-1, *shape[1:])
    return estimate, scale, observed.sum(axis=1) - 2


def joint_draws(
    years: np.ndarray,
    values: np.ndarray,
    targets: np.ndarray,
    draws: int,
    generator: np.random.Generator,
    derivative: Derivative,
) -> np.ndarray:
    """Draws of the whole curve from the posterior, draws × order (f, f', f'') × target year.

    values: one series over the years, NaN where not observed. A grid point is drawn by its posterior weight,
    then f, f' and f'' at all targets jointly from its multivariate Student t.
    """
    observed = np.isfinite(values)
    pattern = prepared(years[observed], targets, derivative)
    line, size, direction = _split(pattern, values[None, observed])
    weights, squares = _weights(pattern, direction)
    points = generator.choice(len(weights[0]), size=draws, p=weights[0])
    spread = np.sqrt(squares[0][points] / generator.chisquare(pattern.degrees, size=draws))
    normals = generator.standard_normal((draws, pattern.root.shape[2]))
    curves = np.empty((draws, line.shape[1]))
    order = np.argsort(points, kind="stable")
    for drawn in np.split(order, np.flatnonzero(np.diff(points[order])) + 1):
        point = points[drawn[0]]
        shocks = spread[drawn, None] * (normals[drawn] @ pattern.root[point].T)
        curves[drawn] = pattern.smoother[point] @ direction[0] + shocks
    return (line + size * curves).reshape(draws, len(ORDERS), len(targets))


def prepared(observed: np.ndarray, targets: np.ndarray, derivative: Derivative) -> Pattern:
    """The matrices of one pattern of years, made once. observed, targets: years, ascending."""
    return _prepared(*_key(observed, targets, derivative))


def likelihood_roots(years: np.ndarray, derivative: Derivative) -> tuple[np.ndarray, np.ndarray]:
    """Roots B, grid × (n - 2) × n, and log |R| of the restricted likelihood: |B y|² = z' R⁻¹ z of n yearly values y."""
    pattern = prepared(years, years[:1], derivative)
    return pattern.whitening @ pattern.contrasts.T, pattern.log_determinant


def prior_roots(years: np.ndarray, derivative: Derivative) -> np.ndarray:
    """Roots A, grid × 3T × K, of the prior covariance A A' of f, f' and f'' in T years over the signal variance."""
    lengths, place = np.unique(grid_points(derivative)[0], return_inverse=True)
    times = years - np.mean(years)
    return _features(times, ORDERS, lengths, _feature_count(times, times, lengths))[place]


def grid_points(derivative: Derivative) -> tuple[np.ndarray, np.ndarray]:
    """Length scale and noise-to-signal ratio of every grid point."""
    ranges = (derivative.length_scale_years, derivative.noise_to_signal)
    length, ratio = np.meshgrid(*(np.geomspace(*ends, derivative.grid) for ends in ranges))
    return length.ravel(), ratio.ravel()


def _key(observed: np.ndarray, targets: np.ndarray, derivative: Derivative) -> tuple:
    """The arguments of `_prepared` in hashable form."""
    parts = (observed, targets, derivative.length_scale_years, derivative.noise_to_signal)
    return (*(tuple(map(float, part)) for part in parts), int(derivative.grid))


@lru_cache(maxsize=32)
def _prepared(observed: tuple, targets: tuple, lengths: tuple, ratios: tuple, grid: int) -> Pattern:
    """The matrices of one pattern of years at every grid point."""
    middle = np.mean(observed)
    times, points = np.array(observed) - middle, np.array(targets) - middle
    trend = np.column_stack([np.ones_like(times), times])
    flat, nothing = np.ones_like(points), np.zeros_like(points)
    trend_at_targets = np.column_stack([np.r_[flat, nothing, nothing], np.r_[points, flat, nothing]])
    line = trend_at_targets @ np.linalg.pinv(trend)
    contrasts = np.linalg.qr(trend, mode="complete")[0][:, 2:]

    length, ratio = (axis.ravel() for axis in np.meshgrid(np.geomspace(*lengths, grid), np.geomspace(*ratios, grid)))
    scales, of_scale = np.unique(length, return_inverse=True)
    count = _feature_count(times, points, scales)
    at_points = _features(points, ORDERS, scales, count)[of_scale]
    at_times = _features(times, (0,), scales, count)[of_scale]
    noise = ratio[:, None, None] * np.eye(len(times))

    # A root of the contrasts' covariance, curve and noise: its triangle keeps the digits that a product would lose.
    root = np.concatenate([at_times, noise], axis=2).transpose(0, 2, 1) @ contrasts
    basis, triangle = np.linalg.qr(root)
    whitening = np.linalg.inv(triangle).transpose(0, 2, 1)
    # The error of the line, f - line y: its covariance with the whitened contrasts.
    shared = (at_points - line @ at_times) @ basis[:, :count]
    smoother = shared @ whitening
    mean = line + smoother @ contrasts.T
    return Pattern(
        line=line,
        contrasts=contrasts,
        whitening=whitening,
        log_determinant=2 * np.log(np.abs(np.diagonal(triangle, axis1=1, axis2=2))).sum(axis=1),
        smoother=smoother,
        # The covariance is nearly singular, so that a root found from its entries (by eigenvectors, by Cholesky) is
        # arbitrary within 1e-8 of it. This one is what conditioning does to a curve and its noise: f - A y for the
        # mean A y, with f and y in features. Reference: Wilson et al. (2021) JMLR 22:105, eq. 12.
        root=np.concatenate([at_points - mean @ at_times, -mean @ noise], axis=2),
    )


def _features(times: np.ndarray, orders: tuple, lengths: np.ndarray, count: int) -> np.ndarray:
    """Features whose products are the squared-exponential covariance, length × (order by order, times) × K.

    φ_k(t) = exp(-u²/2) u^k / √k! with u = t / l; a derivative is φ_k' = (√k φ_{k-1} - √(k+1) φ_{k+1}) / l.
    K = count, chosen by `_feature_count`. Source: the series of exp(u v); Steinwart et al. (2006) IEEE Trans. Inf.
    Theory 52:4635-4643, eq. 3.
    """
    from scipy.special import gammaln, xlogy

    # One feature more for each derivative: the last ones need their neighbours.
    number = np.arange(count + max(orders))
    scaled = (times / lengths[:, None])[..., None]
    level = np.sign(scaled) ** number * np.exp(xlogy(number, np.abs(scaled)) - scaled**2 / 2 - gammaln(number + 1) / 2)
    blocks = [level]
    for _ in range(max(orders)):
        padded = np.pad(blocks[-1], ((0, 0), (0, 0), (1, 1)))
        step = np.sqrt(number) * padded[..., :-2] - np.sqrt(number + 1) * padded[..., 2:]
        blocks.append(step / lengths[:, None, None])
    return np.concatenate([blocks[order][..., :count] for order in orders], axis=1)


def _feature_count(times: np.ndarray, points: np.ndarray, lengths: np.ndarray) -> int:
    """How many features hold all but rounding of the covariance and its fourth derivative at all times.

    The squares of the features at u are the probabilities of a Poisson number with mean u²: eight standard
    deviations and twenty above the mean nothing is left, the growth of the derivatives with k⁴ included.
    """
    farthest = max(np.abs(times).max(), np.abs(points).max()) / lengths.min()
    return int(farthest**2 + 8 * farthest + 20)


def _split(pattern: Pattern, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The line at the targets (series × 3T), size and direction of the contrasts (series × 1, × (n - 2)).

    Values are taken relative to the first one and the contrasts to their size, so that shifting and scaling a
    series shifts and scales the results to rounding. A straight line has size and direction exactly zero.
    """
    first = values[:, :1]
    line = (values - first) @ pattern.line.T
    line[:, : line.shape[1] // len(ORDERS)] += first
    contrasts = (values - first) @ pattern.contrasts
    size = np.linalg.norm(contrasts, axis=1, keepdims=True)
    # Contrasts that are rounding: the series is a straight line.
    size = cleared(size, np.abs(values).max(axis=1, keepdims=True), ROUNDING)
    return line, size, contrasts / np.where(size > 0, size, np.inf)


def _weights(pattern: Pattern, direction: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Posterior weights of the grid points and z' S⁻¹ z, each series × grid point.

    log weight = -½ log |S| - ½ (n - 2) log z' S⁻¹ z. For a straight line the weights do not matter.
    """
    white = direction @ pattern.whitening.reshape(-1, pattern.degrees).T
    white = white.reshape(len(direction), -1, pattern.degrees)
    squares = np.einsum("sgv,sgv->sg", white, white)
    likelihood = -0.5 * pattern.log_determinant - 0.5 * pattern.degrees * np.log(np.where(squares > 0, squares, 1))
    weights = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True), squares


def _mixture(pattern: Pattern, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of the mixture over the grid, series × 3T; values without gaps."""
    line, size, direction = _split(pattern, values)
    weights, squares = _weights(pattern, direction)
    points, outputs = pattern.variance.shape
    means = (direction @ pattern.smoother.reshape(-1, pattern.degrees).T).reshape(-1, points, outputs)
    mean = weights[:, None, :] @ means
    # In place: a second array of this size would leave the cache and take longer than all the rest.
    means -= mean
    between = (weights[:, None, :] @ np.square(means, out=means))[:, 0]
    within = (weights * squares) @ pattern.variance / (pattern.degrees - 2)
    return line + size * mean[:, 0], size * np.sqrt(within + between)
