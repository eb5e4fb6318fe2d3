"""The cells of a table, each with its row, its heading and its place, held in columns."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

import numpy as np
import pyarrow as pa

from regioncodes.formats.documents import Position, Sheet, cell_name
from regioncodes.reading.cells import Cell, CellError, numeric_cell, parse_cell
from regioncodes.reading.coded_texts import CodedTexts, coded, numbered, side_by_side
from regioncodes.reading.layout.table_parts import Heading, PlacedCell, RegionRow, Table
from regioncodes.reading.layout.turning import Turning, stood_places, stood_up
from regioncodes.reading.numbers import Marks, printed_marks

NUMBERS = {float}


class PlacedCells(Sequence):
    """Cells row by row. Most are plain numbers: these stand in an array, and only the others are objects.

    rows, headings: those of the table. row_of, heading_of: their numbers for each cell. contents: what the sheet holds.
    values: NaN where there is no number. others: what is said by the cells that are more than a number, by their place
    in the order. turning: of a table that lies on its side; places are those on the sheet.
    """

    def __init__(
        self,
        rows: Sequence[RegionRow],
        headings: Sequence[Heading],
        row_of: np.ndarray,
        heading_of: np.ndarray,
        contents: list[float | str],
        others: dict[int, Cell | CellError],
        turning: Turning | None = None,
    ) -> None:
        self.turning = turning
        self.rows, self.headings, self.row_of, self.heading_of = rows, headings, row_of, heading_of
        self.contents, self.others = contents, others
        numbers = contents.copy()
        for place, cell in others.items():
            value = cell.value if isinstance(cell, Cell) else None
            numbers[place] = np.nan if value is None else value
        self.values = np.array(numbers, dtype=float)

    def __len__(self) -> int:
        return len(self.contents)

    def __iter__(self) -> Iterator[PlacedCell]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, place: int) -> PlacedCell:
        row, heading = self.rows[self.row_of[place]], self.headings[self.heading_of[place]]
        cell = self.others.get(range(len(self))[place]) or numeric_cell(float(self.values[place]))
        return PlacedCell(row, heading, cell, cell_name(*self.position(place)))

    def position(self, place: int) -> Position:
        """Row and column of a cell on its sheet, from 0."""
        row, column = self.rows[self.row_of[place]].row, self.headings[self.heading_of[place]].column
        return self.turning.original(row, column) if self.turning else (row, column)

    def taken(self, places: np.ndarray) -> "PlacedCells":
        """The cells at some places in the order."""
        number = {place: new for new, place in enumerate(places.tolist())} if self.others else {}
        others = {number[place]: cell for place, cell in self.others.items() if place in number}
        contents = [self.contents[place] for place in places.tolist()]
        row_of, heading_of = self.row_of[places], self.heading_of[places]
        return PlacedCells(self.rows, self.headings, row_of, heading_of, contents, others, self.turning)

    def statuses(self) -> CodedTexts:
        """The status of each cell, `error` for one that is neither a number nor a mark."""
        numbers = {"value": 0, "rounds_to_zero": 1}
        codes = (self.values == 0).astype("int32")
        for place, cell in self.others.items():
            status = cell.status if isinstance(cell, Cell) else "error"
            codes[place] = numbers.setdefault(status, len(numbers))
        return CodedTexts(codes, list(numbers))

    def labels(self, mark: str) -> CodedTexts:
        """The labels over and beside each cell, with a mark between them."""
        over = coded(mark.join(heading.labels) for heading in self.headings).taken(self.heading_of)
        beside = coded(mark.join(row.labels) for row in self.rows).taken(self.row_of)
        return side_by_side([over, beside], mark)

    def years(self) -> np.ndarray:
        """The year of each cell, 0 where its heading has none."""
        return np.array([heading.year or 0 for heading in self.headings], dtype="int64")[self.heading_of]

    def errors(self) -> list[PlacedCell]:
        """The cells that are neither a number nor a mark."""
        return [self[place] for place, cell in sorted(self.others.items()) if isinstance(cell, CellError)]

    def names(self) -> pa.Array:
        """The place of each cell on its sheet, such as C8."""
        if self.turning:
            return pa.array([cell_name(*self.position(place)) for place in range(len(self))], pa.large_string())
        letters = pa.array([cell_name(0, heading.column)[:-1] for heading in self.headings], pa.large_string())
        numbers = np.array([row.row + 1 for row in self.rows])
        return numbered(letters.take(pa.array(self.heading_of)), numbers[self.row_of])


def placed_cells(
    sheet: Sheet, table: Table, *, superscript: Mapping[Position, str] | None = None, percent: bool
) -> PlacedCells:
    """Every cell of a table, row by row: what it says, or the error that it is, and its place such as C8.

    superscript: raised letters at the end of cells, by row and column counted from 0, where the format knows them.
    percent: whether the table is in per cent, so that "в 2,1 р." is 210.
    Flags of the heading (`estimate`) and `hidden`, for cells of hidden rows and columns, stand with those of the cell.
    """
    turn = table.turning
    if turn:
        sheet, superscript = stood_up(sheet, turn), stood_places(superscript or {}, turn)
    headings: dict[int, list[int]] = {}
    for number, heading in enumerate(table.headings):
        headings.setdefault(heading.block, []).append(number)
    rows = [number for number, row in enumerate(table.rows) if row.block in headings]
    contents, texts = _contents(sheet, table, rows, headings)
    numbers = {block: np.array(own, dtype=int) for block, own in headings.items()}
    chosen = [numbers[table.rows[number].block] for number in rows]
    row_of = np.repeat(np.array(rows, dtype=int), list(map(len, chosen)))
    heading_of = np.concatenate([*chosen, np.array([], dtype=int)])
    others = _Parser(sheet, table, superscript or {}, percent).others(contents, texts, row_of, heading_of)
    return PlacedCells(table.rows, table.headings, row_of, heading_of, contents, others, turn)


def _contents(
    sheet: Sheet, table: Table, rows: list[int], headings: dict[int, list[int]]
) -> tuple[list[float | str], list[int]]:
    """What stands under the headings of each row's block, row by row, and the places of the texts in it."""
    # A getter of one column gives no tuple, so the first is asked for twice and left out.
    columns = {block: [table.headings[number].column for number in own] for block, own in headings.items()}
    getters = {block: itemgetter(own[0], *own) for block, own in columns.items()}
    found: list[float | str] = []
    texts: list[int] = []
    for number in rows:
        row = table.rows[number]
        contents = getters[row.block](sheet.grid[row.row])[1:]
        if not NUMBERS.issuperset(map(type, contents)):
            texts += [place for place, content in enumerate(contents, start=len(found)) if type(content) is not float]
        found += contents
    return found, texts


