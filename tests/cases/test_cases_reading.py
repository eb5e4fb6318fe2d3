"""The collected cases of reading, each run on its own file against its own right outcome, and who cures the kind.

A case is a small input drawn from a public bug report. The files lie beside the project; the kind of each is cured by
tests with inputs of our own, named below.
"""

import ast
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest

from regioncodes.checks.flags import flagged
from regioncodes.formats.documents import FileError
from regioncodes.formats.opening import read_document, superscripts
from regioncodes.ground.tables import read_table
from regioncodes.reading.cells import Cell, parse_cell
from regioncodes.reading.layout import collapsed, placed_cells, tables
from regioncodes.reading.layout.periods import period_of
from regioncodes.reading.region_names import normalised, region_index, region_matches
from regioncodes.reading.sources import read_source

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared/cases"
INPUTS = CASES / "inputs"
KINDS = {"numbers", "layout", "regions", "formats"}
CURED_BY = {
    "N01": [
        "test_cells.py::test_any_number_printed_in_any_style_is_read_back",
        "test_cells.py::test_a_cell_means_what_a_reader_of_the_yearbook_sees",
    ],
    "N02": [
        "test_cells.py::test_a_glued_note_is_read_or_refused_but_never_guessed",
        "test_cells.py::test_digits_that_fit_two_notes_are_undecidable",
    ],
    "N04": ["test_cells.py::test_a_cell_means_what_a_reader_of_the_yearbook_sees"],
    "N06": ["test_cells.py::test_every_letter_of_a_eurostat_flag_is_kept"],
    "N08": [
        "test_layout_tables.py::test_faults_are_errors_and_hidden_cells_carry_their_flag",
        "../formats/test_format_open_xml.py::test_a_formula_without_result_and_an_error_are_named",
    ],
    "L01": ["test_layout_headings.py::test_a_year_is_a_year_in_every_spelling"],
    "L03": ["test_layout_headings.py::test_a_header_of_three_levels_gives_each_column_its_labels_and_year"],
    "L04": ["test_layout_tables.py::test_continuation_pages_are_one_table_and_nothing_is_doubled"],
    "L05": ["test_layout_tables.py::test_nested_rows_know_their_parents_and_the_leaves_add_up"],
    "L07": ["test_layout_tables.py::test_title_unit_moment_notes_and_rows_are_found_without_coordinates"],
    "R01": [
        "test_region_names.py::test_a_printed_name_finds_its_region",
        "test_region_names.py::test_every_match_that_is_not_letter_for_letter_is_reported_with_its_reason",
    ],
    "R03": [
        "test_region_names.py::test_no_two_official_names_are_one_after_levelling",
        "test_region_names.py::test_two_rows_of_one_region_collapse_where_they_agree",
    ],
    "R04": [
        "test_region_names.py::test_territorial_history_is_complete_and_enters_no_sum_of_russia",
        "../checks/test_checks_tables.py::test_breaks_flag_the_first_year_that_cannot_be_compared",
    ],
    "R06": [
        "test_region_names.py::test_territorial_history_is_complete_and_enters_no_sum_of_russia",
        "test_region_names.py::test_two_rows_of_one_region_collapse_where_they_agree",
    ],
    "F01": ["../formats/test_format_open_xml.py::test_a_sheet_that_says_its_size_is_a1_is_read_whole"],
    "F02": ["../formats/test_format_texts.py::test_a_table_reads_alike_in_every_encoding"],
    "F04": ["../formats/test_format_xml.py::test_cells_stand_where_their_index_puts_them"],
    "F06": ["../formats/test_format_open_xml.py::test_strict_open_xml_is_read_and_named"],
    "F07": ["../formats/test_format_binary.py::test_an_encrypted_new_workbook_is_named_as_such"],
    "F09": [
        "../formats/test_format_xml.py::test_observations_are_rows_with_names_in_place_of_codes",
        "../formats/test_format_xml.py::test_a_code_without_a_name_is_a_fault_of_its_cell",
    ],
}
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the collected cases are not beside the project")


def expected(case: str) -> pd.DataFrame:
    return pd.read_csv(CASES / f"expected/{case}.csv", dtype="str", keep_default_na=False)


