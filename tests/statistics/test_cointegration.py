from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regioncodes.statistics.cointegration import (
    ALTERNATIVES,
    Shocks,
    cointegration_tests,
    drawn_panels,
    region_statistics,
    shocks_of,
    usable_regions,
)

GOLDEN = Path(__file__).parents[1] / "golden/cointegration"
REGIONS, YEARS = 24, 9


def shocks(level_noise=0.0, persistence=0.0, factor_persistence=0.3, loading=0.7):
    ones = np.ones(REGIONS)
    return Shocks(0.8 * ones, loading * ones, ones, level_noise * ones, persistence, factor_persistence, 0.0)


def panels(seed, left=None, level_noise=0.4, slope=0.5, years=YEARS, gaps=False):
    """Education as it is read and an outcome: unrelated, or residuals of which the share `left` lasts a year."""
    random = np.random.default_rng(seed)
    true, read = (own[0] for own in drawn_panels(shocks(level_noise), years, 1, random))
    outcome = drawn_panels(shocks(persistence=0.2), years, 1, random)[0][0]
    if left is not None:
        residuals = np.sqrt((1 + left) / 2) * random.standard_normal((REGIONS, years + 10))
        for year in range(1, years + 10):
            residuals[:, year] += left * residuals[:, year - 1]
        outcome = slope * true + residuals[:, 10:]
    if gaps:
        outcome[0, 0] = read[1, 4] = read[2, -1] = np.nan
    return read, outcome


def known(regressor, response):
    return np.isfinite(regressor) & np.isfinite(response)


@pytest.mark.parametrize(("trend", "name"), [(False, "c"), (True, "ct")])
def test_statistics_are_those_of_statsmodels(trend, name):
    from statsmodels.tsa.stattools import coint

    x, y = panels(1)
    expected = [coint(right, left, trend=name, maxlag=0, autolag=None)[0] for left, right in zip(x, y, strict=True)]
    assert region_statistics(x, y, known(x, y), trend=trend) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("trend", [False, True])
def test_statistics_of_real_regions_with_gaps_are_those_of_r(trend):
    cells = pd.read_csv(GOLDEN / "regions.csv")
    expected = pd.read_csv(GOLDEN / "statistics.csv").set_index("region")
    wide = {name: cells.pivot(index="region", columns="year", values=name) for name in ("education", "log_income")}
    x, y = (wide[name].to_numpy(float) for name in ("education", "log_income"))
    found = region_statistics(x, y, known(x, y), trend=trend)
    column = "trend" if trend else "constant"
    assert found == pytest.approx(expected.loc[wide["education"].index, column].to_numpy(), rel=1e-9)


def test_a_draw_of_many_has_the_statistic_that_it_has_alone():
    random = np.random.default_rng(3)
    x, y = (random.standard_normal((5, REGIONS, YEARS)).cumsum(axis=2) for _ in range(2))
    pattern = np.ones((REGIONS, YEARS), dtype=bool)
    pattern[3, 2] = pattern[4, :2] = False
    every = region_statistics(x, y, pattern, trend=True)
    assert every[2] == pytest.approx(region_statistics(x[2], y[2], pattern, trend=True), rel=1e-12)


def test_units_and_starting_points_change_nothing():
    x, y = panels(4, gaps=True)
    plain = cointegration_tests(x, y, slope=0.5, noise_variance=0.16, draws=99, seed=1)[1]
    moved = cointegration_tests(10 * x + 3, 4 * y - 7, slope=0.2, noise_variance=16.0, draws=99, seed=1)[1]
    for trend in (False, True):
        assert moved[trend].statistic == pytest.approx(plain[trend].statistic, rel=1e-9)
        assert moved[trend].null_lower_5 == pytest.approx(plain[trend].null_lower_5, rel=1e-9)
        assert (moved[trend].p_value, moved[trend].power_percent) == (plain[trend].p_value, plain[trend].power_percent)


def test_the_shocks_of_a_long_planted_panel_are_found():
    planted = Shocks(
        np.linspace(0.2, 1.0, 200),
        np.linspace(0.4, 1.2, 200),
        np.linspace(0.5, 1.0, 200),
        np.linspace(0.5, 1.0, 200) * np.sqrt(0.3 / 1.4),
        0.3,
        0.5,
        0.0,
    )
    read = drawn_panels(planted, 150, 1, np.random.default_rng(5))[1][0]
    noise = np.mean(planted.noise_sd**2)
    found = shocks_of(read, noise)
    assert found.drifts.mean() == pytest.approx(planted.drifts.mean(), abs=0.25)  # the factor drifts by chance
    for name in ("loadings", "own_sd", "noise_sd"):
        assert getattr(found, name).mean() == pytest.approx(getattr(planted, name).mean(), rel=0.1)
        assert np.corrcoef(getattr(found, name), getattr(planted, name))[0, 1] > 0.7
    assert (found.persistence, found.factor_persistence) == pytest.approx((0.3, 0.5), abs=0.15)


