from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from regioncodes.education.robustness import CHECKS, robustness, slope_and_interval, without_regions
from regioncodes.ground.options import Figure2, Period

YEARS = list(range(2005, 2014))
EDUCATION = [21.0, 22.5, 25.0, 25.5, 25.0, 26.0, 26.5, 27.5, 29.0]
VALUES = [10.0, 12, 13, 15, 18, 19, 20, 22, 23]
FIGURE = Figure2("D", "share", ["patents", "income"], Period(2005, 2013))
NONE = pd.DataFrame(columns=["check", "variant", "outcome", "year", "education_percent", "value"])


def points(values=VALUES, education=EDUCATION, outcome="income"):
    years = range(2005, 2005 + len(values))
    return pd.DataFrame({"outcome": outcome, "year": years, "education_percent": education, "value": values})


def checked(points, others=NONE, money=("income",), prices=1.0, education=None):
    given = pd.Series(EDUCATION, index=YEARS) if education is None else education
    level = pd.Series(prices, index=range(2000, 2020))
    table = robustness(points, given, level, others, money=list(money), draws=200, seed=1)
    return table.set_index(["check", "variant"])


def test_every_check_that_needs_no_other_data_is_there_in_order():
    table = checked(points())
    found = list(dict.fromkeys(table.index.get_level_values("check")))
    assert found == [check for check in CHECKS if check not in ("without_region", "edition")]
    assert table.loc["without_year"].index.tolist() == [str(year) for year in YEARS]
    assert set(table.loc["lag"].index) == {"-2", "-1", "+1", "+2"}


def test_lines_and_rank_correlations_are_those_of_scipy():
    table = checked(points())
    line = stats.linregress(EDUCATION, VALUES)
    found = table.loc[("as_printed", ""), ["slope", "correlation", "p_value"]].to_numpy(float)
    assert found == pytest.approx([line.slope, line.rvalue, line.pvalue])
    half = stats.t.ppf(0.975, 7) * line.stderr
    assert table.loc[("as_printed", ""), "slope_upper_95"] == pytest.approx(line.slope + half)
    assert table.loc[("kendall", ""), "correlation"] == pytest.approx(stats.kendalltau(EDUCATION, VALUES)[0])
    rank = table.loc[("spearman", "")]
    assert rank["correlation"] == pytest.approx(stats.spearmanr(EDUCATION, VALUES)[0])
    assert 0 < rank["p_value"] <= 0.001
    steps = stats.linregress(np.diff(EDUCATION), np.diff(VALUES))
    assert table.loc[("first_differences", ""), "slope"] == pytest.approx(steps.slope)
    logs = stats.linregress(np.log(EDUCATION), np.log(VALUES))
    assert table.loc[("logarithms", ""), "slope"] == pytest.approx(logs.slope)


def test_the_partial_slope_is_that_of_a_regression_with_the_year():
    import statsmodels.api as sm

    fit = sm.OLS(VALUES, sm.add_constant(np.column_stack([EDUCATION, YEARS]))).fit()
    row = checked(points()).loc[("partial_on_trend", "")]
    assert row["slope"] == pytest.approx(fit.params[1])
    assert row["p_value"] == pytest.approx(fit.pvalues[1])


def test_real_values_are_divided_by_the_price_level_and_units_have_no_real_form():
    halved = checked(points(), prices=2.0)
    assert halved.loc[("real", ""), "slope"] == pytest.approx(halved.loc[("as_printed", ""), "slope"] / 2)
    assert checked(points(), money=()).loc[("real", ""), "status"] == "not_money"


def test_a_lag_takes_the_education_of_earlier_years():
    given = pd.Series([19.0, *EDUCATION], index=[2004, *YEARS])
    row = checked(points(), education=given).loc[("lag", "+1")]
    assert row["slope"] == pytest.approx(stats.linregress([19.0, *EDUCATION[:-1]], VALUES).slope)
    assert checked(points(), education=given).loc[("lag", "-2"), "n"] == 7


def test_the_bridged_scenario_covers_all_years_is_flagged_and_has_no_p_value():
    longer = points([*VALUES, 24.0, 26, 27], [*EDUCATION, np.nan, np.nan, np.nan])
    table = checked(longer)
    row = table.loc[("bridged", "trend")]
    assert table.loc[("bridged", "guided"), "status"] == "no_guide"
    assert row[["n", "last_year", "flags"]].tolist() == [12, 2016, "estimate"]
    assert np.isnan(row["p_value"])
    assert row["slope_lower_95"] < row["slope"] < row["slope_upper_95"]
    others = table[(table["flags"] != "estimate") & (table.index.get_level_values("check") != "lag")]
    assert others["last_year"].max() == 2013


