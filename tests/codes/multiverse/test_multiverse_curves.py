"""Codes under all combinations: those of codes.codes one by one, and as many as are counted by hand."""

from dataclasses import replace

import multiverse_toys as toys
import numpy as np
import pytest

from regioncodes.codes.codes import codes
from regioncodes.codes.multiverse.curves import NONE, curves, distinct_mappings, levels
from regioncodes.codes.multiverse.sampling import ANY, distinct
from regioncodes.codes.sensitivity import without_one
from regioncodes.ground.code_names import CODES, DEFLATORS
from regioncodes.ground.options import Period


@pytest.fixture(scope="module")
def figures():
    # The two series of one code end at different times, so that it is linked.
    table = toys.panel(toys.waves)
    return table[~(table["indicator"].eq("investment_per_capita") & table["year"].gt(2014))]


@pytest.fixture(scope="module")
def found(figures, regions, indicators):
    chosen = levels(toys.YEARS, toys.ALTERNATIVES, DEFLATORS["grp_volume"])
    options = {"district": "RU-UFD", "mappings": {"toy": toys.MAPPING}, "years": toys.YEARS, "choices": chosen}
    return curves(figures, regions, indicators, **options)


def mapping_of(row):
    """The mapping of one combination as the config would write it."""
    mapping = toys.MAPPING if row.left_out == NONE else dict(without_one(toys.MAPPING))[row.left_out]
    if row.deflator != "as_configured":
        deflated = {"cpi": row.deflator, "none": "none"}
        own = {code: [{**term, "deflator": deflated[term["deflator"]]} for term in mapping[code]] for code in CODES}
        mapping = {**mapping, **own}
    return {**mapping, "weights": row.weights, "scaling": row.scaling, "breaks": row.breaks}


def test_every_combination_has_the_codes_of_the_study_but_for_a_constant(found, figures, regions, indicators):
    rows = np.random.default_rng(3).choice(len(found.combinations), 16, replace=False)
    for row in rows:
        own = found.combinations.iloc[row]
        base = Period(*map(int, own.base_period.split("–")))
        years = replace(toys.YEARS, base_period=base, price_base_year=int(own.price_base_year))
        table = codes(figures, regions, indicators, mappings={"toy": mapping_of(own)}, years=years)
        for number, code in enumerate(CODES):
            wide = table[table["code"] == code].pivot(index="year", columns="region", values="value_sd")
            wanted = wide.reindex(index=found.years, columns=found.units).to_numpy()
            value = found.values[number][found.places[row, number]]
            assert (np.isfinite(wanted) == np.isfinite(value)).all()
            moved = (wanted - value)[:, np.isfinite(wanted).any(axis=0)]
            assert np.abs(moved - np.nanmean(moved, axis=0))[np.isfinite(moved)].max() < 1e-12


def test_combinations_are_counted_as_by_hand(found):
    # Left out: nothing or one of two; deflators 2, price years 2, base periods 2, scalings 2, weights 2, breaks 2.
    assert len(found.combinations) == 3 * 2**6
    # What is left out of production decides what matters there. Both indicators: the first component of two is as good
    # as equal weights; by levels deflator and year of prices matter, by changes the deflator alone: 4 + 2, times 2 base
    # periods and 2 ways with breaks (of employment; of the product, by which the volume is deflated, there is none).
    # Investment alone: no break, so (4 + 2) × 2. Employment alone: no deflator: 2 scalings × 2 base periods × 2.
    # Of the other codes scaling and base period matter, which all have.
    assert len(np.unique(found.places, axis=0)) == 24 + 12 + 8


def test_a_choice_that_moves_nothing_has_no_level(found):
    kinds = distinct(found.combinations, found.places)
    assert set(kinds["weights"]) == {ANY}
    alone = kinds[kinds["left_out"] == "production: investment_per_capita"]
    assert set(alone["deflator"]) == {ANY} == set(alone["price_base_year"])
    assert set(alone["breaks"]) == {"as_printed", "left_out"}
    assert set(kinds["mapping"]) == {"toy"}


def test_mappings_of_the_same_terms_and_those_of_dynamic_codes_are_no_further_ones():
    mappings = {
        "one": toys.MAPPING,
        "by_changes": {**toys.MAPPING, "scaling": "changes"},
        "direct": {**toys.MAPPING, "measures": "dynamic", "social": [toys.term("employment_rate")]},
        "other": {**toys.MAPPING, "social": [toys.term("employment_rate")]},
    }
    assert list(distinct_mappings(mappings)) == ["one", "other"]


def test_a_code_short_of_its_minimum_is_no_combination(figures, regions, indicators):
    chosen = levels(toys.YEARS, toys.ONE_CHOICE, [])
    mappings = {"toy": {**toys.MAPPING, "minimum_indicators": 2}}
    options = {"district": "RU-UFD", "mappings": mappings, "years": toys.YEARS, "choices": chosen}
    found = curves(figures, regions, indicators, **options)
    assert set(found.combinations["left_out"]) == {NONE}
    # No product was read, by whose volume roubles could be deflated.
    assert set(found.combinations["deflator"]) == {"as_configured"}
