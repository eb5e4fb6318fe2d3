from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from regioncodes.education.robustness import CHECKS, line_numbers, over_outcomes, robustness, without_regions
from regioncodes.ground.options import Figure2, Period

YEARS = list(range(2005, 2014))
EDUCATION = [21.0, 22.5, 25.0, 25.5, 25.0, 26.0, 26.5, 27.5, 29.0]
VALUES = [10.0, 12, 13, 15, 18, 19, 20, 22, 23]
FIGURE = Figure2("D", "share", ["patents", "income"], Period(2005, 2013))
NONE = pd.DataFrame(columns=["check", "variant", "outcome", "prices", "year", "education_percent", "value"])


def points(values=VALUES, education=EDUCATION, outcome="income", prices="nominal", breaks=()):
    years = range(2005, 2005 + len(values))
    facts = {"outcome": outcome, "prices": prices, "decides": True, "region": "D", "note": ""}
    own = pd.DataFrame({**facts, "year": years, "education_percent": education, "value": values})
    return own.assign(breaks=np.where(own["year"].isin(breaks), "income", ""))


def checked(points, others=NONE, education=None):
    given = pd.Series(EDUCATION, index=YEARS) if education is None else education
    table = robustness(points, given, others, draws=200, seed=1)
    return table.set_index(["check", "variant"])


def test_every_check_that_needs_no_other_data_is_there_in_order():
    table = checked(points())
    found = list(dict.fromkeys(table.index.get_level_values("check")))
    assert found == [check for check in CHECKS if check not in ("without_region", "edition", "without_break")]
    assert table.loc["without_year"].index.tolist() == [str(year) for year in YEARS]
    assert set(table.loc["lag"].index) == {"-2", "-1", "+1", "+2"}


def test_lines_and_rank_correlations_are_those_of_scipy():
    table = checked(points())
    line = stats.linregress(EDUCATION, VALUES)
    found = table.loc[("levels", ""), ["slope", "correlation", "p_value"]].to_numpy(float)
    assert found == pytest.approx([line.slope, line.rvalue, line.pvalue])
    half = stats.t.ppf(0.975, 7) * line.stderr
    assert table.loc[("levels", ""), "slope_upper_95"] == pytest.approx(line.slope + half)
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


def test_an_outcome_without_a_real_form_says_so_and_the_other_prices_go_on():
    both = pd.concat([points().assign(decides=False), points([np.nan] * 9, prices="cpi")])
    table = robustness(both, pd.Series(EDUCATION, index=YEARS), NONE, draws=200, seed=1)
    real = table[table["prices"].eq("cpi")]
    assert real[["check", "status", "n"]].to_numpy().tolist() == [["levels", "no_real_value", 0]]
    assert table.loc[table["prices"].eq("nominal") & table["check"].eq("levels"), "status"].tolist() == ["fitted"]


def test_a_year_of_a_break_is_left_out_of_levels_and_leads_no_difference():
    table = checked(points(breaks=[2010]))
    left = np.array(YEARS) != 2010
    expected = stats.linregress(np.array(EDUCATION)[left], np.array(VALUES)[left])
    assert table.loc[("without_break", "2010"), "slope"] == pytest.approx(expected.slope)
    assert table.loc["without_break"].index.tolist() == ["2010"]
    steps = stats.linregress(np.diff(EDUCATION)[left[1:]], np.diff(VALUES)[left[1:]])
    assert table.loc[("first_differences", ""), ["slope", "n"]].tolist() == pytest.approx([steps.slope, 7])
    whole = stats.linregress(np.diff(EDUCATION), np.diff(VALUES))
    assert table.loc[("first_differences", "over_breaks"), ["slope", "n"]].tolist() == pytest.approx([whole.slope, 8])
    growth = stats.linregress(np.diff(EDUCATION)[left[1:]], 100 * np.diff(np.log(VALUES))[left[1:]])
    assert table.loc[("growth_rates", ""), "slope"] == pytest.approx(growth.slope)


def test_holms_family_is_the_outcomes_in_the_same_prices_or_in_those_that_decide():
    rows = [
        ("income", "nominal", False, 0.01),
        ("income", "cpi", True, 0.20),
        ("grp", "nominal", False, 0.02),
        ("grp", "cpi", False, 0.30),
        ("grp", "volume", True, 0.04),
        ("tools", "nominal", True, 0.03),
    ]
    table = pd.DataFrame(rows, columns=["outcome", "prices", "decides", "p_value"]).assign(check="levels")
    # Deciding: .03, .04, .20. Nominal: .01, .02, .03. GRP by consumer prices: .03, .20, .30.
    assert over_outcomes(table, ["check"]).tolist() == pytest.approx([0.03, 0.20, 0.04, 0.40, 0.09, 0.09])


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
        found = table.loc[("bridged", "trend"), column]
        assert found == pytest.approx(table.loc[("levels", ""), column], rel=tolerance)


