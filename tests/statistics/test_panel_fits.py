from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regioncodes.statistics import intervals
from regioncodes.statistics.bootstrap import WEIGHTS, wild_cluster_test
from regioncodes.statistics.least_squares import least_squares, with_constant
from regioncodes.statistics.panel_fits import DIFFERENCES, ESTIMATORS, group_slopes_test, panel_fit

# Made by panels.R with plm, clubSandwich and sandwich; its raw log lies beside it.
GOLDEN = Path(__file__).parents[1] / "golden/panels"
CELLS = pd.read_csv(GOLDEN / "panel.csv")
NUMBERS = pd.read_csv(GOLDEN / "panels.csv").set_index(["estimator", "quantity"])["value"]
# R prints 15 significant figures; the slopes lose some where effects are swept out.
SLOPE, ERROR, DEGREES = 1e-11, 1e-10, 1e-9


def arrays(cells):
    return tuple(cells[name].to_numpy() for name in ("region", "year", "education_percent", "value"))


@pytest.fixture(scope="module", params=ESTIMATORS)
def estimator(request):
    return request.param


@pytest.fixture(scope="module")
def panel(estimator):
    return panel_fit(*arrays(CELLS), estimator)


def test_slope_and_classical_error_are_those_of_plm(panel, estimator):
    found = intervals.classical(panel.fit)
    assert found.slope == pytest.approx(NUMBERS[estimator, "slope"], rel=SLOPE, abs=1e-13)
    assert found.standard_error == pytest.approx(NUMBERS[estimator, "se_classical"], rel=ERROR)


def test_bias_reduced_errors_and_their_degrees_are_those_of_clubsandwich(panel, estimator):
    found = intervals.cr2(panel.fit, panel.regions)
    assert found.standard_error == pytest.approx(NUMBERS[estimator, "se_cr2"], rel=ERROR)
    assert found.degrees_of_freedom == pytest.approx(NUMBERS[estimator, "df_cr2"], rel=DEGREES)
    assert found.p_value == pytest.approx(NUMBERS[estimator, "p_cr2"], rel=1e-8)


def test_clustered_errors_are_those_of_clubsandwich(panel, estimator):
    found = intervals.cr1(panel.fit, panel.regions).standard_error
    if estimator == "region_year_effects":
        # clubSandwich counts the slope alone, here the years count as parameters too: 6 regions, 51 points, 9 columns.
        assert found == pytest.approx(NUMBERS[estimator, "se_cr0"] * np.sqrt(6 / 5 * 50 / 42), rel=ERROR)
    else:
        assert found == pytest.approx(NUMBERS[estimator, "se_cr1s"], rel=ERROR)


@pytest.mark.parametrize(("name", "columns"), [("pooled", 2), ("region_effects", 1), ("region_year_effects", 9)])
def test_driscoll_and_kraays_error_is_that_of_plm(name, columns):
    panel = panel_fit(*arrays(CELLS), name)
    found = intervals.fixed_b(panel.fit, panel.years).standard_error
    # plm was told to make no correction for the small sample; here 9 years, 51 points and the columns of the design.
    factor = np.sqrt(9 / 8 * 50 / (51 - columns))
    assert found == pytest.approx(NUMBERS[name, "se_driscoll_kraay"] * factor, rel=ERROR)


def test_errors_of_one_series_are_those_of_the_sandwich_package():
    own = CELLS.iloc[:9]
    fit = least_squares(with_constant(own["education_percent"].to_numpy()), own["value"].to_numpy())
    assert fit.coefficients[0] == pytest.approx(NUMBERS["line", "slope"], rel=SLOPE)
    assert intervals.hc3(fit).standard_error == pytest.approx(NUMBERS["line", "se_hc3"], rel=ERROR)
    over_time = intervals.fixed_b(fit, own["year"].to_numpy())
    # sandwich was told to make no correction for the small sample, here nine points and two coefficients.
    assert over_time.standard_error == pytest.approx(NUMBERS["line", "se_bartlett"] * np.sqrt(9 / 7), rel=ERROR)


def test_the_interval_holds_zero_just_when_the_p_value_is_above_five_per_cent(panel, estimator):
    for found in (
        intervals.classical(panel.fit),
        intervals.cr1(panel.fit, panel.regions),
        intervals.cr2(panel.fit, panel.regions),
        *([] if estimator in DIFFERENCES else [intervals.fixed_b(panel.fit, panel.years)]),
    ):
        assert (found.lower_95 < 0 < found.upper_95) == (found.p_value > 0.05)
        assert (found.lower_95 + found.upper_95) / 2 == pytest.approx(found.slope)


