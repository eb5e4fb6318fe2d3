"""The joint process against dense matrices, the process of one series, its own model and numerical integration."""

from itertools import product

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from regioncodes.codes.derivatives.gaussian_process import prepared, student
from regioncodes.codes.derivatives.joint_bands import (
    correlations_of_neighbours,
    critical_values,
    joint_band,
    pointwise_levels,
    union_bound,
)
from regioncodes.codes.derivatives.joint_process import (
    fewest_years,
    functionals,
    is_straight,
    joint_posterior,
    of_functionals,
)
from regioncodes.codes.derivatives.mixtures import StudentMixture
from regioncodes.ground.options import Derivative

YEARS = np.arange(2005, 2017)
FULL = Derivative()
PATTERN = prepared(YEARS, YEARS, FULL)
# Inverses of whole matrices lose too many digits where there is hardly any noise.
NOISY = Derivative(noise_to_signal=(0.1, 3.0), grid=4)
ALL_MOVE = np.ones(3, dtype=bool)


def of_order(order: int) -> np.ndarray:
    """Weights over time of one derivative in every year."""
    return np.eye(3 * len(YEARS))[order * len(YEARS) : (order + 1) * len(YEARS)]


def units(count: int, seed: int, codes: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, len(YEARS), codes)).cumsum(axis=1)


