"""The calibration of bands: rows, words and statuses on series whose makers are known."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.calibration.calibration import calibration_of_bands, places_counted, predictions_of_spans
from regioncodes.codes.calibration.foretold import METHODS, foretold
from regioncodes.codes.calibration.length_scales import length_scales
from regioncodes.ground.options import Calibration, Derivative, Period

STUDY = Period(2005, 2016)
OPTIONS = {"study": STUDY, "calibration": Calibration(7, Period(2008, 2009), 400), "derivative": Derivative(grid=4)}
CODES = ["institutional", "production", "social"]


@pytest.fixture(scope="module")
def series(regions):
    """Random walks of forty regions, 2001 to 2018; the last region has too few years, the one before a hole."""
    generator = np.random.default_rng(3)
    names = regions[regions["level"].eq("region") & ~regions["region"].isin(regions["part_of"])]["region"].head(40)
    keys = pd.MultiIndex.from_product([names, CODES, range(2001, 2019)], names=["region", "code", "year"])
    walks = generator.normal(size=(len(names) * 3, 18)).cumsum(axis=1).ravel()
    table = keys.to_frame(index=False).assign(value_sd=walks)
    is_short = table["region"].eq(names.iloc[-1]) & table["year"].gt(2006)
    is_hole = table["region"].eq(names.iloc[-2]) & table["year"].eq(2010) & table["code"].eq("social")
    return table[~is_short & ~is_hole]


@pytest.fixture(scope="module")
def predicted(series, regions):
    return predictions_of_spans(series, regions, **OPTIONS)


@pytest.fixture(scope="module")
def table(predicted):
    return calibration_of_bands(predicted, Period(2008, 2009))


def test_inner_years_are_left_out_and_one_step_needs_the_year_before(predicted, series):
    study = predicted[predicted["span"].eq("study") & predicted["method"].eq("random_walk")]
    left = study[study["task"] == "year_left_out"]
    assert (left["year"].min(), left["year"].max()) == (2007, 2014)
    ahead = study[study["task"] == "step_ahead"]
    assert (ahead["year"].min(), ahead["year"].max()) == (2012, 2016)
    # The first seven years predict the eighth; behind a hole nothing is one step ahead, and it counts for no year.
    with_hole = series.groupby("region")["year"].count().sort_values().index[1]
    social = ahead[ahead["region"].eq(with_hole) & ahead["code"].eq("social")]
    assert list(social["year"]) == [2013, 2014, 2015, 2016]


def test_a_series_that_is_too_short_predicts_nothing(predicted, series):
    short = series.groupby("region")["year"].count().idxmin()
    assert short not in set(predicted["region"])


def test_a_figure_to_come_changes_no_prediction_one_step_ahead(series):
    later = series.assign(value_sd=series["value_sd"].where(series["year"].lt(2015), 99.0))
    one, other = (foretold(part, 7, Derivative(grid=3)) for part in (series, later))
    one, other = (part[part["task"].eq("step_ahead") & part["year"].lt(2015)] for part in (one, other))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


def test_the_walk_is_calibrated_on_walks_and_no_method_scores_better(table):
    own = table[table["code"].eq("all") & table["years"].eq("all") & table["n"].gt(0)]
    walk = own[own["method"] == "random_walk"]
    assert walk["bands"].eq("hold").all()
    assert walk["crps_to_walk"].to_numpy() == pytest.approx(1)
    assert not own["against_walk"].eq("better").any()
    assert (own.loc[own["method"].isin(["kalman", "smoothing_spline"]), "crps_to_walk"] > 1).all()


def test_a_row_is_what_its_cells_say(table, predicted):
    keys = {"task": "year_left_out", "span": "study", "method": "gaussian_process"}
    cells = predicted[(predicted[list(keys)] == pd.Series(keys)).all(axis=1) & predicted["code"].eq("social")]
    row = table[(table[list(keys)] == pd.Series(keys)).all(axis=1) & table["code"].eq("social")]
    row = row[row["years"] == "all"].iloc[0]
    assert row["n"] == len(cells)
    inside = cells["place"].between(0.025, 0.975).mean()
    assert row["coverage_95_percent"] == pytest.approx(100 * inside)
    assert row["crps_to_walk"] == pytest.approx(cells["crps"].sum() / cells["walk_crps"].sum())
    crisis = table[table["years"].isin(["crisis", "without_crisis"]) & table["code"].eq("social")]
    crisis = crisis[(crisis[list(keys)] == pd.Series(keys)).all(axis=1)]
    assert crisis["n"].sum() == row["n"]


def test_the_bins_hold_all_places(predicted):
    bins = places_counted(predicted)
    assert bins["n"].sum() == 2 * len(predicted)
    by_method = bins.groupby(["task", "span", "method", "code"])
    assert by_method["n"].count().eq(10).all()
    assert by_method["share_percent"].sum().to_numpy() == pytest.approx(100)


def test_without_any_series_every_method_has_a_status(series, regions):
    few = series[series["year"] < 2006]
    table = calibration_of_bands(predictions_of_spans(few, regions, **OPTIONS), Period(2008, 2009))
    assert table["status"].eq("too_few_years").all()
    assert table["n"].eq(0).all()
    assert set(table["method"]) == set(METHODS)
    assert length_scales(few, regions, seed=1, **OPTIONS).empty
    assert length_scales(few.iloc[:0], regions, seed=1, **OPTIONS).empty
    assert places_counted(predictions_of_spans(few.iloc[:0], regions, **OPTIONS)).empty


def test_series_from_the_prior_have_the_prior_on_average_and_walks_have_not(series, regions):
    found = length_scales(series, regions, seed=1, **OPTIONS)
    assert set(found["span"]) == {"published", "study"}
    assert found["prior_percent"].unique() == pytest.approx([25])
    # 400 series: the mean weight of a quarter is known to about a point.
    assert (found["simulated_percent"] - 25).abs().max() < 3
    sums = found.groupby(["span", "code"])[["simulated_percent", "real_percent"]].sum()
    assert sums.to_numpy() == pytest.approx(100)
    assert (found["real_percent"] - 25).abs().max() > 3
