import csv
import hashlib
import io

import pandas as pd
import pytest
import xlsxwriter

from regioncodes.ground.errors import StudyError
from regioncodes.reading.inspection import inspected
from regioncodes.reading.sources import LINE, read_source

GRID = [
    ["8.1. ВАЛОВОЙ РЕГИОНАЛЬНЫЙ ПРОДУКТ"],
    ["(миллионов рублей)"],
    ["", 2004, "20052)"],
    ["Российская Федерация", 90, 100],
    ["Курганская область", "-", "17,82)"],
    ["Курганское царство", 1, 2],
    ["2) Оценка."],
]


@pytest.fixture
def inspect(tmp_path, regions, aliases, indicators):
    def report(name, content):
        path = tmp_path / name
        if isinstance(content, list):
            with xlsxwriter.Workbook(path) as workbook:
                sheet = workbook.add_worksheet("8.1.")
                for number, row in enumerate(content):
                    sheet.write_row(number, 0, row)
        else:
            path.write_text(content, encoding="utf-8")
        return path, inspected(path, regions, aliases, indicators)

    return report


def lines_of(report):
    """The lines for tables.csv that a report ends with, as records."""
    text = report[report.index(",".join(LINE)) :].split("\n\n")[0]
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_its_statuses_its_notes_and_what_is_unknown_are_told(inspect):
    path, report = inspect("grp.xlsx", GRID)
    assert "'ВАЛОВОЙ РЕГИОНАЛЬНЫЙ ПРОДУКТ', unit 'миллионов рублей': grp_total" in report
    assert "3 rows, columns: 2 year" in report
    assert "cells: 1 absent, 5 value" in report
    assert "note 2: Оценка." in report
    assert "unknown region 'Курганское царство'" in report
    assert report.endswith(f"{path},,,,,,,{hashlib.sha256(path.read_bytes()).hexdigest()}")


def test_the_line_it_prints_reads_the_table(inspect, regions, aliases, indicators):
    path, report = inspect("grp.xlsx", [*GRID[:5], GRID[6]])
    [line] = lines_of(report)
    assert line["unit_printed"] == "миллионов рублей"
    table = pd.DataFrame([line]).astype({"first_year": int, "last_year": int})
    rows, findings = read_source("2022", [str(path)], table, regions, aliases, indicators)
    assert findings.empty
    assert rows.set_index(["region", "year"]).loc[("RU-KGN", 2005), "value"] == 17.8


def test_a_table_with_a_row_for_each_region_and_year_is_described_as_tidy(inspect):
    _, report = inspect("new.csv", "indicator,region,year,value\ngrp_total,Россия,2023,2\ngrp_total,Россия,2021,1\n")
    [line] = lines_of(report)
    assert (line["form"], line["first_year"], line["last_year"]) == ("tidy", "2021", "2023")
    assert "no table" not in report


def test_a_text_of_another_kind_gives_no_line(inspect):
    _, report = inspect("other.csv", "name,amount\nbread,3\nmilk,4\n")
    assert lines_of(report) == []
    assert "no table of regions and years" in report


def test_a_file_that_is_not_there_is_named(tmp_path, regions, aliases, indicators):
    with pytest.raises(StudyError, match=r"nothing\.xlsx: cannot be read"):
        inspected(tmp_path / "nothing.xlsx", regions, aliases, indicators)


