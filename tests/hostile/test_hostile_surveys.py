"""Survey files made to harm: limits hold there too, and a file that brings its reader down is named."""

import csv

import pytest
from hostile_files import FILES

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.surveys.export_tables import csv_table, excel_table
from regioncodes.surveys.statistical_files import read_statistical

SAV = ROOT / "data/raw/surveys/import-substitution-2016-spss.sav"
# Place and value of one byte each; every one kills pyreadstat 1.3 with a segmentation fault.
KILLING = [(4307, 166), (3548, 121), (3968, 0), (2326, 1), (738, 1), (4640, 127)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bomb.xlsx", "expands from"),
        ("far.xlsx", "10,000,000 cells are allowed"),
        ("far-without-rows.xlsx", "10,000,000 cells are allowed"),
        ("laughs.xlsx", "damaged"),
        ("outside.xlsx", "damaged"),
        ("wide.csv", "is no workbook"),
    ],
)
def test_a_workbook_beyond_the_limits_is_refused_by_its_name(tmp_path, name, words):
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    with pytest.raises(StudyError) as error:
        excel_table(path)
    assert f"problem in {path}" in str(error.value)
    assert words in str(error.value)


def test_a_formula_of_an_answer_is_not_computed_and_a_sheet_is_no_path(tmp_path):
    path = tmp_path / "survey.xlsx"
    path.write_bytes(FILES["formula.xlsx"]())
    assert excel_table(path)[0].to_numpy().tolist() == [["7"]]
    with pytest.raises(StudyError, match="no sheet"):
        excel_table(path, "../other")


@pytest.fixture(params=[1_000, 131_072, 1_000_000])
def limit_of_the_program(request):
    """The one limit on the cells of delimited text that Python has, as some library has set it."""
    before = csv.field_size_limit(request.param)
    yield request.param
    csv.field_size_limit(before)


def test_delimited_text_whose_cell_is_too_long_is_refused_or_read_whole(tmp_path, limit_of_the_program):
    path = tmp_path / "survey.csv"
    path.write_bytes(b"a;b\n" + b"x" * 200_000 + b";1\n")
    assert csv_table(path)[0].iloc[1, 0] == "x" * 200_000
    path.write_bytes(b"x" * 150_000 + b";b\n1;1\n")
    with pytest.raises(StudyError, match="the text is damaged"):
        csv_table(path)
    assert csv.field_size_limit() == limit_of_the_program


@pytest.mark.parametrize(("place", "value"), KILLING)
def test_a_file_that_kills_its_reader_is_named_and_kills_nothing_else(tmp_path, place, value):
    path = tmp_path / "answers.sav"
    content = bytearray(SAV.read_bytes())
    content[place] = value
    path.write_bytes(content)
    with pytest.raises(StudyError, match=r"answers\.sav\n  the file is so damaged that it brings its reader down"):
        read_statistical(path)
