"""The pictures of the first page: true to their rows, small, closed in themselves, and left out where nothing is."""

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from project import ROOT
from regioncodes.exhibits.printing import colours, style
from regioncodes.ground.options import SiteChoices
from regioncodes.ground.tables import read_table
from regioncodes.publication.site import small_pictures as pictures
from regioncodes.words.texts import Texts

FINDINGS = ["figure_2", "foresight", "codes", "composition", "connections", "surveys", "claims"]
MOST_BYTES = 12_000
SHOWN = SiteChoices("RU-UFD", "composite", "gaussian_process", {}, "education", "e")
URAL = ["RU-CHE", "RU-KGN", "RU-KHM", "RU-SVE", "RU-TYU-0", "RU-YAN"]


@pytest.fixture(scope="module", params=["en", "ru"])
def texts(request):
    both = [read_table(ROOT / f"data/reference/{name}.csv") for name in ("texts", "site_texts")]
    return Texts(pd.concat(both, ignore_index=True), request.param)


def figure_2_rows():
    outcomes = ["grp_per_capita", "adv_tech_developed", "income_per_capita_month", "consumer_spending_per_capita_month"]
    kinds = ["interval", "all", "interval", "outside"]
    same = {"decides": True, "scale": "log", "scope": "RU", "sample": "panel", "form": "region_year_effects"}
    slopes = {"slope_of_figure": 0.5, "corrected_slope": 0.05, "set_lower_95": -0.1, "set_upper_95": 0.2}
    return pd.DataFrame(
        [{"outcome": name, "set_kind": kind} | same | slopes for name, kind in zip(outcomes, kinds, strict=True)]
    )


def foresight_rows():
    rows = [
        (role, code, horizon, value, 0.1, verdict)
        for role, code, value, verdict in (
            ("primary", "code_id", 0.05, "not_distinguishable"),
            ("primary", "code_nid", -0.2, "negative"),
            ("rival", "past_growth", 0.15, ""),
        )
        for horizon in (1, 3)
    ]
    table = pd.DataFrame(
        rows, columns=["role", "predictor", "horizon_years", "rank_correlation", "smallest_seen", "verdict"]
    )
    return table.assign(target="real_grp_per_head", figures="lagged", origin="all")


