import pandas as pd
import pytest
import xlsxwriter

from regioncodes.formats import delimited_texts
from regioncodes.formats.documents import cell_name
from regioncodes.reading.sources import read_source

UNIT = "(в текущих основных ценах; миллионов рублей)"
GRID = [
    ["8.1. Валовой региональный продукт", "", "", ""],
    [UNIT, "", "", ""],
    ["", "", "", ""],
    ["", 2004, 2005, "20062)"],
    ["Российская Федерация", 90, 100, 120.5],
    ["Уральский \nфедеральный округ", 29, "30", "…"],
    ["", "", "", ""],
    ["Курганская область", 18, "17,83)", "-"],
    ["", "", "", ""],
    ["2) Предварительные данные.", "", "", ""],
    ["3) Оценка.", "", "", ""],
]


def write_workbook(path, sheets):
    with xlsxwriter.Workbook(path) as workbook:
        for name, grid in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(grid):
                sheet.write_row(number, 0, row)
    return str(path)


def line(file, sheet="8.1.", **changes):
    standard = {
        "file": file,
        "sheet": sheet,
        "indicator": "grp_total",
        "first_year": 2004,
        "last_year": 2006,
        "bare_oblast_name": "with_okrugs",
        "row_factors": "",
        "form": "" if sheet else "tidy",
    }
    return {**standard, **changes}


@pytest.fixture
def read(tmp_path, regions, aliases, indicators, units):
    def reading(grid=None, *, content=None, sheet="8.1.", **changes):
        if content is None:
            file = write_workbook(tmp_path / "grp.xlsx", {sheet: grid})
        else:
            path = tmp_path / ("tidy.csv" if changes.get("sheet_name") == "" else "grp.xlsx")
            path.write_bytes(content)
            file = str(path)
        lines = pd.DataFrame([line(file, changes.pop("sheet_name", "8.1."), **changes)])
        return read_source("2022", [file], lines, regions, aliases, indicators, units)

    return reading


def changed(row, column, content):
    grid = [list(cells) for cells in GRID]
    grid[row][column] = content
    return grid


def test_every_cell_becomes_a_row_with_its_origin(read):
    rows, findings = read(GRID)
    assert findings.empty
    assert len(rows) == 9
    kurgan = rows.set_index(["region", "year"]).loc["RU-KGN"]
    assert kurgan.loc[2005, "value"] == 17.8
    assert kurgan.loc[2005, "note"] == 3
    assert kurgan.loc[2005, ["cell", "raw_text", "sheet"]].tolist() == ["C8", "17,83)", "8.1."]
    assert kurgan.loc[2006, "status"] == "absent"
    assert rows.set_index(["region", "year"]).loc[("RU-UFD", 2005), "value"] == 30


def test_a_row_in_billions_is_brought_to_millions(read):
    rows, _ = read(
        changed(4, 0, "Российская Федерация, млрд руб."), row_factors="Российская Федерация, млрд руб. = 1000"
    )
    country = rows[rows["region"] == "RU"]
    assert country["value"].tolist() == [90_000, 100_000, 120_500]
    assert country["raw_text"].tolist() == ["90", "100", "120.5"]


