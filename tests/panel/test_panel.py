import pandas as pd
import pytest

from regioncodes.checks.report import disagreements
from regioncodes.ground.publication_dates import end_of_period
from regioncodes.panel.panel import as_printed_in, panel_and_revisions

SOURCES = pd.DataFrame({"edition": ["old", "new"], "published": ["2014", "2019-12"]})


def rows(*records):
    columns = ["region", "indicator", "year", "value", "status", "edition"]
    table = pd.DataFrame(records, columns=columns)
    return table.assign(
        value=table["value"].astype(float),
        unit="",
        flags="",
        note=pd.NA,
        file=table["edition"] + ".xlsx",
        sheet="1",
        cell=[f"B{number}" for number in range(len(table))],
        region_text="",
        raw_text="",
    )


TWO = rows(
    ("RU-KGN", "grp_total", 2005, 10, "value", "old"),
    ("RU-KGN", "grp_total", 2005, 11, "value", "new"),
    ("RU-KGN", "grp_total", 2006, 12, "value", "old"),
    ("RU-KGN", "grp_total", 2006, None, "not_available", "new"),
    ("RU-KGN", "grp_total", 2007, 13, "value", "new"),
)


@pytest.fixture
def build(regions, indicators):
    def building(table, vintage="newest"):
        return panel_and_revisions(table, SOURCES, regions, indicators, vintage=vintage)

    return building


def test_the_newest_edition_that_prints_a_value_wins(build):
    panel, _ = build(TWO)
    assert panel[["year", "value", "edition"]].to_numpy().tolist() == [
        [2005, 11, "new"],
        [2006, 12, "old"],
        [2007, 13, "new"],
    ]


def test_a_vintage_takes_what_was_published_by_that_day(build):
    panel, revisions = build(TWO, vintage="2017-06-30")
    assert panel[["value", "edition", "flags"]].to_numpy().tolist() == [
        [10, "old", ""],
        [12, "old", ""],
        [13, "new", "anachronistic"],
    ]
    assert revisions.empty


def test_every_superseded_value_is_kept_with_its_change(build):
    _, revisions = build(TWO)
    assert len(revisions) == 1
    kept = revisions.iloc[0]
    assert (kept["value"], kept["superseded_value"], kept["superseded_edition"], kept["cell"]) == (
        11,
        10,
        "old",
        "B0",
    )
    assert kept["change_percent"] == pytest.approx(10)


def test_an_edition_can_be_put_back_as_it_was_printed(build):
    panel, revisions = build(TWO)
    printed = as_printed_in("old", panel, revisions)
    assert printed["value"].tolist() == [10, 12, 13]
    assert printed["edition"].tolist() == ["old", "old", "new"]
    assert as_printed_in("newest", panel, revisions)["value"].tolist() == [11, 12, 13]


def test_the_order_of_the_rows_changes_nothing(build):
    panel, revisions = build(TWO)
    shuffled, again = build(TWO.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(panel, shuffled)
    pd.testing.assert_frame_equal(revisions, again)


def test_one_edition_with_two_values_is_named_and_with_equal_ones_is_not():
    twice = rows(
        ("RU-KGN", "grp_total", 2005, 10, "value", "old"),
        ("RU-KGN", "grp_total", 2005, 10, "value", "old"),
        ("RU-SVE", "grp_total", 2005, 7, "value", "old"),
        ("RU-SVE", "grp_total", 2005, 8, "value", "old"),
    )
    (sentence,) = disagreements(twice)
    assert "RU-SVE, 2005 is printed twice: 7 (old.xlsx, sheet 1, B2) and 8 (old.xlsx, sheet 1, B3)" in sentence


def test_values_that_differ_in_the_last_digit_of_a_spreadsheet_are_the_same():
    twice = rows(
        ("RU-KGN", "grp_total", 2005, 5753671.6, "value", "old"),
        ("RU-KGN", "grp_total", 2005, 5753671.599999999, "value", "old"),
    )
    assert disagreements(twice) == []


@pytest.mark.parametrize(
    ("published", "day"), [("2014", "2014-12-31"), ("2022-12", "2022-12-31"), ("2016-05-16", "2016-05-16")]
)
def test_a_publication_counts_from_the_end_of_its_period(published, day):
    assert end_of_period(published) == pd.Timestamp(day)
