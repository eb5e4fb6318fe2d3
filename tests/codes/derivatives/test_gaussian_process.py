"""The Gaussian process against scikit-learn, brute force, exact truths and its own draws."""

import numpy as np
import pytest
from numpy.polynomial.hermite_e import hermeval
from scipy import stats
from scipy.linalg import null_space

from regioncodes.codes.derivatives.gaussian_process import _feature_count, _features, joint_draws, student, student_band
from regioncodes.ground.options import Derivative

YEARS = np.arange(2005, 2017)
FULL = Derivative()
COARSE = Derivative(noise_to_signal=(0.1, 3.0), grid=4)
GAPS = np.isin(YEARS, [2008, 2009, 2013])


def posterior(years, values, derivative):
    """Estimate, lower and upper end of the 95 % band."""
    return student_band(*student(years, values, derivative), 0.95)


def walks(count: int, seed: int) -> np.ndarray:
    """Random walks with noise, series × year."""
    generator = np.random.default_rng(seed)
    return generator.normal(size=(count, len(YEARS))).cumsum(axis=1) + generator.normal(size=(count, len(YEARS)))


def with_gaps(values: np.ndarray) -> np.ndarray:
    return np.where(GAPS, np.nan, values)


def difference_weights(order: int, points: np.ndarray) -> np.ndarray:
    """Weights of a derivative at zero from values at the points, exact for polynomials (Vandermonde)."""
    right = np.zeros(len(points))
    right[order] = [1, 1, 2][order]
    return np.linalg.solve(np.vander(points, increasing=True).T, right)


@pytest.mark.parametrize("length", [1.5, 3.0, 12.0])
@pytest.mark.parametrize("ratio", [0.1, 1.0])
@pytest.mark.parametrize("gaps", [False, True])
def test_agrees_with_scikit_learn_at_fixed_hyperparameters(length, ratio, gaps):
    # scikit-learn has no flat trend: its posterior of the zero-mean process for y, 1 and t gives universal
    # kriging, Rasmussen and Williams, eq. 2.41-2.42. Derivatives are 9-point differences of its mean and
    # covariance, wrong by less than 1e-8 at the shortest length scale; rounding in them stays below 1e-6.
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF

    values = walks(1, 3) if not gaps else with_gaps(walks(1, 3))
    seen = np.isfinite(values[0])
    times, y = (YEARS[seen] - 2010.0)[:, None], values[0, seen]
    trend = np.column_stack([np.ones(len(y)), times])
    model = GaussianProcessRegressor(RBF(length), alpha=ratio**2, optimizer=None)
    model.fit(times, np.column_stack([y, trend]))
    alpha_y, alpha_trend = model.alpha_[:, 0], model.alpha_[:, 1:]
    information = trend.T @ alpha_trend
    slope = np.linalg.solve(information, trend.T @ alpha_y)
    quadratic = y @ (alpha_y - alpha_trend @ slope)

    steps = 0.1 * np.arange(-4, 5)
    weights = np.stack([difference_weights(order, steps) for order in (0, 1, 2)])
    single = GaussianProcessRegressor(RBF(length), alpha=ratio**2, optimizer=None).fit(times, y)
    degrees = len(y) - 2
    fixed = Derivative(length_scale_years=(length, length), noise_to_signal=(ratio, ratio), grid=1)
    estimate, lower, _ = posterior(YEARS, values, fixed)
    for place, year in enumerate(YEARS):
        points = (year - 2010 + steps)[:, None]
        predicted = weights @ model.predict(points)
        residual = weights @ np.column_stack([np.ones(len(steps)), points]) - predicted[:, 1:]
        mean = predicted[:, 0] + residual @ slope
        covariance = weights @ single.predict(points, return_cov=True)[1] @ weights.T
        factor = np.diag(covariance + residual @ np.linalg.solve(information, residual.T))
        half_width = stats.t(degrees).ppf(0.975) * np.sqrt(quadratic / degrees * factor)
        np.testing.assert_allclose(estimate[0, :, place], mean, atol=1e-6 * np.ptp(y))
        np.testing.assert_allclose((estimate - lower)[0, :, place], half_width, rtol=1e-6)


