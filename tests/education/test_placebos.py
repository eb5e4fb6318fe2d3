from itertools import pairwise
from statistics import mean, stdev

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.placebos import (
    drift_to_noise,
    paired_walks,
    placebo_fits,
    placebo_walks,
    squared_correlations,
)
from regioncodes.statistics.walks import trending_walks

YEARS = list(range(2005, 2014))
EDUCATION = [21.0, 22.5, 25.0, 25.5, 25.0, 26.0, 26.5, 27.5, 29.0]
VALUES = [10.0, 12, 13, 15, 18, 19, 20, 22, 23]


def points(values=VALUES, education=EDUCATION, prices="nominal"):
    facts = {"outcome": "income", "prices": prices, "decides": True, "region": "D", "note": "", "breaks": ""}
    own = {"year": YEARS[: len(values)], "education_percent": education, "value": values}
    return pd.DataFrame(facts | own)


def others(**districts):
    frames = [
        pd.DataFrame({"region": region, "year": YEARS[: len(shares)], "education_percent": shares})
        for region, shares in districts.items()
    ]
    return pd.concat(frames)


def test_the_year_explains_a_straight_trend_better_than_education_does():
    fits = placebo_fits(points(), others(north=EDUCATION)).set_index("regressor")
    assert fits.loc["calendar_year", "r_squared"] == pytest.approx(np.corrcoef(YEARS, VALUES)[0, 1] ** 2)
    assert fits["at_least_as_good"].to_dict() == {"education": False, "calendar_year": True, "north": True}


def test_a_placebo_with_fewer_years_is_held_against_education_in_those_years():
    fits = placebo_fits(points(), others(north=EDUCATION[:6])).set_index("regressor")
    expected = np.corrcoef(EDUCATION[:6], VALUES[:6])[0, 1] ** 2
    assert fits.loc["north", ["r_squared", "education_r_squared"]].to_numpy(float) == pytest.approx([expected] * 2)
    assert fits.loc["north", ["n", "last_year"]].tolist() == [6, 2010]


def test_a_constant_outcome_or_placebo_has_a_status_and_stops_nothing():
    fits = placebo_fits(points(), others(flat=[5.0] * 9, north=EDUCATION)).set_index("regressor")
    assert fits.loc["flat", "status"] != "fitted"
    assert np.isnan(fits.loc["flat", "r_squared"])
    assert fits.loc["north", "status"] == "fitted"
    constant = points(values=[3.0] * 9)
    assert not placebo_fits(constant, others(north=EDUCATION))["status"].eq("fitted").any()
    table, draws = placebo_walks(constant, walks=10, seed=1)
    assert table["p_value"].isna().all()
    assert draws.empty


def test_squared_correlations_are_those_of_numpy():
    drawn = trending_walks(1.0, 1.0, np.arange(9), walks=5, seed=1)
    expected = [np.corrcoef(walk, VALUES)[0, 1] ** 2 for walk in drawn]
    assert squared_correlations(drawn, np.array(VALUES)) == pytest.approx(expected)


def test_the_place_among_walks_counts_the_walks_that_reach_education():
    table, draws = placebo_walks(points(), walks=200, seed=3)
    observed = np.corrcoef(EDUCATION, VALUES)[0, 1] ** 2
    reached = (draws["r_squared"] >= observed).sum()
    assert table.loc[0, "p_value"] == (1 + reached) / 201
    assert table.loc[0, "share_at_least_percent"] == pytest.approx(reached / 2)
    assert 0 < reached < 200


def test_the_drifts_beside_the_walks_are_mean_steps_over_their_deviation():
    table, _ = placebo_walks(points(), walks=20, seed=3)
    for column, series in (("drift_to_noise", EDUCATION), ("outcome_drift_to_noise", VALUES)):
        steps = [after - before for before, after in pairwise(series)]
        assert table.loc[0, column] == pytest.approx(mean(steps) / stdev(steps))
    assert np.isnan(drift_to_noise(21.3 + 0.7 * np.arange(9), np.arange(9)))
    # A missing year is a longer step: two years of one each.
    assert drift_to_noise(np.array([0.0, 1.0, 3.0, 7.0]), np.array([1, 2, 4, 5])) == pytest.approx(2 / 3**0.5)


def test_p_values_of_education_that_is_itself_such_a_walk_are_uniform():
    truths = trending_walks(1.0, 1.0, np.arange(9), walks=150, seed=5)
    p_values = [placebo_walks(points(education=walk), walks=99, seed=9)[0].loc[0, "p_value"] for walk in truths]
    # The drift is estimated from eight steps, so that the test is only roughly of its size.
    assert np.mean(np.array(p_values) <= 0.05) < 0.12
    assert 0.35 < np.median(p_values) < 0.65


def test_two_independent_trending_walks_of_twelve_points_have_a_median_r_squared_near_nine_tenths():
    table = paired_walks([12], [0.0, 1.0, 2.0], pairs=4000, seed=1).set_index("drift_to_noise")
    assert table.loc[1.0, "median_r_squared"] == pytest.approx(0.9, abs=0.04)
    assert table["median_r_squared"].is_monotonic_increasing
    assert table.loc[0.0, "median_r_squared"] < 0.3


def test_education_that_is_linear_in_the_year_is_no_better_than_the_calendar_or_its_walks():
    values = np.round(np.random.default_rng(2).normal(size=9).cumsum() + 10, 1)
    linear = points(values=values, education=21.3 + 0.7 * np.arange(9))
    fits = placebo_fits(linear, others(north=EDUCATION)).set_index("kind")
    assert fits.loc["year", "r_squared"] < fits.loc["year", "education_r_squared"]
    assert fits.loc["year", "at_least_as_good"]
    table, _ = placebo_walks(linear, walks=50, seed=1)
    assert table.loc[0, "p_value"] == 1


def test_every_kind_of_prices_has_its_placebos_and_one_without_figures_says_so():
    real = points(values=np.array(VALUES)[::-1], prices="cpi")
    given = pd.concat([points(), real, points(values=[np.nan] * 9, prices="volume")])
    fits = placebo_fits(given, others(north=EDUCATION))
    calendar = fits[fits["kind"].eq("year")].set_index("prices")
    assert calendar.loc["cpi", "r_squared"] == pytest.approx(np.corrcoef(YEARS, VALUES[::-1])[0, 1] ** 2)
    assert calendar["status"].to_dict() == {"nominal": "fitted", "cpi": "fitted", "volume": "no_real_value"}
    table, draws = placebo_walks(given, walks=20, seed=1)
    assert table["status"].tolist() == ["fitted", "fitted", "no_real_value"]
    assert draws.groupby("prices").size().to_dict() == {"nominal": 20, "cpi": 20}
