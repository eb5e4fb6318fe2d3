"""The figure of all combinations: drawn whole, framed where nine tenths agree, its caption true to the tables."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from project import ROOT
from regioncodes.exhibits.figures import figure_s13_multiverse
from regioncodes.exhibits.printing.drawn_faults import drawn_faults
from regioncodes.ground.tables import read_table
from regioncodes.words.numbers import number

YEARS = range(2005, 2017)


@pytest.fixture(scope="module")
def regions():
    return read_table(ROOT / "data/reference/regions.csv")


@pytest.fixture(scope="module")
def shares():
    rows = []
    for formula, place, region, year in (
        (formula, place, region, year)
        for formula in ("code_id", "code_nid")
        for place, region in enumerate(["RU-KGN", "RU-SVE", "RU-UFD", "RU"])
        for year in YEARS
    ):
        inner = 2007 <= year <= 2014
        above = 95.0 if (formula, region, year) == ("code_id", "RU-SVE", 2008) else 10.0 * place
        below = 92.0 if (formula, region, year) == ("code_nid", "RU-KGN", 2012) else 0.0
        status = "no_band" if formula == "code_nid" and year < 2007 else "counted" if inner else "edge_years"
        shown = np.nan if status == "no_band" else 1.0
        counts = (0 if status == "no_band" else 1200, above * shown, min(below, 100 - above) * shown, np.nan)
        rows.append((formula, region, year, inner, *counts, status, 132192, 54720, 10000))
    names = ["formula", "region", "year", "inner", "combinations", "above_percent", "below_percent", "neither_percent"]
    table = pd.DataFrame(
        rows, columns=[*names, "status", "possible_combinations", "distinct_combinations", "sampled_combinations"]
    )
    return table.assign(neither_percent=100 - table["above_percent"] - table["below_percent"])


@pytest.fixture(scope="module")
def choices():
    rows = [
        (formula, choice, "x", 5, 1.0, 1.0, spread)
        for formula in ("code_id", "code_nid")
        for choice, spread in (("weights", 3.0), ("scaling", 2.0), ("deflator", np.nan))
    ]
    return pd.DataFrame(
        rows, columns=["formula", "choice", "level", "combinations", "above_percent", "below_percent", "spread_percent"]
    )


def drawn(shares, choices, regions, texts):
    results = SimpleNamespace(multiverse=shares, multiverse_choices=choices, regions=regions)
    return figure_s13_multiverse.exhibit(results, SimpleNamespace(district="RU-UFD"), texts)


def test_nothing_is_cut_and_nothing_overlaps(shares, choices, regions, texts):
    figure, _ = drawn(shares, choices, regions, texts)
    assert drawn_faults(figure, texts.language) == []


def test_inner_cells_in_which_nine_tenths_agree_are_framed_and_no_others(shares, choices, regions, texts):
    figure, _ = drawn(shares, choices, regions, texts)
    frames = [
        [patch for patch in axes.patches if isinstance(patch, Rectangle) and not patch.get_fill()]
        for axes in figure.axes
    ]
    assert [len(of_panel) for of_panel in frames] == [1, 1]
    assert [round(of_panel[0].get_x() + 0.44) for of_panel in frames] == [2008, 2012]


def test_the_caption_counts_region_years_and_names_what_moves_most(shares, choices, regions, texts):
    _, caption = drawn(shares, choices, regions, texts)
    assert number(132192, texts.language) in caption
    assert texts["multiverse.choice.weights"] in caption
    wanted = {"en": "Code ID above zero in 1 of 16", "ru": "Code ID выше нуля — 1 из 16"}[texts.language]
    assert wanted in caption.replace("\u00a0", " ")


def test_where_no_choice_moves_anything_the_caption_says_so(shares, choices, regions, texts):
    _, caption = drawn(shares, choices.assign(spread_percent=np.nan), regions, texts)
    assert texts["multiverse.nothing"] in caption
