import csv
import io
import shutil

import pytest

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.ground.reference_lines import LINES
from regioncodes.ground.reference_tables import check_reference
from regioncodes.ground.tables import read_table

REFERENCE = ROOT / "data/reference"
TABLES = sorted(path.stem for path in REFERENCE.glob("*.csv"))


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(REFERENCE, tmp_path / "data/reference")
    return tmp_path


@pytest.fixture
def change(folder):
    """Writes another content into one cell of a table, by the line of the file, and gives what the check says."""

    def changing(table, line, column, content):
        path = folder / f"data/reference/{table}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        rows[line - 1][rows[0].index(column)] = content
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
        with pytest.raises(StudyError) as error:
            check_reference(folder)
        return str(error.value)

    return changing


def test_every_table_of_facts_has_rules_and_these_name_its_columns():
    assert sorted(LINES) == TABLES
    for name, model in LINES.items():
        assert set(model.model_fields) == set(read_table(REFERENCE / f"{name}.csv").columns), name
        assert set(model.distinct) <= set(model.model_fields), name


def test_the_shipped_tables_pass():
    check_reference(ROOT)


@pytest.mark.parametrize(
    ("table", "column", "content", "words"),
    [
        ("tables", "bare_oblast_name", "without okrugs", ["'without okrugs'", "'with_okrugs' or 'without_okrugs'"]),
        ("tables", "bare_oblast_name", "", ["''", "'with_okrugs' or 'without_okrugs'"]),
        ("tables", "first_year", "", ["''", "a year such as 2005"]),
        ("tables", "last_year", "2014.5", ["'2014.5'", "a year such as 2005"]),
        ("tables", "form", "long", ["'long'", "'' or 'tidy'"]),
        ("tables", "indicator", "grp", ["'grp'", "data/reference/indicators.csv", "grp_total"]),
        ("tables", "header_rows", "4–7", ["'4–7'", "4 or 4-7"]),
        ("tables", "header_rows", "7-4", ["'7-4'", "first row ≤ last row"]),
        ("tables", "region_column", "2", ["'2'", "letters such as B"]),
        ("tables", "repeated_year_column", "14", ["'14'", "letters of a column"]),
        ("tables", "row_factors", "Россия 1000", ["'Россия 1000'", "name of a row = factor"]),
        ("tables", "row_factors", "Россия = 1 000", ["name of a row = factor"]),
        ("sources", "published", "01.04.2026", ["'01.04.2026'", "2026, 2026-04 or 2026-04-01"]),
        ("sources", "published", "2026-13", ["'2026-13'", "2026-04-01"]),
        ("sources", "published", "дек.22", ["'дек.22'", "2026-04-01"]),
        ("sources", "published", "", ["2026-04-01"]),
        ("sources", "edition", "../elsewhere", ["'../elsewhere'", "part of file names"]),
        ("sources", "sha256", "ABC", ["'ABC'", "64"]),
        ("regions", "level", "oblast", ["'oblast'", "'country'"]),
        ("regions", "part_of", "RU-XXX", ["'RU-XXX'", "data/reference/regions.csv"]),
        ("regions", "since", "2014 год", ["'2014 год'", "a year"]),
        ("region_aliases", "region", "RU-XXX", ["'RU-XXX'", "data/reference/regions.csv", "any of the"]),
        ("region_aliases", "alias", " ", ["' '", "a text"]),
        ("ranges", "lowest", "ноль", ["'ноль'", "a number"]),
        ("identities", "tolerance_percent", "-5", ["'-5'", "0 or more"]),
        ("identities", "scale", "0", ["'0'", "above 0"]),
        ("breaks", "kind", "break", ["'break'", "'break_in_method' or 'break_in_coverage'"]),
        ("breaks", "year", "20016", ["'20016'", "a year"]),
        ("corrections", "cell", "W 76", ["'W 76'", "K23"]),
        ("value_indices", "values", "0 0,33 1", ["'0 0,33 1'", "numbers joined by blanks"]),
        ("value_items", "pole", "+1", ["'+1'", "-1, 0 or 1"]),
        ("units", "size", "0", ["'0'", "above 0"]),
        ("mark_wordings", "wording", "не публику(", ["regular expression"]),
        ("mark_wordings", "status", "secret", ["'suppressed' or 'not_available'"]),
        ("survey_marks", "kind", "hidden", ["'hidden'", "'not_shown'"]),
        ("survey_sizes", "rounds", "0", ["'0'", "above 0"]),
        ("survey_sizes", "doubt", "", ["''", "a text"]),
        ("texts", "ru", "", ["''", "a text"]),
    ],
)
def test_a_wrong_cell_is_one_line_with_table_line_column_found_and_allowed(change, table, column, content, words):
    heading, *problems = change(table, 2, column, content).splitlines()
    assert heading == f"1 problem in data/reference/{table}.csv"
    [problem] = problems
    assert problem.startswith("  line 2")
    assert f"column {column}: " in problem
    assert all(word in problem for word in words)


