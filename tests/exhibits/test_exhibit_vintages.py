"""The figure of vintages and the page of revisions."""

import pandas as pd
import pytest

from regioncodes.exhibits.figures import figure_s2_vintages
from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.tables import table_s2_revisions
from regioncodes.exhibits.tables.table_s2_revisions import printed_date
from regioncodes.ground.errors import StudyError
from regioncodes.panel.vintages import SUMMARY

INDICATORS = pd.DataFrame(
    {"indicator": ["wage", "patents"], "title_en": ["Wage", "Patents"], "title_ru": ["Зарплата", "Патенты"]}
)
SOURCES = pd.DataFrame({"edition": ["old", "new"], "published": ["2016-05-16", "2022-12"]})
STUDY = {"district": "RU-UFD", "first_year": 2005, "last_year": 2016}
DATES = {"first": "2016-05-16", "second": "2019-12", "third": "2025-08-26"}


@pytest.fixture(scope="module")
def shown(regions):
    rows = [
        (region, year, edition, DATES[edition], deviation * (place + 1) * max(0, year - 2010) / 6, edition == "first")
        for place, region in enumerate(regions["region"][:8])
        for year in range(2005, 2017)
        for edition, deviation in (("first", -1.0), ("second", 0.5), ("third", 0.0))
    ]
    columns = ["region", "year", "edition", "published", "deviation_percent", "derived"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(total_deviation_percent=table["deviation_percent"].where(table["derived"], 0.0))


@pytest.fixture
def summary():
    rows = [
        ("patents", "old", "new", 1561, 0, pd.NA, pd.NA, float("nan"), float("nan"), "", pd.NA, 0, 0),
        ("wage", "old", "new", 1640, 686, 2011, 2014, 0.75, -30.876, "RU-KGN", 2014, 78, 48),
    ]
    return pd.DataFrame(rows, columns=SUMMARY)


def test_no_text_of_the_figure_is_cut_overlapping_or_lost(shown, regions, texts, tmp_path):
    drawing = figure_s2_vintages.figure(shown, regions, texts)
    drawn = drawn_texts(drawing)
    assert len(drawn) > 30
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_every_unit_has_a_panel_and_every_older_edition_a_line_in_it(shown, regions, texts):
    drawing = figure_s2_vintages.figure(shown, regions, texts)
    assert len(drawing.axes) == 8
    for axes, region in zip(drawing.axes, regions["region"], strict=False):
        _, first, second = axes.lines
        rows = shown[shown["region"].eq(region)]
        for line, edition in ((first, "first"), (second, "second")):
            expected = rows.loc[rows["edition"].eq(edition), "deviation_percent"]
            assert list(line.get_ydata()) == pytest.approx(list(expected))


def test_a_year_without_a_value_breaks_the_line(shown, regions, texts):
    holed = shown[~(shown["year"].eq(2012) & shown["edition"].eq("first"))]
    line = figure_s2_vintages.figure(holed, regions, texts).axes[0].lines[1]
    assert pd.isna(line.get_ydata()[list(line.get_xdata()).index(2012)])


def test_the_largest_deviation_is_printed_in_its_panel_and_in_the_caption(shown, regions, texts):
    mark = "." if texts.language == "en" else ","
    drawing = figure_s2_vintages.figure(shown, regions, texts)
    assert [text.get_text() for text in drawing.axes[7].texts] == [f"\u22128{mark}0"]
    caption = figure_s2_vintages.figure_caption(shown, regions, texts, district="UFD")
    assert f"\u22128{mark}0\u00a0%" in caption
    # The second edition deviates in 8 units and 6 years, its totals nowhere; the first is derived and does not count.
    assert " 48 " in caption.split(f"8{mark}0\u00a0%")[1]
    assert caption.count("48") == 2


def test_an_edition_without_deviation_is_the_line_of_zero(shown, regions, texts):
    drawing = figure_s2_vintages.figure(shown, regions, texts)
    labels = [text.get_text() for text in drawing.legends[0].get_texts()]
    assert len(labels) == 3
    assert labels[-1] == texts["figure_s2.newest"]
    assert "÷" in labels[0]
    assert "÷" not in labels[1]


def test_the_page_prints_counts_years_size_and_place_in_the_order_of_the_indicators(summary, regions, texts):
    table = table_s2_revisions.table(summary, INDICATORS, regions, SOURCES, texts, **STUDY, revised_only=False)
    first, second = table.rows
    mark, gap, of = (".", ",", "of") if texts.language == "en" else (",", "\u00a0", "из")
    names = dict(zip(regions["region"], regions[f"short_{texts.language}"], strict=True))
    assert first[0] == INDICATORS[f"title_{texts.language}"][0]
    assert first[2] == f"686\u00a0{of}\u00a01{gap}640"
    assert first[3:6] == ("2011–2014", f"0{mark}75", f"\u221230{mark}88 ({names['RU-KGN']}, 2014)")
    assert first[6] == f"48\u00a0{of}\u00a078"
    assert second[3:] == ("—",) * 4
    assert f"3{gap}201" in table.caption


def test_the_summary_leaves_out_what_was_not_revised_and_says_how_much(summary, regions, texts):
    table = table_s2_revisions.table(summary, INDICATORS, regions, SOURCES, texts, **STUDY, revised_only=True)
    assert len(table.rows) == 1
    assert texts("table_s2.unrevised", n=1) in table.note


def test_a_change_too_small_to_print_is_not_printed_as_zero(summary, regions, texts):
    small = summary.assign(median_change_percent=0.0004)
    table = table_s2_revisions.table(small, INDICATORS, regions, SOURCES, texts, **STUDY, revised_only=True)
    assert table.rows[0][4].startswith("<\u00a00")


def test_a_study_in_which_nothing_was_superseded_says_so_in_one_row(summary, regions, texts):
    for nothing, revised_only in ((summary.iloc[:0], False), (summary.assign(revised_cells=0), True)):
        table = table_s2_revisions.table(
            nothing, INDICATORS, regions, SOURCES, texts, **STUDY, revised_only=revised_only
        )
        assert table.rows == ((texts["table_s2.nothing"], *["—"] * 6),)


def test_an_edition_without_a_date_is_an_error(summary, regions, texts):
    with pytest.raises(StudyError, match="edition 'old' has no line"):
        table_s2_revisions.table(summary, INDICATORS, regions, SOURCES.iloc[1:], texts, **STUDY, revised_only=False)


def test_a_date_is_printed_as_far_as_it_is_known(texts):
    expected = {"en": "2022-12", "ru": "12.2022"}[texts.language]
    assert [printed_date(day, texts) for day in ("2014", "2022-12", "2022-12-30")] == ["2014", expected, expected]