class _Parser:
    """What the cells of one table say that are more than a number; each distinct text is parsed once."""

    def __init__(self, sheet: Sheet, table: Table, superscript: Mapping[Position, str], percent: bool) -> None:
        self.sheet, self.table, self.superscript, self.percent = sheet, table, superscript, percent
        self.marks: Marks | None = None
        self.parsed: dict[str, Cell | CellError] = {}

    def others(
        self, contents: list[float | str], texts: list[int], row_of: np.ndarray, heading_of: np.ndarray
    ) -> dict[int, Cell | CellError]:
        """Texts, and the numbers of which the file says more, by their place in the order."""
        self.marks = printed_marks(self._without_raised(contents, texts, row_of, heading_of))
        odd = self._odd_places(row_of, heading_of)
        found = {}
        for place in texts:
            if place not in odd:
                found[place] = self.parsed.get(contents[place]) or self._parsed(contents[place], None)
        for place in odd:
            row, heading = self.table.rows[row_of[place]], self.table.headings[heading_of[place]]
            found[place] = self._odd(row.row, heading, contents[place])
        return found

    def _without_raised(
        self, contents: list[float | str], texts: list[int], row_of: np.ndarray, heading_of: np.ndarray
    ) -> set[str]:
        """The texts in the cells without what is set raised: they show the marks of the table."""
        texts = [place for place in texts if isinstance(contents[place], str)]
        if not self.superscript:
            return {contents[place] for place in texts}
        rows, headings = self.table.rows, self.table.headings
        positions = ((place, (rows[row_of[place]].row, headings[heading_of[place]].column)) for place in texts)
        return {contents[place].removesuffix(self.superscript.get(position, "")) for place, position in positions}

    def _odd_places(self, row_of: np.ndarray, heading_of: np.ndarray) -> set[int]:
        """Cells with a fault, a raised note, a hidden row or column, or under a heading with a flag."""
        known = self.sheet
        rows = {row for row, _ in self.superscript} | {row for row, _ in known.faults} | known.hidden_rows
        columns = [bool(heading.flags) or heading.column in known.hidden_columns for heading in self.table.headings]
        odd_rows = np.array([row.row in rows for row in self.table.rows], dtype=bool)
        return set(np.flatnonzero(odd_rows[row_of] | np.array(columns, dtype=bool)[heading_of]).tolist())

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
            cell = parse_cell(
                content, self.table.notes, percent=self.percent, superscript=superscript, marks=self.marks
            )
        except CellError as error:
            cell = error
        if superscript is None and isinstance(content, str):
            self.parsed[content] = cell
        return cell
