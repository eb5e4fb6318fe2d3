"""p-values of many balanced panels at once, for the sizes of tests: the formulas of intervals, bootstrap and panels.

Every array has the draws first. The design is made orthonormal (the regressor swept and brought to length one, then
the rest of the columns), so that (X'X)⁻¹ is the identity; what depends on the panel's shape alone is made once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from regioncodes.statistics.bootstrap import WEIGHTS, sample_patterns
from regioncodes.statistics.fixed_b import bartlett_p_value
from regioncodes.statistics.gate import too_few
from regioncodes.statistics.intervals import FEWEST_GROUPS, HIGHEST_LEVERAGE, members_of
from regioncodes.statistics.panel_fits import DIFFERENCES, ESTIMATORS
from regioncodes.statistics.rounding import HAIR, is_nothing

GROUP_SLOPES = "region_slopes"
PANEL_ESTIMATORS = (*ESTIMATORS, GROUP_SLOPES)
# So many draws times all patterns of weights stay within the processor's cache.
_DRAWS_AT_ONCE = 20
# Orders of the ranks: the error of a p-value of 5 % is a fifth of a point.
_ORDERS = 9999


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


def panel_p_values(
    regressor: np.ndarray,
    response: np.ndarray,
    districts: Sequence[str] = (),
    estimators: Sequence[str] = PANEL_ESTIMATORS,
) -> dict[tuple[str, str], np.ndarray]:
    """p-values (d,) of d panels (d, G, T), by estimator and method; G is at least two.

    districts: of the G regions, where errors are to be clustered by them too.
    Missing where a slope has no error to judge it by: see intervals.group_status, two_way and has_pinned_point.
    """
    p_values = {}
    for estimator in (name for name in ESTIMATORS if name in estimators):
        batch = _fitted(regressor, response, estimator)
        tests = _tests_of_points(batch) | _tests_of_clusters(batch) | {"cr_region_year": _two_way(batch)}
        tests["driscoll_kraay"] = tests.pop("fixed_b")
        if len(districts):
            tests["cr2_district"] = _cr2_told(_merged(batch, np.asarray(districts)))
        p_values |= {(estimator, method): found for method, found in tests.items()}
    if GROUP_SLOPES in estimators:
        p_values[GROUP_SLOPES, "ibragimov_muller"] = _group_slopes(regressor, response)
    return p_values


def series_p_values(regressor: np.ndarray, response: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    """p-values (d,) of d lines through yearly points (d, T), by estimator and method.

    Lines through levels and first differences under errors of points; levels with a straight trend held constant; and
    rank correlations of the levels, by their exact (Kendall) or permuted (Spearman) distribution.
    """
    names = {"pooled": "levels", "first_differences": "first_differences"}
    lines = {
        (name, method): found
        for estimator, name in names.items()
        for method, found in _tests_of_points(_fitted(regressor[:, None], response[:, None], estimator)).items()
    }
    return lines | {
        ("partial_on_trend", "classical"): _trend_held(regressor, response),
        ("spearman", "permutation"): _spearman(regressor, response),
        ("kendall", "exact"): _kendall(regressor, response),
    }


def _trend_held(regressor: np.ndarray, response: np.ndarray) -> np.ndarray:
    years = regressor.shape[1]
    basis = np.linalg.qr(np.column_stack([np.ones(years), np.arange(years)]))[0]
    left, right = (values - values @ basis @ basis.T for values in (regressor, response))
    squares, degrees = np.sum(left**2, axis=1), years - 3
    slopes = np.sum(left * right, axis=1) / squares
    residuals = right - slopes[:, None] * left
    return _student(slopes, np.sum(residuals**2, axis=1) / degrees / squares, degrees)


def _spearman(regressor: np.ndarray, response: np.ndarray) -> np.ndarray:
    """p-values by so many orders of the ranks, the observed one among them."""
    years = regressor.shape[1]
    ranks = np.arange(years) - (years - 1) / 2
    orders = np.random.default_rng(0).permuted(np.tile(ranks, (_ORDERS, 1)), axis=1)
    reached = np.sort(np.abs(orders @ ranks))
    left, right = (ranks[np.argsort(np.argsort(values))] for values in (regressor, response))
    observed = np.abs(np.sum(left * right, axis=1))
    # Sums of ranks are whole or half numbers, so that a hundredth parts what is equal from what is not.
    return (1 + _ORDERS - np.searchsorted(reached, observed - 0.01)) / (1 + _ORDERS)


def _kendall(regressor: np.ndarray, response: np.ndarray) -> np.ndarray:
    """p-values by the number of orders with as many discordant pairs."""
    years = regressor.shape[1]
    counts = np.ones(1)
    for size in range(2, years + 1):
        counts = np.convolve(counts, np.ones(size)) / size
    early, late = np.triu_indices(years, 1)
    signs = np.sign((regressor[:, late] - regressor[:, early]) * (response[:, late] - response[:, early]))
    discordant = np.sum(signs < 0, axis=1)
    lower = np.minimum(discordant, len(early) - discordant)
    return np.minimum(2 * np.cumsum(counts)[lower], 1.0)


def _fitted(regressor: np.ndarray, response: np.ndarray, estimator: str) -> Batch:
    left, right = (np.diff(values) if estimator in DIFFERENCES else values for values in (regressor, response))
    shape, absorbed = left.shape[1:], 0
    rest = np.ones((*shape, 1))
    if estimator == "first_differences_year_effects":
        rest = np.broadcast_to(np.eye(shape[1]), (*shape, shape[1]))
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


def _merged(batch: Batch, districts: np.ndarray) -> Batch:
    """The batch with districts in place of regions, their regions side by side; rows of zeros fill the smaller ones."""
    members = members_of(districts)
    most = max(map(len, members))

    def laid(values: np.ndarray) -> np.ndarray:
        draws, _, years, *columns = values.shape
        wide = np.zeros((draws, len(members), most, years, *columns))
        for place, own in enumerate(members):
            wide[:, place, : len(own)] = values[:, own]
        return wide.reshape(draws, len(members), most * years, *columns)

    arrays = (batch.weights, batch.response, batch.residuals, batch.design)
    return Batch(batch.slopes, *map(laid, arrays), batch.absorbed)


def _cr2_told(batch: Batch) -> np.ndarray:
    terms = batch.weights * batch.residuals
    return np.where(_has_error(terms.sum(axis=2), terms), _cr2(batch), np.nan)


@np.errstate(divide="ignore", invalid="ignore")  # as above
def _two_way(batch: Batch) -> np.ndarray:
    terms = batch.weights * batch.residuals
    groups, years = terms.shape[1:]
    points, parameters = groups * years, batch.design.shape[-1]
    sums = [terms.sum(axis=2), terms.sum(axis=1), terms.reshape(len(terms), -1)]
    region, year, both = (own.shape[1] / (own.shape[1] - 1) * np.sum(own**2, axis=1) for own in sums)
    rest = region + year - both
    is_told = (rest > HAIR * both) & _has_error(sums[0], terms) & _has_error(sums[1], terms)
    is_told &= not (too_few("cr_region_year", groups) or too_few("two_way_years", years))
    variance = np.where(is_told, rest, np.nan) * (points - 1) / (points - parameters)
    return _student(batch.slopes, variance, min(groups, years) - 1)


@np.errstate(divide="ignore", invalid="ignore")  # as above
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
