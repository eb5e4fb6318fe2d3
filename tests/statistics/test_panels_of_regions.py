"""The panels of Russia's regions under every estimator and kind of cluster, against R (tests/golden/panels)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regioncodes.statistics import intervals
from regioncodes.statistics.panel_fits import ESTIMATORS, panel_fit

GOLDEN = Path(__file__).parents[1] / "golden/panels"
CELLS = pd.read_csv(GOLDEN / "regions.csv")
# Made by regions.R; its log lies beside it.
NUMBERS = (
    pd.read_csv(GOLDEN / "regions_numbers.csv").set_index(["outcome", "estimator", "quantity"])["value"].sort_index()
)
# R prints 15 figures; region effects as 83 columns and swept out agree to about the condition of the design.
NEAR = 1e-8


@pytest.fixture(
    scope="module", params=[(outcome, name) for outcome in CELLS["outcome"].unique() for name in ESTIMATORS]
)
def found(request):
    outcome, estimator = request.param
    own = CELLS[CELLS["outcome"] == outcome]
    response = own["value"] if outcome == "adv_tech_developed" else np.log(own["value"])
    arrays = (own["region"], own["year"], own["education_percent"], response)
    panel = panel_fit(*(values.to_numpy() for values in arrays), estimator, own["is_break"].eq(1).to_numpy())
    districts = own.set_index("region")["district"].groupby(level=0).first()
    return panel, districts[panel.regions].to_numpy(), NUMBERS[outcome, estimator]


def test_points_slope_and_classical_error_are_those_of_lm(found):
    panel, _, numbers = found
    slope = intervals.classical(panel.fit)
    assert len(panel.years) == numbers["n"]
    assert slope.slope == pytest.approx(numbers["slope"], rel=NEAR)
    assert slope.standard_error == pytest.approx(numbers["se_classical"], rel=NEAR)
    if "slope_plm" in numbers:
        assert slope.slope == pytest.approx(numbers["slope_plm"], rel=NEAR)
        assert slope.standard_error == pytest.approx(numbers["se_plm"], rel=NEAR)


def test_bias_reduced_errors_by_region_and_by_district_are_those_of_clubsandwich(found):
    panel, districts, numbers = found
    for level, clusters in (("region", panel.regions), ("district", districts)):
        slope = intervals.cr2(panel.fit, clusters)
        assert slope.standard_error == pytest.approx(numbers[f"se_cr2_{level}"], rel=NEAR)
        assert slope.degrees_of_freedom == pytest.approx(numbers[f"df_cr2_{level}"], rel=1e-6)
        assert slope.p_value == pytest.approx(numbers[f"p_cr2_{level}"], rel=1e-6)


def test_errors_by_region_and_by_region_and_year_are_those_of_the_sandwich_package(found):
    panel, _, numbers = found
    points, parameters = panel.fit.design.shape
    factor = (points - 1) / (points - parameters)
    by_region = intervals.cr1(panel.fit, panel.regions)
    assert by_region.standard_error == pytest.approx(numbers["se_region_hc0"] * np.sqrt(factor), rel=NEAR)
    both = intervals.two_way(panel.fit, panel.regions, panel.years)
    variance = numbers["variance_region_year_hc0"] * factor
    assert both.standard_error == pytest.approx(np.sqrt(variance), rel=NEAR)
    assert both.degrees_of_freedom == len(np.unique(panel.years)) - 1
