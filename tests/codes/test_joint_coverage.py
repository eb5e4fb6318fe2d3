"""Coverage of the joint process: its truths, its measures, and what theory says of bands in the model itself."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from regioncodes.codes.derivatives.gaussian_process import grid_points, prepared, prior_roots, student
from regioncodes.codes.derivatives.joint_bands import joint_band, pointwise_levels
from regioncodes.codes.derivatives.joint_process import functionals, joint_posterior, of_functionals
from regioncodes.codes.joint_coverage import (
    ANY,
    FIXED,
    INDEPENDENT,
    JOINT,
    PATTERNS,
    SUM,
    SUMMED,
    TRUTHS,
    UNLIKE,
    Units,
    drawn,
    independent_bands,
    joint_bands,
    joint_coverage,
)
from regioncodes.codes.simulation import curve
from regioncodes.ground.options import Derivative, Simulation

YEARS = np.arange(12)
SMALL = Derivative(grid=5)
# One length scale and one noise: the posterior is a single Student t.
KNOWN = Derivative(length_scale_years=(3.0, 3.0), noise_to_signal=(0.5, 0.5), grid=1)
WHOLE = np.ones(3)


def units(truth: str, count: int, derivative: Derivative = SMALL, seed: int = 5) -> Units:
    return drawn(truth, YEARS, count, 0.3, derivative, np.random.default_rng(seed))


def fitted(values: np.ndarray, derivative: Derivative = SMALL):
    """Posterior and the rates of all years."""
    pattern = prepared(YEARS, YEARS, derivative)
    rates = functionals(pattern, np.eye(36)[12:24])
    return joint_posterior(pattern, values, np.ones(values.shape[2], dtype=bool)), rates


@pytest.fixture(scope="module")
def study():
    """The whole study with one length scale and one noise, which are those of the model."""
    simulation = Simulation(years=[12], noise_sd=[0.3], replications=2, units=2000)
    return joint_coverage(simulation, derivative=KNOWN, seed=1).set_index(["truth", "quantity", "method", "years"])


def test_roots_of_the_prior_are_those_of_the_squared_exponential_covariance():
    roots, (lengths, _) = prior_roots(YEARS, SMALL), grid_points(SMALL)
    for root, length in zip(roots, lengths, strict=True):
        distance = np.subtract.outer(YEARS, YEARS) / length
        bell = np.exp(-(distance**2) / 2)
        expected = np.block([[bell, distance * bell / length], [-distance * bell / length, (1 - distance**2) * bell]])
        expected[12:, 12:] /= length**2
        np.testing.assert_allclose(root[:24] @ root[:24].T, expected, atol=1e-12)


@pytest.mark.parametrize("name", PATTERNS)
def test_codes_of_the_model_have_the_correlations_of_their_pattern(name):
    values = units(f"model_{name}", 20_000, KNOWN).values[:, 0]
    # One year: a variance of 1 + 0.5²; four standard errors of a covariance are 0.05.
    np.testing.assert_allclose(values.T @ values / len(values), 1.25 * PATTERNS[name], atol=0.05)


def test_correlations_of_any_kind_are_uniform_and_variances_those_of_the_pattern():
    found = units(f"model_{ANY}", 4000, KNOWN)
    # Each unit has a Σ of its own, which twelve years tell badly: moments of the products over units.
    products = found.rates[:, :, 0] * found.rates[:, :, 1] * 9
    assert products.mean() == pytest.approx(0.0, abs=0.05)
    assert (found.rates**2).mean() == pytest.approx(1 / 9, rel=0.05)
    # E (x y)² = 1 + 2 E ρ², and a uniform correlation has E ρ² = 1/3.
    assert (products**2).mean() == pytest.approx(1 + 2 / 3, rel=0.1)


def test_fixed_curves_are_those_of_the_simulation_and_kink_and_step_stand_in_all_codes():
    for truth, names in FIXED.items():
        found = units(truth, 400)
        level, rate, _ = (np.stack(parts, axis=1) for parts in zip(*(curve(name, 12) for name in names), strict=True))
        np.testing.assert_array_equal(found.rates[3], rate)
        assert (found.values - level).std() == pytest.approx(0.3, rel=0.02)
        assert found.values.mean(axis=0) == pytest.approx(level, abs=0.07)


def test_codes_of_unlike_length_scales_run_from_the_quickest_to_the_slowest():
    rates = units(UNLIKE, 4000).rates
    # The variance of a rate is that of the curve over the square of its length scale.
    np.testing.assert_allclose((rates**2).mean(axis=(0, 1)) ** -0.5, [1.5, np.sqrt(18), 12.0], rtol=0.05)


def test_the_place_of_the_truth_and_the_width_are_those_of_the_bands_ends():
    found = units("model_positive", 11)
    posterior, rates = fitted(found.values)
    truth = found.rates.sum(axis=2)
    bands = joint_bands(posterior, rates, truth, WHOLE)
    mixture = of_functionals(posterior, rates, WHOLE)
    np.testing.assert_allclose(bands.estimate, mixture.estimate)
    np.testing.assert_allclose(bands.width, (mixture.quantile(0.975) - mixture.quantile(0.025))[::5], rtol=1e-9)
    for probability in (0.5, 0.8, 0.95):
        lower, upper = (mixture.quantile((1 + side * probability) / 2) for side in (-1, 1))
        np.testing.assert_array_equal(bands.place <= probability, (lower <= truth) & (truth <= upper))
    lower, upper = joint_band(mixture, pointwise_levels(rates, posterior.degrees))
    np.testing.assert_array_equal(bands.holds, ((lower <= truth) & (truth <= upper)).all(axis=1))


def test_a_band_holds_its_own_middle_and_no_truth_far_away():
    posterior, rates = fitted(units("model_none", 6).values)
    middle = of_functionals(posterior, rates, WHOLE).quantile(0.5)
    near, far = (joint_bands(posterior, rates, middle + shift, WHOLE) for shift in (0.0, 100.0))
    np.testing.assert_allclose(near.place, 0.0, atol=1e-9)
    assert near.holds.all()
    assert (far.place > 0.999).all()
    assert not far.holds.any()


def test_bands_half_as_wide_as_they_should_be_do_not_cover():
    found = units("model_none", 500)
    posterior, rates = fitted(found.values)
    truth = found.rates.sum(axis=2)
    narrow = joint_bands(replace(posterior, squares=posterior.squares / 4), rates, truth, WHOLE)
    right = joint_bands(posterior, rates, truth, WHOLE)
    np.testing.assert_array_equal(narrow.estimate, right.estimate)
    assert (right.place <= 0.95).mean() > 0.94
    assert (narrow.place <= 0.95).mean() < 0.85
    assert right.holds.mean() > 0.93 > 0.8 > narrow.holds.mean()


def test_bands_of_independent_codes_add_estimates_and_variances():
    found = units("smooth", 5)
    bands = independent_bands(found, YEARS, SMALL)
    estimate, scale, _ = (
        np.stack(parts, axis=-1)
        for parts in zip(*(student(YEARS, found.values[..., code], SMALL) for code in range(3)), strict=True)
    )
    squares = scale[:, 1] ** 2
    freedom = squares.sum(axis=2) ** 2 / (squares**2 / 10).sum(axis=2)
    own = stats.t(freedom, estimate[:, 1].sum(axis=2), np.sqrt(squares.sum(axis=2)))
    np.testing.assert_allclose(bands.estimate, own.mean())
    np.testing.assert_allclose(bands.width, (own.ppf(0.975) - own.ppf(0.025))[::5], rtol=1e-9)
    np.testing.assert_allclose(bands.place, np.abs(2 * own.cdf(found.rates.sum(axis=2)) - 1), atol=1e-9)
    assert ((freedom > 10) & (freedom < 30)).all()
    assert bands.holds is None


@pytest.mark.parametrize("truth", [truth for truth in TRUTHS if truth.startswith("model")])
def test_in_the_model_coverage_hangs_on_no_correlation_and_is_that_of_the_degrees(study, truth):
    # a'Sa has n - 2 = 10 degrees, of which the prior of three codes grants 8.
    expected = 200 * stats.t.cdf(stats.t.ppf(0.975, 8) * np.sqrt(10 / 8), 10) - 100
    for quantity in (SUM, "production"):
        row = study.loc[truth, quantity, JOINT, "inner"]
        assert abs(row["coverage_95_percent"] - expected) < 4 * row["coverage_95_error_percent"]
        assert row["joint_coverage_95_percent"] > 95
    row = study.loc[truth, SUM, SUMMED, "inner"]
    assert abs(row["coverage_95_percent"] - 95) < 4 * row["coverage_95_error_percent"]
    # With one point of the grid the bound of the union keeps its word.
    assert row["joint_coverage_95_percent"] > 95 - 4 * row["joint_coverage_95_error_percent"]


def test_codes_taken_as_independent_cover_too_little_where_they_move_together_and_too_much_where_apart(study):
    coverage = study["coverage_95_percent"].xs((SUM, INDEPENDENT, "inner"), level=[1, 2, 3])
    assert coverage["model_positive"] < 90
    assert coverage["model_negative"] > 97.5
    width = study["width_95"].xs((SUM, "inner"), level=[1, 3]).unstack()
    assert width.loc["model_positive", INDEPENDENT] < 0.8 * width.loc["model_positive", JOINT]
    assert width.loc["model_negative", INDEPENDENT] > 1.1 * width.loc["model_negative", JOINT]


def test_each_truth_has_the_sum_by_three_methods_and_one_code_those_of_unlike_length_scales_all(study):
    own = study.xs("inner", level="years").reset_index()
    assert own.groupby("truth").size().to_dict() == dict.fromkeys(TRUTHS, 4) | {UNLIKE: 6}
    assert own["joint_coverage_95_percent"].isna().equals(own["method"].eq(INDEPENDENT))
    assert own["noise_sd"].isna().equals(own["truth"].str.startswith("model"))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("edge_years", [0, 1])
def test_where_there_are_no_edges_their_rows_are_empty_and_the_seed_decides(edge_years):
    simulation = Simulation(years=[19, 8, 12, 9], noise_sd=[0.3], replications=2, units=20)
    derivative = replace(SMALL, grid=3, edge_years=edge_years)
    one, two, other = (joint_coverage(simulation, derivative=derivative, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, two)
    assert (one["rmse"] != other["rmse"]).any()
    assert set(one["n_years"]) == {9}
    edge = one[one["years"] == "edge"]
    assert edge["rmse_to_differences"].isna().all()
    assert edge["coverage_95_percent"].isna().all() == (edge_years == 0)
