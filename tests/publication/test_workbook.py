"""The workbook of printed tables: numbers as numbers, no formula, the same bytes."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.publication.workbook import number_of, sheets, write_workbook
from regioncodes.words.texts import Texts

ROWS = {
    "en": (("first", "−1,234.50"), ("=1+1", "[1.0; 2.0]"), ("@x", "7")),
    "ru": (("first", "−1\u00a0234,50"), ("=1+1", "[1,0; 2,0]"), ("@x", "7")),
}


@pytest.fixture
def files(texts, tmp_path):
    """A supplement and a table of the article, in the wrong order."""
    columns = (Column("name & sign", 0.5), Column("value", 0.5, is_number=True))
    written = []
    for name in ("table_s2_b", "table_1_a"):
        table = PrintedTable(
            name, texts.language, f"Title <{name}>.", columns, ROWS[texts.language], "Caption & n.", "Note > 1."
        )
        paths = [str(tmp_path / f"{name}.{texts.language}.{ending}") for ending in ("csv", "html")]
        write_printed(table, paths)
        written += paths
    return written


def test_tables_of_the_article_stand_before_supplements_with_their_words_unescaped(files):
    found = sheets(files)
    assert [sheet.name for sheet in found] == ["table_1_a", "table_s2_b"]
    assert (found[0].title, found[0].caption, found[0].note) == ("Title <table_1_a>.", "Caption & n.", "Note > 1.")
    assert found[0].rows[2][0] == "=1+1"


def test_a_printed_number_is_a_number_that_shows_its_decimals_and_nothing_is_a_formula(files, texts, tmp_path):
    write_workbook(sheets(files), texts, tmp_path / "tables.xlsx")
    workbook = load_workbook(tmp_path / "tables.xlsx")
    sheet = workbook["table_1_a"]
    cell = sheet["B5"]
    assert cell.value == -1234.5
    assert cell.number_format == "#,##0.00"
    assert sheet["B7"].value == 7
    assert sheet["B6"].value == ROWS[texts.language][1][1]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
    assert sheet["A6"].value == "=1+1"
    assert workbook.sheetnames[0] == texts["workbook.contents"]
    assert workbook.worksheets[0]["A3"].hyperlink.location == "'table_1_a'!A1"


def test_the_workbook_repeats_byte_for_byte(files, texts, tmp_path):
    paths = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    for path in paths:
        write_workbook(sheets(files), texts, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("text", ["", "\u2014", "12 %", "< 0.001", "2005–2016", "1.2.3", "−"])
def test_what_is_no_number_stays_text(text):
    assert number_of(text, "en") is None


def test_the_catalogue_needs_the_words_of_the_workbook():
    from regioncodes.ground.errors import StudyError

    bare = Texts(pd.DataFrame({"key": ["x"], "en": ["x"], "ru": ["x"]}), "en")
    with pytest.raises(StudyError, match=r"workbook\.title"):
        write_workbook([], bare, "unused.xlsx")
