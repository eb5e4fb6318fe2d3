"""Delimited text: values between semicolons, tabs or commas."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from regioncodes.formats.documents import Document, FileError, Sheet, check_extent, rectangular
from regioncodes.formats.text_encodings import Text

DELIMITERS = {";": ";", "\t": "tab", ",": ","}
SAMPLE_LINES = 200
NAMED_ROWS = 5
LONGEST_CELL = 131_072


@contextmanager
def cells_limited() -> Iterator[None]:
    """Holds the cells of delimited text to LONGEST_CELL characters: a longer one is a csv.Error.

    Python has one such limit for the whole program, and other libraries lift it as soon as they are imported.
    """
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read_delimited(text: Text) -> Document:
    """One sheet of texts, as they stand in the file; numbers are not converted, a decimal comma is kept.

    Raises FileError where quotation marks do not match, a cell is too long or the rows span more than MOST_CELLS.
    """
    delimiter = delimiter_of(text.content)
    rows = _rows(text.content, delimiter)
    if not rows:
        raise FileError("is a text without a line; put the published file back")
    true_format = f"{'tsv' if delimiter == chr(9) else 'csv'}, {text.encoding}, {DELIMITERS[delimiter]}"
    notices = [f"the encoding is not stated; by its letters it is {text.encoding}"] if text.guessed else []
    return Document(true_format, (Sheet("", rectangular(rows)),), (*notices, *_crooked(rows)))


@cells_limited()
def delimiter_of(text: str) -> str:
    """The mark that divides most lines into the same number of cells, at least two: semicolon, tab or comma.

    Between equals the first of these is taken, because a comma may be a decimal one.
    """
    sample = "".join(line for line in text.splitlines(keepends=True)[:SAMPLE_LINES] if line.strip())
    return max(DELIMITERS, key=lambda mark: _agreement(sample, mark))


def _agreement(sample: str, delimiter: str) -> int:
    # The sample may end within a quoted cell, so quotation marks are not checked here.
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:  # a cell longer than LONGEST_CELL
        return 0
    return max((count for width, count in widths.items() if width > 1), default=0)


@cells_limited()
def _rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, first_line, widest = [], 1, 1
    try:
        for row in reader:
            rows.append(row)
            widest = max(widest, len(row))
            check_extent(len(rows), widest, "")
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise FileError(
            f"is delimited text with a fault in the row that begins on line {first_line} ({error}); "
            "mend the quotation marks there"
        ) from None
    return rows


def _crooked(rows: list[list[str]]) -> list[str]:
    """A notice about rows with another number of cells than most; lines of one cell are titles and notes."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if len(widths) < 2:
        return []
    usual = widths.most_common(1)[0][0]
    found = [str(number) for number, row in enumerate(rows, start=1) if len(row) > 1 and len(row) != usual]
    more = f" and {len(found) - NAMED_ROWS} more" if len(found) > NAMED_ROWS else ""
    return [f"most rows have {usual} cells, but not these: {', '.join(found[:NAMED_ROWS])}{more}"]
