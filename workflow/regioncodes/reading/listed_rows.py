"""The rows under the header of a list, by column: a file has a million rows and few distinct texts."""

import numpy as np

from regioncodes.formats.column_grids import column_of
from regioncodes.formats.documents import Sheet
from regioncodes.reading.coded_texts import CodedTexts, coded, repeated
from regioncodes.reading.sheets import raw_text


class ListedRows:
    """The rows of a sheet whose first row names its columns; rows count from 0 below it."""

    def __init__(self, sheet: Sheet) -> None:
        self.grid = sheet.grid
        self.header = [str(name).strip() for name in sheet.grid[0]] if len(sheet.grid) else []
        self.count = max(len(sheet.grid) - 1, 0)
        self.places = {name: place for place, name in enumerate(self.header) if name}

    def contents(self, name: str) -> tuple[np.ndarray, list[float | str]]:
        """The number of each row's content in a column, and the distinct contents; nothing but "" in no column."""
        if name not in self.places:
            return np.zeros(self.count, dtype=np.int32), [""]
        return column_of(self.grid, self.places[name], 1)

    def texts(self, name: str) -> CodedTexts:
        """What stands in a column as texts, without blanks around them."""
        if name not in self.places:
            return repeated("", self.count)
        codes, distinct = self.contents(name)
        return coded(raw_text(content).strip() for content in distinct).taken(codes)

    def extra(self) -> list[tuple[np.ndarray, list[float | str]]]:
        """The contents of the columns without a name."""
        return [column_of(self.grid, place, 1) for place, name in enumerate(self.header) if not name]


def values_of(column: CodedTexts, rows: np.ndarray) -> list[str]:
    """The texts of a column in some rows, each once, in the order of the rows. rows: their numbers, or a mask."""
    used, first = np.unique(column.codes[rows], return_index=True)
    return [column.texts[code] for code in used[np.argsort(first)].tolist()]
