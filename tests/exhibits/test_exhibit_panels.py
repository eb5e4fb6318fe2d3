"""Table S8: what the tests of the panel say, and how far each can be trusted."""

import pandas as pd
import pytest

from regioncodes.exhibits.tables import table_s8_panels
from regioncodes.statistics.trends import sizes as judged
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, interval, number

OUTCOMES = ["grp_per_capita", "adv_tech_developed"]
STUDY = {"district": "RU-UFD", "outcomes": OUTCOMES}


@pytest.fixture
def fits():
    numbers = [0.0003, 0.0004, 0.02, 0.864, 1.267, 31_610.0, 66_388.0, 30_000.4, 68_000.0, -1.5, 99_000.0]
    rows = [
        ["grp_per_capita", "nominal", False, "fitted", 9, 2005, 2013, 48_999.0, *numbers],
        ["grp_per_capita", "volume", True, "fitted", 9, 2005, 2013, 10_270.0, *numbers[:5], *[500.0, 900.0] * 3],
        ["adv_tech_developed", "nominal", True, "constant_response", 9, 2005, 2013, *[None] * 12],
    ]
    names = [
        "outcome",
        "prices",
        "decides",
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


# Slope, p-value and cells without a logarithm of each outcome in each of its prices.
NUMBERS = {
    ("grp_per_capita", "nominal", False): (2.0, 0.0404, 0),
    ("grp_per_capita", "volume", True): (1.0, 0.0151, 0),
    ("adv_tech_developed", "nominal", True): (1.0, 0.31, 7),
}
SIZES_NOW = {"pooled": 60.0, "region_effects": 4.0}


@pytest.fixture
def models():
    rows = [
        (scope, *outcome, form, estimator, method, "fitted", slope * times, p_value, lowest, 54, clusters, 9, left_out)
        for scope, clusters in (("RU-UFD", 6), ("RU", 83))
        for outcome, (times, p_value, left_out) in NUMBERS.items()
        for form, estimator, slope in (("level", "pooled", 1234.5), ("log", "region_effects", 0.0833))
        for method, lowest in (("cr2", None), ("wild_rademacher", 0.03125))
    ]
    refused = [
        ("RU-UFD", *outcome, "log", "first_differences", None, "too_few_clusters", *[None] * 3, 4, 1, None, 0)
        for outcome in NUMBERS
    ]
    names = [
        "scope",
        "outcome",
        "prices",
        "decides",
        "form",
        "estimator",
        "method",
        "status",
        "slope",
        "p_value",
        "lowest_p_value",
        "n",
        "clusters",
        "years",
        "cells_left_out",
    ]
    table = pd.DataFrame(rows + refused, columns=names)
    size = table["estimator"].map(SIZES_NOW).where(table["scope"].eq("RU-UFD"))
    return table.assign(size_percent=size, size_verdict="holds")


@pytest.fixture
def sizes():
    rows = [
        (shocks, scope, reading, clusters, estimator, method, 9, 300, size + more)
        for shocks, more in (("none", -1.0), ("one_factor", 0.0), ("two_factors", -0.5))
        for scope, reading, clusters, estimator, method, size in (
            ("RU-UFD", "series", 1, "levels", "classical", 89.0),
            ("RU-UFD", "series", 1, "levels", "fixed_b", 9.0),
            ("RU-UFD", "panel", 6, "region_effects", "cr2", 4.0),
            ("RU-UFD", "panel", 6, "pooled", "cr2", 60.0),
        )
    ]
    names = ["shocks", "scope", "reading", "clusters", "estimator", "method", "years", "draws", "size_percent"]
    return judged(pd.DataFrame(rows, columns=names))


@pytest.fixture
def factors():
    rows = [
        ("education", None, "one_factor", "fitted", 18.6, 0.0),
        ("outcome", True, "one_factor", "fitted", 64.2, 0.32),
        ("outcome", True, "one_factor", "fitted", 86.9, 0.85),
        ("outcome", False, "one_factor", "fitted", 99.0, 0.9),
    ]
    return pd.DataFrame(rows, columns=["side", "decides", "shocks", "status", "share_percent", "persistence"])


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
def printed(models, sizes, factors, fits, regions, texts):
    return table_s8_panels.table(models, sizes, factors, fits, regions, texts, **STUDY)


def p_text(value, texts):
    return number(value, texts.language, 3)


def test_the_article_s_points_come_first_with_both_sizes_at_their_number_of_years(printed, texts, district):
    assert printed.rows[0][0] == block_name(texts, district, "levels.level")
    block = rows_of(printed, printed.rows[0][0])
    assert block[texts["table_s8.classical"]][-2:] == (
        number(88, texts.language, 1),
        f"{number(89, texts.language, 1)}{NO_BREAK_SPACE}†",
    )
    assert block[texts["table_s8.hc3"]][-2:] == (MISSING, MISSING)


def test_the_lines_of_figure_2_have_their_intervals_in_either_price(printed, texts, district):
    block = rows_of(printed, block_name(texts, district, "levels.level"))
    r_squared = number(0.864, texts.language, 2)
    assert block[texts["table_s8.r_squared"]][:2] == (f"{r_squared} ({r_squared})", MISSING)
    hc3 = texts["table_s8.interval.hc3"]
    assert block[hc3][0] == breakable(500, 900, texts)
    assert block[texts("table_s8.interval.nominal", interval=hc3)] == (
        breakable(30_000, 68_000, texts),
        MISSING,
        "",
        "",
    )


def test_the_number_that_decides_stands_first_and_the_nominal_one_in_brackets(printed, texts, district):
    block = rows_of(printed, block_name(texts, district, "region_effects.log"))
    one, two = (number(value, texts.language, 1 if value > 10 else 2) for value in (8.33, 16.66))
    assert block[texts["table_s8.slope.log"]][:2] == (f"{one} ({two})", one)
    line = rows_of(printed, block_name(texts, district, "levels.level"))[texts["table_s8.slope.level"]]
    assert line[0] == f"{number(10_270, texts.language)} ({number(48_999, texts.language)})"


def test_a_test_of_right_size_has_a_star_and_one_above_ten_per_cent_has_none(printed, texts, district):
    held = rows_of(printed, block_name(texts, district, "region_effects.log"))[texts["table_s8.cr2"]]
    assert held == (
        f"{p_text(0.0151, texts)}* ({p_text(0.0404, texts)}*)",
        p_text(0.31, texts),
        number(3, texts.language, 1),
        number(4, texts.language, 1),
    )
    spoilt = rows_of(printed, block_name(texts, district, "pooled.level"))[texts["table_s8.cr2"]]
    assert spoilt[0] == f"{p_text(0.0151, texts)} ({p_text(0.0404, texts)})"
    assert spoilt[-1] == f"{number(60, texts.language, 1)}{NO_BREAK_SPACE}†"


@pytest.mark.parametrize(("size", "star"), [(10.0, "*"), (10.1, "")])
def test_ten_per_cent_is_the_limit_of_a_star(size, star, models, sizes, factors, fits, regions, texts, district):
    models = models.assign(size_percent=size)
    printed = table_s8_panels.table(models, sizes, factors, fits, regions, texts, **STUDY)
    cell = rows_of(printed, block_name(texts, district, "pooled.level"))[texts["table_s8.cr2"]][0]
    assert cell.startswith(f"{p_text(0.0151, texts)}{star} (")


def test_a_size_that_was_not_measured_is_a_dash_without_stars(printed, texts):
    country = block_name(texts, {"en": "Russia", "ru": "Россия"}[texts.language], "region_effects.log")
    row = rows_of(printed, country)[texts["table_s8.cr2"]]
    assert row[-2:] == (MISSING, MISSING)
    assert "*" not in row[0]


def test_a_tiny_p_value_is_printed_as_below_a_thousandth(printed, texts, district):
    block = rows_of(printed, block_name(texts, district, "levels.level"))
    below = f"<{NO_BREAK_SPACE}{p_text(0.001, texts)}"
    assert block[texts["table_s8.classical"]][0] == f"{below} ({below})"


def test_a_refused_fit_has_its_reason_and_no_p_value(printed, texts, district):
    block = rows_of(printed, block_name(texts, district, "levels.level"))
    assert block[texts["table_s8.slope.level"]][1] == texts["panel_status.constant_response"]
    assert block[texts["table_s8.fixed_b"]][1] == MISSING
    alone = rows_of(printed, block_name(texts, district, "first_differences.log"))
    assert list(alone) == [texts["table_s8.slope.log"]]
    reason = texts["panel_status.too_few_clusters"]
    assert alone[texts["table_s8.slope.log"]][:2] == (f"{reason} ({reason})", reason)


def test_a_slope_without_an_error_of_some_kind_has_the_reason_in_place_of_the_p_value(
    models, sizes, factors, fits, regions, texts, district
):
    cancelled = models["method"].eq("cr2") & models["prices"].eq("volume")
    models = models.assign(
        status=models["status"].mask(cancelled, "errors_cancel"), p_value=models["p_value"].mask(cancelled)
    )
    printed = table_s8_panels.table(models, sizes, factors, fits, regions, texts, **STUDY)
    block = rows_of(printed, block_name(texts, district, "pooled.level"))
    assert block[texts["table_s8.cr2"]][0] == f"{texts['panel_status.errors_cancel']} ({p_text(0.0404, texts)})"
    assert block[texts["table_s8.cr2"]][1] == p_text(0.31, texts)


def test_the_note_tells_the_shared_shocks_of_what_decides(printed, texts):
    facts = {"education": "19", "low": "64", "high": "87"}
    calm, lasting = (number(value, texts.language, 1) for value in (0.32, 0.85))
    assert texts("table_s8.shocks", **facts, calm=calm, lasting=lasting) in printed.note


def test_shocks_that_cannot_be_estimated_are_told(models, sizes, factors, fits, regions, texts):
    refused = factors.assign(status="too_few_clusters")
    printed = table_s8_panels.table(models, sizes, refused, fits, regions, texts, **STUDY)
    assert texts["table_s8.no_shocks"] in printed.note


def test_the_note_names_the_lowest_p_value_and_the_cells_without_a_logarithm(printed, texts):
    assert texts("table_s8.lowest", lowest=p_text(0.03125, texts)) in printed.note
    assert texts("table_s8.left_out", n=7) in printed.note


def test_a_district_without_a_common_year_still_has_its_panel(models, sizes, factors, fits, regions, texts):
    printed = table_s8_panels.table(models, sizes, factors, fits.iloc[:0], regions, texts, **STUDY)
    assert set(rows_of(printed, printed.rows[0][0])[texts["table_s8.r_squared"]][:2]) == {MISSING}
    assert any(MISSING not in row[2:4] for row in printed.rows)


def test_a_study_of_the_whole_country_prints_each_block_once(models, sizes, factors, fits, regions, texts):
    country = models[models["scope"] == "RU"]
    printed = table_s8_panels.table(country, sizes, factors, fits, regions, texts, district="RU", outcomes=OUTCOMES)
    assert not pd.DataFrame(printed.rows)[[0, 1]].duplicated().any()
