import pandas as pd
import pytest

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.panel.coverage import REASON_BY_STATUS, coverage, coverage_by_year, filled_by, grouped

UNITS = ["RU-KGN", "RU-SVE"]
PERIOD = {"first_year": 2005, "last_year": 2007}
INDICATORS = pd.DataFrame({"indicator": ["wage", "patents"]})
PANEL = pd.DataFrame(
    [
        ("wage", "RU-KGN", 2005, "value", ""),
        ("wage", "RU-SVE", 2005, "value", "derived"),
        ("wage", "RU-KGN", 2006, "rounds_to_zero", ""),
        ("wage", "RU-SVE", 2006, "blank", ""),
        ("patents", "RU-KGN", 2005, "absent", ""),
        ("patents", "RU-SVE", 2005, "suppressed", ""),
        ("patents", "RU-KGN", 2006, "not_available", ""),
        ("patents", "RU-KGN", 2017, "value", ""),
    ],
    columns=["indicator", "region", "year", "status", "flags"],
)
NO_GAPS = pd.DataFrame(columns=["indicator", "first_year", "last_year", "publication_en", "publication_ru", "table"])


def gaps(*records):
    return pd.DataFrame(records, columns=NO_GAPS.columns)


@pytest.fixture
def cells():
    return coverage(PANEL, INDICATORS, UNITS, **PERIOD)


def reason(cells, indicator, region, year):
    at = cells["indicator"].eq(indicator) & cells["region"].eq(region) & cells["year"].eq(year)
    return cells.loc[at, "reason"].item()


def test_every_cell_of_the_study_has_one_reason(cells):
    assert len(cells) == 2 * 2 * 3
    assert not cells.duplicated(["indicator", "region", "year"]).any()
    assert cells["reason"].notna().all()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (("wage", "RU-KGN", 2005), "published"),
        (("wage", "RU-SVE", 2005), "derived"),
        (("wage", "RU-KGN", 2006), "published"),
        (("wage", "RU-SVE", 2006), "not_published"),
        (("wage", "RU-KGN", 2007), "not_in_files"),
        (("patents", "RU-KGN", 2005), "absent"),
        (("patents", "RU-SVE", 2005), "confidential"),
        (("patents", "RU-KGN", 2006), "not_published"),
    ],
)
def test_a_status_says_why_a_value_is_missing(cells, cell, expected):
    assert reason(cells, *cell) == expected


def test_an_unknown_status_is_an_error():
    with pytest.raises(StudyError, match="status 'lost' found; allowed: value"):
        coverage(PANEL.assign(status="lost"), INDICATORS, UNITS, **PERIOD)


def test_the_worst_reason_colours_a_year_and_values_are_counted(cells):
    by_year = coverage_by_year(cells).set_index(["indicator", "year"])
    assert by_year.loc[("wage", 2005)].tolist() == [2, 2, "derived"]
    assert by_year.loc[("wage", 2006)].tolist() == [2, 1, "not_published"]
    assert by_year.loc[("patents", 2005)].tolist() == [2, 0, "confidential"]
    assert by_year.loc[("patents", 2006)].tolist() == [2, 0, "not_in_files"]


def test_a_gap_is_filled_by_its_publication_and_a_hole_without_one_by_nothing(cells):
    filled = filled_by(cells, gaps(("wage", 2006, 2006, "Yearbook", "Ежегодник", "2.3.")))
    hole = filled["indicator"].eq("wage") & filled["region"].eq("RU-SVE") & filled["year"].eq(2006)
    assert filled.loc[hole, ["publication_en", "publication_ru", "table"]].to_numpy().tolist() == [
        ["Yearbook", "Ежегодник", "2.3."]
    ]
    assert filled.loc[~hole, "publication_en"].eq("").all()


def test_no_publication_fills_what_is_confidential_or_did_not_occur(cells):
    filled = filled_by(cells, gaps(("patents", 2005, 2005, "Yearbook", "Ежегодник", "")))
    assert filled["publication_en"].eq("").all()


def test_faulty_lines_of_gaps_are_named_all_at_once(cells):
    faulty = gaps(
        ("wage", 2007, 2006, "a", "а", ""),
        ("wages", 2005, 2006, "b", "б", ""),
        ("patents", 2005, 2006, "c", "в", ""),
        ("patents", 2006, 2007, "d", "г", ""),
    )
    with pytest.raises(StudyError) as caught:
        filled_by(cells, faulty)
    message = str(caught.value)
    assert message.startswith("3 problems in data/reference/gaps.csv")
    assert "row 2: wage 2007–2006" in message
    assert "row 3: wages" in message
    assert "patents 2006: two lines" in message


def test_lines_gather_every_cell_once_with_the_worst_indicator_first(cells):
    lines = grouped(filled_by(cells, NO_GAPS))
    assert lines["indicator"].tolist()[0] == "wage"
    assert lines["reason"].tolist()[0] == "not_in_files"
    gathered = sorted(
        (line.indicator, region, year, line.reason)
        for line in lines.itertuples()
        for region in line.regions
        for run in line.years.split(", ")
        for year in range(int(run[:4]), int(run[-4:]) + 1)
    )
    assert gathered == sorted(cells[["indicator", "region", "year", "reason"]].itertuples(index=False, name=None))


def test_an_indicator_with_a_worse_hole_comes_before_an_earlier_one():
    whole = PANEL[PANEL["indicator"].eq("wage")].assign(status="value", flags="")
    whole = pd.concat([whole, whole[whole["year"].eq(2005)].assign(year=2007)])
    lines = grouped(filled_by(coverage(whole, INDICATORS, UNITS, **PERIOD), NO_GAPS))
    assert list(lines["indicator"].unique()) == ["patents", "wage"]


def test_every_status_of_the_readme_has_a_reason():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    marks = ("absent", "not_available", "suppressed", "not_applicable", "rounds_to_zero", "blank")
    assert all(f"`{mark}`" in readme for mark in marks)
    assert set(marks) < set(REASON_BY_STATUS)


def test_the_lines_of_the_study_fit_its_indicators(indicators):
    table = read_table(ROOT / "data/reference/gaps.csv")
    empty = PANEL.iloc[:0]
    cells = coverage(empty, indicators, ["RU-KGN"], first_year=2005, last_year=2016)
    filled = filled_by(cells, table)
    assert filled["publication_en"].ne("").sum() == (table["last_year"] - table["first_year"] + 1).sum()
    assert table[["publication_en", "publication_ru"]].notna().all(axis=None)
