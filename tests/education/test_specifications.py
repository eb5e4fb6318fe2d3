from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from regioncodes.education.joint_test import (
    curve_statistics,
    distinct,
    joint_test,
    null_correlations,
    reordered,
    shifted,
)
from regioncodes.education.specifications import (
    CHOICES,
    CURVE,
    OutcomeTable,
    curve,
    equal_weights,
    ranked,
    shared_samples,
    specification_rows,
)
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
        ("income", "nominal", "newest"): OutcomeTable(walks(2, ["D0", "RU", *REGIONS]) * 10, decides=False),
        ("income", "cpi", "newest"): OutcomeTable(walks(3, ["D0", "RU", *REGIONS]) * 10),
        ("patents", "nominal", "newest"): OutcomeTable(walks(4, ["D0", "RU", *REGIONS])),
    }
    return {"share": regressor}, outcomes


UNITS = {"district": ["D0"], "regions": REGIONS}
PERIODS = [Period(2001, 2012), Period(2003, 2010)]


@pytest.fixture(scope="module")
def made(tables):
    return shared_samples(*tables, UNITS, periods=PERIODS)


@pytest.fixture(scope="module")
def table(made):
    return curve(specification_rows(made[0]))


def part_rows(regressors, outcomes, units, periods, draws, seed=1):
    """Rows of a part of the curve, beside their correlations with regressors that know nothing."""
    made = shared_samples(regressors, outcomes, units, periods=periods)
    rows = specification_rows(made[0])
    return pd.concat([rows, null_correlations(made[0], rows, regressors, draws=draws, seed=seed)], axis="columns")


def chosen(table, **choices):
    own = table
    for name, value in choices.items():
        own = own[own[name].eq(value)]
    assert len(own) == 1
    return own.iloc[0]


def test_every_combination_of_choices_that_can_exist_is_one_row(table, made):
    # Three outcomes, two periods. Years: five transforms by three controls, and ranks, to which a logarithm is nothing.
    # Regions: two estimators by three controls, and effects of years that hold trend and country.
    most = 3 * 2 * 3 * (5 + 3) + 3 * 5 * 2 * (2 * 3 + 1)
    ways = made[1].set_index("reason")["ways"]
    # Ranks of growth rates are those of differences where the levels rise alike.
    assert most - 3 * 2 * 3 <= len(table) == ways["tried"] <= most
    assert ways["collinear"] == 3 * 5 * 2 * 2
    assert ways.sum() == 3 * 5 * 2 * 3 * (2 + 3)
    assert not table.duplicated(CHOICES).any()
    # Two rising walks may have the same order of years.
    is_ranked = table["estimator"].eq("ranks")
    assert (table["status"].eq("fitted") | is_ranked).all()


def test_no_two_specifications_are_one_by_construction(table):
    fitted = table[table["status"].eq("fitted")]
    numbers = fitted[["outcome", "prices", "control", "estimator", "units"]].assign(
        number=fitted["correlation"].round(9), n=fitted["n"]
    )
    assert not numbers[fitted["estimator"].ne("ranks")].duplicated().any()


def test_the_same_figures_under_another_name_are_counted_once_and_named(tables):
    regressor, outcomes = tables
    table = outcomes["income", "nominal", "newest"]
    revised = table.values.copy()
    revised.loc[2004, "A"] *= 1.1
    given = {
        ("income", "nominal", "newest"): table,
        ("income", "nominal", "old"): replace(table, values=revised),
        ("income", "nominal", "older"): table,
    }
    units = {**UNITS, "same_regions": REGIONS}
    samples, ways = shared_samples(regressor, given, units, periods=[PERIODS[0]])
    rows = specification_rows(samples)
    assert set(rows["units"]) == {"district", "regions"}
    linear = rows[rows["estimator"].ne("ranks")]
    # The district's own figures were not revised; a region's were.
    years, regions = (linear[linear["units"].eq(name)] for name in ("district", "regions"))
    assert set(years["edition"]) == {"newest"}
    assert set(years["same_as"]) == {"old; older"}
    assert set(regions["edition"]) == {"newest", "old"}
    assert set(regions.loc[regions["edition"].eq("newest"), "same_as"]) == {"older; same_regions"}
    assert set(regions.loc[regions["edition"].eq("old"), "same_as"]) == {"same_regions"}
    assert ways["ways"].sum() == 3 * 5 * 3 * (2 + 3 + 3)
    # Named or not, nothing is lost: a country that was revised makes the specifications with its control others.
    changed = table.values.copy()
    changed.loc[2004, "RU"] *= 1.1
    given = {("income", "nominal", "newest"): table, ("income", "nominal", "old"): replace(table, values=changed)}
    rows = specification_rows(shared_samples(regressor, given, UNITS, periods=[PERIODS[0]])[0])
    assert set(rows.loc[rows["edition"].eq("old"), "control"]) == {"country"}


