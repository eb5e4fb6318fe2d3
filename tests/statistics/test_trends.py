import numpy as np
import pandas as pd
import pytest

from regioncodes.statistics.common_factors import Factor
from regioncodes.statistics.trends import (
    SHOCKS,
    SIZES,
    Points,
    rejections,
    sizes,
    sizes_of_tests,
    verdict,
    walks_with_shocks,
)

OPTIONS = {"drift_sd": 1.0, "seed": 2017}
# A factor that every region has alike, and one that each has in its own measure.
YEAR = Factor(0.5, 0.3, 1.0)
OWN = Factor(0.3, 0.6, 0.0)
SHARED = {"none": [((), ())], "one_factor": [([YEAR], [YEAR])], "two_factors": [([YEAR, OWN], [YEAR, OWN])]}
NONE = {"none": SHARED["none"]}


def series(years, draws):
    return Points("RU-UFD", "series", 1, years, draws)


def panel(years, draws, regions=6, districts=()):
    return Points("RU-UFD", "panel", regions, years, draws, districts)


def test_walks_that_share_factors_have_the_same_drift_and_variance_and_move_together():
    generator = np.random.default_rng(1)
    steps = np.diff(walks_with_shocks((300, 4, 40), [YEAR, OWN], drift_sd=1.0, generator=generator), axis=2)
    assert steps.mean() == pytest.approx(1, abs=0.04)
    assert steps.std() == pytest.approx(1, abs=0.04)
    together = np.mean((steps[:, 0] - 1) * (steps[:, 1] - 1))
    assert together == pytest.approx(YEAR.share, abs=0.06)


def test_sizes_repeat_with_the_seed_and_cover_every_test():
    points = [series(9, 20), panel(9, 4), panel(8, 3, regions=4, districts=("a", "b", "c", "c"))]
    once, again = (sizes(rejections(points, SHARED, **OPTIONS)) for _ in range(2))
    pd.testing.assert_frame_equal(once, again, check_exact=True)
    assert list(once.columns) == SIZES
    assert not once.duplicated(["shocks", "reading", "clusters", "estimator", "method", "years"]).any()
    assert once.groupby("shocks", sort=False).size().nunique() == 1
    assert list(once["shocks"].unique()) == list(SHOCKS)
    assert once["size_percent"].dropna().between(0, 100).all()
    assert set(once.loc[once["method"].eq("cr2_district"), "clusters"]) == {4}


@pytest.mark.parametrize(
    ("size_percent", "found"),
    [(2.4, "too_small"), (2.5, "holds"), (10.0, "holds"), (10.1, "too_large"), (np.nan, "not_measured")],
)
def test_a_size_of_twice_the_level_or_half_of_it_is_called_so(size_percent, found):
    assert verdict(size_percent) == found


def measured(**by_shocks):
    facts = {"scope": "RU", "reading": "panel", "clusters": 80, "estimator": "pooled", "method": "cr2", "years": 9}
    rows = [{**facts, "shocks": name, "size_percent": size, "draws": 400} for name, size in by_shocks.items()]
    return sizes(pd.DataFrame(rows))


def test_a_test_is_judged_by_its_largest_size():
    row = sizes_of_tests(measured(none=4.0, one_factor=11.0, two_factors=9.0)).iloc[0]
    assert (row["shocks"], row["size_percent"], row["size_verdict"]) == ("one_factor", 11.0, "too_large")
    assert row["error_percent"] == pytest.approx(100 * np.sqrt(0.11 * 0.89 / 400))
    assert sizes_of_tests(measured(none=4.0, one_factor=10.0, two_factors=9.0))["size_verdict"].item() == "holds"


@pytest.mark.parametrize("sizes_found", [{"none": 4.0}, {"none": 4.0, "one_factor": 5.0, "two_factors": np.nan}])
def test_a_test_that_was_not_measured_under_every_kind_of_shocks_has_no_size(sizes_found):
    row = sizes_of_tests(measured(**sizes_found)).iloc[0]
    assert row["size_verdict"] == "not_measured"
    assert np.isnan(row["size_percent"])


def test_tests_of_trending_levels_are_far_off_and_those_of_their_differences_are_not():
    rows = rejections([series(9, 300)], NONE, **OPTIONS).set_index(["estimator", "method"])["size_percent"].sort_index()
    for name in ("levels", "spearman", "kendall"):
        assert (rows[name] > 70).all()
    assert rows["first_differences", "classical"] < 10
    # A straight line is no walk: what it leaves still wanders.
    assert rows["partial_on_trend", "classical"] > 7


def test_shocks_that_all_regions_share_spoil_differences_unless_year_effects_take_them_out():
    rows = rejections([panel(9, 150, regions=20)], {"one_factor": SHARED["one_factor"]}, **OPTIONS)
    found = rows.set_index(["estimator", "method"])["size_percent"].sort_index()
    assert found["first_differences", "cr2"] > 25
    assert found["first_differences_year_effects", "cr2"] < 12


@pytest.mark.slow
@pytest.mark.parametrize("years", [9, 12])
def test_region_year_effects_with_reduced_bias_errors_keep_their_size_on_trending_walks(years):
    table = sizes(rejections([series(years, 4000), panel(years, 4000)], NONE, **OPTIONS))
    found = table.set_index(["reading", "estimator", "method"]).sort_index()
    for estimator in ("region_year_effects", "first_differences", "first_differences_year_effects"):
        for method in ("cr2", "wild_rademacher"):
            assert found.loc[("panel", estimator, method), "verdict"] == "holds"
        # Webb's weights reject a little too often with two-way effects: 6 to 8 %.
        assert found.loc[("panel", estimator, "wild_webb"), "size_percent"] < 10
    for estimator in ("pooled", "region_effects", "region_slopes"):
        assert (found.loc[("panel", estimator), "verdict"] == "too_large").all()
    assert (found.loc[("series", "levels"), "verdict"] == "too_large").all()
    assert found.loc[("series", "first_differences", "classical"), "verdict"] == "holds"


@pytest.mark.slow
def test_under_factors_year_effects_and_errors_by_region_or_district_keep_their_size():
    districts = tuple(np.repeat(list("abcdefgh"), 10))
    rows = sizes(rejections([panel(9, 1000, regions=80, districts=districts)], SHARED, **OPTIONS))
    found = sizes_of_tests(rows).set_index(["estimator", "method"])["size_percent"].sort_index()
    for estimator in ("region_year_effects", "first_differences_year_effects"):
        for method in ("cr2", "cr2_district", "cr_region_year"):
            assert found[estimator, method] <= 10
    assert found["first_differences", "cr2"] > 25
