import csv
import hashlib
import io

import pandas as pd
import pytest
import xlsxwriter
from statistical_xml import emiss

from regioncodes.ground.errors import StudyError
from regioncodes.reading.inspection import inspected
from regioncodes.reading.sources import LINE, read_source
from regioncodes.reading.tidy_inspection import guessed_indicator

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
def inspect(tmp_path, regions, aliases, indicators, units):
    def report(name, content):
        path = tmp_path / name
        if isinstance(content, list):
            with xlsxwriter.Workbook(path) as workbook:
                sheet = workbook.add_worksheet("8.1.")
                for number, row in enumerate(content):
                    sheet.write_row(number, 0, row)
        else:
            path.write_text(content, encoding="utf-8")
        return path, inspected(path, regions, aliases, indicators, units)

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


def test_the_line_it_prints_reads_the_table(inspect, regions, aliases, indicators, units):
    path, report = inspect("grp.xlsx", [*GRID[:5], GRID[6]])
    [line] = lines_of(report)
    assert line["unit_printed"] == "миллионов рублей"
    table = pd.DataFrame([line]).astype({"first_year": int, "last_year": int})
    rows, findings = read_source("2022", [str(path)], table, regions, aliases, indicators, units)
    assert findings.empty
    assert rows.set_index(["region", "year"]).loc[("RU-KGN", 2005), "value"] == 17.8


def test_hidden_sheets_rows_and_columns_are_named(tmp_path, regions, aliases, indicators):
    with xlsxwriter.Workbook(tmp_path / "grp.xlsx") as workbook:
        for name in ("shown", "hidden"):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(GRID):
                sheet.write_row(number, 0, row)
        sheet.hide()
        for row in (3, 4, 6):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
    shown, hidden = inspected(tmp_path / "grp.xlsx", regions, aliases, indicators).split("sheet hidden\n")
    assert "read all the same" not in shown
    assert "the sheet is hidden: read all the same" in hidden
    assert "hidden rows: 4–5, 7: read all the same" in hidden
    assert "hidden columns: C: read all the same" in hidden


def test_what_is_raised_is_no_digit_for_inspect_either(tmp_path, regions, aliases, indicators):
    with xlsxwriter.Workbook(tmp_path / "grp.xlsx") as workbook:
        sheet, raised = workbook.add_worksheet("1"), workbook.add_format({"font_script": 1})
        for number, row in enumerate(GRID[:5]):
            sheet.write_row(number, 0, row)
        sheet.write_rich_string(3, 2, "100", raised, "12)")
    report = inspected(tmp_path / "grp.xlsx", regions, aliases, indicators)
    assert "cells: 1 absent, 1 error, 2 value" in report
    assert "error cell C4" not in report


def test_a_table_with_a_row_for_each_region_and_year_is_described_as_tidy(inspect):
    _, report = inspect("new.csv", "indicator,region,year,value\ngrp_total,Россия,2023,2\ngrp_total,Россия,2021,1\n")
    [line] = lines_of(report)
    assert (line["form"], line["first_year"], line["last_year"]) == ("tidy", "2021", "2023")
    assert "no table" not in report


AGES = [
    ("Курганская область", "15-72 лет", {"2015": "7,0", "2016": "7,1"}),
    ("Курганская область", "15 лет и старше", {"2017": "8,4", "2018": "8,2"}),
    ("Южный федеральный округ (по 2009 год)", "15-72 лет", {"2016": "6,0"}),
    ("Область Ъ", "15 лет и старше", {"2017": "5,4"}),
]


def test_an_emiss_file_is_told_with_its_columns_units_periods_and_names(inspect):
    _, report = inspect("unemployment.xml", emiss(AGES))
    for words in (
        "one row for each region and year, 2015–2018",
        "'Уровень безработицы': unemployment_rate",
        "column 'Возраст', 2 values: '15-72 лет'; '15 лет и старше'; one of them is to be named in column labels",
        "unit 'процент' in 6 rows: that of unemployment_rate",
        "period 'значение показателя за год' in 6 rows: the year",
        "unknown region 'Область Ъ': add it to data/reference/region_aliases.csv",
        "region 'Южный федеральный округ (по 2009 год)' ended in 2009 (data/reference/regions.csv)",
    ):
        assert words in report


def test_each_line_drafted_of_an_emiss_file_reads_one_age_group(inspect, regions, aliases, indicators, units):
    path, report = inspect("unemployment.xml", emiss(AGES[:2]))
    lines = pd.DataFrame(lines_of(report)).astype({"first_year": int, "last_year": int})
    assert lines["labels"].tolist() == ["15-72 лет", "15 лет и старше"]
    for (_, line), right in zip(lines.iterrows(), ({2015: 7.0, 2016: 7.1}, {2017: 8.4, 2018: 8.2}), strict=True):
        rows, findings = read_source("new", [str(path)], line.to_frame().T, regions, aliases, indicators, units)
        assert findings.empty
        assert rows.set_index("year")["value"].to_dict() == right


def test_an_emiss_file_in_another_unit_and_of_months_says_what_becomes_of_them(inspect):
    series = [("Курганская область", "", {"2022": "51234567,8"})]
    _, report = inspect("i.xml", emiss(series, unit="тысяча рублей", name="Инвестиции в основной капитал"))
    assert "becomes million RUB of investment_fixed_capital, divided by 1000" in report
    _, report = inspect("i.xml", emiss(series, unit="тонна", name="Инвестиции в основной капитал"))
    assert "error: unit 'тонна' is not known" in report