def test_a_difference_into_the_year_of_a_break_is_missing(tables):
    regressor, outcomes = tables
    table = outcomes["patents", "nominal", "newest"]
    breaks = pd.DataFrame(False, index=table.values.index, columns=table.values.columns)
    breaks.loc[2006] = True
    given = {("patents", "nominal", "newest"): replace(table, breaks=breaks)}
    rows = specification_rows(shared_samples(regressor, given, UNITS, periods=[PERIODS[0]])[0])
    broken = chosen(rows, transform="first_differences", units="district", estimator="least_squares", control="none")
    x, y = (frame["D0"].diff().drop([2001, 2006]) for frame in (regressor["share"], table.values))
    assert broken["n"] == 10
    assert broken["correlation"] == pytest.approx(np.corrcoef(x, y)[0, 1])
    levels = chosen(rows, transform="levels", units="district", estimator="least_squares", control="none")
    assert levels["n"] == 12


def test_outcomes_weigh_equally_and_prices_within_them(table):
    fitted = table[table["status"].eq("fitted")]
    assert fitted["weight"].sum() == pytest.approx(1)
    assert fitted.groupby("outcome")["weight"].sum().tolist() == pytest.approx([1 / 2, 1 / 2])
    prices = fitted.groupby(["outcome", "prices"])["weight"].sum()
    assert prices["income"].tolist() == pytest.approx([1 / 4, 1 / 4])
    assert table.loc[table["status"].ne("fitted"), "weight"].isna().all()
    assert equal_weights(fitted[fitted["outcome"].eq("income")]).sum() == pytest.approx(1)


