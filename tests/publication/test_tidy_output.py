"""Tidy rows written for other programs: whole types, a schema that frictionless holds them against, no file lost."""

import json
from functools import partial

import pandas as pd
import pytest
from frictionless import Resource, Schema

from project import ROOT
from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError
from regioncodes.publication import tidy_output
from regioncodes.reading.tidying import COLUMNS

TABLE = """Выпуск;;
(миллионов рублей);;
;2020;2021
Омская область;1,5;-
Тюменская область;=1+1;0
"""


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")

    def said(*words):
        main(["tidy", "table.csv", *words])
        return capsys.readouterr().out

    return said


READERS = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": partial(pd.read_excel, engine="calamine")}


@pytest.mark.parametrize("kind", READERS)
def test_pandas_opens_what_is_written_with_numbers_as_numbers(run, kind):
    run("-o", f"out.{kind}")
    rows = READERS[kind](f"out.{kind}")
    assert list(rows) == list(COLUMNS)
    assert rows["year"].tolist() == [2020, 2021] * 2
    assert rows["value"].dtype == float
    assert rows["value"].tolist()[::3] == [1.5, 0]
    assert rows["status"].tolist() == ["value", "absent", "error", "rounds_to_zero"]


def test_the_schema_beside_the_rows_describes_every_column_and_they_fit_it(run, tmp_path):
    run("-o", "out.csv")
    schema = json.loads((tmp_path / "out.schema.json").read_text(encoding="utf-8"))
    assert [field["name"] for field in schema["fields"]] == list(COLUMNS)
    # A path within the folder: frictionless trusts no other.
    resource = Resource(path="out.csv", schema=Schema.from_descriptor(schema))
    assert resource.validate().flatten(["note"]) == []
    broken = (tmp_path / "out.csv").read_text(encoding="utf-8").replace(",2020,", ",MMXX,")
    (tmp_path / "broken.csv").write_text(broken, encoding="utf-8")
    assert not Resource(path="broken.csv", schema=Schema.from_descriptor(schema)).validate().valid


def test_no_cell_is_a_formula_for_a_spreadsheet(run, tmp_path):
    run("-o", "out.csv")
    assert pd.read_csv("out.csv")["raw_text"].tolist() == ["1,5", "-", "'=1+1", "0"]


def test_the_summary_tells_errors_first_then_what_is_in_doubt(run):
    said = run("-o", "out.csv")
    assert said.startswith("4 rows of 1 tables in 1 files: out.csv, what its columns are: out.schema.json\n")
    assert said.index("Errors:\n  table.csv, cell B5: found '=1+1'") < said.index("Decided, or in doubt:\n")
    assert "2 rows of 'Тюменская область' have no region code" in said


def test_without_an_output_the_summary_is_all(run, tmp_path):
    assert run().startswith("4 rows of 1 tables in 1 files\n")
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_an_output_of_before_is_replaced_and_a_file_of_others_is_not(run, tmp_path):
    first, again = run("-o", "out.csv"), run("-o", "out.csv")
    assert first == again
    with pytest.raises(StudyError, match=r"table\.csv is there already"):
        run("-o", "table.csv")
    with pytest.raises(StudyError, match=r"out\.ods: \.csv, \.parquet, \.xlsx are allowed"):
        run("-o", "out.ods")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == TABLE


def test_an_output_in_the_folder_that_is_read_is_not_read(run):
    first = run(".", "-o", "out.csv")
    assert run(".", "-o", "out.csv") == first


def test_more_rows_than_a_sheet_has_are_refused(run, monkeypatch):
    monkeypatch.setattr(tidy_output, "MOST_SHEET_ROWS", 3)
    with pytest.raises(StudyError, match=r"4 rows, and a sheet has room for 3; write a \.csv or \.parquet file"):
        run("-o", "out.xlsx")


def test_the_page_describes_every_column_as_the_schema_does():
    page = (ROOT / "docs/tidy.md").read_text(encoding="utf-8")
    for name, (kind, meaning) in COLUMNS.items():
        assert f"| `{name}` | {kind} | {meaning} |" in page
