"""Predictions of what was left out, against brute force, other estimates of the same and known truths."""

import numpy as np
import pytest
from scipy import stats

from regioncodes.codes.calibration.left_out import BRIDGING, Predictions, bridged, left_out
from regioncodes.codes.calibration.scores import places, ranked_scores, widths
from regioncodes.codes.derivatives.gaussian_process import grid_points, likelihood_roots
from regioncodes.codes.derivatives.kalman import kalman_smoother
from regioncodes.ground.options import Derivative

YEARS = np.arange(2005, 2017)
EVERY = np.arange(len(YEARS))
WITH_GAPS = np.delete(np.arange(2003, 2017), [3, 8])
FULL, COARSE = Derivative(), Derivative(grid=5)


def walks(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, len(YEARS))).cumsum(axis=1)


def by_brute_force(years: np.ndarray, values: np.ndarray, place: int, derivative: Derivative) -> tuple:
    """Weights, means, scales of the mixture for p codes (p × n): universal kriging at every grid point in turn."""
    rest = np.delete(np.arange(len(years)), place)
    times, target = years[rest] - 2010.0, years[place] - 2010.0
    codes, degrees = len(values), len(rest) - 2 - len(values) + 1
    trend, own = np.column_stack([np.ones_like(times), times]), np.array([1.0, target])
    rows = []
    for length, ratio in zip(*grid_points(derivative), strict=True):
        covariance = np.exp(-((times[:, None] - times) ** 2) / 2 / length**2) + ratio**2 * np.eye(len(rest))
        shared = np.exp(-((times - target) ** 2) / 2 / length**2)
        inverse = np.linalg.inv(covariance)
        information = trend.T @ inverse @ trend
        line = np.linalg.solve(information, trend.T @ inverse @ values[:, rest].T)
        residual = values[:, rest].T - trend @ line
        squares = residual.T @ inverse @ residual
        gap = own - trend.T @ inverse @ shared
        variance = 1 + ratio**2 - shared @ inverse @ shared + gap @ np.linalg.solve(information, gap)
        determinants = [np.linalg.slogdet(part)[1] for part in (covariance, information, squares)]
        weight = -0.5 * (codes * sum(determinants[:2]) + (len(rest) - 2) * determinants[2])
        mean = own @ line + shared @ inverse @ residual
        rows.append((weight, mean, np.sqrt(np.diag(squares) * variance / degrees)))
    weights, means, scales = (np.array(column) for column in zip(*rows, strict=True))
    weights = np.exp(weights - weights.max())
    return weights / weights.sum(), means, scales, degrees


@pytest.mark.parametrize("years", [YEARS, WITH_GAPS])
@pytest.mark.parametrize("place", [0, 4, 11])
def test_the_gaussian_process_agrees_with_brute_force(years, place):
    values = walks(1, 1)
    found = left_out("gaussian_process", years, values, EVERY, FULL)
    weights, means, scales, degrees = by_brute_force(years, values, place, FULL)
    assert found.degrees[0, place] == degrees == 9
    assert found.weights[0, place] == pytest.approx(weights, abs=1e-9)
    assert found.means[0, place] == pytest.approx(means[:, 0], abs=1e-9)
    assert found.scales[0, place] == pytest.approx(scales[:, 0], rel=1e-9)


def test_the_joint_process_agrees_with_brute_force_and_codes_keep_their_units():
    values = walks(3, 2) * np.array([[1.0], [40.0], [0.01]])
    found = left_out("joint_process", YEARS, values[None], np.array([5]), COARSE)
    weights, means, scales, degrees = by_brute_force(YEARS, values, 5, COARSE)
    assert degrees == 7
    assert (found.degrees == degrees).all()
    for code in range(3):
        assert found.weights[code, 0] == pytest.approx(weights, abs=1e-9)
        assert found.means[code, 0] == pytest.approx(means[:, code], abs=1e-9 * np.ptp(values[code]))
        assert found.scales[code, 0] == pytest.approx(scales[:, code], rel=1e-8)


def test_one_code_alone_is_the_single_process():
    values = walks(4, 3)
    single = left_out("gaussian_process", YEARS, values, EVERY, COARSE)
    for one, other in zip(single, left_out("joint_process", YEARS, values[:, None], EVERY, COARSE), strict=True):
        assert one == pytest.approx(other, rel=1e-12)


def test_the_kalman_smoother_is_that_of_the_rates_with_a_hole():
    values = walks(5, 4)
    found = left_out("kalman", YEARS, values, EVERY, FULL)
    holed = np.where(EVERY == 6, np.nan, values)
    smoothed = kalman_smoother(YEARS, holed)
    best = found.weights[:, 6].argmax(axis=1)
    every = np.arange(5)
    assert found.weights[every, 6, best] == pytest.approx(1)
    assert found.means[every, 6, best] == pytest.approx(smoothed.estimate[:, 0, 6], abs=1e-9)
    scale = np.sqrt(smoothed.variance * (1 + smoothed.covariance[:, 6, 6]))
    assert found.scales[every, 6, best] == pytest.approx(scale, rel=1e-8)
    assert (found.degrees[:, 6] == smoothed.degrees).all()


