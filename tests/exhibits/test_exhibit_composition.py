"""Figure S11 and Table S14: shares where they belong, names as built, captions that say which indicator a code is."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from regioncodes.exhibits.figures import figure_s1_codes, figure_s5_profiles, figure_s7_ranks, figure_s11_composition
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.tables import table_s1_codes, table_s14_composition
from regioncodes.words.code_terms import beside_a_rate, term_names
from regioncodes.words.numbers import MISSING

TERMS = {
    "production": [
        ("fixed_assets", "log", "cpi", "employment_avg", 1),
        ("fixed_assets_wear", "identity", "none", "none", -1),
    ],
    "institutional": [("regional_budget_revenue", "identity", "none", "regional_budget_spending", 1)],
    "social": [
        ("life_expectancy", "identity", "none", "none", 1),
        ("migration_growth_per_10k", "identity", "none", "none", 1),
    ],
}
UNITS = ["RU-KGN", "RU-SVE", "RU-UFD", "RU"]
PERIOD = {"first_year": 2005, "last_year": 2016}


@pytest.fixture(scope="module")
def composition():
    """Two indicators share a code as place by place 30 to 70; the single unit at last has too few changes."""
    rows = [
        ("composite", code, region, pooled, form, *term, share, 22 if pooled else 11, 22 if pooled else 11)
        for code, terms in TERMS.items()
        for place, (region, pooled) in enumerate([*((unit, False) for unit in UNITS), ("RU-UFD", True)])
        for form in ("change", "level")
        for term, share in zip(terms, [0.3 + 0.1 * place, 0.7 - 0.1 * place] if len(terms) > 1 else [1.0], strict=True)
    ]
    keys = ["mapping", "code", "region", "pooled", "form", "indicator", "transform", "deflator", "denominator"]
    table = pd.DataFrame(rows, columns=[*keys, "orientation", "covariance_share", "n", "n_indicator"])
    table["covariance_share"] = table["covariance_share"].mask(table["region"].eq("RU") & table["form"].eq("change"))
    return table.assign(dominant=table["covariance_share"] > 0.5 + 1e-9)


@pytest.fixture(scope="module")
def named_regions(regions):
    return regions.assign(name_en=regions["short_en"], name_ru=regions["short_ru"])


@pytest.fixture(scope="module")
def drawing(composition, indicators, texts):
    return figure_s11_composition.figure(composition, indicators, texts, district="RU-UFD")


def test_bars_are_the_shares_of_the_regions_together_the_largest_first(drawing, composition):
    widths = [[bar.get_width() for bar in axes.patches] for axes in drawing.axes]
    assert np.concatenate(widths[0::2]) == pytest.approx([70, 30, 100, 70, 30])
    assert widths[0::2] == widths[1::2]


def test_indicators_are_named_as_built_and_shares_above_a_half_are_bold(drawing, composition, indicators, texts):
    found = " ".join(text.words for text in drawn_texts(drawing))
    for name in term_names(composition, indicators, texts).values():
        assert name in found
    bold = {text.get_text() for axes in drawing.axes for text in axes.texts if text.get_weight() == "bold"}
    assert bold == {"70", "100"}


def test_no_text_is_cut_overlapping_or_tiny(drawing, texts):
    assert drawn_faults(drawing, texts.language) == []


def test_where_the_country_is_studied_there_is_one_whole(composition, indicators, texts):
    country = composition.replace({"region": {"RU-UFD": "RU"}}).drop_duplicates(
        ["code", "region", "pooled", "form", "indicator"]
    )
    drawing = figure_s11_composition.figure(country, indicators, texts, district="RU")
    said = [text.words for text in drawn_texts(drawing)]
    assert texts["figure_s11.country"] in said
    assert texts["figure_s11.district"] not in said


def test_the_table_has_a_row_for_every_indicator_and_stars_what_is_more_than_half(
    composition, named_regions, indicators, texts
):
    table = table_s14_composition.table(composition, named_regions, indicators, texts, district="RU-UFD", period=PERIOD)
    assert len(table.rows) == 5
    assert all(len(row) == len(table.columns) for row in table.rows)
    first = [cell.replace("\u00a0", " ") for cell in table.rows[0]]
    assert first[2:] == [texts["table_s14.log"], "70*", "30 … 40", "50", MISSING, "22", "70*"]
    assert sum(column.share for column in table.columns) == pytest.approx(1)


def test_whatever_shows_a_rate_says_which_indicator_a_code_mostly_is(
    composition, named_regions, indicators, nid, texts
):
    said = beside_a_rate(composition, named_regions, indicators, texts, "composite")
    shown = {"mapping": "composite", "method": "gaussian_process"}
    choices = SimpleNamespace(district="RU-UFD", mapping="composite", shown=shown, edge_years=2, periods=2)
    rates = nid[nid["reading"].eq("memory")].assign(code="social", order=1)
    rates = pd.concat([rates, rates.assign(order=0)])
    ranks = nid[nid["reading"].isin(["sum", "memory"])].assign(
        mean_sd_year=0.1, probability_first=0.2, probability_above_district=0.4, probability_above_zero=0.6
    )
    facts = {"regions": named_regions, "indicators": indicators, "code_composition": composition}
    results = SimpleNamespace(nid=nid, rates=rates, ranks=ranks.assign(ranked_regions=6, draws=10), **facts)
    for module in (figure_s1_codes, figure_s5_profiles, figure_s7_ranks):
        _, caption = module.exhibit(results, choices, texts)
        assert caption.endswith(said)
    assert table_s1_codes.exhibit(results, choices, texts).note.endswith(said)
