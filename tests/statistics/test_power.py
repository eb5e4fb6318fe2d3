"""Power against R's pt (tests/golden/reliability) and statsmodels; outcomes by value and by property."""

import numpy as np
import pandas as pd
import pytest

from project import ROOT
from regioncodes.statistics.power import largest_slope_not_excluded, outcome_of_test, power, smallest_slope_seen

TRUE = pd.read_csv(ROOT / "tests/golden/reliability/reliability.csv").set_index("quantity")["value"]
TOLD = {
    "slope": 1.0,
    "p_value": 0.5,
    "size_holds": True,
    "lower_limit": -0.4,
    "upper_limit": 0.4,
    "reliability": 0.6,
    "slope_of_figure": 1.0,
    "share_of_slope": 0.5,
    "minimum_reliability": 0.2,
}


@pytest.mark.parametrize("degrees", [1, 7, 79, 1000])
def test_power_and_smallest_slope_are_those_of_r(degrees):
    assert power(2.0, 1.0, degrees) == pytest.approx(TRUE[f"power_2_{degrees}"], rel=1e-9)
    # R's noncentral t is right to 1e-7 with one degree.
    assert smallest_slope_seen(1.0, degrees, share=0.8) == pytest.approx(TRUE[f"smallest_80_{degrees}"], rel=1e-5)


def test_power_is_that_of_statsmodels():
    from statsmodels.stats.power import TTestPower

    assert power(0.9, 0.5, 24) == pytest.approx(TTestPower().power(0.9 / 0.5 / 5, 25, 0.05), rel=1e-9)


def test_what_is_seen_with_eighty_per_cent_has_that_power_and_a_normal_test_the_textbook_ratio():
    errors, degrees = np.array([0.3, 2.0, 5.0]), np.array([7.0, 79.0, np.inf])
    slopes = smallest_slope_seen(errors, degrees, share=0.8)
    assert power(slopes, errors, degrees) == pytest.approx([0.8] * 3, rel=1e-9)
    assert slopes[2] / 5 == pytest.approx(1.959964 + 0.841621, abs=1e-4)
    assert power(0.0, 1.0, [7, np.inf]) == pytest.approx([0.05, 0.05])
    assert list(power([31.0, 40.0, 150.0, 1e6], 1.0, [2, 81, 81, np.inf])) == [1, 1, 1, 1]
    assert power([3.0, -3.0], 1.0, 7)[0] == power([3.0, -3.0], 1.0, 7)[1]


def test_noise_divides_the_smallest_slope_by_the_reliability():
    assert smallest_slope_seen(1.0, 7, share=0.8, reliability=0.25) == pytest.approx(
        4 * smallest_slope_seen(1.0, 7, share=0.8)
    )


def test_what_has_no_error_has_no_power():
    assert np.isnan(power([1, 1, np.nan], [0, np.nan, 1], 7)).all()
    assert np.isnan(smallest_slope_seen([0, np.nan, 1, 1], 7, share=0.8, reliability=[1, 1, 0, np.nan])).all()
    assert np.isnan(smallest_slope_seen(1, np.nan, share=0.8))


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "excluded"),
        ({"upper_limit": 0.5}, "cannot_be_told"),
        ({"upper_limit": -0.1}, "excluded"),
        ({"upper_limit": np.inf}, "cannot_be_told"),
        ({"upper_limit": np.nan}, "cannot_be_told"),
        ({"reliability": 0.19}, "cannot_be_told"),
        ({"reliability": np.nan}, "cannot_be_told"),
        ({"reliability": 1.1}, "cannot_be_told"),
        ({"reliability": -0.3}, "cannot_be_told"),
        ({"size_holds": False}, "cannot_be_told"),
        ({"p_value": 0.04}, "seen"),
        ({"p_value": 0.04, "reliability": np.nan, "upper_limit": np.inf}, "seen"),
        ({"p_value": 0.04, "size_holds": False}, "cannot_be_told"),
        ({"p_value": 0.04, "slope": -1.0}, "excluded"),
        ({"p_value": np.nan, "upper_limit": 9.0}, "cannot_be_told"),
        ({"share_of_slope": 0.3}, "cannot_be_told"),
        ({"minimum_reliability": 0.7}, "cannot_be_told"),
        ({"slope_of_figure": -1.0, "slope": -1.0}, "excluded"),
        ({"slope_of_figure": -1.0, "lower_limit": -0.6}, "cannot_be_told"),
        ({"slope_of_figure": -1.0, "slope": -1.0, "p_value": 0.01}, "seen"),
    ],
)
def test_what_a_test_says(changes, outcome):
    assert str(outcome_of_test(**{**TOLD, **changes})) == outcome


def test_many_tests_are_told_at_once():
    found = outcome_of_test(**{**TOLD, "p_value": np.array([0.01, 0.5, 0.5]), "upper_limit": np.array([2, 0.4, 2.0])})
    assert list(found) == ["seen", "excluded", "cannot_be_told"]


def test_a_mirrored_figure_has_mirrored_limits():
    figure = np.array([2.0, -2.0])
    assert list(largest_slope_not_excluded([-1, -3], [3, 1], figure)) == [150, 150]
    assert largest_slope_not_excluded(-np.inf, np.inf, 2.0) == np.inf
    assert np.isnan(largest_slope_not_excluded(np.nan, np.nan, 2.0))


@pytest.mark.parametrize("slope", [0.0, np.nan])
def test_without_a_slope_of_the_figure_nothing_can_be_excluded(slope):
    with pytest.raises(ValueError, match="no slope"):
        outcome_of_test(**{**TOLD, "slope_of_figure": slope})
