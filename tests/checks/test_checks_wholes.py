"""Wholes and parts: what adds up, what is a mean, and what an oblast without its okrugs looks like."""

import numpy as np
import pandas as pd
import pytest
from checks_rows import leaf_figures, tidy, with_means, with_sums

from project import ROOT
from regioncodes.checks.edition_tables import decimals, edition_tables
from regioncodes.checks.sums import kind_findings, mean_findings, okrug_findings, sum_findings, sums, wholes
from regioncodes.ground.tables import read_table

CHANGES = read_table(ROOT / "data/reference/district_changes.csv")


@pytest.fixture(scope="module")
def total(regions):
    return with_sums(leaf_figures(regions, 1), regions)


@pytest.fixture(scope="module")
def ratio(regions):
    return with_means(leaf_figures(regions, 2, size=20), regions)


def compared(wide, indicator, regions, indicators):
    return sums(edition_tables(tidy(wide, indicator), regions, indicators), wholes(regions, CHANGES))


def changed(wide, region, year, value):
    return wide.assign(**{region: wide[region].where(wide.index != year, value)})


def test_the_last_decimal_is_found_through_the_noise_of_binary_storage():
    assert decimals(np.array([17.799999999999997, 3.0, 0.25, 1234567.1])).tolist() == [1, 0, 2, 1]


def test_half_a_unit_is_half_of_the_last_printed_digit(regions, indicators, total):
    rows = tidy(total, "grp_total")
    rows.loc[rows["region"] == "RU", ["value", "raw_text"]] = [1_234_500.0, "1234.5"]
    halves = edition_tables(rows, regions, indicators).half_units
    assert halves["RU"].unique() == pytest.approx([50.0])
    assert halves["RU-SVE"].unique() == pytest.approx([0.05])
    counts = edition_tables(tidy(total.round(), "patents_invention_granted"), regions, indicators)
    assert (counts.half_units.to_numpy() == 0).all()


def test_totals_that_add_up_are_found_without_fault(regions, indicators, total):
    own = compared(total, "grp_total", regions, indicators)
    assert len(own) == len(total) * (2 + 8 + 2 + 1 + 1)  # oblasts, districts, districts as they were, the country twice
    assert sum_findings(own) == []
    assert kind_findings(own) == []


def test_rounding_of_the_parts_explains_a_small_gap_and_no_larger_one(regions, indicators, total):
    parts = regions.loc[(regions["district"] == "RU-UFD") & (regions["level"] == "region"), "region"]
    most = 0.05 * (len(parts) + 1)
    for gap, expected in ((most - 0.05, []), (most + 0.1, ["RU-UFD"])):
        wide = changed(total, "RU-UFD", 2005, round(total.loc[2005, "RU-UFD"] + gap, 1))
        found = sum_findings(compared(wide, "grp_total", regions, indicators))
        assert [finding.region for finding in found] == expected


@pytest.mark.parametrize("region", ["RU-SVE", "RU-KHM"])
def test_a_digit_too_many_breaks_the_sums_above_it(regions, indicators, total, region):
    wide = changed(total, region, 2005, 10 * total.loc[2005, region])
    found = sum_findings(compared(wide, "grp_total", regions, indicators))
    above = {"RU-SVE": {"RU-UFD"}, "RU-KHM": {"RU-TYU"}}[region]
    assert {(finding.region, finding.year) for finding in found} == {(unit, 2005) for unit in above}
    assert {finding.severity for finding in found} == {"notice"}


def test_parts_that_exceed_the_whole_are_found_though_another_part_is_missing(regions, indicators, total):
    wide = changed(changed(total, "RU-KGN", 2005, np.nan), "RU-SVE", 2005, total.loc[2005, "RU-UFD"])
    found = sum_findings(compared(wide, "grp_total", regions, indicators))
    assert ("RU-UFD", 2005) in {(finding.region, finding.year) for finding in found}
    missing = changed(total, "RU-KGN", 2005, np.nan)
    assert sum_findings(compared(missing, "grp_total", regions, indicators)) == []