def test_nine_years_do_not_bias_the_persistence_of_independent_steps():
    found = [shocks_of(drawn_panels(shocks(loading=1.0), YEARS, 1, np.random.default_rng(seed))[0][0], 0.0)
             for seed in range(200)]  # fmt: skip
    assert np.mean([one.persistence for one in found]) == pytest.approx(0.0, abs=0.04)


def test_without_a_slope_there_is_a_p_value_and_no_power():
    found = cointegration_tests(*panels(12), slope=np.nan, noise_variance=0.1, draws=99, seed=1)[1][False]
    assert 0 < found.p_value <= 1
    assert np.isnan(found.power_percent).all()


def test_draws_have_the_drifts_the_variances_and_the_correlation_that_were_asked():
    planted = shocks(level_noise=0.5, persistence=0.4)
    true, read = drawn_panels(planted, 4, 40000, np.random.default_rng(6))
    changes = np.diff(true, axis=2)[:, :2]
    assert changes.mean() == pytest.approx(0.8, abs=0.01)
    assert changes.var() == pytest.approx(1.49, rel=0.02)
    left, right = (changes[:, region].ravel() for region in (0, 1))
    assert np.corrcoef(left, right)[0, 1] == pytest.approx(0.49 / 1.49, abs=0.01)
    first, second = changes[:, 0, 0], changes[:, 0, 1]
    assert np.cov(first, second)[0, 1] == pytest.approx(0.4 + 0.3 * 0.49, abs=0.03)
    assert (read - true)[:, :2].std() == pytest.approx(0.5, rel=0.01)


def test_strong_evidence_is_as_strong_as_the_draws_allow_and_none_is_none():
    related = cointegration_tests(*panels(7, 0.0, years=20), slope=0.5, noise_variance=0.16, draws=199, seed=1)[1]
    assert related[False].p_value == 1 / 200
    assert cointegration_tests(*panels(7), slope=1.5, noise_variance=0.16, draws=199, seed=1)[1][False].p_value > 0.05


def test_residuals_that_last_longer_are_seen_less_often():
    power = cointegration_tests(*panels(8), slope=0.5, noise_variance=0.16, draws=499, seed=1)[1][False].power_percent
    assert len(power) == len(ALTERNATIVES)
    assert sorted(power, reverse=True) == list(power)


def test_noise_of_the_regressor_hides_a_relation():
    x, y = panels(9, level_noise=0.0)
    clear = cointegration_tests(x, y, slope=2.0, noise_variance=0.0, draws=499, seed=1)[1][False]
    noisy = cointegration_tests(x, y, slope=2.0, noise_variance=0.4, draws=499, seed=1)[1][False]
    assert noisy.null_median < clear.null_median
    assert noisy.power_percent[0] != clear.power_percent[0]


def test_regions_with_few_years_no_pairs_or_a_straight_line_are_left_out():
    x, y = panels(10)
    y[0, :3] = np.nan
    x[1, [2, 4, 6]] = np.nan
    x[2] = np.arange(YEARS)
    y[3] = 4.0
    usable = usable_regions(x, y)
    assert np.flatnonzero(~usable).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(("regions", "years", "status"), [(4, YEARS, "too_few_regions"), (REGIONS, 6, "too_few_years")])
def test_too_few_regions_or_years_have_a_status_and_no_number(regions, years, status):
    x, y = (values[:regions, :years] for values in panels(11))
    usable, tests, found = cointegration_tests(x, y, slope=0.5, noise_variance=0.1, draws=99, seed=1)
    assert found is None
    assert len(usable) == regions
    for one in tests.values():
        assert one.status == status
        assert np.isnan([one.statistic, one.p_value, *one.power_percent]).all()


def shares_rejected(left, trend, datasets=150, **choices):
    p_values = [
        cointegration_tests(
            *panels(100 + place, left, **choices), slope=0.5, noise_variance=0.16, draws=199, seed=place
        )[1][trend].p_value
        for place in range(datasets)
    ]
    return np.mean(np.array(p_values) <= 0.05)


@pytest.mark.slow
@pytest.mark.parametrize("trend", [False, True])
def test_unrelated_panels_that_share_shocks_are_rejected_in_five_per_cent(trend):
    # What estimating the shocks costs goes to the safe side; three standard errors of 150 panels to the other.
    assert shares_rejected(None, trend) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 150)


@pytest.mark.slow
def test_planted_cointegration_is_seen_about_as_often_as_the_power_says():
    told = [
        cointegration_tests(*panels(100 + place, 0.3), slope=0.5, noise_variance=0.16, draws=199, seed=place)[1][False]
        for place in range(20)
    ]
    power = np.mean([one.power_percent[0] for one in told]) / 100
    assert shares_rejected(0.3, False, 100) == pytest.approx(power, abs=0.12)
