"""Table S8: what the tests of the panel say, and how far each can be trusted."""

import pandas as pd
import pytest

from regioncodes.exhibits.tables import table_s8_panels
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, interval, number

OUTCOMES = ["grp_per_capita", "adv_tech_developed"]
STUDY = {"district": "RU-UFD", "outcomes": OUTCOMES}


@pytest.fixture
def fits():
    numbers = [48_999.0, 0.0003, 0.0004, 0.02, 0.864, 1.267, 31_610.0, 66_388.0, 30_000.4, 68_000.0, -1.5, 99_000.0]
    rows = [
        ["grp_per_capita", "fitted", 9, 2005, 2013, *numbers],
        ["adv_tech_developed", "constant_response", 9, 2005, 2013, *[None] * len(numbers)],
    ]
    names = [
        "outcome",
        "status",
        "n",
        "first_year",
        "last_year",
        "slope",
        "p_value",
        "hc3_p_value",
        "fixed_b_p_value",
        "r_squared",
        "durbin_watson",
        "slope_lower_95",
        "slope_upper_95",
        "hc3_lower_95",
        "hc3_upper_95",
        "fixed_b_lower_95",
        "fixed_b_upper_95",
    ]
    return pd.DataFrame(rows, columns=names)


@pytest.fixture
def models():
    rows = [
        (scope, outcome, form, estimator, method, "fitted", slope, p_value, lowest, 54, clusters, left_out)
        for scope, clusters in (("RU-UFD", 6), ("RU", 83))
        for outcome, left_out in zip(OUTCOMES, (0, 7), strict=True)
        for form, estimator, slope in (("level", "pooled", 1234.5), ("log", "region_effects", 0.0833))
        for method, p_value, lowest in (("cr2", 0.0151, None), ("wild_rademacher", 0.03125, 0.03125))
    ]
    refused = [
        ("RU-UFD", outcome, "log", "first_differences", None, "too_few_clusters", None, None, None, 4, 1, 0)
        for outcome in OUTCOMES
    ]
    names = [
        "scope",
        "outcome",
        "form",
        "estimator",
        "method",
        "status",
        "slope",
        "p_value",
        "lowest_p_value",
        "n",
        "clusters",
        "cells_left_out",
    ]
    return pd.DataFrame(rows + refused, columns=names)


@pytest.fixture
def sizes():
    rows = [
        (
            reading,
            estimator,
            method,
            years,
            {"series": 1, "panel": 6}[reading],
            300,
            size + years,
            "too_large" if size > 7 else "holds",
        )
        for years in (9, 12)
        for reading, estimator, method, size in (
            ("series", "levels", "classical", 80.0),
            ("series", "levels", "fixed_b", 75.0),
            ("series", "first_differences", "cr2", 50.0),
            ("panel", "region_effects", "cr2", -4.0),
            ("panel", "pooled", "cr2", 60.0),
        )
    ]
    names = ["reading", "estimator", "method", "years", "clusters", "draws", "size_percent", "verdict"]
    return pd.DataFrame(rows, columns=names)


def rows_of(printed, block):
    return {row[1]: row[2:] for row in printed.rows if row[0] == block}


def breakable(lower, upper, texts):
    return interval(lower, upper, texts.language).replace(f";{NO_BREAK_SPACE}", "; ")


def block_name(texts, region, key):
    return f"{region}. {texts[f'table_s8.{key}']}"


@pytest.fixture
def district(regions, texts):
    return regions.set_index("region").loc["RU-UFD", f"short_{texts.language}"]


@pytest.fixture
def printed(models, sizes, fits, regions, texts):
    return table_s8_panels.table(models, sizes, fits, regions, texts, **STUDY)


def test_the_article_s_points_come_first_with_the_size_at_their_number_of_years(printed, texts, district):
    assert printed.rows[0][0] == block_name(texts, district, "levels.level")
    block = rows_of(printed, printed.rows[0][0])
    assert block[texts["table_s8.classical"]][-1] == f"89{NO_BREAK_SPACE}†"
    assert block[texts["table_s8.hc3"]][-1] == MISSING
    assert printed.columns[-1].heading == texts("table_s8.size", years=9)


