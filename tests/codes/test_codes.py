from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.codes import codes, price_level, spread, standardised, transformed
from regioncodes.ground.errors import StudyError
from regioncodes.ground.options import CodeYears, Period

TERM = {
    "indicator": "life_expectancy",
    "transform": "identity",
    "deflator": "none",
    "denominator": "none",
    "orientation": 1,
}
NO_PARTS = pd.Series(dtype=str)
CODE_YEARS = CodeYears(Period(2005, 2008), base_period=Period(2005, 2008), price_base_year=2006)


def values(**indicators):
    records = {
        (indicator, year, region): float(value)
        for indicator, frame in indicators.items()
        for region, series in frame.items()
        for year, value in series.items()
    }
    index = pd.MultiIndex.from_tuples(records, names=["indicator", "year", "region"])
    return pd.Series(list(records.values()), index=index)


def panel(**indicators):
    table = values(**indicators).rename("value").reset_index()
    return table.assign(status=np.where(table["value"].notna(), "value", "not_available"))


def test_a_logarithm_of_zero_is_missing_and_not_minus_infinity():
    table = values(life_expectancy={"RU-KGN": {2005: 0, 2006: np.e}})
    result = transformed(table, {**TERM, "transform": "log"}, {})
    assert result["RU-KGN"].isna().tolist() == [True, False]
    assert result.loc[2006, "RU-KGN"] == pytest.approx(1)


def test_orientation_turns_the_sign_and_a_denominator_divides():
    table = values(rd_spending_internal={"RU-KGN": {2005: 6}}, grp_total={"RU-KGN": {2005: 3}})
    term = {**TERM, "indicator": "rd_spending_internal", "denominator": "grp_total", "orientation": -1}
    assert transformed(table, term, {}).loc[2005, "RU-KGN"] == -2


def test_constant_inflation_gives_a_geometric_price_level():
    table = values(cpi_dec_dec={"RU-KGN": dict.fromkeys(range(2003, 2009), 110)})
    level = price_level(table, "cpi", 2006, NO_PARTS)["RU-KGN"]
    assert level.loc[2004:].to_numpy() == pytest.approx(1.1 ** np.arange(-2, 3))


def test_a_missing_year_ends_the_chain_of_prices():
    prices = {year: 110 for year in range(2003, 2009) if year != 2006}
    level = price_level(
        values(cpi_dec_dec={"RU-KGN": prices, "RU-SVE": dict.fromkeys(range(2003, 2009), 110)}), "cpi", 2005, NO_PARTS
    )
    assert level.loc[2006:, "RU-KGN"].isna().all()
    assert level["RU-SVE"].loc[2004:].notna().all()


def test_a_part_without_prices_takes_those_of_its_oblast():
    whole = pd.Series({"RU-TYU-0": "RU-TYU"})
    level = price_level(values(cpi_dec_dec={"RU-TYU": dict.fromkeys(range(2003, 2009), 110)}), "cpi", 2006, whole)
    assert level["RU-TYU-0"].equals(level["RU-TYU"].rename("RU-TYU-0"))


def test_real_growth_is_the_volume_index_whatever_prices_did():
    volume, prices = 1.05, 1.2
    nominal = {year: 100 * (volume * prices) ** (year - 2005) for year in range(2005, 2010)}
    table = values(grp_total={"RU-KGN": nominal}, grp_volume_index={"RU-KGN": dict.fromkeys(range(2005, 2010), 105)})
    level = price_level(table, "grp_volume", 2005, NO_PARTS)["RU-KGN"]
    real = pd.Series(nominal) / level
    assert (real / real.shift()).dropna().to_numpy() == pytest.approx([volume] * 4)


def test_standardisation_is_pooled_over_leaf_regions_and_frozen_in_the_base_period():
    frame = pd.DataFrame(
        {"RU-KGN": [1.0, 3.0, 50.0], "RU-SVE": [5.0, 7.0, 9.0], "RU-UFD": [9.0, 9.0, 9.0]}, index=[2005, 2006, 2007]
    )
    result = standardised(frame, ["RU-KGN", "RU-SVE"], Period(2005, 2006))
    deviation = np.std([1, 3, 5, 7], ddof=1)
    assert result.loc[2007].to_numpy() == pytest.approx([46 / deviation, 5 / deviation, 5 / deviation])


def composed(frames, regions, indicators, minimum=1):
    terms = [{**TERM, "indicator": name} for name in frames]
    mapping = {"minimum_indicators": minimum, "production": terms, "institutional": terms, "social": terms}
    result = codes(
        panel(**frames),
        regions,
        indicators,
        mappings={"test": mapping},
        years=CODE_YEARS,
    )
    own = result[(result["code"] == "social") & (result["region"] == "RU-KGN")]
    return own.set_index("year")


