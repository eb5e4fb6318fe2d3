"""Tables against one another: identities, editions, series, rows; and all of it at once."""

import numpy as np
import pandas as pd
import pytest
from checks_rows import YEARS, leaf_figures, tidy, with_sums

from project import ROOT
from regioncodes.checks.all_checks import findings, with_accepted
from regioncodes.checks.edition_tables import edition_tables
from regioncodes.checks.editions import edition_findings
from regioncodes.checks.flags import flagged
from regioncodes.checks.identities import identity_findings
from regioncodes.checks.names import name_findings, out_of_order
from regioncodes.checks.series import dash_findings, gap_findings, jump_findings, range_findings
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.reading.findings import FINDINGS


def reference(name):
    return read_table(ROOT / f"data/reference/{name}.csv")


CHANGES, IDENTITIES, RANGES = reference("district_changes"), reference("identities"), reference("ranges")
NOTHING_ACCEPTED = pd.DataFrame(columns=["file", "sheet", "place", "finding", "reason"])


@pytest.fixture(scope="module")
def product(regions):
    return with_sums(leaf_figures(regions, 1, size=90_000), regions)


@pytest.fixture(scope="module")
def heads(regions):
    return with_sums(leaf_figures(regions, 2, size=900), regions)


@pytest.fixture(scope="module")
def per_head(product, heads):
    return (1000 * product / heads).round(1)


def exchanged(wide, one, other):
    return wide.assign(**{one: wide[other], other: wide[one]})


def all_findings(rows, regions, indicators, accepted=NOTHING_ACCEPTED):
    return findings(rows, regions, indicators, ranges=RANGES, identities=IDENTITIES, changes=CHANGES, accepted=accepted)


def identities_of(frames, regions, indicators):
    rows = pd.concat([tidy(wide, indicator) for indicator, wide in frames.items()], ignore_index=True)
    return identity_findings(edition_tables(rows, regions, indicators), IDENTITIES)


def test_an_indicator_whose_range_nobody_gave_is_an_error_that_names_the_table_to_edit(regions, indicators, product):
    found = findings(
        tidy(product, "grp_total"),
        regions,
        indicators,
        ranges=RANGES[RANGES["indicator"] != "grp_total"],
        identities=IDENTITIES,
        changes=CHANGES,
        accepted=NOTHING_ACCEPTED,
    )
    errors = found.loc[found["severity"] == "error", "finding"]
    assert len(errors) == 1
    assert errors.iloc[0].startswith("grp_total: no line in data/reference/ranges.csv")


def test_product_per_head_times_heads_is_the_product(regions, indicators, product, heads, per_head):
    frames = {"grp_total": product, "population_avg": heads, "grp_per_capita": per_head}
    assert identities_of(frames, regions, indicators) == []


def test_exchanged_regions_are_named_as_an_error(regions, indicators, product, heads, per_head):
    frames = {
        "grp_total": product,
        "population_avg": heads,
        "grp_per_capita": exchanged(per_head, "RU-SVE", "RU-CHE"),
    }
    found = identities_of(frames, regions, indicators)
    assert [(finding.severity, finding.region) for finding in found] == [("error", "RU-SVE"), ("error", "RU-CHE")]


@pytest.mark.parametrize(("years", "word"), [(1, "late"), (-1, "early")])
def test_a_table_one_year_off_is_an_error_that_says_so(regions, indicators, product, heads, per_head, years, word):
    frames = {"grp_total": product, "population_avg": heads, "grp_per_capita": per_head.shift(years)}
    found = identities_of(frames, regions, indicators)
    assert {finding.severity for finding in found} == {"error"}
    assert any(f"one year too {word}" in finding.finding for finding in found)


def test_one_wrong_figure_is_a_notice_at_its_cell(regions, indicators, product, heads, per_head):
    wrong = per_head.assign(**{"RU-KGN": per_head["RU-KGN"].where(per_head.index != 2004, 1.0)})
    found = identities_of({"grp_total": product, "population_avg": heads, "grp_per_capita": wrong}, regions, indicators)
    assert [(finding.severity, finding.region, finding.year) for finding in found] == [("notice", "RU-KGN", 2004)]