def test_mixture_agrees_with_brute_force_integration():
    # Independent of the closed form: the signal variance is integrated numerically too, over log v, with the
    # normal density of contrasts for a likelihood, and each term kriged by generalised least squares.
    values = with_gaps(walks(1, 5))
    seen = ~GAPS
    times, y = YEARS[seen] - 2010.0, values[0, seen]
    degrees = len(y) - 2
    basis = null_space(np.vstack([np.ones(len(times)), times]))
    total, first, second = 0.0, np.zeros(3), np.zeros(3)
    target = 2011.0 - 2010.0
    for length in np.geomspace(1.5, 12.0, COARSE.grid):
        for ratio in np.geomspace(0.1, 3.0, COARSE.grid):
            data = np.exp(-((times[:, None] - times) ** 2) / (2 * length**2)) + ratio**2 * np.eye(len(y))
            mean, factor = kriged(times, y, data, target, length)
            marginal = basis.T @ data @ basis
            for log_variance in np.arange(-12, 14, 0.05):
                variance = np.exp(log_variance)
                # The prior 1/v is flat in log v; a normal with this covariance is the whole likelihood.
                weight = stats.multivariate_normal.pdf(basis.T @ y, cov=variance * marginal)
                total += weight
                first += weight * mean
                second += weight * (mean**2 + variance * factor)
    mean = first / total
    scale = np.sqrt((second / total - mean**2) * (degrees - 2) / degrees)
    estimate, lower, upper = posterior(YEARS, values, COARSE)
    place = int(np.flatnonzero(YEARS == 2011)[0])
    np.testing.assert_allclose(estimate[0, :, place], mean, rtol=1e-6, atol=1e-8)
    width = 2 * stats.t(degrees).ppf(0.975) * scale
    np.testing.assert_allclose((upper - lower)[0, :, place], width, rtol=1e-5)


def kriged(times, y, data, target, length) -> tuple[np.ndarray, np.ndarray]:
    """Generalised least squares plus kriging of f, f', f'' at one year, and the variances over v."""
    distance = (target - times) / length
    bell = np.exp(-(distance**2) / 2)
    cross = np.stack([bell, -distance / length * bell, (distance**2 - 1) / length**2 * bell])
    prior = np.array([1.0, 1 / length**2, 3 / length**4])
    trend = np.column_stack([np.ones(len(times)), times])
    at_target = np.array([[1.0, target], [0.0, 1.0], [0.0, 0.0]])
    inverse = np.linalg.inv(data)
    spread = np.linalg.inv(trend.T @ inverse @ trend)
    line = spread @ trend.T @ inverse @ y
    rest = at_target - cross @ inverse @ trend
    mean = at_target @ line + cross @ inverse @ (y - trend @ line)
    factor = prior - np.diag(cross @ inverse @ cross.T) + np.diag(rest @ spread @ rest.T)
    return mean, factor


@pytest.mark.parametrize("gaps", [False, True])
def test_a_straight_line_is_recovered_exactly(gaps):
    line = 3.0 - 0.7 * (YEARS - 2005.0)
    values = with_gaps(line[None]) if gaps else line[None]
    estimate, lower, upper = posterior(YEARS, values, FULL)
    np.testing.assert_allclose(estimate[0, 0], line, atol=1e-12)
    np.testing.assert_allclose(estimate[0, 1], -0.7, atol=1e-12)
    np.testing.assert_array_equal(estimate[0, 2], 0.0)
    np.testing.assert_array_equal(lower, upper)


def test_shifting_scaling_and_tilting_a_series_does_the_same_to_every_result():
    values = with_gaps(walks(4, 7))
    estimate, lower, upper = posterior(YEARS, values, FULL)
    moved = 1000.0 - 40.0 * values + 3.0 * (YEARS - 2005)
    added = np.stack([1000.0 + 3.0 * (YEARS - 2005), np.full(12, 3.0), np.zeros(12)])
    estimate_moved, lower_moved, upper_moved = posterior(YEARS, moved, FULL)
    np.testing.assert_allclose(estimate_moved, added - 40.0 * estimate, rtol=1e-9, atol=1e-8)
    np.testing.assert_allclose(lower_moved, added - 40.0 * upper, rtol=1e-9, atol=1e-8)
    np.testing.assert_allclose(upper_moved, added - 40.0 * lower, rtol=1e-9, atol=1e-8)


def test_reversing_time_reverses_the_rate_and_nothing_else():
    values = walks(3, 8)
    estimate, lower, _ = posterior(YEARS, values, FULL)
    backward, lower_backward, _ = posterior(YEARS, values[:, ::-1], FULL)
    signs = np.array([1.0, -1.0, 1.0])[:, None]
    np.testing.assert_allclose(backward[:, :, ::-1], signs * estimate, atol=1e-9)
    np.testing.assert_allclose((backward - lower_backward)[:, :, ::-1], estimate - lower, rtol=1e-8)


def test_series_do_not_disturb_each_other():
    values = np.vstack([walks(70, 9), with_gaps(walks(3, 10))])
    together = posterior(YEARS, values, FULL)
    for row in (0, 40, 71):
        alone = posterior(YEARS, values[[row]], FULL)
        for all_of_them, single in zip(together, alone, strict=True):
            np.testing.assert_allclose(all_of_them[row], single[0], rtol=1e-10, atol=1e-12)


def test_there_is_no_estimate_outside_the_observations():
    values = np.where((YEARS < 2007) | (YEARS > 2013) | (YEARS == 2010), np.nan, walks(1, 11))
    estimate, lower, _ = posterior(YEARS, values, FULL)
    inside = (YEARS >= 2007) & (YEARS <= 2013)
    assert (np.isfinite(estimate[0]) == inside).all()
    assert (np.isfinite(lower[0]) == inside).all()


