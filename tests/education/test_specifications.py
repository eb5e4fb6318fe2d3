import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from regioncodes.education.joint_test import curve_statistics, joint_test, null_correlations, reordered, shifted
from regioncodes.education.specifications import CHOICES, CURVE, curve, ranked, shared_samples, specification_rows
from regioncodes.ground.options import Period

YEARS = range(2001, 2013)
REGIONS = ["A", "B", "C", "D", "E"]


def walks(seed, columns, drift=0.5):
    random = np.random.default_rng(seed)
    steps = drift + random.standard_normal((len(YEARS), len(columns)))
    return pd.DataFrame(20 + steps.cumsum(axis=0), index=list(YEARS), columns=columns)


@pytest.fixture(scope="module")
def tables():
    regressor = walks(1, ["D0", "RU", *REGIONS])
    outcomes = {
        ("income", "nominal", "newest"): walks(2, ["D0", "RU", *REGIONS]) * 10,
        ("income", "real", "newest"): walks(3, ["D0", "RU", *REGIONS]) * 10,
        ("patents", "nominal", "newest"): walks(4, ["D0", "RU", *REGIONS]),
    }
    return {"share": regressor}, outcomes


UNITS = {"district": ["D0"], "regions": REGIONS}
PERIODS = [Period(2001, 2012), Period(2003, 2010)]


@pytest.fixture(scope="module")
def made(tables):
    return shared_samples(*tables, UNITS, periods=PERIODS)


@pytest.fixture(scope="module")
def table(made):
    return curve(specification_rows(*made))


def part_rows(regressors, outcomes, units, periods, draws, seed=1):
    """Rows of a part of the curve, beside their correlations with regressors that know nothing."""
    made = shared_samples(regressors, outcomes, units, periods=periods)
    rows = specification_rows(*made)
    return pd.concat([rows, null_correlations(made[0], rows, regressors, draws=draws, seed=seed)], axis="columns")


def chosen(table, **choices):
    own = table
    for name, value in choices.items():
        own = own[own[name].eq(value)]
    assert len(own) == 1
    return own.iloc[0]


def test_every_combination_of_choices_is_one_row(table):
    # Three outcomes, five transforms, two periods, three controls; two estimators of years, three of regions.
    assert len(table) == 3 * 5 * 2 * 3 * (2 + 3)
    assert not table.duplicated(CHOICES).any()
    # Two rising walks may have the same order of years.
    is_ranked = table["estimator"].eq("ranks")
    assert (table["status"].isin(["fitted", "collinear"]) | (is_ranked & table["status"].eq("perfect_fit"))).all()


def test_a_specification_of_years_is_the_regression_that_its_choices_name(tables, table):
    regressor, outcomes = tables
    years = range(2003, 2011)
    x = np.log(regressor["share"].loc[years, "D0"])
    y = np.log(outcomes["income", "real", "newest"].loc[years, "D0"])
    z = np.log(outcomes["income", "real", "newest"].loc[years, "RU"])
    fit = sm.OLS(y, sm.add_constant(np.column_stack([x, z]))).fit()
    row = chosen(
        table,
        outcome="income",
        price="real",
        transform="logarithms",
        period="2003–2010",
        units="district",
        estimator="least_squares",
        control="country",
    )
    assert row["slope"] == pytest.approx(fit.params.iloc[1])
    assert row["p_value"] == pytest.approx(fit.pvalues.iloc[1])
    assert row[["n", "degrees"]].tolist() == [8, 5]


def test_a_specification_of_regions_is_the_clustered_regression_that_its_choices_name(tables, table):
    regressor, outcomes = tables
    steps = [frame[REGIONS].diff().iloc[1:] for frame in (regressor["share"], outcomes["patents", "nominal", "newest"])]
    x, y = (frame.to_numpy().T.ravel() for frame in steps)
    region, year = np.repeat(np.arange(5), 11), np.tile(np.arange(11), 5)
    dummies = np.hstack([np.eye(5)[region], np.eye(11)[year][:, 1:]])
    fit = sm.OLS(y, np.column_stack([x, dummies])).fit(cov_type="cluster", cov_kwds={"groups": region}, use_t=True)
    row = chosen(
        table,
        outcome="patents",
        transform="first_differences",
        period="2001–2012",
        units="regions",
        estimator="region_year_effects",
        control="none",
    )
    assert row["slope"] == pytest.approx(fit.params[0])
    assert row["p_value"] == pytest.approx(fit.pvalues[0])
    assert row[["n", "clusters"]].tolist() == [55, 5]