def test_an_index_that_moves_with_last_years_growth_is_an_error(regions, indicators):
    random = np.random.default_rng(5)
    shape = leaf_figures(regions, 1)
    index = pd.DataFrame(100 + random.normal(0, 6, shape.shape), index=shape.index, columns=shape.columns).round(1)
    level = (50_000 * (index / 100 * 1.1).cumprod()).round(1)
    right = identities_of({"grp_total": level, "grp_volume_index": index}, regions, indicators)
    late = identities_of({"grp_total": level, "grp_volume_index": index.shift()}, regions, indicators)
    assert right == []
    assert any(finding.severity == "error" and "one year off" in finding.finding for finding in late)


@pytest.mark.parametrize("seed", range(8))
def test_an_index_that_moves_with_no_growth_at_all_is_not_said_to_be_a_year_off(regions, indicators, seed):
    random = np.random.default_rng(seed)
    shape = leaf_figures(regions, 1)
    index, growth = (
        pd.DataFrame(100 + random.normal(0, 6, shape.shape), index=shape.index, columns=shape.columns) for _ in range(2)
    )
    level = (50_000 * (growth / 100 * 1.1).cumprod()).round(1)
    found = identities_of({"grp_total": level, "grp_volume_index": index.round(1)}, regions, indicators)
    assert not any("one year off" in finding.finding for finding in found)


def test_a_part_above_its_whole_is_a_notice(regions, indicators, product):
    frames = {"fixed_assets": product, "fixed_assets_commissioned": (product / 9).round(1)}
    assert identities_of(frames, regions, indicators) == []
    wrong = frames["fixed_assets_commissioned"].assign(**{"RU-SVE": product["RU-SVE"] * 2})
    found = identities_of(frames | {"fixed_assets_commissioned": wrong}, regions, indicators)
    assert [(finding.severity, finding.region) for finding in found] == [("notice", "RU-SVE")]


def two_editions(first, second, regions, indicators):
    rows = [tidy(first, "grp_total", edition="a-long"), tidy(second, "grp_total", edition="b-short")]
    return edition_findings(edition_tables(pd.concat(rows, ignore_index=True), regions, indicators))


def test_editions_that_agree_or_revise_a_little_are_not_found(regions, indicators, product):
    assert two_editions(product, product.loc[2003:], regions, indicators) == []
    assert two_editions(product, (product.loc[2003:] * 1.004).round(1), regions, indicators) == []


def test_exchanged_rows_of_an_edition_are_errors(regions, indicators, product):
    found = two_editions(product, exchanged(product.loc[2003:], "RU-MOW", "RU-KGN"), regions, indicators)
    named = {finding.region for finding in found if "the other way round" in finding.finding}
    assert named == {"RU-MOW", "RU-KGN"}
    assert all(finding.severity == "error" and finding.edition == "b-short" for finding in found)


def test_a_large_revision_is_a_notice_at_its_cell(regions, indicators, product):
    wrong = product.loc[2003:].copy()
    wrong.loc[2005, "RU-SVE"] = round(2 * wrong.loc[2005, "RU-SVE"], 1)
    found = two_editions(product, wrong, regions, indicators)
    assert [(finding.severity, finding.region, finding.year) for finding in found] == [("notice", "RU-SVE", 2005)]


def test_exchanged_years_of_an_edition_are_told_from_those_that_agree(regions, indicators, product):
    second = product.loc[2003:].copy()
    second.loc[[2005, 2006]] = second.loc[[2006, 2005]].to_numpy()
    found = two_editions(product, second, regions, indicators)
    assert any(finding.finding.startswith("most figures of 2005–2006 differ") for finding in found)


