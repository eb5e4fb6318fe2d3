"""A figure of another magnitude is an error at its own cell, and accuses no figure beside it."""

import numpy as np
import pandas as pd
import pytest
from checks_rows import leaf_figures, tidy, with_sums

from project import ROOT
from regioncodes.checks.edition_tables import edition_tables
from regioncodes.checks.magnitudes import magnitude_findings
from regioncodes.checks.series import jump_findings
from regioncodes.ground.tables import read_table

RANGES = read_table(ROOT / "data/reference/ranges.csv")


@pytest.fixture(scope="module")
def product(regions):
    return with_sums(leaf_figures(regions, 1, size=90_000), regions)


@pytest.fixture(scope="module")
def found_in(regions, indicators):
    """Severity, edition, region and year of what is found in some editions of one indicator."""

    def found(indicator="grp_total", **editions):
        rows = pd.concat(
            [tidy(wide, indicator, edition=edition) for edition, wide in editions.items()], ignore_index=True
        )
        findings, _ = magnitude_findings(edition_tables(rows, regions, indicators), RANGES)
        return [(finding.severity, finding.edition, finding.region, finding.year) for finding in findings]

    return found


def with_figure(wide, region, year, value):
    return wide.astype(float).assign(**{region: wide[region].astype(float).where(wide.index != year, value)})


@pytest.mark.parametrize("factor", [10, 0.1, 1000, 6])
@pytest.mark.parametrize("year", [2000, 2005, 2011])
def test_a_slip_is_an_error_in_the_first_an_inner_and_the_last_year(product, found_in, factor, year):
    assert found_in(yearbook=product) == []
    wrong = with_figure(product, "RU-SVE", year, factor * product.loc[year, "RU-SVE"])
    assert found_in(yearbook=wrong) == [("error", "yearbook", "RU-SVE", year)]


@pytest.mark.parametrize("last", [660.0, 675.0, np.nan])
def test_of_660_660_16_675_only_16_is_accused(product, found_in, regions, indicators, last):
    short = product.loc[2004:2010].astype(float)
    short["RU-SVE"] = [640.0, 660.0, 660.0, 16.0, 675.0, 690.0, last]
    assert found_in(yearbook=short) == [("error", "yearbook", "RU-SVE", 2007)]
    tables = edition_tables(tidy(short, "grp_total"), regions, indicators)
    _, likely = magnitude_findings(tables, RANGES)
    assert jump_findings(likely, RANGES) == []


def test_the_neighbour_of_a_slip_at_the_end_is_not_accused_for_it(product, found_in):
    wrong = product.loc[2004:2009].astype(float)
    wrong["RU-SVE"] = [600.0, 610.0, 630.0, 660.0, 16.0, 675.0]
    assert found_in(yearbook=wrong) == [("error", "yearbook", "RU-SVE", 2008)]
    wrong["RU-SVE"] = [660.0, 16.0, 660.0, 675.0, 680.0, 690.0]
    assert found_in(yearbook=wrong) == [("error", "yearbook", "RU-SVE", 2005)]


def test_figures_below_ten_are_not_exempt(product, found_in):
    wrong = product.astype(float)
    wrong["RU-SVE"] = [1300.0, 1250, 1100, 900, 1000, 1100, 1207, 592, 1.148, 610, 640, 700]
    assert found_in(yearbook=wrong) == [("error", "yearbook", "RU-SVE", 2008)]


def test_a_new_year_is_held_against_the_years_of_other_editions(product, found_in):
    new = with_figure(product.loc[[2011]], "RU-SVE", 2011, 10 * product.loc[2011, "RU-SVE"])
    assert found_in(yearbook=product.loc[:2010], new=product.loc[[2011]]) == []
    assert found_in(yearbook=product.loc[:2010], new=new) == [("error", "new", "RU-SVE", 2011)]
    twice = with_figure(product.loc[[2011]], "RU-SVE", 2011, 2.5 * product.loc[2011, "RU-SVE"])
    assert found_in(yearbook=product.loc[:2010], new=twice) == [("notice", "new", "RU-SVE", 2011)]


