"""The comparators against the libraries and models that they stand for, gaps, and bands under pure noise."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats
from scipy.interpolate import make_smoothing_spline
from scipy.signal import savgol_filter

from regioncodes.codes.derivatives.kalman import kalman_smoother
from regioncodes.codes.derivatives.linear import Candidates, _chosen, bands
from regioncodes.codes.derivatives.smoothers import (
    _PENALTIES,
    _splines,
    local_polynomial,
    savitzky_golay,
    smoothing_spline,
)

YEARS = np.arange(2005, 2017)
SMOOTHERS = [savitzky_golay, local_polynomial, smoothing_spline, kalman_smoother]
BRIDGING = [local_polynomial, smoothing_spline, kalman_smoother]


def waves(count: int, seed: int, noise: float = 0.2) -> np.ndarray:
    """Sines of random phase with noise, series × year."""
    generator = np.random.default_rng(seed)
    phase = generator.uniform(0, 2 * np.pi, (count, 1))
    return np.sin(YEARS / 2.5 + phase) + noise * generator.normal(size=(count, len(YEARS)))


@pytest.mark.parametrize("order", [0, 1, 2])
def test_savitzky_golay_is_that_of_scipy(order):
    values = waves(3, 1)
    expected = savgol_filter(values, 5, 2, deriv=order, mode="interp")
    np.testing.assert_allclose(savitzky_golay(YEARS, values).estimate[:, order], expected, atol=1e-12)


def test_savitzky_golay_needs_five_unbroken_years():
    values = waves(1, 2)
    values[0, 5] = np.nan  # five years before the gap, six after it
    estimate = savitzky_golay(YEARS, values).estimate[0]
    assert np.isnan(estimate[:, 5]).all()
    np.testing.assert_allclose(estimate[2, :5], savgol_filter(values[0, :5], 5, 2, deriv=2, mode="interp"))
    np.testing.assert_allclose(estimate[1, 6:], savgol_filter(values[0, 6:], 5, 2, deriv=1, mode="interp"))
    values[0, 4] = np.nan
    assert np.isnan(savitzky_golay(YEARS, values).estimate[0, :, :4]).all()


@pytest.mark.parametrize("seed", range(4))
def test_the_spline_comes_near_the_best_that_scipy_finds(seed):
    # scipy searches the penalty without bounds, here a grid half a power of ten apart or less is searched:
    # the level may differ by a small part of the noise.
    values = waves(1, seed)
    best = make_smoothing_spline(YEARS.astype(float), values[0])
    np.testing.assert_allclose(smoothing_spline(YEARS, values).estimate[0, 0], best(YEARS), atol=0.05)


def test_the_spline_of_a_gap_is_the_one_through_the_years_there_are():
    values = waves(1, 5)
    values[0, [3, 4]] = np.nan
    seen = np.isfinite(values[0])
    estimate = smoothing_spline(YEARS, values).estimate[0]
    candidates = [
        make_smoothing_spline(YEARS[seen].astype(float), values[0, seen], lam=penalty)
        for penalty in np.geomspace(1e5, 1e-3, 33)
    ]
    own = min(candidates, key=lambda spline: np.abs(spline(YEARS) - estimate[0]).max())
    for order in (0, 1, 2):
        np.testing.assert_allclose(estimate[order], own(YEARS, nu=order), atol=1e-7)


@pytest.mark.parametrize("gap", [[], [4, 5]])
def test_the_kalman_smoother_is_that_of_statsmodels(gap):
    # The same model in state-space form with an exact diffuse start, smoothed by recursion at the intensity
    # of highest diffuse likelihood; both the choice and the states must agree.
    values = waves(1, 3)
    values[0, gap] = np.nan
    ours = kalman_smoother(YEARS, values)
    lower = bands(ours)[1]
    degrees = np.isfinite(values[0]).sum() - 3
    half_width = (ours.estimate - lower)[0] / stats.t(degrees).ppf(0.975)
    fits = [recursion(values[0], q) for q in np.geomspace(1e-7, 1e3, 41)]
    estimate, deviation, _ = max(fits, key=lambda fit: fit[2])
    np.testing.assert_allclose(ours.estimate[0], estimate, atol=1e-5)
    np.testing.assert_allclose(half_width, deviation, rtol=1e-4)


def recursion(values: np.ndarray, intensity: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Smoothed states, their deviations (with the noise variance profiled out) and the concentrated likelihood."""
    result, doubled = smoothed(values, intensity), smoothed(2 * values, intensity)
    degrees = np.isfinite(values).sum() - 3
    # At noise variance 1 the log-likelihood is a - squares / 2; the squares come from doubling the data.
    likelihood = result.llf_obs.sum()
    squares = (likelihood - doubled.llf_obs.sum()) * 2 / 3
    concentrated = likelihood + squares / 2 - degrees / 2 * np.log(squares)
    deviation = np.sqrt(np.diagonal(result.smoothed_state_cov).T * squares / degrees)
    return result.smoothed_state, deviation, concentrated


