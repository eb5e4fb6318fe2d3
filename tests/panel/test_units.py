import pandas as pd
import pytest

from regioncodes.ground.regions import leaf_regions, units_of
from regioncodes.panel.units import usable_values, with_derived_units

TYUMEN = {"RU-TYU": 100.0, "RU-KHM": 50.0, "RU-YAN": 30.0}
PEOPLE = {"RU-TYU": 10.0, "RU-KHM": 4.0, "RU-YAN": 2.0}
WAGES = {"RU-TYU": 5.0, "RU-KHM": 6.0, "RU-YAN": 9.0}  # (5·10 − 6·4 − 9·2) / 4 = 2


def panel(**indicators):
    records = [
        (region, indicator, 2005, value) for indicator, values in indicators.items() for region, value in values.items()
    ]
    table = pd.DataFrame(records, columns=["region", "indicator", "year", "value"])
    return table.assign(
        status=table["value"].notna().map({True: "value", False: "not_available"}),
        unit="",
        flags="",
        derivation="",
        raw_text="…",
    )


def derived(table, regions, indicators):
    return with_derived_units(table, regions, indicators).set_index(["indicator", "region"])


def test_tyumen_without_okrugs_is_the_oblast_minus_the_okrugs(regions, indicators):
    result = derived(panel(grp_total=TYUMEN), regions, indicators).loc[("grp_total", "RU-TYU-0")]
    assert (result["value"], result["status"], result["flags"]) == (20.0, "value", "derived")
    assert result["derivation"] == "RU-TYU − RU-KHM − RU-YAN"


def test_a_ratio_without_okrugs_is_the_weighted_remainder(regions, indicators):
    table = panel(avg_wage_month=WAGES, employment_avg=PEOPLE)
    result = derived(table, regions, indicators).loc[("avg_wage_month", "RU-TYU-0")]
    assert result["value"] == pytest.approx(2.0)
    assert result["derivation"] == "RU-TYU − RU-KHM − RU-YAN, weighted by employment_avg"


def test_the_oblast_is_the_sum_of_its_parts_where_only_they_are_printed(regions, indicators):
    parts = {"RU-TYU-0": 20.0, "RU-KHM": 50.0, "RU-YAN": 30.0}
    assert derived(panel(grp_total=parts), regions, indicators).loc[("grp_total", "RU-TYU"), "value"] == 100.0


def test_a_district_without_a_row_is_the_sum_of_its_regions_with_tyumen_counted_once(regions, indicators):
    regions_of_ural = {**TYUMEN, "RU-KGN": 1.0, "RU-SVE": 2.0, "RU-CHE": 3.0}
    assert derived(panel(grp_total=regions_of_ural), regions, indicators).loc[("grp_total", "RU-UFD"), "value"] == 106.0


def test_a_printed_value_is_never_replaced(regions, indicators):
    table = panel(grp_total={**TYUMEN, "RU-TYU-0": 19.0})
    result = derived(table, regions, indicators).loc[("grp_total", "RU-TYU-0")]
    assert (result["value"], result["flags"]) == (19.0, "")


def test_a_missing_part_leaves_the_remainder_missing(regions, indicators):
    table = panel(grp_total={**TYUMEN, "RU-YAN": None, "RU-TYU-0": None})
    result = derived(table, regions, indicators).loc[("grp_total", "RU-TYU-0")]
    assert pd.isna(result["value"])
    assert result["status"] == "not_available"


def test_a_mean_needs_regions_with_most_of_the_weight(regions, indicators):
    people = {"RU-KGN": 1.0, "RU-SVE": 45.0, "RU-CHE": 44.0, "RU-TYU": 10.0}
    wages = {"RU-SVE": 2.0, "RU-CHE": 2.0, "RU-TYU": 4.0}
    table = panel(avg_wage_month=wages, employment_avg=people)
    result = derived(table, regions, indicators).loc[("avg_wage_month", "RU-UFD"), "value"]
    assert result == pytest.approx((2 * 45 + 2 * 44 + 4 * 10) / 99)
    wages.pop("RU-CHE")
    table = panel(avg_wage_month=wages, employment_avg=people)
    assert ("avg_wage_month", "RU-UFD") not in derived(table, regions, indicators).index


def test_a_dash_is_zero_in_a_count_and_nothing_in_an_index(indicators):
    table = panel(adv_tech_developed={"RU-KGN": None}, grp_volume_index={"RU-KGN": None}).assign(status="absent")
    assert usable_values(table, indicators).to_dict() == {("adv_tech_developed", 2005, "RU-KGN"): 0.0}


def test_units_of_the_ural_district_do_not_overlap(regions):
    assert units_of("RU-UFD", regions) == [
        "RU-CHE",
        "RU-KGN",
        "RU-KHM",
        "RU-SVE",
        "RU-TYU-0",
        "RU-YAN",
        "RU-UFD",
        "RU",
    ]


def test_units_of_the_country_are_all_regions_and_the_country_once(regions):
    units = units_of("RU", regions)
    assert units == [*leaf_regions(regions), "RU"]


def test_leaves_cover_every_region_once(regions):
    leaves = leaf_regions(regions)
    assert "RU-TYU" not in leaves
    assert "RU-ARK" not in leaves
    assert len(leaves) == 85  # subjects of the Federation, Crimea and Sevastopol among them


def test_a_region_without_a_known_weight_does_not_hide_the_mean(regions, indicators):
    people = {"RU-KGN": None, "RU-SVE": 45.0, "RU-CHE": 44.0, "RU-TYU": 10.0}
    wages = {"RU-KGN": 9.0, "RU-SVE": 2.0, "RU-CHE": 2.0, "RU-TYU": 4.0}
    table = panel(avg_wage_month=wages, employment_avg=people)
    result = derived(table, regions, indicators).loc[("avg_wage_month", "RU-UFD"), "value"]
    assert result == pytest.approx((2 * 45 + 2 * 44 + 4 * 10) / 99)


def test_a_remainder_of_nothing_is_zero_and_no_weight(regions, indicators):
    """0.3 − 0.1 − 0.2 is −2.8e-17 in binary fractions, and a mean weighted by it would be any number."""
    people = {"RU-TYU": 0.3, "RU-KHM": 0.1, "RU-YAN": 0.2}
    result = derived(panel(avg_wage_month=WAGES, employment_avg=people), regions, indicators)
    assert result.loc[("employment_avg", "RU-TYU-0"), "value"] == 0
    assert ("avg_wage_month", "RU-TYU-0") not in result.index
    small = derived(panel(grp_total={"RU-TYU": 1e8 + 0.1, "RU-KHM": 6e7, "RU-YAN": 4e7}), regions, indicators)
    assert small.loc[("grp_total", "RU-TYU-0"), "value"] == pytest.approx(0.1, rel=1e-6)
