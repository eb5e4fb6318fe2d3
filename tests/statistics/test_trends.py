import pytest

from regioncodes.statistics.trends import SIZES, rejections, sizes, verdict

OPTIONS = {"drift_sd": 1.0, "seed": 2017}


def panels(*draws, clusters=(6, 20)):
    return [{"clusters": count, "draws": number} for count, number in zip(clusters, draws, strict=False)]


def test_sizes_repeat_with_the_seed_and_cover_every_length_and_test():
    once, again = (sizes(rejections(years=[9, 12], draws=20, panels=panels(4, 3), **OPTIONS)) for _ in range(2))
    assert once.equals(again)
    assert list(once.columns) == SIZES
    assert not once.duplicated(["reading", "clusters", "estimator", "method", "years"]).any()
    assert once.groupby("clusters")["draws"].unique().map(list).to_dict() == {1: [20], 6: [4], 20: [3]}
    assert once.groupby("years").size().nunique() == 1
    assert once["size_percent"].between(0, 100).all()


@pytest.mark.parametrize(
    ("size_percent", "found"), [(2.4, "too_small"), (2.5, "holds"), (7.5, "holds"), (7.6, "too_large")]
)
def test_a_size_that_is_off_by_more_than_half_is_called_so(size_percent, found):
    assert verdict(size_percent) == found


def test_tests_of_trending_levels_are_far_off_and_those_of_their_differences_are_not():
    rows = rejections(years=[9], draws=300, panels=panels(20), **OPTIONS)
    series = rows[rows["reading"] == "series"].set_index(["estimator", "method"])["size_percent"].sort_index()
    assert (series["levels"] > 70).all()
    assert series["first_differences", "classical"] < 10


@pytest.mark.slow
@pytest.mark.parametrize("years", [9, 12])
def test_region_year_effects_with_reduced_bias_errors_keep_their_size_on_trending_walks(years):
    table = sizes(rejections(years=[years], draws=4000, panels=panels(4000), **OPTIONS))
    found = table.set_index(["reading", "estimator", "method"]).sort_index()
    for method in ("cr2", "wild_rademacher"):
        assert found.loc[("panel", "region_year_effects", method), "verdict"] == "holds"
        assert found.loc[("panel", "first_differences", method), "verdict"] == "holds"
    # Webb's weights reject a little too often with two-way effects: 6 to 8 %.
    assert found.loc[("panel", "region_year_effects", "wild_webb"), "size_percent"] < 10
    for estimator in ("pooled", "region_effects", "region_slopes"):
        assert (found.loc[("panel", estimator), "verdict"] == "too_large").all()
    assert (found.loc[("series", "levels"), "verdict"] == "too_large").all()
    assert found.loc[("series", "first_differences", "classical"), "verdict"] == "holds"
