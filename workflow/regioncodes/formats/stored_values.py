"""Sheets with the values that a workbook stores, joined with the marks found beside them."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from regioncodes.formats.documents import FileError, Position, Sheet, gathered, plain, reaching


class SheetMetadata(NamedTuple):
    """Hidden rows, ranges of hidden columns (first and last), and faults by cell; all counted from 0."""

    hidden_rows: Sequence[int]
    hidden_columns: Sequence[tuple[int, int]]
    faults: Mapping[Position, str]


@contextmanager
def reader_guarded(true_format: str) -> Iterator[None]:
    """Turns whatever the reader of values meets in a damaged workbook into a FileError."""
    try:
        yield
    except BaseException as error:
        # A damaged file can make the reader, which is not written in Python, panic: that is no Exception.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError, FileError)):
            raise
        raise FileError(f"is {true_format} that is damaged ({error}); open it and save it again as .xlsx") from None


def stored_sheets(
    content: bytes, marks: Sequence[SheetMetadata], true_format: str
) -> tuple[tuple[Sheet, ...], list[str]]:
    """The sheets that hold cells, and a notice for each that does not (charts, dialogs, macros).

    content: a workbook. marks: one for each of its sheets, in their order.
    Raises FileError where the workbook is damaged.
    """
    with reader_guarded(true_format):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        listed = list(zip(workbook.sheets_metadata, marks, strict=True))
        sheets = gathered(
            _sheet(workbook.get_sheet_by_name(facts.name), found, facts.visible == SheetVisibleEnum.Visible)
            for facts, found in listed
            if facts.typ == SheetTypeEnum.WorkSheet
        )
    notices = [
        f"sheet {facts.name!r} is a chart, dialog or macro sheet without cells and is not read"
        for facts, _ in listed
        if facts.typ != SheetTypeEnum.WorkSheet
    ]
    return sheets, notices


def stored_rows(content: bytes, name: str) -> tuple[list[str], list[list[object]]]:
    """Names of all sheets of a workbook, and the rows of one: what stands in the cells as Python has it, "" for blanks.

    name: of the sheet, or "" for the first; without a sheet of that name there are no rows.
    Raises FileError where the workbook is damaged.
    """
    with reader_guarded("a workbook"):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
        chosen = [listed for listed in names if listed == (name or names[0])]
        return names, workbook.get_sheet_by_name(chosen[0]).to_python(skip_empty_area=False) if chosen else []


def _sheet(source: CalamineSheet, marks: SheetMetadata, visible: bool) -> Sheet:
    grid = plain(source.to_python(skip_empty_area=False))
    if marks.faults:
        grid = reaching(grid, marks.faults, source.name)
    height, width = len(grid), len(grid[0]) if grid else 0
    rows = frozenset(row for row in marks.hidden_rows if row < height)
    columns = frozenset(column for first, last in marks.hidden_columns for column in range(first, min(last + 1, width)))
    merged = tuple((*first, *last) for first, last in source.merged_cell_ranges or ())
    return Sheet(source.name, grid, rows, columns, merged, marks.faults, visible)
