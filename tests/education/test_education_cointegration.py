import numpy as np
import pandas as pd
import pytest

from regioncodes.education.cointegration import COINTEGRATION, POWER, cointegration

YEARS = range(2005, 2014)
OPTIONS = {"draws": 99, "seed": 1}


def points(regions=12, years=YEARS, outcome="income", prices="nominal", decides=True, change=None):
    random = np.random.default_rng(5)
    frames = []
    for place in range(regions):
        education = 20 + np.cumsum(0.7 + random.standard_normal(len(years)))
        value = np.exp(3 + np.cumsum(0.08 + 0.05 * random.standard_normal(len(years))))
        frames.append(pd.DataFrame({"region": f"R{place:02}", "year": years, "education_percent": education}))
        frames[-1]["value"] = value
    own = pd.concat(frames, ignore_index=True).assign(outcome=outcome, prices=prices, decides=decides)
    return own if change is None else own.assign(value=change(own))


def district(**names):
    return points(1, **names).assign(region="D")


def test_a_row_for_each_outcome_price_noise_and_trend_with_its_numbers():
    both = [pd.concat([make(), make(prices="cpi", decides=False)], ignore_index=True) for make in (points, district)]
    found = cointegration(*both, **OPTIONS)
    assert found.columns.tolist() == COINTEGRATION
    assert found[["prices", "education_noise", "trend"]].to_numpy().tolist() == [
        ["nominal", "estimated", False],
        ["nominal", "estimated", True],
        ["nominal", "none", False],
        ["nominal", "none", True],
        ["cpi", "estimated", False],
        ["cpi", "estimated", True],
    ]
    assert found["status"].unique().tolist() == ["fitted"]
    assert found[["regions", "first_year", "last_year"]].drop_duplicates().to_numpy().tolist() == [[12, 2005, 2013]]
    assert found["p_value"].between(0.01, 1).all()
    assert (found["lowest_p_value"] == 0.01).all()
    assert (found["null_lower_5"] < found["null_median"]).all()
    assert found[POWER].apply(lambda column: column.between(0, 100)).all(axis=None)
    assert found["p_value_error"].to_numpy() == pytest.approx(
        np.sqrt(found["p_value"] * (1 - found["p_value"]) / 99).to_numpy()
    )
    assert (found.loc[found["education_noise"].eq("none"), "education_noise_variance"] == 0).all()


def test_the_slope_of_the_alternatives_is_that_of_the_logarithm_in_the_district():
    own = district()
    expected = np.polyfit(own["education_percent"], np.log(own["value"]), 1)[0]
    assert cointegration(points(), own, **OPTIONS)["alternative_slope"].to_numpy() == pytest.approx(expected)
    none = cointegration(points(), own.iloc[:2], **OPTIONS)
    assert none[POWER].isna().all(axis=None)
    assert none["p_value"].notna().all()


def test_the_noise_that_is_given_is_the_noise_that_is_drawn():
    found = cointegration(points(), district(), noise=0.3, **OPTIONS)
    assert found.loc[found["education_noise"].eq("estimated"), "education_noise_variance"].tolist() == [0.3, 0.3]


def test_cells_without_a_logarithm_are_left_out_and_counted():
    first = points(change=lambda own: own["value"].where(own["region"].ne("R00") | own["year"].gt(2005), 0.0))
    found = cointegration(first, district(), **OPTIONS).iloc[0]
    assert found[["regions", "regions_left_out", "cells_left_out"]].tolist() == [12, 0, 1]
    many = points(change=lambda own: own["value"].where(own["region"].ne("R00") | own["year"].gt(2007), 0.0))
    found = cointegration(many, district(), **OPTIONS).iloc[0]
    assert found[["regions", "regions_left_out", "cells_left_out"]].tolist() == [11, 1, 3]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (points(4), "too_few_regions"),
        (points(years=range(2005, 2011)), "too_few_years"),
        (points(change=lambda own: 0.0), "not_positive"),
        (points(change=lambda own: np.nan), "no_real_value"),
    ],
)
def test_too_small_samples_and_outcomes_without_logarithms_have_a_status_and_no_number(given, status):
    found = cointegration(given, district(), **OPTIONS)
    assert found["status"].unique().tolist() == [status]
    assert found[["statistic", "p_value", "null_median", *POWER]].isna().all(axis=None)


def test_the_same_seed_gives_the_same_table_whatever_the_order_of_the_rows():
    given = points()
    plain = cointegration(given, district(), **OPTIONS)
    mixed = cointegration(given.sample(frac=1, random_state=1), district(), **OPTIONS)
    pd.testing.assert_frame_equal(plain, mixed)
