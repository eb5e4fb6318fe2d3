"""What a file holds once it is open, whatever its format: sheets, each a grid of cells."""

import datetime
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

Grid = list[list[float | str]]
Position = tuple[int, int]  # row and column, counted from 0
Area = tuple[int, int, int, int]  # first row, first column, last row, last column

MOST_CELLS = 10_000_000
MOST_CELLS_TOGETHER = 50_000_000
MOST_BYTES = 512 * 1024 * 1024
NO_RESULT = "formula without a stored result"
PLAIN = {float, str}


class FileError(ValueError):
    """A file that is refused; the message says what it is, what is allowed and the way out."""


class Sheet(NamedTuple):
    """One table or sheet: rows and columns count from 0, cell A1 is (0, 0)."""

    name: str  # "" for a file with one table and no sheets
    grid: Grid  # numbers as float, texts as str, blanks ""; all rows are equally long
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    faults: Mapping[Position, str] = MappingProxyType({})  # cell → "#REF!" or "formula without a stored result"
    visible: bool = True


class Document(NamedTuple):
    """A file that is open: what it truly is, its sheets in their order, and what the reader should know."""

    true_format: str
    sheets: tuple[Sheet, ...]
    notices: tuple[str, ...] = ()


def hidden_parts(sheet: Sheet) -> list[str]:
    """What a spreadsheet program does not show of a sheet, in words: the sheet itself, rows, columns."""
    said = [] if sheet.visible else ["the sheet is hidden"]
    rows = _runs([(row, str(row + 1)) for row in sorted(sheet.hidden_rows)])
    columns = _runs([(column, cell_name(0, column)[:-1]) for column in sorted(sheet.hidden_columns)])
    said += [f"hidden rows: {rows}"] if rows else []
    return said + ([f"hidden columns: {columns}"] if columns else [])


def _runs(named: list[tuple[int, str]]) -> str:
    """Numbers with their names as runs: '3, 7–9'."""
    runs: list[list[tuple[int, str]]] = []
    for pair in named:
        if runs and runs[-1][-1][0] == pair[0] - 1:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return ", ".join(run[0][1] if len(run) == 1 else f"{run[0][1]}–{run[-1][1]}" for run in runs)


def check_extent(rows: int, columns: int, sheet: str) -> None:
    """Raise FileError where a sheet spans more cells than MOST_CELLS, before memory is taken for them."""
    if rows * columns > MOST_CELLS:
        raise FileError(
            f"its sheet {sheet!r} spans {rows:,} rows by {columns:,} columns and {MOST_CELLS:,} cells are allowed; "
            "delete the stray cells far below or beside the table and save it again"
        )


def gathered(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """The sheets, made one after another.

    Raises FileError as soon as they span more cells than MOST_CELLS_TOGETHER, before the next one is made.
    """
    made: list[Sheet] = []
    cells = 0
    for sheet in sheets:
        made.append(sheet)
        cells += len(sheet.grid) * len(sheet.grid[0]) if sheet.grid else 0
        if cells > MOST_CELLS_TOGETHER:
            raise FileError(
                f"its first {len(made):,} sheets span {cells:,} cells and {MOST_CELLS_TOGETHER:,} are allowed; "
                "delete the stray cells far below or beside the tables, or split the file"
            )
    return tuple(made)


def grid_of(cells: Mapping[Position, float | str], sheet: str) -> Grid:
    """Grid from A1 to the last of the cells, blanks "" between them.

    Raises FileError where it would be larger than MOST_CELLS or begin before A1.
    """
    if any(row < 0 or column < 0 for row, column in cells):
        raise FileError(f"has a cell before A1 in its sheet {sheet!r}; open it and save it again as .xlsx")
    rows = 1 + max((row for row, _ in cells), default=-1)
    columns = 1 + max((column for _, column in cells), default=-1)
    check_extent(rows, columns, sheet)
    grid: Grid = [[""] * columns for _ in range(rows)]
    for (row, column), content in cells.items():
        grid[row][column] = content
    return grid


def rectangular(rows: Iterable[list]) -> Grid:
    """The rows, each filled with "" to the length of the longest."""
    listed = list(rows)
    width = max(map(len, listed), default=0)
    return [row + [""] * (width - len(row)) for row in listed]


def reaching(grid: Grid, cells: Iterable[Position], sheet: str) -> Grid:
    """The grid, widened with "" so that every one of the cells lies within it.

    Raises FileError where it would be larger than MOST_CELLS.
    """
    needed = list(cells)
    width = max((len(grid[0]) if grid else 0, *(column + 1 for _, column in needed)))
    height = max((len(grid), *(row + 1 for row, _ in needed)))
    if grid and width == len(grid[0]) and height == len(grid):
        return grid
    check_extent(height, width, sheet)
    return [row + [""] * (width - len(row)) for row in [*grid, *([] for _ in range(height - len(grid)))]]


def column_number(letters: str) -> int:
    """Number of a column, counted from 0: 'A' is 0, 'AA' is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Spreadsheet name of a cell, both numbers counted from 0: (22, 10) is 'K23'."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def plain(rows: list[list]) -> Grid:
    """The rows with numbers as float, dates as ISO text, truth values as TRUE and FALSE."""
    return [row if PLAIN.issuperset(map(type, row)) else [_plain_content(content) for content in row] for row in rows]


def _plain_content(content: object) -> float | str:
    if isinstance(content, bool):
        return str(content).upper()
    if isinstance(content, int):
        return float(content)
    if isinstance(content, datetime.datetime) and content.time() == datetime.time():
        return content.date().isoformat()
    if isinstance(content, (datetime.date, datetime.time)):
        return content.isoformat()
    if isinstance(content, datetime.timedelta):
        return str(content)
    return content