def read_by(lines, path, facts):
    """What reading by the lines finds, those without an indicator having one of the printed unit's kind."""
    filled = [
        {
            **line,
            "indicator": line["indicator"] or ("urban_share" if "процент" in line["unit_printed"] else "grp_total"),
        }
        for line in lines
    ]
    rows, findings = read_source("edition", [str(path)], pd.DataFrame(filled), *facts)
    return rows, findings[findings["severity"].eq("error")]


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({0: ["Численность зайцев"], 1: ["(тысяч голов)"]}, ("Численность зайцев", "тысяч голов")),
        ({0: ["Численность зайцев"], 1: [""]}, ("Численность зайцев", "none")),
        ({0: [""], 1: [""]}, ("none", "none")),
        ({1: [""]}, ("", "none")),
    ],
)
def test_title_and_unit_are_drafted_as_printed_or_as_none(inspect, regions, aliases, indicators, changes, printed):
    grid = [changes.get(number, row) for number, row in enumerate([*GRID[:5], GRID[6]])]
    path, report = inspect("own.xlsx", grid)
    [line] = lines_of(report)
    assert (line["title_printed"], line["unit_printed"]) == printed
    rows, errors = read_by([line], path, (regions, aliases, indicators))
    assert errors.empty
    assert len(rows) == 4


def test_every_set_of_labels_of_a_year_has_a_line_and_one_without_labels_says_none(
    inspect, regions, aliases, indicators
):
    head = [["8.1. ВАЛОВОЙ РЕГИОНАЛЬНЫЙ ПРОДУКТ"], ["(миллионов рублей)"], ["", 2004, 2005, "Место в России"]]
    grid = [*head, ["", "", "", 2005], ["Россия", 90, 100, ""], ["Курганская область", 17, 18, 70]]
    path, report = inspect("labels.xlsx", grid)
    lines = lines_of(report)
    assert [(line["labels"], line["indicator"], line["first_year"]) for line in lines] == [
        ("none", "grp_total", "2004"),
        ("Место в России", "", "2005"),
    ]
    rows, errors = read_by(lines, path, (regions, aliases, indicators))
    assert errors.empty
    assert rows.query("region == 'RU-KGN'")["value"].tolist() == [17, 18, 70]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({2: ["", "январь 2004", "февраль 2004"]}, "its columns are parts of years, and the study is yearly"),
        (
            {4: ["Добыча полезных ископаемых", 1, 2], 5: ["Обрабатывающие производства", 1, 2]},
            "most of its rows are no regions, such as 'Добыча полезных ископаемых'",
        ),
        ({}, "row 6: 'Курганское царство' is no known region"),
        ({4: ["Курганская область", 1, "1б2"], 5: ["Пермский край", 1, 2]}, "cell C5: found '1б2'"),
    ],
)
def test_a_line_that_would_stop_is_not_drafted_and_the_reason_is_told(inspect, changes, reason):
    _, report = inspect("grp.xlsx", [changes.get(number, row) for number, row in enumerate(GRID)])
    assert lines_of(report) == []
    assert f"no line for data/reference/tables.csv: {reason}" in report


def test_a_hidden_sheet_is_named_and_has_no_line(tmp_path, regions, aliases, indicators):
    path = tmp_path / "grp.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("8.1.", "old"):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate([*GRID[:5], GRID[6]]):
                sheet.write_row(number, 0, row)
        sheet.hide()
    report = inspected(path, regions, aliases, indicators)
    assert [line["sheet"] for line in lines_of(report)] == ["8.1."]
    assert "\nsheet old, hidden\n" in report
    assert "no line for data/reference/tables.csv: the sheet is hidden" in report


REST = ["Тюменская область без автономных округов", 30, 30]


@pytest.mark.parametrize(
    ("oblast", "rest", "meaning"),
    [(50, [], "without_okrugs"), (170, [], "with_okrugs"), (170, [REST], "with_okrugs"), (50, [REST], "with_okrugs")],
)
def test_an_oblast_smaller_than_its_okrug_in_a_table_of_totals_is_printed_without_it(inspect, oblast, rest, meaning):
    okrugs = [["Ханты-Мансийский автономный округ – Югра", 90, 100], ["Ямало-Ненецкий автономный округ", 30, 40]]
    grid = [*GRID[:2], ["", 2004, 2005], ["Российская Федерация", 900, 1000], ["Тюменская область", oblast, oblast]]
    _, report = inspect("grp.xlsx", [*grid, *okrugs, *rest])
    assert [line["bare_oblast_name"] for line in lines_of(report)] == [meaning]
