"""Figures and tables of profiles, ranks, sensitivity, connections and validity: drawn whole, and true to their rows."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Annotation, Text

from regioncodes.exhibits.figures import (
    figure_1_model,
    figure_1b_connections,
    figure_s5_profiles,
    figure_s7_ranks,
    figure_s8_sensitivity,
)
from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.tables import table_s5_sensitivity, table_s6_validity, table_s7_connections
from regioncodes.ground.code_names import DYNAMIC_CODES
from regioncodes.statistics.permutations import with_verdicts
from regioncodes.words.numbers import MISSING, number

CHOICES = {"main": ["composite"], "mapping": ["article"], "indicator": ["one", "other"], "sign": ["sign_only"]}


SIDES = {"lower": -1, "upper": 1}


@pytest.fixture(scope="module")
def rates():
    rows = [
        (
            "composite",
            region,
            code,
            DYNAMIC_CODES[code],
            year,
            "gaussian_process",
            order,
            np.nan if (region, year) == ("RU-YAN", 2010) else np.sin(year / 3 + place) / (1 + 3 * order),
            year in (2005, 2006, 2015, 2016),
        )
        for place, region in enumerate(["RU-KGN", "RU-SVE", "RU-YAN"])
        for code in DYNAMIC_CODES
        for year in range(2005, 2017)
        for order in (0, 1, 2)
    ]
    names = ["mapping", "region", "code", "dynamic_code", "year", "method", "order", "estimate", "edge"]
    table = pd.DataFrame(rows, columns=names)
    half = {"": 0.2, "joint_": 0.3}
    ends = {f"{name}{end}_95": table["estimate"] + sign * half[name] for name in half for end, sign in SIDES.items()}
    return table.assign(**ends)


@pytest.fixture(scope="module")
def ranks(regions):
    rows = [
        ("composite", reading, year, region, (place + 1) / 9)
        for reading in ("sum", "memory", "literal", "elapsed")
        for year in range(2005, 2017)
        for place, region in enumerate(regions["region"][:8])
    ]
    table = pd.DataFrame(rows, columns=["mapping", "reading", "year", "region", "probability_above_zero"])
    ranked = ~table["region"].isin(["RU-UFD", "RU"])
    chance = table["probability_above_zero"].where(ranked)
    return table.assign(
        mean_sd_year=0.1, probability_first=chance / 3, probability_above_district=chance, ranked_regions=6, draws=4000
    )


@pytest.fixture(scope="module")
def moves(regions):
    rows = [
        (choice, variant, year, region, np.nan if choice == "mapping" else 0.1 * place - 0.3 + 0.05 * number)
        for choice, variants in CHOICES.items()
        for number, variant in enumerate(variants)
        for year in (2014, 2016)
        for place, region in enumerate(regions["region"][:8])
    ]
    table = pd.DataFrame(rows, columns=["choice", "variant", "year", "region", "nid_sd_year"])
    ranked = ~table["region"].isin(["RU-UFD", "RU"])
    rank = table["nid_sd_year"].where(ranked).groupby([table["variant"], table["year"]]).rank(ascending=False)
    study = table[table["choice"] == "main"].drop_duplicates("region").set_index("region")
    main = table["region"].map(study["nid_sd_year"])
    table = table.assign(rank=rank, main_nid_sd_year=main)
    own = table[table["choice"] == "main"].drop_duplicates("region").set_index("region")["rank"]
    change = (table["nid_sd_year"] - main).where(table["choice"] != "sign")
    return table.assign(main_rank=table["region"].map(own), change_sd_year=change)


@pytest.fixture(scope="module")
def connections():
    rows = [
        {
            "scope": scope,
            "kind": kind,
            "start": start,
            "end": end,
            "n": 660,
            "regions": regions,
            "blocks": blocks,
            "first_year": 2007,
            "last_year": 2014,
            "correlation": 0.1,
            "p_value": 0.5,
            "lowest_p_value": 2 / 2**blocks,
            "status": "estimated",
        }
        for scope, regions, blocks in (("country", 83, 8), ("district", 6, 6))
        for start, end, kind in figure_1_model.LINKS
    ]
    return with_verdicts(pd.DataFrame(rows).assign(smallest_seen=0.3), ["scope", "kind"])


@pytest.fixture(scope="module")
def told(connections):
    """The same with one connection of each kind told from zero."""
    first = (connections["scope"] == "country") & ~connections.duplicated(["scope", "kind"])
    strong = connections.assign(
        correlation=connections["correlation"].mask(first, -0.45), p_value=connections["p_value"].mask(first, 1 / 128)
    )
    return with_verdicts(strong.drop(columns=["p_value_holm", "verdict"]), ["scope", "kind"])


@pytest.fixture(scope="module")
def drawings(rates, ranks, moves, connections, told, regions, texts):
    shown = figure_s8_sensitivity.shown_moves(moves, district="RU-UFD")
    own = figure_s7_ranks.shown_ranks(ranks, mapping="composite", edge_years=2, periods=5)
    return {
        "profiles": figure_s5_profiles.figure(rates, regions, texts),
        "ranks": figure_s7_ranks.figure(own, regions, texts),
        "sensitivity": figure_s8_sensitivity.figure(shown, regions, texts),
        "nothing told": figure_1b_connections.figure(connections, texts),
        "some told": figure_1b_connections.figure(told, texts),
    }


def test_no_text_is_cut_overlapping_tiny_or_lost(drawings, texts, tmp_path):
    for name, drawing in drawings.items():
        drawn = drawn_texts(drawing)
        assert len(drawn) > 10, name
        assert drawn_faults(drawing, texts.language) == [], name
        style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_a_profile_has_a_panel_for_every_code_and_order_and_bridges_no_gap(rates, regions, texts):
    drawing = figure_s5_profiles.figure(rates, regions, texts)
    assert len(drawing.axes) == 3 * 6
    yamal = drawing.axes[2 * 6]
    gaps = [np.isnan(line.get_ydata()[5]) for line in yamal.lines[1:]]
    assert all(gaps)


def test_a_figure_grows_by_rows_with_the_number_of_units(rates, regions, texts):
    few = rates[rates["region"] == "RU-KGN"]
    heights = [figure_s5_profiles.figure(table, regions, texts).get_figheight() for table in (few, rates)]
    assert (heights[1] - heights[0]) * style.CENTIMETRES_PER_INCH == pytest.approx(2 * figure_s5_profiles.ROW_CM)


def test_the_bars_are_the_probabilities_and_the_caption_names_the_most_probable(ranks, regions, texts):
    own = figure_s7_ranks.shown_ranks(ranks, mapping="composite", edge_years=2, periods=5)
    assert sorted(own["year"].unique()) == [2014, 2016]
    drawing = figure_s7_ranks.figure(own, regions, texts)
    widths = sorted(bar.get_width() for bar in drawing.axes[2].patches)
    assert widths == pytest.approx([(place + 1) / 9 for place in range(8)])
    leader = own[own["probability_first"].notna()].sort_values("probability_first")["region"].iloc[-1]
    name = regions.set_index("region").loc[leader, f"short_{texts.language}"]
    assert name in figure_s7_ranks.figure_caption(own, regions, texts, district="—")


def test_ranks_of_short_windows_are_not_shown_and_the_first_year_shown_is_inner(ranks):
    shown = [
        figure_s7_ranks.shown_ranks(ranks, mapping="composite", edge_years=edges, periods=periods)
        for edges, periods in ((2, 7), (2, 8), (0, 11), (2, 12))
    ]
    assert [sorted(own["year"].unique()) for own in shown] == [[2014, 2016], [2016], [2016], [2016]]
    assert [bool(own["probability_above_zero"].notna().any()) for own in shown] == [True, True, True, False]


def test_every_connection_has_its_correlation_and_only_those_told_from_zero_in_bold(drawings, connections, told, texts):
    def strengths(drawing):
        own = [text for text in drawing.findobj(Text) if (text.get_gid() or "").startswith("strength_")]
        assert len(own) == len(figure_1_model.LINKS)
        return sorted(text.get_text() for text in own if text.get_weight() == "bold")

    assert strengths(drawings["nothing told"]) == []
    assert strengths(drawings["some told"]) == ["\u22120,45" if texts.language == "ru" else "\u22120.45"] * 3
    assert texts["figure_1b.nothing"] in figure_1b_connections.figure_caption(connections, texts, mapping="composite")
    assert texts["figure_1b.some"] in figure_1b_connections.figure_caption(told, texts, mapping="composite")


def test_the_key_of_the_connections_has_no_style_that_is_not_drawn(drawings):
    for drawing in drawings["nothing told"], drawings["some told"]:
        looks = [
            (annotation.arrow_patch.get_edgecolor(), annotation.arrow_patch.get_linestyle(), annotation.xyann[0] == 0.5)
            for annotation in drawing.findobj(Annotation)
        ]
        drawn = {look[:2] for look in looks if not look[2]}
        assert {look[:2] for look in looks if look[2]} <= drawn
        assert sum(look[2] for look in looks) == 3


def test_the_title_of_the_ranks_says_that_the_first_is_open_unless_one_is_more_likely_than_not(ranks, regions, texts):
    own = figure_s7_ranks.shown_ranks(ranks, mapping="composite", edge_years=2, periods=5)
    names = dict(zip(regions["region"], regions[f"short_{texts.language}"], strict=True))
    first_line = texts["figure_s7.title_open"].split("\n", maxsplit=1)[0]
    assert figure_s7_ranks.title(own, names, texts).startswith(first_line)
    sure = own.assign(probability_first=own["probability_first"] * 3)
    assert not figure_s7_ranks.title(sure, names, texts).startswith(first_line)
    assert names["RU-CHE"] in figure_s7_ranks.title(sure, names, texts)


def test_regions_are_held_against_the_district_or_without_one_the_country(ranks, regions, texts):
    own = figure_s7_ranks.shown_ranks(ranks, mapping="composite", edge_years=2, periods=5)
    for shown, key in ((own, "above_district"), (own[own["region"].ne("RU-UFD")], "above_country")):
        titles = [axes.get_title(loc="left") for axes in figure_s7_ranks.figure(shown, regions, texts).axes[:3]]
        assert titles == [texts[f"figure_s7.{name}"] for name in ("first", key, "above_zero")]


def test_the_leader_of_the_study_is_counted_over_the_variants_that_give_ranks(moves, regions, texts):
    shown = figure_s8_sensitivity.shown_moves(moves, district="RU-UFD")
    names = dict(zip(regions["region"], regions[f"short_{texts.language}"], strict=True))
    found = figure_s8_sensitivity.leadership(shown, names, texts)
    # Three variants have numbers; the other mapping has none.
    assert found == {"leader": names["RU-CHE"], "first": 3, "computed": 3}


def test_a_row_of_profiles_has_a_scale_of_its_own(rates, regions, texts):
    wide = rates["region"].eq("RU-YAN")
    numbers = ["estimate", *(name for name in rates if name.endswith("_95"))]
    figure = figure_s5_profiles.figure(
        rates.assign(**{name: rates[name].where(~wide, 20 * rates[name]) for name in numbers}), regions, texts
    )
    for first in (0, 3):
        limits = [figure.axes[6 * row + first].get_ylim()[1] for row in range(3)]
        assert limits[2] > 10 * limits[0]
        assert figure.axes[first].get_ylim() == figure.axes[first + 2].get_ylim()
    assert drawn_faults(figure, texts.language) == []


def test_the_table_of_sensitivity_has_a_row_for_every_choice_and_ranked_region(moves, regions, texts):
    table = table_s5_sensitivity.table(moves, regions, texts, district="RU-UFD")
    assert len(table.rows) == len(CHOICES) * 6
    assert table.rows[0][3] == "6"  # Kurgan is the lowest in the study
    missing = [row for row in table.rows if row[2] == MISSING]
    assert len(missing) == 12  # the other mapping has no number, the sense of "> 0" none that compares
    assert "article" in table.note
    district = texts.language == "en" and "Ural Federal District"
    assert all(row[1] != district for row in table.rows)


def test_a_study_without_any_number_still_has_its_figure_and_table(moves, regions, texts):
    numbers = ["nid_sd_year", "main_nid_sd_year", "rank", "main_rank", "change_sd_year"]
    empty = moves.assign(**dict.fromkeys(numbers, np.nan))
    shown = figure_s8_sensitivity.shown_moves(empty, district="RU-UFD")
    drawing = figure_s8_sensitivity.figure(shown, regions, texts)
    assert texts["figure.no_data"] in [text.get_text() for text in drawing.axes[0].texts]
    assert texts["figure.no_data"] in figure_s8_sensitivity.figure_caption(shown, regions, texts, district="—")
    assert set(table_s5_sensitivity.table(empty, regions, texts, district="RU-UFD").rows[0][2:]) == {MISSING}


def test_the_table_of_connections_prints_both_scopes_and_every_verdict(told, texts):
    names = pd.DataFrame({"region": ["RU", "RU-UFD"], "name_en": ["Russia", "Ural"], "name_ru": ["Россия", "Урал"]})
    table = table_s7_connections.table(told, names, texts, mapping="composite", district="RU-UFD", power=0.8)
    assert len(table.rows) == 24
    assert len(table.blocks()) == 2
    assert sum(row[-1] == texts["verdict.negative"] for row in table.rows) == 3
    assert sum(row[-1] == texts["verdict.no_power"] for row in table.rows) == 12


def test_the_table_of_validity_names_what_was_left_out_and_prints_a_status_without_numbers(texts):
    indicators = pd.DataFrame(
        {"indicator": ["one", "two"], "title_en": ["One", "Two"], "title_ru": ["Первый", "Второй"]}
    )
    rows = [
        {
            "dynamic_code": "value",
            "measure": "one",
            "form": "level",
            "left_out": "one",
            "n": 9,
            "regions": 3,
            "blocks": 3,
            "first_year": 2007,
            "last_year": 2014,
            "correlation": 0.5,
            "p_value": 0.25,
            "lowest_p_value": 0.25,
            "status": "estimated",
        },
        {"dynamic_code": "innovation", "measure": "two", "form": "change", "left_out": "", "status": "not_read"},
    ]
    tests = with_verdicts(pd.DataFrame(rows), ["dynamic_code"]).assign(smallest_seen=[0.42, np.nan])
    table = table_s6_validity.table(tests, indicators, texts, mapping="m", power=0.8)
    assert number(0.42, texts.language, 2) in table.note
    unseen = table_s6_validity.table(tests.assign(smallest_seen=np.nan), indicators, texts, mapping="m", power=0.8)
    assert texts["tests.seen.none"] in unseen.note
    assert indicators.loc[0, f"title_{texts.language}"] in table.note
    assert table.rows[1][3:] == (MISSING, MISSING, MISSING, MISSING, MISSING, texts["verdict.not_read"])
    assert table.rows[0][3] == "9"
