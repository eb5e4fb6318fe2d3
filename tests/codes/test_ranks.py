"""Ranks: probabilities of known draws, agreement with the bands, and units that have no rank."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.formulas import nid, nid_points
from regioncodes.codes.ranks import ranks
from regioncodes.ground.options import Derivative, Formulas, Period

CODES = ("production", "institutional", "social")
YEARS = np.arange(2005, 2017)
PERIOD = Period(2005, 2016)
OPTIONS = {"seed": 3, "formulas": Formulas(draws=500), "derivative": Derivative(grid=4)}


def simulated(curves: dict, noise=0.05, seed=1) -> pd.DataFrame:
    """Three codes of every region: a curve of its own and noise."""
    generator = np.random.default_rng(seed)
    rows = [
        ("composite", region, year, code, value)
        for region, curve in curves.items()
        for code in CODES
        for year, value in zip(YEARS, curve(YEARS - 2010.0) + generator.normal(scale=noise, size=12), strict=True)
    ]
    return pd.DataFrame(rows, columns=["mapping", "region", "year", "code", "value_sd"])


CURVES = {
    "RU-KGN": lambda t: 0.1 * t**2,
    "RU-SVE": lambda t: 0.0 * t,
    "RU-CHE": lambda t: -0.1 * t**2,
    "RU-UFD": lambda t: 0.001 * t**2,
    "RU": lambda t: 0.0 * t,
}


@pytest.fixture(scope="module")
def codes():
    return simulated(CURVES)


@pytest.fixture(scope="module")
def table(codes):
    return ranks(codes, PERIOD, district="RU-UFD", **OPTIONS)


def row(table, region, reading="memory", year=2014):
    chosen = table[(table["region"] == region) & (table["reading"] == reading) & (table["year"] == year)]
    return chosen.iloc[0]


def test_the_points_have_the_law_of_the_bands_of_the_formulas(codes):
    points = nid_points(codes, PERIOD, **OPTIONS)
    table = nid(codes, PERIOD, **OPTIONS)
    table = table[(table["sign"] == "signed")].set_index(["mapping", "region", "reading", "year"])
    assert len(points) == 512
    for column in (("composite", "RU-SVE", "memory", 2014), ("composite", "RU-KGN", "sum", 2007)):
        lower, upper = table.loc[column, ["lower_95", "upper_95"]]
        # Points of low discrepancy miss a share by a few of 512, not by 4 standard errors of as many draws, 0.028.
        assert (points[column] < lower).mean() == pytest.approx(0.025, abs=0.01)
        assert (points[column] > upper).mean() == pytest.approx(0.025, abs=0.01)


def test_a_code_that_accelerates_most_is_surely_first_and_above_the_district(table):
    first, middle, last = (row(table, region) for region in ("RU-KGN", "RU-SVE", "RU-CHE"))
    assert first["probability_first"] > 0.99
    assert first["probability_above_district"] > 0.99
    assert last["probability_above_zero"] < 0.01
    assert (first["rank_median"], middle["rank_median"], last["rank_median"]) == (1, 2, 3)


def test_the_probabilities_of_being_first_add_up_to_one_and_ranks_lie_within_their_ends(table):
    ranked = table[table["status"] == "ranked"]
    total = ranked.groupby(["reading", "year"])["probability_first"].sum()
    assert total.to_numpy() == pytest.approx(1.0)
    assert (ranked["rank_lower_95"] <= ranked["rank_median"]).all()
    assert (ranked["rank_median"] <= ranked["rank_upper_95"]).all()


def test_the_district_and_the_country_have_no_rank_but_a_probability_above_zero(table):
    for region in ("RU-UFD", "RU"):
        whole = row(table, region)
        assert whole["status"] == "whole"
        assert np.isnan(whole["probability_first"])
        assert 0 < whole["probability_above_zero"] < 1
    assert (table.loc[table["status"] == "ranked", "ranked_regions"] == 3).all()


def test_equal_regions_are_first_with_equal_chance():
    same = simulated({"RU-KGN": CURVES["RU-SVE"], "RU-SVE": CURVES["RU-SVE"]}, noise=1.0)
    one = same[same["region"] == "RU-KGN"]
    twins = pd.concat([one, one.assign(region="RU-SVE")])
    table = ranks(twins, PERIOD, district="RU-UFD", **{**OPTIONS, "formulas": Formulas(draws=4000)})
    # Four standard errors of 4,000 draws around one half.
    assert row(table, "RU-KGN")["probability_first"] == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(4000))


def test_a_region_without_a_code_is_left_out_of_the_ranks_of_the_others(codes):
    gone = codes[(codes["region"] != "RU-KGN") | (codes["code"] != "social")]
    table = ranks(gone, PERIOD, district="RU-UFD", **OPTIONS)
    missing, others = row(table, "RU-KGN"), row(table, "RU-SVE")
    assert missing["status"] == "missing_code"
    assert np.isnan(missing["probability_above_zero"])
    assert others["ranked_regions"] == 2
    assert others["rank_median"] == 1


def test_the_sum_of_dynamic_codes_measured_directly_is_ranked_and_held_against_no_zero(codes):
    dynamic = dict(zip(CODES, ("innovation", "information", "value"), strict=True))
    table = ranks(codes.assign(code=codes["code"].map(dynamic)), PERIOD, district="RU-UFD", **OPTIONS)
    summed = table[table["reading"].eq("sum")]
    assert summed["probability_above_zero"].isna().all()
    assert summed["rank_median"].notna().any()
    assert table.loc[~table["reading"].eq("sum") & table["year"].eq(2013), "probability_above_zero"].notna().all()