def test_a_trend_or_a_national_series_is_collinear_with_year_effects_and_is_named_so(table):
    two_way = table[table["estimator"].eq("region_year_effects")]
    assert two_way[two_way["control"].ne("none")]["status"].eq("collinear").all()
    assert two_way[two_way["control"].eq("none")]["status"].eq("fitted").all()
    assert table.loc[table["status"].ne("fitted"), ["slope", "p_value", "correlation"]].isna().all(axis=None)


def test_bad_columns_have_statuses_and_the_others_go_on(tables):
    regressor, _ = tables
    bad = walks(5, ["D0", "RU", *REGIONS])
    constant = bad * 0 + 3.0
    single = bad.where(
        pd.DataFrame({name: bad.index == 2005 if name == "A" else True for name in bad}, index=bad.index)
    )
    short = bad.loc[:2005]
    given = {
        ("constant", "nominal", "newest"): constant,
        ("missing", "nominal", "newest"): bad * np.nan,
        ("single", "nominal", "newest"): single,
        ("zero", "nominal", "newest"): bad.mask(bad.index.to_series().eq(2005), 0.0, axis=0),
    }
    code = walks(6, ["D0", "RU", *REGIONS], drift=0.0) - 20
    made = shared_samples(
        {**regressor, "code": code, "short": short},
        given,
        {**UNITS, "one": ["A", "Z"]},
        periods=[Period(2001, 2012), Period(2001, 2003)],
    )
    result = curve(specification_rows(*made))
    levels = result[result["transform"].eq("levels") & result["control"].eq("none") & result["mapping"].eq("share")]
    by = levels[levels["period"].eq("2001–2012")].set_index(["outcome", "units", "estimator"])["status"]
    assert by["constant", "district", "least_squares"] == "constant_response"
    assert by["missing", "district", "least_squares"] == "no_cells"
    assert by["single", "regions", "region_effects"] == "fitted"
    assert by["zero", "one", "pooled"] == "too_few_clusters"
    logs = chosen(
        result,
        outcome="zero",
        mapping="share",
        transform="log_outcome",
        period="2001–2012",
        units="district",
        estimator="least_squares",
        control="none",
    )
    assert logs[["status", "n", "excluded_cells"]].tolist() == ["fitted", 11, 1]
    few = chosen(
        result,
        outcome="zero",
        mapping="share",
        transform="first_differences",
        period="2001–2003",
        units="district",
        estimator="least_squares",
        control="none",
    )
    assert few["status"] == "saturated"
    fewer = chosen(
        result,
        outcome="zero",
        mapping="share",
        transform="first_differences",
        period="2001–2003",
        units="district",
        estimator="least_squares",
        control="trend",
    )
    assert fewer["status"] == "refused"
    assert set(result[result["mapping"].eq("code") & result["transform"].eq("logarithms")]["status"]) == {
        "not_positive"
    }
    late = result[result["mapping"].eq("short") & result["period"].eq("2001–2012")]
    assert set(late["status"]) == {"period_not_covered"}


def test_the_order_of_outcomes_and_regions_changes_nothing(tables, table):
    regressor, outcomes = tables
    turned = dict(reversed(outcomes.items()))
    backward = {"share": regressor["share"].iloc[:, ::-1]}
    other = curve(specification_rows(*shared_samples(backward, turned, UNITS, periods=PERIODS)))
    first, second = (frame.sort_values(CHOICES, ignore_index=True) for frame in (table, other))
    assert first["slope"].to_numpy(float) == pytest.approx(second["slope"].to_numpy(float), nan_ok=True)


def test_shifts_go_round_all_years_and_gaps_stay_where_they_are():
    given = pd.DataFrame({"A": [1.0, 2, 3, 4], "B": [5.0, np.nan, 6, 7]})
    found = shifted(given, 4)
    assert found[1, :, 0].tolist() == [4, 1, 2, 3]
    assert np.isnan(found[:, 1, 1]).all()
    assert found[0, :, 0].tolist() == [1, 2, 3, 4]
    assert all(sorted(draw[:, 0]) == [1, 2, 3, 4] for draw in found)