FULL = {
    "life_expectancy": {"RU-KGN": {2005: 60, 2006: 61, 2007: 62, 2008: 63}, "RU-SVE": {2005: 64, 2006: 65}},
    "employment_rate": {"RU-KGN": {2005: 50, 2006: 52, 2007: 54, 2008: 56}, "RU-SVE": {2005: 60, 2006: 61}},
}


def test_a_complete_code_is_the_plain_mean_of_its_indicators(regions, indicators):
    result = composed(FULL, regions, indicators)
    assert result["value_sd"].to_numpy() == pytest.approx(result["mean_sd"].to_numpy())
    assert result["missing"].tolist() == [""] * 4


def test_an_indicator_that_ends_moves_nothing_by_ending(regions, indicators):
    ended = {**FULL, "employment_rate": {"RU-KGN": {2005: 50, 2006: 52}, "RU-SVE": {2005: 60, 2006: 61}}}
    result = composed(ended, regions, indicators)
    alone = composed({"life_expectancy": FULL["life_expectancy"]}, regions, indicators)["value_sd"]
    assert result["value_sd"].diff().loc[2007:].to_numpy() == pytest.approx(alone.diff().loc[2007:].to_numpy())
    assert result["mean_sd"].diff().loc[2007] != pytest.approx(alone.diff().loc[2007])
    assert result["missing"].tolist() == ["", "", *["employment_rate (not published)"] * 2]


def test_an_indicator_without_a_logarithm_is_named_with_that_reason_and_the_others_go_on(regions, indicators):
    life, rate = FULL["life_expectancy"], {**FULL["employment_rate"], "RU-KGN": {2005: 50, 2006: 0, 2007: -1}}
    terms = [{**TERM}, {**TERM, "indicator": "employment_rate", "transform": "log"}]
    mapping = {"minimum_indicators": 1, "production": terms, "institutional": terms, "social": terms}
    result = codes(
        panel(life_expectancy=life, employment_rate=rate),
        regions,
        indicators,
        mappings={"test": mapping},
        years=CODE_YEARS,
    )
    own = result[(result["code"] == "social") & (result["region"] == "RU-KGN")].set_index("year")
    undefined, unpublished = "employment_rate (log of 0 or less)", "employment_rate (not published)"
    assert own["missing"].tolist() == ["", undefined, undefined, unpublished]
    assert own["value_sd"].notna().all()


def test_a_published_figure_without_its_deflator_or_denominator_says_which_of_them_is_missing(regions, indicators):
    years = range(2004, 2009)
    prices = {"RU-KGN": {year: 110 for year in years if year < 2008}, "RU-SVE": dict.fromkeys(years, 110)}
    heads = {"RU-KGN": {year: 900 for year in years if year != 2006}, "RU-SVE": dict.fromkeys(years, 4000)}
    income = {region: {year: 10_000 + 100 * year for year in years} for region in ("RU-KGN", "RU-SVE")}
    income["RU-KGN"] |= {2005: np.nan}
    term = {**TERM, "indicator": "income_per_capita_month", "deflator": "cpi", "denominator": "population_avg"}
    mapping = {"minimum_indicators": 1, "production": [term], "institutional": [term], "social": [term]}
    result = codes(
        panel(income_per_capita_month=income, cpi_dec_dec=prices, population_avg=heads),
        regions,
        indicators,
        mappings={"test": mapping},
        years=CODE_YEARS,
    )
    own = result[(result["code"] == "social") & (result["region"] == "RU-KGN")]["missing"].tolist()
    assert own == [
        "income_per_capita_month (not published)",
        "income_per_capita_month (denominator population_avg missing)",
        "",
        "income_per_capita_month (deflator cpi missing)",
    ]


def test_a_code_with_fewer_indicators_than_the_minimum_is_missing(regions, indicators):
    ended = {**FULL, "employment_rate": {"RU-KGN": {2005: 50, 2006: 52}, "RU-SVE": {2005: 60}}}
    result = composed(ended, regions, indicators, minimum=2)
    assert result["value_sd"].notna().tolist() == [True, True, False, False]


def test_scaling_an_indicator_changes_no_code(regions, indicators):
    scaled = {
        **FULL,
        "life_expectancy": {
            region: {year: 3 * value + 7 for year, value in series.items()}
            for region, series in FULL["life_expectancy"].items()
        },
    }
    first, second = (composed(frames, regions, indicators)["value_sd"].to_numpy() for frames in (FULL, scaled))
    assert first == pytest.approx(second)


