"""The workbook of printed tables: numbers as numbers, no formula, the same bytes."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from project import ROOT
from regioncodes.exhibits.printing.cells import interval_cell, number_cell
from regioncodes.exhibits.printing.machine_tables import write_csv
from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.ground.tables import read_table
from regioncodes.publication.workbook import decimals_of, number_of, sheets, write_workbook
from regioncodes.words.texts import LANGUAGES, Texts

WORDS = {"en": "first", "ru": "первый"}


@pytest.fixture
def files(texts, tmp_path):
    """A supplement and a table of the article, in the wrong order, each with its CSV of both languages."""
    catalogue = read_table(ROOT / "data/reference/texts.csv")
    columns = (Column("name & sign", 0.5), Column("value", 0.5, is_number=True), Column("year", 0.5))
    written = []
    for name in ("table_s2_b", "table_1_a"):
        printed = []
        for own in (Texts(catalogue, language) for language in LANGUAGES):
            rows = (
                (WORDS[own.language], number_cell(-1234.56789, own, 1), number_cell(2005, own)),
                ("=1+1", interval_cell(0.5, 2, own), number_cell(2006, own)),
                ("@x", "\u2014", number_cell(2007, own)),
            )
            table = PrintedTable(name, own.language, f"Title <{name}>.", columns, rows, "Caption & n.", "Note > 1.")
            printed.append((own, table))
            written.append(str(tmp_path / f"{name}.{own.language}.html"))
            write_printed(table, written[-1:])
        write_csv(printed, tmp_path / f"{name}.csv")
    return written


def test_tables_of_the_article_stand_before_supplements_with_their_words_unescaped(files, texts):
    found = sheets(files, texts.language)
    assert [sheet.name for sheet in found] == ["table_1_a", "table_s2_b"]
    assert (found[0].title, found[0].caption, found[0].note) == ("Title <table_1_a>.", "Caption & n.", "Note > 1.")
    assert [row[0] for row in found[0].rows] == ["name & sign", WORDS[texts.language], "=1+1", "@x"]


def test_a_number_is_whole_in_its_cell_and_shows_some_decimals_and_nothing_is_a_formula(files, texts, tmp_path):
    write_workbook(sheets(files, texts.language), texts, tmp_path / "tables.xlsx")
    workbook = load_workbook(tmp_path / "tables.xlsx")
    sheet = workbook["table_1_a"]
    assert [cell.value for cell in sheet[5]] == [WORDS[texts.language], -1234.56789, None, None, 2005]
    assert [cell.number_format for cell in sheet[5]][1::3] == ["#,##0", "0"]
    assert [cell.value for cell in sheet[6]][2:4] == [0.5, 2]
    assert sheet["C6"].number_format == "#,##0.000"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
    assert [sheet["A6"].value, sheet["A7"].value] == ["=1+1", "@x"]
    assert workbook.sheetnames[0] == texts["workbook.contents"]
    assert workbook.worksheets[0]["A3"].hyperlink.location == "'table_1_a'!A1"


def test_the_workbook_repeats_byte_for_byte(files, texts, tmp_path):
    paths = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    for path in paths:
        write_workbook(sheets(files, texts.language), texts, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(("text", "value"), [("-0.5", -0.5), ("7", 7.0), ("1.2e-220", 1.2e-220)])
def test_a_plain_number_is_one(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize("text", ["", "\u2014", "12 %", "< 0.001", "2005–2016", "1.2.3", "\u22125", "1,234", "nan"])
def test_what_is_no_number_stays_text(text):
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("numbers", "decimals"), [([0.05, 0.9], 3), ([95.4, 1.0], 2), ([48999.1], 0), ([3.0], 0), ([], 0)]
)
def test_a_column_shows_four_figures_of_its_largest_number(numbers, decimals):
    assert decimals_of(numbers) == decimals


def test_the_catalogue_needs_the_words_of_the_workbook():
    from regioncodes.ground.errors import StudyError

    bare = Texts(pd.DataFrame({"key": ["x"], "en": ["x"], "ru": ["x"]}), "en")
    with pytest.raises(StudyError, match=r"workbook\.title"):
        write_workbook([], bare, "unused.xlsx")