def test_the_lines_of_figure_2_have_their_intervals_under_every_error(printed, texts, district):
    block = rows_of(printed, block_name(texts, district, "levels.level"))
    assert block[texts["table_s8.r_squared"]][0] == number(0.86, texts.language, 2)
    assert block[texts["table_s8.durbin_watson"]][0] == number(1.27, texts.language, 2)
    assert block[texts["table_s8.interval.hc3"]][0] == breakable(30_000, 68_000, texts)
    assert block[texts["table_s8.interval.fixed_b"]] == (breakable(-2, 99_000, texts), MISSING, "")


def test_slopes_of_logarithms_are_printed_in_per_cent_and_tests_that_hold_carry_no_mark(printed, texts, district):
    block = rows_of(printed, block_name(texts, district, "region_effects.log"))
    assert block[texts["table_s8.slope.log"]][0] == number(8.33, texts.language, 2)
    assert block[texts["table_s8.cr2"]][-1] == "5"


def test_a_tiny_p_value_is_printed_as_below_a_thousandth(printed, texts, district):
    block = rows_of(printed, block_name(texts, district, "levels.level"))
    assert block[texts["table_s8.classical"]][0] == f"<{NO_BREAK_SPACE}{number(0.001, texts.language, 3)}"


def test_a_refused_fit_has_its_reason_and_no_p_value(printed, texts, district):
    block = rows_of(printed, block_name(texts, district, "levels.level"))
    assert block[texts["table_s8.slope.level"]][1] == texts["panel_status.constant_response"]
    assert block[texts["table_s8.fixed_b"]][1] == MISSING
    alone = rows_of(printed, block_name(texts, district, "first_differences.log"))
    assert list(alone) == [texts["table_s8.slope.log"]]
    assert set(alone[texts["table_s8.slope.log"]][:2]) == {texts["panel_status.too_few_clusters"]}


def test_a_slope_without_an_error_of_some_kind_has_the_reason_in_place_of_the_p_value(
    models, sizes, fits, regions, texts, district
):
    cancelled = models["method"].eq("cr2") & models["outcome"].eq(OUTCOMES[0])
    models = models.assign(
        status=models["status"].mask(cancelled, "errors_cancel"), p_value=models["p_value"].mask(cancelled)
    )
    printed = table_s8_panels.table(models, sizes, fits, regions, texts, **STUDY)
    block = rows_of(printed, block_name(texts, district, "pooled.level"))
    assert block[texts["table_s8.cr2"]][0] == texts["panel_status.errors_cancel"]
    assert block[texts["table_s8.cr2"]][1] == number(0.0151, texts.language, 3)


def test_sizes_of_few_regions_are_not_claimed_for_the_country(printed, texts):
    country = block_name(texts, {"en": "Russia", "ru": "Россия"}[texts.language], "pooled.level")
    assert rows_of(printed, country)[texts["table_s8.cr2"]][-1] == MISSING


def test_the_size_of_about_as_many_regions_stands_for_the_country(models, sizes, fits, regions, texts):
    many = sizes[sizes["reading"].eq("panel")].assign(clusters=80, size_percent=33.0, verdict="too_large")
    printed = table_s8_panels.table(models, pd.concat([sizes, many]), fits, regions, texts, **STUDY)
    country = block_name(texts, {"en": "Russia", "ru": "Россия"}[texts.language], "pooled.level")
    assert rows_of(printed, country)[texts["table_s8.cr2"]][-1] == f"33{NO_BREAK_SPACE}†"
    assert "80" in printed.note


def test_the_note_names_the_lowest_p_value_and_the_cells_without_a_logarithm(printed, texts):
    assert texts("table_s8.lowest", lowest=number(0.03125, texts.language, 3)) in printed.note
    assert texts("table_s8.left_out", n=7) in printed.note


def test_a_district_without_a_common_year_still_has_its_panel(models, sizes, fits, regions, texts):
    printed = table_s8_panels.table(models, sizes, fits.iloc[:0], regions, texts, **STUDY)
    assert set(rows_of(printed, printed.rows[0][0])[texts["table_s8.r_squared"]][:2]) == {MISSING}
    assert any(MISSING not in row[2:4] for row in printed.rows)


def test_a_study_of_the_whole_country_prints_each_block_once(models, sizes, fits, regions, texts):
    printed = table_s8_panels.table(
        models[models["scope"] == "RU"], sizes, fits, regions, texts, district="RU", outcomes=OUTCOMES
    )
    assert not pd.DataFrame(printed.rows)[[0, 1]].duplicated().any()