def test_an_indicator_without_any_figure_is_named_with_its_place_in_the_config(regions, indicators):
    terms = [{**TERM, "denominator": "population_avg"}, {**TERM, "deflator": "cpi"}]
    mapping = {"minimum_indicators": 1, "production": terms, "institutional": terms[:1], "social": terms[:1]}
    with pytest.raises(StudyError) as error:
        codes(
            panel(**FULL),
            regions,
            indicators,
            mappings={"mine": mapping},
            years=replace(CODE_YEARS, price_base_year=2030),
        )
    message = str(error.value)
    assert "codes.mappings.mine.production.0.denominator: 'population_avg' has no figure" in message
    assert "codes.mappings.mine.production.1.deflator: 'cpi_dec_dec' has no figure" in message
    assert "codes.price_base_year: 2030 found; 2006–2008 is allowed" in message


POOL = pd.DataFrame({"RU-KGN": [1.0, 2, 4], "RU-SVE": [0.0, 3, 3]}, index=[2005, 2006, 2007])


def test_the_spread_of_changes_is_within_regions_with_a_degree_less_for_each():
    # Changes 1, 2 and 3, 0, net of 1.5 in both regions: squares 0.5 and 4.5, four changes less two regions.
    assert spread(POOL, "changes") == pytest.approx(np.sqrt(5 / 2))
    assert spread(POOL, "levels") == pytest.approx(np.std([1, 2, 4, 0, 3, 3], ddof=1))
    lines = pd.DataFrame({"RU-KGN": [7.0, 8, 9], "RU-SVE": [0.0, -5, -10]}, index=POOL.index)
    assert spread(POOL + lines, "changes") == pytest.approx(np.sqrt(5 / 2))


def test_no_change_bridges_a_gap_and_a_region_with_one_change_tells_nothing_of_their_spread():
    gap = pd.DataFrame({"RU-KGN": [1.0, 2, np.nan, 9, 9], "RU-SVE": [1.0, 2, 4, np.nan, 8]}, index=range(2005, 2010))
    assert spread(gap, "changes") == pytest.approx(np.sqrt((0.5 + 0.5) / 2))
    assert np.isnan(spread(POOL.loc[:2006], "changes"))


def mapped(names, **choices):
    terms = [name if isinstance(name, dict) else {**TERM, "indicator": name} for name in names]
    return {"minimum_indicators": 1, "production": terms, "institutional": terms, "social": terms, **choices}


def test_scaling_divides_by_the_spread_that_it_names_and_centres_alike(regions, indicators):
    uneven = {"life_expectancy": {"RU-KGN": {2005: 60, 2006: 61, 2007: 65, 2008: 66}, "RU-SVE": {2005: 70, 2006: 69}}}
    mappings = {scaling: mapped(uneven, scaling=scaling) for scaling in ("levels", "changes")}
    table = codes(panel(**uneven), regions, indicators, mappings=mappings, years=CODE_YEARS)
    wide = table[table["region"].eq("RU-KGN") & table["code"].eq("social")].pivot(
        index="year", columns="mapping", values="value_sd"
    )
    values = np.array([60.0, 61, 65, 66])
    centre = np.mean([*values, 70, 69])
    assert wide["levels"].to_numpy() == pytest.approx((values - centre) / np.std([*values, 70, 69], ddof=1))
    # Changes 1, 4, 1 less their mean 2: squares 1, 4, 1; the only change of the other region is its own mean.
    assert wide["changes"].to_numpy() == pytest.approx((values - centre) / np.sqrt(6 / 2))


def test_indicators_that_do_not_vary_in_the_base_period_are_named_all_at_once(regions, indicators):
    flat = {region: dict.fromkeys(range(2005, 2009), 5) for region in ("RU-KGN", "RU-SVE")}
    steady = {region: {year: 3 * year + place for year in range(2005, 2009)} for place, region in enumerate(flat)}
    given = panel(life_expectancy=flat, employment_rate=steady)
    mappings = {
        "mine": mapped(["life_expectancy", "employment_rate"]),
        "other": mapped(["employment_rate"], scaling="changes"),
    }
    with pytest.raises(StudyError) as error:
        codes(given, regions, indicators, mappings=mappings, years=CODE_YEARS)
    lines = str(error.value).splitlines()
    assert lines[0].startswith("2 problems in workflow/config.yaml")
    assert "'mine', production: 'life_expectancy' is the same in all regions and years" in lines[1]
    assert "'other', production: 'employment_rate' changes alike in every year" in lines[2]
    assert all("2005–2008" in line for line in lines[1:])