@pytest.fixture(scope="module")
def tables(regions):
    nid = pd.DataFrame(
        [
            (
                unit,
                year,
                np.sin(year + place) / 5,
                2007 <= year <= 2014,
                0.01 if (unit, year) == ("RU-SVE", 2010) else 1.0,
            )
            for place, unit in enumerate([*URAL, "RU-UFD", "RU"])
            for year in range(2005, 2017)
        ],
        columns=["region", "year", "estimate", "inner", "half"],
    )
    ends = {"joint_lower_95": nid["estimate"] - nid["half"], "joint_upper_95": nid["estimate"] + nid["half"]}
    same = {"mapping": "composite", "method": "gaussian_process", "formula": "code_id", "sign": "signed"}
    shares = {"production": [0.6, 0.4], "institutional": [1.2, -0.2], "social": [0.3, 0.3, 0.4]}
    composition = [("composite", "change", True, code, share) for code, own in shares.items() for share in own]
    survey = [
        (order, ["institutional", "information", "value"][order // 6], f"o{order}", 30.0 + order) for order in range(18)
    ]
    table_1 = pd.DataFrame(survey, columns=["order", "block", "option", "printed_percent"])
    table_1 = table_1.assign(question=table_1["block"], stated_base=208)
    verdicts = ["reproduced"] * 4 + ["by_construction"] * 47 + ["contradicted"] * 2
    connections = pd.DataFrame({"correlation": np.linspace(-0.5, 0.5, 12), "smallest_seen": 0.6, "scope": "country"})
    return {
        "estimates": figure_2_rows(),
        "foresight": foresight_rows(),
        "nid": nid.assign(**ends, **same),
        "regions": regions,
        "region_tiles": read_table(ROOT / "data/reference/region_tiles.csv"),
        "composition": pd.DataFrame(composition, columns=["mapping", "form", "pooled", "code", "covariance_share"]),
        "connections": connections.assign(verdict=["negative", *["not_distinguishable"] * 11]),
        "table_1": table_1,
        "granularity": table_1[["question", "option"]].assign(
            table="table_1", base=208, fits=~table_1["order"].isin([3, 15])
        ),
        "claims": pd.DataFrame({"verdict": verdicts}),
    }


@pytest.fixture(scope="module")
def made(tables, texts):
    return pictures.small_pictures(tables, texts, SHOWN)


def drawn(finding, tables, texts):
    needed, draw = pictures.DRAWERS[finding]
    with style.house_style():
        return draw(*(tables[name] for name in needed), texts, SHOWN)[0]


def test_every_finding_has_a_small_picture_that_is_closed_in_itself(made):
    assert list(made) == FINDINGS
    names = [name for picture in made.values() for name in re.findall(r' id="([^"]+)"', picture.svg)]
    assert len(names) == len(set(names))  # also beside each other in one page
    for finding, picture in made.items():
        ElementTree.fromstring(picture.svg)
        assert len(picture.svg.encode()) < MOST_BYTES, finding
        assert picture.svg.startswith("<svg")
        used = re.findall(r'(?:url\(|href=")(#?[^")]+)', picture.svg)
        assert used
        assert {name.removeprefix("#") for name in used} <= set(names)
        assert "<text" not in picture.svg
        assert re.search(r"\d", picture.alternative), finding


def test_the_pictures_repeat_byte_for_byte(made, tables, texts):
    assert pictures.small_pictures(tables, texts, SHOWN) == made


@pytest.mark.parametrize("finding", FINDINGS)
def test_letters_are_readable_whole_and_apart(finding, tables, texts):
    drawing = drawn(finding, tables, texts)
    drawing.canvas.draw()
    shown = [text for text in drawing.findobj(Text) if text.get_text().strip() and text.get_visible()]
    assert min((text.get_fontsize() for text in shown), default=9) >= 6.5
    boxes = [Text.get_window_extent(text) for text in shown]
    for text, box in zip(shown, boxes, strict=True):
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= drawing.bbox.x1, text
        assert box.y1 <= drawing.bbox.y1, text
    apart = [
        not one.padded(-0.5).overlaps(other.padded(-0.5)) for place, one in enumerate(boxes) for other in boxes[:place]
    ]
    assert all(apart)


def test_slopes_are_drawn_in_per_cent_of_figure_2_and_an_open_set_crosses_the_picture(tables, texts, made):
    axes = drawn("figure_2", tables, texts).axes[0]
    spans = [
        tuple(line.get_xdata()) for line in axes.lines if len(set(line.get_ydata())) == 1 and len(line.get_xdata()) == 2
    ]
    assert spans[0] == pytest.approx((-20, 40))
    assert spans[1] == spans[3] == pictures.SLOPES
    dots = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 1]
    assert dots == pytest.approx([10, 10])
    assert made["figure_2"].alternative.count("[−20;\u00a040]") == 2
    assert made["figure_2"].alternative.count(texts["site.small.figure_2.open"]) == 2


def test_correlations_past_growth_and_what_would_have_been_seen(tables, texts, made):
    axes = drawn("foresight", tables, texts).axes[0]
    by_colour = {}
    for line in axes.lines:
        if len(line.get_xdata()) == 1:
            by_colour.setdefault(line.get_color(), []).append(line.get_xdata()[0])
    assert by_colour[colours.CODE_ID] == [0.05, 0.05]
    assert by_colour[colours.CODE_NID] == [-0.2, -0.2]
    assert by_colour[colours.RIVAL] == [0.15] * 4
    assert len(by_colour["white"]) == 2  # rings of what is told from zero
    assert {round(bar.get_width(), 9) for bar in axes.patches} == {0.2}
    assert {"en": "2 of 4", "ru": "2 из 4"}[texts.language] in made["foresight"].alternative


def test_codes_name_the_region_told_from_zero_in_an_inner_year(made, tables, texts):
    name = tables["regions"].set_index("region").loc["RU-SVE", f"short_{texts.language}"]
    assert f"1 ({name})" in made["codes"].alternative
    outer = tables | {"nid": tables["nid"].assign(inner=False)}
    del outer["claims"]
    again = pictures.small_pictures(outer, texts, SHOWN)
    assert f"0 ({texts['site.small.none']})" in again["codes"].alternative
    assert again["claims"] is None


def test_shares_of_a_code_stand_side_by_side_and_negative_ones_left_of_zero(tables, texts):
    bars = drawn("composition", tables, texts).axes[0].patches
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]
    assert spans[:4] == [pytest.approx(span) for span in ((0, 0.6), (0.6, 1.0), (0, 1.2), (-0.2, 0))]
    assert spans[4:] == [pytest.approx(span) for span in ((0, 0.4), (0.4, 0.7), (0.7, 1.0))]


def test_impossible_shares_are_marked_above_their_bars(tables, texts, made):
    axes = drawn("surveys", tables, texts).axes[0]
    assert [bar.get_height() for bar in axes.patches] == [30.0 + order for order in range(18)]
    crosses = next(line for line in axes.lines if line.get_marker() == "X")
    assert list(crosses.get_xdata()) == [3, 17]
    assert list(crosses.get_ydata()) == [40, 52]
    wanted = {"en": ("33.0", "45.0"), "ru": ("33,0", "45,0")}[texts.language]
    assert all(share in made["surveys"].alternative for share in wanted)


def test_claims_are_counted_by_verdict_and_those_without_a_claim_left_out(tables, texts, made):
    axes = drawn("claims", tables, texts).axes[0]
    assert [bar.get_width() for bar in axes.patches] == [4, 47, 2]
    assert made["claims"].alternative.count(": ") >= 3
    assert texts["claims.verdict.not_shown"] not in made["claims"].alternative


def test_a_study_without_the_rows_has_no_pictures_and_no_fault(tables, texts):
    assert set(pictures.small_pictures({}, texts, SHOWN).values()) == {None}
    empty = {name: table.iloc[:0] for name, table in tables.items()} | {
        name: tables[name] for name in ("regions", "region_tiles")
    }
    assert set(pictures.small_pictures(empty, texts, SHOWN).values()) == {None}
