import time

import pytest
from raised import superscript

from regioncodes.formats import delimited_texts, documents
from regioncodes.formats.column_grids import ColumnGrid, column_of
from regioncodes.formats.documents import FileError
from regioncodes.formats.opening import read_document

TABLE = (
    "№;Регион;2019;2020\n1;Ивановская область;1\u00a0234,5;…\n2;Орловская область;12,0;–\n"
    '3;г. Москва;"2\u00a0000,25";0,0\n'
)
GRID = [
    ["№", "Регион", "2019", "2020"],
    ["1", "Ивановская область", "1\u00a0234,5", "…"],
    ["2", "Орловская область", "12,0", "–"],
    ["3", "г. Москва", "2\u00a0000,25", "0,0"],
]
# KOI8-R has neither the number sign nor the ellipsis.
WITHOUT_SIGNS = TABLE.replace("№", "N").replace("…", "-").replace("–", "-")


@pytest.mark.parametrize(
    ("encoding", "true_format"),
    [
        ("utf-8", "csv, UTF-8, ;"),
        ("utf-8-sig", "csv, UTF-8, ;"),
        ("utf-16", "csv, UTF-16, ;"),
        ("cp1251", "csv, windows-1251, ;"),
    ],
)
def test_a_table_reads_alike_in_every_encoding(save, encoding, true_format):
    document = read_document(save(TABLE.encode(encoding)))
    assert document.true_format == true_format
    assert document.sheets[0].grid == GRID
    assert document.sheets[0].name == ""


def test_a_guessed_encoding_is_a_notice_and_a_stated_one_is_not(save):
    assert "windows-1251" in read_document(save(TABLE.encode("cp1251"))).notices[0]
    assert read_document(save(TABLE.encode("utf-8"))).notices == ()


@pytest.mark.parametrize("change", [str, str.upper, str.lower, str.title])
@pytest.mark.parametrize(("codec", "name"), [("cp1251", "windows-1251"), ("koi8-r", "KOI8-R")])
def test_the_two_eight_bit_encodings_are_told_apart(save, change, codec, name):
    document = read_document(save(change(WITHOUT_SIGNS).encode(codec)))
    assert document.true_format == f"csv, {name}, ;"
    assert document.sheets[0].grid[2][1] == change("Орловская область")


def test_rare_letters_are_told_apart_by_their_capitals(save):
    assert read_document(save("Южный федеральный округ;5".encode("koi8-r"))).true_format == "csv, KOI8-R, ;"
    assert read_document(save("Южный федеральный округ;5".encode("cp1251"))).true_format == "csv, windows-1251, ;"


@pytest.mark.parametrize(("mark", "named"), [(";", "csv, UTF-8, ;"), ("\t", "tsv, UTF-8, tab"), (",", "csv, UTF-8, ,")])
def test_the_delimiter_is_the_one_that_divides_lines_alike(save, mark, named):
    rows = [["region", "year", "value"], ["Курганская", "2005", "17.8"], ["Тюменская", "2006", "5"]]
    document = read_document(save("\n".join(map(mark.join, rows)).encode()))
    assert document.true_format == named
    assert document.sheets[0].grid == rows


def test_a_decimal_comma_is_no_delimiter(save):
    assert read_document(save("а;1,5;2,5\nб;3,5;4,5\n".encode())).sheets[0].grid == [
        ["а", "1,5", "2,5"],
        ["б", "3,5", "4,5"],
    ]


def test_a_line_break_in_quotation_marks_stays_in_its_cell(save):
    assert read_document(save('регион;2005\n"Уральский\nокруг";5\n'.encode())).sheets[0].grid[1] == [
        "Уральский\nокруг",
        "5",
    ]


def test_lines_of_another_width_are_a_notice_and_nothing_is_lost(save):
    document = read_document(save("Заголовок\nа;1;2\nб;3\nв;4;5;6\nг;7;8\n".encode()))
    assert document.sheets[0].grid[2:4] == [["б", "3", "", ""], ["в", "4", "5", "6"]]
    assert document.notices == ("most rows have 3 cells, but not these: 3, 4",)


def test_quotation_marks_that_do_not_match_are_refused(save):
    with pytest.raises(FileError, match="begins on line 2"):
        read_document(save('а;1\n"б;2\nв;3\n'.encode()))


LONG = 'name;year;value\nОмск;2020;1\n"Тю;\nмень";2021;2;extra\nОмск;2022\n\nКурган;2020;1'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_long_text_held_by_column_says_what_a_short_one_says(save, monkeypatch, end):
    path = save(LONG.replace("\n", end).encode(), "long.csv")
    short = read_document(path)
    monkeypatch.setattr(delimited_texts, "MOST_LISTED", 2)
    monkeypatch.setattr(delimited_texts, "PART", 5)
    long = read_document(path)
    assert isinstance(long.sheets[0].grid, ColumnGrid)
    assert list(long.sheets[0].grid) == short.sheets[0].grid
    assert list(long.sheets[0].grid[2:]) == short.sheets[0].grid[2:]
    assert long.notices == short.notices
    assert "3, 4" in short.notices[0]
    for place in range(4):
        for grid in (short.sheets[0].grid, long.sheets[0].grid):
            codes, distinct = column_of(grid, place, 1)
            assert [distinct[code] for code in codes] == [row[place] for row in short.sheets[0].grid[1:]]
            assert distinct == list(dict.fromkeys(row[place] for row in short.sheets[0].grid[1:]))


