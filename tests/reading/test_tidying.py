"""Every table of a file as tidy rows, without a line of configuration."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from originals_table import sheets_read

import regioncodes
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.reading import explanations
from regioncodes.reading.region_names import normalised, region_index
from regioncodes.reading.sources import read_source
from regioncodes.reading.tidying import COLUMNS, tidied

ROOT = Path(__file__).parents[2]
ORIGINALS = ROOT.parent / "shared/originals"
GRID = [
    ["19.1. Доходы бюджетов1)"],
    ["(миллионов рублей)"],
    ["", 2004, "20052)", "20063)"],
    ["Российская Федерация, млрд руб.", 90, 100, 120],
    ["Курганская область2)", "-", "17,83)", "…"],
    ["Курганское царство", 1, "1Б", 0],
    ["1) По данным казначейства."],
    ["2) Оценка."],
    ["3) Предварительно."],
]
URAL = {
    "Уральский федеральный округ": 100,
    "Курганская область": 5,
    "Свердловская область": 30,
    "Тюменская область": 45,
    "Ханты-Мансийский автономный округ – Югра": 25,
    "Ямало-Ненецкий автономный округ": 10,
    "Челябинская область": 20,
}


@pytest.fixture
def workbook(tmp_path, monkeypatch):
    """Writes sheets of rows into a workbook of a folder outside of the project, where the test goes on."""
    monkeypatch.chdir(tmp_path)

    def written(sheets, name="book.xlsx"):
        with xlsxwriter.Workbook(tmp_path / name) as book:
            for title, grid in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(grid):
                    sheet.write_row(number, 0, row)
        return Path(name)

    return written


@pytest.fixture
def text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def written(content, name="list.csv"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return Path(name)

    return written


def ural(title="Выпуск", unit="(единиц)", **changes):
    values = URAL | changes
    return [[title], [unit], ["", 2020, 2021], *([name, value, value] for name, value in values.items() if value != "")]


def codes_of(path, name="Тюменская область"):
    rows = regioncodes.read(path)
    own = rows[rows["region_text"] == name]
    return set(zip(own["region"], own["region_status"], strict=True))


def test_every_cell_is_a_row_with_region_period_value_unit_status_notes_and_place(workbook):
    rows = regioncodes.read(workbook({"19.1.": GRID})).set_index("cell")
    assert list(regioncodes.read("book.xlsx")) == list(COLUMNS)
    assert len(rows) == 9
    kurgan = rows.loc["C5"]
    assert kurgan[["region", "region_text", "region_status"]].tolist() == ["RU-KGN", "Курганская область2)", "known"]
    assert kurgan[["year", "period", "value", "unit", "status"]].tolist() == [
        2005,
        "year",
        17.8,
        "миллионов рублей",
        "value",
    ]
    assert kurgan[["title", "file", "sheet", "raw_text"]].tolist() == [
        "Доходы бюджетов",
        "book.xlsx",
        "19.1.",
        "17,83)",
    ]
    assert kurgan["notes"] == "1) По данным казначейства. 2) Оценка. 2) Оценка. 3) Предварительно."
    assert rows.loc[["B5", "D5", "D6"], "status"].tolist() == ["absent", "not_available", "rounds_to_zero"]
    assert rows["value"].isna().tolist() == [False] * 3 + [True, False, True] + [False, True, False]


def test_a_row_with_a_unit_of_its_own_keeps_number_and_unit_as_printed(workbook):
    rows = regioncodes.read(workbook({"19.1.": GRID})).set_index("cell")
    assert rows.loc["B4", ["region", "value", "unit"]].tolist() == ["RU", 90, "млрд руб."]


def test_what_cannot_be_read_or_named_is_kept_with_its_status_and_told(workbook):
    rows = regioncodes.read(workbook({"19.1.": GRID}))
    cell = rows.set_index("cell").loc["C6"]
    assert cell[["region", "region_status", "status", "raw_text"]].tolist() == ["", "unknown", "error", "1Б"]
    assert np.isnan(cell["value"])
    told = rows.attrs["left_out"]
    assert any("book.xlsx 19.1. cell C6: found '1Б'" in line for line in told)
    assert any("3 rows of 'Курганское царство' have no region code" in line for line in told)


def test_a_table_of_industries_is_left_out_by_name_and_the_others_are_read(workbook):
    industries = [["Выпуск"], ["", 2020, 2021], ["Добыча", 1, 2], ["Торговля", 3, 4]]
    rows = regioncodes.read(workbook({"1": industries, "2": ural()}))
    assert set(rows["sheet"]) == {"2"}
    [left] = [line for line in rows.attrs["left_out"] if line.startswith("book.xlsx 1:")]
    assert "'Добыча' are no regions" in left


def test_an_oblast_whose_okrugs_are_set_inside_it_is_the_whole_one(workbook):
    grid = ural(**{"Уральский федеральный округ": ""})
    grid.insert(next(number for number, row in enumerate(grid) if row[0].startswith("Ханты")), ["в том числе:"])
    assert codes_of(workbook({"1": grid})) == {("RU-TYU", "known")}


def test_an_oblast_beside_its_rest_is_the_whole_one(workbook):
    grid = [*ural(**{"Уральский федеральный округ": 1}), ["Тюменская область без автономных округов", 10, 10]]
    assert codes_of(workbook({"1": grid})) == {("RU-TYU", "known")}


def test_a_district_that_is_the_sum_of_its_regions_tells_whether_okrugs_are_within(workbook):
    assert codes_of(workbook({"1": ural()})) == {("RU-TYU", "known")}
    apart = ural(**{"Тюменская область": 10})
    assert codes_of(workbook({"1": apart})) == {("RU-TYU-0", "known")}


def test_totals_less_than_those_of_the_okrugs_are_of_the_rest(workbook):
    values = {"Уральский федеральный округ": "", "Тюменская область": 10}
    grid = ural("Доходы консолидированных бюджетов субъектов Российской Федерации", "(миллионов рублей)", **values)
    assert codes_of(workbook({"1": grid})) == {("RU-TYU-0", "known")}
    assert codes_of(workbook({"1": ural("Средняя цена", "(рублей)", **values)})) == {("", "with_or_without_okrugs")}


def test_a_bare_oblast_of_which_nothing_tells_has_no_code_and_says_so(workbook):
    path = workbook({"1": ural(**{"Уральский федеральный округ": ""})})
    assert codes_of(path) == {("", "with_or_without_okrugs")}
    assert codes_of(path, "Челябинская область") == {("RU-CHE", "known")}
    assert any("'Тюменская область' have no region code" in line for line in regioncodes.read(path).attrs["left_out"])


def test_a_year_printed_twice_stays_twice_with_a_flag_and_is_told(workbook):
    grid = [["Выпуск"], ["", 2020, 2021, 2021], ["Курганская область", 1, 2, 3], ["Омская область", 4, 5, 6]]
    rows = regioncodes.read(workbook({"1": grid})).set_index("cell")
    assert rows["flags"].to_dict() == {"B3": "", "C3": "repeated", "D3": "repeated"} | {
        "B4": "",
        "C4": "repeated",
        "D4": "repeated",
    }
    assert any("4 cells say something" in line for line in rows.attrs["left_out"])


def test_months_quarters_and_academic_years_are_periods_of_their_year(workbook):
    heads = ["", "2020/21", "I квартал 2021", "январь 2021"]
    rows = regioncodes.read(workbook({"1": [["Цены"], heads, ["Омская область", 1, 2, 3], ["г. Москва", 1, 2, 3]]}))
    found = rows[["year", "period", "period_text"]].iloc[:3].to_numpy().tolist()
    assert found == [[2020, "academic_year", "2020/21"], [2021, "quarter", "I квартал"], [2021, "month", "январь"]]


def test_a_list_of_regions_and_years_is_read_by_its_header(text):
    content = (
        'indicator,region,year,value,unit\nвыпуск,Омская область,2020,"1,5",рублей\nвыпуск,Омск царский,2021,…,рублей\n'
    )
    rows = regioncodes.read(text(content))
    assert rows[["region", "title", "labels", "unit"]].iloc[0].tolist() == ["RU-OMS", "выпуск", "", "рублей"]
    assert rows["year"].tolist() == [2020, 2021]
    assert rows["cell"].tolist() == ["D2", "D3"]
    assert rows["status"].tolist() == ["value", "not_available"]
    assert rows["region_status"].tolist() == ["known", "unknown"]


def test_several_columns_of_numbers_beside_region_and_year_are_told_apart_by_title(text):
    rows = regioncodes.read(
        text("Регион;Год;Пол;Занятые;Студенты\nОмская область;2020;женщины;5;7\nг. Москва;2020;мужчины;6;8\n")
    )
    found = rows.set_index(["region", "title"])["value"].to_dict()
    assert found == {
        ("RU-OMS", "Занятые"): 5,
        ("RU-MOW", "Занятые"): 6,
        ("RU-OMS", "Студенты"): 7,
        ("RU-MOW", "Студенты"): 8,
    }
    assert rows["labels"].tolist() == ["женщины", "мужчины"] * 2


def test_quarters_of_a_list_stand_with_their_year(text):
    rows = regioncodes.read(
        text("region,Период,year,value\nОмская область,I квартал,2020,5\nОмская область,год,2020,6\n")
    )
    assert rows[["year", "period", "period_text"]].to_numpy().tolist() == [
        [2020, "quarter", "I квартал"],
        [2020, "year", ""],
    ]


def test_a_folder_is_read_whole_and_what_does_not_open_is_told(workbook, tmp_path):
    workbook({"1": ural()}, "one.xlsx")
    workbook({"1": ural()}, "~$lock.xlsx")
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    rows, findings = tidied([Path()], omitted=[Path("other.csv")])
    assert set(rows["file"]) == {"one.xlsx"}
    assert findings[["file", "severity"]].to_numpy().tolist() == [["page.pdf", "notice"]]
    assert findings["finding"][0].startswith("left out: is a PDF document")


def test_files_without_a_table_end_with_what_they_are(text):
    with pytest.raises(
        StudyError, match=r"no table of regions and periods was found in list\.csv\n  list\.csv no table"
    ):
        regioncodes.read(text("name,amount\nbread,3\nmilk,4\n"))
    with pytest.raises(StudyError, match=r"nothing\.csv left out: cannot be read"):
        regioncodes.read("nothing.csv")


def test_the_bar_is_told_every_sheet_and_ends_at_the_whole(workbook):
    told = []
    tidied([workbook({"1": ural(), "2": ural()})], progress=lambda name, share: told.append((name, share)))
    assert told == [("book.xlsx 1", 0.5), ("book.xlsx 2", 1.0)]


def test_the_package_is_imported_without_what_reading_needs():
    code = "import sys, regioncodes; assert not {'pandas', 'numpy', 'python_calamine'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(ROOT / "workflow")})


def test_shipped_tables_say_what_the_study_reads(regions, aliases, indicators, monkeypatch):
    monkeypatch.chdir(ROOT)
    lines = read_table("data/reference/tables.csv")
    chosen = lines[lines["file"].str.contains("grp|section-08|section-19|2025/tidy|icsid")]
    ours, _ = tidied(sorted(set(chosen["file"])))
    study, _ = read_source("", sorted(set(chosen["file"])), chosen, regions, aliases, indicators)
    check_same(ours, study, chosen)


@pytest.mark.slow
def test_all_shipped_tables_say_what_the_study_reads(regions, aliases, indicators, monkeypatch):
    monkeypatch.chdir(ROOT)
    lines = read_table("data/reference/tables.csv")
    study, _ = read_source("", sorted(set(lines["file"])), lines, regions, aliases, indicators)
    ours, _ = tidied(["data/raw/rosstat"])
    check_same(ours, study, lines)


def check_same(ours, study, lines):
    """Every value of the study has its row: the same region where the table tells it, year, status and number."""
    factors = {
        (line.file, normalised(name)): float(factor)
        for line in lines.itertuples()
        if line.row_factors
        for name, factor in [line.row_factors.rsplit("=", 1)]
    }
    # The rows of a list are known to the study by their number.
    study = study.assign(place=study["cell"].str.extract(r"row (\d+)", expand=False).fillna(study["cell"]))
    row = ours["cell"].str.extract(r"(\d+)", expand=False)
    is_list = ours["file"].astype("str").str.endswith(".csv")
    plain = ours.assign(
        place=row.where(is_list, ours["cell"]), **{name: ours[name].astype("str") for name in ("file", "sheet")}
    )
    both = study.merge(plain, on=["file", "sheet", "place"], suffixes=("", "_tidy"), how="left", validate="m:1")
    assert both["cell_tidy"].notna().all()
    told = both["region_status"] == "known"
    assert (both["region"] == both["region_tidy"].astype("str"))[told].all()
    assert set(both.loc[~told, "region"]) <= {"RU-TYU", "RU-ARK"}
    assert (both["year"] == both["year_tidy"]).all()
    assert (both["status"] == both["status_tidy"].astype("str")).all()
    factor = [
        factors.get((file, normalised(name)), 1.0) for file, name in zip(both["file"], both["region_text"], strict=True)
    ]
    pd.testing.assert_series_equal(both["value"], both["value_tidy"] * factor, check_names=False, rtol=0, atol=0)


@pytest.mark.slow
@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the files as Rosstat published them are not beside the project")
@pytest.mark.parametrize("path", sorted(ORIGINALS.rglob("*.*")), ids=lambda path: path.name)
def test_every_cell_that_inspect_counts_is_one_row(path, tmp_path, regions, aliases):
    (tmp_path / path.name).symlink_to(path)
    counted = sheets_read(tmp_path, region_index(regions, aliases))
    rows, findings = tidied([tmp_path / path.name])
    found = rows.groupby(["sheet", "status"], observed=True).size().to_dict()
    assert found == {(sheet.sheet, status): n for sheet in counted for status, n in sheet.statuses.items()}
    assert not rows.duplicated(["sheet", "cell"]).any()
    left = {sheet.sheet for sheet in counted if not sheet.tables}
    assert left <= set(findings["sheet"])


def test_a_table_with_years_down_keeps_the_places_of_its_sheet(workbook):
    head = [["Выпуск"], ["(единиц)"], ["", "Курганская область", "Свердловская область"]]
    rows = regioncodes.read(workbook({"1": [*head, [2020, 1, 2], [2021, 4, "…"]]}))
    assert rows[["region", "year", "cell", "raw_text"]].to_numpy().tolist() == [
        ["RU-KGN", 2020, "B4", "1"],
        ["RU-KGN", 2021, "B5", "4"],
        ["RU-SVE", 2020, "C4", "2"],
        ["RU-SVE", 2021, "C5", "…"],
    ]


@pytest.mark.parametrize("name", ["Тюменская обл.", "Тюменскаяобласть", "Tyumen Oblast"])
def test_a_bare_name_in_another_spelling_is_as_undecided(workbook, name):
    values = {name if region == "Тюменская область" else region: value for region, value in list(URAL.items())[3:]}
    grid = [["Выпуск"], ["(единиц)"], ["", 2020, 2021], *([region, value, value] for region, value in values.items())]
    assert codes_of(workbook({"1": grid}), name) == {("", "with_or_without_okrugs")}


def test_a_mark_is_confidential_by_the_wordings_of_the_project_from_any_folder(workbook):
    explanations._wordings.cache_clear()
    foot = [["1) Данные не публикуются в целях обеспечения конфиденциальности первичных данных"]]
    rows = regioncodes.read(workbook({"1": [*GRID[1:3], ["Курганская область", 1, 2, "…1)"], GRID[3], *foot]}))
    assert rows.set_index("cell").loc["D3", "status"] == "suppressed"
