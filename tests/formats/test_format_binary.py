"""Old workbooks (xls), with what stands beside their values."""

import struct

import pytest
from raised import superscript

from old_workbooks import PLAIN, RAISED, compound, dimensions, error, font, label, number, record, workbook_8
from regioncodes.formats.documents import FileError
from regioncodes.formats.opening import read_document

DIVISION, REFERENCE, NOT_AVAILABLE = 0x07, 0x17, 0x2A


@pytest.fixture
def save(tmp_path):
    def saved(stream, name="Workbook"):
        path = tmp_path / "table.xls"
        path.write_bytes(compound([(name, stream)]))
        return path

    return saved


def test_numbers_and_texts_of_biff8_are_read(save):
    cells = dimensions(2, 2) + label(0, 0, 0) + number(0, 1, 2005) + number(1, 1, 1.5)
    document = read_document(save(workbook_8(cells, [("Тюменская область", ())])))
    assert document.true_format == "xls (BIFF8)"
    assert document.sheets[0].name == "Лист"
    assert document.sheets[0].grid == [["Тюменская область", 2005.0], ["", 1.5]]


def test_error_cells_and_formulas_with_an_error_are_named(save):
    formula = record(0x06, struct.pack("<HHH", 2, 0, 0) + bytes([2, 0, DIVISION, 0, 0, 0, 255, 255]) + b"\0" * 8)
    cells = dimensions(3, 2) + number(0, 0, 1) + error(1, 1, REFERENCE) + formula + error(2, 1, NOT_AVAILABLE)
    sheet = read_document(save(workbook_8(cells))).sheets[0]
    assert sheet.faults == {(1, 1): "#REF!", (2, 0): "#DIV/0!", (2, 1): "#N/A"}
    assert [sheet.grid[row][column] for row, column in sheet.faults] == ["", "", ""]
    assert sheet.grid[0][0] == 1.0


def test_hidden_rows_and_columns_are_read_and_flagged(save):
    hidden_row = record(0x208, struct.pack("<HHHHHHHH", 1, 0, 3, 255, 0, 0, 0x20, 15))
    shown_row = record(0x208, struct.pack("<HHHHHHHH", 0, 0, 3, 255, 0, 0, 0, 15))
    hidden_column = record(0x7D, struct.pack("<HHHHHH", 1, 200, 2000, 0, 1, 0))
    cells = hidden_column + dimensions(2, 3) + shown_row + hidden_row + number(0, 0, 1) + number(1, 2, 7)
    sheet = read_document(save(workbook_8(cells))).sheets[0]
    assert sheet.hidden_rows == {1}
    assert sheet.hidden_columns == {1, 2}  # only those within the table
    assert sheet.grid[1][2] == 7.0


def test_merged_cells_are_listed(save):
    merged = record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 2))
    sheet = read_document(save(workbook_8(dimensions(2, 3) + number(0, 0, 1) + number(1, 2, 7) + merged))).sheets[0]
    assert sheet.merged == ((0, 0, 1, 2),)


def test_a_superscript_is_told_from_the_last_digit(save):
    # Fonts count 0 1 2 3 5: number 4 does not exist, so the fifth one, raised, is number 5.
    fonts = (PLAIN, PLAIN, PLAIN, PLAIN, RAISED)
    texts = [("20212)", ((4, 5),)), ("20212)", ()), ("1)", ())]
    cells = dimensions(1, 3) + label(0, 0, 0) + label(0, 1, 1) + label(0, 2, 2)
    path = save(workbook_8(cells, texts, fonts))
    assert [superscript(path, "Лист", 0, column) for column in range(3)] == ["2)", "", ""]
    assert superscript(path, "Лист", 5, 5) == ""


def test_a_superscript_ends_where_the_next_font_begins(save):
    path = save(workbook_8(dimensions(1, 1) + label(0, 0, 0), [("ВРП1) всего", ((3, 1), (5, 0)))], (PLAIN, RAISED)))
    assert superscript(path, "Лист", 0, 0) == "1)"


def test_a_text_that_goes_on_in_the_next_record_keeps_its_superscript(save):
    text = "Валовой продукт2)"
    first = struct.pack("<II", 1, 1) + struct.pack("<HBH", len(text), 9, 1) + text[:7].encode("utf-16-le")
    second = b"\x01" + text[7:].encode("utf-16-le") + struct.pack("<HH", len(text) - 2, 1)
    shared = record(0xFC, first) + record(0x3C, second)
    path = save(workbook_8(dimensions(1, 1) + label(0, 0, 0), fonts=(PLAIN, RAISED), shared=shared))
    assert read_document(path).sheets[0].grid == [[text]]
    assert superscript(path, "Лист", 0, 0) == "2)"


def biff5(cells):
    name = "Лист".encode("cp1251")
    start = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 1995)) + record(0x42, struct.pack("<H", 1251))
    start += font(PLAIN) + font(RAISED) + record(0xE0, b"\0" * 16)
    listed = struct.pack("<BBB", 0, 0, len(name)) + name
    place = len(start) + 4 + 4 + len(listed) + 4
    sheet = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 1995)) + cells + record(0x0A)
    return start + record(0x85, struct.pack("<I", place) + listed) + record(0x0A) + sheet


