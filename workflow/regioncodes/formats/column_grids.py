"""Long grids held by column: each distinct text of a column once, and its number for every row."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np

from regioncodes.formats.documents import Grid


class ColumnGrid(Sequence):
    """Rows of texts as a grid has them, made when they are asked for; all are equally long.

    Half a million rows of five cells are a gigabyte as lists of texts, of which most say what another says.
    """

    def __init__(self, columns: list[tuple[np.ndarray, list[str]]]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0][0])

    def __getitem__(self, place: int | slice) -> "list[str] | ColumnGrid":
        if isinstance(place, slice):
            return ColumnGrid([(codes[place], texts) for codes, texts in self.columns])
        return [texts[codes[place]] for codes, texts in self.columns]

    def __iter__(self) -> Iterator[list[str]]:
        return map(self.__getitem__, range(len(self)))


class ColumnsOfRows:
    """Takes rows of texts one after the other and gives them as a `ColumnGrid`; short rows are filled with ""."""

    def __init__(self) -> None:
        self.count = 0
        self.codes: list[array] = []
        self.numbers: list[dict[str, int]] = []

    def take(self, rows: Sequence[list[str]]) -> None:
        """Add some rows; blank lines alone make a blank column."""
        for _ in range(max([1, *map(len, rows)]) - len(self.codes)):
            self.codes.append(array("i", bytes(4 * self.count)))
            self.numbers.append({"": 0})
        self.count += len(rows)
        whole = [*zip_longest(*rows, fillvalue=""), *[[""] * len(rows)] * len(self.codes)]
        for codes, numbers, texts in zip(self.codes, self.numbers, whole, strict=False):
            for text in dict.fromkeys(texts):
                numbers.setdefault(text, len(numbers))
            codes.extend(map(numbers.__getitem__, texts))

    def grid(self) -> ColumnGrid:
        """All rows taken so far."""
        return ColumnGrid(
            [
                (np.frombuffer(codes, dtype=np.int32), list(numbers))
                for codes, numbers in zip(self.codes, self.numbers, strict=True)
            ]
        )


def column_of(grid: Grid | ColumnGrid, place: int, first_row: int = 0) -> tuple[np.ndarray, list[float | str]]:
    """One column of a grid: the number of each content by row, and the distinct contents, in the order of the rows."""
    if isinstance(grid, ColumnGrid):
        codes, texts = grid.columns[place]
        used, first, places = np.unique(codes[first_row:], return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank[places], [texts[used[number]] for number in order]
    numbers: dict[float | str, int] = {}
    codes = [numbers.setdefault(row[place], len(numbers)) for row in grid[first_row:]]
    return np.array(codes, dtype=np.int32), list(numbers)
