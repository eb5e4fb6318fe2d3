"""Tables with regions across and years down say what the same table says that stands up."""

import pandas as pd
import pytest

from regioncodes.formats.documents import Sheet
from regioncodes.reading.cells import Cell, CellError
from regioncodes.reading.layout import placed_cells, tables
from regioncodes.reading.sources import read_source

ROWS = [
    ["8.1. Валовой региональный продукт", "", "", ""],
    ["(в текущих основных ценах; миллионов рублей)", "", "", ""],
    ["Год", "Курганская область", "Свердловская область1)", "Тюменская область"],
    [2004, 18.5, 29, "…2)"],
    ["2005 г.", "-", "30,52)", 41],
    [20062, 20, 31, 42],
    ["1) Без района.", "", "", ""],
    ["2) Данные не публикуются.", "", "", ""],
]


def sheet(rows=ROWS, **facts):
    return Sheet("1", [list(row) for row in rows], **facts)


def sound(rows=ROWS):
    return [[2006, *row[1:]] if row[0] == 20062 else row for row in rows]


def read(source, superscript=None):
    [table], findings = tables(source, superscript=superscript)
    return table, findings, placed_cells(source, table, superscript=superscript, percent=False)


def test_regions_across_and_years_down_are_read_with_their_own_cells():
    table, findings, cells = read(sheet(sound()))
    assert findings == []
    assert (table.title, table.unit_line) == (
        "Валовой региональный продукт",
        "в текущих основных ценах; миллионов рублей",
    )
    assert {(part.row.name, part.heading.year): (part.place, part.cell) for part in cells} == {
        ("Курганская область", 2004): ("B4", Cell(18.5, "value")),
        ("Курганская область", 2005): ("B5", Cell(None, "absent")),
        ("Курганская область", 2006): ("B6", Cell(20, "value")),
        ("Свердловская область1)", 2004): ("C4", Cell(29, "value")),
        ("Свердловская область1)", 2005): ("C5", Cell(30.5, "value", 2)),
        ("Свердловская область1)", 2006): ("C6", Cell(31, "value")),
        ("Тюменская область", 2004): ("D4", Cell(None, "suppressed", 2)),
        ("Тюменская область", 2005): ("D5", Cell(41, "value")),
        ("Тюменская область", 2006): ("D6", Cell(42, "value")),
    }


def test_months_down_are_months():
    rows = [["Дата", "г. Москва", "Омская область"], ["2019-01-01", 1, 2], ["2019-02-01", 3, 4], ["2019-03-01", 5, 6]]
    table, _, _ = read(sheet(rows))
    assert [(heading.year, heading.period) for heading in table.headings][1:] == [(2019, "month")] * 2


def test_labels_under_the_regions_label_the_cells():
    rows = [
        ["Число организаций", "", "", "", ""],
        ["Год", "Омская область", "", "Томская область", ""],
        ["", "Всего", "Малые", "Всего", "Малые"],
        [2019, 10, 1, 20, 2],
        [2020, 11, 3, 21, 4],
    ]
    _, _, cells = read(sheet(rows, merged=((1, 1, 1, 2), (1, 3, 1, 4))))
    assert [(part.row.name, part.row.labels, part.cell.value) for part in cells if part.heading.year == 2020] == [
        ("Омская область", ("Всего",), 11),
        ("Омская область", ("Малые",), 3),
        ("Томская область", ("Всего",), 21),
        ("Томская область", ("Малые",), 4),
    ]


def test_what_the_file_says_of_cells_goes_with_them():
    source = sheet(sound(), hidden_rows=frozenset({4}), hidden_columns=frozenset({3}), faults={(3, 1): "#REF!"})
    cells = {part.place: part.cell for part in read(source, {(5, 2): "1"})[2]}
    assert isinstance(cells["B4"], CellError)
    assert [place for place in cells if not isinstance(cells[place], CellError) and cells[place].flags] == [
        "B5",
        "C5",
        "D4",
        "D5",
        "D6",
    ]
    raised = {part.place: part.cell for part in read(sheet([*sound()[:5], [2006, 20, "311", 42]]), {(5, 2): "1"})[2]}
    assert raised["C6"] == Cell(31, "value", 1)


@pytest.fixture
def edition(tmp_path, regions, aliases, indicators):
    def reading(rows):
        path = tmp_path / "grp.csv"
        pd.DataFrame(rows).to_csv(path, index=False, header=False, sep=";")
        line = {"file": str(path), "sheet": "", "form": "", "indicator": "grp_total", "first_year": 2004}
        lines = pd.DataFrame([{**line, "last_year": 2006, "bare_oblast_name": "with_okrugs", "row_factors": ""}])
        return read_source("2022", [str(path)], lines, regions, aliases, indicators)

    return reading


def test_rows_of_the_study_name_the_cells_of_the_sheet(edition):
    rows, findings = edition(sound())
    errors = findings[findings["severity"] == "error"]
    assert errors.empty
    kept = rows.set_index(["region", "year"])
    assert kept.loc[("RU-SVE", 2005), ["value", "cell", "raw_text"]].tolist() == [30.5, "C5", "30,52)"]


def test_findings_name_the_cells_and_columns_of_the_sheet(edition):
    rows = [list(row) for row in sound()]
    rows[2][1], rows[4][3] = "Респ. Алания", "4З1"
    _, findings = edition(rows)
    errors = findings[findings["severity"] == "error"].set_index("place")["finding"]
    assert "no known region" in errors["column B"]
    assert "among digits" in errors["cell D5"]


def test_a_misprinted_year_is_no_silent_gap(edition):
    _, findings = edition(ROWS)
    assert (findings["severity"] == "error").any()


def test_a_year_above_the_lying_rows_makes_no_cells_beyond_them():
    grid = [
        ["", "", "", 2019.0, ""],
        ["", "", "", "Омская область", "Омская область"],
        [2019.0, "", "", "", ""],
        [2019.0, "", "", "", ""],
        ["Омская область", "", "", "", ""],
    ]
    sheet = Sheet("1", grid)
    for table in tables(sheet)[0]:
        places = [reading.place for reading in placed_cells(sheet, table, percent=False)]
        assert len(places) == len(set(places))
