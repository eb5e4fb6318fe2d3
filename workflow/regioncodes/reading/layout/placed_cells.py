"""The cells of a table, each with its row, its heading and its place."""

from collections.abc import Mapping
from itertools import repeat
from typing import NamedTuple

from regioncodes.formats.documents import Position, Sheet, cell_name
from regioncodes.reading.cells import Cell, CellError, numeric_cell, parse_cell
from regioncodes.reading.layout.table_parts import Heading, PlacedCell, RegionRow, Table
from regioncodes.reading.layout.turning import stood_places, stood_up
from regioncodes.reading.numbers import printed_marks


def placed_cells(
    sheet: Sheet, table: Table, *, superscript: Mapping[Position, str] | None = None, percent: bool
) -> list[PlacedCell]:
    """Every cell of a table, row by row: what it says, or the error that it is, and its place such as C8.

    superscript: raised letters at the end of cells, by row and column counted from 0, where the format knows them.
    percent: whether the table is in per cent, so that "в 2,1 р." is 210.
    Flags of the heading (`estimate`) and `hidden`, for cells of hidden rows and columns, stand with those of the cell.
    """
    turn = table.turning
    if turn:
        sheet, superscript = stood_up(sheet, turn), stood_places(superscript or {}, turn)
    parser = _Parser(sheet, table, superscript or {}, percent)
    headings: dict[int, list[Heading]] = {}
    for heading in table.headings:
        headings.setdefault(heading.block, []).append(heading)
    columns = {block: _columns(parts) for block, parts in headings.items()}
    found: list[PlacedCell] = []
    for row in table.rows:
        if row.block in columns:
            found += parser.row(row, columns[row.block])
    if turn:
        return [part._replace(place=cell_name(*turn.original(part.row.row, part.heading.column))) for part in found]
    return found


class _Columns(NamedTuple):
    """The headings of one block, their columns by number and by letters, and whether none of them has a flag."""

    headings: list[Heading]
    numbers: list[int]
    letters: list[str]
    plain: bool


def _columns(headings: list[Heading]) -> _Columns:
    numbers = [heading.column for heading in headings]
    letters = [cell_name(0, number)[:-1] for number in numbers]
    return _Columns(headings, numbers, letters, not any(heading.flags for heading in headings))


def _texts(sheet: Sheet, table: Table, superscript: Mapping[Position, str]) -> set[str]:
    """The texts in the cells of a table without what is set raised: they show its marks."""
    columns: dict[int, list[int]] = {}
    for heading in table.headings:
        columns.setdefault(heading.block, []).append(heading.column)
    return {
        content.removesuffix(superscript.get((row.row, column), ""))
        for row in table.rows
        for column in columns.get(row.block, ())
        if isinstance(content := sheet.grid[row.row][column], str)
    }


class _Parser:
    """Cells of one table; each distinct text is parsed once."""

    def __init__(self, sheet: Sheet, table: Table, superscript: Mapping[Position, str], percent: bool) -> None:
        self.sheet, self.notes, self.superscript, self.percent = sheet, table.notes, superscript, percent
        self.marks = printed_marks(_texts(sheet, table, superscript))
        self.parsed: dict[str, Cell | CellError] = {}
        self.odd_rows = {row for row, _ in superscript} | {row for row, _ in sheet.faults} | set(sheet.hidden_rows)

    def row(self, row: RegionRow, columns: _Columns) -> list[PlacedCell]:
        parsed, contents, number = self.parsed, self.sheet.grid[row.row], str(row.row + 1)
        places = [letters + number for letters in columns.letters]
        if columns.plain and row.row not in self.odd_rows and not self.sheet.hidden_columns:
            cells = [
                numeric_cell(content) if type(content) is float else parsed.get(content) or self._parsed(content, None)
                for content in [contents[column] for column in columns.numbers]
            ]
        else:
            cells = [self._odd(row.row, heading, contents[heading.column]) for heading in columns.headings]
        # Half a million readings: the constructor of a named tuple takes three times as long.
        return list(map(tuple.__new__, repeat(PlacedCell), zip(repeat(row), columns.headings, cells, places)))

    def _odd(self, row: int, heading: Heading, content: float | str) -> Cell | CellError:
        """A cell that the file says more about: a fault, a raised note, a hidden row or column, an estimate."""
        place = (row, heading.column)
        if place in self.sheet.faults:
            return CellError(f"found {self.sheet.faults[place]}; a stored number is needed, mend the cell in a copy")
        cell = self._parsed(content, self.superscript.get(place))
        if isinstance(cell, CellError):
            return cell
        hidden = row in self.sheet.hidden_rows or heading.column in self.sheet.hidden_columns
        flags = [*cell.flags.split(), *heading.flags.split(), *(["hidden"] if hidden else [])]
        return cell._replace(flags=" ".join(flags))

    def _parsed(self, content: float | str, superscript: str | None) -> Cell | CellError:
        try:
            cell = parse_cell(content, self.notes, percent=self.percent, superscript=superscript, marks=self.marks)
        except CellError as error:
            cell = error
        if superscript is None and isinstance(content, str):
            self.parsed[content] = cell
        return cell