def test_the_problems_of_all_tables_come_at_once(change):
    change("tables", 9, "bare_oblast_name", "without okrugs")
    said = change("sources", 3, "published", "2025-26-08")
    assert "1 problem in data/reference/tables.csv\n  line 9, column bare_oblast_name: 'without okrugs'" in said
    assert "1 problem in data/reference/sources.csv\n  line 3, column published: '2025-26-08'" in said


def test_a_code_that_would_lead_to_another_folder_is_refused(change):
    assert "line 5, column region: 'RU/BRY' is not allowed; allowed: letters, digits" in change(
        "regions", 5, "region", "RU/BRY"
    )


def test_years_out_of_order_and_operands_that_are_missing_are_faults_of_the_line(change):
    assert "line 2: first_year 1998 is after last_year 1997; first" in change("tables", 2, "last_year", "1997")
    assert "line 2: operation 'ratio' needs an indicator in right" in change("identities", 2, "right", "")


def test_a_key_that_stands_twice_is_named_with_both_lines(change):
    assert "line 4: RU-CFD stands in line 3 already; keep one of them" in change("regions", 4, "region", "RU-CFD")


def test_a_column_that_is_missing_or_unknown_is_named(change):
    said = change("ranges", 1, "lowest", "minimum")
    assert "line 1: no column 'lowest'; the table has indicator, lowest, highest, reason" in said
    assert "line 1: column 'minimum' is unknown" in said


def write(folder, table, text, encoding="utf-8"):
    (folder / f"data/reference/{table}.csv").write_bytes(text.encode(encoding))


def test_a_column_that_only_some_tables_need_may_be_left_out(folder):
    header = "file,sheet,form,indicator,first_year,last_year,bare_oblast_name"
    write(folder, "tables", f"{header}\na.xlsx,1,,grp_total,2000,2001,with_okrugs\n")
    check_reference(folder)


def test_a_language_may_be_added_to_the_texts_and_a_table_of_ones_own_has_no_rules(folder):
    write(folder, "texts", "key,en,ru,de\nplace,place,место,Ort\n")
    write(folder, "own_facts", "anything\n\n")
    check_reference(folder)


def test_a_line_with_too_many_cells_is_named(folder):
    write(folder, "district_changes", "region,district,last_year,reason\nRU-BU,RU-SFD,2018,by decree, No. 632\n")
    with pytest.raises(StudyError, match="line 2: has 5 cells and the header 4; quote texts with commas"):
        check_reference(folder)


def test_a_quotation_mark_that_is_not_closed_is_one_line(folder):
    write(folder, "district_changes", 'region,district,last_year,reason\nRU-BU,RU-SFD,2018,"by decree\n')
    with pytest.raises(StudyError, match=r"district_changes\.csv: line 2: .*mend the quotation marks there") as error:
        check_reference(folder)
    assert "\n" not in str(error.value)


def test_semicolons_decimal_commas_and_a_mark_as_a_russian_spreadsheet_program_writes_them_are_read(folder):
    header = "left;operation;right;result;scale;tolerance_percent;reason;;"
    text = f'{header}\ngrp_total;ratio;population_avg;grp_per_capita;1000;0,2;"a; b";;\n'
    write(folder, "identities", text, "utf-8-sig")
    check_reference(folder)
    [line] = read_table(folder / "data/reference/identities.csv").to_dict("records")
    assert (line["scale"], line["tolerance_percent"], line["reason"]) == (1000, 0.2, "a; b")


def test_commas_behind_a_mark_are_read_and_the_first_column_keeps_its_name(folder):
    write(folder, "district_changes", "region,district,last_year,reason\nRU-BU,RU-SFD,2018,decree\n", "utf-8-sig")
    check_reference(folder)
    assert read_table(folder / "data/reference/district_changes.csv").columns[0] == "region"


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_another_encoding_is_one_sentence_with_the_way_out(folder, encoding):
    write(folder, "region_aliases", "alias;region;reason\nБашкирия;RU-BA;short\n", encoding)
    with pytest.raises(StudyError, match=r"region_aliases\.csv: line [12] is not UTF-8; save it as CSV UTF-8") as error:
        check_reference(folder)
    assert "\n" not in str(error.value)