def test_a_figure_outside_the_possible_is_an_error_that_names_what_is_possible(regions, indicators, product):
    shares = (product * 0 + 50).assign(**{"RU-SVE": 100.0})
    assert range_findings(edition_tables(tidy(shares, "poverty_rate"), regions, indicators), RANGES) == []
    shares.loc[2003, "RU-SVE"] = 100.5
    found = range_findings(edition_tables(tidy(shares, "poverty_rate"), regions, indicators), RANGES)
    assert [(finding.severity, finding.region, finding.year) for finding in found] == [("error", "RU-SVE", 2003)]
    assert "0 to 100 is possible" in found[0].finding


def test_every_indicator_has_a_range_with_a_reason_and_every_identity_is_about_indicators(indicators):
    assert sorted(RANGES["indicator"]) == sorted(indicators["indicator"])
    assert RANGES["reason"].notna().all()
    named = IDENTITIES[["left", "right", "result"]].stack().dropna()
    assert set(named) <= set(indicators["indicator"])
    assert IDENTITIES["reason"].notna().all()


def test_a_digit_too_many_is_the_one_jump_of_its_series(regions, indicators, product):
    assert jump_findings(edition_tables(tidy(product, "grp_total"), regions, indicators), RANGES) == []
    wrong = product.copy()
    wrong.loc[2006, "RU-KHM"] *= 10
    found = jump_findings(edition_tables(tidy(wrong, "grp_total"), regions, indicators), RANGES)
    assert [(finding.severity, finding.region, finding.year) for finding in found] == [("notice", "RU-KHM", 2006)]


def test_a_change_that_all_regions_share_is_no_jump(regions, indicators, product):
    crisis = product.mul(np.where(product.index == 2009, 0.5, 1.0), axis=0).round(1)
    assert jump_findings(edition_tables(tidy(crisis, "grp_total"), regions, indicators), RANGES) == []


def test_an_empty_cell_is_a_gap_and_a_mark_is_none(regions, indicators, product):
    hole = product.assign(**{"RU-SVE": product["RU-SVE"].where(product.index != 2004)})
    rows = tidy(hole, "grp_total")
    found = gap_findings(edition_tables(rows, regions, indicators))
    assert [(finding.region, finding.year) for finding in found] == [("RU-SVE", 2004)]
    marked = rows.assign(status=rows["status"].replace("blank", "not_available"))
    assert gap_findings(edition_tables(marked, regions, indicators)) == []


def test_a_dash_is_found_between_like_figures_and_not_beside_one_near_zero(regions, indicators, product):
    rows = tidy(product, "poverty_rate")
    rows.loc[(rows["region"] == "RU-SVE") & (rows["year"] == 2004), ["value", "status"]] = [np.nan, "absent"]
    found = dash_findings(edition_tables(rows, regions, indicators))
    assert [(finding.region, finding.year) for finding in found] == [("RU-SVE", 2004)]
    rows.loc[(rows["region"] == "RU-SVE") & (rows["year"] == 2005), "value"] = 0.1
    assert dash_findings(edition_tables(rows, regions, indicators)) == []


def test_a_year_left_out_is_a_gap_of_the_table(regions, indicators, product):
    found = gap_findings(edition_tables(tidy(product.drop(index=2005), "grp_total"), regions, indicators))
    assert [(finding.region, finding.finding) for finding in found] == [(None, "no figures for 2005")]


def test_a_row_shifted_by_a_year_leaves_an_empty_end(regions, indicators, product):
    shifted = product.assign(**{"RU-SVE": product["RU-SVE"].shift()})
    found = gap_findings(edition_tables(tidy(shifted, "grp_total"), regions, indicators))
    assert [(finding.region, finding.year) for finding in found] == [("RU-SVE", 2000)]


