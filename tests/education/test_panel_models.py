import numpy as np
import pandas as pd
import pytest

from regioncodes.education.panel_models import MODELS, cells_without_logarithm, panel_models
from regioncodes.statistics.gate import STATUSES
from regioncodes.statistics.panel_fits import ESTIMATORS

OPTIONS = {"scope": "RU-UFD", "draws": 99, "seed": 1}
REGIONS = ["RU-A", "RU-B", "RU-C", "RU-D", "RU-E", "RU-F"]


def cells(value, outcome="grp_per_capita", regions=REGIONS, years=range(2005, 2015)):
    """Points in which education is 20 + step² / 10 + a level of the region, the outcome is value(education, step)."""
    rows = [
        (outcome, region, year, education := 20 + place + (1 + place) * step**2 / 10, value(education, step, place))
        for place, region in enumerate(regions)
        for step, year in enumerate(years)
    ]
    points = pd.DataFrame(rows, columns=["outcome", "region", "year", "education_percent", "value"])
    return points.assign(prices="nominal", decides=True, breaks="")


def wiggly(education, step, place):
    return np.exp(0.05 * education + 0.02 * np.cos(3.0 * step + place) + 0.1 * place)


def test_slopes_in_logarithms_are_those_that_made_the_points():
    models = panel_models(cells(wiggly), **OPTIONS)
    assert list(models.columns) == MODELS
    logs = models[models["form"] == "log"]
    # Errors by region and year at once have no positive square in some of these.
    assert set(logs.loc[logs["method"] != "cr_region_year", "status"]) == {"fitted"}
    assert logs.loc[logs["estimator"].isin(["region_effects", "region_slopes"]), "slope"].to_list() == pytest.approx(
        [0.05] * (logs["estimator"].isin(["region_effects", "region_slopes"])).sum(), abs=0.01
    )
    assert logs.loc[logs["status"] == "fitted", "p_value"].between(0, 1).all()


def test_every_estimator_has_one_row_a_method_and_the_wild_tests_name_their_lowest_p_value():
    models = panel_models(cells(wiggly), **OPTIONS)
    assert not models.duplicated(["outcome", "form", "estimator", "method"]).any()
    signs = models[models["method"] == "wild_rademacher"]
    assert len(signs) == 10
    assert (signs["lowest_p_value"] == 2 / 2**6).all()
    assert (signs["p_value"] >= 2 / 2**6).all()


def test_zeros_have_no_logarithm_and_are_counted():
    points = cells(wiggly)
    points.loc[[0, 13], "value"] = 0.0
    models = panel_models(points, **OPTIONS)
    counts = models.groupby("form")["cells_left_out"].unique().map(list)
    assert counts.to_dict() == {"level": [0], "log": [2]}
    pooled = models[models["estimator"] == "pooled"].groupby("form")["n"].first()
    assert pooled.to_dict() == {"level": 60, "log": 58}


@pytest.mark.parametrize(
    ("points", "estimator", "status"),
    [
        (cells(lambda *_: 7.0), "pooled", "constant_response"),
        (cells(wiggly, regions=["RU-A"]), "region_effects", "too_few_clusters"),
        (cells(wiggly, years=[2005]), "first_differences", "too_few_clusters"),
        (cells(lambda education, *_: 3 * education), "region_effects", "perfect_fit"),
        (cells(wiggly).assign(value=np.nan), "pooled", "no_real_value"),
        (cells(wiggly).assign(value=np.nan), "region_slopes", "no_real_value"),
    ],
)
def test_what_cannot_be_fitted_has_a_status_without_numbers_and_the_rest_goes_on(points, estimator, status):
    both = pd.concat([points, cells(wiggly, outcome="sound")])
    models = panel_models(both, **OPTIONS)
    bad = models[
        models["outcome"].eq("grp_per_capita") & models["estimator"].eq(estimator) & models["form"].eq("level")
    ]
    assert bad["status"].to_list() == [status]
    assert status in STATUSES
    assert bad[["slope", "standard_error", "p_value"]].isna().all(axis=None)
    sound = models[models["outcome"].eq("sound") & models["method"].ne("cr_region_year")]
    assert set(sound["status"]) == {"fitted"}


def test_a_slope_without_clustered_errors_keeps_its_row_with_the_reason():
    models = panel_models(cells(wiggly, regions=["RU-A", "RU-B"]), **OPTIONS)
    both = models[models["estimator"].eq("region_year_effects") & models["form"].eq("level")].set_index("method")
    by_region = both.loc[["cr1", "cr2", "wild_rademacher", "wild_webb"]]
    assert set(by_region["status"]) == {"too_few_clusters"}
    assert by_region[["standard_error", "p_value"]].isna().all(axis=None)
    assert by_region["slope"].notna().all()
    assert both.loc["classical", "status"] == "fitted"


def test_every_cell_without_a_logarithm_is_named_with_its_reason():
    points = cells(wiggly)
    points.loc[0, "value"], points.loc[13, "value"] = 0.0, -2.0
    found = cells_without_logarithm(points)
    assert found[["region", "year", "value", "reason"]].to_numpy().tolist() == [
        ["RU-A", 2005, 0.0, "zero"],
        ["RU-B", 2008, -2.0, "negative"],
    ]


def test_every_outcome_has_a_block_for_each_of_its_prices():
    real = cells(wiggly).assign(prices="cpi", value=lambda points: points["value"] / (points["year"] - 2000))
    both = pd.concat([cells(wiggly).assign(decides=False), real])
    models = panel_models(both, **OPTIONS)
    alone = panel_models(real, **OPTIONS)
    assert models.groupby("prices", sort=False)["decides"].first().to_dict() == {"nominal": False, "cpi": True}
    pd.testing.assert_frame_equal(models[models["prices"] == "cpi"].reset_index(drop=True), alone)


def test_differences_leave_out_the_year_of_a_break_and_say_how_many_years_they_have():
    broken = cells(wiggly, years=range(2005, 2014)).assign(
        breaks=lambda points: points["year"].map({2013: "income"}).fillna("")
    )
    models = panel_models(broken, **OPTIONS).drop_duplicates("estimator").set_index("estimator")
    assert models["years"].to_dict() == {
        "pooled": 9,
        "region_effects": 9,
        "region_year_effects": 9,
        "first_differences": 8,
        "first_differences_year_effects": 8,
        "region_slopes": 9,
    }
    assert models.loc["first_differences", ["n", "last_year"]].to_list() == [42, 2012]
    jump = broken.assign(value=lambda points: points["value"].where(points["year"] < 2013, 7 * points["value"]))
    other = panel_models(jump, **OPTIONS).drop_duplicates("estimator").set_index("estimator")
    for name in ("first_differences", "first_differences_year_effects"):
        assert other.loc[name, "slope"] == pytest.approx(models.loc[name, "slope"])


@pytest.mark.parametrize(
    ("labels", "status"), [("AAABBC", "fitted"), ("AAABBB", "too_few_clusters"), ("AAAAAA", "too_few_clusters")]
)
def test_errors_by_district_stand_where_districts_are_told_and_need_three(labels, status):
    models = panel_models(cells(wiggly), districts=dict(zip(REGIONS, labels, strict=True)), **OPTIONS)
    own = models[models["method"] == "cr2_district"]
    assert set(own["estimator"]) == set(ESTIMATORS)
    assert set(own["clusters"]) == {len(set(labels))}
    assert set(own["status"]) == {status}
    assert own["p_value"].notna().all() == (status == "fitted")
    assert "cr2_district" not in set(panel_models(cells(wiggly), **OPTIONS)["method"])
