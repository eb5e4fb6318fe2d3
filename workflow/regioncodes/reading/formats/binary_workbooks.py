"""Old Excel workbooks (xls) as sheets: values, errors, hidden rows and columns."""

import struct

from regioncodes.reading.formats.binary_records import BinaryWorkbook, BoundSheet, binary_workbook, records
from regioncodes.reading.formats.compound_files import CompoundFile
from regioncodes.reading.formats.documents import Document, FileError, check_extent
from regioncodes.reading.formats.stored_values import Marks, stored_sheets

FORMULA, COLUMN, ROW, ERROR, DIMENSIONS = 0x0006, 0x007D, 0x0208, 0x0205, 0x0200
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
# Records that name one cell by row and column at their beginning, and two that name a run of columns.
SINGLE_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
CELL_RUNS = frozenset({0x00BD, 0x00BE})


def read_binary(container: CompoundFile) -> Document:
    """Sheets of an old workbook with the values stored in it.

    Macros are never run and formulas never computed. Raises FileError for a workbook that is encrypted or damaged.
    """
    workbook = binary_workbook(container)
    notices = []
    if any(name in container.streams for name in ("_VBA_PROJECT", "PROJECT")):
        notices.append("holds macros, which are not run; the values stored in the cells are read")
    true_format = f"xls (BIFF{workbook.version})"
    found = checked_marks(workbook)
    sheets, skipped = stored_sheets(container.content, found, true_format)
    return Document(true_format, sheets, (*notices, *skipped))


def checked_marks(workbook: BinaryWorkbook) -> list[Marks]:
    """Marks of every sheet. Raises FileError where cells span too large an area."""
    return [_marks(workbook.content, sheet) for sheet in workbook.sheets]


def _marks(content: bytes, sheet: BoundSheet) -> Marks:
    """Marks of one sheet; FileError where its cells span too large an area."""
    hidden_rows, hidden_columns, faults = [], [], {}
    last_row = last_column = -1
    for code, place, length in records(content, sheet.start):
        if code == DIMENSIONS:
            _check_dimensions(content[place : place + length], sheet.name)
        elif code in SINGLE_CELLS:
            row, column = struct.unpack_from("<HH", content, place)
            last_row, last_column = max(last_row, row), max(last_column, column)
            if fault := _fault(code, content, place):
                faults[row, column] = fault
        elif code in CELL_RUNS:
            row = struct.unpack_from("<H", content, place)[0]
            column = struct.unpack_from("<H", content, place + length - 2)[0]
            last_row, last_column = max(last_row, row), max(last_column, column)
        elif code == ROW and content[place + 12] & 0x20:
            hidden_rows.append(struct.unpack_from("<H", content, place)[0])
        elif code == COLUMN and content[place + 8] & 0x01:
            hidden_columns.append(struct.unpack_from("<HH", content, place))
    check_extent(last_row + 1, last_column + 1, sheet.name)
    return Marks(hidden_rows, hidden_columns, faults)


def _check_dimensions(data: bytes, sheet: str) -> None:
    """Raise FileError where the stated extent of a sheet is no extent or too large; memory is taken by it."""
    first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH" if len(data) == 14 else "<HHHH", data)
    if first_row > last_row or first_column > last_column:
        raise FileError(
            f"is an old workbook (xls) whose sheet {sheet!r} states an impossible extent; download it again"
        )
    check_extent(last_row, last_column, sheet)


def _fault(code: int, content: bytes, place: int) -> str:
    """The error in a cell, or "": a record of its own, or the result of a formula ([MS-XLS] 2.4.24, 2.5.133)."""
    if code == ERROR and content[place + 7] == 1:
        return ERRORS.get(content[place + 6], f"error {content[place + 6]}")
    if code == FORMULA and content[place + 12 : place + 14] == b"\xff\xff" and content[place + 6] == 2:
        return ERRORS.get(content[place + 8], f"error {content[place + 8]}")
    return ""
