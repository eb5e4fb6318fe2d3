"""Delimited text: values between semicolons, tabs or commas."""

import csv
import io
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice

from regioncodes.formats.column_grids import ColumnGrid, ColumnsOfRows
from regioncodes.formats.documents import Document, FileError, Grid, Sheet, check_extent, rectangular
from regioncodes.formats.text_encodings import Text

DELIMITERS = {";": ";", "\t": "tab", ",": ","}
SAMPLE_LINES = 200
NAMED_ROWS = 5
LONGEST_CELL = 131_072
MOST_LISTED = 50_000  # rows; more of them are held by column
PART = 1_000_000  # characters of a text that are taken into lines at a time


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
    grid, widths = _grid(text.content, delimiter)
    if not widths:
        raise FileError("is a text without a line; put the published file back")
    true_format = f"{'tsv' if delimiter == chr(9) else 'csv'}, {text.encoding}, {DELIMITERS[delimiter]}"
    notices = [f"the encoding is not stated; by its letters it is {text.encoding}"] if text.guessed else []
    return Document(true_format, (Sheet("", grid),), (*notices, *_crooked(widths)))


@cells_limited()
def delimiter_of(text: str) -> str:
    """The mark that divides most lines into the same number of cells, at least two: semicolon, tab or comma.

    Between equals the first of these is taken, because a comma may be a decimal one.
    """
    sample = "".join(line for line in islice(_lines(text), SAMPLE_LINES) if line.strip())
    return max(DELIMITERS, key=lambda mark: _agreement(sample, mark))


def _agreement(sample: str, delimiter: str) -> int:
    # The sample may end within a quoted cell, so quotation marks are not checked here.
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:  # a cell longer than LONGEST_CELL
        return 0
    return max((count for width, count in widths.items() if width > 1), default=0)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, some at a time: all of them at once would take thrice the text's memory."""
    return chain.from_iterable(io.StringIO(part, newline="") for part in _parts(text))


def _parts(text: str) -> Iterator[str]:
    """The text in parts of whole lines."""
    start = 0
    while start < len(text):
        end = text.rfind("\n", start, start + PART) + 1 or text.find("\n", start + PART) + 1 or len(text)
        yield text[start:end]
        start = end


@cells_limited()
def _grid(text: str, delimiter: str) -> tuple[Grid | ColumnGrid, Sequence[int]]:
    """The cells of a text, a long one by column, and how many each row has."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    columns, widths = ColumnsOfRows(), array("i")
    try:
        while rows := list(islice(reader, MOST_LISTED)):
            widths.extend(map(len, rows))
            check_extent(len(widths), max(1, max(widths)), "")
            if len(widths) == len(rows) < MOST_LISTED:
                return rectangular(rows), widths
            columns.take(rows)
    except csv.Error as error:
        line = _line_of_fault(text, delimiter)
        raise FileError(
            f"is delimited text with a fault in the row that begins on line {line} ({error}); "
            "mend the quotation marks there"
        ) from None
    return columns.grid(), widths


def _line_of_fault(text: str, delimiter: str) -> int:
    """The line on which the row begins that is the first with a fault."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = 1
    with suppress(csv.Error):
        for _ in reader:
            line = reader.line_num + 1
    return line


def _crooked(widths: Sequence[int]) -> list[str]:
    """A notice about rows with another number of cells than most; lines of one cell are titles and notes."""
    counts = Counter(width for width in widths if width > 1)
    if len(counts) < 2:
        return []
    usual = counts.most_common(1)[0][0]
    found = [str(number) for number, width in enumerate(widths, start=1) if width > 1 and width != usual]
    more = f" and {len(found) - NAMED_ROWS} more" if len(found) > NAMED_ROWS else ""
    return [f"most rows have {usual} cells, but not these: {', '.join(found[:NAMED_ROWS])}{more}"]
