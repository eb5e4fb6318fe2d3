"""What the maps show: the study's own codes for every leaf region, and growth by hand."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.formulas import nid
from regioncodes.codes.region_codes import BANDS, QUANTITIES, region_codes
from regioncodes.ground.options import Derivative, Formulas, Period
from regioncodes.ground.regions import leaf_regions

PERIOD = Period(2005, 2016)
YEARS = range(2004, 2019)
OPTIONS = {"formulas": Formulas(periods=3, draws=64), "derivative": Derivative(grid=4), "seed": 7}
WITH_CODES = ["RU-KGN", "RU-SVE", "RU-UFD"]


@pytest.fixture(scope="module")
def codes():
    generator = np.random.default_rng(3)
    rows = [
        ("composite", region, year, code, np.sin(year / 3 + place) + generator.normal(scale=0.1))
        for place, region in enumerate(WITH_CODES)
        for code in ("production", "institutional", "social")
        for year in range(PERIOD.first, PERIOD.last + 1)
    ]
    return pd.DataFrame(rows, columns=["mapping", "region", "year", "code", "value_sd"])


@pytest.fixture(scope="module")
def panel():
    """Kurgan grows by 5 % while its population shrinks by 1 %; Sverdlovsk has no figure of 2010."""
    rows = [
        (indicator, year, region, value)
        for year in YEARS
        for region in ("RU-KGN", "RU-SVE")
        for indicator, value in (
            ("grp_volume_index", 105.0),
            ("population_avg", 1000 * 0.99 ** (year - 2004)),
            ("grp_per_capita", 1.0),
        )
        if (indicator, year, region) != ("grp_volume_index", 2010, "RU-SVE")
    ]
    columns = ["indicator", "year", "region", "value"]
    return pd.DataFrame(rows, columns=columns).assign(status="value", flags="")


@pytest.fixture(scope="module")
def table(codes, panel, regions, indicators):
    return region_codes(codes, panel, regions, indicators, PERIOD, target="real_grp_per_head", later_years=3, **OPTIONS)


def test_every_leaf_region_has_a_row_for_every_quantity_and_year(table, regions):
    keys = [tuple(key) for key in table[["quantity", "region", "year"]].to_numpy()]
    assert len(keys) == len(set(keys)) == len(QUANTITIES) * len(leaf_regions(regions)) * 12
    without = table[table["region"].eq("RU-MOW")]
    assert without["estimate"].isna().all()
    assert set(without["status"]) == {"missing_code", "no_figures"}


def test_the_codes_are_those_of_the_study(table, codes):
    leaves = codes[codes["region"].ne("RU-UFD")]
    study = nid(leaves, PERIOD, **OPTIONS)
    for formula, reading in (("code_id", "sum"), ("code_nid", "memory")):
        own = study[study["reading"].eq(reading) & study["sign"].eq("signed") & study["region"].eq("RU-SVE")]
        shown = table[table["quantity"].eq(formula) & table["region"].eq("RU-SVE")]
        whole = own["status"].eq("estimated").to_numpy()
        for name in ("estimate", *BANDS):
            np.testing.assert_array_equal(shown[name].to_numpy()[whole], own[name].to_numpy()[whole])
        assert list(shown["inner"]) == list(own["inner"])
        assert shown["estimate"].isna().sum() == (~whole).sum() == (3 if formula == "code_nid" else 0)


def test_growth_is_per_head_and_later_growth_the_mean_of_the_years_after(table):
    own = table.set_index(["quantity", "region", "year"])["estimate"]
    expected = 100 * (np.log(1.05) - np.log(0.99))
    assert own["growth", "RU-KGN", 2009] == pytest.approx(expected, rel=1e-12)
    assert own["later_growth", "RU-KGN", 2009] == pytest.approx(expected, rel=1e-12)
    gaps = own["later_growth", "RU-SVE"].isna()
    assert list(gaps.index[gaps]) == [2007, 2008, 2009, 2016]
    assert np.isnan(own["growth", "RU-SVE", 2010])
