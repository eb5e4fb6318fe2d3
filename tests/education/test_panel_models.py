import numpy as np
import pandas as pd
import pytest

from regioncodes.education.panel_models import MODELS, cells_without_logarithm, panel_models
from regioncodes.statistics.gate import STATUSES

OPTIONS = {"scope": "RU-UFD", "draws": 99, "seed": 1}
REGIONS = ["RU-A", "RU-B", "RU-C", "RU-D"]


def cells(value, outcome="grp_per_capita", regions=REGIONS, years=range(2005, 2014)):
    """Points in which education is 20 + step² / 10 + a level of the region, the outcome is value(education, step)."""
    rows = [
        (outcome, region, year, education := 20 + place + (1 + place) * step**2 / 10, value(education, step, place))
        for place, region in enumerate(regions)
        for step, year in enumerate(years)
    ]
    return pd.DataFrame(rows, columns=["outcome", "region", "year", "education_percent", "value"])


def wiggly(education, step, place):
    return np.exp(0.05 * education + 0.02 * np.cos(3.0 * step + place) + 0.1 * place)


def test_slopes_in_logarithms_are_those_that_made_the_points():
    models = panel_models(cells(wiggly), outcomes=["grp_per_capita"], **OPTIONS)
    assert list(models.columns) == MODELS
    logs = models[models["form"] == "log"]
    assert (logs["status"] == "fitted").all()
    assert logs.loc[logs["estimator"].isin(["region_effects", "region_slopes"]), "slope"].to_list() == pytest.approx(
        [0.05] * (logs["estimator"].isin(["region_effects", "region_slopes"])).sum(), abs=0.01
    )
    assert logs["p_value"].between(0, 1).all()


def test_every_estimator_has_one_row_a_method_and_the_wild_tests_name_their_lowest_p_value():
    models = panel_models(cells(wiggly), outcomes=["grp_per_capita"], **OPTIONS)
    assert not models.duplicated(["outcome", "form", "estimator", "method"]).any()
    signs = models[models["method"] == "wild_rademacher"]
    assert len(signs) == 8
    assert (signs["lowest_p_value"] == 2 / 2**4).all()
    assert (signs["p_value"] >= 2 / 2**4).all()


def test_zeros_have_no_logarithm_and_are_counted():
    points = cells(wiggly)
    points.loc[[0, 13], "value"] = 0.0
    models = panel_models(points, outcomes=["grp_per_capita"], **OPTIONS)
    counts = models.groupby("form")["cells_left_out"].unique().map(list)
    assert counts.to_dict() == {"level": [0], "log": [2]}
    pooled = models[models["estimator"] == "pooled"].groupby("form")["n"].first()
    assert pooled.to_dict() == {"level": 36, "log": 34}


@pytest.mark.parametrize(
    ("points", "estimator", "status"),
    [
        (cells(lambda *_: 7.0), "pooled", "constant_response"),
        (cells(wiggly, regions=["RU-A"]), "region_effects", "too_few_clusters"),
        (cells(wiggly, years=[2005]), "first_differences", "too_few_clusters"),
        (cells(lambda education, *_: 3 * education), "region_effects", "perfect_fit"),
        (cells(wiggly, outcome="another"), "pooled", "too_few_clusters"),
    ],
)
def test_what_cannot_be_fitted_has_a_status_without_numbers_and_the_rest_goes_on(points, estimator, status):
    both = pd.concat([points, cells(wiggly, outcome="sound")])
    models = panel_models(both, outcomes=["grp_per_capita", "sound"], **OPTIONS)
    bad = models[
        models["outcome"].eq("grp_per_capita") & models["estimator"].eq(estimator) & models["form"].eq("level")
    ]
    assert bad["status"].to_list() == [status]
    assert status in STATUSES
    assert bad[["slope", "standard_error", "p_value"]].isna().all(axis=None)
    assert (models.loc[models["outcome"] == "sound", "status"] == "fitted").all()


def test_a_slope_without_clustered_errors_keeps_its_row_with_the_reason():
    models = panel_models(cells(wiggly, regions=["RU-A", "RU-B"]), outcomes=["grp_per_capita"], **OPTIONS)
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
        ["RU-B", 2009, -2.0, "negative"],
    ]