def test_many_blank_lines_are_a_blank_column_and_count_as_cells(save, monkeypatch):
    monkeypatch.setattr(delimited_texts, "MOST_LISTED", 2)
    assert list(read_document(save(b"\n" * 5, "blank.csv")).sheets[0].grid) == [[""]] * 5
    monkeypatch.setattr(documents, "MOST_CELLS", 4)
    with pytest.raises(FileError, match="spans 5 rows by 1 columns and 4 cells are allowed"):
        read_document(save(b"\n" * 5, "blank.csv"))


@pytest.mark.parametrize(
    ("fault", "line"),
    [('6;"7"8', 7), ("x" * (delimited_texts.LONGEST_CELL + 1), 7)],
    ids=["quotation mark", "long cell"],
)
def test_a_fault_far_down_a_long_text_is_named_by_its_line(save, monkeypatch, fault, line):
    monkeypatch.setattr(delimited_texts, "MOST_LISTED", 2)
    with pytest.raises(FileError, match=f"in the row that begins on line {line} "):
        read_document(save(f"{LONG}\n{fault}\n1;2;3\n".replace("\n\n", "\n").encode(), "long.csv"))


def test_delimited_text_keeps_no_superscripts(save):
    assert superscript(save(TABLE.encode()), "", 1, 1) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 ...", "RTF"),
        (b"MIME-Version: 1.0\r\n", "web archive"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"\x09\x04\x06\0\0\0\x10\0", "BIFF4"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_way_out(save, content, kind):
    with pytest.raises(FileError, match=rf"{kind}.*; .*\w"):
        read_document(save(content, "table.xlsx"))


WEB = """<html><head><meta charset="windows-1251"><style>td {color: red}</style></head><body>
<!-- <table><tr><td>не таблица</td></tr></table> -->
<table><tr><th rowspan=2>Регион</th><th colspan="2">ВРП<sup>1)</sup></th></tr>
<tr><th>2005</th><th>2006</th></tr>
<tr style="display: none"><td>Курганская&nbsp;область<td>17,8<td>&lt;1</tr></table></body></html>"""


def test_an_html_table_named_xls_is_read(save):
    path = save(WEB.encode("cp1251"), "table.xls")
    document = read_document(path)
    assert document.true_format == "HTML tables, windows-1251"
    sheet = document.sheets[0]
    assert sheet.grid == [["Регион", "ВРП1)", ""], ["", "2005", "2006"], ["Курганская\u00a0область", "17,8", "<1"]]
    assert sheet.merged == ((0, 0, 1, 0), (0, 1, 0, 2))
    assert sheet.hidden_rows == {2}
    assert superscript(path, "", 0, 1) == "1)"
    assert superscript(path, "", 0, 0) == ""


def test_several_tables_are_several_sheets_and_a_table_within_a_cell_is_its_text(save):
    inner, other = "<table><tr><td>б</td></tr></table>", "<table><tr><td>д</td></tr></table>"
    page = f"<table><tr><td>а{inner}в</td><td>г</td></tr></table>{other}"
    document = read_document(save(page.encode()))
    assert [(sheet.name, sheet.grid) for sheet in document.sheets] == [
        ("table 1", [["абв", "г"]]),
        ("table 2", [["д"]]),
    ]


def test_cells_that_nobody_closed_and_lines_within_a_cell_are_read(save):
    page = "<table><td>а<td>б &lt; в < г<tr><td rowspan=2>д<br>е<p>ж\n з</p><td><script>1</script><b>и<sup>2)</table>"
    path = save(page.encode())
    assert read_document(path).sheets[0].grid == [["а", "б < в < г"], ["д\nе\nж з", "и2)"]]
    assert superscript(path, "", 1, 1) == "2)"


def test_a_page_without_a_table_is_refused(save):
    with pytest.raises(FileError, match="without a table"):
        read_document(save(b"<!DOCTYPE html><html><body>404</body></html>", "table.xls"))


@pytest.mark.parametrize("piece", ["<!--", "<", "<td a=", "<td 'x=\"", "&#", "<![CDATA["])
def test_a_page_made_to_hang_does_not(save, piece):
    start = time.perf_counter()
    path = save(f"<table><tr><td>{piece * 50_000}".encode())
    assert read_document(path).true_format == "HTML tables, UTF-8"
    assert time.perf_counter() - start < 5


def test_a_page_nested_too_deeply_is_refused_and_takes_no_time(save):
    start = time.perf_counter()
    with pytest.raises(FileError, match="nested too deeply"):
        read_document(save(b"<table><tr><td>" * 50_000))
    assert time.perf_counter() - start < 5


def test_many_comments_before_the_page_do_not_hang(save):
    start = time.perf_counter()
    document = read_document(save(b"<!---->" * 1000 + b"<table><tr><td>5</td></tr></table>"))
    assert document.sheets[0].grid == [["5"]]
    assert read_document(save(b"<!---->" * 1000 + b";5")).true_format == "csv, UTF-8, ;"
    assert time.perf_counter() - start < 5