def test_the_order_of_the_points_does_not_matter(estimator, panel):
    shuffled = panel_fit(*arrays(CELLS.sample(frac=1, random_state=5)), estimator)
    assert shuffled.fit.coefficients == pytest.approx(panel.fit.coefficients, rel=1e-9)


def test_a_level_of_its_own_for_each_region_changes_no_slope_within():
    levels = CELLS["region"].map({"A": 0, "B": 50, "C": -30, "D": 8, "E": 1000, "F": 2})
    for name in ("region_effects", "region_year_effects", "first_differences"):
        slopes = [
            panel_fit(*arrays(cells), name).fit.coefficients[0]
            for cells in (CELLS, CELLS.assign(value=CELLS["value"] + levels))
        ]
        assert slopes[0] == pytest.approx(slopes[1], rel=1e-9)


def test_differences_bridge_no_gap():
    gap = CELLS[~(CELLS["region"].eq("A") & CELLS["year"].eq(2008))]
    full, fewer = (panel_fit(*arrays(cells), "first_differences") for cells in (CELLS, gap))
    assert len(full.years) - len(fewer.years) == 2


def test_no_difference_leads_into_a_point_with_a_break():
    broken = CELLS["year"].eq(2009).to_numpy()
    whole = panel_fit(*arrays(CELLS), "first_differences")
    for name in DIFFERENCES:
        found = panel_fit(*arrays(CELLS), name, breaks=broken)
        assert 2009 not in set(found.years)
        assert set(found.years) == set(whole.years) - {2009}
    # What stands after a break is a level like others.
    for name in ("pooled", "region_year_effects"):
        one, two = panel_fit(*arrays(CELLS), name), panel_fit(*arrays(CELLS), name, breaks=broken)
        assert one.fit.coefficients[0] == two.fit.coefficients[0]


def test_a_shock_of_a_year_changes_no_difference_with_year_effects():
    shock = CELLS["year"].map({2008: 40.0, 2010: -300.0}).fillna(0.0)
    for name, same in (("first_differences_year_effects", True), ("first_differences", False)):
        slopes = [
            panel_fit(*arrays(cells), name).fit.coefficients[0]
            for cells in (CELLS, CELLS.assign(value=CELLS["value"] + shock))
        ]
        assert (slopes[0] == pytest.approx(slopes[1], rel=1e-8)) == same


def test_errors_by_region_and_year_are_those_of_statsmodels(panel):
    from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

    regions = np.unique(panel.regions, return_inverse=True)[1]
    sandwich = (panel.fit.design * panel.fit.residuals[:, None], panel.fit.inverse_gram)
    covariance = cov_cluster_2groups(sandwich, regions, panel.years)[0][0, 0]
    found = intervals.two_way(panel.fit, panel.regions, panel.years)
    if covariance <= 0:
        assert found.status == "negative_variance"
    else:
        assert found.standard_error == pytest.approx(np.sqrt(covariance), rel=ERROR)
        assert found.degrees_of_freedom == min(len(np.unique(panel.regions)), len(np.unique(panel.years))) - 1


def test_a_region_with_a_single_year_is_named_and_changes_nothing_within():
    lone = pd.DataFrame({"region": ["Z"], "year": [2009], "education_percent": [30.0], "value": [99.0]})
    both = pd.concat([CELLS, lone])
    for name in ("region_effects", "region_year_effects", "first_differences"):
        found = panel_fit(*arrays(both), name)
        assert found.left_out == ("Z",)
        assert found.fit.coefficients[0] == pytest.approx(panel_fit(*arrays(CELLS), name).fit.coefficients[0], rel=1e-9)
    assert panel_fit(*arrays(both), "pooled").left_out == ()


@pytest.mark.parametrize(
    ("cells", "name", "status"),
    [
        (CELLS[CELLS["region"] == "A"], "pooled", "too_few_clusters"),
        (CELLS.iloc[:0], "region_effects", "too_few_clusters"),
        (CELLS[CELLS["year"].isin([2006, 2009])], "first_differences", "too_few_clusters"),
        (
            CELLS[CELLS["year"].isin([2006, 2007]) & CELLS["region"].isin(["A", "B"])],
            "region_year_effects",
            "saturated",
        ),
        (CELLS.assign(value=7.0), "pooled", "constant_response"),
        (CELLS.assign(education_percent=25.0), "region_effects", "constant_regressor"),
        (CELLS.assign(education_percent=CELLS["year"] * 1.5), "region_year_effects", "collinear"),
        (CELLS.assign(value=3 * CELLS["education_percent"] + CELLS["year"]), "region_year_effects", "perfect_fit"),
        (CELLS.assign(value=CELLS["region"].map(ord)), "region_effects", "perfect_fit"),
    ],
)
def test_a_panel_that_would_be_no_evidence_has_a_status_and_no_fit(cells, name, status):
    found = panel_fit(*arrays(cells), name)
    assert found.status == status
    assert found.fit is None


