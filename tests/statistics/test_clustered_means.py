"""Limits of means and ratios of cells that depend on each other within regions and within years."""

import numpy as np
import pytest

from regioncodes.statistics.clustered_means import clustered_ratio


def cells(generator, regions=40, years=12):
    """Cells with shocks of their region, their year and their own, mean zero."""
    shocks = (
        generator.normal(size=(regions, 1)) + generator.normal(size=years) + generator.normal(size=(regions, years))
    )
    places = np.indices(shocks.shape).reshape(2, -1)
    return shocks.ravel(), *places


def test_the_variance_is_that_of_statsmodels_two_way_clusters():
    import statsmodels.api as sm
    from scipy.stats import t

    values, regions, years = cells(np.random.default_rng(1))
    _, lower, upper = clustered_ratio(values, np.ones(len(values)), regions, years)
    fit = sm.OLS(values, np.ones(len(values))).fit()
    groups = np.column_stack([regions, years])
    variance = sm.stats.sandwich_covariance.cov_cluster_2groups(fit, groups[:, 0], groups[:, 1])[0][0, 0]
    # Theirs corrects the part of single cells by n / (n - 1) too.
    assert (upper - lower) / 2 == pytest.approx(t.ppf(0.975, 11) * np.sqrt(variance), rel=5e-3)


def test_limits_hold_the_mean_as_often_as_they_say():
    generator = np.random.default_rng(2)
    held = []
    for _ in range(600):
        values, regions, years = cells(generator)
        _, lower, upper = clustered_ratio(values, np.ones(len(values)), regions, years)
        held.append(lower <= 0 <= upper)
    assert 0.92 < np.mean(held) < 0.98


def test_a_ratio_keeps_its_value_when_units_change():
    values, regions, years = cells(np.random.default_rng(3))
    score, other = np.exp(values / 5), np.exp(values / 6)
    one = clustered_ratio(score, other, regions, years)
    assert clustered_ratio(1000 * score, 1000 * other, regions, years) == pytest.approx(one)
    assert clustered_ratio(score, score, regions, years) == pytest.approx((1, 1, 1))


def test_few_years_and_no_cells_have_no_limits():
    values, regions, years = cells(np.random.default_rng(4), years=4)
    mean, lower, _ = clustered_ratio(values, np.ones(len(values)), regions, years)
    assert mean == pytest.approx(values.mean())
    assert np.isnan(lower)
    assert np.isnan(clustered_ratio(*np.empty((4, 0)))).all()