def input_of(case: str) -> Path:
    [path] = [path for path in INPUTS.glob(f"{case}.*")]
    return path


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    return region_index(*(read_table(ROOT / f"data/reference/{name}.csv") for name in ("regions", "region_aliases")))


def table_and_cells(case: str):
    """The one table of a case's file, and its cells with their region by printed name, year and labels."""
    path = input_of(case)
    [sheet] = read_document(path).sheets
    raised = superscripts(path, sheet.name)
    [table], _ = tables(sheet, superscript=raised)
    percent = "процент" in table.unit_line
    return table, placed_cells(sheet, table, superscript=raised, percent=percent)


def same_cell(cell: Cell, value: str, status: str, note: str = "", flags: str | None = None) -> bool:
    """Whether a cell says what a case's line says; "ok" is a value; behind a colon stands what is said beside it."""
    status, _, beside = status.partition(":")
    wanted = {"ok": beside if beside == "rounds_to_zero" else "value"}.get(status, status)
    if wanted == "value" and value and float(value) == 0:
        wanted = "rounds_to_zero"
    return (
        cell.status == wanted
        and (cell.value is None if not value else cell.value == pytest.approx(float(value), rel=1e-12))
        and cell.note == (int(note) if note else None)
        and (flags is None or cell.flags == flags)
        and (beside != "percent_sign" or cell.flags == "percent_sign")
    )


def check_figures(case: str) -> None:
    """Every line of region, year, value, status and note is a cell of the table; no cell has another meaning."""
    lines = expected(case)
    _, cells = table_and_cells(case)
    found = {(names()[normalised(part.row.name)], part.heading.year): part.cell for part in cells}
    assert len(found) == len(cells)
    if case != "N02" and case != "N04":  # these two have lines for their odd cells only
        assert len(found) == len(lines)
    for line in lines.to_dict("records"):
        cell = found[names()[normalised(line["region"])], int(line["year"])]
        assert same_cell(cell, line["value"], line["status"], line.get("footnote", "")), (line, cell)


def check_eurostat_flags(case: str) -> None:
    [sheet] = read_document(input_of(case)).sheets
    years = [period_of(name) for name in sheet.grid[0][1:]]
    found = {
        (row[0].split(",")[-1], period.year): parse_cell(content, {})
        for row in sheet.grid[1:]
        for period, content in zip(years, row[1:], strict=True)
    }
    assert len(found) == len(expected(case))
    for line in expected(case).to_dict("records"):
        cell = found[line["geo"], int(line["year"])]
        assert same_cell(cell, line["value"], line["status"], flags=line["flags"]), (line, cell)


def check_faults(case: str) -> None:
    _, cells = table_and_cells(case)
    faults = {part.place: str(part.cell) for part in cells if not isinstance(part.cell, Cell)}
    assert {place: text.split("; ")[0] for place, text in faults.items()} == {
        "C4": "found formula without a stored result",
        "C5": "found #DIV/0!",
        "B6": "found #REF!",
        "D6": "found #N/A",
    }
    assert sorted(part.cell.value for part in cells if part.place not in faults) == [85.5, 87.0, 88.1, 89.9, 90.2]


def check_years(case: str) -> None:
    table, _ = table_and_cells(case)
    found = [(chr(ord("A") + head.column), str(head.year), ";".join(head.notes), head.flags) for head in table.headings]
    assert found == list(expected(case).itertuples(index=False, name=None))


def check_three_levels(case: str) -> None:
    _, cells = table_and_cells(case)
    found = {(part.heading.labels[-1], part.row.name, part.heading.year): part.cell for part in cells}
    assert len(found) == len(cells) == len(expected(case)) == 18
    for line in expected(case).to_dict("records"):
        cell = found[line["indicator"], line["region"], int(line["year"])]
        assert same_cell(cell, line["value"], line["status"], "4" if line["status"] == "suppressed" else "")


