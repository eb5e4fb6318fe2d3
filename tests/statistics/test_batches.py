from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from regioncodes.statistics import intervals
from regioncodes.statistics.batches import panel_p_values, series_p_values
from regioncodes.statistics.bootstrap import WEIGHTS, wild_cluster_test
from regioncodes.statistics.least_squares import least_squares, with_constant
from regioncodes.statistics.panel_fits import ESTIMATORS, group_slopes_test, panel_fit
from regioncodes.statistics.walks import trending_walks


def walks(*shape, seed=3):
    return trending_walks(1.0, 1.0, np.arange(shape[-1]), walks=shape[:-1], seed=seed)


def one_panel(regressor, response, districts=()):
    """p-values of one panel (G, T) by the functions that fit the study's own panels."""
    regions, years = (axis.ravel() for axis in np.indices(regressor.shape))
    left, right = regressor.ravel(), response.ravel()
    p_values = {}
    for estimator in ESTIMATORS:
        panel = panel_fit(regions, years, left, right, estimator)
        slopes = intervals.slopes_by_method(panel.fit, panel.regions, panel.years)
        p_values |= {(estimator, method): slope.p_value for method, slope in slopes.items()}
        if len(districts):
            own = intervals.cr2(panel.fit, np.array(districts)[panel.regions])
            p_values[estimator, "cr2_district"] = own.p_value
        for method in WEIGHTS:
            test = wild_cluster_test(panel.fit, panel.regions, method, draws=399, seed=0)
            p_values[estimator, method] = test.p_value
    return p_values | {("region_slopes", "ibragimov_muller"): group_slopes_test(regions, left, right).slope.p_value}


@pytest.mark.parametrize(("regions", "years"), [(6, 9), (6, 12), (3, 10), (7, 6)])
def test_panels_at_once_have_the_p_values_of_panels_one_by_one(regions, years):
    left, right = walks(5, 2, regions, years).swapaxes(0, 1)
    found = panel_p_values(left, right)
    for place in range(5):
        expected = one_panel(left[place], right[place])
        assert set(found) == set(expected)
        for key, p_value in expected.items():
            assert found[key][place] == pytest.approx(p_value, rel=1e-7, abs=1e-13, nan_ok=True), key


@pytest.mark.parametrize("districts", [("a", "b", "c", "b", "c", "c", "d"), ("a", "b", "a", "b", "a", "b", "b")])
def test_districts_of_unequal_size_at_once_have_the_p_values_of_panels_one_by_one(districts):
    left, right = walks(3, 2, 7, 8, seed=5).swapaxes(0, 1)
    found = panel_p_values(left, right, districts)
    for place in range(3):
        for key, p_value in one_panel(left[place], right[place], districts).items():
            assert found[key][place] == pytest.approx(p_value, rel=1e-7, abs=1e-13, nan_ok=True), key
    # Two districts are too few for an error.
    assert np.isfinite(found["pooled", "cr2_district"]).all() == (len(set(districts)) > 2)


def test_only_the_estimators_that_are_asked_for_are_made():
    found = panel_p_values(*walks(2, 3, 5, 6), estimators=("region_slopes", "first_differences"))
    assert {estimator for estimator, _ in found} == {"region_slopes", "first_differences"}


def test_series_at_once_have_the_p_values_of_lines_one_by_one():
    left, right = walks(5, 2, 11).swapaxes(0, 1)
    found = series_p_values(left, right)
    for place in range(5):
        for name, (x, y) in {
            "levels": (left[place], right[place]),
            "first_differences": (np.diff(left[place]), np.diff(right[place])),
        }.items():
            fit = least_squares(with_constant(x), y)
            assert found[name, "classical"][place] == pytest.approx(intervals.classical(fit).p_value, rel=1e-8)
            assert found[name, "hc3"][place] == pytest.approx(intervals.hc3(fit).p_value, rel=1e-8)
            over_time = intervals.fixed_b(fit, np.arange(len(x)))
            assert found[name, "fixed_b"][place] == pytest.approx(over_time.p_value, rel=1e-7)
        trend = least_squares(with_constant(np.column_stack([left[place], np.arange(11)])), right[place])
        assert found["partial_on_trend", "classical"][place] == pytest.approx(intervals.classical(trend).p_value)


def test_rank_correlations_at_once_have_the_p_values_of_every_order():
    left, right = np.random.default_rng(8).standard_normal((2, 6, 7)).cumsum(axis=2)
    found = series_p_values(left, right)
    orders = np.array(list(permutations(range(7))))
    for place in range(6):
        exact = stats.kendalltau(left[place], right[place], method="exact")
        assert found["kendall", "exact"][place] == pytest.approx(exact.pvalue, rel=1e-12)
        one, two = (stats.rankdata(values) - 4 for values in (left[place], right[place]))
        reached = np.abs(two[orders] @ one) >= abs(two @ one)
        assert found["spearman", "permutation"][place] == pytest.approx(reached.mean(), abs=0.02)


def test_on_independent_noise_the_classical_test_of_a_line_has_its_size():
    noise = np.random.default_rng(11).standard_normal((2, 4000, 12))
    assert np.mean(series_p_values(*noise)["levels", "classical"] <= 0.05) == pytest.approx(0.05, abs=0.011)


def test_an_overwhelming_relation_is_found_by_every_test_of_a_panel():
    left = walks(1, 6, 12)
    noise = np.random.default_rng(2).standard_normal(left.shape)
    found = panel_p_values(left, 3 * left + 0.01 * noise)
    assert max(values[0] for values in found.values()) <= 0.05


def test_a_panel_whose_errors_cancel_has_no_p_value_by_region_among_panels_that_have():
    left, right = walks(2, 2, 6, 6).swapaxes(0, 1)
    left[1, 1:] = 25.1
    found = panel_p_values(left, right)
    for method in ("cr1", "cr2", *WEIGHTS):
        assert np.isnan(found["region_effects", method]).tolist() == [False, True]
        assert np.isnan(panel_p_values(left[:, :2], right[:, :2])["pooled", method]).all()
    assert np.isfinite(found["region_effects", "classical"]).all()


def test_a_line_through_one_point_whatever_it_is_has_no_jackknife_among_lines_that_have():
    left, right = walks(2, 2, 9).swapaxes(0, 1)
    left[1] = [31.3, *[25.1] * 8]
    assert np.isnan(series_p_values(left, right)["levels", "hc3"]).tolist() == [False, True]