def test_exchanged_names_stand_out_of_the_order_and_a_row_left_out_is_missed(regions, indicators, product):
    names = list(product.columns)
    one, other = names.index("RU-BRY"), names.index("RU-TUL")
    names[one], names[other] = names[other], names[one]
    rows = tidy(product, "grp_total", names=names)
    found = name_findings(rows, edition_tables(rows, regions, indicators), regions, CHANGES)
    assert {finding.region for finding in found} == {"RU-BRY", "RU-TUL"}
    rows = pd.concat(
        [tidy(product, "grp_total"), tidy(product.drop(columns="RU-SVE"), "fixed_assets")], ignore_index=True
    )
    found = name_findings(rows, edition_tables(rows, regions, indicators), regions, CHANGES)
    assert [(finding.indicator, finding.finding) for finding in found] == [("fixed_assets", "no row for RU-SVE")]


def test_the_order_of_rows_allows_for_moved_regions_and_for_okrugs_apart(regions):
    names = [name for name in regions.loc[regions["level"].isin(["region", "part"]), "region"]]
    assert out_of_order(names, regions, CHANGES) == []
    moved = [name for name in names if name != "RU-BU"]
    assert out_of_order(["RU-BU", *moved], regions, CHANGES) == []
    apart = [name for name in names if name not in ("RU-TYU", "RU-KHM", "RU-YAN")]
    assert out_of_order([*apart, "RU-KHM", "RU-YAN"], regions, CHANGES) == []
    assert len(out_of_order([*apart, "RU-YAN", "RU-KHM"], regions, CHANGES)) == 1
    assert out_of_order(sorted(names, reverse=True), regions, CHANGES) == []


def test_sound_figures_pass_the_door_without_a_word(regions, indicators, product, heads, per_head):
    rows = pd.concat(
        [tidy(product, "grp_total"), tidy(heads, "population_avg"), tidy(per_head, "grp_per_capita")], ignore_index=True
    )
    assert all_findings(rows, regions, indicators).empty


def test_the_door_names_file_sheet_and_cell_and_repeats_itself(regions, indicators, product):
    wrong = product.copy()
    wrong.loc[2006, "RU-SVE"] *= 10
    rows = tidy(wrong, "grp_total", sheet="8.1.")
    found = all_findings(rows, regions, indicators)
    row = 6 + list(product.columns).index("RU-SVE")
    jump = found[found["finding"].str.startswith("grp_total, RU-SVE, 2006")]
    assert jump[["severity", "file", "sheet", "place"]].to_numpy().tolist() == [
        ["error", "yearbook.xlsx", "8.1.", f"cell {'BCDEFGHIJKLM'[2006 - YEARS[0]]}{row}"]
    ]
    assert "grp_total, RU-UFD, 2006" in " ".join(found["finding"])
    pd.testing.assert_frame_equal(found, all_findings(rows.sample(frac=1, random_state=3), regions, indicators))


def test_an_accepted_error_is_a_notice_with_its_reason_and_one_not_found_is_to_be_deleted(regions, indicators, product):
    okrugs = product[["RU-KHM", "RU-YAN"]].sum(axis=1)
    rows = tidy(product.assign(**{"RU-TYU": (okrugs / 2).round(1)}), "grp_total")
    found = all_findings(rows, regions, indicators)
    errors = found[found["severity"] == "error"]
    assert len(errors) >= 1
    assert errors["finding"].str.endswith("or give its reason in data/reference/accepted_findings.csv").all()
    accepted = errors[["file", "sheet", "place", "finding"]].assign(reason="so it is")
    again = all_findings(rows, regions, indicators, accepted)
    assert (again["severity"] == "notice").all()
    assert again["finding"].str.endswith("; accepted: so it is").sum() == len(errors)
    assert not again["finding"].str.contains("corrections.csv").any()
    bare = accepted.assign(finding=accepted["finding"].str.partition("; correct it in")[0])
    pd.testing.assert_frame_equal(all_findings(rows, regions, indicators, bare), again)
    other = all_findings(tidy(product, "grp_total"), regions, indicators, accepted)
    assert other["place"].tolist() == [f"line {number}" for number in range(2, 2 + len(errors))]