def test_a_specification_of_years_is_the_regression_that_its_choices_name(tables, table):
    regressor, outcomes = tables
    years = range(2003, 2011)
    x = np.log(regressor["share"].loc[years, "D0"])
    y = np.log(outcomes["income", "cpi", "newest"].values.loc[years, "D0"])
    z = np.log(outcomes["income", "cpi", "newest"].values.loc[years, "RU"])
    fit = sm.OLS(y, sm.add_constant(np.column_stack([x, z]))).fit()
    row = chosen(
        table,
        outcome="income",
        prices="cpi",
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
    steps = [
        frame[REGIONS].diff().iloc[1:]
        for frame in (regressor["share"], outcomes["patents", "nominal", "newest"].values)
    ]
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


def test_effects_of_years_hold_the_trend_and_the_country_and_are_tried_without_them(table):
    two_way = table[table["estimator"].eq("region_year_effects")]
    assert set(two_way["control"]) == {"none"}
    assert two_way["status"].eq("fitted").all()
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
    given = {key: OutcomeTable(values) for key, values in given.items()}
    code = walks(6, ["D0", "RU", *REGIONS], drift=0.0) - 20
    made = shared_samples(
        {**regressor, "code": code, "short": short},
        given,
        {**UNITS, "one": ["A", "Z"]},
        periods=[Period(2001, 2012), Period(2001, 2003)],
    )
    result = curve(specification_rows(made[0]))
    levels = result[result["transform"].eq("levels") & result["control"].eq("none") & result["mapping"].eq("share")]
    by = levels[levels["period"].eq("2001–2012")].set_index(["outcome", "units", "estimator"])["status"]
    assert by["constant", "district", "least_squares"] == "constant_response"
    assert "missing" not in set(result["outcome"])
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
    ways = made[1].set_index(["mapping", "reason"])["ways"]
    pairs = 2 * 3 + 3 * 3 + 3 * 3
    assert ways["code", "not_positive"] == len(given) * 2 * pairs
    # One outcome has no cells at all; another none where its one year of region A is not, or has no difference.
    assert ways["share", "no_cells"] == 5 * 2 * (pairs - 2 * 2) + (5 + 2) * 7
    assert ways["short", "period_not_covered"] == len(given) * 5 * pairs
    assert not (result["mapping"].eq("code") & result["transform"].eq("logarithms")).any()
    assert not (result["mapping"].eq("short") & result["period"].eq("2001–2012")).any()
    assert ways.groupby("mapping").sum().tolist() == [len(given) * 5 * 2 * pairs] * 3


def test_a_year_without_the_country_is_left_out_where_it_is_the_control(tables):
    regressor, outcomes = tables
    values = outcomes["patents", "nominal", "newest"].values.copy()
    values.loc[2003, "RU"] = np.nan
    given = {("patents", "nominal", "newest"): OutcomeTable(values)}
    rows = specification_rows(shared_samples(regressor, given, UNITS, periods=[PERIODS[0]])[0])
    own = rows[rows["transform"].eq("levels") & rows["estimator"].eq("least_squares")].set_index("control")["n"]
    assert own.to_dict() == {"none": 12, "trend": 12, "country": 11}


def test_the_order_of_outcomes_and_regions_changes_nothing(tables, table):
    regressor, outcomes = tables
    turned = dict(reversed(outcomes.items()))
    backward = {"share": regressor["share"].iloc[:, ::-1]}
    other = curve(specification_rows(shared_samples(backward, turned, UNITS, periods=PERIODS)[0]))
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
    rows = specification_rows(made[0])
    own = rows[rows["units"].eq("district") & rows["estimator"].eq("least_squares") & rows["status"].eq("fitted")]
    p_values = curve(own).set_index(CHOICES)["p_value"]
    is_beyond = own.set_index(CHOICES).eval("abs(correlation) >= significant_from")
    assert 0 < is_beyond.sum() < len(own)
    pd.testing.assert_series_equal(p_values.sort_index().le(0.05), is_beyond.sort_index(), check_names=False)


def test_a_curve_without_a_fitted_specification_has_no_joint_test(made):
    rows = specification_rows(made[0])
    assert joint_test(rows.assign(status="period_not_covered")).empty


def test_statistics_of_the_curve_by_value():
    found, limits = np.array([[0.5, 0.1, -0.2], [-0.5, -0.6, 0.1]]), np.array([0.4, 0.4, 0.1])
    [equal, first] = curve_statistics(found, limits, np.array([[1 / 3] * 3, [0.6, 0.2, 0.2]]))
    assert equal == pytest.approx(np.array([[0.1, 200 / 3, 100 / 3], [0.5, 200 / 3, 200 / 3]]))
    assert first == pytest.approx(np.array([[0.5, 80, 60], [0.5, 80, 80]]))


def test_a_draw_that_repeats_another_is_counted_once():
    found = np.array([[0.1, 0.2], [0.3, 0.0], [0.1 + 1e-15, 0.2], [0.2, 0.1], [0.3, 1e-16]])
    assert distinct(found) == [0, 1, 3]


def test_shifts_of_a_series_that_comes_back_are_counted_as_they_differ(tables):
    _, outcomes = tables
    pattern = np.tile([1.0, 2.0, 4.0, 3.0], 3)
    share = pd.DataFrame({name: pattern for name in ["D0", "RU"]}, index=list(YEARS))
    rows = part_rows({"share": share}, outcomes, {"district": ["D0"]}, PERIODS[:1], draws=19)
    own = joint_test(rows).query("null == 'circular_shift' and subset == 'all'")
    # Twelve shifts, of which those by four and by eight years are none.
    assert set(own["draws"]) == {3}
    assert set(own["lowest_p_value"]) == {1 / 4}
    assert set(own["verdict"]) == {"no_power"}


def test_few_steps_have_every_order_once(tables):
    _, outcomes = tables
    share = walks(7, ["D0", "RU"]).loc[2001:2005]
    given = {"share": share}
    found = reordered(share, draws=99, seed=1)
    assert len(found) == 24
    assert len(np.unique(found.round(9), axis=0)) == 24
    rows = part_rows(given, outcomes, {"district": ["D0"]}, [Period(2001, 2005)], draws=99)
    own = joint_test(rows).query("null == 'reordered_steps' and subset == 'all'")
    assert (own["draws"] <= 23).all()


def test_every_part_of_the_curve_has_its_own_test(tables):
    regressor, outcomes = tables
    units = {"district": ["D0"], "district_regions": REGIONS[:3], "country_regions": REGIONS}
    rows = part_rows(regressor, outcomes, units, PERIODS[:1], draws=9)
    result = joint_test(rows)
    counts = result.drop_duplicates("subset").set_index("subset")["specifications"]
    fitted = rows[rows["status"].eq("fitted")]
    assert counts.to_dict() == {
        "all": len(fitted),
        "district_series": fitted["units"].eq("district").sum(),
        "district_panels": fitted["units"].eq("district_regions").sum(),
        "country_panels": fitted["units"].eq("country_regions").sum(),
        "national_control": fitted["control"].eq("country").sum(),
        "deciding_prices": (~(fitted["outcome"].eq("income") & fitted["prices"].eq("nominal"))).sum(),
    }
    assert (result["p_value"] >= result["lowest_p_value"] - 1e-12).all()
    # Eleven shifts allow nothing below 1 in 12, nine orders nothing below 1 in 10.
    assert set(result["verdict"]) == {"no_power"}


def test_the_joint_test_finds_a_curve_that_is_there(tables, made):
    regressor, _ = tables
    echo = regressor["share"] * 3 + np.random.default_rng(8).standard_normal(regressor["share"].shape)
    outcomes = {("echo", "nominal", "newest"): OutcomeTable(echo)}
    result = joint_test(part_rows(regressor, outcomes, UNITS, PERIODS[:1], draws=50))
    own = result[result["subset"].eq("all") & result["statistic"].eq("median_correlation")].set_index("null")
    assert own.loc["reordered_steps", "p_value"] == own.loc["reordered_steps", "lowest_p_value"] == 1 / 51
    assert own.loc["circular_shift", "p_value"] == 1 / 12


@pytest.mark.slow
def test_the_joint_test_against_reordered_steps_keeps_its_size_on_unrelated_trending_walks():
    p_values = []
    for seed in range(150):
        regressor, outcome = walks(2 * seed + 100, ["D0", "RU"]), walks(2 * seed + 101, ["D0", "RU"])
        outcomes = {("y", "nominal", "newest"): OutcomeTable(outcome)}
        rows = part_rows({"share": regressor}, outcomes, {"d": ["D0"]}, PERIODS[:1], draws=99, seed=seed)
        result = joint_test(rows)
        own = result[result["null"].eq("reordered_steps") & result["subset"].eq("all")]
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
