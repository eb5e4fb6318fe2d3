"""What a code is made of: shares by hand, shares that add up, truths that were put in, and codes without an answer."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.codes import breaks_left_out, codes, yearly_changes
from regioncodes.codes.composition import by_term, composition, contributions_to_changes, contributions_to_levels
from regioncodes.ground.options import CodeYears, Period

NAMES = ["employment_rate", "life_expectancy", "urban_share"]
YEARS = CodeYears(Period(2005, 2016), base_period=Period(2005, 2009), price_base_year=2009)
UNITS = ["RU-KGN", "RU-SVE", "RU-CHE"]


def mapping(names=tuple(NAMES), minimum=1, **changes):
    terms = [
        {"indicator": name, "transform": "identity", "deflator": "none", "denominator": "none", "orientation": 1}
        for name in names
    ]
    return {"minimum_indicators": minimum, "production": terms, "institutional": terms, "social": terms, **changes}


def panel(series):
    """Panel of values by indicator and region: lists of the years from 2005 on, None where there is none."""
    rows = [
        (region, indicator, 2005 + step, value, "value", "")
        for indicator, own in series.items()
        for region, values in own.items()
        for step, value in enumerate(values)
        if value is not None
    ]
    return pd.DataFrame(rows, columns=["region", "indicator", "year", "value", "status", "flags"])


def walks(seed=1, spreads=(1.0, 1.0, 1.0), gaps=()):
    random = np.random.default_rng(seed)
    series = {
        name: {region: list(50 + spread * random.normal(size=12).cumsum()) for region in UNITS}
        for name, spread in zip(NAMES, spreads, strict=True)
    }
    for name, region, step in gaps:
        series[name][region][step] = None
    return panel(series)


def composed(table, regions, indicators, own=None, minimum_changes=5):
    return composition(
        table,
        regions,
        indicators,
        mappings={"test": own or mapping()},
        units=UNITS,
        pools={"RU-UFD": UNITS},
        years=YEARS,
        minimum_changes=minimum_changes,
    ).query("code == 'social'")


GAPS = (("life_expectancy", "RU-KGN", 11), ("urban_share", "RU-SVE", 4), ("urban_share", "RU-SVE", 0))


@pytest.mark.parametrize("weights", ["equal", "first_component"])
def test_shares_of_a_code_add_up_to_one_whatever_is_missing(regions, indicators, weights):
    found = composed(walks(gaps=GAPS), regions, indicators, mapping(weights=weights))
    sums = found.groupby(["region", "pooled", "form"])["covariance_share"].sum()
    assert len(sums) == 2 * 4
    assert sums.to_numpy() == pytest.approx(np.ones(8), abs=1e-12)


@pytest.mark.parametrize("method", ["as_printed", "left_out"])
def test_contributions_add_up_to_the_linked_code_and_to_its_changes(regions, indicators, method):
    table = walks(gaps=[*GAPS, *((name, "RU-CHE", 6) for name in NAMES)])
    broken = table["indicator"].eq("employment_rate") & table["year"].eq(2010) | (
        table["region"].eq("RU-SVE") & table["year"].eq(2014)
    )
    table = table.assign(flags=table["flags"].mask(broken, "break_in_method"))
    own = mapping(breaks=method)
    breaks = breaks_left_out(table, own, "social")
    linked = codes(table, regions, indicators, mappings={"test": own}, years=YEARS).query("code == 'social'")
    value = linked.set_index(["region", "year"])["value_sd"].loc[UNITS]
    scores = {}
    for name in NAMES:
        frame = table[table["indicator"].eq(name)].pivot(index="year", columns="region", values="value")
        base = frame.loc[2005:2009].stack()
        scores[name] = ((frame - base.mean()) / base.std()).reindex(range(2005, 2017))
    weights = pd.Series(1.0, index=NAMES)
    levels = contributions_to_levels(by_term(scores), weights, 1, breaks).sum(axis=1, skipna=False)
    moved, _, _ = yearly_changes(by_term(scores), breaks)
    changes = contributions_to_changes(moved, weights).sum(axis=1, skipna=False)
    expected = value.reindex(levels.index)
    assert levels.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-12, nan_ok=True)
    # Where breaks end a code its indicators still change.
    seen = changes.where(expected.notna()).to_numpy()
    assert seen == pytest.approx(expected.groupby("region").diff().to_numpy(), abs=1e-12, nan_ok=True)


def test_shares_are_those_of_numpy_covariances(regions, indicators):
    table = walks(seed=5, spreads=(1.0, 2.0, 0.5))
    found = composed(table, regions, indicators).set_index(["region", "pooled", "form", "indicator"]).sort_index()
    by_region = {}
    for region in UNITS:
        own = []
        for name in NAMES:
            frame = table[table["indicator"].eq(name)]
            base = frame[frame["year"].le(2009)]["value"]
            own.append(frame[frame["region"].eq(region)]["value"].to_numpy() / base.std() / len(NAMES))
        by_region[region] = np.array(own)
    expected = {(region, False): np.diff(own) for region, own in by_region.items()}
    expected["RU-UFD", True] = np.hstack(list(expected.values()))
    for (region, pooled), steps in expected.items():
        covariance = np.cov(np.vstack([steps, steps.sum(axis=0)]))
        shares = found.loc[region, pooled, "change"].loc[NAMES, "covariance_share"]
        assert shares.to_numpy() == pytest.approx(covariance[-1, :-1] / covariance[-1, -1], rel=1e-9)
        spread = found.loc[region, pooled, "change"]["spread_sd"]
        assert spread.to_numpy() == pytest.approx([np.sqrt(covariance[-1, -1])] * 3, rel=1e-9)


def test_an_indicator_that_alone_moves_has_all_of_the_change_and_one_against_the_code_less_than_nothing(
    regions, indicators
):
    up = [0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2]
    series = {
        "employment_rate": {region: [place + 2 * step for step in up] for place, region in enumerate(UNITS)},
        "life_expectancy": {region: [place + 60.0] * 12 for place, region in enumerate(UNITS)},
        "urban_share": {region: [place - 0.5 * step for step in up] for place, region in enumerate(UNITS)},
    }
    found = composed(panel(series), regions, indicators).query("region == 'RU-KGN' and form == 'change'")
    shares = found.set_index("indicator")["covariance_share"]
    assert shares["life_expectancy"] == 0
    assert shares["employment_rate"] > 1
    assert shares["urban_share"] < 0
    assert found.set_index("indicator")["dominant"].to_dict() == {
        "employment_rate": True,
        "life_expectancy": False,
        "urban_share": False,
    }


def test_a_share_of_a_half_is_no_more_than_a_half(regions, indicators):
    steps = [0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2]
    other = [0, 2, 1, 1, 0, 3, 0, 1, 2, 1, 0, 0]
    own = {region: [place + step for step in steps] for place, region in enumerate(UNITS)}
    series = {"employment_rate": own, "life_expectancy": own, "urban_share": {region: other for region in UNITS}}
    found = composed(panel(series), regions, indicators, mapping(NAMES[:2])).query("form == 'change'")
    assert found["covariance_share"].to_numpy() == pytest.approx([0.5] * len(found), abs=1e-12)
    assert not found["dominant"].any()


def test_too_few_changes_no_change_and_a_constant_code_have_a_status_and_no_share(regions, indicators):
    series = {
        name: {
            "RU-KGN": [1.0 + place, 2.0, 4.0, 3.0, 5.0] + [None] * 7,
            "RU-SVE": [3.0] * 12,
            "RU-CHE": [None] * 5 + [1.0] + [None] * 6,
        }
        for place, name in enumerate(NAMES)
    }
    found = composed(panel(series), regions, indicators).query("form == 'change' and not pooled")
    assert found.groupby("region")["status"].unique().map(list).to_dict() == {
        "RU-KGN": ["too_few_changes"],
        "RU-SVE": ["constant_code"],
        "RU-CHE": ["missing_code"],
    }
    assert found.groupby("region")["n"].first().to_dict() == {"RU-KGN": 4, "RU-SVE": 11, "RU-CHE": 0}
    assert found[["covariance_share", "spread_sd"]].isna().all(axis=None)
    assert not found["dominant"].any()
    enough = composed(panel(series), regions, indicators, minimum_changes=4)
    assert enough.query("region == 'RU-KGN' and form == 'change'")["status"].eq("estimated").all()


def test_shares_hang_neither_on_the_order_of_the_rows_nor_on_the_units_of_an_indicator(regions, indicators):
    table = walks(seed=3)
    scaled = table.assign(value=table["value"].where(table["indicator"].ne("urban_share"), 1000 * table["value"] + 7))
    shuffled = scaled.sample(frac=1, random_state=1)
    keys = ["region", "pooled", "form", "indicator"]
    one, other = (composed(own, regions, indicators).set_index(keys) for own in (table, shuffled))
    assert other["covariance_share"].to_numpy() == pytest.approx(one["covariance_share"].to_numpy(), abs=1e-9)


def test_an_indicator_that_ends_takes_part_only_where_it_is(regions, indicators):
    found = composed(walks(gaps=[("urban_share", "RU-KGN", step) for step in (9, 10, 11)]), regions, indicators)
    own = found.query("region == 'RU-KGN' and form == 'change'").set_index("indicator")
    assert own["n_indicator"].to_dict() == {"employment_rate": 11, "life_expectancy": 11, "urban_share": 8}
    assert own["n"].unique().tolist() == [11]