def test_what_is_accepted_stays_so_when_another_edition_prints_the_cell_too():
    own = "grp_total, RU-SVE, 2004: printed 8, far from what every other edition prints"
    found = pd.DataFrame(
        [("error", "a.xlsx", "1", "cell B5", f"{own}; 50 in edition b and 51 in edition c")], columns=FINDINGS
    )
    accepted = pd.DataFrame(
        [("a.xlsx", "1", "cell B5", f"{own}; 50 in edition b", "so it is")],
        columns=["file", "sheet", "place", "finding", "reason"],
    )
    [again] = with_accepted(found, accepted, {"a.xlsx"}).to_dict("records")
    assert again["severity"] == "notice"
    assert again["finding"] == f"{own}; 50 in edition b and 51 in edition c; accepted: so it is"
    other = accepted.assign(finding=accepted["finding"].str.replace("printed 8,", "printed 9,"))
    assert with_accepted(found, other, {"a.xlsx"})["severity"].tolist() == ["error", "notice"]


def test_a_row_that_one_of_the_two_sheets_of_a_series_lacks_is_told_at_that_sheet(regions, indicators, product):
    early, late = product.loc[:2004], product.loc[2005:].drop(columns="RU-YAN")
    sheets = {"1": tidy(early, "grp_total"), "2": tidy(late, "grp_total")}
    rows = pd.concat([part.assign(sheet=name) for name, part in sheets.items()], ignore_index=True)
    found = all_findings(rows, regions, indicators)
    own = found[found["finding"].str.contains("no row for")]
    assert own[["sheet", "finding"]].to_numpy().tolist() == [
        ["2", f"grp_total, 2005: no row for RU-YAN until {product.index[-1]}"]
    ]


def test_breaks_flag_the_first_year_that_cannot_be_compared(product):
    rows = tidy(product[["RU-SVE", "RU-MOW"]], "grp_total").assign(flags="times")
    breaks = pd.DataFrame(
        [
            ("grp_total", "", 2005, "break_in_method", "r"),
            ("", "RU-MOW", 2005, "break_in_coverage", "r"),
            ("poverty_rate", "", 2006, "break_in_method", "r"),
        ],
        columns=["indicator", "region", "year", "kind", "reason"],
    )
    result = flagged(rows, breaks).set_index(["region", "year"])["flags"]
    assert result["RU-SVE", 2005] == "times break_in_method"
    assert result["RU-MOW", 2005] == "times break_in_method break_in_coverage"
    assert (result.drop(index=[("RU-SVE", 2005), ("RU-MOW", 2005)]) == "times").all()
    assert (rows["flags"] == "times").all()
    with pytest.raises(StudyError, match=r"(?s)breaks.csv.*line 2: kind 'crack'"):
        flagged(rows, breaks.head(1).assign(kind="crack"))


def test_the_breaks_shipped_are_about_known_indicators_and_regions_and_have_reasons(regions, indicators):
    breaks = reference("breaks")
    assert set(breaks["indicator"].dropna()) - {""} <= set(indicators["indicator"])
    assert set(breaks["region"].dropna()) - {""} <= set(regions["region"])
    assert breaks["reason"].notna().all()


@pytest.mark.parametrize("after", [61.3, 61.7, 63.8, 70.1, 72.4, 75.2, 78.6])
def test_of_the_two_years_that_a_step_makes_equally_unusual_the_first_is_named(regions, indicators, product, after):
    step = (product * 0 + 25.1).assign(**{"RU-BA": np.where(product.index < 2004, 25.1, after)})
    found = jump_findings(edition_tables(tidy(step, "urban_share"), regions, indicators), RANGES)
    assert [(finding.region, finding.year) for finding in found] == [("RU-BA", 2003)]


def test_a_part_as_large_as_the_whole_with_both_roundings_is_possible(regions, indicators, product):
    assert 2.4 + 0.05 + 0.05 < 2.5
    frames = {"orgs_using_pc": product * 0 + 2.4, "orgs_with_website": product * 0 + 2.5}
    assert identities_of(frames, regions, indicators) == []
    assert identities_of(frames | {"orgs_with_website": product * 0 + 2.6}, regions, indicators)