def test_biff5_is_read_with_its_code_page_and_its_errors(save):
    text = "Курганская".encode("cp1251")
    cells = record(0x200, struct.pack("<5H", 0, 2, 0, 2, 0)) + record(
        0x204, struct.pack("<4H", 0, 0, 0, len(text)) + text
    )
    cells += number(0, 1, 17.8) + error(1, 0, REFERENCE)
    document = read_document(save(biff5(cells), "Book"))
    assert document.true_format == "xls (BIFF5)"
    assert document.sheets[0].name == "Лист"
    assert document.sheets[0].grid[0] == ["Курганская", 17.8]
    assert document.sheets[0].faults == {(1, 0): "#REF!"}


def test_biff5_keeps_its_superscripts(save):
    rich = record(0xD6, struct.pack("<4H", 0, 0, 0, 6) + b"20212)" + bytes([1, 4, 1]))
    path = save(biff5(record(0x200, struct.pack("<5H", 0, 1, 0, 1, 0)) + rich), "Book")
    assert superscript(path, "Лист", 0, 0) == "2)"


def test_an_encrypted_workbook_is_named_as_such(save):
    path = save(workbook_8(dimensions(1, 1) + number(0, 0, 1), before=record(0x2F, b"\1\0\1\0\1\0" + b"\0" * 48)))
    with pytest.raises(FileError, match=r"old workbook \(xls\) that is encrypted \(password-protected\).*without one"):
        read_document(path)


def test_an_encrypted_new_workbook_is_named_as_such(tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_bytes(compound([("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")]))
    with pytest.raises(FileError, match=r"encrypted \(password-protected\).*save it without one"):
        read_document(path)


def test_a_workbook_cut_short_is_refused(save):
    path = save(workbook_8(dimensions(1, 1) + number(0, 0, 1)))
    path.write_bytes(path.read_bytes()[:1024])
    with pytest.raises(FileError, match="cut short or damaged"):
        read_document(path)


def test_a_circle_of_sectors_is_refused_and_not_followed(save):
    path = save(workbook_8(dimensions(400, 1) + b"".join(number(row, 0, row) for row in range(400))))
    content = bytearray(path.read_bytes())
    content[-512 + 20 : -512 + 24] = struct.pack("<I", 4)  # the sixth sector of the workbook is followed by the fifth
    path.write_bytes(content)
    with pytest.raises(FileError, match="damaged"):
        read_document(path)


def test_a_stream_said_to_be_larger_than_its_file_is_refused_and_takes_no_memory(save):
    path = save(workbook_8(dimensions(1, 1) + number(0, 0, 1)))
    content = path.read_bytes()
    stated = content.rindex(struct.pack("<II", 0, 4096))  # first sector and size of the workbook in the directory
    path.write_bytes(content[:stated] + struct.pack("<II", 0, 0xFFFFFF00) + content[stated + 8 :])
    with pytest.raises(FileError, match="too large"):
        read_document(path)


@pytest.mark.parametrize("extent", [(60_000_000, 3), (65_536, 256)])
def test_a_stated_extent_takes_no_memory(save, extent):
    document = read_document(save(workbook_8(dimensions(*extent) + number(0, 0, 1))))
    assert document.sheets[0].grid == [[1.0]]


def test_a_cell_too_far_away_is_refused(save):
    with pytest.raises(FileError, match="65,536 rows by 256 columns and 10,000,000 cells are allowed"):
        read_document(save(workbook_8(dimensions(1, 1) + number(0, 0, 1) + number(65_535, 255, 1))))


def test_moments_and_truth_values_are_texts(save):
    day, hour = (record(0xE0, struct.pack("<HH", 0, form) + b"\0" * 16) for form in (14, 20))
    truth = record(0x205, struct.pack("<HHHBB", 0, 2, 0, 1, 0))
    cells = dimensions(1, 5) + record(0x203, struct.pack("<HHHd", 0, 0, 0, 42370)) + truth
    cells += record(0x203, struct.pack("<HHHd", 0, 1, 0, 42370.5)) + record(0x203, struct.pack("<HHHd", 0, 3, 1, 0.75))
    cells += record(0x203, struct.pack("<HHHd", 0, 4, 0, 1e300))
    document = read_document(save(workbook_8(cells, before=day + hour)))
    assert document.sheets[0].grid == [["2016-01-01", "2016-01-01T12:00:00", "TRUE", "18:00:00", 1e300]]


def test_a_sheet_of_a_chart_is_left_out_and_told(save):
    listed = record(0x85, struct.pack("<IBBBB", 0, 0, 2, 5, 0) + b"Chart")
    document = read_document(save(workbook_8(dimensions(1, 1) + number(0, 0, 1), before=listed)))
    assert [sheet.name for sheet in document.sheets] == ["Лист"]
    assert document.notices == ("sheet 'Chart' is a chart, dialog or macro sheet without cells and is not read",)


def test_macros_are_a_notice(tmp_path):
    path = tmp_path / "table.xls"
    path.write_bytes(compound([("Workbook", workbook_8(dimensions(1, 1) + number(0, 0, 1))), ("_VBA_PROJECT", b"x")]))
    document = read_document(path)
    assert document.sheets[0].grid == [[1.0]]
    assert document.notices == ("holds macros, which are not run; the values stored in the cells are read",)