def broken_panel(broken, **indicators):
    """The panel with the method of an indicator changed in a year. broken: indicator, region and year."""
    table = panel(**indicators)
    at = pd.MultiIndex.from_frame(table[["indicator", "region", "year"]]).isin(broken)
    return table.assign(flags=np.where(at, "break_in_method", ""))


def linked(given, mapping, regions, indicators, region="RU-KGN"):
    table = codes(given, regions, indicators, mappings={"test": mapping}, years=CODE_YEARS)
    return table[table["code"].eq("social") & table["region"].eq(region)].set_index("year")


JUMP = {
    "life_expectancy": {"RU-KGN": {2005: 60, 2006: 61, 2007: 63, 2008: 64}, "RU-SVE": {2005: 64, 2006: 65, 2007: 66}},
    "employment_rate": {"RU-KGN": {2005: 50, 2006: 52, 2007: 70, 2008: 71}, "RU-SVE": {2005: 60, 2006: 61, 2007: 80}},
}


def test_a_break_left_out_moves_the_code_by_the_others_in_its_region_and_year_alone(regions, indicators):
    given = broken_panel([("employment_rate", "RU-KGN", 2007)], **JUMP)
    printed = linked(given, mapped(JUMP), regions, indicators)
    mended = linked(given, mapped(JUMP, breaks="left_out"), regions, indicators)
    other = linked(given, mapped(["life_expectancy"]), regions, indicators)
    step = mended["value_sd"].diff()
    assert step[2007] == pytest.approx(other["value_sd"].diff()[2007])
    assert step[[2006, 2008]].tolist() == pytest.approx(printed["value_sd"].diff()[[2006, 2008]].tolist())
    assert mended["value_sd"][2006] == printed["value_sd"][2006]
    assert mended["mean_sd"].equals(printed["mean_sd"])
    assert mended["missing"].tolist() == ["", "", "employment_rate (change left out: break in method)", ""]
    elsewhere = (
        linked(given, mapped(JUMP, breaks=breaks), regions, indicators, "RU-SVE")
        for breaks in ("as_printed", "left_out")
    )
    assert next(elsewhere).equals(next(elsewhere))


@pytest.mark.parametrize("input_of_the_term", ["population_avg", "cpi_dec_dec"])
def test_a_break_of_the_denominator_or_of_the_deflator_is_one_of_the_term(regions, indicators, input_of_the_term):
    years = range(2004, 2009)
    income = {
        region: {year: 100 + place * year % 7 + year for year in years}
        for place, region in enumerate(("RU-KGN", "RU-SVE"))
    }
    inputs = {
        "income_per_capita_month": income,
        "cpi_dec_dec": {region: dict.fromkeys(years, 110) for region in income},
        "population_avg": {region: dict.fromkeys(years, 900) for region in income},
    }
    term = {**TERM, "indicator": "income_per_capita_month", "deflator": "cpi", "denominator": "population_avg"}
    given = broken_panel([(input_of_the_term, "RU-KGN", 2007)], **inputs, life_expectancy=JUMP["life_expectancy"])
    mended = linked(given, mapped([term, "life_expectancy"], breaks="left_out"), regions, indicators)
    other = linked(given, mapped(["life_expectancy"]), regions, indicators)
    assert mended["value_sd"].diff()[2007] == pytest.approx(other["value_sd"].diff()[2007])


def test_where_breaks_leave_no_indicator_the_code_ends_with_the_reason(regions, indicators):
    given = broken_panel([(name, "RU-KGN", 2007) for name in JUMP], **JUMP)
    mended = linked(given, mapped(JUMP, breaks="left_out"), regions, indicators)
    assert mended["value_sd"].notna().tolist() == [True, True, False, False]
    reason = "life_expectancy (break in method in 2007); employment_rate (break in method in 2007)"
    assert mended["missing"].tolist() == ["", "", reason, reason]


def test_a_mapping_of_dynamic_codes_has_them_in_place_of_those_whose_rates_they_are(regions, indicators):
    mappings = {"codes": mapped(JUMP), "rates": mapped(JUMP, measures="dynamic")}
    table = codes(panel(**JUMP), regions, indicators, mappings=mappings, years=CODE_YEARS).set_index("mapping")
    assert sorted(table.loc["rates", "code"].unique()) == ["information", "innovation", "value"]
    assert sorted(table.loc["codes", "code"].unique()) == ["institutional", "production", "social"]
    assert table.loc["rates", "value_sd"].sum() == pytest.approx(table.loc["codes", "value_sd"].sum())