def test_the_walk_is_the_bridge_and_the_mean_change():
    values = walks(1, 5)
    found = left_out("random_walk", YEARS, values, EVERY, FULL)
    assert found.means[0, 4, 0] == pytest.approx((values[0, 3] + values[0, 5]) / 2)
    steps = np.diff(values[0, :-1])
    assert found.means[0, -1, 0] == pytest.approx(values[0, -2] + steps.mean())
    assert found.scales[0, -1, 0] == pytest.approx(steps.std(ddof=1) * np.sqrt(1 + 1 / len(steps)))
    assert found.degrees[0, -1] == len(steps) - 1


@pytest.mark.parametrize("method", BRIDGING)
def test_a_bridge_never_sees_what_it_predicts(method):
    values = walks(3, 6)
    changed = values + 5.0 * (EVERY == 6)
    one, other = (bridged(method, YEARS, some, np.array([6])) for some in (values, changed))
    assert all((a == b).all() for a, b in zip(one, other, strict=True))


def test_a_series_without_noise_has_no_band():
    straight = 0.3 * (YEARS - 2005.0)
    for method in ("gaussian_process", "kalman", "random_walk"):
        assert np.isnan(left_out(method, YEARS, straight[None], EVERY, COARSE).scales).all()
    codes = np.stack([walks(2, 7)[0], walks(2, 7)[1], walks(2, 7).sum(axis=0)])
    assert np.isnan(left_out("joint_process", YEARS, codes[None], EVERY, COARSE).scales).all()


@pytest.mark.parametrize(("degrees", "place"), [(9, 3), (6, 0), (5, 7)])
def test_scores_agree_with_numerical_integration(degrees, place):
    generator = np.random.default_rng(degrees)
    weights = generator.dirichlet(np.ones(4))
    means, scales, value = generator.normal(size=4), generator.uniform(0.3, 2, size=4), generator.normal()
    found = Predictions(*(part[None, None] for part in (weights, means, scales)), np.full((1, 1), float(degrees)))
    points = np.linspace(-300, 300, 600_001)
    below = (weights * stats.t.cdf((points[:, None] - means) / scales, degrees)).sum(axis=1)
    score = np.trapezoid((below - (points >= value)) ** 2, points)
    assert ranked_scores(found, np.full((1, 1), value))[0, 0] == pytest.approx(score, rel=2e-3)
    assert places(found, np.full((1, 1), value))[0, 0] == pytest.approx(np.interp(value, points, below), abs=1e-6)
    width = np.interp(0.975, below, points) - np.interp(0.025, below, points)
    assert widths(found, 0.95)[0, 0] == pytest.approx(width, rel=1e-4)


def test_the_score_of_one_student_t_has_its_closed_form():
    # Jordan, Krüger and Lerch (2019) J. Stat. Softw. 90(12), appendix A: CRPS of a t with ν degrees.
    from scipy.special import beta

    for degrees in (4.0, 7.0, 7.5):
        value = 0.7
        density, below = stats.t.pdf(value, degrees), stats.t.cdf(value, degrees)
        known = value * (2 * below - 1) + 2 * density * (degrees + value**2) / (degrees - 1)
        known -= 2 * np.sqrt(degrees) / (degrees - 1) * beta(0.5, degrees - 0.5) / beta(0.5, degrees / 2) ** 2
        one = np.ones((1, 1, 1))
        found = Predictions(one, 0 * one, one, np.full((1, 1), degrees))
        assert ranked_scores(found, np.full((1, 1), value))[0, 0] == pytest.approx(known, rel=1e-4)


def from_the_model(count: int, seed: int) -> np.ndarray:
    """Series with a line of their own, their grid points taken in turn."""
    roots, _ = likelihood_roots(YEARS, COARSE)
    generator = np.random.default_rng(seed)
    shocks = generator.normal(size=(count, roots.shape[1]))
    curves = np.einsum("snm,sm->sn", np.linalg.pinv(roots)[np.arange(count) % len(roots)], shocks)
    return curves + generator.normal(size=(count, 2)) @ np.stack([np.ones(len(YEARS)), YEARS - 2010.0])


@pytest.mark.parametrize("place", [5, 11])
def test_places_are_uniform_where_the_model_made_the_series(place):
    values = from_the_model(4000, 8)
    found = places(left_out("gaussian_process", YEARS, values, np.array([place]), COARSE), values[:, [place]])
    # With 4,000 independent places a distance of 0.031 has a chance of one in a thousand.
    assert stats.kstest(found.ravel(), "uniform").statistic < 0.031
    for probability in (0.5, 0.8, 0.95):
        share = (np.abs(2 * found - 1) < probability).mean()
        assert share == pytest.approx(probability, abs=4 * np.sqrt(probability * (1 - probability) / 4000))


@pytest.mark.parametrize("place", [5, 11])
def test_places_of_the_walk_are_uniform_on_walks(place):
    values = walks(4000, 9) + 0.4 * EVERY
    found = places(left_out("random_walk", YEARS, values, np.array([place]), FULL), values[:, [place]])
    assert stats.kstest(found.ravel(), "uniform").statistic < 0.031
