"""Sizes of the tests of Figure 2 under shocks that the regions share."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.common_shocks import (
    FACTORS,
    measured_sizes,
    pairs_of_factors,
    shared_shocks,
    sizes_of_checks,
    with_sizes,
)
from regioncodes.education.panel_models import panel_models
from regioncodes.statistics.trends import SHOCKS, sizes_of_tests

REGIONS = [f"RU-{letter}" for letter in "ABCDEFGH"]
YEARS = range(2005, 2014)
SIZE = {"series": "RU", "series_draws": 40, "panel_draws": {"RU": 20}, "drift_sd": 1.0, "seed": 5}


def points(regions=REGIONS, years=YEARS, shock=0.2):
    """Points whose outcomes share a shock of the year, in two prices, of which the real ones decide."""
    generator = np.random.default_rng(3)
    common = shock * generator.standard_normal(len(years))
    rows = []
    for region in regions:
        education = 20 + np.cumsum(generator.normal(0.5, 1, len(years)))
        value = np.exp(5 + np.cumsum(common + generator.normal(0.05, 0.02, len(years))))
        rows += zip([region] * len(years), years, education, value, strict=True)
    real = pd.DataFrame(rows, columns=["region", "year", "education_percent", "value"]).assign(
        prices="cpi", decides=True
    )
    both = [real.assign(prices="nominal", decides=False, value=real["value"] * 2), real]
    return pd.concat(both, ignore_index=True).assign(outcome="income", breaks="")


def test_the_shock_of_a_year_is_found_in_the_outcome_and_not_in_education():
    table = shared_shocks(points())
    assert list(table.columns) == FACTORS
    assert table.groupby(["side", "prices"], dropna=False).size().to_list() == [3, 3, 3]
    one = table[table["shocks"].eq("one_factor")].set_index(["side", "prices"])
    shares = one["share_percent"].to_list()
    assert shares[0] < 60 < 90 < shares[1]
    # Twice the value is the same in logarithms.
    assert shares[1] == pytest.approx(shares[2])
    assert one["alike_percent"].to_list()[1] > 95


def test_a_year_of_a_break_shapes_no_factor():
    broken = points().assign(breaks=lambda own: own["year"].map({2013: "income"}).fillna(""))
    jumps = broken.assign(value=lambda own: own["value"].where(own["year"] < 2013, 50 * own["value"]))
    one, two = shared_shocks(broken), shared_shocks(jumps)
    pd.testing.assert_frame_equal(one, two)
    assert one[one["side"].eq("outcome")]["last_year"].unique().tolist() == [2012]


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (points(regions=REGIONS[:4]), "too_few_clusters"),
        (points(years=range(2005, 2010)), "too_few_years"),
        (points(years=[2005]), "too_few_years"),
        (points().assign(value=np.nan), "no_real_value"),
        (points().assign(value=7.0), "too_few_clusters"),
        (points().assign(value=lambda own: own["value"].where(own["region"] > "RU-E", 0.0)), "too_few_clusters"),
    ],
)
def test_what_shows_no_factor_has_a_status_and_leaves_the_tests_unmeasured(made, status):
    table = shared_shocks(made)
    own = table[table["side"].eq("outcome")]
    assert set(own["status"]) == {status}
    assert own[["share_percent", "persistence", "alike_percent"]].isna().all(axis=None)
    assert list(pairs_of_factors(table)) == ["none"]


def test_only_the_prices_that_decide_lend_their_factors():
    pairs = pairs_of_factors(shared_shocks(points()))
    assert list(pairs) == list(SHOCKS)
    assert [len(own) for own in pairs.values()] == [1, 1, 1]
    assert [len(factors) for factors in pairs["two_factors"][0]] == [2, 2]


@pytest.fixture(scope="module")
def fitted():
    broken = points().assign(breaks=lambda own: own["year"].map({2013: "income"}).fillna(""))
    districts = dict(zip(REGIONS, "AABBCCDD", strict=True))
    models = panel_models(broken, scope="RU", districts=districts, draws=99, seed=1)
    sizes = measured_sizes(models, {"RU": broken}, shared_shocks(broken), districts, **SIZE)
    return models, sizes


def test_every_test_that_was_made_is_measured_at_its_number_of_years_and_no_other(fitted):
    models, sizes = fitted
    keys = ["estimator", "method", "years"]
    panels = sizes[sizes["reading"].eq("panel")]
    assert set(map(tuple, panels[keys].to_numpy())) == set(map(tuple, models[keys].to_numpy()))
    assert set(panels["clusters"]) == {8}
    assert sorted(sizes.loc[sizes["reading"].eq("series"), "years"].unique()) == [7, 8, 9]


def test_a_p_value_enters_a_verdict_where_its_test_keeps_its_size_and_the_prices_decide(fitted):
    models, sizes = fitted
    tests = sizes_of_tests(sizes)
    joined = with_sizes(models, tests)
    assert joined[list(models.columns)].equals(models)
    told = joined[joined["p_value"].notna()]
    assert told["size_percent"].notna().all()
    expected = told["decides"] & told["size_percent"].le(10)
    assert (told["enters_verdict"] == expected).all()
    assert not told.loc[told["size_verdict"].eq("too_large"), "enters_verdict"].any()
    assert set(told["size_verdict"]) >= {"too_large", "holds"}
    unknown = with_sizes(models, tests[tests["estimator"] != "pooled"]).set_index("estimator")
    assert set(unknown.loc["pooled", "size_verdict"]) == {"not_measured"}
    assert not unknown.loc["pooled", "enters_verdict"].any()


def test_without_factors_no_test_enters_a_verdict():
    few = points(regions=REGIONS[:4])
    models = panel_models(few, scope="RU", draws=99, seed=1)
    sizes = measured_sizes(models, {"RU": few}, shared_shocks(few), {}, **SIZE)
    assert set(sizes["shocks"]) == {"none"}
    joined = with_sizes(models, sizes_of_tests(sizes))
    assert set(joined["size_verdict"].dropna()) == {"not_measured"}
    assert not joined["enters_verdict"].any()


def test_checks_of_the_line_have_the_size_of_their_test_at_their_number_of_points(fitted):
    _, sizes = fitted
    table = sizes_of_checks(sizes_of_tests(sizes))
    assert not table.duplicated(["check", "n"]).any()
    found = table.set_index(["check", "n"])["size_percent"]
    series = (
        sizes_of_tests(sizes).query("reading == 'series'").set_index(["estimator", "method", "years"])["size_percent"]
    )
    assert found["levels", 9] == series["levels", "classical", 9]
    assert found["growth_rates", 7] == series["first_differences", "classical", 8]
    assert found["kendall", 8] == series["kendall", "exact", 8]