def test_bands_cover_a_sine_and_its_derivatives():
    # 95 % bands on smooth truths: 300 curves of random phase and period, the interior years. Less than 88 %
    # would be overconfident, and a mean width beyond six standard deviations of the truth would say nothing.
    generator = np.random.default_rng(13)
    phase, speed = generator.uniform(0, 2 * np.pi, (300, 1)), 2 * np.pi / generator.uniform(8, 20, (300, 1))
    angle = speed * (YEARS - 2005) + phase
    truth = np.stack([np.sin(angle), speed * np.cos(angle), -(speed**2) * np.sin(angle)], axis=1)
    noisy = truth[:, 0] + generator.normal(scale=0.15, size=(300, 12))
    _, lower, upper = posterior(YEARS, noisy, FULL)
    inner = slice(2, -2)
    covered = ((lower <= truth) & (truth <= upper))[:, :, inner].mean(axis=(0, 2))
    width = (upper - lower)[:, :, inner].mean(axis=(0, 2)) / truth.std(axis=(0, 2))
    assert (covered > 0.88).all(), covered
    assert (width < 6).all(), width


def test_draws_have_the_mean_and_variance_of_the_closed_form():
    values = with_gaps(walks(1, 17))
    estimate, lower, upper = posterior(YEARS, values, FULL)
    generator = np.random.default_rng(18)
    draws = joint_draws(YEARS, values[0], YEARS, 40_000, generator, FULL)
    degrees = int((~GAPS).sum()) - 2
    half_width = (upper - lower)[0] / 2
    deviation = half_width / stats.t(degrees).ppf(0.975) / np.sqrt((degrees - 2) / degrees)
    # Standard error of a mean of 40,000 draws is 0.005 deviations; four of them are allowed.
    np.testing.assert_array_less(np.abs(draws.mean(axis=0) - estimate[0]) / deviation, 0.02)
    # A Student t of 7 degrees has a kurtosis of 5, the mixture somewhat more: 1.5 % is about two errors.
    np.testing.assert_allclose(draws.std(axis=0) / deviation, 1.0, atol=0.05)


def test_draws_are_joint_over_years_and_orders():
    # The rate integrates to the level: in every draw the trapezoid of f' corrected by f'' gives the change
    # of f, up to the fourth-order error of that rule on curves of length scale 6.
    fixed = Derivative(length_scale_years=(6.0, 6.0), noise_to_signal=(0.3, 0.3), grid=1)
    draws = joint_draws(YEARS, walks(1, 19)[0], YEARS, 200, np.random.default_rng(20), fixed)
    level, rate, acceleration = draws.transpose(1, 0, 2)
    change = (rate[:, 1:] + rate[:, :-1]) / 2 - np.diff(acceleration) / 12
    np.testing.assert_allclose(change, np.diff(level), atol=2e-3 * level.std())


@pytest.mark.parametrize(("count", "shortest"), [(5, 1.5), (12, 1.5), (12, 0.4), (30, 1.5)])
def test_the_features_hold_the_covariance_of_all_orders(count, shortest):
    times = np.arange(count) - (count - 1) / 2
    lengths = np.array([shortest, 4.0, 12.0])
    features = _features(times, (0, 1, 2), lengths, _feature_count(times, times, lengths))
    scaled = (times[:, None] - times) / lengths[:, None, None]
    powers = lengths[:, None, None]
    for one in range(3):
        for other in range(3):
            rows, columns = (features[:, order * count : (order + 1) * count] for order in (one, other))
            hermite = hermeval(scaled, [0.0] * (one + other) + [1.0]) * np.exp(-(scaled**2) / 2)
            found = rows @ columns.transpose(0, 2, 1) * powers ** (one + other)
            # Entries are He_4(0) = 3 at most; sums of terms up to u⁴ keep twelve digits.
            np.testing.assert_allclose(found, (-1.0) ** one * hermite, atol=1e-11)


def test_draws_move_with_rounding_no_more_than_rounding_moves_a_number():
    # Years that differ in the thirteenth digit stand for another processor. A root from eigenvectors moves the draws by
    # 1e-6 and more, as eigenvalues of zero come out as any number of that size.
    values, shifted = walks(1, 21)[0], YEARS + 1e-13 * YEARS * np.random.default_rng(22).choice([-1, 0, 1], len(YEARS))
    draws, moved = (
        joint_draws(years, values, years, 500, np.random.default_rng(1), FULL)
        for years in (YEARS.astype(float), shifted)
    )
    assert (draws != moved).any()
    assert (np.abs(draws - moved) / draws.std(axis=0)).max() < 1e-8


def test_the_same_generator_gives_the_same_draws():
    values = walks(1, 21)[0]
    first, second, other = (
        joint_draws(YEARS, values, YEARS, 50, np.random.default_rng(seed), COARSE) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()
