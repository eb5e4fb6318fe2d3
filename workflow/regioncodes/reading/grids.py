"""A sheet as a grid of cells: where its title, unit, years, regions and notes stand."""

import re
from typing import NamedTuple

YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:г\.?)?\s*((?:\d{1,2}\))*)")
NOTE_LINE = re.compile(r"(\d{1,2})\)\s*(\S.*)", re.DOTALL)
HEADER_ROWS = 12

Grid = list[list[float | str]]


class GridError(ValueError):
    """A sheet without the parts of a table; the message says which part and where it was looked for."""


class Layout(NamedTuple):
    """Where the parts of a table stand: row and column numbers count from 0."""

    title: str
    unit: str
    header_row: int
    years: dict[int, int]  # column → year
    notes: dict[int, str]  # note number → text
    last_row: int  # the last row before the notes


def layout(grid: Grid) -> Layout:
    """Layout of a sheet with one row of years and regions in the first column.

    Raises GridError where no row of years is found or a year is printed twice.
    """
    header_row = _header_row(grid)
    years: dict[int, int] = {}
    for column, content in enumerate(grid[header_row]):
        year = year_of(content)
        if year is None:
            continue
        if year in years.values():
            first = next(place for place, other in years.items() if other == year)
            places = f"{cell_name(header_row, first)} and {cell_name(header_row, column)}"
            raise GridError(f"the year {year} stands twice, in {places}; delete one in a corrected copy of the file")
        years[column] = year
    head = [str(row[0]).strip() for row in grid[:header_row] if row and str(row[0]).strip()]
    unit = next((text.strip("()") for text in head[1:] if text.startswith("(")), "")
    notes, last_row = _notes(grid, header_row)
    return Layout(head[0] if head else "", unit, header_row, years, notes, last_row)


def year_of(content: float | str) -> int | None:
    """The year that a header cell names, or None: 2005, '2005', '2005 г.', '20212)'."""
    if isinstance(content, (int, float)):
        return int(content) if float(content).is_integer() and 1900 <= content < 2100 else None
    match = YEAR.fullmatch(" ".join(str(content).split()))
    return int(match.group(1)) if match else None


def cell_name(row: int, column: int) -> str:
    """Spreadsheet name of a cell, both numbers counted from 0: (22, 10) is 'K23'."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _header_row(grid: Grid) -> int:
    """Number of the row that holds the years: most of its cells, and at least two, are years."""
    for number, row in enumerate(grid[:HEADER_ROWS]):
        filled = [content for content in row if str(content).strip()]
        named = sum(year_of(content) is not None for content in filled)
        if named >= 2 and 2 * named > len(filled):
            return number
    raise GridError(
        f"no row of years found in rows 1–{HEADER_ROWS}; a header such as 2005, 2006, … is needed, "
        "or the table is another one than data/reference/tables.csv says"
    )


def _notes(grid: Grid, header_row: int) -> tuple[dict[int, str], int]:
    """Notes under the table and the number of the last row above them."""
    notes: dict[int, str] = {}
    first = len(grid)
    for number in range(len(grid) - 1, header_row, -1):
        row = grid[number]
        filled = [str(content) for content in row if str(content).strip()]
        match = NOTE_LINE.fullmatch(filled[0].strip()) if len(filled) == 1 else None
        if match:
            notes[int(match.group(1))] = match.group(2)
            first = number
        elif filled:
            break
    return notes, first - 1
