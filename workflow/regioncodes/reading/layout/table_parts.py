"""What a sheet is read into. Rows and columns count from 0."""

from typing import NamedTuple

from regioncodes.reading.cells import Cell, CellError
from regioncodes.reading.layout.turning import Turning


class Heading(NamedTuple):
    """What stands above one column of values."""

    column: int
    year: int | None  # an academic year is named by its first year
    period: str  # year, academic_year, quarter, month or other (ranks, half-years, several years, comparisons)
    detail: str = ""  # which quarter or month, or the words of another period
    labels: tuple[str, ...] = ()  # the other header texts, outermost first
    notes: tuple[str, ...] = ()
    flags: str = ""
    block: int = 0  # a heading goes with the rows of its own block: a page, or one side of a page


class RegionRow(NamedTuple):
    """One row of values, named by its region."""

    row: int
    name: str  # as printed
    level: int
    parent: int | None  # row of the enclosing region
    notes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()  # texts between region and values, and the band that the row stands in
    block: int = 0


class Table(NamedTuple):
    """One table, with the pages it continues on."""

    number: str  # as printed before the title, such as 5.1.1
    title: str
    title_notes: tuple[str, ...]
    unit: str
    moment: str  # such as "на конец года"
    unit_line: str  # unit and moment as printed, without brackets
    headings: tuple[Heading, ...]
    rows: tuple[RegionRow, ...]
    notes: dict[str, str]  # text by mark
    first_row: int
    last_row: int
    turning: Turning | None = None  # where it lies on its side on the sheet: rows and columns are then those stood up


class PlacedCell(NamedTuple):
    """One cell of a table with its place, or the error that it is."""

    row: RegionRow
    heading: Heading
    cell: Cell | CellError
    place: str
