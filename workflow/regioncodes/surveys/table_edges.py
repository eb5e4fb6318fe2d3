"""What stands above the header of a table of answers and below its last row: titles and totals, no answers."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

MOST_TITLES = 20
SAMPLE_ROWS = 60
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?\s*%?")
YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?\s*(?:г\.?|год)?")
TOTAL = re.compile(
    r"(?:итог(?:о|и)?|всего|в сумме|сумма|среднее|(?:grand )?total|sum|average|mean)\b[\s:.]*(?:по .*|ответов)?",
    re.IGNORECASE,
)


def rows_above(rows: Sequence[Sequence[str]]) -> int:
    """Number of rows above the header: titles and blank rows; 0 where none are sure.

    A title fills one cell, or two of a line that is shorter than others, where it has a comma. A header stands where
    the first row after them is filled with different texts of which none is a number.
    """
    sample = [[cell.strip() for cell in row] for row in rows[:SAMPLE_ROWS]]
    width = max(map(len, sample), default=0)
    height = next((number for number, row in enumerate(sample) if not _is_title(row, width)), 0)
    if height > MOST_TITLES or width < 2:
        return 0
    header = [cell for cell in sample[height] if cell]
    is_header = len(set(header)) == len(header) and not any(map(NUMBER.fullmatch, header))
    return height if is_header and height + 1 < len(sample) else 0


def _is_title(row: Sequence[str], width: int) -> bool:
    filled = sum(bool(cell) for cell in row)
    # The header of a column of row numbers is often empty.
    is_index = filled == 1 and width == 2 and not row[0]
    return not is_index and (filled < 2 or (filled == 2 and len(row) == 2 < width))


def above_notice(rows: Sequence[Sequence[str]], height: int) -> list[str]:
    """A sentence on the rows that are left aside above the header."""
    if not height:
        return []
    titles = "', '".join(" ".join(cell.split()) for row in rows[:height] for cell in row if cell.strip())
    found = f" ('{titles}')" if titles else ""
    named = "row 1 above the header is" if height == 1 else f"rows 1–{height} above the header are"
    return [f"{named} left aside{found}"]


def row_of_years(table: pd.DataFrame) -> int:
    """The row that heads a statistical table: three years or more, one after another, under titles alone; or 0."""
    for row, cells in table.head(MOST_TITLES).iterrows():
        filled = [cell for cell in cells if cell]
        years = [int(match[1]) for cell in filled if (match := YEAR.fullmatch(cell))]
        follow = all(second == first + 1 for first, second in pairwise(years))
        if len(years) > 2 and 2 * len(years) > len(filled) and follow:
            return int(row)
        if len(filled) > 2:
            return 0
    return 0


def without_totals(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows without those of totals at the end of a table, and a sentence on each.

    Such a row begins with "Итого", "Всего", "Total", "Среднее" … and holds nothing else but numbers.
    """
    notices, last = [], len(cells)
    while last > 1 and cells.shape[1] > 1 and (word := _total(cells.iloc[last - 1].tolist())):
        last -= 1
        where = f"{cells.index.name} {cells.index[last]}"
        notices.append(f"{where} begins with '{word}': a total, left aside")
    return cells.iloc[:last], notices[::-1]


def _total(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    is_total = bool(filled) and TOTAL.fullmatch(filled[0]) and all(map(NUMBER.fullmatch, filled[1:]))
    return filled[0] if is_total else ""
