"""No cell that the study writes runs as a formula when a spreadsheet program opens it."""

import csv

import pandas as pd
import pytest

from regioncodes.exhibits.printing.machine_tables import write_csv
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.ground.tables import read_table, without_formulas, write_table
from regioncodes.words.texts import Texts

RUN = ["=1+1", '=HYPERLINK("x")', "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", "-a", "+7 (912) call"]
HARMLESS = ["", "-5", "−5", "+0.5", "-1,25", "-1e-05", "- 3 %", "Свердловская область", "a=b", "'quoted", "…", "5-6"]


@pytest.mark.parametrize("text", RUN)
def test_a_text_that_would_run_gets_an_apostrophe(text, tmp_path):
    write_table(pd.DataFrame({"answer": [text, "plain"]}), tmp_path / "table.csv")
    with open(tmp_path / "table.csv", encoding="utf-8", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["answer", f"'{text}", "plain"]


def test_a_carriage_return_begins_no_row_of_its_own(tmp_path):
    write_table(pd.DataFrame({"answer": ["\r=1", "a\r\n=2", "b\r=3"]}), tmp_path / "table.csv")
    with open(tmp_path / "table.csv", encoding="utf-8", newline="") as file:
        assert [row for [row] in csv.reader(file)] == ["answer", "'\n=1", "a\n=2", "b\n=3"]


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_names_and_other_texts_stay(text):
    assert without_formulas(pd.DataFrame({"answer": [text]}))["answer"].tolist() == [text]


def test_numbers_in_any_column_stay_as_they_are(tmp_path):
    table = pd.DataFrame({"value": [-1.5, None], "mixed": [-2, "=1"], "kind": pd.Categorical(["=x", "y"])})
    write_table(table, tmp_path / "table.csv")
    again = read_table(tmp_path / "table.csv")
    assert again["value"].iloc[0] == -1.5
    assert again["mixed"].tolist() == ["-2", "'=1"]
    assert again["kind"].tolist() == ["'=x", "y"]
    assert table["mixed"].tolist() == [-2, "=1"]


def test_a_column_of_numbers_that_is_typed_as_objects_stays(tmp_path):
    table = pd.DataFrame({"rows": pd.Series([1, 2], dtype="object"), "none": pd.Series([None, None], dtype="object")})
    assert without_formulas(table).equals(table)
    assert without_formulas(table.iloc[:0]).equals(table.iloc[:0])


def test_a_printed_table_runs_no_cell_either(tmp_path):
    printed = PrintedTable("name", "en", "Title", (Column("A", 1.0),), (("=1+1",), ("-5",)), "", "")
    words = Texts(pd.DataFrame({"key": ["a"], "en": ["A"], "ru": ["A"]}), "en")
    write_csv([(words, printed)], tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines() == ["A", "'=1+1", "-5"]
