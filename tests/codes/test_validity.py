"""Convergent validity: a measure that the code follows is found, and no measure stays in its code."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.validity import validity, without_measures
from regioncodes.ground.options import CodeYears, Derivative, Period

YEARS = np.arange(2004, 2018)
OPTIONS = {
    "years": CodeYears(Period(2005, 2016), base_period=Period(2005, 2009), price_base_year=2009),
    "derivative": Derivative(grid=4),
    "power": 0.8,
}


def term(indicator):
    plain = {"transform": "identity", "deflator": "none", "denominator": "none", "orientation": 1}
    return {"indicator": indicator, **plain}


MAPPING = {
    "minimum_indicators": 1,
    "production": [term("fixed_assets_wear")],
    "institutional": [term("rd_spending_internal")],
    "social": [term("students_he_per_10k")],
}
NOISE = ("rd_spending_internal", "orgs_using_internet", "students_he_per_10k")
MEASURES = {
    "innovation": [term("innovative_goods_share"), term("employed_higher_education_share")],
    "information": [term("orgs_using_internet")],
    "value": [term("students_he_per_10k")],
}


@pytest.fixture(scope="module")
def panel(regions):
    """Innovation is measured by the true slope of the production code; the internet is noise."""
    generator = np.random.default_rng(1)
    leaves = regions[regions["level"].isin(["region", "part"])].groupby("district").head(4)["region"]
    rows = []
    for region in leaves:
        slope = generator.normal(size=14)
        slope = np.convolve(slope, np.ones(5) / 5, mode="same")
        series = {
            "fixed_assets_wear": np.cumsum(slope),
            "innovative_goods_share": slope,
            **{name: generator.normal(size=14) for name in NOISE},
        }
        rows += [
            (region, name, year, value)
            for name, values in series.items()
            for year, value in zip(YEARS, values, strict=True)
        ]
    return pd.DataFrame(rows, columns=["region", "indicator", "year", "value"]).assign(status="value")


@pytest.fixture(scope="module")
def table(panel, regions, indicators):
    return validity(panel, regions, indicators, mapping=MAPPING, measures=MEASURES, **OPTIONS)


def of(table, measure, form="level"):
    return table[(table["measure"] == measure) & (table["form"] == form)].iloc[0]


def test_a_measure_in_constant_prices_is_one_at_current_prices_where_prices_stand_still(
    table, panel, regions, indicators
):
    still = panel[panel["indicator"].eq("orgs_using_internet")].assign(indicator="cpi_dec_dec", value=100.0)
    deflated = MEASURES | {"information": [term("orgs_using_internet") | {"deflator": "cpi"}]}
    options = {"mapping": MAPPING, "measures": deflated, **OPTIONS}
    found = validity(pd.concat([panel, still]), regions, indicators, **options)
    unread = validity(panel, regions, indicators, **options)
    plain = of(table[table["last_year"].notna()], "orgs_using_internet")
    assert of(found, "orgs_using_internet")["correlation"] == pytest.approx(plain["correlation"], abs=0.05)
    assert of(unread, "orgs_using_internet")["status"] == "not_read"


def test_a_measure_that_is_the_slope_of_the_code_converges(table):
    found = of(table, "innovative_goods_share")
    assert found["verdict"] == "positive"
    assert found["correlation"] > 0.6
    assert found["blocks"] == 8
    assert (found["first_year"], found["last_year"]) == (2007, 2014)


def test_noise_does_not_converge(table):
    assert of(table, "orgs_using_internet")["verdict"] == "not_distinguishable"


def test_a_measure_is_left_out_of_its_code_and_the_minimum_follows():
    mapping = {**MAPPING, "minimum_indicators": 2, "social": [term("life_expectancy"), term("students_he_per_10k")]}
    reduced, left_out = without_measures(mapping, MEASURES)
    assert [one["indicator"] for one in reduced["social"]] == ["life_expectancy"]
    assert reduced["minimum_indicators"] == 1
    assert left_out == {"production": [], "institutional": [], "social": ["students_he_per_10k"]}
    assert len(mapping["social"]) == 2


def test_a_code_of_nothing_but_its_measure_and_an_unread_measure_have_a_status(table):
    assert of(table, "students_he_per_10k")["verdict"] == "no_code"
    unread = of(table, "employed_higher_education_share")
    assert unread["verdict"] == "not_read"
    assert np.isnan(unread["correlation"])


def test_every_measure_has_a_row_as_level_and_as_change(table):
    assert len(table) == 2 * sum(map(len, MEASURES.values()))
    assert not table.duplicated(["dynamic_code", "measure", "form"]).any()