def test_the_mean_of_region_slopes_is_tested_by_their_own_spread():
    regions = np.repeat(["A", "B", "C"], 4)
    x = np.tile([1.0, 2, 3, 4], 3)
    wiggle = np.tile([0.1, -0.1, -0.1, 0.1], 3)
    found = group_slopes_test(regions, x, np.repeat([1.0, 2, 6], 4) * x + wiggle)
    assert found.slope.slope == pytest.approx(3)
    # Slopes 1, 2, 6: standard deviation √7, two degrees of freedom.
    assert found.slope.standard_error == pytest.approx(np.sqrt(7 / 3))
    assert found.slope.degrees_of_freedom == 2


def test_regions_whose_line_is_refused_are_left_out_of_the_mean_and_named():
    regions = np.array([*"AAAABBBBC"])
    x = np.array([1.0, 2, 3, 4, 1, 2, 3, 4, 1])
    y = np.array([1.0, 2, 3, 5, 2, 3, 5, 9, 1])
    found = group_slopes_test(regions, x, y)
    assert found.left_out == ("C",)
    assert found.slope.degrees_of_freedom == 1
    assert group_slopes_test(regions[4:], x[4:], y[4:]).status == "too_few_clusters"


def errors_of(cells, name):
    """Status of the slope under every error."""
    panel = panel_fit(*arrays(cells), name)
    found = intervals.slopes_by_method(panel.fit, panel.regions, panel.years)
    found |= {method: wild_cluster_test(panel.fit, panel.regions, method, draws=99, seed=1) for method in WEIGHTS}
    assert all(np.isnan(own.p_value) == bool(own.status) for own in found.values())
    return {method: own.status for method, own in found.items()}


BY_REGION = ("cr1", "cr2", *WEIGHTS)


def test_two_regions_are_too_few_for_errors_by_region():
    two = CELLS[CELLS["region"].isin(["A", "B"])]
    for name in ESTIMATORS:
        assert {errors_of(two, name)[method] for method in BY_REGION} == {"too_few_clusters"}
        assert errors_of(two, name)["classical"] == ""


def test_eight_years_are_too_few_for_errors_over_years():
    eight = CELLS[CELLS["year"] > 2005]
    assert errors_of(eight, "pooled")["driscoll_kraay"] == "too_few_years"
    assert errors_of(CELLS, "pooled")["driscoll_kraay"] == ""
    assert errors_of(CELLS, "first_differences")["driscoll_kraay"] == "too_few_years"


def test_five_regions_are_too_few_for_signs_and_three_for_webbs_weights():
    for regions, refused in (("ABCDE", {"wild_rademacher"}), ("ABC", set(WEIGHTS))):
        found = errors_of(CELLS[CELLS["region"].isin([*regions])], "pooled")
        assert {method for method in BY_REGION if found[method] == "too_few_clusters"} == refused


def test_errors_that_cancel_by_construction_are_named_and_test_nothing():
    """A regressor that moves in one region alone: the residuals of that region are orthogonal to it."""
    one_moves = CELLS.assign(education_percent=CELLS["education_percent"].where(CELLS["region"] == "C", 25.1))
    found = errors_of(one_moves, "region_effects")
    assert {found[method] for method in BY_REGION} == {"errors_cancel"}
    assert {found[method] for method in ("classical", "driscoll_kraay")} == {""}


def test_a_line_through_one_point_whatever_it_is_has_no_jackknife():
    pinned = CELLS.assign(education_percent=[31.3, *[25.1] * (len(CELLS) - 1)])
    assert errors_of(pinned, "pooled")["hc3"] == "pinned_point"
    assert errors_of(CELLS, "pooled")["hc3"] == ""


def test_regions_of_the_same_slope_are_a_perfect_fit_and_no_test():
    regions, x = np.repeat(["A", "B", "C"], 4), np.array([25.1, 25.4, 26.2, 27.3] * 3) + np.repeat([0, 1.7, 3.2], 4)
    wiggle = least_squares(with_constant(x[:4]), np.array([0.1, -0.2, 0.3, -0.1])).residuals
    # The heights cost the slopes the digits that tell them apart.
    y = np.repeat([1.0, 1e3, 1e4], 4) + 0.1 * x + np.tile(wiggle, 3)
    assert group_slopes_test(regions, x, y).status == "perfect_fit"
