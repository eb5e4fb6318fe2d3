"""The figure and the page of coverage."""

import re

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from regioncodes.exhibits.figures import figure_s3_coverage
from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.tables import table_s3_coverage
from regioncodes.panel.coverage import REASONS, filled_by

UNITS = ["RU-KGN", "RU-SVE", "RU-UFD"]
INDICATORS = pd.DataFrame(
    {
        "indicator": [*REASONS, "long"],
        "title_en": [*(f"Title {place}" for place in range(len(REASONS))), "A title of many words " * 4],
        "title_ru": [*(f"Название {place}" for place in range(len(REASONS))), "Число студентов на 10 000 человек " * 2],
    }
)


@pytest.fixture(scope="module")
def cells():
    """Each indicator named after a reason has it in Kurgan until 2010; all else is published."""
    rows = [
        (indicator, unit, year, reason if unit == "RU-KGN" and year <= 2010 else "published")
        for indicator, reason in zip(INDICATORS["indicator"], [*REASONS, "absent"], strict=True)
        for unit in UNITS
        for year in range(2005, 2017)
    ]
    return pd.DataFrame(rows, columns=["indicator", "region", "year", "reason"])


@pytest.fixture(scope="module")
def filled(cells):
    columns = ["indicator", "first_year", "last_year", "publication_en", "publication_ru", "table"]
    line = ("not_in_files", 2005, 2010, "Yearbook 2015", "Ежегодник 2015", "2.3.")
    return filled_by(cells, pd.DataFrame([line], columns=columns))


@pytest.fixture(scope="module")
def regions(regions):
    return regions.assign(name_en=regions["short_en"], name_ru=regions["short_ru"])


def printed(filled, regions, texts, **choice):
    return table_s3_coverage.table(filled, INDICATORS, regions, texts, district="RU-UFD", **choice)


def test_no_text_of_the_figure_is_cut_overlapping_or_lost(cells, texts, tmp_path):
    drawing = figure_s3_coverage.figure(cells, INDICATORS, texts)
    drawn = drawn_texts(drawing)
    assert len(drawn) > 20
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_a_cell_is_coloured_by_its_reason_and_counts_the_values_where_one_is_missing(cells, texts):
    (axes,) = figure_s3_coverage.figure(cells, INDICATORS, texts).axes
    colours = {(patch.get_x() + 0.5, patch.get_y() + 0.5): patch for patch in axes.findobj(Rectangle)[:-1]}
    for place, reason in enumerate(REASONS[:-1]):
        assert to_hex(colours[(2005, place)].get_facecolor()) == to_hex(figure_s3_coverage.COLOURS[reason])
        assert to_hex(colours[(2011, place)].get_facecolor()) == to_hex(figure_s3_coverage.COLOURS["published"])
    counts = {text.get_position(): text.get_text() for text in axes.texts}
    assert counts[(2005, 0)] == "2"
    assert (2005, REASONS.index("derived")) not in counts
    assert (2011, 0) not in counts


def test_indicators_published_throughout_share_the_last_row(cells, texts):
    (axes,) = figure_s3_coverage.figure(cells, INDICATORS, texts).axes
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert len(labels) == len(INDICATORS)
    assert labels[-1] == texts("figure_s3.whole", n=1)


def test_a_thousand_is_not_broken_over_two_lines():
    assert "10\u00a0000" in figure_s3_coverage._wrapped(
        "Число студентов программ высшего образования на 10 000 человек"
    )


def test_the_caption_counts_cells_values_derived_ones_and_dashes(cells, texts):
    caption = figure_s3_coverage.figure_caption(cells, texts, district="UFD")
    # 7 indicators, 3 units, 12 years; of them 5 × 6 cells without a value, 6 derived and 12 dashes among these.
    assert [word for word in re.findall(r"\d+", caption) if word in ("252", "222", "6", "12")] == [
        "252",
        "222",
        "6",
        "12",
    ]


def test_a_hole_is_printed_with_units_years_reason_and_publication(filled, regions, texts):
    table = printed(filled, regions, texts, holes_only=True)
    titles = INDICATORS.set_index("indicator")[f"title_{texts.language}"]
    kurgan = regions.set_index("region").loc["RU-KGN", f"short_{texts.language}"]
    book = {"en": "Yearbook 2015, table 2.3.", "ru": "Ежегодник 2015, таблица 2.3."}[texts.language]
    assert table.rows[0] == (titles["not_in_files"], kurgan, "2005–2010", texts["coverage.not_in_files"], book)
    assert table.rows[1][4] == texts["table_s3.not_known"]
    assert [row[0] for row in table.rows] == [
        titles[name] for name in ("not_in_files", "not_published", "confidential", "absent", "long")
    ]


def test_the_whole_page_adds_what_is_derived_and_what_is_published_throughout(filled, regions, texts):
    rows = printed(filled, regions, texts, holes_only=False).rows
    reasons = [row[3] for row in rows]
    assert reasons.count(texts["coverage.derived"]) == 1
    assert reasons.count(texts["coverage.published"]) == 1
    assert rows[-1][1:3] == (texts("table_s3.all_units", n=3), "2005–2016")


def test_many_units_are_named_by_those_that_are_left_out(filled, regions, texts):
    holed = filled.assign(reason="absent").query("indicator == 'absent'")
    one_more = pd.concat([holed, holed[holed["region"].eq("RU-KGN")].assign(region="RU-YAN", reason="published")])
    rows = printed(one_more, regions, texts, holes_only=True).rows
    name = regions.set_index("region").loc["RU-YAN", f"short_{texts.language}"]
    assert rows[0][1] == texts("table_s3.all_but", units=name)


def test_a_study_without_holes_says_so_in_its_one_row(filled, regions, texts):
    rows = printed(filled.assign(reason="published"), regions, texts, holes_only=True).rows
    assert rows == ((texts["table_s3.no_holes"], *["—"] * 4),)
