"""p-values of many balanced panels at once, for the sizes of tests: the formulas of intervals, bootstrap and panels.

Every array has the draws first. The design is made orthonormal (the regressor swept and brought to length one, then
the rest of the columns), so that (X'X)⁻¹ is the identity; what depends on the panel's shape alone is made once.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from regioncodes.statistics.bootstrap import WEIGHTS, sample_patterns
from regioncodes.statistics.fixed_b import bartlett_p_value
from regioncodes.statistics.gate import too_few
from regioncodes.statistics.intervals import FEWEST_GROUPS, HIGHEST_LEVERAGE
from regioncodes.statistics.panel_fits import ESTIMATORS
from regioncodes.statistics.rounding import HAIR, is_nothing

# So many draws times all patterns of weights stay within the processor's cache.
_DRAWS_AT_ONCE = 20


@dataclass(frozen=True)
class Batch:
    """Fits of d balanced panels, regions by years (G, T): the swept response, residuals and design, rows by region.

    weights: (d, G, T), whose products with the response add up to the slope. design: (d, G, T, k), orthonormal columns.
    """

    slopes: np.ndarray
    weights: np.ndarray
    response: np.ndarray
    residuals: np.ndarray
    design: np.ndarray
    absorbed: int

    @property
    def degrees_of_freedom(self) -> int:
        """Points less parameters, the absorbed ones counted."""
        return self.residuals[0].size - self.design.shape[-1] - self.absorbed


def panel_p_values(regressor: np.ndarray, response: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    """p-values (d,) of d panels (d, G, T), by estimator and method; G is at least two.

    Missing where a slope has no error to judge it by: see intervals.group_status and has_pinned_point.
    """
    p_values = {}
    for estimator in ESTIMATORS:
        batch = _fitted(regressor, response, estimator)
        tests = _tests_of_points(batch) | _tests_of_clusters(batch)
        tests["driscoll_kraay"] = tests.pop("fixed_b")
        p_values |= {(estimator, method): found for method, found in tests.items()}
    return p_values | {("region_slopes", "ibragimov_muller"): _group_slopes(regressor, response)}


def series_p_values(regressor: np.ndarray, response: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    """p-values (d,) of d lines through yearly points (d, T), of levels and first differences, by method."""
    names = {"pooled": "levels", "first_differences": "first_differences"}
    return {
        (name, method): found
        for estimator, name in names.items()
        for method, found in _tests_of_points(_fitted(regressor[:, None], response[:, None], estimator)).items()
    }


def _fitted(regressor: np.ndarray, response: np.ndarray, estimator: str) -> Batch:
    left, right = (np.diff(values) if estimator == "first_differences" else values for values in (regressor, response))
    shape, absorbed = left.shape[1:], 0
    rest = np.ones((*shape, 1))
    if estimator in ("region_effects", "region_year_effects"):
        left, right = (values - values.mean(axis=2, keepdims=True) for values in (left, right))
        years = np.broadcast_to(np.eye(shape[1])[:, 1:] - 1 / shape[1], (*shape, shape[1] - 1))
        rest, absorbed = years if estimator == "region_year_effects" else np.empty((*shape, 0)), shape[0]
    basis = np.linalg.qr(rest.reshape(shape[0] * shape[1], rest.shape[2]))[0].reshape(rest.shape)
    focal, outcome = (
        values - np.einsum("gtk,dk->dgt", basis, np.einsum("gtk,dgt->dk", basis, values)) for values in (left, right)
    )
    lengths = np.sqrt(np.sum(focal**2, axis=(1, 2), keepdims=True))
    weights = focal / lengths**2
    slopes = np.sum(weights * outcome, axis=(1, 2))
    columns = np.concatenate([(focal / lengths)[..., None], np.broadcast_to(basis, (*left.shape, rest.shape[-1]))], -1)
    return Batch(slopes, weights, outcome, outcome - slopes[:, None, None] * focal, columns, absorbed)


@np.errstate(divide="ignore", invalid="ignore")  # where there is no error to divide by, the p-value is missing
def _tests_of_points(batch: Batch) -> dict[str, np.ndarray]:
    """Classical, HC3 (where nothing was absorbed) and fixed-b p-values."""
    degrees, scores = batch.degrees_of_freedom, batch.weights * batch.residuals
    length_squared = np.sum(batch.weights**2, axis=(1, 2))
    variance = np.sum(batch.residuals**2, axis=(1, 2)) / degrees * length_squared
    yearly = scores.sum(axis=1)
    years = np.arange(yearly.shape[1])
    kernel = 1 - np.abs(np.subtract.outer(years, years)) / len(years)
    points, parameters = scores[0].size, batch.design.shape[-1]
    factor = len(years) / (len(years) - 1) * (points - 1) / (points - parameters)
    ratios = batch.slopes / np.sqrt(factor * np.einsum("ds,st,dt->d", yearly, kernel, yearly))
    found = {"classical": _student(batch.slopes, variance, degrees)}
    ratios = np.where(_has_error(yearly, scores) & (not too_few("fixed_b", len(years))), ratios, np.nan)
    found["fixed_b"] = bartlett_p_value(ratios)
    if batch.absorbed == 0:
        leverages = np.sum(batch.design**2, axis=-1)
        jackknifed = scores / (1 - leverages)
        p_values = _student(batch.slopes, np.sum(jackknifed**2, axis=(1, 2)), degrees)
        is_told = (leverages.max(axis=(1, 2)) < HIGHEST_LEVERAGE) & (not too_few("hc3", points))
        found["hc3"] = np.where(is_told, p_values, np.nan)
    return found


def _has_error(sums: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Which draws (d,) have sums by group (d, groups) of their scores (d, G, T) to judge a slope by."""
    sizes = np.abs(scores).sum(axis=(1, 2))
    return ~is_nothing(sums, sizes[:, None]).all(axis=1) & (sums.shape[1] >= FEWEST_GROUPS)


