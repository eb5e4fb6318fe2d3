import pandas as pd
import pytest

from regioncodes.panel.vintages import SUMMARY, is_revised, revision_summary, vintages

SOURCES = pd.DataFrame({"edition": ["first", "second", "third"], "published": ["2016-05-16", "2019-12", "2025-08-26"]})
PERIOD = {"first_year": 2005, "last_year": 2016}
SERIES = {"per_capita": "grp_per_capita", "total": "grp_total", **PERIOD}


def revisions(*records):
    columns = ["region", "indicator", "year", "value", "superseded_value", "superseded_edition"]
    table = pd.DataFrame(records, columns=columns)
    change = 100 * (table["value"] / table["superseded_value"].where(table["superseded_value"] != 0) - 1)
    return table.assign(edition="third", change_percent=change)


def panel(*records):
    columns = ["region", "indicator", "year", "value", "flags"]
    return pd.DataFrame(records, columns=columns).assign(edition="third")


def revised(value, superseded_value):
    return bool(is_revised(pd.DataFrame({"value": [value], "superseded_value": [superseded_value]})).iloc[0])


def test_a_value_printed_to_fewer_digits_is_not_revised():
    assert not revised(662531.4, 662531.0)
    assert not revised(10.25, 10.2)
    assert not revised(0.1 + 0.2, 0.3)


def test_a_value_that_differs_in_its_last_printed_digit_is_revised():
    assert revised(277380.4, 277380.5)
    assert revised(662769.6, 662531.0)
    assert revised(5.0, 0.0)


def test_cells_are_counted_by_indicator_and_pair_of_editions():
    rows = revisions(
        ("RU-KGN", "grp_total", 2005, 110.0, 100.0, "first"),
        ("RU-SVE", "grp_total", 2006, 80.0, 100.0, "first"),
        ("RU-SVE", "grp_total", 2007, 100.0, 100.0, "first"),
        ("RU-MOW", "grp_total", 2018, 101.0, 100.0, "first"),
        ("RU-KGN", "grp_total", 2005, 110.0, 110.0, "second"),
    )
    first, second = revision_summary(rows, ["RU-KGN", "RU-SVE"], **PERIOD).to_dict("records")
    assert (first["cells"], first["revised_cells"]) == (4, 3)
    assert (first["first_year"], first["last_year"]) == (2005, 2018)
    assert (first["study_cells"], first["study_revised_cells"]) == (3, 2)
    assert first["median_change_percent"] == pytest.approx(10)
    assert first["largest_change_percent"] == pytest.approx(-20)
    assert (first["largest_region"], first["largest_year"]) == ("RU-SVE", 2006)
    assert (second["cells"], second["revised_cells"]) == (1, 0)
    assert pd.isna(second["first_year"])
    assert pd.isna(second["largest_change_percent"])


def test_of_changes_up_and_down_by_as_much_the_first_is_the_largest():
    rows = revisions(
        ("RU-KGN", "grp_total", 2005, 110.0, 100.0, "first"),
        ("RU-SVE", "grp_total", 2006, 90.0, 100.0, "first"),
        ("RU-TYU", "grp_total", 2006, 110.0, 100.0, "first"),
    )
    assert rows["change_percent"].abs().nunique() == 2
    for own in (rows, rows.iloc[[1, 0]], rows.iloc[[2, 1]]):
        assert revision_summary(own, [], **PERIOD)["largest_region"].tolist() == [own["region"].iloc[0]]


def test_a_revised_zero_counts_and_has_no_size():
    summary = revision_summary(revisions(("RU-KGN", "grp_total", 2005, 5.0, 0.0, "first")), ["RU-KGN"], **PERIOD)
    assert summary.loc[0, "revised_cells"] == 1
    assert pd.isna(summary.loc[0, "median_change_percent"])


def test_nothing_superseded_gives_an_empty_summary():
    rows = revisions(("RU-KGN", "grp_total", 2005, 5.0, 0.0, "first"))
    assert revision_summary(rows.iloc[:0], ["RU-KGN"], **PERIOD).columns.tolist() == SUMMARY


def test_the_order_of_the_rows_changes_nothing():
    rows = revisions(
        ("RU-KGN", "grp_total", 2005, 110.0, 100.0, "first"),
        ("RU-SVE", "grp_total", 2006, 80.0, 100.0, "second"),
        ("RU-SVE", "grp_volume_index", 2006, 80.0, 100.0, "first"),
    )
    pd.testing.assert_frame_equal(
        revision_summary(rows, ["RU-KGN"], **PERIOD), revision_summary(rows.iloc[::-1], ["RU-KGN"], **PERIOD)
    )


NEWEST = panel(
    ("RU-KGN", "grp_per_capita", 2014, 50.0, ""),
    ("RU-KGN", "grp_total", 2014, 1200.0, ""),
    ("RU-TYU-0", "grp_per_capita", 2014, 70.0, "derived"),
)
OLDER = revisions(
    # Twenty heads by the second edition, so that the first edition's total of 900 is 45 a head.
    ("RU-KGN", "grp_total", 2014, 1200.0, 900.0, "first"),
    ("RU-KGN", "grp_total", 2014, 1200.0, 1200.0, "second"),
    ("RU-KGN", "grp_per_capita", 2014, 50.0, 60.0, "second"),
)


def test_an_edition_with_totals_alone_is_divided_by_the_population_of_the_next_one():
    shown = vintages(NEWEST, OLDER, SOURCES, ["RU-KGN", "RU-TYU-0"], **SERIES).set_index("edition")
    assert list(shown.index) == ["first", "second", "third"]
    assert shown["value"].tolist() == pytest.approx([45, 60, 50])
    assert shown["derived"].tolist() == [True, False, False]
    assert shown["deviation_percent"].tolist() == pytest.approx([-10, 20, 0])


def test_a_revision_of_the_population_alone_leaves_the_total_where_it_was():
    second = vintages(NEWEST, OLDER, SOURCES, ["RU-KGN"], **SERIES).set_index("edition").loc["second"]
    assert second["deviation_percent"] == pytest.approx(20)
    assert second["total_deviation_percent"] == pytest.approx(0)


def test_values_derived_in_the_panel_and_years_out_of_the_period_have_no_vintages():
    shown = vintages(NEWEST, OLDER, SOURCES, ["RU-TYU-0"], **SERIES)
    assert shown.empty
    earlier = {**SERIES, "last_year": 2013}
    assert vintages(NEWEST, OLDER, SOURCES, ["RU-KGN"], **earlier).empty


def test_an_edition_with_totals_alone_and_no_later_population_is_left_out():
    totals = OLDER[OLDER["indicator"].eq("grp_total") & OLDER["superseded_edition"].eq("first")]
    alone = NEWEST[NEWEST["indicator"].eq("grp_total")]
    assert vintages(alone, totals, SOURCES, ["RU-KGN"], **SERIES).empty