@pytest.mark.parametrize(
    ("grid", "place", "words"),
    [
        (changed(5, 2, "412З45"), "cell C6", "'З' among digits"),
        (changed(5, 0, "Респ. Алания"), "row 6", "'Респ. Алания' is no known region"),
        (changed(7, 0, "Уральский федеральный округ"), "row 8", "stands in row 6 already"),
        (changed(7, 0, ""), "row 8", "values and no region"),
        (changed(3, 3, ""), "cell D5", "found 120.5 under no year"),
        (changed(3, 3, 2005), "C4 and D4", "'2005' stands twice, in C4 and D4"),
        (changed(3, 3, 2007), "years", "'2004–2007'"),
        (changed(1, 0, "(миллиардов рублей)"), "unit", "миллиардов рублей"),
        (changed(0, 0, "8.2. Численность населения"), "title", "Валовой региональный продукт"),
        ([row for number, row in enumerate(GRID) if number != 3], "", "no row of years found"),
        ([], "", "no row of years found"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_place(read, grid, place, words):
    _, findings = read(grid)
    fitting = findings[findings["finding"].str.contains(words, regex=False)]
    assert len(fitting) == 1
    assert fitting.iloc[0][["severity", "place"]].tolist() == ["error", place]


def test_a_note_beside_a_mark_that_is_not_under_the_table_is_told(read):
    grid = changed(5, 3, "…1)")
    grid[7][3] = "…1)"
    rows, findings = read(grid)
    assert findings[["severity", "place"]].to_numpy().tolist() == [["notice", "cell D6"]]
    assert "note 1 is printed beside figures or marks (2 cells)" in findings["finding"].iloc[0]
    assert rows["status"].value_counts()["not_available"] == 2


@pytest.mark.parametrize(("ended", "told"), [(1, ["cell D8"]), (2, [])])
def test_a_row_that_alone_ends_before_the_last_year_is_told(read, regions, ended, told):
    names = [name for name in regions.loc[regions["level"] == "region", "name_ru"][:16] if name != GRID[7][0]]
    others = [[name, 1, 2, 3] for name in names]
    for row in others[: ended - 1]:
        row[3] = ""
    _, findings = read([*GRID[:7], ["Курганская область", 18, 19, ""], *others, *GRID[8:]])
    moved = findings[findings["finding"].str.contains("moved by a column")]
    assert moved["place"].tolist() == told
    assert (moved["severity"] == "notice").all()


def test_all_errors_of_a_sheet_come_at_once(read):
    grid = changed(5, 2, "412З45")
    grid[4][3] = "abc"
    _, findings = read(grid)
    assert findings["place"].tolist() == ["cell D5", "cell C6"]


def test_a_missing_sheet_is_an_error_and_an_undescribed_one_a_notice(read):
    _, findings = read(GRID, sheet="8.9.")
    assert sorted(zip(findings["severity"], findings["sheet"], strict=True)) == [
        ("error", "8.1."),
        ("notice", "8.9."),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty (0 bytes)"), (b"PK\x03\x04 half a file", "cut short or damaged")],
)
def test_a_broken_workbook_is_an_error_that_says_what_to_do(read, content, words):
    rows, findings = read(content=content)
    assert rows.empty
    assert findings["severity"].tolist() == ["error"]
    assert words in findings.iloc[0]["finding"]


TIDY = "region;year;employed_higher_education_share_percent\nКурганская область;2005;17.5\nМосква;2006;{}\n"


def test_a_tidy_file_is_read_by_its_header(read):
    rows, findings = read(
        content=TIDY.format("50,1").encode(),
        sheet_name="",
        first_year=2005,
        indicator="employed_higher_education_share",
    )
    assert findings.empty
    assert rows[["region", "year", "value", "cell"]].to_numpy().tolist() == [
        ["RU-KGN", 2005, 17.5, "row 2"],
        ["RU-MOW", 2006, 50.1, "row 3"],
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TIDY.format("5O").encode(), "'O' among digits"),
        (TIDY.format("5").replace("2006", "двух").encode(), "двух"),
        (TIDY.format("5").replace("Москва", "Москов").encode(), "'Москов' is no known region"),
        (TIDY.format("5;6").encode(), "more cells than the header"),
        (TIDY.format("5").replace("Москва;2006", "Курганская область;2005").encode(), "another value"),
    ],
)
def test_a_wrong_row_of_a_tidy_file_is_an_error_with_its_number(read, content, words):
    _, findings = read(content=content, sheet_name="", indicator="employed_higher_education_share", first_year=2005)
    assert any(words in finding for finding in findings["finding"])


def test_a_long_tidy_file_gives_the_rows_and_findings_of_a_short_one(read, monkeypatch):
    rows = [
        "Москва;2005;1",
        "Москва;2005;1",
        "Москва;2005;2",
        "Омская область;200x;1",
        "Омская область;2006;…",
        "Тверь;2006;1",
    ]
    content = "\n".join(["region;year;employed_higher_education_share_percent", *rows]).encode()
    options = {"sheet_name": "", "indicator": "employed_higher_education_share", "first_year": 2005}
    short = read(content=content, **options)
    monkeypatch.setattr(delimited_texts, "MOST_LISTED", 2)
    for one, other in zip(short, read(content=content, **options), strict=True):
        pd.testing.assert_frame_equal(one, other)
    found, findings = short
    assert found["value"].tolist()[:3] == [1, 1, 2]
    assert found["status"].tolist() == ["value"] * 3 + ["not_available"]
    assert [(part.place, part.finding.split(" is no ")[0]) for part in findings.itertuples()] == [
        ("row 4", "RU-MOW 2005 employed_higher_education_share stands in row 2 already with another value"),
        ("row 5", "'200x'"),
        ("row 7", "'Тверь'"),
    ]


def test_cells_are_named_as_a_spreadsheet_names_them():
    assert [cell_name(22, 10), cell_name(0, 25), cell_name(0, 26)] == ["K23", "Z1", "AA1"]


def test_the_encoding_of_a_text_is_found_and_reported(read):
    rows, findings = read(
        content=TIDY.format("50,1").encode("cp1251"),
        sheet_name="",
        first_year=2005,
        indicator="employed_higher_education_share",
    )
    assert rows["region"].tolist() == ["RU-KGN", "RU-MOW"]
    assert findings["severity"].tolist() == ["notice"]
    assert "windows-1251" in findings["finding"].iloc[0]


def test_a_row_printed_twice_with_the_same_values_is_kept_once_with_a_notice(read):
    rows, findings = read([*GRID[:8], GRID[7], *GRID[8:]])
    assert len(rows) == 9
    assert findings[["severity", "place"]].to_numpy().tolist() == [["notice", "row 9"]]


def test_a_sheet_may_print_another_title_and_no_unit_if_the_table_says_so(read):
    grid = changed(0, 0, "8.1. ПРОДУКТ РЕГИОНОВ")
    grid[1][0] = ""
    rows, findings = read(grid, title_printed="Продукт регионов", unit_printed="none")
    assert findings.empty
    assert len(rows) == 9


def test_a_label_chooses_the_method_of_the_year_that_is_printed_by_two(read):
    grid = [row[:1] + row[1:2] + row[2:3] + [row[2], row[3]] if len(row) > 3 else row for row in GRID]
    grid[3] = ["", 2004, 2005, "", 2006]
    grid.insert(4, ["", "", "методика 3-го издания", "методика 4-го издания", ""])
    for number, old, new in [(5, 100, 150), (6, 30, 45), (8, 17.8, 20)]:
        grid[number][2:4] = [old, new]
    for label, expected in {"методика 3-го издания": 100, "методика 4-го издания": 150}.items():
        rows, findings = read(grid, labels=label)
        assert not findings["severity"].eq("error").any()
        country = rows[rows["region"].eq("RU")].set_index("year")["value"]
        assert country.to_dict() == {2004: 90, 2005: expected, 2006: 120.5}
    rows, findings = read(grid)
    assert "'методика 3-го издания'; 'методика 4-го издания'" in findings["finding"].str.cat()
    rows, findings = read(grid, labels="методика 5-го издания")
    assert rows.empty
    assert "none with these labels" in findings["finding"].str.cat()


def test_a_line_of_the_reference_table_that_is_not_allowed_is_an_error_and_not_read(read):
    rows, findings = read(GRID, bare_oblast_name="without okrugs")
    assert rows.empty
    assert findings["severity"].tolist() == ["error"]
    text = findings.loc[0, "finding"]
    assert text.startswith(
        "bare_oblast_name: 'without okrugs' is not allowed; allowed: 'with_okrugs' or 'without_okrugs'"
    )


def test_an_empty_year_makes_its_own_line_wrong_and_no_other(tmp_path, regions, aliases, indicators):
    file = write_workbook(tmp_path / "grp.xlsx", {"8.1.": GRID, "8.2.": GRID})
    lines = pd.DataFrame([line(file), line(file, "8.2.", first_year=None)])
    rows, findings = read_source("2022", [file], lines, regions, aliases, indicators)
    assert set(rows["sheet"]) == {"8.1."}
    errors = findings[findings["severity"].eq("error")]
    assert errors[["sheet", "finding"]].to_numpy().tolist() == [
        [
            "8.2.",
            "first_year: '' is not allowed; allowed: a year such as 2005; mend its line in data/reference/tables.csv",
        ]
    ]


def test_a_table_without_a_title_is_described_by_the_word_none(read):
    untitled = [["", "", "", ""], *GRID[1:]]
    assert read(untitled)[1]["place"].tolist() == ["title"]
    rows, findings = read(untitled, title_printed="none")
    assert findings.empty
    assert len(rows) == 9
    assert read(GRID, title_printed="none")[1]["place"].tolist() == ["title"]


def test_a_misspelt_region_is_told_with_the_nearest_one(read):
    _, findings = read(changed(7, 0, "Курганкая область"))
    assert findings["finding"].tolist() == [
        "'Курганкая область' is no known region (nearest: RU-KGN); add a line to data/reference/region_aliases.csv"
    ]