def check_nesting(case: str) -> None:
    table, cells = table_and_cells(case)
    levels = {"country": 0, "district": 1, "subject_total": 2, "subject_part": 3}
    lines = expected(case).to_dict("records")
    region = {row.row: names()[normalised(row.name)] for row in table.rows}
    for line, row in zip(lines, table.rows, strict=True):
        assert region[row.row] == names()[normalised(line["canonical"])]
        assert region.get(row.parent, "") == (names()[normalised(line["parent"])] if line["parent"] else "")
        assert row.level == levels.get(line["level"], row.level)
    parents = {row.parent for row in table.rows}
    for year, total in ((2019, 1000), (2020, 1010)):
        leaves = [part.cell.value for part in cells if part.row.row not in parents and part.heading.year == year]
        assert sum(leaves) == total


def check_caption(case: str) -> None:
    table, cells = table_and_cells(case)
    fields = dict(expected(case).itertuples(index=False, name=None))
    assert f"{table.title} ({table.number})" == fields["indicator"]
    assert (table.unit, table.moment, str(len(table.rows))) == (fields["unit"], fields["moment"], fields["rows"])
    assert ";".join(str(head.year) for head in table.headings) == fields["years"]
    assert list(table.notes) == ["1", "2", "3"]
    assert all(table.notes.values())
    for row in table.rows:
        own = [part.cell.value for part in cells if part.row is row]
        field = next(text for name, text in fields.items() if row.name.startswith(name.split()[0]))
        assert ";".join(map(str, own)) == field.split(" ")[0]
        if "footnote" in field:
            assert ",".join(row.notes) == field.split()[-1]


def check_spellings(case: str) -> None:
    lines = expected(case)
    regions, aliases = (read_table(ROOT / f"data/reference/{name}.csv") for name in ("regions", "region_aliases"))
    assert [names()[normalised(name)] for name in lines["raw"]] == lines["iso"].tolist()
    official = regions.set_index("region")["name_ru"]
    report = region_matches(lines["raw"], regions, aliases).set_index("name")
    for line in lines.itertuples():
        assert line.raw in report.index or line.raw == official[line.iso]
    assert report["how"].ne("no region").all()


def check_alike_names(case: str) -> None:
    codes = {"total": "", "total with okrugs": "", "part": "-0", "NC": "RU-NCFD", "NW": "RU-NWFD"}
    _, cells = table_and_cells(case)
    found = [names()[normalised(part.row.name)] for part in cells]
    for line, region in zip(expected(case).itertuples(), found, strict=True):
        code, _, kind = line.id.split(" - ")[0].removesuffix(")").partition("(")
        assert region == (codes[code.removeprefix("FD-")] if code.startswith("FD-") else code + codes.get(kind, ""))
    kept, findings = collapsed(zip(found, cells, strict=True))
    assert len(kept) == len(set(found)) == len(found) - 1
    assert [finding.severity for finding in findings] == ["notice"]


def tidy_rows(case: str, indicator: str, years: tuple[int, int], column: str):
    path = str(input_of(case))
    line = {
        "file": path,
        "sheet": "",
        "form": "tidy",
        "indicator": indicator,
        "first_year": years[0],
        "last_year": years[1],
        "bare_oblast_name": "with_okrugs",
        "region_column": column,
    }
    names = ("regions", "region_aliases", "indicators", "units")
    facts = [read_table(ROOT / f"data/reference/{name}.csv") for name in names]
    return read_source("case", [path], pd.DataFrame([line]), *facts)


def check_two_totals(case: str) -> None:
    rows, findings = tidy_rows(case, "population_avg", (2012, 2015), "Регион")
    assert findings.empty
    values = rows.set_index(["region", "year"])["value"]
    assert (len(values["RU"]), len(values["RU-0"])) == (4, 2)
    assert values["RU-0", 2014] / values["RU", 2013] - 1 == pytest.approx(0.00990099, abs=1e-8)
    assert values["RU-CR"].index.tolist() == values["RU-SEV"].index.tolist() == [2014, 2015]
    marked = flagged(rows, read_table(ROOT / "data/reference/breaks.csv"))
    broken = marked[marked["flags"].str.contains("break_in_coverage")]
    assert broken[["region", "year"]].to_numpy().tolist() == [["RU", 2014]]