def smoothed(values: np.ndarray, intensity: float):
    """statsmodels' smoother of the constant-acceleration model with unit noise variance."""
    from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother

    model = KalmanSmoother(k_endog=1, k_states=3)
    model.bind(np.ascontiguousarray(values[:, None]))
    model["design"] = np.array([[1.0, 0.0, 0.0]])
    model["obs_cov"] = np.eye(1)
    model["transition"] = np.array([[1.0, 1.0, 0.5], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]])
    model["selection"] = np.eye(3)
    model["state_cov"] = intensity * np.array([[1 / 20, 1 / 8, 1 / 6], [1 / 8, 1 / 3, 1 / 2], [1 / 6, 1 / 2, 1.0]])
    model.initialize_diffuse()
    return model.smooth()


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_a_parabola_within_its_power_is_found(smoother):
    # Splines and cross-validated spans need no bias to fit it; the spline flattens at the ends.
    time = YEARS - 2010.0
    estimate = smoother(YEARS, (1 + 2 * time + 0.5 * time**2)[None]).estimate[0]
    inner = slice(3, -3)
    np.testing.assert_allclose(estimate[1, inner], (2 + time)[inner], atol=0.02)
    np.testing.assert_allclose(estimate[2, inner], 1.0, atol=0.1)


@pytest.mark.parametrize("smoother", BRIDGING)
def test_gaps_are_bridged_and_nothing_is_said_outside(smoother):
    values = waves(1, 6)
    values[0, [0, 5, 6, 11]] = np.nan
    estimate = smoother(YEARS, values).estimate[0]
    assert np.isnan(estimate[:, [0, 11]]).all()
    assert np.isfinite(estimate[:, 1:11]).all()


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_four_points_have_no_estimate(smoother):
    values = np.where(YEARS < 2009, waves(1, 7), np.nan)
    assert np.isnan(smoother(YEARS, values).estimate).all()


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_shifting_scaling_and_tilting_a_series_does_the_same_to_every_result(smoother):
    values = waves(4, 8)
    estimate, lower, _ = bands(smoother(YEARS, values))
    added = np.stack([1000.0 + 3.0 * (YEARS - 2005), np.full(12, 3.0), np.zeros(12)])
    moved = bands(smoother(YEARS, added[0] - 40.0 * values))
    np.testing.assert_allclose(moved[0], added - 40.0 * estimate, atol=1e-6)
    np.testing.assert_allclose(moved[2], added - 40.0 * lower, atol=1e-6)


@pytest.mark.parametrize("smoother", [savitzky_golay, local_polynomial])
def test_bands_hold_where_nothing_bends(smoother):
    generator = np.random.default_rng(9)
    values = 0.3 * (YEARS - 2005) + generator.normal(size=(2000, 12))
    truth = np.stack([0.3 * (YEARS - 2005), np.full(12, 0.3), np.zeros(12)])
    for probability in (0.5, 0.95):
        _, lower, upper = bands(smoother(YEARS, values), probability)
        covered = ((lower <= truth) & (truth <= upper)).mean(axis=(0, 2))
        # Choosing the span, and a noise variance from the same data, cost or add a few per cent.
        np.testing.assert_allclose(covered, probability, atol=0.05)


