"""The sheets around the cells of origin: rows as read, to be shown with the cell marked."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from regioncodes.formats.documents import Document, Sheet
from regioncodes.formats.opening import read_document

# Rows at the head of a sheet that hold its title and the years, and rows above and below a cell.
HEAD, AROUND = 6, 1
COLUMNS = ["file", "sheet", "row", "texts"]


def sheet_rows(cells: pd.DataFrame, read: Callable[[Path], Document] = read_document) -> pd.DataFrame:
    """The rows of every sheet that surround the cells, and those at its head.

    cells: file, sheet and cell, such as "G75", of the panel or of older editions; rows without a file are left out.
    Returns file, sheet, row (counted from 1) and texts: a list of what stands in its cells from column A on, blanks
    empty, numbers in their shortest form. Raises FileError as formats.opening.read_document does.
    """
    named = cells.dropna(subset=["file", "cell"]).assign(sheet=lambda frame: frame["sheet"].fillna(""))
    named = named.assign(row=named["cell"].str.extract(r"(\d+)$", expand=False).astype("int64"))
    found = []
    for file, in_file in named.groupby("file"):
        grids = {sheet.name: sheet for sheet in read(Path(file)).sheets}
        for name, own in in_file.groupby("sheet"):
            found += [(file, name, row, texts) for row, texts in _rows(grids[name], set(own["row"]))]
    return pd.DataFrame(found, columns=COLUMNS)


def _rows(sheet: Sheet, used: set[int]) -> list[tuple[int, list[str]]]:
    """Numbers and texts of the rows at the head of a sheet, and of those used and beside them, blank ones left out."""
    near = {row + step for row in used for step in range(-AROUND, AROUND + 1)}
    wanted = sorted(row for row in near | set(range(1, HEAD + 1)) if 1 <= row <= len(sheet.grid))
    texts = {row: [_text(value) for value in sheet.grid[row - 1]] for row in wanted}
    return [(row, _trimmed(own)) for row, own in texts.items() if any(own)]


def _text(value: float | str) -> str:
    return value.strip() if isinstance(value, str) else f"{value:.12g}"


def _trimmed(texts: list[str]) -> list[str]:
    """Without the blanks at the end."""
    last = max(place for place, text in enumerate(texts) if text)
    return texts[: last + 1]