def check_history(case: str) -> None:
    table, cells = table_and_cells(case)
    regions = read_table(ROOT / "data/reference/regions.csv").set_index("region")
    rules = expected(case).set_index("raw")
    for printed, line in rules.iloc[:9].iterrows():
        own = regions.loc[names()[normalised(printed)]]
        assert own.name == line["id"].removesuffix("(old)")
        year = line["rule"].split(";")[0].split()[-1]
        column = {"ends": "until", "starts": "since", "break_in_territory": "breaks"}[line["rule"].split()[0]]
        assert str(own[column]).removesuffix(".0") == year
    capital = {names()[normalised(name)] for name in ("Астана қаласы", "г. Нур-Султан")}
    assert capital == {"KZ-71"}
    kept, findings = collapsed((names()[normalised(part.row.name)], part) for part in cells)
    assert [finding.severity for finding in findings] == ["notice"]
    assert {part.heading.year: part.cell.value for region, part in kept if region == "KZ-71"}[2021] == 120
    assert [head.year for head in table.headings] == [2017, 2018, 2021, 2022]


def check_encoding_recorded(case: str) -> None:
    check_figures(case)
    assert read_document(input_of(case)).true_format == "csv, windows-1251, ;"


def check_strict(case: str) -> None:
    check_figures(case)
    assert "strict OOXML" in read_document(input_of(case)).true_format


def check_encrypted(case: str) -> None:
    with pytest.raises(FileError, match=r"encrypted \(password-protected\)"):
        read_document(input_of(case))
    line = {"file": "", "sheet": "1", "indicator": "grp_total", "first_year": 2019, "last_year": 2021}
    files = [str(input_of("F07")), str(input_of("F01"))]
    facts = [read_table(ROOT / f"data/reference/{name}.csv") for name in ("regions", "region_aliases", "indicators")]
    _, findings = read_source("case", files, pd.DataFrame([{**line, "file": file} for file in files]), *facts)
    assert set(findings["file"]) == set(files)


def check_statistical_xml(case: str) -> None:
    column = "Классификатор объектов административно-территориального деления (ОКАТО)"
    rows, findings = tidy_rows(case, "cpi_dec_dec", (2021, 2022), column)
    found = {(row.region, row.year): (row.value, row.status) for row in rows.itertuples()}
    lines = expected(case)
    annual = lines[(lines["period"] == "год") & ~lines["status"].str.startswith("error")]
    assert len(found) == len(annual)
    for line in annual.itertuples():
        value, status = found[names()[normalised(line.region)], int(line.year)]
        assert status == {"ok": "value"}.get(line.status, line.status)
        assert value == pytest.approx(float(line.value) if line.value else float("nan"), nan_ok=True)
    texts = findings.set_index("severity")["finding"].to_dict()
    assert "1 rows of quarters or months left out" in texts["notice"]
    assert "'99'" in texts["error"]


CHECKS = {
    "N01": check_figures,
    "N02": check_figures,
    "N04": check_figures,
    "N06": check_eurostat_flags,
    "N08": check_faults,
    "L01": check_years,
    "L03": check_three_levels,
    "L04": check_figures,
    "L05": check_nesting,
    "L07": check_caption,
    "R01": check_spellings,
    "R03": check_alike_names,
    "R04": check_two_totals,
    "R06": check_history,
    "F01": check_figures,
    "F02": check_encoding_recorded,
    "F04": check_figures,
    "F06": check_strict,
    "F07": check_encrypted,
    "F09": check_statistical_xml,
}


@needs_cases
@pytest.mark.parametrize("case", CHECKS)
def test_a_case_has_its_right_outcome(case):
    CHECKS[case](case)


@needs_cases
def test_no_case_of_reading_is_overlooked():
    listed = read_table(CASES / "expected.csv")
    assert sorted(listed.loc[listed["kind"].isin(KINDS), "id"]) == sorted(CHECKS) == sorted(CURED_BY)


@pytest.mark.parametrize("case", CURED_BY)
def test_the_kind_of_a_case_is_cured_by_tests_with_inputs_of_our_own(case):
    for name in CURED_BY[case]:
        file, test = name.split("::")
        tree = ast.parse((ROOT / "tests/reading" / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name