def test_the_error_covariance_is_that_of_simulated_noise():
    # Savitzky-Golay is one matrix: over 20,000 series of unit noise, three standard errors
    # (1 % each of a variance, 0.7 % of the largest ones of a covariance).
    noise = np.random.default_rng(10).normal(size=(20_000, 12))
    result = savitzky_golay(YEARS, noise)
    found = np.cov(result.estimate.reshape(len(noise), -1), rowvar=False)
    np.testing.assert_allclose(found, result.covariance[0], rtol=0.03, atol=0.02)


def test_the_ends_of_a_natural_spline_are_zero_by_construction_and_have_no_band():
    values = waves(40, 31)
    values[::2, [0, 1]] = np.nan
    estimates = smoothing_spline(YEARS, values)
    expected = np.zeros((40, 3, 12), dtype=bool)
    expected[:, 2, 11] = True
    expected[1::2, 2, 0] = True
    expected[::2, 2, 2] = True
    np.testing.assert_array_equal(estimates.fixed, expected)
    assert set(estimates.estimate[expected]) == {0.0}
    _, lower, upper = bands(estimates)
    known = np.isfinite(estimates.estimate)
    np.testing.assert_array_equal(np.isfinite(lower), known & ~expected)
    np.testing.assert_array_equal(np.isfinite(upper), known & ~expected)


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_a_derivative_that_rounding_alone_tells_from_zero_is_zero(smoother):
    lines = np.array([3.7, -0.1, 123.4])[:, None] + np.array([0.1, 1 / 3, -7.7])[:, None] * (YEARS - 2005)
    second = smoother(YEARS, lines).estimate[:, 2]
    np.testing.assert_array_equal(second[np.isfinite(second)], 0.0)
    # A bend of a millionth is none of rounding.
    bent = lines + 1e-6 * (YEARS - 2010.0) ** 2
    assert (smoother(YEARS, bent).estimate[:, 2, 5] > 0).all()


def test_of_candidates_that_tie_the_smoothest_is_taken():
    values = waves(3, 33)
    residual = np.stack([np.eye(12), np.eye(12), 2 * np.eye(12)])
    for rounding in (0.0, 1e-13, -1e-13):
        candidates = Candidates(
            coefficients=np.zeros((3, 36, 12)),
            covariance=np.zeros((3, 36, 36)),
            residual=residual * np.array([1.0, 1.0 + rounding, 1.0])[:, None, None],
            penalty=np.zeros(3),
            degrees=None,
        )
        np.testing.assert_array_equal(_chosen(candidates, values)[0], 0)


def exact_bends(values: np.ndarray, penalty: float) -> list[Fraction]:
    """f'' of the smoothing spline at the inner of equally spaced years, without any rounding (Reinsch's equations)."""
    own, size = [Fraction(float(value)) for value in values], len(values) - 2
    rows = [
        [Fraction(0)] * size + [own[place] - 2 * own[place + 1] + own[place + 2]] for place in range(size)
    ]  # (R + λ Q'Q) beside Q'y
    band = {0: (Fraction(2, 3), 6), 1: (Fraction(1, 6), -4), 2: (Fraction(0), 1)}
    for row in range(size):
        for column in range(max(0, row - 2), min(size, row + 3)):
            overlap, square = band[abs(row - column)]
            rows[row][column] = overlap + Fraction(penalty) * square
    for pivot in range(size):
        rows[pivot] = [value / rows[pivot][pivot] for value in rows[pivot]]
        for other in range(size):
            share = rows[other][pivot] if other != pivot else 0
            rows[other] = [value - share * lead for value, lead in zip(rows[other], rows[pivot], strict=True)]
    return [row[-1] for row in rows]


def test_the_bend_of_a_nearly_straight_spline_has_its_digits():
    # SciPy's spline, made of fitted values, keeps nine of them, in a cell of the study seven: there processors differ.
    values = 1.2 + 0.05 * np.arange(9) + 0.02 * np.random.default_rng(35).standard_normal(9)
    estimates = _splines(tuple(range(2005, 2014)), (True,) * 9)
    stiffest = estimates.coefficients[0].reshape(3, 9, 9)[2] @ values
    exact = np.array([float(bend) for bend in exact_bends(values, float(_PENALTIES[0]))])
    # Thirteen digits of the largest: the sums themselves cancel three.
    np.testing.assert_allclose(stiffest[1:-1], exact, rtol=0, atol=1e-13 * np.abs(exact).max())