@np.errstate(divide="ignore", invalid="ignore")  # as above
def _tests_of_clusters(batch: Batch) -> dict[str, np.ndarray]:
    """CR1, CR2 and wild bootstrap p-values."""
    groups, points, parameters = batch.weights.shape[1], batch.weights[0].size, batch.design.shape[-1]
    terms = batch.weights * batch.residuals
    scores = terms.sum(axis=2)
    factor = groups / (groups - 1) * (points - 1) / (points - parameters)
    found = {"cr1": _student(batch.slopes, factor * np.sum(scores**2, axis=1), groups - 1), "cr2": _cr2(batch)}
    own = np.sum(batch.weights * batch.response, axis=2)
    left = np.einsum("dgtk,dgt->dgk", batch.design, batch.weights)
    right = np.einsum("dgtk,dgt->dgk", batch.design, batch.response)
    matrices = own[:, :, None] * np.eye(groups) - left @ np.swapaxes(right, 1, 2)
    nothing = np.full(len(own), np.nan)
    found |= {method: nothing if too_few(method, groups) else _wild(own, matrices, method) for method in WEIGHTS}
    is_told = _has_error(scores, terms)
    return {method: np.where(is_told, p_values, np.nan) for method, p_values in found.items()}


def _cr2(batch: Batch) -> np.ndarray:
    # A region's part of the hat matrix, design design', has as many eigenvalues other than zero as the design has
    # columns, mostly one or two, so that its root is made from the small matrix design' design.
    squares, turns = np.linalg.eigh(batch.design.mT @ batch.design)
    rest = 1 - squares
    roots = np.where(rest > 1e-10, 1 / np.sqrt(np.maximum(rest, 1e-10)), 0.0)
    scales = np.divide(roots - 1, squares, out=np.zeros_like(squares), where=squares > 1e-10)
    axes = batch.design @ turns
    inner = scales * np.einsum("dgtk,dgt->dgk", axes, batch.weights)
    own = batch.weights + np.einsum("dgtk,dgk->dgt", axes, inner)
    sums = np.einsum("dgtk,dgt->dgk", batch.design, own)
    spread = np.sum(own**2, axis=2)[:, :, None] * np.eye(own.shape[1]) - sums @ np.swapaxes(sums, 1, 2)
    degrees = np.trace(spread, axis1=1, axis2=2) ** 2 / np.sum(spread**2, axis=(1, 2))
    return _student(batch.slopes, np.sum(np.sum(own * batch.residuals, axis=2) ** 2, axis=1), degrees)


def _wild(own: np.ndarray, matrices: np.ndarray, method: str) -> np.ndarray:
    # Draws only above six clusters; so many are enough for a size.
    patterns, is_enumerated = sample_patterns(own.shape[1], WEIGHTS[method], draws=399, seed=0)
    added = 0 if is_enumerated else 1
    ratios = own.sum(axis=1) ** 2 / np.sum(matrices.sum(axis=2) ** 2, axis=1)
    # A pattern's ratio reaches the sample's where a quadratic form of its weights is not negative; each pair of
    # clusters is one term of it.
    forms = own[:, :, None] * own[:, None] - (1 - HAIR) * ratios[:, None, None] * (matrices.mT @ matrices)
    left, right = np.triu_indices(own.shape[1])
    terms = forms[:, left, right] * np.where(left == right, 1, 2)
    products = patterns[left] * patterns[right]
    starts = range(_DRAWS_AT_ONCE, len(terms), _DRAWS_AT_ONCE)
    extreme = [np.sum(some @ products >= 0, axis=1) for some in np.array_split(terms, starts)]
    return (np.concatenate(extreme) + added) / (patterns.shape[1] + added)


def _group_slopes(regressor: np.ndarray, response: np.ndarray) -> np.ndarray:
    deviations = regressor - regressor.mean(axis=2, keepdims=True)
    slopes = np.sum(deviations * response, axis=2) / np.sum(deviations**2, axis=2)
    groups = slopes.shape[1]
    return _student(slopes.mean(axis=1), slopes.var(axis=1, ddof=1) / groups, groups - 1)


def _student(slopes: np.ndarray, variances: np.ndarray, degrees: np.ndarray | float) -> np.ndarray:
    return 2 * stdtr(degrees, -np.abs(slopes) / np.sqrt(variances))