def test_reordered_steps_keep_first_and_last_value_and_the_steps_themselves():
    given = walks(7, REGIONS)
    found = reordered(given, draws=20, seed=1)
    assert found[0] == pytest.approx(given.to_numpy())
    assert found[:, 0] == pytest.approx(np.tile(given.to_numpy()[0], (21, 1)))
    assert found[:, -1] == pytest.approx(np.tile(given.to_numpy()[-1], (21, 1)))
    steps = np.sort(np.diff(found, axis=1), axis=1)
    assert steps == pytest.approx(np.tile(steps[0], (21, 1, 1)))


def test_ranks_are_those_of_scipy_ties_included():
    values = np.random.default_rng(9).integers(0, 5, (20, 12)).astype(float)
    assert ranked(values).tolist() == stats.rankdata(values, axis=1).tolist()


def test_a_correlation_is_significant_from_where_its_classical_t_test_is(tables, made):
    rows = specification_rows(*made)
    own = rows[rows["units"].eq("district") & rows["estimator"].eq("least_squares") & rows["status"].eq("fitted")]
    p_values = curve(own).set_index(CHOICES)["p_value"]
    is_beyond = own.set_index(CHOICES).eval("abs(correlation) >= significant_from")
    assert 0 < is_beyond.sum() < len(own)
    pd.testing.assert_series_equal(p_values.sort_index().le(0.05), is_beyond.sort_index(), check_names=False)


def test_a_curve_without_a_fitted_specification_has_no_joint_test(made):
    rows = specification_rows(*made)
    assert joint_test(rows.assign(status="period_not_covered")).empty


def test_statistics_of_the_curve_by_value():
    found = curve_statistics(np.array([[0.5, 0.1, -0.2], [-0.5, -0.6, 0.1]]), np.array([0.4, 0.4, 0.1]))
    assert found == pytest.approx(np.array([[0.1, 200 / 3, 100 / 3], [0.5, 200 / 3, 200 / 3]]))


def test_the_joint_test_finds_a_curve_that_is_there(tables, made):
    regressor, _ = tables
    echo = regressor["share"] * 3 + np.random.default_rng(8).standard_normal(regressor["share"].shape)
    outcomes = {("echo", "nominal", "newest"): echo}
    result = joint_test(part_rows(regressor, outcomes, UNITS, PERIODS[:1], draws=50))
    own = result[result["units"].eq("all") & result["statistic"].eq("median_correlation")].set_index("null")
    assert own.loc["reordered_steps", "p_value"] == own.loc["reordered_steps", "lowest_p_value"] == 1 / 51
    assert own.loc["circular_shift", "p_value"] == 1 / 12


@pytest.mark.slow
def test_the_joint_test_against_reordered_steps_keeps_its_size_on_unrelated_trending_walks():
    p_values = []
    for seed in range(150):
        regressor, outcome = walks(2 * seed + 100, ["D0", "RU"]), walks(2 * seed + 101, ["D0", "RU"])
        outcomes = {("y", "nominal", "newest"): outcome}
        rows = part_rows({"share": regressor}, outcomes, {"d": ["D0"]}, PERIODS[:1], draws=99, seed=seed)
        result = joint_test(rows)
        own = result[result["null"].eq("reordered_steps") & result["units"].eq("all")]
        p_values.append(own.set_index("statistic").loc["median_correlation", "p_value"])
    assert np.mean(np.array(p_values) <= 0.05) == pytest.approx(0.05, abs=0.045)


def test_equal_correlations_stand_in_the_order_of_their_choices_however_they_come_out():
    rows = pd.DataFrame(dict.fromkeys(CURVE, "same"), index=range(3)).assign(
        outcome=["b", "a", "c"], correlation=[0.3, np.nextafter(0.3, 1), 0.2], degrees=7, t_value=1.0
    )
    assert curve(rows)["outcome"].tolist() == ["c", "a", "b"]


def test_steps_of_printed_decimals_that_are_equal_in_print_share_their_rank():
    steps = np.array([[25.4 - 25.1, 26.2 - 25.9, 26.3 - 26.1], [0.0, 0.0, 0.0]])
    assert len(set(steps[0])) == 3
    assert ranked(steps).tolist() == [[2.5, 2.5, 1.0], [2.0, 2.0, 2.0]]
    assert ranked(1e-6 * steps).tolist() == ranked(1e6 * steps).tolist() == ranked(steps).tolist()