def test_a_constant_outcome_a_zero_and_two_years_have_statuses_and_the_rest_goes_on():
    flat = checked(points([5.0] * 9))
    assert flat.loc[("levels", ""), "status"] == "constant_response"
    assert flat["p_value"].isna().all()
    zero = checked(points([0.0, *VALUES[1:]]))
    assert zero.loc[("logarithms", ""), "status"] == "not_positive"
    assert zero.loc[("levels", ""), "status"] == "fitted"
    short = checked(points(VALUES[:2], EDUCATION[:2]))
    assert not short["status"].eq("fitted").any()


def test_without_any_education_every_check_is_refused_and_counts_no_points():
    table = checked(points(education=[np.nan] * 9), education=pd.Series(dtype=float))
    own = table.drop(index=["bridged"], level="check")
    assert set(own["status"]) == {"refused"}
    assert own["n"].eq(0).all()
    assert set(own.index.get_level_values("check")) >= {"levels", "partial_on_trend", "spearman", "theil_sen"}


def test_another_edition_or_a_region_left_out_is_a_row_of_its_own():
    others = points(np.array(VALUES) * 2).assign(check="edition", variant="old")
    table = checked(points(), others=others)
    assert table.loc[("edition", "old"), "slope"] == pytest.approx(2 * table.loc[("levels", ""), "slope"])


def cells(outcome, prices, one, two, whole):
    shares = {"A": 20.0, "B": 30.0, "D": 26.0}
    values = {"A": one, "B": two, "D": whole}
    return pd.DataFrame(
        {
            "outcome": outcome,
            "prices": prices,
            "region": list(shares),
            "year": 2005,
            "education_percent": list(shares.values()),
            "value": list(values.values()),
        }
    )


MASSES = pd.Series(
    {("heads", 2005, "A"): 10.0, ("heads", 2005, "B"): 30.0, ("heads", 2005, "D"): 40.0}
    | {("employed", 2005, "A"): 4.0, ("employed", 2005, "B"): 6.0, ("employed", 2005, "D"): 10.0}
).rename_axis(["indicator", "year", "region"])
WEIGHTS = pd.Series({"patents": None, "income": "heads", "share": "employed"})


def test_what_is_left_of_a_district_is_its_other_region_in_every_kind_of_prices():
    own = [("patents", "nominal", 3.0, 4.0, 7.0), ("income", "nominal", 100.0, 200.0, 175.0)]
    given = pd.concat([cells(*one) for one in [*own, ("income", "cpi", 50.0, 100.0, 87.5)]])
    left = without_regions(given, MASSES, WEIGHTS, ["A", "B"], FIGURE)
    found = left.set_index(["variant", "outcome", "prices"])[["education_percent", "value"]]
    assert found.loc[("A", "income", "nominal")].tolist() == pytest.approx([30.0, 200.0])
    assert found.loc[("A", "income", "cpi")].tolist() == pytest.approx([30.0, 100.0])
    assert found.loc[("B", "income", "nominal")].tolist() == pytest.approx([20.0, 100.0])
    assert found.loc[("A", "patents", "nominal")].tolist() == pytest.approx([30.0, 4.0])


def test_a_region_or_an_outcome_without_figures_leaves_nothing_of_the_district():
    given = cells("patents", "nominal", np.nan, np.nan, 7.0)
    given = given[given["region"].ne("B")]
    left = without_regions(given, MASSES, WEIGHTS, ["A", "B"], replace(FIGURE, outcomes=["patents"]))
    assert left["variant"].tolist() == ["A"]
    assert left["value"].isna().all()
    assert left["education_percent"].tolist() == pytest.approx([30.0])


def test_intervals_of_slopes_cover_as_often_as_they_say():
    random = np.random.default_rng(2)
    x = np.array(EDUCATION)
    covered = []
    for _ in range(800):
        found = line_numbers(x, 2 * x + random.standard_normal(9))
        covered.append(found["slope_lower_95"] <= 2 <= found["slope_upper_95"])
    assert np.mean(covered) == pytest.approx(0.95, abs=0.025)


def test_ranks_of_few_points_have_a_status_and_no_number():
    table = checked(points(VALUES[:6], EDUCATION[:6]))
    assert table.loc[("spearman", ""), "status"] == "fitted"
    for check in ("kendall", "theil_sen"):
        assert table.loc[(check, ""), "status"] == "too_few_points"
        assert table.loc[(check, ""), ["correlation", "slope", "p_value"]].isna().all()
