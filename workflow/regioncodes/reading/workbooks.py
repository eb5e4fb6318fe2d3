"""Raw files as grids of cells."""

import csv
import io
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from regioncodes.reading.grids import Grid


class FileError(ValueError):
    """A file that cannot be opened as what its table says; the message says what it seems to be."""


def sheets(path: str | Path) -> dict[str, Grid]:
    """Every sheet of a workbook by its name, each a list of rows from cell A1 on.

    Raises FileError for an empty file and for one that is no readable workbook.
    """
    content = _content(path)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise FileError(f"cannot be opened as a workbook ({error}); save it again as .xlsx") from None


def delimited_rows(path: str | Path) -> list[dict[str, str]]:
    """Rows of a UTF-8 text file with a header, separated by the mark that the header uses: ; or tab or comma.

    Raises FileError for an empty file, another encoding, and rows of another width than the header.
    """
    try:
        text = _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"is not UTF-8 text (byte {error.start}); save it as CSV UTF-8") from None
    header = text.split("\n", 1)[0]
    delimiter = next((mark for mark in ";\t" if mark in header), ",")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter, restkey="", strict=True))
    crooked = [number for number, row in enumerate(rows, start=2) if "" in row or None in row.values()]
    if crooked:
        raise FileError(f"row {crooked[0]} has another number of cells than the header; {header!r} is the header")
    return rows


def _content(path: str | Path) -> bytes:
    content = Path(path).read_bytes()
    if not content:
        raise FileError("is empty (0 bytes); put the published file back")
    return content