def test_a_scenario_without_a_gap_is_the_line_itself():
    table = checked(points())
    for column, tolerance in (("slope", 1e-9), ("slope_lower_95", 0.05), ("slope_upper_95", 0.05)):
        assert table.loc[("bridged", "trend"), column] == pytest.approx(
            table.loc[("as_printed", ""), column], rel=tolerance
        )


def test_a_constant_outcome_a_zero_and_two_years_have_statuses_and_the_rest_goes_on():
    flat = checked(points([5.0] * 9))
    assert flat.loc[("as_printed", ""), "status"] == "constant_response"
    assert flat["p_value"].isna().all()
    zero = checked(points([0.0, *VALUES[1:]]))
    assert zero.loc[("logarithms", ""), "status"] == "not_positive"
    assert zero.loc[("as_printed", ""), "status"] == "fitted"
    short = checked(points(VALUES[:2], EDUCATION[:2]))
    assert not short["status"].eq("fitted").any()


def test_without_any_education_every_check_is_refused_and_counts_no_points():
    table = checked(points(education=[np.nan] * 9), education=pd.Series(dtype=float))
    own = table.drop(index=["bridged"], level="check")
    assert set(own["status"]) == {"refused"}
    assert own["n"].eq(0).all()
    assert set(own.index.get_level_values("check")) >= {"as_printed", "partial_on_trend", "spearman", "theil_sen"}


def test_another_edition_or_a_region_left_out_is_a_row_of_its_own():
    others = points(np.array(VALUES) * 2).assign(check="edition", variant="old")
    table = checked(points(), others=others)
    assert table.loc[("edition", "old"), "slope"] == pytest.approx(2 * table.loc[("as_printed", ""), "slope"])


def test_what_is_left_of_a_district_is_its_other_region():
    def cells(indicator, one, two, total):
        return {(indicator, 2005, region): value for region, value in (("A", one), ("B", two), ("D", total))}

    values = pd.Series(
        cells("patents", 3.0, 4.0, 7.0)
        | cells("heads", 10.0, 30.0, 40.0)
        | cells("employed", 4.0, 6.0, 10.0)
        | cells("income", 100.0, 200.0, 175.0)
        | cells("share", 20.0, 30.0, 26.0)
    ).rename_axis(["indicator", "year", "region"])
    weights = pd.Series({"patents": np.nan, "income": "heads", "share": "employed"})
    left = without_regions(values, weights, ["A", "B"], FIGURE)
    found = left.set_index(["variant", "outcome"])[["education_percent", "value"]]
    assert found.loc[("A", "income")].tolist() == pytest.approx([30.0, 200.0])
    assert found.loc[("B", "income")].tolist() == pytest.approx([20.0, 100.0])
    assert found.loc[("A", "patents")].tolist() == pytest.approx([30.0, 4.0])


def test_a_region_or_an_outcome_without_figures_leaves_nothing_of_the_district():
    cells = {
        ("share", 2005, "A"): 20.0,
        ("share", 2005, "D"): 26.0,
        ("employed", 2005, "A"): 4.0,
        ("employed", 2005, "D"): 10.0,
    }
    values = pd.Series(cells).rename_axis(["indicator", "year", "region"])
    weights = pd.Series({"patents": np.nan, "share": "employed"})
    left = without_regions(values, weights, ["A", "B"], replace(FIGURE, outcomes=["patents"]))
    assert set(left["variant"]) == {"A", "B"}
    assert left["value"].isna().all()
    assert left["education_percent"].tolist() == pytest.approx([30.0, np.nan], nan_ok=True)


def test_intervals_of_slopes_cover_as_often_as_they_say():
    random = np.random.default_rng(2)
    x = np.array(EDUCATION)
    covered = []
    for _ in range(800):
        found = slope_and_interval(x, 2 * x + random.standard_normal(9), degrees=7)
        covered.append(found["slope_lower_95"] <= 2 <= found["slope_upper_95"])
    assert np.mean(covered) == pytest.approx(0.95, abs=0.025)