def dense(values: np.ndarray, order: int, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Weights, means and scales of the grid by the formulas with whole matrices: universal kriging, one unit."""
    times, count, width = YEARS - YEARS.mean(), *values.shape
    trend = np.column_stack([np.ones(count), times])
    trend_at = {0: trend, 1: np.column_stack([0 * times, np.ones(count)]), 2: np.zeros((count, 2))}[order]
    degrees = count - 1 - width
    parts = []
    # The length scale runs fastest, as in the grid.
    ratios, lengths = (np.geomspace(*ends, NOISY.grid) for ends in (NOISY.noise_to_signal, NOISY.length_scale_years))
    for ratio, length in product(ratios, lengths):
        distance = (times[:, None] - times) / length
        bell = np.exp(-(distance**2) / 2)
        shared = [bell, -distance * bell / length, (distance**2 - 1) * bell / length**2][order]
        fourth = (distance**4 - 6 * distance**2 + 3) * bell / length**4
        own = [bell, (1 - distance**2) * bell / length**2, fourth][order]
        inverse = np.linalg.inv(bell + ratio**2 * np.eye(count))
        information = trend.T @ inverse @ trend
        slope = np.linalg.solve(information, trend.T @ inverse @ values)
        rest = values - trend @ slope
        squares = rest.T @ inverse @ rest
        error = trend_at - shared @ inverse @ trend
        variance = own - shared @ inverse @ shared.T + error @ np.linalg.solve(information, error.T)
        determinants = np.linalg.slogdet(inverse)[1] - np.linalg.slogdet(information)[1]
        likelihood = width / 2 * determinants - (count - 2) / 2 * np.linalg.slogdet(squares)[1]
        scale = np.sqrt(np.diagonal(variance) * (codes @ squares @ codes) / degrees)
        parts.append((likelihood, (trend_at @ slope + shared @ inverse @ rest) @ codes, scale))
    likelihood, mean, scale = (np.array(part) for part in zip(*parts, strict=True))
    weights = np.exp(likelihood - likelihood.max())
    return weights / weights.sum(), mean, scale, degrees


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("codes", [[1.0, 1.0, 1.0], [0.0, 1.0, 0.0]])
def test_every_grid_point_agrees_with_the_formulas_in_whole_matrices(order, codes):
    values, codes, pattern = units(1, 5), np.array(codes), prepared(YEARS, YEARS, NOISY)
    found = of_functionals(joint_posterior(pattern, values, ALL_MOVE), functionals(pattern, of_order(order)), codes)
    weights, mean, scale, degrees = dense(values[0], order, codes)
    assert found.degrees == degrees == 8
    np.testing.assert_allclose(found.weights[0], weights, rtol=1e-7)
    np.testing.assert_allclose(found.mean[0], mean, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(found.scale[0], scale, rtol=1e-6)


@pytest.mark.parametrize("missing", [[], [3, 4, 8]])
def test_of_one_code_it_is_the_process_of_one_series(missing):
    seen = np.setdiff1d(np.arange(len(YEARS)), missing)
    values = units(20, 7, codes=1)
    gappy = values[:, :, 0].copy()
    gappy[:, missing] = np.nan
    estimate, scale, degrees = student(YEARS, gappy, FULL)
    pattern = prepared(YEARS[seen], YEARS, FULL)
    posterior = joint_posterior(pattern, values[:, seen], np.ones(1, dtype=bool))
    for order in (0, 1, 2):
        mixture = of_functionals(posterior, functionals(pattern, of_order(order)), np.ones(1))
        np.testing.assert_allclose(mixture.estimate, estimate[:, order], rtol=1e-9, atol=1e-12)
        within = np.einsum("sg,sgf->sf", mixture.weights, mixture.scale**2) * mixture.degrees / (mixture.degrees - 2)
        between = np.einsum("sg,sgf->sf", mixture.weights, (mixture.mean - mixture.estimate[:, None]) ** 2)
        variance = scale[:, order] ** 2 * (degrees / (degrees - 2))[:, None]
        np.testing.assert_allclose(within + between, variance, rtol=1e-9, atol=1e-12)


def test_the_parts_add_up_to_the_sum_and_shifts_and_scales_move_what_they_should():
    values, rates = units(5, 11), functionals(PATTERN, of_order(1))
    posterior = joint_posterior(PATTERN, values, ALL_MOVE)
    parts = sum(of_functionals(posterior, rates, code).estimate for code in np.eye(3))
    whole = of_functionals(posterior, rates, np.ones(3))
    np.testing.assert_allclose(parts, whole.estimate, atol=1e-12)
    moved = joint_posterior(PATTERN, 3 * values + 100 * np.arange(12)[:, None], ALL_MOVE)
    other = of_functionals(moved, rates, np.ones(3))
    np.testing.assert_allclose(other.estimate, 3 * whole.estimate + 300, rtol=1e-9)
    np.testing.assert_allclose(other.quantile(0.975), 3 * whole.quantile(0.975) + 300, rtol=1e-9)
    # Turning the codes into other combinations of the same turns Σ alike: no combination is told from another.
    turned = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0], [1.0, 0.0, 1.0]])
    again = joint_posterior(PATTERN, values @ turned, ALL_MOVE)
    np.testing.assert_allclose(again.weights, posterior.weights, rtol=1e-8)
    back = of_functionals(again, rates, np.linalg.solve(turned, np.ones(3)))
    np.testing.assert_allclose(back.quantile(0.025), whole.quantile(0.025), rtol=1e-8)


def test_a_code_that_is_a_straight_line_adds_its_slope_without_doubt_and_counts_in_no_degrees():
    values = units(4, 13)
    values[:, :, 2] = 5 + 0.25 * np.arange(12)
    straight = is_straight(PATTERN, values)
    assert (straight == [False, False, True]).all()
    rates = functionals(PATTERN, of_order(1))
    three = of_functionals(joint_posterior(PATTERN, values, ~straight[0]), rates, np.ones(3))
    two = of_functionals(joint_posterior(PATTERN, values[:, :, :2], np.ones(2, dtype=bool)), rates, np.ones(2))
    assert three.degrees == two.degrees == 9
    np.testing.assert_allclose(three.quantile(0.9), two.quantile(0.9) + 0.25, rtol=1e-9)
    own = of_functionals(joint_posterior(PATTERN, values, ~straight[0]), rates, np.array([0.0, 0.0, 1.0]))
    np.testing.assert_allclose(own.quantile(0.025), 0.25, rtol=1e-9)


def test_a_code_made_of_the_others_has_no_weights():
    values = units(2, 17)
    values[0, :, 2] = values[0, :, 0] - 2 * values[0, :, 1] + 3
    weights = joint_posterior(PATTERN, values, ALL_MOVE).weights
    assert np.isnan(weights[0]).all()
    assert weights[1].sum() == pytest.approx(1)


def test_three_codes_need_seven_years():
    assert fewest_years(3) == 7
    assert fewest_years(1) == 5


def mixtures(count: int) -> StudentMixture:
    generator = np.random.default_rng(3)
    weights = generator.dirichlet(np.ones(6), size=count)
    return StudentMixture(weights, generator.normal(size=(count, 6, 2)), generator.gamma(1.0, size=(count, 6, 2)), 5)


@pytest.mark.parametrize("probability", [0.001, 0.025, 0.5, 0.9, 0.9999])
def test_quantiles_of_a_mixture_are_the_roots_that_scipy_finds(probability):
    found = mixtures(20)
    quantiles = found.quantile(probability)
    for place, feature in np.ndindex(quantiles.shape):
        own = stats.t(5, found.mean[place, :, feature], found.scale[place, :, feature])

        def gap(value, own=own, place=place):
            return found.weights[place] @ own.cdf(value) - probability

        root = optimize.brentq(gap, *(own.ppf(probability).min() - 1, own.ppf(probability).max() + 1), xtol=1e-13)
        assert quantiles[place, feature] == pytest.approx(root, abs=1e-9)
    np.testing.assert_allclose(found.below(quantiles), probability, atol=1e-10)


def test_the_chance_of_a_false_sign_is_that_of_the_less_probable_side_and_a_point_has_none():
    one = StudentMixture(np.ones((1, 1)), np.array([[[1.0, -2.0, 0.5]]]), np.array([[[1.0, 0.5, 0.0]]]), 4)
    expected = [stats.t.cdf(-1, 4), stats.t.cdf(-4, 4), 0.0]
    np.testing.assert_allclose(one.false_sign_probability()[0], expected, atol=1e-15)
    np.testing.assert_allclose(one.quantile(0.025)[0, 2], 0.5)


@pytest.mark.slow
def test_quantiles_agree_with_ten_million_draws():
    posterior = joint_posterior(PATTERN, units(1, 23), ALL_MOVE)
    mixture = of_functionals(posterior, functionals(PATTERN, of_order(1)[[2, 6]]), np.ones(3))
    generator, count = np.random.default_rng(1), 10_000_000
    points = generator.choice(len(mixture.weights[0]), size=count, p=mixture.weights[0])
    shocks = generator.standard_t(mixture.degrees, size=count)
    for year in (0, 1):
        drawn = mixture.mean[0, points, year] + mixture.scale[0, points, year] * shocks
        for probability in (0.025, 0.5, 0.975):
            value = mixture.quantile(probability)[0, year]
            # Four standard errors of a share of ten million.
            assert abs((drawn < value).mean() - probability) < 4 * np.sqrt(probability * (1 - probability) / count)


@pytest.mark.parametrize("correlation", [-0.99, -0.3, 0.0, 0.5, 0.999])
def test_two_years_lie_beyond_the_critical_value_as_the_integral_over_both_says(correlation):
    degrees, critical = 8, 2.5

    def inside(spread):
        """Probability that both normals lie within the critical value times a spread."""
        edge = critical * spread
        both = stats.multivariate_normal(cov=[[1, correlation], [correlation, 1]])
        return both.cdf([edge, edge], lower_limit=[-edge, -edge])

    chi = stats.chi(degrees)
    expected = 1 - integrate.quad(lambda size: inside(size / np.sqrt(degrees)) * chi.pdf(size), 0, 12, limit=200)[0]
    found = union_bound(np.array([critical]), np.array([[correlation]]), degrees)[0]
    assert found == pytest.approx(expected, abs=2e-6)


def test_critical_values_lie_between_one_band_and_bonferroni_and_are_those_of_one_band_for_one_year():
    alike, apart, alone = np.full((1, 11), 1.0), np.zeros((1, 11)), np.zeros((1, 0))
    assert critical_values(alike, 8)[0] == pytest.approx(stats.t.ppf(0.975, 8), abs=1e-9)
    assert critical_values(alone, 8)[0] == pytest.approx(stats.t.ppf(0.975, 8), abs=1e-9)
    assert stats.t.ppf(0.975, 8) < critical_values(apart, 8)[0] < stats.t.ppf(1 - 0.025 / 12, 8)


@pytest.mark.parametrize("order", [1, 2])
def test_bands_of_all_years_hold_together_in_ninety_five_to_ninety_seven_of_a_hundred_draws(order):
    sums = functionals(PATTERN, of_order(order))
    critical = critical_values(correlations_of_neighbours(sums), 8)
    generator, count = np.random.default_rng(2), 20_000
    for point in range(0, 225, 28):
        root = sums.root[point] / np.linalg.norm(sums.root[point], axis=1, keepdims=True)
        spread = np.sqrt(generator.chisquare(8, count) / 8)[:, None]
        largest = np.abs(generator.standard_normal((count, root.shape[1])) @ root.T / spread).max(axis=1)
        # The bound is one-sided; 0.006 are four standard errors.
        assert 0.944 < (largest <= critical[point]).mean() < 0.975


def test_the_joint_band_of_a_unit_is_wider_than_the_pointwise_one():
    posterior, rates = joint_posterior(PATTERN, units(3, 29), ALL_MOVE), functionals(PATTERN, of_order(1))
    mixture = of_functionals(posterior, rates, np.ones(3))
    lower, upper = joint_band(mixture, pointwise_levels(rates, posterior.degrees))
    assert (lower < mixture.quantile(0.025)).all()
    assert (upper > mixture.quantile(0.975)).all()


def drawn(count: int, correlation: float, derivative: Derivative, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Values (unit × year × code) and the true rate of their sum (unit × year), from the model with one fixed Σ."""
    generator = np.random.default_rng(seed)
    across = np.linalg.cholesky([[1, correlation, 0], [correlation, 1, 0.2], [0, 0.2, 1]])
    lengths = generator.choice(np.geomspace(*derivative.length_scale_years, derivative.grid), size=count)
    ratios = generator.choice(np.geomspace(*derivative.noise_to_signal, derivative.grid), size=count)
    times = YEARS - YEARS.mean()
    truth, values = np.empty((count, 12)), np.empty((count, 12, 3))
    for row, (length, ratio) in enumerate(zip(lengths, ratios, strict=True)):
        distance = (times[:, None] - times) / length
        bell = np.exp(-(distance**2) / 2)
        slope, both = distance * bell / length, (1 - distance**2) * bell / length**2
        root = np.linalg.cholesky(np.block([[bell, slope], [-slope, both]]) + 1e-10 * np.eye(24))
        curves = root @ generator.standard_normal((24, 3)) @ across.T
        values[row] = curves[:12] + ratio * generator.standard_normal((12, 3)) @ across.T
        truth[row] = curves[12:].sum(axis=1)
    return values, truth


def covered(values: np.ndarray, truth: np.ndarray, derivative: Derivative) -> tuple[float, float]:
    """Share of years whose pointwise band holds the true rate, and of units whose joint band holds all of them."""
    pattern = prepared(YEARS, YEARS, derivative)
    posterior, rates = joint_posterior(pattern, values, ALL_MOVE), functionals(pattern, of_order(1))
    # A band holds the truth where the distribution function there lies between its levels: no quantile is needed.
    below = of_functionals(posterior, rates, np.ones(3)).below(truth)
    level = (posterior.weights @ pointwise_levels(rates, posterior.degrees))[:, None]
    together = ((below > level / 2) & (below < 1 - level / 2)).all(axis=1).mean()
    return ((below > 0.025) & (below < 0.975)).mean(), together


def test_with_length_and_noise_known_coverage_is_that_of_its_degrees():
    # For a fixed Σ a'Sa has n - 2 degrees, and the reference prior keeps p - 1 of them: bands are a little too wide.
    known = Derivative(length_scale_years=(3.0, 3.0), noise_to_signal=(0.5, 0.5), grid=1)
    expected = 2 * stats.t.cdf(stats.t.ppf(0.975, 8) * np.sqrt(10 / 8), 10) - 1
    pointwise, together = covered(*drawn(4000, -0.7, known, 31), known)
    # Years of a unit move together: as if a third of the 48,000 were independent, four standard errors.
    assert abs(pointwise - expected) < 4 * np.sqrt(expected * (1 - expected) / 16_000)
    assert together > 0.95


@pytest.mark.parametrize("correlation", [-0.7, 0.0, 0.5])
def test_in_its_own_model_bands_cover_no_less_than_they_say_in_one_year_and_in_all(correlation):
    pointwise, together = covered(*drawn(1500, correlation, FULL, 37), FULL)
    # Four standard errors below; above, what the degrees of the prior and the bound of the union add.
    assert 0.95 - 0.01 < pointwise < 0.985
    assert 0.95 - 0.023 < together < 0.995