def test_a_text_of_another_kind_gives_no_line(inspect):
    _, report = inspect("other.csv", "name,amount\nbread,3\nmilk,4\n")
    assert lines_of(report) == []
    assert "no table of regions and years" in report


def test_a_file_that_is_not_there_is_named(tmp_path, regions, aliases, indicators):
    with pytest.raises(StudyError, match=r"nothing\.xlsx: cannot be read"):
        inspected(tmp_path / "nothing.xlsx", regions, aliases, indicators)


def read_by(lines, path, regions, aliases, indicators, units):
    """What reading by the lines finds, those without an indicator having one of the printed unit."""
    own = [
        {"indicator": f"own_{number}", **dict.fromkeys(["unit", "unit_ru"], line["unit_printed"])}
        for number, line in enumerate(lines)
    ]
    known = pd.concat([indicators, pd.DataFrame(own).assign(title_ru="own")])
    filled = pd.DataFrame(
        [{**line, "indicator": line["indicator"] or f"own_{number}"} for number, line in enumerate(lines)]
    )
    rows, findings = read_source("edition", [str(path)], filled, regions, aliases, known, units)
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
def test_title_and_unit_are_drafted_as_printed_or_as_none(
    inspect, regions, aliases, indicators, units, changes, printed
):
    grid = [changes.get(number, row) for number, row in enumerate([*GRID[:5], GRID[6]])]
    path, report = inspect("own.xlsx", grid)
    [line] = lines_of(report)
    assert (line["title_printed"], line["unit_printed"]) == printed
    rows, errors = read_by([line], path, regions, aliases, indicators, units)
    assert errors.empty
    assert len(rows) == 4


def test_every_set_of_labels_of_a_year_has_a_line_and_one_without_labels_says_none(
    inspect, regions, aliases, indicators, units
):
    head = [["8.1. ВАЛОВОЙ РЕГИОНАЛЬНЫЙ ПРОДУКТ"], ["(миллионов рублей)"], ["", 2004, 2005, "Место в России"]]
    grid = [*head, ["", "", "", 2005], ["Россия", 90, 100, ""], ["Курганская область", 17, 18, 70]]
    path, report = inspect("labels.xlsx", grid)
    lines = lines_of(report)
    assert [(line["labels"], line["indicator"], line["first_year"]) for line in lines] == [
        ("none", "grp_total", "2004"),
        ("Место в России", "", "2005"),
    ]
    rows, errors = read_by(lines, path, regions, aliases, indicators, units)
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


def test_a_hidden_sheet_is_named_and_has_no_line(tmp_path, regions, aliases, indicators, units):
    path = tmp_path / "grp.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("8.1.", "old"):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate([*GRID[:5], GRID[6]]):
                sheet.write_row(number, 0, row)
        sheet.hide()
    report = inspected(path, regions, aliases, indicators, units)
    assert [line["sheet"] for line in lines_of(report)] == ["8.1."]
    assert "\nsheet old\n  the sheet is hidden" in report
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


def test_a_year_printed_by_two_methods_has_a_line_for_each_with_the_years_of_both(inspect):
    head = [*GRID[:2], ["", 2004, 2005, "", 2006], ["", "", "методика 3-го издания", "методика 4-го издания", ""]]
    grid = [*head, ["Российская Федерация", 90, 100, 110, 120], ["Курганская область", 15, 16, 17, 18]]
    lines = lines_of(inspect("methods.xlsx", grid)[1])
    assert [(line["labels"], line["first_year"], line["last_year"]) for line in lines] == [
        ("методика 3-го издания", "2004", "2006"),
        ("методика 4-го издания", "2004", "2006"),
    ]


def test_a_list_of_too_many_choices_and_one_of_an_unknown_unit_have_no_line_and_the_reason_is_told(inspect):
    regions = ("Курганская область", "Свердловская область")
    ages = [(region, f"{age} лет", {"2022": "7,0", "2023": "7,1"}) for age in range(20, 36) for region in regions]
    _, report = inspect("ages.xml", emiss(ages))
    assert lines_of(report) == []
    assert "no line for data/reference/tables.csv: column 'Возраст' has 16 values" in report
    series = [("Курганская область", "", {"2022": "51234567,8"})]
    _, report = inspect("i.xml", emiss(series, unit="тонна", name="Инвестиции в основной капитал"))
    assert lines_of(report) == []
    assert "no line for data/reference/tables.csv: row 2: unit 'тонна' is not known" in report


def test_a_list_of_an_indicator_that_is_none_of_ours_is_tried_in_the_unit_that_it_prints(inspect):
    series = [("Курганская область", "", {"2022": "5", "2023": "6"})]
    _, report = inspect("hares.xml", emiss(series, unit="тысяч голов", name="Численность зайцев"))
    [line] = lines_of(report)
    assert (line["form"], line["indicator"], line["first_year"], line["last_year"]) == ("tidy", "", "2022", "2023")


def test_a_list_of_months_says_that_it_has_no_whole_year(inspect):
    series = [("Курганская область", "", {"2022": "5"})]
    _, report = inspect("months.xml", emiss(series, period="январь", name="Уровень безработицы"))
    assert "one row for each region and part of a year, no whole year: январь" in report
    assert lines_of(report) == []


@pytest.mark.parametrize("printed", ["12.1. Индекс физического объема ВРП", "12.1. ИНДЕКС ФИЗИЧЕСКОГО\u00a0ОБЪЁМА ВРП"])
def test_a_title_is_known_with_or_without_the_dots_of_yo(printed):
    titles = pd.DataFrame({"title_ru": ["Индекс физического объёма", "Индекс"]}, index=["volume", "index"])
    assert guessed_indicator(printed, titles) == "volume"
