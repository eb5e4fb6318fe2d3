"""Central differences: known polynomials, gaps, and a noise variance of known distribution."""

import numpy as np

from regioncodes.codes.derivatives.finite_differences import central_differences, stencil
from regioncodes.codes.derivatives.linear import bands
from regioncodes.codes.derivatives.noise import noise_variance

YEARS = np.arange(2005, 2017)


def banded_differences(years, values):
    return bands(central_differences(years, values))


def test_a_parabola_has_its_rate_and_acceleration():
    time = YEARS - 2005.0
    estimate, _, _ = banded_differences(YEARS, (1 + 2 * time + 3 * time**2)[None])
    np.testing.assert_allclose(estimate[0, 1, 1:-1], (2 + 6 * time)[1:-1])
    np.testing.assert_allclose(estimate[0, 2, 1:-1], 6.0)


def test_the_first_and_last_year_have_no_derivative():
    estimate, _, _ = banded_differences(YEARS, np.sin(YEARS)[None].astype(float))
    assert np.isnan(estimate[0, 1:, [0, -1]]).all()
    assert np.isfinite(estimate[0, 1:, 1:-1]).all()


def test_no_difference_bridges_a_gap():
    values = np.sin(YEARS).astype(float)[None]
    values[0, 5] = np.nan
    estimate, _, _ = banded_differences(YEARS, values)
    assert np.isnan(estimate[0, 1:, 4:7]).all()
    assert np.isfinite(estimate[0, 1:, [3, 7]]).all()


def test_a_straight_line_has_bands_of_no_width():
    estimate, lower, upper = banded_differences(YEARS, 2.0 * YEARS[None])
    np.testing.assert_array_equal(lower, estimate)
    np.testing.assert_array_equal(upper[0, 1, 1:-1], 2.0)


def test_two_second_differences_are_too_few_for_a_band():
    values = np.full((1, 12), np.nan)
    values[0, [0, 1, 2, 3, 5]] = [1.0, 2.0, 4.0, 3.0, 2.0]
    estimate, lower, _ = banded_differences(YEARS, values)
    assert np.isfinite(estimate[0, 2, 1:3]).all()
    assert np.isnan(lower).all()


def test_noise_variance_is_a_sixth_of_the_mean_squared_second_difference():
    # Second differences of 0 1 0 1 0 are -2, 2, -2: mean square 4.
    variance, degrees = noise_variance(np.array([[0.0, 1.0, 0.0, 1.0, 0.0]]))
    np.testing.assert_allclose(variance, 4 / 6)
    np.testing.assert_allclose(degrees, 36 * 9 / (36 * 3 + 32 * 2 + 2))


def test_noise_variance_and_its_degrees_match_simulated_noise():
    # 20,000 series of pure noise around a line, with a gap: mean σ², variance 2 σ⁴ / degrees. The standard
    # errors are about 0.5 % and 2 %; three of them are allowed.
    generator = np.random.default_rng(1)
    values = 5 + 0.3 * (YEARS - 2005) + generator.normal(scale=2.0, size=(20_000, 12))
    values[:, 8] = np.nan
    variance, degrees = noise_variance(values)
    np.testing.assert_allclose(variance.mean(), 4.0, rtol=0.02)
    np.testing.assert_allclose(2 * 16.0 / variance.var(), degrees[0], rtol=0.06)


def test_bands_cover_the_derivatives_of_a_noisy_line():
    generator = np.random.default_rng(2)
    values = 0.3 * (YEARS - 2005) + generator.normal(size=(4_000, 12))
    _, lower, upper = banded_differences(YEARS, values)
    truth = np.stack([0.3 * (YEARS - 2005), np.full(12, 0.3), np.zeros(12)])
    covered = ((lower <= truth) & (truth <= upper))[:, :, 1:-1].mean(axis=(0, 2))
    # The bands are cautious: a large difference also enlarges the variance it is judged by, f'' most of all.
    assert (covered > 0.95).all(), covered
    assert (covered[:2] < 0.99).all(), covered


def test_the_stencil_gives_the_differences():
    values = np.random.default_rng(3).normal(size=(1, 12))
    estimate, _, _ = banded_differences(YEARS, values)
    for order in (1, 2):
        np.testing.assert_allclose((stencil(order, 12) @ values[0])[1:-1], estimate[0, order, 1:-1])
        np.testing.assert_array_equal(stencil(order, 12)[[0, -1]], 0.0)
