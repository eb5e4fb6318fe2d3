"""Tables that lie on their side, with regions across and years down: stood up, so that the others can be read.

What stands above and below such a table stays where it is; every place of the stood table has its place on the sheet.
"""

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import NamedTuple

from regioncodes.formats.documents import Grid, Position, Sheet, cell_name, column_number, rectangular
from regioncodes.reading.findings import Finding
from regioncodes.reading.layout.blocks import is_filled
from regioncodes.reading.layout.names import is_region_like
from regioncodes.reading.layout.periods import period_of

PLACE = re.compile(r"\b([A-Z]{1,3})(\d+)\b")
ROW = re.compile(r"\brow (\d+)\b")
LEAST = 2  # regions across and periods down that make a table


class Turning(NamedTuple):
    """Rows of a sheet that hold a table on its side, and how many columns it has; rows count from 0."""

    top: int
    bottom: int
    width: int

    def original(self, row: int, column: int) -> Position:
        """The place on the sheet of a place in the stood table."""
        if row < self.top:
            return row, column
        if row < self.top + self.width:
            return self.top + column, row - self.top
        return row - self.width + self.bottom - self.top + 1, column

    def stood(self, row: int, column: int) -> Position:
        """The place in the stood table of a place on the sheet."""
        if row < self.top:
            return row, column
        if row <= self.bottom:
            return self.top + column, row - self.top
        return row + self.width - (self.bottom - self.top + 1), column


def turning(grid: Grid) -> Turning | None:
    """Where a table lies on its side: a row of region names over rows that begin with a year or a month."""
    for top, row in enumerate(grid):
        names = sum(isinstance(content, str) and is_region_like(content) for content in row[1:])
        filled = sum(is_filled(content) for content in row[1:])
        if names < LEAST or 2 * names < filled:
            continue
        below = [number for number in range(top + 1, len(grid)) if any(map(is_filled, grid[number]))]
        header = list(takewhile(lambda number: not _begins_with_a_period(grid[number]), below[:3]))
        dated = list(takewhile(lambda number: _begins_with_a_period(grid[number]), below[len(header) :]))
        if len(dated) >= LEAST:
            return Turning(top, dated[-1], len(row))
    return None


def stood_up(sheet: Sheet, turn: Turning) -> Sheet:
    """The sheet with its lying table stood up; hidden cells, areas and faults go with their cells."""
    block = _named(sheet.grid[turn.top : turn.bottom + 1])
    grid = [*sheet.grid[: turn.top], *map(list, zip(*block, strict=True)), *sheet.grid[turn.bottom + 1 :]]
    merged = tuple((*turn.stood(*area[:2]), *turn.stood(*area[2:])) for area in sheet.merged)
    inside = {row for row in sheet.hidden_rows if turn.top <= row <= turn.bottom}
    outside = {turn.stood(row, 0)[0] for row in sheet.hidden_rows - inside}
    return sheet._replace(
        grid=rectangular(grid),
        merged=merged,
        hidden_rows=frozenset(outside | {turn.top + column for column in sheet.hidden_columns}),
        hidden_columns=frozenset(row - turn.top for row in inside),
        faults={turn.stood(*place): fault for place, fault in sheet.faults.items()},
    )


def standing(sheet: Sheet, turn: Turning | None) -> Sheet:
    """The sheet as its table is read: as it is, or stood up."""
    return sheet if turn is None else stood_up(sheet, turn)


def stood_places(places: Mapping[Position, str], turn: Turning) -> dict[Position, str]:
    """What is known of cells of the sheet, by their places in the stood table."""
    return {turn.stood(*place): text for place, text in places.items()}


def place_on_sheet(finding: Finding, turn: Turning) -> Finding:
    """A finding about the stood table with the cells and columns of the sheet that it is about."""

    def cell(match: re.Match) -> str:
        return cell_name(*turn.original(int(match[2]) - 1, column_number(match[1])))

    def line(match: re.Match) -> str:
        row, column = turn.original(int(match[1]) - 1, 0)
        inside = turn.top <= int(match[1]) - 1 < turn.top + turn.width
        return f"column {cell_name(0, column)[:-1]}" if inside else f"row {row + 1}"

    return finding._replace(place=ROW.sub(line, PLACE.sub(cell, finding.place)))


def _named(block: Grid) -> Grid:
    """The block with every name over all the columns that a lower row of its header labels."""
    names = list(block[0])
    if not _begins_with_a_period(block[1]):
        for column in range(2, len(names)):
            if not is_filled(names[column]) and is_filled(block[1][column]):
                names[column] = names[column - 1]
    return [names, *block[1:]]


def _begins_with_a_period(row: list[float | str]) -> bool:
    period = period_of(row[0])
    return period is not None and not period.label