def test_a_region_that_is_wrong_in_both_years_of_a_new_edition_is_found_in_both(product, found_in):
    new = product.loc[2010:2011].assign(**{"RU-SVE": product.loc[2010:2011, "RU-SVE"] / 1000})
    found = found_in(yearbook=product.loc[:2009], new=new)
    assert sorted(found) == [("error", "new", "RU-SVE", 2010), ("error", "new", "RU-SVE", 2011)]


def test_a_new_file_of_two_regions_is_judged_by_the_history_of_the_regions(product, found_in):
    new = product.loc[[2011], ["RU-SVE", "RU-KGN"]]
    assert found_in(yearbook=product.loc[:2010], new=new) == []
    found = found_in(yearbook=product.loc[:2010], new=1000 * new)
    assert [part[:3] for part in found] == [("error", "new", "RU-KGN"), ("error", "new", "RU-SVE")]


def test_thousands_taken_for_millions_are_one_error_for_each_year(product, found_in):
    assert found_in(yearbook=product.loc[:2010], new=1000 * product.loc[[2011]]) == [("error", "new", None, None)]
    both = found_in(yearbook=product, new=1000 * product.loc[2010:2011])
    assert both == [("error", "new", None, None)] * 2


def test_a_figure_is_held_against_every_edition_and_the_one_that_none_comes_near_is_named(product, found_in):
    wrong = with_figure(product, "RU-SVE", 2005, product.loc[2005, "RU-SVE"] / 6)
    for name in ("first", "second", "third"):
        editions = {part: product for part in ("first", "second", "third")} | {name: wrong}
        assert found_in(**editions) == [("error", name, "RU-SVE", 2005)]
    assert found_in(old=wrong, new=product) == [("error", "old", "RU-SVE", 2005)]
    assert found_in(old=product, new=wrong) == [("error", "new", "RU-SVE", 2005)]


def test_what_is_found_of_a_long_edition_is_the_same_with_and_without_a_later_one(product, regions, indicators):
    wrong = with_figure(product.loc[:2010], "RU-SVE", 2010, 10 * product.loc[2010, "RU-SVE"])
    old, new = tidy(wrong, "grp_total"), tidy(product.loc[[2011]], "grp_total", edition="later")
    alone, beside = (
        magnitude_findings(edition_tables(pd.concat(rows, ignore_index=True), regions, indicators), RANGES)[0]
        for rows in ([old], [old, new])
    )
    assert [finding.severity for finding in alone] == ["error"]
    assert alone == beside


def test_a_change_that_all_regions_share_accuses_none_of_them(product, found_in):
    crisis = product.mul(np.where(product.index == 2009, 0.3, 1.0), axis=0).round(1)
    assert found_in(yearbook=crisis) == []


def test_in_a_series_that_often_swings_the_last_swing_is_no_error(product, found_in):
    swinging = product.astype(float)
    swinging["RU-SVE"] = [100.0, 300, 90, 290, 110, 310, 100, 280, 95, 300, 110, 2600]
    assert found_in(yearbook=swinging) == []
    found = found_in(yearbook=swinging.loc[:2010], new=swinging.loc[[2011]])
    assert found == [("notice", "new", "RU-SVE", 2011)]


def test_rounding_makes_no_error(product, found_in):
    small = product * 0 + 0.3
    small["RU-SVE"] = np.where(product.index == 2005, 0.1, 0.6)
    assert found_in("poverty_rate", yearbook=small) == []
    small["RU-SVE"] = np.where(product.index == 2005, 0.1, 1.6)
    assert found_in("poverty_rate", yearbook=small) == [("error", "yearbook", "RU-SVE", 2005)]


def test_what_may_be_negative_has_no_magnitude(product, found_in):
    signed = product * 0 + 5.0
    signed["RU-SVE"] = np.where(product.index == 2005, 80.0, 5.0)
    assert found_in("migration_growth_per_10k", yearbook=signed) == []
