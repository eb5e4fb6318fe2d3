"""Shares of combinations: true where the truth is known, those of the two formulas, whole where all are taken."""

from itertools import product

import multiverse_toys as toys
import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.codes import codes
from regioncodes.codes.formulas import nid
from regioncodes.codes.multiverse.multiverse import holding, largest_mover, multiverse
from regioncodes.codes.multiverse.signs import signs
from regioncodes.codes.readings import readings
from regioncodes.ground.code_names import CODES


def crossed(figures, regions, indicators, sample=10_000, seed=1, **changes):
    options = {
        "district": "RU-UFD",
        "mappings": {"toy": toys.MAPPING},
        "years": toys.YEARS,
        "formulas": toys.FORMULAS,
        "alternatives": toys.ALTERNATIVES,
        "derivative": toys.DERIVATIVE,
    }
    return multiverse(figures, regions, indicators, sample=sample, seed=seed, **options | changes)


def rising(number, place, years):
    """Indicators of all codes rise steadily in every region, by wear falling and by investment outgrowing prices."""
    step = (years - 2004) * {2: -1.0, 3: 40.0}.get(number, 1.0)
    noise = np.random.default_rng([number, place]).normal(scale=0.1, size=len(years))
    return 100 + 5 * place + step + noise


@pytest.fixture(scope="module")
def risen(regions, indicators):
    return crossed(toys.panel(rising), regions, indicators)


def test_a_code_that_rises_in_every_combination_does_so_in_all_of_them(risen):
    shares = risen.shares[risen.shares["region"].isin(toys.REGIONS)]
    rates = shares[shares["formula"] == "code_id"]
    assert rates["above_percent"].eq(100).all()
    assert rates["inner"].sum() == 8 * len(toys.REGIONS)
    # A steady rise has no acceleration.
    assert shares.loc[shares["formula"].eq("code_nid") & shares["inner"], "above_percent"].max() < 5
    held = holding(risen.shares, toys.REGIONS)
    assert held.loc["code_id"].to_dict() == {"region_years": 32, "above": 32, "below": 0}
    assert held.loc["code_nid", ["above", "below"]].tolist() == [0, 0]
    assert largest_mover(risen.choices, "code_id") is None


def test_of_noise_hardly_any_combination_says_anything(regions, indicators):
    def noise(number, place, years):
        return 100 + np.random.default_rng([7, number, place]).normal(size=len(years))

    # Of nothing that is deflated: prices rise, so that real noise would fall.
    undeflated = [toys.term("investment_per_capita"), toys.term("employment_rate")]
    mappings = {"toy": {**toys.MAPPING, "production": undeflated}}
    shares = crossed(toys.panel(noise), regions, indicators, mappings=mappings).shares
    inner = shares[shares["inner"] & shares["region"].isin(toys.REGIONS)]
    assert (inner["above_percent"] + inner["below_percent"]).mean() < 5


def test_shares_add_up_and_a_region_without_figures_has_no_band(risen):
    shares = risen.shares
    known = shares[["above_percent", "below_percent", "neither_percent"]].dropna()
    assert known.sum(axis=1).to_numpy() == pytest.approx(100)
    absent = shares[~shares["region"].isin(toys.REGIONS)]
    assert set(absent["status"]) == {"no_band"}
    assert set(absent["combinations"]) == {0}
    # The first sum of three years and more back is that of 2007.
    short = shares[(shares["formula"] == "code_nid") & (shares["year"] < 2007)]
    assert short["status"].eq("no_band").all()


def test_combinations_of_both_formulas_are_counted(risen):
    counts = risen.shares.groupby("formula")[["possible_combinations", "distinct_combinations"]].first()
    # Two methods; for Code NID three readings, n of 2 and 3, τ of 5 and 8, which matters to memory alone.
    assert counts.loc["code_id"].tolist() == [192 * 2, 44 * 2]
    assert counts.loc["code_nid"].tolist() == [192 * 2 * 3 * 2 * 2, 44 * 2 * 2 * (1 + 1 + 2)]


def test_signs_are_those_of_the_formulas_joint_bands(regions, indicators):
    figures = toys.panel(toys.waves)
    figures = figures[~(figures["indicator"].eq("life_expectancy") & figures["year"].gt(2014))]
    table = codes(figures, regions, indicators, mappings={"toy": toys.MAPPING}, years=toys.YEARS)
    table = table[table["region"].isin(toys.REGIONS)]
    years = np.arange(2005, 2017)
    wide = table.pivot(index="year", columns=["region", "code"], values="value_sd").reindex(years)
    values = np.stack([wide[region][CODES].to_numpy().T for region in toys.REGIONS])
    ways = readings(toys.FORMULAS)
    found = signs(values, years, ways, np.ones((len(ways), len(values)), dtype=bool), toys.DERIVATIVE)
    bands = nid(table, toys.YEARS.period, seed=1, formulas=toys.FORMULAS, derivative=toys.DERIVATIVE)
    bands = bands[bands["sign"] == "signed"].set_index(["reading", "region", "year"]).sort_index()
    known = []
    for way, place in product(range(len(ways)), range(len(toys.REGIONS))):
        own = bands.loc[ways[way].reading, toys.REGIONS[place]]
        wanted = np.where(own["joint_lower_95"] > 0, 1.0, np.where(own["joint_upper_95"] < 0, -1.0, 0.0))
        wanted = np.where(own["joint_lower_95"].notna(), wanted, np.nan)
        np.testing.assert_array_equal(found.sign[way, place], wanted)
        np.testing.assert_array_equal(found.inner[way, place], own["inner"])
        known += list(wanted)
    assert {-1.0, 0.0} <= set(known)


def test_a_sample_as_large_as_all_is_all_and_a_smaller_one_hangs_on_its_seed_alone(risen, regions, indicators):
    figures = toys.panel(toys.waves)
    whole, more = (crossed(figures, regions, indicators, sample=size).shares for size in (704, 5000))
    pd.testing.assert_frame_equal(whole, more)
    one, same, other = (crossed(figures, regions, indicators, sample=100, seed=seed).shares for seed in (2, 2, 3))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)
    assert one["sampled_combinations"].max() == 100
