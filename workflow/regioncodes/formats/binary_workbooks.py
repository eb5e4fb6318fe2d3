"""Old Excel workbooks (xls), read by xlrd: values, errors, hidden rows and columns, superscripts."""

import datetime
import io
import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from regioncodes.formats.compound_files import CompoundFile, stream
from regioncodes.formats.documents import Document, FileError, Grid, Position, Sheet, gathered, grid_of, plain
from regioncodes.formats.stored_values import reader_guarded

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet as BinarySheet

WHAT = "an old workbook (xls)"
STREAMS = ("Workbook", "Book")
BIFF8 = 80
SUPERSCRIPT = 1
# xlrd leaves out what holds no cells, and says so in its log alone.
LEFT_OUT = re.compile(r"Ignoring non-worksheet data named '(.*)' \(type")


def read_binary(container: CompoundFile) -> Document:
    """Sheets of an old workbook with the values stored in it.

    Macros are never run and formulas never computed. Raises FileError for a workbook that is encrypted or damaged.
    """
    book, log = _opened(container)
    notices = []
    if container.has_macros:
        notices.append("holds macros, which are not run; the values stored in the cells are read")
    notices += [
        f"sheet {name!r} is a chart, dialog or macro sheet without cells and is not read"
        for name in LEFT_OUT.findall(log)
    ]
    sheets = gathered(_sheet(sheet, book) for sheet in _sheets(book))
    return Document(f"xls (BIFF{8 if book.biff_version == BIFF8 else 5})", sheets, tuple(notices))


def binary_rows(container: CompoundFile, name: str) -> tuple[list[str], list[list[object]]]:
    """Names of all sheets, and the rows of one as `stored_values.stored_rows` gives them.

    Raises FileError as `read_binary` does.
    """
    book, _ = _opened(container)
    names = book.sheet_names()
    wanted = name or next(iter(names), "")
    rows = [grid_of(_contents(sheet, book.datemode), wanted) for sheet in _sheets(book, wanted)]
    return names, rows[0] if rows else []


def binary_superscripts(container: CompoundFile, name: str) -> dict[Position, str]:
    """The superscript text of every cell that has any in one sheet, by row and column counted from 0.

    Empty where the workbook has no such sheet.
    """
    import xlrd

    book, _ = _opened(container)
    raised = {number for number, font in enumerate(book.font_list) if font.escapement == SUPERSCRIPT}
    found = {}
    for sheet in _sheets(book, name):
        for place, kind, text in _cells(sheet):
            if kind == xlrd.XL_CELL_TEXT:
                font = book.xf_list[sheet.cell_xf_index(*place)].font_index
                starts = [(0, font), *sheet.rich_text_runlist_map.get(place, ()), (len(text), font)]
                parts = [text[first:last] for (first, font), (last, _) in itertools.pairwise(starts) if font in raised]
                found[place] = "".join(parts)
    return {place: text for place, text in found.items() if text}


def _opened(container: CompoundFile) -> tuple["Book", str]:
    """The workbook, of which no sheet is read yet, and what xlrd said of it."""
    import xlrd

    content = stream(container, next(name for name in STREAMS if name in container.names))
    log = io.StringIO()
    # Rows end at their last cell, so that a cell far away takes no memory for those between; sheets come one by one.
    options = {"formatting_info": True, "ragged_rows": True, "on_demand": True, "verbosity": 1, "logfile": log}
    with reader_guarded(WHAT):
        try:
            return xlrd.open_workbook(file_contents=content, **options), log.getvalue()
        except xlrd.XLRDError as error:
            if "encrypted" not in str(error):
                raise
            raise FileError(
                f"is {WHAT} that is encrypted (password-protected); open it with its password and save it without one"
            ) from None


def _sheets(book: "Book", wanted: str | None = None) -> Iterator["BinarySheet"]:
    """All sheets or the wanted one, each forgotten by the workbook when the next is asked for."""
    for number, name in enumerate(book.sheet_names()):
        if wanted in (None, name):
            with reader_guarded(WHAT):
                sheet = book.sheet_by_index(number)
            yield sheet
            book.unload_sheet(number)


def _sheet(source: "BinarySheet", book: "Book") -> Sheet:
    faults = _faults(source)
    # Faults are left blank in the grid, which must reach them none the less.
    grid = plain(grid_of({**dict.fromkeys(faults, ""), **_contents(source, book.datemode)}, source.name))
    return Sheet(
        source.name,
        grid,
        frozenset(row for row, facts in source.rowinfo_map.items() if facts.hidden and row < len(grid)),
        _hidden_columns(source, grid),
        tuple((row, column, end - 1, last - 1) for row, end, column, last in source.merged_cells),
        faults,
        source.visibility == 0,
    )


def _hidden_columns(source: "BinarySheet", grid: Grid) -> frozenset[int]:
    width = len(grid[0]) if grid else 0
    return frozenset(column for column, facts in source.colinfo_map.items() if facts.hidden and column < width)


def _cells(source: "BinarySheet") -> Iterator[tuple[Position, int, str | float | int]]:
    """Place, kind (as xlrd numbers them) and content of every cell."""
    for row in range(source.nrows):
        for column, (kind, content) in enumerate(zip(source.row_types(row), source.row_values(row), strict=True)):
            yield (row, column), kind, content


def _contents(source: "BinarySheet", datemode: int) -> dict[Position, object]:
    """What stands in the cells that are neither blank nor at fault."""
    import xlrd

    found = {}
    for place, kind, content in _cells(source):
        if kind == xlrd.XL_CELL_BOOLEAN:
            found[place] = bool(content)
        elif kind == xlrd.XL_CELL_DATE:
            found[place] = _moment(content, datemode)
        elif kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) and content != "":
            found[place] = content
    return found


def _moment(days: float, datemode: int) -> datetime.datetime | datetime.time | float:
    """The moment that a number of days means, or the number where no calendar reaches it."""
    from xlrd.xldate import xldate_as_datetime

    try:
        moment = xldate_as_datetime(days, datemode)
    except (OverflowError, ValueError):
        return days
    return moment if days >= 1 else moment.time()


def _faults(source: "BinarySheet") -> dict[Position, str]:
    import xlrd

    return {
        place: xlrd.error_text_from_code.get(code, f"error {code}")
        for place, kind, code in _cells(source)
        if kind == xlrd.XL_CELL_ERROR
    }