def test_districts_as_they_were_before_a_region_moved_are_one_finding_each(regions, indicators, total):
    moved = ["RU-BU", "RU-ZAB"]
    wide = total.assign(
        **{
            "RU-SFD": total["RU-SFD"] + total[moved].sum(axis=1),
            "RU-FEFD": total["RU-FEFD"] - total[moved].sum(axis=1),
        }
    ).round(1)
    found = sum_findings(compared(wide, "grp_total", regions, indicators))
    assert [(finding.region, finding.finding[:9]) for finding in found] == [
        ("RU-FEFD", "2000–2011"),
        ("RU-SFD", "2000–2011"),
    ]


def test_a_region_that_has_not_joined_yet_is_no_missing_part(regions, indicators, total):
    early = total.assign(**{"RU-YFD": total["RU-YFD"] - total[["RU-CR", "RU-SEV"]].sum(axis=1)})
    early["RU"] = early["RU"] - total[["RU-CR", "RU-SEV"]].sum(axis=1)
    early[["RU-CR", "RU-SEV"]] = np.nan
    own = compared(early.round(1), "grp_total", regions, indicators)
    assert own["complete"].all()
    assert sum_findings(own) == []


def test_a_ratio_that_claims_to_be_a_total_is_an_error_and_the_reverse_too(regions, indicators, total, ratio):
    as_total = kind_findings(compared(ratio, "grp_total", regions, indicators))
    as_ratio = kind_findings(compared(total, "poverty_rate", regions, indicators))
    assert [finding.severity for finding in (*as_total, *as_ratio)] == ["error", "error"]
    assert "behaves as a ratio" in as_total[0].finding
    assert "behaves as an additive one" in as_ratio[0].finding
    assert kind_findings(compared(ratio, "poverty_rate", regions, indicators)) == []


def test_a_mean_outside_its_parts_is_found_and_one_inside_is_not(regions, indicators, ratio):
    assert mean_findings(compared(ratio, "poverty_rate", regions, indicators)) == []
    wide = changed(ratio, "RU-UFD", 2004, 0.0)
    found = mean_findings(compared(wide, "poverty_rate", regions, indicators))
    assert ("RU-UFD", 2004) in {(finding.region, finding.year) for finding in found}


def test_an_oblast_smaller_than_its_okrugs_is_an_error_for_a_cell_or_for_the_table(regions, indicators, total):
    okrugs = total[["RU-KHM", "RU-YAN"]].sum(axis=1)
    one = changed(total, "RU-TYU", 2005, okrugs[2005] / 2)
    cell = okrug_findings(edition_tables(tidy(one, "grp_total"), regions, indicators), regions)
    assert [(finding.severity, finding.region, finding.year) for finding in cell] == [("error", "RU-TYU", 2005)]
    table = okrug_findings(
        edition_tables(tidy(total.assign(**{"RU-TYU": okrugs / 2}), "grp_total"), regions, indicators), regions
    )
    assert [(finding.region, finding.year) for finding in table] == [("RU-TYU", None)]
    assert "bare_oblast_name" in table[0].finding
    assert okrug_findings(edition_tables(tidy(total, "grp_total"), regions, indicators), regions) == []


def test_the_checks_leave_the_rows_as_they_were(regions, indicators, total):
    rows = tidy(total, "grp_total")
    before = rows.copy(deep=True)
    sum_findings(sums(edition_tables(rows, regions, indicators), wholes(regions, CHANGES)))
    pd.testing.assert_frame_equal(rows, before)


def test_wholes_of_half_as_much_again_as_their_largest_part_tell_nothing_of_the_table():
    """0.6 + 0.2 + 0.1 comes out above 1.5 · 0.6."""
    assert 0.6 + 0.2 + 0.1 > 1.5 * 0.6
    row = {
        "edition": "yearbook",
        "indicator": "grp_total",
        "kind": "total",
        "complete": True,
        "slack": 0.01,
        "whole": 0.3,
        "sum": 0.6 + 0.2 + 0.1,
        "lowest": 0.1,
        "highest": 0.6,
    }
    assert kind_findings(pd.DataFrame([row] * 5)) == []
    assert len(kind_findings(pd.DataFrame([row | {"sum": 1.1}] * 5))) == 1
